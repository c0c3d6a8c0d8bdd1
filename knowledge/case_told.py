"""The events of a case that a question tells, with their days, and why no due date can be counted from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from knowledge.case_days import spoken
from knowledge.case_events import EventsInQuestion, Happening, Mention, around, stage_in
from knowledge.case_phrases import any_of
from knowledge.case_words import COMPLAINT_WORD, EVIDENCE
from knowledge.deadlines import START_NAMES, relation
from knowledge.policies import StartEvent

_SECOND, _THIRD = 2, 3
_A_MONTH = timedelta(days=31)
_LETTER_BETWEEN = len(" letter is ")
_DUE_DAYS = {StartEvent.STAGE_1_RESPONSE_DUE, StartEvent.STAGE_2_RESPONSE_DUE}


class EventTold(BaseModel):
    """An event of the case, and the day the question gives for it."""

    model_config = ConfigDict(frozen=True)
    event: StartEvent
    on: date
    other: date | None = None
    """A second day that the words could mean."""
    before: date | None = None
    """The last such day before it, where the words leave open which one it is."""
    remark: str | None = None
    """How the words were read, where that is not plain."""
    planned: bool = False


def events_told(
    text: str, read: EventsInQuestion, stage: int | None, today: date
) -> tuple[tuple[EventTold, ...], str | None]:
    """Return the events told with a day, and in words why nothing can be counted from them, where that is so.

    stage : the one the question asks about, or None where it does not say.
    """
    dated = [
        (mention, event)
        for mention in read.mentions
        if mention.day and not mention.denied and (event := _event(mention, text, read, stage))
    ]
    told = _in_order(_told(dated, today))
    unclear = _contradiction(told) or _open_day(told, dated, read)
    return told, unclear


def _event(mention: Mention, text: str, read: EventsInQuestion, stage: int | None) -> StartEvent | None:
    """Return the event that a clock may start at, or None for one that starts none (a response)."""
    part = around(text, mention.start, mention.end)
    if mention.happening is Happening.LOGGED and _is_of_another_matter(text[: mention.start]):
        return None
    if any_of("other_matters").search(part) and not COMPLAINT_WORD.search(part) and not EVIDENCE.search(text):
        return None
    second = stage in {_SECOND, None} and _only_stage_2(text) and not _then_responded(mention, read)
    here = mention.stage or (_SECOND if second else None)
    event: StartEvent | None = None
    match mention.happening:
        case Happening.EVIDENCE_ASKED:
            event = StartEvent.OMBUDSMAN_REQUEST
        case Happening.ESCALATED:
            event = StartEvent.ESCALATION_REQUEST
        case Happening.RECEIVED:
            event = _received(mention, part, text, read, here)
        case Happening.ACKNOWLEDGED | Happening.LOGGED:
            event = _acknowledged(mention, read, here)
        case Happening.DUE:
            event = _due(mention, read, here or stage)
        case Happening.EXTENDED if mention.follows_from:
            event = _response_due(here or stage)
    return event


def _then_responded(mention: Mention, read: EventsInQuestion) -> bool:
    """Tell an acknowledgement that a response followed, which was stage 1's, where stage 2 is what is asked about."""
    after = [each for each in read.mentions if each.start > mention.start and not each.denied]
    following = next((m for m in after if m.happening in {Happening.RESPONDED, Happening.ESCALATED}), None)
    return following is not None and following.happening is Happening.RESPONDED and following.day is not None


def _is_of_another_matter(before: str) -> bool:
    """Tell "a repair logged 3 May", in a question about a complaint, from the logging of the complaint."""
    last = [hit.end() for hit in any_of("other_matters").finditer(before)][-1:]
    return bool(last) and bool(re.fullmatch(r"(?: (?:was|is|were|been|has been))?\s*", before[last[0] :]))


def _only_stage_2(text: str) -> bool:
    stages = {stage_in(part) for part in re.split(r"[,;.?!\n]|\band\b", text)}
    return stages - {None} == {_SECOND}


def _received(mention: Mention, part: str, text: str, read: EventsInQuestion, stage: int | None) -> StartEvent:
    """Tell the receipt of a complaint from that of a request to escalate, or of the Ombudsman's request."""
    if EVIDENCE.search(text) and not any(m.happening is Happening.EVIDENCE_ASKED and m.day for m in read.mentions):
        return StartEvent.OMBUDSMAN_REQUEST
    if re.search(r"\bcomplain\w*", part, re.IGNORECASE) and not mention.stage:
        return StartEvent.RECEIPT
    escalated = any(m.happening is Happening.ESCALATED and m.day is None for m in _before(mention, read))
    return StartEvent.ESCALATION_REQUEST if (stage or 1) > 1 or escalated else StartEvent.RECEIPT


def _acknowledged(mention: Mention, read: EventsInQuestion, stage: int | None) -> StartEvent:
    """Return the acknowledgement or logging of the stage that the case had come to by then."""
    escalated = any(m.happening is Happening.ESCALATED and m.form == "told" for m in _before(mention, read))
    if stage == _SECOND or (stage is None and escalated):
        return StartEvent.STAGE_2_ACKNOWLEDGEMENT
    return StartEvent.LOGGED if mention.happening is Happening.LOGGED else StartEvent.ACKNOWLEDGEMENT


def _before(mention: Mention, read: EventsInQuestion) -> list[Mention]:
    return [each for each in read.mentions if not each.denied and each.end <= mention.start]


def _due(mention: Mention, read: EventsInQuestion, stage: int | None) -> StartEvent | None:
    """Return which day was due: a response's, or an acknowledgement's, which is then taken as its planned day."""
    of_acknowledgement = any(
        each.happening is Happening.ACKNOWLEDGED and each.form == "bare" and mention.start - each.end <= _LETTER_BETWEEN
        for each in _before(mention, read)
    )
    if not of_acknowledgement:
        return _response_due(stage)
    return StartEvent.STAGE_2_ACKNOWLEDGEMENT if stage == _SECOND else StartEvent.ACKNOWLEDGEMENT


def _response_due(stage: int | None) -> StartEvent | None:
    if stage == _THIRD:
        return None
    return StartEvent.STAGE_2_RESPONSE_DUE if stage == _SECOND else StartEvent.STAGE_1_RESPONSE_DUE


def _told(dated: Sequence[tuple[Mention, StartEvent]], today: date) -> tuple[EventTold, ...]:
    """Return the events with their days; "complaint 3 March" gives way to "received 4 March"."""
    said = {event for mention, event in dated if mention.form != "noun"}
    told = {}
    for mention, event in dated:
        reading = mention.reading
        if reading is None or (mention.form == "noun" and event in said):
            continue
        planned = reading.day > today or mention.planned or mention.happening is Happening.DUE
        told[event, reading.day] = EventTold(
            event=event,
            on=reading.day,
            other=reading.other,
            before=reading.before,
            remark=reading.remark,
            planned=planned and event not in _DUE_DAYS,
        )
    return tuple(told.values())


def _in_order(told: tuple[EventTold, ...]) -> tuple[EventTold, ...]:
    """Take "asked for on the 28th, acked on the 3rd" for days in that order, where each was read by itself."""
    ordered = []
    for one in told:
        later = [other.on for other in told if relation(one.event, other.event) == "earlier"]
        if later and one.before and one.on > min(later) >= one.before and min(later) - one.before <= _A_MONTH:
            remark = f"{spoken(one.before)} is taken for {START_NAMES[one.event]}, which comes first."
            one = one.model_copy(update={"on": one.before, "other": None, "before": None, "remark": remark})  # noqa: PLW2901 - the same event, on another day
        ordered.append(one)
    return tuple(ordered)


def _contradiction(told: Sequence[EventTold]) -> str | None:
    """Say which days cannot both be right: two for one event, or a later event before an earlier one."""
    for one in told:
        for other in told:
            if one.event is other.event and one.on < other.on:
                days = f"{spoken(one.on)} and {spoken(other.on)}"
                return (
                    f"The question gives two days for {START_NAMES[one.event]}: {days}. Ask again with the right one."
                )
            if relation(one.event, other.event) == "earlier" and one.on > other.on:
                return (
                    f"{spoken(other.on)}, {START_NAMES[other.event]}, lies before {spoken(one.on)}, "
                    f"{START_NAMES[one.event]}. Check the days."
                )
    return None


def _open_day(
    told: Sequence[EventTold], dated: Sequence[tuple[Mention, StartEvent]], read: EventsInQuestion
) -> str | None:
    """Say what the question leaves open about its days, where no event has one."""
    if read.either:
        first, second = read.either[0]
        return (
            f"The question leaves open which day it was, “{first.words}” or “{second.words}”. Ask again with one day."
        )
    if told:
        return None
    vague = [m.day.words for m, _ in dated if m.day and m.reading is None]
    if vague:
        return f"“{vague[0]}” is no one day to count from. Ask again with the day itself."
    days = ", ".join(f"“{day.words}”" for day in read.loose_days if day.told)
    if days:
        return f"It is not clear what happened on {days}. Ask again with the event: received, acknowledged, escalated …"
    return None
