"""Hiding what tells who a resident is, before anything they wrote is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.records.column_types import storable
from bot.records.names_in_text import names
from bot.records.redaction_accounts import accounts
from bot.records.redaction_addresses import addresses, beside_addresses
from bot.records.redaction_births import dates_of_birth
from bot.records.redaction_introductions import introduced_names
from bot.records.redaction_spoken import (
    SPOKEN_EMAIL,
    SPOKEN_NATIONAL_INSURANCE,
    SPOKEN_POSTCODE,
    spoken_accounts,
    spoken_phones,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_PASSES = 12
_UNREADABLE = "[text that could not be redacted]"

# Every repeat below has a limit or gives nothing back (`++`), so that no text can make the search slow.
_EMAIL = re.compile(r"[\w.+%'’\-]{1,64}+@(?!housing-ombudsman\.org\.uk\b)[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,8}")
_NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?[A-D]\b", re.IGNORECASE)
_NATIONAL_INSURANCE_AFTER_CUE = re.compile(
    r"\b(?:ni|nino|national[ ]insurance|nat[ ]ins)(?:[ ](?:number|num|no)\b\.?)?(?:[ ]is)?[\s:.#(=,]{0,4}+"
    r"(?P<hide>[A-Z]{2}(?:[ .\-/–]?\d){6}(?:[ .\-/–]?[A-Z]\b)?)(?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]{0,2}\d[\d ().\-–/]{7,80}+")
# One written without its area code, or without the 0 it begins with.
_PHONE_AFTER_CUE = re.compile(
    r"\b(?:tel|telephone|phone|mob|mobile|landline|whatsapp|ring|call|text)\b\.?"
    r"(?:[ ](?:me|him|her|us|them|no|number|on|is)\b\.?){0,3}[ \t:]{0,3}+(?!\d\d?[ \-]\d\d?[ \-]|\d{4}-\d\d-)"
    r"(?P<hide>[1-9](?:[ \-]?\d){5,10})(?![\d/]|[ ]?(?:am|pm|times|%))",
    re.IGNORECASE,
)
_PHONE_BEGINS = re.compile(r"(?<!\d)0|\+")
_REFERENCE = re.compile(
    r"\b(?:job|ref|reference|case|order|repair|ticket)(?:[ ](?:number|no\.?))?[ :#.]{0,3}+\Z", re.IGNORECASE
)
# "b1 2nd floor" is no postcode, and the Ombudsman's own has to be readable.
_POSTCODE = re.compile(
    r"\b(?!PR2[ ]?0ET\b)"
    r"(?:GIR[ ]?0AA|[A-Z]{1,2}\d[A-Z\d]?[ ]{0,2}(?!(?-i:\d(?:st|nd|rd|th))\b)\d[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Replace what is personal in `text` by its kind in brackets, such as [phone]; doing it twice changes nothing more.

    It finds what has a shape, also spelt out in words (e-mail, telephone, postcode, house number with street, flat,
    National Insurance, card and bank account numbers), or a cue: a date after "born" or "dob", a name after a title, a
    greeting, a sign-off, "my name is", "my daughter", or where a signature stands. Other dates and job numbers stay:
    decisions rest on them.

    What it cannot catch: **a name with no cue** ("Doreen came round and Fenn was rude"), a nickname, a place or
    building named without a number, a handle on social media, and whatever only somebody who knows the resident would
    recognise (an illness, an event). Names in small letters are found less well than those with capitals. How much of
    each is caught is measured: `docs/redaction.md`. The result is less personal, not anonymous: treat it as personal
    data.
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
    ("email", _matches(_EMAIL, SPOKEN_EMAIL)),
    ("card or account", accounts),
    ("card or account", spoken_accounts),
    ("national insurance", _matches(_NATIONAL_INSURANCE, _NATIONAL_INSURANCE_AFTER_CUE, SPOKEN_NATIONAL_INSURANCE)),
    ("date of birth", dates_of_birth),
    ("postcode", _matches(SPOKEN_POSTCODE)),
    ("phone", _phones),
    ("phone", spoken_phones),
    ("phone", _matches(_PHONE_AFTER_CUE)),
    ("postcode", _matches(_POSTCODE)),
    ("address", addresses),
    ("address", beside_addresses),
    ("name", names),
    ("name", introduced_names),
)
KINDS = tuple(dict.fromkeys(kind for kind, _ in _RULES))
