"""Hiding what tells who a resident is, before anything they wrote is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.records.column_types import storable
from bot.records.names_in_text import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_PASSES = 12
_UNREADABLE = "[text that could not be redacted]"

# Every repeat below has a limit or gives nothing back (`++`), so that no text can make the search slow.
_EMAIL = re.compile(r"[\w.+%'’\-]{1,64}+@(?!housing-ombudsman\.org\.uk\b)[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,8}")
_CARD = re.compile(r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"\bGB\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){14}\b", re.IGNORECASE)
_SORT_CODE_AND_ACCOUNT = re.compile(
    r"(?<!\d)(?P<hide>\d{2}[ \-]?\d{2}[ \-]?\d{2}[ ,/]{1,3}+(?:(?:account|acct?|a/c)[ ](?:(?:number|no)\.?[ ])?)?"
    r"\d{8})(?!\d)",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    r"\b(?:sort[ ]?code|s/c)(?:[ ]is)?[ :.#]{0,3}+(?P<hide>\d{2}[ \-]?\d{2}[ \-]?\d{2})(?!\d)", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"\b(?:account|acct?|a/c)(?:[ ](?:number|num|no))?(?:[ ]is)?[ :.#]{0,3}+(?P<hide>\d{6,12})(?!\d)", re.IGNORECASE
)
_NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?[A-D]\b", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}+\.?"
_DATE_OF_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date[ ]of[ ]birth|birth[ ]?date|birthday|born)(?:[ ](?:is|was))?(?:[ ](?:on|in))?(?:[ ]the)?"
    r"[\s:;,.()–\-]{0,6}+"
    rf"(?P<hide>\d{{1,2}}[/.\- ]\d{{1,2}}[/.\- ](?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d?-\d\d?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \-]?(?:of[ ])?{_MONTH}(?:,?[ \-]?(?:\d{{4}}|['’]?\d{{2}}))?"
    rf"|{_MONTH}(?:[ ]\d{{1,2}}(?:st|nd|rd|th)?)?,?[ ]\d{{4}}|(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]{0,2}\d[\d ().\-/]{7,80}+")
_PHONE_BEGINS = re.compile(r"(?<!\d)0|\+")
_REFERENCE = re.compile(
    r"\b(?:job|ref|reference|case|order|repair|ticket)(?:[ ](?:number|no\.?))?[ :#.]{0,3}+\Z", re.IGNORECASE
)
# "b1 2nd floor" is no postcode.
_POSTCODE = re.compile(
    r"\b(?:GIR[ ]?0AA|[A-Z]{1,2}\d[A-Z\d]?[ ]{0,2}(?!(?-i:\d(?:st|nd|rd|th))\b)\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)

_NUMBER = r"\d{1,5}(?:[ ]?[a-z]\b)?(?:[ ]?[/\-][ ]?\d{1,4}[a-z]?)?"
_STREET = (
    "street|road|rd|avenue|ave|lane|crescent|cres|terrace|gardens|gdns|grove|mews|close|drive|parade|broadway|boulevard"
)
_PLACE = (
    f"{_STREET}|st|ln|cl|dr|court|ct|way|place|pl|square|sq|walk|hill|park|rise|row|view|green|house|mansions|towers?|"
    "heights|point|estate|villas|wharf|quay|buildings|lodge|croft|vale|mount|meadows?|fields?|bank|end|side|path|yard|gate|fold|garth|mill|orchard|ropewalk"
)
_CAPITAL = r"[A-Z][\w'’\-]{0,24}+\.?"
_NAMED_PLACE = rf"(?:(?:{_CAPITAL}|of|the|and)[ ]){{1,4}}(?i:{_PLACE})\b"
_FLAT = re.compile(
    rf"\b(?i:flat|apartment|apt|maisonette|bedsit)[ ](?i:no\.?[ ]|number[ ])?(?:\d{{1,4}}[A-Za-z]?|[A-HJ-Z])\b"
    rf"(?:,?[ ]{_NAMED_PLACE})?"
)
_ADDRESS = re.compile(rf"(?<![\d/.:£])\b(?i:{_NUMBER}),?[ ]{_NAMED_PLACE}")
_NOT_STREET_NAMES = (
    "a|all|an|and|another|are|at|bad|been|bins?|blocks?|boys|by|cars?|children|days?|down|dogs?|engineers?|every|for|from"
    "|full|get|good|had|has|have|homes?|hours?|houses?|in|into|is|it|kids|lads|less|lights?|main|men|metres?|miles?"
    "|minutes?|months?|more|my|near|neighbours?|no|of|off|on|or|other|our|out|over|people|persons?|residents?|same|so"
    "|tenants?|that|the|their|then|they|this|times?|to|trees?|up|vans?|was|we|weeks?|were|who|with|wks?|years?|yrs?|your"
)
_SMALL_ADDRESS = re.compile(
    rf"(?<![\d/.:£])\b{_NUMBER},?(?:[ ](?!(?:{_NOT_STREET_NAMES})\b)[a-z][\w'’\-]{{1,24}}+){{1,2}}[ ](?:{_STREET})\b"
    r"(?![ ](?:by|to|the|off|and[ ]the|me|us|my)\b)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Replace what is personal in `text` by its kind in brackets, such as [phone]; doing it twice changes nothing more.

    It finds what has a shape (e-mail, telephone, postcode, house number with street, flat, National Insurance, card and
    bank account numbers) or a cue: a date after "born" or "dob", a name after a title, a greeting, a sign-off, "my name
    is", "Name:" or before "calling". Other dates and job numbers stay: decisions rest on them.

    What it cannot catch: **a name with no cue** ("Doreen came round and Fenn was rude"), a nickname, a place or
    building named without a number, a handle on social media, an e-mail or number spelt out in words, and whatever only
    somebody who knows the resident would recognise (an illness, an event). Names in small letters are found less well
    than those with capitals. The result is less personal, not anonymous: treat it as personal data.
    """
    text = storable(text)
    for _ in range(_MOST_PASSES):
        before = text
        for kind, find in _RULES:
            text = _replaced(text, find(text), f"[{kind}]")
        if text == before:
            return text
    # Only a text made to defeat the search gets here; nothing of it is safe to keep.
    return _UNREADABLE


def _replaced(text: str, spans: Iterator[tuple[int, int]], by: str) -> str:
    pieces, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            pieces += [text[position:start], by]
        position = max(position, end)
    return "".join([*pieces, text[position:]])


def _matches(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    def find(text: str) -> Iterator[tuple[int, int]]:
        for pattern in patterns:
            group = "hide" if "hide" in pattern.groupindex else 0
            yield from (match.span(group) for match in pattern.finditer(text))

    return find


def _cards(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _CARD.finditer(text) if _passes_luhn(match.group()))


def _passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


# The Housing Ombudsman and the Local Government and Social Care Ombudsman.
_PUBLIC_NUMBERS = frozenset({3001113000, 3000610614})


def _phones(text: str) -> Iterator[tuple[int, int]]:
    import phonenumbers

    # Run by run: handed a long text, the matcher copies the rest of it at every candidate.
    for run in _DIGITS.finditer(text):
        if not _PHONE_BEGINS.search(text, run.start(), run.end()):
            continue
        for match in phonenumbers.PhoneNumberMatcher(run.group(), "GB", leniency=phonenumbers.Leniency.POSSIBLE):
            start, end = run.start() + match.start, run.start() + match.end
            begins_as_phone = match.raw_string.lstrip("( ")[:1] in ("0", "+")
            long_enough = len(str(match.number.national_number)) >= 9  # noqa: PLR2004 - the shortest with its area code
            if match.number.national_number in _PUBLIC_NUMBERS:
                continue  # An explanation must be kept as it goes out, with where to take it.
            if begins_as_phone and long_enough and not _REFERENCE.search(text, max(0, start - 24), start):
                yield start, end


_RULES: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("email", _matches(_EMAIL)),
    ("card or account", _cards),
    ("card or account", _matches(_IBAN, _SORT_CODE_AND_ACCOUNT, _SORT_CODE, _ACCOUNT)),
    ("national insurance", _matches(_NATIONAL_INSURANCE)),
    ("date of birth", _matches(_DATE_OF_BIRTH)),
    ("phone", _phones),
    ("postcode", _matches(_POSTCODE)),
    ("address", _matches(_FLAT, _ADDRESS, _SMALL_ADDRESS)),
    ("name", names),
)
