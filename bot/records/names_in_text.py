"""Finding people's names by the words that announce them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.records.redaction_ordinary_words import NOT_NAMES

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
    r"\b(?:(?:full|first|last|sur|fore|family|given|middle|birth)[ ]?)?name[ \t]{0,3}[:=?][ \t]{0,3}", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?i:tenant|resident|caller|customer|leaseholder|contact|signed|from)[ \t]{0,3}:[ \t]{0,3}(?=[A-Z])"
)
_GREETING = re.compile(r"\b(?i:dear|hi|hello|hiya)\b(?=[ \t]{1,3}[A-Z])")
_I_AM = re.compile(r"\bI(?:['’]m|[ ]am)\b(?=[ ][A-Z][a-z]{1,20}+[ ][A-Z][a-z])")
_CALLING = re.compile(r"\b(?:this[ ]is|it['’]?s|it[ ]is)\b", re.IGNORECASE)
_SPEAKS = re.compile(r"[ \t]{0,3}+(?:is[ ])?(?P<verb>calling|speaking|ringing|phoning|here)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"\b(?:(?:kind|kindest|best|warm|warmest|many)[ ]{1,3}+)?(?:regards|rgds|wishes|thanks|thx|cheers|sincerely"
    r"|faithfully|truly|respectfully|thank[ ]you|yours|all[ ]the[ ]best|best|love|take[ ]care|signed|ta|tia"
    r"|sent[ ]by|from)\b"
    r"[ \t]{0,3}+(?P<mark>[,.!;:–\-]{0,3}+)(?P<break>\s{0,20}+)",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[ \t]{0,9}+(?:[\r\n,.!(;|\[–\-]|x{1,5}\b|\Z)")
# Without a comma or a new line after them, these begin a sentence or stand in one as often as they end a letter.
_WEAK_SIGN_OFFS = frozenset({"best", "love", "take care", "signed", "ta", "from", "sent by", "yours"})


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand that a title, a greeting, a sign-off or "my name is" announces."""
    for cue in _TITLE.finditer(text):
        yield from name_at(text, cue.end(), small_words=1)
    for pattern in (_SAYS_NAME, _FIELD):
        for cue in pattern.finditer(text):
            yield from name_at(text, cue.end(), small_words=2)
    for pattern in (_ROLE, _GREETING, _I_AM):
        for cue in pattern.finditer(text):
            yield from name_at(text, cue.end(), small_words=0)
    for cue in _CALLING.finditer(text):
        for start, end in name_at(text, cue.end(), small_words=2):
            speaks = _SPEAKS.match(text, end)
            # "its dreadful here" names nobody; "it's Joan here" does.
            if speaks and (text[start].isupper() or speaks["verb"].casefold() != "here"):
                yield start, end
    for cue in _SIGN_OFF.finditer(text):
        yield from _signature(text, cue)


def _signature(text: str, sign_off: re.Match[str]) -> Iterator[tuple[int, int]]:
    new_line = "\n" in sign_off["break"]
    weak = sign_off.group().strip(" \t\r\n,.!;:–-").casefold() in _WEAK_SIGN_OFFS
    if weak and not (new_line or sign_off["mark"]):
        return
    # "thanks for nothing" and "Thanks\nthe tap still drips" are no signatures: a small-lettered one ends the text.
    for start, end in name_at(text, sign_off.end(), small_words=2 if new_line else 0):
        capital = text[start].isupper()
        if (capital and _LINE_ENDS.match(text, end)) or not text[end : end + 40].strip(" .\r\n\t"):
            yield start, end


def name_at(
    text: str, position: int, *, small_words: int, most_words: int = 4, not_names: frozenset[str] = NOT_NAMES
) -> Iterator[tuple[int, int]]:
    """Yield the name that begins at `position`, if one does; a name in small letters has at most `small_words`."""
    start = end = None
    small = 0
    for _ in range(most_words):
        found = _WORD.match(text, position)
        if found is None:
            break
        word = found["word"]
        initial = len(word.rstrip(".")) == 1 and word[0].isupper() and word != "I"
        if not initial and word.rstrip(".").casefold().replace("’", "'").removesuffix("'s") in not_names:
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
