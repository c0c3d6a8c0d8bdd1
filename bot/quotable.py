"""Which sentences of a resident's message can safely be quoted back to them in a letter."""

from __future__ import annotations

import re

LONGEST_QUOTE = 160
_LONGEST_MESSAGE = 4_000
_FEWEST_WORDS, _MOST_WORDS = 5, 30
_MOST_CAPITALS = 0.5  # Of a message's letters; more is shouting, and its names cannot be told by their capitals.

_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
# Anything else (a bracket left by redaction, somebody's words in quotation marks, an e-mail, an emoji) is not quoted.
_PLAIN = re.compile(r"(?!.*(?<!\w)['’])[\w ,.'’£%&/;()–-]+", re.ASCII)
_CUT_SHORT = re.compile(r"\b(?:no|nos|st|e\.g|i\.e|approx|vs|ref|tel)\.$", re.IGNORECASE)  # No sentence ends there.
_LONG_NUMBER = re.compile(r"\d{5,}|\d[\d ]{6,}")
_OWN_VOICE = re.compile(r"\b(?:i|i['’]?(?:m|ve|d|ll)|my|me|mine|we|we['’](?:re|ve|d)|our|us)\b", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_ANGRY = re.compile(
    r"\b(?:f+u+c*k\w*|sh[i1]t\w*|bullsh\w*|bastard\w*|bloody|bollocks|crap\w*|arse\w*|piss\w*|wank\w*|damn\w*|hell"
    r"|idiots?|morons?|liars?|lie[ds]?|lying|useless|pathetic|disgrace\w*|disgust\w*|scandal\w*|shame\w*|jokes?|clowns?"
    r"|cowboys?|thie(?:f|ves)|crooks?|robb\w+|stupid|incompetent|lazy|livid|raging|fuming|furious|bleed\w*)\b",
    re.IGNORECASE,
)
# Written by somebody else than the resident: what it says is not what the resident told us.
_RELAYED = re.compile(
    r"\b(?:caller|tnt|tt|t/c|cllr|councillor|respondent|interviewer|constituents?|surgery|on behalf of|my clients?"
    r"|(?:tenant|resident|she|he|they) (?:says|rang|called|states)|voicemail|transcript\w*|dictated|fwd?:"
    r"|forward(?:ed|ing)|wrote:|note of|logged by|please log)\b|^\s*>",
    re.IGNORECASE | re.MULTILINE,
)
_MONTHS_AND_DAYS = """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter
"""
_NO_NAMES = "i i'm i've i'd i'll stage band ombudsman parliament mp a b c d e"
_FIRST_WORDS = """
    a about after again all also although an and another any as at back because before between both but by during each
    early even ever every for four from has have he her his how however i i'd i'll i'm i've if im in it it's its ive
    last late my never no nobody not nothing now of on once one only our over please she since so some somebody someone
    spring summer autumn winter that that's the their then there there's these they they've this three to two under
    until was we we'd we've were what when where which while who why with yes yesterday you you've your
"""
# Capitals within a sentence that are nobody's name.
_NO_NAME = frozenset((_NO_NAMES + _MONTHS_AND_DAYS).split())
# How an ordinary sentence begins. One that begins with anything else may begin with a name.
_OPENERS = frozenset((_FIRST_WORDS + _MONTHS_AND_DAYS).split())


def quotable_sentences(text: str) -> list[str]:
    """Return the sentences of `text` that the resident wrote about themselves, calmly and without anybody's name.

    A sentence is left out in any doubt: whatever redaction has hidden something in, what may hold a name, what is
    angry, and a whole message that is shouted, very long or written by somebody else.
    """
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > _MOST_CAPITALS * len(letters)
    if len(text) > _LONGEST_MESSAGE or shouted or _RELAYED.search(text):
        return []
    return [sentence for part in _ENDS.split(text) if _may_be_quoted(sentence := part.strip())]


def _may_be_quoted(sentence: str) -> bool:
    words = sentence.split()
    return (
        len(sentence) <= LONGEST_QUOTE
        and _FEWEST_WORDS <= len(words) <= _MOST_WORDS
        and bool(_PLAIN.fullmatch(sentence))
        and bool(_OWN_VOICE.search(sentence))
        and not any(found.search(sentence) for found in (_ANGRY, _SHOUTED, _LONG_NUMBER, _CUT_SHORT))
        and not _may_hold_a_name(words)
    )


def _may_hold_a_name(words: list[str]) -> bool:
    plain = [word.strip(",.;()").replace("’", "'") for word in words]
    if plain[0].casefold() not in _OPENERS:
        return True
    return any(word[:1].isupper() and word.casefold() not in _NO_NAME for word in plain[1:])
