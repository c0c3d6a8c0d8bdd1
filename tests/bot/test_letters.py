"""The explanation to a resident whose matter is excluded: what every draft says, quotes, leaves open and never says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.decisions import RecordedDecision
from bot.ground_basis import LONGEST_POLICY_QUOTE
from bot.letters import draft_letter, left_over_from, rests_on
from bot.listeners.exclusions import _BLANK_LEFT
from bot.quotable import LONGEST_QUOTE
from bot.records.redaction import redact
from classifier.dates import find_dates
from classifier.labels import Label
from classifier.prediction import FoundDate
from knowledge.edition import Edition
from knowledge.grounds import CODE_GROUNDS, Ground
from knowledge.policies import Policy, PolicyExclusion, load_policy
from tests.bot.records.builders import a_decision, a_message, a_prediction
from tests.bot.slack_bot import a_slack_bot
from tests.workspace.building import AMARA, CONTACT

RECEIVED = date(2025, 11, 3)
LONGEST_DRAFT = 2_900  # Slack's dialog and the log take 3,000 characters, and a person has blanks to fill.
BARNET, BRENT = load_policy("barnet"), load_policy("brent")
POLICIES = {"no policy": None, "barnet": BARNET, "brent": BRENT}
GRID = [
    pytest.param(ground, edition, policy, id=f"{ground}, {edition}, {name}")
    for ground in Ground
    for edition in Edition
    for name, policy in POLICIES.items()
]
every_draft = pytest.mark.parametrize(("ground", "edition", "policy"), GRID)

SAYS_NOTHING = "Please ring me about my letter when you can"
SHOWS: dict[Ground, str] = {
    Ground.LEGAL_PROCEEDINGS: "My claim is in the county court, issued in April.",
    Ground.ALREADY_CONSIDERED: "I had your final response in June and I read it twice.",
    Ground.INSURANCE_CLAIM: "Your insurers have offered me £95 for my carpet.",
    Ground.RENT_OR_CHARGE_LEVEL: "My service charge is excessive at £2,914.",
    Ground.OTHER_APPEAL_ROUTE: "The decision on my banding came on Tuesday.",
    Ground.NOT_OUR_SERVICE: "The water company has left our road open since Friday.",
    Ground.LAW_OR_POLICY: "My complaint is against the law on smoke alarms.",
    Ground.EMPLOYMENT_MATTER: "My wages for March are short by four days.",
}


def recorded_of(
    text: str = SAYS_NOTHING,
    *,
    ground: Ground = Ground.OUT_OF_TIME,
    edition: Edition = Edition.CODE_2024,
    received_on: date = RECEIVED,
    dates: tuple[FoundDate, ...] | None = None,
    signals: tuple[str, ...] = (),
) -> RecordedDecision:
    found = find_dates(text, received_on) if dates is None else dates
    prediction = a_prediction(label=Label.EXCLUDED, ground=ground, dates=found, signals=signals)
    message = a_message(text=text, received_on=received_on)
    return RecordedDecision(
        decision=a_decision(prediction=prediction, message=message, edition=edition), status="proposed"
    )


def a_draft(
    ground: Ground, edition: Edition = Edition.CODE_2024, policy: Policy | None = None, text: str = SAYS_NOTHING
) -> str:
    return draft_letter(recorded_of(text, ground=ground, edition=edition), ground, policy)


def a_policy(ground: Ground, text: str, paragraph: str | None = "4.2") -> Policy:
    line = PolicyExclusion(paragraph=paragraph, text=text, ground=ground)
    return BARNET.model_copy(update={"exclusions": (line,)})


def blanks(letter: str) -> list[str]:
    return re.findall(r"\[[^\]]*\]", letter)


def our_sentences(letter: str) -> list[str]:
    """Return the sentences of a draft without what it quotes, its headings and how to reach the Ombudsman."""
    lines = [line for line in re.sub(r"“[^”]*”", "", letter).splitlines() if not line.startswith(("•", "["))]
    with_ends = [line for line in lines if line.endswith((".", ":"))]
    return [sentence for line in with_ends for sentence in re.split(r"(?<=[.:])\s+", line) if sentence.strip()]


def submitted(letter: str) -> str:
    """Return a draft as a person sends it on, with every blank filled."""
    return _BLANK_LEFT.sub("something that only we know", letter)


@every_draft
def test_every_draft_tells_of_the_right_to_the_ombudsman_and_how_to_reach_it(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    letter = a_draft(ground, edition, policy)
    assert "You have the right to take this decision to the Housing Ombudsman Service." in letter
    for way in (
        "www.housing-ombudsman.org.uk",
        "info@housing-ombudsman.org.uk",
        "0300 111 3000",
        "Housing Ombudsman Service, PO Box 1484, Unit D, Preston PR2 0ET",
    ):
        assert way in letter


@every_draft
def test_every_draft_says_what_it_rests_on(ground: Ground, edition: Edition, policy: Policy | None) -> None:
    letter = a_draft(ground, edition, policy)
    line = policy.exclusion_for(ground) if policy else None
    if line:
        assert line.text[:60] in letter
        assert line.paragraph is None or f"Paragraph {line.paragraph} says" in letter
    elif ground in CODE_GROUNDS:
        clause = {Edition.CODE_2020: "1.5", Edition.CODE_2022: "1.8", Edition.CODE_2024: "2.2"}[edition]
        assert f"Complaint Handling Code, allow this ({edition} Code {clause})" in letter
    else:
        assert "[the words of our policy, and the paragraph they stand in]" in letter


@every_draft
def test_every_draft_has_blanks_only_for_what_a_person_must_say(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    left = blanks(a_draft(ground, edition, policy))
    to_name_a_paragraph = ground not in CODE_GROUNDS and not (policy and policy.exclusion_for(ground))
    assert left[0] == "[the matter, in the resident's own words]"
    assert left[-1] == "[your team]"
    assert ("[the words of our policy, and the paragraph they stand in]" in left) is to_name_a_paragraph
    assert len(left) - to_name_a_paragraph in {3, 4}
    assert all(_BLANK_LEFT.fullmatch(blank) for blank in left)


@every_draft
def test_every_draft_names_nobody_and_is_kept_in_the_log_as_it_goes_out(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    letter = a_draft(ground, edition, policy)
    assert not re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b|<@|\bU0[A-Z]+", letter)
    # Of the whole letter only the Ombudsman's own postcode may be taken for a resident's.
    assert redact(letter) == letter


@every_draft
def test_every_draft_is_in_plain_words_and_short_sentences(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    sentences = our_sentences(a_draft(ground, edition, policy))
    lengths = [len(sentence.split()) for sentence in sentences]
    assert len(sentences) >= 12
    assert sum(lengths) / len(lengths) < 14
    assert max(lengths) <= 22
    stiff = r"\b(?:exclu\w+|pursuant|jurisdiction|escalat\w+|complainant|dissatisfaction|herein|aforementioned|hereby"
    assert not re.search(rf"{stiff}|regarding|therefore|determin\w+|statutory|commenc\w+)\b", " ".join(sentences), re.I)


@every_draft
def test_no_draft_speaks_of_a_rule_that_has_ended_or_of_another_ombudsman_for_councils(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    letter = a_draft(ground, edition, policy).casefold()
    assert "designated" not in letter
    assert "eight weeks" not in letter
    assert "social care" not in letter


@every_draft
def test_the_longest_policy_and_the_longest_message_fit_into_slacks_dialog(
    ground: Ground, edition: Edition, policy: Policy | None
) -> None:
    longest = f"I want to complain about the {'wallpaper and ' * 8}the windows."
    shown = SHOWS.get(ground, "In March 2024 the men were in my room.")[:-1]
    shown += " and afterwards" * ((LONGEST_QUOTE - len(shown) - 1) // len(" and afterwards")) + "."
    text = f"{longest} {shown}"
    wordy = a_policy(ground, "words of a policy that never ends " * 90, paragraph="leaflet, complaints " * 20)
    for each in (policy, wordy):
        letter = draft_letter(recorded_of(text, ground=ground, edition=edition), ground, each)
        assert f"“{shown}”" in letter
        assert len(letter) <= LONGEST_DRAFT
        assert all(
            len(quote) <= max(LONGEST_QUOTE, LONGEST_POLICY_QUOTE) + 2 for quote in re.findall("“[^”]*”", letter)
        )


@pytest.mark.parametrize(
    ("ground", "route"),
    [
        (Ground.OUT_OF_TIME, "We can still look at an older matter if there is a good reason."),
        (Ground.LEGAL_PROCEEDINGS, "a law centre or Citizens Advice"),
        (Ground.ALREADY_CONSIDERED, "look at the whole complaint"),
        (Ground.INSURANCE_CLAIM, "Financial Ombudsman Service"),
        (Ground.RENT_OR_CHARGE_LEVEL, "First-tier Tribunal (Property Chamber)"),
        (Ground.OTHER_APPEAL_ROUTE, "Your decision letter says how to do this and by when."),
        (Ground.NOT_OUR_SERVICE, "Environmental Health"),
        (Ground.LAW_OR_POLICY, "Member of Parliament"),
        (Ground.EMPLOYMENT_MATTER, "Acas"),
    ],
)
def test_a_draft_says_where_else_the_matter_can_go(ground: Ground, route: str) -> None:
    assert route in a_draft(ground)


def test_only_the_editions_that_say_so_promise_that_the_ombudsman_can_have_it_taken_on() -> None:
    promised = {
        edition for edition in Edition if "tell us to take your complaint on" in a_draft(Ground.OUT_OF_TIME, edition)
    }
    assert promised == {Edition.CODE_2020, Edition.CODE_2024}


# Out of time: the day, the limit and the discretion.


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("In March 2024 your painter broke my window.", "in March 2024"),
        ("On 14 March 2024 your painter broke my window.", "on 14 March 2024"),
        ("Your painter broke my window back in 2022.", "in 2022"),
        ("Your painter broke my window two years ago.", "between October and December 2023"),
        ("Your painter broke my window in the summer of 2023.", "between June and August 2023"),
    ],
)
def test_a_late_matter_is_told_its_day_the_day_of_receipt_and_the_limit(text: str, when: str) -> None:
    letter = a_draft(Ground.OUT_OF_TIME, text=text)
    assert (
        f"You told us this happened {when}. We received your message on 3 November 2025. The limit is 12 months"
        in letter
    )


@pytest.mark.parametrize(
    ("edition", "policy", "limit"),
    [
        (Edition.CODE_2020, None, "The limit is 6 months, so we can go back as far as 3 May 2025."),
        (Edition.CODE_2022, None, "The limit is 6 months, so we can go back as far as 3 May 2025."),
        (Edition.CODE_2024, None, "The limit is 12 months, so we can go back as far as 3 November 2024."),
        (Edition.CODE_2020, BARNET, "The limit is 12 months, so we can go back as far as 3 November 2024."),
        (Edition.CODE_2022, BRENT, "The limit is 12 months, so we can go back as far as 3 November 2024."),
    ],
)
def test_the_limit_is_the_editions_or_the_policys_where_that_is_longer(
    edition: Edition, policy: Policy | None, limit: str
) -> None:
    assert limit in a_draft(Ground.OUT_OF_TIME, edition, policy)


def test_a_policy_that_gives_less_time_than_the_code_is_not_what_it_rests_on() -> None:
    assert BARNET.time_limit
    short = BARNET.model_copy(update={"time_limit": BARNET.time_limit.model_copy(update={"months": 3})})
    recorded = recorded_of()
    assert rests_on(recorded, Ground.OUT_OF_TIME, short) == "2024 Code 2.2"
    assert "allow this (2024 Code 2.2)" in draft_letter(recorded, Ground.OUT_OF_TIME, short)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        pytest.param(SAYS_NOTHING, "[when it happened, or when they found out about it]", id="no day"),
        pytest.param(
            "Your painter broke my window last week.",
            "[when it happened, or when they found out about it]",
            id="a day within the limit",
        ),
        pytest.param(
            "In March 2024 he broke my window. I only saw it on 20 October 2025.",
            "[when it happened: the message says in March 2024, on 20 October 2025]",
            id="a later day, on which they may have found out",
        ),
        pytest.param(
            "There has been damp since March 2024.",
            "[when it happened, and that it is over: the message says in March 2024]",
            id="it may go on",
        ),
        pytest.param(
            "I moved in during March 2019 and the painter was rude.",
            "[when it happened, and that it is over: the message says in March 2019]",
            id="the day of something else",
        ),
    ],
)
def test_a_day_that_is_not_plain_is_left_to_a_person(text: str, blank: str) -> None:
    letter = a_draft(Ground.OUT_OF_TIME, text=text)
    assert f"You told us this happened {blank}." in letter
    assert blanks(letter).count(blank) == 1


def test_a_late_matter_is_told_that_discretion_was_considered_and_what_would_change_it() -> None:
    letter = a_draft(Ground.OUT_OF_TIME)
    assert "We decided not to because [why not]." in letter
    assert "If any of this is true for you, please tell us and we will think again." in letter


def test_only_the_2024_code_counts_from_when_the_resident_found_out() -> None:
    counted = {
        edition for edition in Edition if "the day you found out about it" in a_draft(Ground.OUT_OF_TIME, edition)
    }
    assert counted == {Edition.CODE_2024}


def test_what_somebody_else_wrote_for_the_resident_is_not_what_the_resident_told_us() -> None:
    text = "I want to complain about my mother's window. Your painter broke it in March 2024."
    recorded = recorded_of(text, signals=("representative",))
    letter = draft_letter(recorded, Ground.OUT_OF_TIME, None)
    assert "We were told this happened in March 2024." in letter
    assert "You told us" not in letter
    assert "[the matter, in the resident's own words]" in letter


# The resident's own words.


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Hello. I want to complain about the damp in my bedroom. Thanks",
            "I want to complain about the damp in my bedroom.",
        ),
        ("I am unhappy with the colour of our hall. It is green.", "I am unhappy with the colour of our hall."),
        ("my carpet was ruined when the men came", "my carpet was ruined when the men came"),
        ("I object to the new rule on balconies.", "I object to the new rule on balconies."),
    ],
)
def test_a_draft_quotes_the_sentence_that_says_what_the_matter_is(text: str, quoted: str) -> None:
    assert f"You told us: “{quoted}”\n" in a_draft(Ground.LAW_OR_POLICY, text=text)


def test_for_what_is_out_of_time_the_sentence_with_the_day_is_quoted() -> None:
    text = "I want to complain about the painter. In March 2024 he broke my window."
    assert "You told us: “In March 2024 he broke my window.”" in a_draft(Ground.OUT_OF_TIME, text=text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I want to complain about [name] and the damp in my bedroom.", id="what redaction hid"),
        pytest.param("I want to complain about Doreen and the damp in my bedroom.", id="a name"),
        pytest.param("Doreen told me that my carpet was ruined by the men.", id="a name first"),
        pytest.param("I want to complain about the useless lot you sent to my bedroom.", id="angry"),
        pytest.param("I want to complain about the damp in my bedroom!", id="a cry"),
        pytest.param("I WANT TO COMPLAIN ABOUT THE DAMP IN MY BEDROOM.", id="shouted"),
        pytest.param("My carpet was ruined.", id="too short to say anything"),
        pytest.param(f"I want to complain about the damp in {'the room and ' * 12}my bedroom.", id="too long"),
        pytest.param(f"{'Yes. ' * 900}I want to complain about the damp in my bedroom.", id="a very long message"),
        pytest.param("Caller upset. I want to complain about the damp in my bedroom.", id="a note of a call"),
        pytest.param("> I want to complain about the damp in my bedroom.", id="quoted mail"),
        pytest.param("Subject: I want to complain about the damp in my bedroom.", id="a field of a form"),
        pytest.param("He said “I want to complain about the damp in my bedroom”.", id="somebody's words"),
        pytest.param("I want to complain about it and about them as well.", id="it points at another sentence"),
        pytest.param("I don't want to complain about the damp in my bedroom.", id="what is not complained of"),
        pytest.param("I want to complain about the damp, ref 4471182, in my room.", id="a number"),
        pytest.param("I want to complain about the lift at no. 4 of my block.", id="cut short by an abbreviation"),
        pytest.param("The weather has been very fine for my garden.", id="it complains of nothing"),
        pytest.param("(text removed)", id="deleted"),
    ],
)
def test_where_no_sentence_is_safe_the_matter_is_left_to_a_person(text: str) -> None:
    letter = a_draft(Ground.OTHER_APPEAL_ROUTE, text=text)
    assert "Your message was about [the matter, in the resident's own words]." in letter
    assert "You told us: “" not in letter


@pytest.mark.parametrize("ground", list(SHOWS))
def test_a_draft_quotes_what_in_the_message_shows_the_ground(ground: Ground) -> None:
    text = f"I want to complain about the damp in my bedroom. {SHOWS[ground]}"
    letter = a_draft(ground, text=text)
    assert "You told us: “I want to complain about the damp in my bedroom.”" in letter
    assert f"You also told us: “{SHOWS[ground]}”" in letter
    policy_blank = [] if ground in CODE_GROUNDS else ["[the words of our policy, and the paragraph they stand in]"]
    assert blanks(letter) == [*policy_blank, "[your team]"]


@pytest.mark.parametrize(
    "text",
    [
        "I will take my claim to the county court in April.",
        "My claim has not been issued in the county court.",
        "If my claim goes to the county court I shall win.",
    ],
)
def test_a_threat_or_a_denial_shows_no_ground(text: str) -> None:
    assert "The case is about [what it is about]" in a_draft(Ground.LEGAL_PROCEEDINGS, text=text)


# The landlord's words.


def test_a_long_paragraph_is_quoted_by_its_first_whole_sentences() -> None:
    first, second = "We do not take claims that are with our insurers.", f"This {'really ' * 60}is so."
    letter = a_draft(Ground.INSURANCE_CLAIM, policy=a_policy(Ground.INSURANCE_CLAIM, f"{first} {second}"))
    assert f"Paragraph 4.2 says: “{first[:-1]}”." in letter


def test_what_a_policy_says_of_a_designated_person_is_not_passed_on() -> None:
    text = "Matters that went through our process, which you may take to a designated person after eight weeks"
    letter = a_draft(Ground.ALREADY_CONSIDERED, policy=a_policy(Ground.ALREADY_CONSIDERED, text))
    assert "“Matters that went through our process …”" in letter


def test_brackets_and_quotation_marks_of_a_policy_do_not_look_like_blanks_or_an_end() -> None:
    policy = a_policy(Ground.INSURANCE_CLAIM, "a “claim” [see 5.8] with insurers", paragraph=None)
    letter = a_draft(Ground.INSURANCE_CLAIM, policy=policy)
    assert "It says: “a ‘claim’ (see 5.8) with insurers”." in letter


# A draft for one ground under another.


@pytest.mark.parametrize("policy", list(POLICIES.values()), ids=list(POLICIES))
@pytest.mark.parametrize("drafted_for", list(Ground))
def test_a_draft_made_for_one_ground_is_caught_under_every_other_and_not_under_its_own(
    drafted_for: Ground, policy: Policy | None
) -> None:
    for edition in Edition:
        recorded = recorded_of("In March 2024 your painter broke my window.", ground=drafted_for, edition=edition)
        letter = submitted(draft_letter(recorded, drafted_for, policy))
        basis = rests_on(recorded, drafted_for, policy) or "our policy, 4.2"
        assert left_over_from(recorded, drafted_for, policy, letter=letter, basis=basis) == {}
        for chosen in set(Ground) - {drafted_for}:
            assert "letter" in left_over_from(recorded, chosen, policy, letter=letter, basis="ours")


@pytest.mark.parametrize(
    "left",
    [
        "The limit is 12 months, so we can go back as far as 3 November 2024.",
        "We also thought about taking it on although it is late.",
        "A review can look at the decision again and change it.",
        "It is now for the court to decide, and not for us.",
        "You can write to your Member of Parliament (MP), who can raise it with the government.",
        "Paragraph 5.1.3.1 says: “a dispute about the amount of rent or service charge being charged”.",
    ],
)
def test_a_single_sentence_of_another_ground_is_enough_and_is_named(left: str) -> None:
    recorded = recorded_of(ground=Ground.INSURANCE_CLAIM)
    letter = f"{submitted(draft_letter(recorded, Ground.INSURANCE_CLAIM, BARNET))} {left}"
    [(field, problem)] = left_over_from(recorded, Ground.INSURANCE_CLAIM, BARNET, letter=letter, basis="ours").items()
    assert field == "letter"
    assert left[:40].rstrip(".") in problem
    assert len(problem) <= 150


def test_what_a_letter_on_any_ground_may_say_is_not_taken_for_a_left_over() -> None:
    recorded = recorded_of(ground=Ground.INSURANCE_CLAIM)
    letter = (
        "You told us this happened in March 2024. We received your message on 3 November 2025. It is about your carpet."
        " You may take this to the Housing Ombudsman."
    )
    assert left_over_from(recorded, Ground.INSURANCE_CLAIM, None, letter=letter, basis="ours") == {}


def test_a_draft_with_its_blanks_filled_passes_the_gate_and_is_kept(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path) as bot:
        ts = bot.say(AMARA, CONTACT, "My claim about the damp is in the county court, issued in May")
        bot.people.click(AMARA, {"channel": CONTACT, "ts": bot.card(CONTACT, ts)["ts"]}, "explain")
        view = bot.stand_in.open_view(AMARA)
        assert view is not None
        draft = next(b["element"]["initial_value"] for b in view["blocks"] if b.get("block_id") == "letter")
        discretion = {"text": "The court will hear all of it."}
        assert set(bot.people.submit(AMARA, view["id"], {"discretion": discretion}).errors) == {"letter"}
        letter = submitted(draft)
        bot.people.submit(AMARA, view["id"], {"letter": {"text": letter}, "discretion": discretion})
        bot.settle()
        (recorded,) = bot.log.rows()
    assert recorded.status == "awaiting_second_person"
    assert recorded.explanation is not None
    assert recorded.explanation.letter == letter
