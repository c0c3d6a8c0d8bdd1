"""Dates of birth: a date after "born" or "dob", and what no other date in a landlord's post looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}+\.?"
_DAY_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)?[ \-]?(?:of[ ])?{_MONTH}"
_WITH_YEAR = (
    r"\d{1,2}[ ]?[/.\- ][ ]?\d{1,2}[ ]?[/.\- ][ ]?(?:\d{4}|\d{2})|\d{4}-\d\d?-\d\d?"
    rf"|{_DAY_MONTH},?[ \-]?(?:\d{{4}}|['’]?\d{{2}})|{_MONTH}(?:[ ]\d{{1,2}}(?:st|nd|rd|th)?)?,?[ ]\d{{4}}"
    r"|(?:christmas|boxing|new[ ]year['’]?s)[ ](?:day|eve)[ ](?:19|20)\d{2}"
)
_SAID = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|zero|oh|one|two|three|four|five|six|seven|eight|nine"
    "|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    "|seventy|eighty|ninety|hundred|thousand|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d"
)
_SPOKEN = rf"(?:(?:{_SAID})\b(?:[ \-]|,[ ])?(?:(?:of|the|and)[ ]){{0,2}}){{2,8}}(?<=\w)"
_DATE = rf"(?:{_WITH_YEAR}|{_DAY_MONTH}|(?:19|20)\d{{2}})(?!\d)"
_FILLER = (
    "is|was|are|as|it|it['’]s|its|on|in|of|given|file|confirmed|provided|supplied|for|her|his|my|our|your|their|he|she"
    "|they|that|that['’]s|records?|shows?|stated|says|ok|checked|and|to|be|tenant|tenant['’]s|no|number"
)
_CUE = (
    r"\b(?:d\.?[ ]?o\.?[ ]?b\b\.?|dates?[ ]of[ ]birth|birth[ ]?dates?|birthdays?|born)"
    rf"(?:[\s:,.()=–\-]{{0,4}}+(?:{_FILLER})\b(?!['’])){{0,5}}+[\s:,.()=–\-]{{0,6}}+"
)
_MAY_BE_TOLD = re.compile(r"d\.?[ ]?o\.?[ ]?b|birth|born", re.IGNORECASE)  # Without one of these no cue matches.
_AFTER_CUE = re.compile(rf"{_CUE}(?P<hide>(?:the[ ])?{_DATE})", re.IGNORECASE)
_SPOKEN_AFTER_CUE = re.compile(rf"{_CUE}(?P<hide>(?:the[ ])?{_SPOKEN})", re.IGNORECASE)
# As in "her youngest (b. 3/7/2012)".
_AFTER_B = re.compile(rf"(?<![\w.])b(?:\.[ ]?|[ ])(?P<hide>(?:{_WITH_YEAR})(?!\d))", re.IGNORECASE)
_BEFORE_CUE = re.compile(
    rf"(?<!\d)(?P<hide>{_WITH_YEAR})(?!\d)[ ]?"
    r"(?:\((?:dob|d\.o\.b\.?|date[ ]of[ ]birth)\)"
    r"|(?:is|as|for|was)[ ](?:my|his|her|their|the)[ ](?:dob|birth(?:day|[ ]?date)|date[ ]of[ ]birth))",
    re.IGNORECASE,
)
# "children born 4 Feb 2015 and 19 Nov 2018"
_FURTHER = re.compile(
    rf"\[date of birth\](?P<hide>(?:(?:[ ]?[,&/;][ ]?|[ ](?:and|or|&)[ ](?:on[ ])?)(?:{_WITH_YEAR})(?!\d)){{1,8}})",
    re.IGNORECASE,
)
# Nearly always a birth, unless the words before it tell of a tenancy or an event.
_LAST_CENTURY = re.compile(
    rf"(?<![\d/.\-])(?:\d{{1,2}}[/.\- ]\d{{1,2}}[/.\- ]19\d\d|{_DAY_MONTH},?[ \-]?19\d\d)(?!\d)", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:since|from|until|till|to|on|of|by|before|after|dated|in|tenan\w{1,6}|start\w{0,4}|moved|lease|built|act)\b"
    r"[\s:,]{0,3}(?:the[ ])?\Z|\b(?:tenan\w{1,6}|lease|start\w{0,4}|moved|built|signed|began)\b[^.;\n]{0,20}\Z",
    re.IGNORECASE,
)


def dates_of_birth(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a date of birth stands; the dates of events stay, since decisions rest on them."""
    told = (_AFTER_CUE, _SPOKEN_AFTER_CUE, _BEFORE_CUE) if _MAY_BE_TOLD.search(text) else ()
    for pattern in (*told, _AFTER_B, _FURTHER):
        for match in pattern.finditer(text):
            yield match.span("hide")
    for match in _LAST_CENTURY.finditer(text):
        if not _EVENT.search(text[max(0, match.start() - 32) : match.start()]):
            yield match.span()
