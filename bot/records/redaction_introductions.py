"""Names that only a capital letter and their place speak for: "it's Joan", "my daughter Ella", a line of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.records.names_in_text import name_at
from bot.records.redaction_addresses import PLACE
from bot.records.redaction_ordinary_words import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_NAME = r"(?:[^\W\d_]\.|[A-Z][^\W\d_]{1,30}+)(?:['’\-][^\W\d_]{1,30}+){0,3}"
_NAMES = rf"{_NAME}(?:[ ]{_NAME}){{0,3}}"
_CAPITAL = r"(?=[A-Z][^\W\d_])"
_BEGINS = r"(?:\A|\n|(?<=[.!?,][ ]))[ \t]{0,3}"
_PERSON = (
    "mother|mum|mam|mom|dad|father|husband|wife|partner|fiancee?|son|daughter|brother|sister|nan|nana|gran|grandad|grandmother"
    "|grandfather|grandma|grandson|granddaughter|grandchild|niece|nephew|uncle|aunt|auntie|aunty|cousin|stepson"
    "|stepdaughter|neighbour|carer|baby|toddler|kid|lad|girl|boy|friend|ex|colleague|officer|surveyor|plumber|engineer"
    "|electrician|operative|op|caretaker|concierge|warden|worker|caseworker|secretary|assistant|bloke|fella|guy|man|gentleman"
    "|lady|woman|tenant|constituent|patient|claimant|applicant|caller|nurse|doctor|sergeant|sgt|pc|constable|pastor|father|fr"
    "|imam|rabbi|lord|dame|mp|councillor|vicar"
)
_ROLE = (
    r"account[ ]holder|payee|applicant(?:[ ]\d)?|joint[ ]tenant|next[ ]of[ ]kin|nok|emergency[ ]contact(?:[ ]\d)?"
    "|(?:our[ ])?client|claimant|witness|constituent|patient|occupier|householder|officer|representative|rep|partner"
    "|fao|attn|for[ ]the[ ]attention[ ]of|care[ ]of|c/o"
    "|(?:reported|submitted|completed|prepared|taken|logged|raised|written|signed|sent)[ ]by|on[ ]behalf[ ]of"
)
_CUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?=[^\W\d_]{{2,13}}+,?[ ][A-Z])(?i:{_PERSON}),?[ ]{_CAPITAL}",  # Most words are ruled out by what follows.
        rf"\b(?i:{_ROLE})(?:[ \t]{{0,3}}:[ \t]{{0,3}}|[ ]){_CAPITAL}",
        rf"(?:\A|\n)(?i:to|cc)[ \t]{{0,3}}:[ \t]{{0,3}}{_CAPITAL}",
        rf"\b(?i:calling|ringing|phoning|asking|ask|asked)[ ](?i:for)[ ]{_CAPITAL}",
        rf"\b(?i:spoke|speak|speaking|talked|spoken|message)[ ](?i:to|with|w/|for|from)[ ]{_CAPITAL}",
        rf"\b(?i:man|lady|woman|guy|lad|bloke|someone|somebody|person|officer|boy|girl|worker|neighbour)[ ]"
        rf"(?i:called|named)[ ]{_CAPITAL}",
        rf"\b(?i:name)[ ](?i:as|of|was|given[ ]as|changed[ ]to|is[ ]now)[ ]{_CAPITAL}",
        rf"\b(?i:now[ ]known[ ]as|also[ ]known[ ]as|formerly|n[ée]e|aka|a\.k\.a\.)[ ]{_CAPITAL}",
        rf"\b(?i:my|full|tenant)[ ](?i:name)[ ]{_CAPITAL}",
        rf"(?:\A|\n)(?i:name|forename|surname)[ \t]{{1,3}}{_CAPITAL}",
        rf"{_BEGINS}I,[ ]{_CAPITAL}",
        rf"{_BEGINS}(?i:(?:good[ ])?(?:morning|afternoon|evening)|hey)[ ,]{{1,2}}{_CAPITAL}",
        rf"(?:{_BEGINS}|\b(?i:hi|hello|hiya|hey|um|erm|er|yeah|yes|morning|afternoon|evening|sorry)[ ,]{{1,2}})"
        rf"(?i:it[ ]is|it['’]?s|this[ ]is|i[ ]am|i['’]?m|from|me[ ]is)[ ](?:not[ ])?{_CAPITAL}",
        rf"\b(?i:i['’]?m|i[ ]am)[ ](?={_NAME}[ ][A-Z][a-z])",
    )
)
_MARKED = tuple(
    re.compile(pattern)
    for pattern in (
        # "can Ella ring me", "ask Ella or Tom to call"
        rf"\b(?i:can|could|would|will|ask|tell|get)[ ](?P<hide>{_NAMES}(?:[ ](?:or|and)[ ]{_NAMES})?)[ ]"
        r"(?i:please[ ]|to[ ]|you[ ]|kindly[ ]){0,2}"
        r"(?i:ring|call|phone|e-?mail|text|confirm|contact|come|get|chase|pick|speak)\b",
        rf"(?P<hide>{_NAMES})"
        r"(?:,?[ ](?:on[ ]|at[ ]|tel[ ]|mob[ ])?[<(]?|:[ ]|,?[ ]?\n|[ ]\([a-z ]{2,20}\)[ ])\[(?:phone|email)\]",
        rf"(?P<hide>{_NAMES})(?:,[ ]|[ ]of[ ]|,?[ ]?\n)\[address\]",
        rf"(?P<hide>{_NAME}['’]s)[ ](?i:{_PERSON})\b",
        rf"{_BEGINS}(?P<hide>{_NAMES})[ ](?:calling|speaking|phoning|ringing|here)\b",
        rf"[.!?x][ ](?P<hide>{_NAME}(?:[ ]{_NAME})?)(?=[ ]x{{1,5}}\s{{0,9}}\Z|\s{{0,9}}\Z)",
        rf"\[name\](?:[ ](?:and|or|&)[ ]|/)(?P<hide>{_NAMES}(?:[ ](?:and|or|&)[ ]{_NAMES}){{0,6}})",
    )
)
_NAME_LINE = re.compile(rf"[ \t]{{0,3}}(?P<hide>{_NAMES})[ ]?x{{0,3}}[.,]?\s{{0,9}}")
_CONTACT_LINE = re.compile(r"[ \t]{0,9}(?:\[|--|(?:tel|mob|phone|sent[ ]from|e-?mail)\b)", re.IGNORECASE)
# "hi sandra," in small letters, where the comma shows that it greets.
_SMALL_GREETING = re.compile(r"(?:\A|\n)[ ]{0,3}(?i:hi|hello|hiya|hey|dear)[ ](?P<hide>[a-z]{3,20}+)(?=,|\s{0,3}\n)")
_PLACE_WORD = re.compile(rf"(?:{PLACE}|street)s?\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){0,60}+\.?")


def introduced_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands by its place: a place's name, a day, a common word in capitals is none."""
    for cue in _CUES:
        for match in cue.finditer(text):
            for start, end in name_at(text, match.end(), small_words=0, not_names=ORDINARY):
                if not _is_something_else(text, start, end):
                    yield start, end
    for pattern in _MARKED:
        for match in pattern.finditer(text):
            yield from _names_within(text, *match.span("hide"))
    yield from _names_in_lines(text)
    for match in _SMALL_GREETING.finditer(text):
        if match["hide"] not in ORDINARY:
            yield match.span("hide")


def _names_in_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names that fill a line at the end, or above one that tells where to find its writer."""
    lines = text.splitlines(keepends=True)
    start, signs = len(text), True
    for line in reversed(lines[1:]):
        start -= len(line)
        if line.isspace():
            continue
        names: list[tuple[int, int]] = []
        if signs and (match := _NAME_LINE.fullmatch(line)):
            names = list(_names_within(text, start + match.start("hide"), start + match.end("hide")))
            yield from names
        signs = bool(names) or _CONTACT_LINE.match(line) is not None


def _names_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the names between two places, the ordinary words among them left out: "Ring Paulette" names Paulette."""
    while (word := _WORD.search(text, start, end)) is not None:
        begin, start = word.start(), word.end()
        # A piece is cut out, so that no name reaches beyond `end`.
        for first, last in name_at(text[begin:end], 0, small_words=0, not_names=ORDINARY):
            start = max(start, begin + last)
            if not _is_something_else(text, begin + first, begin + last):
                yield begin + first, begin + last


def _is_something_else(text: str, start: int, end: int) -> bool:
    """Say whether it is a block or street, or words written in capitals throughout."""
    words = text[start:end].split()
    after = _WORD.search(text, end, end + 20)
    followed_by_place = after is not None and text[end : after.start()] == " " and after.group()[0].isupper()
    return (
        all(word.isupper() for word in words if len(word.rstrip(".")) > 1)
        or any(_PLACE_WORD.fullmatch(word) for word in words[1:])
        or (followed_by_place and after is not None and _PLACE_WORD.fullmatch(after.group()) is not None)
    )
