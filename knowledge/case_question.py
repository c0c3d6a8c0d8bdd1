"""A question about one case: what it wants the day of, and the events it tells with their days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.case_days import MAX_CHARACTERS, days_spoken_of
from knowledge.case_events import EventsInQuestion, Happening, Mention, bounds, read_events, stage_in
from knowledge.case_phrases import any_of, plain_words
from knowledge.case_told import EventTold, events_told
from knowledge.case_words import ASKS_WHEN, COMPLAINT_WORD, EVIDENCE, PROCESS_WORD
from knowledge.policies import StartEvent

_FIVE_DAYS = re.compile(r"\b(?:5|five)[ -]?(?:working )?(?:days?|wds?)\b", re.IGNORECASE)  # Of every edition.
_OMBUDSMAN = re.compile(r"\b(?:ombudsman|hos)\b", re.IGNORECASE)
_PLAINLY = re.compile(r"\b(?:by|due|deadlines?|till|until)\b", re.IGNORECASE)
_ASKS_SOMETHING_ELSE = re.compile(
    r"\b(?:what|who|whom|whose|which|why|how|can|could|should|shall|must|do|does|did|is|are|was|were|will|would)\b"
    r"|(?:^|[.?!] )(?:has|have) (?:the|she|he|they|we|it|anyone|resident|tenant)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\W*(?:(?:so|ok|it|it's|we|i|i've|we've|just|only|has|was)\W+)*", re.IGNORECASE)
MOST_WORDS_IN_A_TELEGRAM = 14
_THIRD = 3


class Asked(StrEnum):
    """What a question wants the day of."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE = "response"
    EXTENSION = "extension"
    EVIDENCE = "evidence"
    NEXT = "next"
    """Whatever comes next: "when is it due?"."""


class CaseAsked(BaseModel):
    """A question about one case: what it wants the day of, and what it tells."""

    model_config = ConfigDict(frozen=True)
    asked: Asked
    asks_for_both: bool = False
    """It asks after acknowledgement and response alike; `asked` is the one it asks after first."""
    stage: int
    stage_told: bool
    """Whether the question says or shows which stage it is about; else `stage` is 1."""
    events: tuple[EventTold, ...]
    unclear: str | None = None
    """Why no day can be counted from, in words."""

    def told(self, event: StartEvent) -> EventTold | None:
        return next((each for each in self.events if each.event is event), None)


def case_asked(question: str, today: date) -> CaseAsked | None:
    """Return what a question with a day in it asks and tells; None if it holds no day or asks for no due date."""
    text = question[:MAX_CHARACTERS].replace("’", "'")
    days = days_spoken_of(text, today)
    if not days or any_of("residents_own_time").search(text):
        return None
    read = read_events(text, days)
    asking = [hit for hit in _asking(text) if not _gives_a_day(hit, read.mentions)]
    spans = [bounds(text, hit.start(), hit.end()) for hit in asking]
    parts = [text[first:last] for first, last in spans]
    in_parts = {m.happening for m in _open(read.mentions) if any(first <= m.start < last for first, last in spans)}
    if not _wants_a_due_date(text, parts, read):
        return None
    stage = _stage_asked(text, parts, read.mentions)
    asked = _what_is_asked(text, parts, in_parts, read.mentions)
    told, unclear = events_told(text, read, stage, today)
    if not told and not _asks_plainly(parts, in_parts, asked, stage, read):
        return None
    shown = {StartEvent.RECEIPT, StartEvent.LOGGED, StartEvent.OMBUDSMAN_REQUEST} & {each.event for each in told}
    return CaseAsked(
        asked=asked,
        asks_for_both={Happening.ACKNOWLEDGED, Happening.RESPONDED} <= {m.happening for m in _open(read.mentions)},
        stage=stage or 1,
        stage_told=stage is not None or bool(shown),
        events=told,
        unclear=unclear,
    )


def _asking(text: str) -> list[re.Match[str]]:
    return [*ASKS_WHEN.finditer(text), *any_of("asks_for_a_day").finditer(text)]


def _gives_a_day(hit: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """Tell "due 5 January", which gives a day, from "due?", which asks for one."""
    return any(m.day and m.happening is Happening.DUE and m.start <= hit.start() < m.end for m in mentions)


def _wants_a_due_date(text: str, parts: Sequence[str], read: EventsInQuestion) -> bool:
    evidence = bool(EVIDENCE.search(text))
    if not COMPLAINT_WORD.search(text) and any_of("other_matters").search(text) and not evidence:
        return False
    if parts and all(any_of("other_matters").search(part) and not COMPLAINT_WORD.search(part) for part in parts):
        return False
    if not evidence and any(_OMBUDSMAN.search(part) for part in parts):
        return False
    process = bool(PROCESS_WORD.search(text))
    dated = [m for m in read.mentions if m.day and not m.denied]
    if parts or _can_it_be_extended(text, read):
        return process or evidence or (bool(dated) and _is_plain(text, read))
    begins = bool(dated) and bool(_OPENING.fullmatch(text[: dated[0].start]))
    brief = len(text.split()) <= MOST_WORDS_IN_A_TELEGRAM and not _ASKS_SOMETHING_ELSE.search(text)
    return bool(dated) and brief and (process or begins)


def _can_it_be_extended(text: str, read: EventsInQuestion) -> bool:
    wants = any(m.happening is Happening.EXTENDED and not m.denied for m in read.mentions)
    return wants and bool(read.mentions) and not _ASKS_SOMETHING_ELSE.search(re.sub(r"\bcan\b", "", text))


def _asks_plainly(
    parts: Sequence[str],
    in_parts: AbstractSet[Happening],
    asked: Asked,
    stage: int | None,
    read: EventsInQuestion,
) -> bool:
    """Say whether a question that tells no event with its day still asks when a step is due: then it is asked back."""
    speaks_of_a_day = any(m.day for m in read.mentions) or any(day.told for day in read.loose_days)
    names_a_step = asked is not Asked.NEXT or stage is not None
    plainly = any(_PLAINLY.search(part) for part in parts) or bool(in_parts)
    return speaks_of_a_day and names_a_step and plainly


def _is_plain(text: str, read: EventsInQuestion) -> bool:
    """Say whether no word beside the events and the days names another matter ("report received 3 March, when due")."""
    days = [m.day for m in read.mentions if m.day] + list(read.loose_days)
    spans = [(m.start, m.end) for m in read.mentions] + [(day.start, day.end) for day in days]
    rest = "".join(" " if any(start <= n < end for start, end in spans) else char for n, char in enumerate(text))
    return set(re.findall(r"[a-z]+", rest.casefold())) <= plain_words()


def _stage_asked(text: str, parts: Sequence[str], mentions: Sequence[Mention]) -> int | None:
    """Return the stage the asking part names, else the one an escalation leads to, else the one named last."""
    if stage := stage_in(" ".join(parts)):
        return stage
    escalated = [m for m in mentions if m.happening is Happening.ESCALATED and not m.denied]
    if escalated:
        return _THIRD if any(m.stage == _THIRD for m in escalated) else 2
    not_yet = any(m.happening is Happening.ESCALATED and m.denied for m in mentions)
    return stage_in(text) or (1 if not_yet else None)


def _open(mentions: Sequence[Mention]) -> list[Mention]:
    """Return what is named without a day and has not been done: what may be asked for."""
    return [m for m in mentions if m.day is None and (m.form == "bare" or m.planned or m.denied)]


def _what_is_asked(
    text: str, parts: Sequence[str], in_parts: AbstractSet[Happening], mentions: Sequence[Mention]
) -> Asked:
    if EVIDENCE.search(text):
        return Asked.EVIDENCE
    stage = stage_in(" ".join(parts))
    extended = [m for m in mentions if m.happening is Happening.EXTENDED and not m.denied]
    if any(m.stage is None or stage in {None, m.stage} for m in extended) and Happening.ACKNOWLEDGED not in in_parts:
        return Asked.EXTENSION
    if not parts and any(m.day and m.happening is Happening.DUE for m in mentions):
        return Asked.NEXT  # "S1 response due 7 November": the day that is told is not asked for.
    steps = {Happening.ACKNOWLEDGED, Happening.RESPONDED, Happening.LOGGED}
    wanted = in_parts & steps or {m.happening for m in _open(mentions)} & steps
    acknowledged = any(m.happening is Happening.ACKNOWLEDGED and m.day and not m.denied for m in mentions)
    if Happening.RESPONDED in wanted:
        return Asked.RESPONSE
    if Happening.ACKNOWLEDGED in wanted and (in_parts & steps or not acknowledged):
        return Asked.ACKNOWLEDGEMENT
    return Asked.ACKNOWLEDGEMENT if Happening.LOGGED in wanted or _FIVE_DAYS.search(text) else Asked.NEXT
