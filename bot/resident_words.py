"""The resident's own words for the explanation: a sentence on what it is about, and one that shows the ground."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.quotable import quotable_sentences
from knowledge.grounds import Ground

_COMPLAINS = re.compile(
    r"\b(?:i|we)(?:['’]\w+)? (?:\w+ ){0,5}?(?:complain|complaining|complaint)(?: \w+){0,3}? (?:about|against|of|over"
    r"|that)\b|\b(?:my|our) complaint(?:['’]s| is)? (?:about|against|of|over|that)\b"
    r"|\bcomplaint about (?:my|our|your)\b"
    r"|\b(?:i|we|i['’]?m|we['’]?re)\b[^.]{0,30}\b(?:(?:un|not )happy|upset|dissatisfied|disappointed|fed up|disagree"
    r"|annoyed) (?:about|at|by|of|that|with)\b|\bobject to\b|(?<!\bit )\b(?:was|is|were|are) unfair"
    r"|\btoo (?:much|dear|high)\b|\b(?:ruined|spoilt|damaged)\b",
    re.IGNORECASE,
)
# It points at what other sentences say, or says what is well.
_POINTS_ELSEWHERE = re.compile(
    r"^(?:it|it['’]?s|its|that|that['’]?s|this|those|these|they|they['’]?ve|she|he|both|so)\b"
    r"|\b(?:about|of|with|against|on|over|at|to) (?:it|them|that|this|those|these|both|him|her|us|yourselves|the lot"
    r"|everything|anybody|anything|every one)\b(?! \w+ing\b)|\bquarrel\b|\bno (?:complaint|other)\b|\bonly thing\b"
    r"|\b(?:i|we) never\b|\b(?:don|didn|doesn)['’]?t\b|\bnot (?:complaining|here to)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|no|never|nothing|without|if|will|would|could|might|may|going to|threaten\w*|unless|until|\w+n['’]t"
    r"|(?:ca|wo|do|did|does|has|have|is|was|were|are)nt)\b",
    re.IGNORECASE,
)
# Two kinds of words that stand together in a sentence that shows a ground; what is out of time is shown by its day.
_SHOWN_BY: tuple[tuple[Ground, str, str], ...] = (
    (
        Ground.LEGAL_PROCEEDINGS,
        r"court|judge|claim form|particulars",
        r"case|claim|filed|issued|trial|hearing|defence|served|listed|statement",
    ),
    (
        Ground.ALREADY_CONSIDERED,
        r"final (?:response|reply|answer|letter|decision)|stage (?:2|two)|second stage",
        r"had|got|read|received|gave|wrote|sent|closed|your|dated",
    ),
    (
        Ground.INSURANCE_CLAIM,
        r"insurers?|insurance",
        r"claim|claimed|offer|offered|paid|refused|turned|decision|adjuster|excess",
    ),
    (
        Ground.RENT_OR_CHARGE_LEVEL,
        r"rents?|(?:service |freehold )?charges?",
        r"too (?:much|high|dear)|excessive|amount|figure|unreasonable|reduced|gone up|went up",
    ),
    (
        Ground.OTHER_APPEAL_ROUTE,
        r"decision|decided|refused|reviewed|wrong",
        r"band(?:ing)?|housing register|homeless\w*|allocation|succession|points",
    ),
    (
        Ground.NOT_OUR_SERVICE,
        r"council|water company|bus company|energy company|police|job ?cent(?:re|er)|highways",
        r"complain|complaining|complaint|bins?|roads?|bill|left|rung|rang|late",
    ),
    (
        Ground.LAW_OR_POLICY,
        r"(?<!in )law|government|parliament|minister|bedroom tax|right to buy",
        r"against|object|unfair|wrong|complaint|complaining|changed",
    ),
    (
        Ground.EMPLOYMENT_MATTER,
        r"my (?:job|pay|wages?|salary|pension|shifts?|contract|rota|grievance|probation|interview)|payroll",
        r"i|my|me",
    ),
)
_SHOWS = {
    ground: re.compile(rf"(?=.*\b(?:{what})\b).*\b(?:{beside})\b", re.IGNORECASE) for ground, what, beside in _SHOWN_BY
}


def sentence_about(text: str, *, days: Sequence[str] = ()) -> str | None:
    """Return the sentence that says what `text` is about, or None: it is never guessed.

    It says what the resident is unhappy with, or holds one of the `days`, as the message names them, of what happened.
    """
    found = [
        each
        for each in quotable_sentences(text)
        if (any(day in each for day in days) or _COMPLAINS.search(each)) and not _POINTS_ELSEWHERE.search(each)
    ]
    return max(found, key=lambda each: sum(day in each for day in days), default=None)


def sentence_showing(ground: Ground, text: str, *, spoke_for: Sequence[str] = (), but: str | None = None) -> str | None:
    """Return a sentence other than `but` that says, without an if or a not, what `ground` is about; None if none does.

    Of several, the one with most of the words that spoke for the decision is taken.
    """
    found = [
        each
        for each in quotable_sentences(text)
        if each != but
        and ground in _SHOWS
        and _SHOWS[ground].match(each)
        and not (_UNSURE.search(each) or _POINTS_ELSEWHERE.search(each))
    ]
    return max(found, key=lambda each: sum(words in each for words in spoke_for), default=None)
