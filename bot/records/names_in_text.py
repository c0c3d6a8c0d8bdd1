"""Finding people's names by the words that announce them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"[ \t]{{0,3}}+(?P<word>{_LETTER}(?:{_LETTER}|['’\-](?={_LETTER})){{0,30}}+\.?)", re.IGNORECASE)

_TITLE = re.compile(
    r"\b(?:(?i:mrs?|ms|mx|dr|cllr|councillor|mister|prof|professor|rev|reverend)|Miss|MISS|Sir|Lady)\b\.?"
)
_SAYS_NAME = re.compile(
    r"\b(?:(?:my|her|his|their|the|tenant['’]?s|resident['’]?s|caller['’]?s|full)[ ](?:full[ ])?name(?:[ ]is|['’]s)"
    r"|name['’]s|i[ ]am[ ]called|i['’]m[ ]called)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\b(?:(?:full|first|last|sur|fore|family|given|middle)[ ]?)?name[ \t]{0,3}[:=][ \t]{0,3}", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?i:tenant|resident|caller|customer|leaseholder|contact|signed|from)[ \t]{0,3}:[ \t]{0,3}(?=[A-Z])"
)
_GREETING = re.compile(r"\b(?i:dear|hi|hello|hiya)\b(?=[ \t]{1,3}[A-Z])")
_I_AM = re.compile(r"\bI(?:['’]m|[ ]am)\b(?=[ ][A-Z][a-z]{1,20}+[ ][A-Z][a-z])")
_CALLING = re.compile(r"\b(?:this[ ]is|it['’]?s|it[ ]is)\b", re.IGNORECASE)
_SPEAKS = re.compile(r"[ \t]{0,3}+(?:is[ ])?(?P<verb>calling|speaking|ringing|phoning|here)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"\b(?:(?:kind|kindest|best|warm|warmest|many)[ ]{1,3}+)?(?:regards|wishes|thanks|cheers|sincerely|faithfully|truly"
    r"|respectfully|thank[ ]you|yours)\b[ \t]{0,3}+(?P<mark>[,.!;:–\-]{0,3}+)(?P<break>\s{0,20}+)",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[ \t]{0,9}+(?:[\r\n,.(;|\[]|\Z)")

_NOT_NAMES = """
    a about after again all also always am an and any are arrived as ask asked asking at back be because been before
    being but by call called calling came can cannot city colleague colleagues could council customer did didn't do
    does doesn't don't down either else every everyone faithfully false first for from gave get given go going good
    got had has hasn't have he hello her here him his homes housing how i i'm i've if in into is isn't it it's just kept
    know last let like madam management manager me more most much my name never new no not nothing now of off office
    officer ombudsman on once one only or other our out over phoning please put rang really repairs resident
    residents right ringing said sat saw say says second see sent service services she should sincerely sir sirs so
    some somebody someone speaking spelt still surgery team tenant tenants than thank thanks that that's the their
    them then there these they third this those three time to today told too truly two under up us very visited want
    wanted was wasn't we well went were what when where which who whose why will with won't would wrong wrote yes
    yet you your yours
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand that a title, a greeting, a sign-off or "my name is" announces."""
    for cue in _TITLE.finditer(text):
        yield from _name_at(text, cue.end(), small_words=1)
    for pattern in (_SAYS_NAME, _FIELD):
        for cue in pattern.finditer(text):
            yield from _name_at(text, cue.end(), small_words=2)
    for pattern in (_ROLE, _GREETING, _I_AM):
        for cue in pattern.finditer(text):
            yield from _name_at(text, cue.end(), small_words=0)
    for cue in _CALLING.finditer(text):
        for start, end in _name_at(text, cue.end(), small_words=2):
            speaks = _SPEAKS.match(text, end)
            # "its dreadful here" names nobody; "it's Joan here" does.
            if speaks and (text[start].isupper() or speaks["verb"].casefold() != "here"):
                yield start, end
    for cue in _SIGN_OFF.finditer(text):
        yield from _signature(text, cue)


def _signature(text: str, sign_off: re.Match[str]) -> Iterator[tuple[int, int]]:
    new_line = "\n" in sign_off["break"]
    if not (new_line or sign_off["mark"] or sign_off["break"]):
        return
    # "thanks for nothing" and "Thanks\nthe tap still drips" are no signatures: a small-lettered one ends the text.
    for start, end in _name_at(text, sign_off.end(), small_words=2 if new_line else 0):
        capital = text[start].isupper()
        if (capital and _LINE_ENDS.match(text, end)) or not text[end : end + 40].strip(" .\r\n\t"):
            yield start, end


def _name_at(text: str, position: int, *, small_words: int, most_words: int = 4) -> Iterator[tuple[int, int]]:
    """Yield the name that begins at `position`, if one does; a name in small letters has at most `small_words`."""
    start = end = None
    small = 0
    for _ in range(most_words):
        found = _WORD.match(text, position)
        if found is None:
            break
        word = found["word"]
        initial = len(word.rstrip(".")) == 1 and word[0].isupper() and word != "I"
        if not initial and word.rstrip(".").casefold().replace("’", "'") in NOT_NAMES:
            break
        if not word[0].isupper():
            small += 1
            if small > small_words or (start is not None and small == 1):
                break
        elif small:
            break
        start = found.start("word") if start is None else start
        position = found.end()
        end = position if initial or not word.endswith(".") else position - 1
        if word.endswith(".") and not initial:
            break
    if start is not None and end is not None:
        yield start, end
