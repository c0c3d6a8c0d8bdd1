"""What a question tells of a case ("received 1 Dec, acked 5 Dec, not escalated") and which of its days goes with what.

Told events, planned ones ("we'll ack it on Friday") and denied ones ("not acked yet") are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict

from knowledge.case_days import MAX_CHARACTERS, DaySpokenOf, Reading
from knowledge.case_phrases import events

Form = Literal["told", "bare", "noun"]
MOST_DAYS = 6  # Each day more multiplies the ways to go with the events; nobody asks with more.


class Happening(StrEnum):
    """Something that happens to a complaint."""

    RECEIVED = "received"
    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    RESPONDED = "responded"
    ESCALATED = "escalated"
    EXTENDED = "extended"
    DUE = "due"
    EVIDENCE_ASKED = "evidence asked for"
    OTHER = "other"
    """Something that starts no clock, and takes its day with it: "the leak started 3 May"."""


class Mention(BaseModel):
    """Words that name an event, the stage they stand beside, and the day that goes with them."""

    model_config = ConfigDict(frozen=True)
    happening: Happening
    form: Form
    """As something done ("acked"), to be done ("ack", "an extension"), or only a thing that has a day ("complaint")."""
    start: int
    end: int
    stage: int | None
    denied: bool
    planned: bool
    day: DaySpokenOf | None = None
    follows_from: bool = False
    """The day is that from which something was extended ("extended from 5 Jan"), not that of the extension."""

    @property
    def reading(self) -> Reading | None:
        """The day as it is meant: a day to come for what is planned or due, else one that has been."""
        if self.day is None:
            return None
        return self.day.due if self.planned or self.happening is Happening.DUE else self.day.told


STAGE_1 = (
    r"\b(?:stage|stg|st)[ -]?(?:1|one|i)\b|\bs1\b|\bfirst[ -]stage\b|\bfirst (?:full )?(?:response|reply|answer)\b"
)
STAGE_2 = (
    r"\b(?:stage|stg|st)[ -]?(?:2|two|ii)\b|\bs2\b|\bsecond[ -]stage\b|\b(?:final|second) (?:response|reply|answer)\b"
)
STAGE_3 = r"\b(?:stage|stg|st)[ -]?(?:3|three|iii)\b|\bs3\b|\bthird[ -]stage\b"
_GOING_UP = re.compile(rf"{STAGE_2}|\bescalat\w*|\breview\b|\bappeal\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;?!\n()]|\.(?:\s|$)|\b(?:and|but|then|when|so|how long|how much)\b", re.IGNORECASE)

_DENIED = re.compile(
    r"\b(?:not|never|no|nobody|no[- ]one|without|yet to(?: be)?|cannot|can't|won't"
    r"|(?:has|have|had|did|does|do|was|is|are|were|could|would|should)n'?t)\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"(?:\b(?:must|should|shall|will|would|can|could|might|need(?:s|ed)? to|ha(?:s|ve|d) to|got to|gotta|going to|gonna"
    r"|plan(?:s|ning)? to|aim(?:s|ing)? to|to be|be|being|get(?:ting)?|have it|want(?:s)? to)\b|'ll\b|\bwell\b)"
    r"(?:\W+(?!know\b)\w+){0,3}\W*$",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before|no later than)\W*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom(?: the)?\W*$", re.IGNORECASE)
_BESIDE = re.compile(
    r"^\W*(?:(?:of|on|from|dated|in|was|is|sent|out|went|goes|going|by|for|the|it|at|s[123]|stage|[123])\b\W*){0,3}$",
    re.IGNORECASE,
)
_IS_THE = re.compile(r"^\s+(?:is|was)\s+(?:the |our |its )?$", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|once|suppose|supposing)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,;.?!\n]|$)")
_TOGETHER = re.compile(r"^\s*(?:and|&|\+|/|and then)\s*(?:it |we |was |was then |then )?$", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"^\W{0,3}$")
_EITHER = re.compile(r"^\s*(?:or|and|to|till|until|/|,|-|–|&)\s*(?:maybe |possibly )?(?:on )?(?:the )?$", re.IGNORECASE)
_NO_DAY, _COMMA, _FARTHEST = 12.0, 3.0, 8.0


class EventsInQuestion(BaseModel):
    """The events a question speaks of, in the order they stand, and the days that go with none of them."""

    model_config = ConfigDict(frozen=True)
    mentions: tuple[Mention, ...]
    loose_days: tuple[DaySpokenOf, ...]
    either: tuple[tuple[DaySpokenOf, DaySpokenOf], ...]
    """Days said as alternatives: "3 or 4 March"."""


def stage_in(text: str) -> int | None:
    """Return the stage the words name; the last where they name several."""
    stages = [(m.start(), n) for n, p in ((1, STAGE_1), (2, STAGE_2), (3, STAGE_3)) for m in re.finditer(p, text, re.I)]
    return max(stages)[1] if stages else None


def around(text: str, start: int, end: int) -> str:
    """Return the part of a sentence that `start` to `end` stands in."""
    first, last = bounds(text, start, end)
    return text[first:last]


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the part of a sentence that `start` to `end` stands in begins and ends."""
    before = [hit.end() for hit in _BREAK.finditer(text, 0, start)]
    after = _BREAK.search(text, end)
    return before[-1] if before else 0, after.start() if after else len(text)


def read_events(question: str, days: Sequence[DaySpokenOf]) -> EventsInQuestion:
    """Return the events `question` speaks of, each with the day that stands nearest to it."""
    text = question[:MAX_CHARACTERS].replace("’", "'")
    told = _once(text, days)
    # A word inside a day ("due the 14th", "just now") names no event.
    mentions = [m for m in _mentions(text) if not any(d.start < m.end and m.start < d.end for d in told)]
    options = [_options(text, day, mentions, told) for day in told]
    chosen = _cheapest(options, frozenset())[1]
    dated = list(mentions)
    for day, position in zip(told, chosen, strict=True):
        if position is not None:
            dated[position] = _with_day(text, dated[position], day)
    for here, there in ((n, n + 1) for n in range(len(dated) - 2, -1, -1)):
        first, second = dated[here], dated[there]
        if first.day is None and second.day and _TOGETHER.match(text[first.end : second.start]):
            dated[here] = first.model_copy(update={"day": second.day, "planned": first.planned or second.planned})
    loose = [d for d, position in zip(told, chosen, strict=True) if position is None and d.words.casefold() != "just"]
    either = [
        (first, second)
        for first, second in pairwise(told)
        if second in loose and _EITHER.match(text[first.end : second.start])
    ]
    return EventsInQuestion(mentions=tuple(dated), loose_days=tuple(loose), either=tuple(either))


def _once(text: str, days: Sequence[DaySpokenOf]) -> list[DaySpokenOf]:
    """Drop a day said again in another way ("3 March (03/03/25)"), and "just" where another day is told."""
    kept: list[DaySpokenOf] = []
    for day in days:
        if day.words.casefold() == "just" and len(days) > 1:
            continue
        again = kept and _SAME_AGAIN.match(text[kept[-1].end : day.start]) and _same(kept[-1], day)
        if not again:
            kept.append(day)
    return kept[:MOST_DAYS]


def _same(one: DaySpokenOf, other: DaySpokenOf) -> bool:
    return one.told is not None and other.told is not None and one.told.day == other.told.day


def _mentions(text: str) -> list[Mention]:
    found = []
    pattern, kinds = events()
    for hit in pattern.finditer(text):
        kind, form = kinds[int((hit.lastgroup or "m0").removeprefix("m"))]
        happening = Happening(kind)
        part = around(text, hit.start(), hit.end())
        before = text[max(0, hit.start() - 60) : hit.start()]
        before = _BREAK.split(before)[-1]
        found.append(
            Mention(
                happening=happening,
                form=cast(Form, form),
                start=hit.start(),
                end=hit.end(),
                stage=2 if happening is Happening.ACKNOWLEDGED and _GOING_UP.search(part) else stage_in(part),
                denied=bool(_DENIED.search(before)),
                planned=bool(_PLANNED.search(before)) or (form == "bare" and bool(_SUPPOSED.search(before))),
            )
        )
    return found


def _options(text: str, day: DaySpokenOf, mentions: Sequence[Mention], days: Sequence[DaySpokenOf]) -> dict[int, float]:
    """Return what it costs to let `day` go with each mention it can go with: the words and commas between."""
    costs = {}
    for position, mention in enumerate(mentions):
        first, last = (mention.end, day.start) if mention.end <= day.start else (day.end, mention.start)
        gap = text[first:last]
        if first == day.end and not _may_follow(text, mention, gap):
            continue
        done = (other.start for other in mentions if other.form == "told" and not other.denied)
        starts = [*done, *(other.start for other in days)]
        between = any(first <= start < last for start in starts)
        cost = len(gap.split()) + _COMMA * len(re.findall(r"[,;?!\n]|\. ", gap)) + (0.5 if first == day.end else 0)
        if first == day.end and ":" in gap:
            cost += _COMMA
        if mention.form != "told":
            cost += 1 if _BESIDE.match(gap) else _NO_DAY
        if mention.form == "noun":
            cost += 2
        if mention.form == "bare" and mention.happening is Happening.RESPONDED:
            cost += 4  # "Asked us to review our decision on 3 March": the day is more likely that of the asking.
        if not mention.denied and not between and cost <= _FARTHEST:
            costs[position] = cost
    return costs


def _may_follow(text: str, mention: Mention, gap: str) -> bool:
    """Tell "5 January is the due date" from "5 January, due when?", and "5 January ack" from "5 January, ack by?"."""
    if mention.happening is Happening.DUE:
        return bool(_IS_THE.match(gap))
    return mention.form != "bare" or (not gap.strip() and bool(_ENDS.match(text, mention.end)))


def _cheapest(options: Sequence[dict[int, float]], taken: frozenset[int]) -> tuple[float, list[int | None]]:
    """Return the cheapest way to let each day go with an event of its own, or with none."""
    if not options:
        return 0, []
    best: tuple[float, list[int | None]] | None = None
    for position, cost in [(None, _NO_DAY), *options[0].items()]:
        if position in taken:
            continue
        total, rest = _cheapest(options[1:], taken if position is None else taken | {position})
        if best is None or total + cost < best[0]:
            best = (total + cost, [position, *rest])
    return best or (0, [])


def _with_day(text: str, mention: Mention, day: DaySpokenOf) -> Mention:
    gap = text[mention.end : day.start] if mention.end <= day.start else ""
    return mention.model_copy(
        update={
            "day": day,
            "planned": mention.planned or bool(_BY.search(gap)),
            "follows_from": bool(_FROM.search(gap)) or bool(re.match(r"\s*from\b", day.words, re.IGNORECASE)),
        }
    )
