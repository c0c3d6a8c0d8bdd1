"""Addresses: a house number with its street, a flat, and what stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.records.redaction_ordinary_words import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SAID = (
    rf"(?:(?:{_ONES}|a)[ ]hundred(?:[ ]and)?[ ])?(?:(?:{_TENS})(?:[ \-](?:{_ONES}))?|{_TEENS}|{_ONES})(?:[ ][a-h]\b)?"
)
_NUMBER = r"\d{1,5}(?:[ ]?[a-z]\b)?(?:[ ]?(?:[/\-–&]|to\b|and\b)[ ]?\d{1,4}[a-z]?)?"
_STREET = (
    "street|road|rd|avenue|ave|lane|crescent|cres|terrace|gardens|gdns|grove|mews|close|drive|parade|broadway|boulevard"
)
PLACE = (
    f"{_STREET}|st|ln|cl|dr|court|ct|way|place|pl|square|sq|walk|hill|park|rise|row|view|green|house|mansions|towers?"
    "|heights|point|estate|villas?|wharf|quay|buildings|lodge|croft|vale|mount|meadows?|fields?|bank|end|side|path|yard|gate"
    "|fold|garth|mill|orchard|ropewalk|alley|approach|arcade|brow|brae|bridge|chase|circus|common|copse|corner|cottages?"
    "|cloisters?|dale|dene|drove|esplanade|farm|glade|glen|hollow|lea|leys|loan|maltings|nook|parkway|passage|promenade"
    "|reach|ridge|spinney|steps|strand|vennel|warren|woods?|wynd"
)
_CAPITAL = r"[A-Z][\w'’\-]{0,24}+\.?"
_NAMED_PLACE = rf"(?=(?:the[ ])?[A-Z])(?:(?:{_CAPITAL}|of|the|and)[ ]){{1,4}}(?i:{PLACE})\b"
# "flat 2 bed" and "flat 3 times" are no addresses.
_FLAT = re.compile(
    r"\b(?i:flat|apartment|apt|maisonette|bedsit)[ ](?i:no\.?[ ]|number[ ])?"
    rf"(?:\d{{1,4}}[A-Za-z]?|[A-HJ-Z]|(?i:{_SAID}))\b"
    r"(?![ ]?(?:(?i:beds?|bedroom(?:s|ed)?|double|single|person|times?|hours?|days?|weeks?|months?|years?)\b|%))"
    rf"(?:,?[ ]{_NAMED_PLACE})?"
)
_ADDRESS = re.compile(rf"(?<![\d/.:£])\b(?i:{_NUMBER}),?[ ]{_NAMED_PLACE}")
_SAID_ADDRESS = re.compile(
    rf"\b(?=[AEFNOSTaefnost][ehilnouwEHILNOUW ])(?i:(?:number[ ]|no\.?[ ])?(?:{_SAID}))[ ]{_NAMED_PLACE}"
)
_NOT_STREET_NAMES = (
    "a|all|an|and|another|are|at|bad|been|bins?|blocks?|boys|by|cars?|children|days?|down|dogs?|engineers?|every|for|from"
    "|full|get|good|had|has|have|homes?|hours?|houses?|in|into|is|it|kids|lads|less|lights?|main|men|metres?|miles?"
    "|minutes?|months?|more|my|near|neighbours?|no|of|off|on|or|other|our|out|over|people|persons?|residents?|same|so"
    "|tenants?|that|the|their|then|they|this|times?|to|trees?|up|vans?|was|we|weeks?|were|who|with|wks?|years?|yrs?|your"
)
_SMALL_WORDS = rf"(?:[ ](?!(?:{_NOT_STREET_NAMES})\b)[a-z][\w'’\-]{{1,24}}+){{1,2}}"
_NOT_THE_ROAD = r"(?![ ](?:by|to|the|off|and[ ]the|me|us|my)\b)"
_SMALL_ADDRESS = re.compile(
    rf"(?<![\d/.:£])\b{_NUMBER},?{_SMALL_WORDS}[ ](?:{_STREET})\b{_NOT_THE_ROAD}", re.IGNORECASE
)
# In small letters, and with a word such as "court" or "hill", only after words that announce an address.
_AFTER_CUE = re.compile(
    rf"\b(?:live[ds]?[ ](?:at|in)|living[ ]at|address(?:[ ]is)?|here[ ]at|\bat|from|number)[ :]{{1,3}}+"
    rf"(?P<hide>(?:number[ ])?(?:{_NUMBER}|{_SAID}),?{_SMALL_WORDS}[ ](?:{PLACE})\b){_NOT_THE_ROAD}",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\baddress(?:[ ]of[ ][a-z]{1,12}|[ ]line[ ]\d)?[ \t]{0,2}:[ \t]{0,3}"
    r"(?P<hide>[A-Z0-9](?:(?!\.[ ]|;|\[)[^\n]){3,76}+)",
    re.IGNORECASE,
)
# What stands beside an address that has been found belongs to it.
_BEFORE = re.compile(
    rf"\b(?P<hide>(?:(?i:room|unit|studio|plot|suite)[ ]\d{{1,4}}[A-Za-z]?"
    rf"|(?i:flats)[ ]\d{{1,4}}[A-Za-z]?(?:[ ]?(?:and|&|,|-|–|to)[ ]?\d{{1,4}}[A-Za-z]?){{1,8}}"
    rf"|(?:The|Old)(?:[ ]{_CAPITAL}){{1,3}}|{_NAMED_PLACE})),?\s{{1,2}}(?=\[address\])"
)
_AFTER = re.compile(rf"\[address\],?\s{{1,2}}(?P<hide>{_NAMED_PLACE})")
_TOWN = re.compile(
    r"\[address\],[ ](?P<hide>[A-Z][a-z]{2,20}+(?:[ \-][A-Z][a-z]{2,20}+)?)(?=[ ]?[,.\n]|\s{0,9}\Z|[ ]\[postcode\])"
)
_UNIT = re.compile(rf"\b(?i:room|unit|studio|plot|suite)[ ]\d{{1,4}}[A-Za-z]?,?[ ]{_NAMED_PLACE}")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an address stands; a block or street without a number stays."""
    for pattern in (_FLAT, _ADDRESS, _SAID_ADDRESS, _SMALL_ADDRESS, _AFTER_CUE, _FIELD, _UNIT):
        group = "hide" if "hide" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield match.span(group)


def beside_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the house's name, street or town before or after an address that has been hidden."""
    for pattern in (_BEFORE, _AFTER, _TOWN):
        for match in pattern.finditer(text):
            if match["hide"].casefold() not in ORDINARY:
                yield match.span("hide")
