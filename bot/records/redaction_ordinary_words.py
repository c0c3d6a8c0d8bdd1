"""Words that are no name, however they are written: what follows a cue all the same, and what begins a sentence."""

from __future__ import annotations

# After a title, a greeting or "my name is": even then none of these is a name.
_NOT_NAMES = """
    a about after again all also always am an and any anyone are arrived as ask asked asking at august back be because
    been before being but by call called calling came can cannot city colleague colleagues could council customer
    december did didn't do does doesn't don't down either else every everybody everyone faithfully false february
    first folks for friday from gave get given go going good got guys had has hasn't have he he'd he'll hello her here
    him his homes housing how i i'd i'll i'm i've if in into is isn't it it'll it's january july just kept know last
    let like love madam management manager march mate me monday more most much my name never new no not nothing
    november now october of off office officer ombudsman on once one only or other our out over phoning please put
    rang really repairs resident residents right ringing said sat saturday saw say says second see sent september
    service services she she'd she'll should sincerely sir sirs so some somebody someone speaking spelt still sunday
    surgery team tenant tenants than thank thanks that that's the their them then there these they they'd they'll
    they've third this those three thursday time to today told too truly tuesday two under up us very visited want
    wanted was wasn't we we'd we'll we've wednesday well went were what when where which who whose why will with won't
    would wrong wrote yes yet you you'd you'll you've your yours
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())

# Where only a capital letter and the place speak for a name, none of these is one either.
_ORDINARY = """
    access account acct action address adult advised afternoon age aged agent agreed agreement ah allergic also amount
    angry anti any anybody apologies appalling appeal applicant application appointment appt april arabic area arrears
    asb asian ask asset assistant association attn aunt autumn away awful baby balance band bank bath bathroom bed
    bedroom best bill bills bin bins black blimey block board boiler boxing brick british broken brother budget
    building bus business bye calls card care caretaker case caseworker category ceiling cellar certificate chair
    chairs charge chase chasing chat cheers cheque chief child children chinese christmas citizens claim claimant
    clause clerk client cllr close closed closing code cold comment comments committee comms communal community
    compensation complaint complaints completed concerned confirmed constituent consultant contact contractor
    contractors copy cost councillor county court cracking credit dad dame damp dangerous daughter day days daytime dc
    deaf dear debit deceased decision delighted department deposit deputy details dial direct director disabled
    disappointed disgraceful disgusted disgusting disrepair doctor done door dr draft drain dreadful dutch duty early
    easter eek electric electrical email emergency end engineer english enquiries enquiry environmental error
    escalated estate evening exchange executive extractor failed fan father fax fed feedback fence filthy final
    finance fine fire first flat floor folks follow following form forms forum fourth french friend front fuel
    furniture further garage garden gas gate general german grateful great greek green grounds group guest gutter
    gutters halal half hall happy head health heating help hey hiya holiday home hopeless horrible hospital hot house
    hub husband income indian inspection inspector insurance interim internal irish issue italian item job kids kind
    kindest kitchen ladies lady landline landlord late law leak leaking leaseholder leaseholders left legal letter
    lettings level lift light lights line lines link list llp local location loft london look lord lovely ltd madam
    main maintenance male mam manager managers many maternity may member might minister ministry miss mister mob
    mobile money month months morning mother mould move mp mr mrs ms mum muslim must mutual mx namaste need needs
    neighbour neighbourhood neighbours night nobody noise none note noted notes notice number nurse occupant occupier
    office officers ok okay once online open operative operator option order our outstanding oven owner page paid
    panel parcel parking part partner party patch payee payment pc pending people perfect pest phase phone photo
    photos planned please plumber police policy polish poor portuguese post pregnant private proceed prof professor
    property public purchase quarter query question rats re read reception ref reference refund regards register
    regulator rent rep repair reply report reported request residence response rev reverend review ridiculous right
    ring road romanian roof roofing room routine royal safe safety same school scottish secretary section see senior
    sent service sgt shelter sheltered shocking shower sick sink sir sister site social solicitor solicitors somali
    son soon sorry sorted spanish spring staff stage stairs statement states step still stop street stuck student
    summer sundry supervisor support surveyor take tap team technician tel telephone temporary tenancy tenure test
    text thankfully thanks the tired today toilet tomorrow tonight top total town trade treasurer tree tribunal trust
    try turkish twins typical uc ukrainian unacceptable unhappy unit universal until update upstairs urgent use
    useless van victim visit voice voicemail void voids vulnerable waiting ward warden warm water website welfare
    welsh whatsapp white wife window windows winter woman work worker works write ya yard yeah years yesterday young
"""
ORDINARY = NOT_NAMES | frozenset(_ORDINARY.split())
