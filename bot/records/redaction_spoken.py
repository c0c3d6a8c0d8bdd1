"""Numbers and e-mail addresses as people say them on a voicemail: "oh seven seven double oh", "at example dot com"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_DIGIT_WORD = "zero|nought|naught|oh|o|one|two|three|four|five|six|seven|eight|nine"
_DIGIT = rf"(?:(?:{_DIGIT_WORD})\b|\d(?!\d))"
_SAID = rf"(?:(?:double|treble|triple)[ ])?{_DIGIT}(?:[ ]hundred\b)?"
_RUN = re.compile(rf"\b{_SAID}(?:[ ,.\-]{{1,3}}+{_SAID}){{4,30}}+", re.IGNORECASE)
_TOKEN = re.compile(rf"\b(?P<times>double[ ]|treble[ ]|triple[ ])?(?P<digit>{_DIGIT})(?P<hundred>[ ]hundred)?", re.I)
_TIMES = {"double ": 2, "treble ": 3, "triple ": 3}
_REFERENCE = re.compile(
    r"\b(?:job|ref|reference|case|order|repair|ticket|meter|serial)(?:[ ](?:number|no\.?))?(?:[ ]is)?[ ]\Z", re.I
)
_ACCOUNT = re.compile(
    r"\b(?:sort(?:[ ]code)?|account|acct?|card)(?:[ ](?:number|no\.?))?(?:[ ](?:is|it's))?,?[ ]\Z", re.I
)
_FEWEST_OF_ACCOUNT, _FEWEST_OF_PHONE, _FEWEST_OF_CARD = 6, 9, 13

SPOKEN_NATIONAL_INSURANCE = re.compile(
    rf"\b[A-Z][ ,.]{{1,2}}+[A-Z][ ,.]{{1,2}}+(?:{_SAID}[ ,.]{{1,2}}+){{3,6}}[A-D]\b", re.IGNORECASE
)
# "N E seven two, one P L", and a written one with a blank between its characters.
SPOKEN_POSTCODE = re.compile(
    rf"\b[A-Z](?:[ ]?[A-Z])?[ ](?:double[ ])?{_DIGIT}(?:[ ](?:{_DIGIT}|[A-Z]\b))?,?[ ]{_DIGIT}"
    r"(?:[ ](?:for[ ]\w{2,12}[ ])?[A-Z]\b){2}",
    re.IGNORECASE,
)
_TOP = "com|co|org|net|uk|gov|ac|info|me|eu|biz|scot|wales|cymru|london"
_MARK = r"(?:dot|underscore|dash|hyphen|plus)"
SPOKEN_EMAIL = re.compile(
    rf"\b[\w.%+'’\-]{{1,40}}+(?:[ ]{_MARK}[ ][\w.]{{1,30}}+){{0,6}}[ ]{{0,2}}+(?:at|\(at\)|\[at\]|@)[ ]{{0,2}}+"
    rf"[\w\-]{{1,40}}+(?:(?:[ ]dot[ ]|\.)[\w\-]{{1,30}}+){{0,3}}(?:[ ]dot[ ]|[ ]?\(dot\)[ ]?)(?:{_TOP})\b",
    re.IGNORECASE,
)


def spoken_phones(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a telephone number is spelt out in words."""
    return (span for span, kind in _runs(text) if kind == "phone")


def spoken_accounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a card number, or a sort code or account number announced as one, is spelt out in words."""
    return (span for span, kind in _runs(text) if kind == "account")


def _runs(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    for run in _RUN.finditer(text):
        digits = _digits(run.group())
        before = text[max(0, run.start() - 40) : run.start()]
        if _ACCOUNT.search(before) and digits >= _FEWEST_OF_ACCOUNT:
            yield run.span(), "account"
        elif _REFERENCE.search(before) or digits < _FEWEST_OF_PHONE:
            continue
        else:
            says_phone = run.group()[:1].casefold() in ("o", "z", "n", "0")
            yield run.span(), "account" if digits >= _FEWEST_OF_CARD and not says_phone else "phone"


def _digits(run: str) -> int:
    return sum(
        _TIMES.get((token["times"] or "").casefold(), 1) + 2 * bool(token["hundred"]) for token in _TOKEN.finditer(run)
    )
