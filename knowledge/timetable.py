"""The whole timetable of one case: every step of an edition's process, from the events that are known.

A step whose clock has not started is given as the last compliant date where that follows from the events known, and
else as not yet counted. Where an acknowledgement came late both dates are kept: the one counted from it, and the last
day there would have been, for no edition says which of them holds.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.case_days import spoken
from knowledge.clauses import Clause, find_clause
from knowledge.deadlines import (
    START_NAMES,
    STEP_NAMES,
    TIMESCALES,
    Deadline,
    deadline_in_case,
    relation,
    timescale_for,
)
from knowledge.edition import Edition
from knowledge.extensions import RESPONSE_EXTENDED
from knowledge.policies import Policy, StartEvent, Step
from knowledge.working_days import bank_holidays, working_days_between

State = Literal["counted", "last compliant", "not yet"]
_STEPS = (
    Step.STAGE_1_ACKNOWLEDGEMENT,
    Step.STAGE_1_RESPONSE,
    Step.STAGE_1_EXTENSION,
    Step.STAGE_2_ACKNOWLEDGEMENT,
    Step.STAGE_2_RESPONSE,
    Step.STAGE_2_EXTENSION,
    Step.STAGE_3_RESPONSE,
)

_FIRST_OF_STAGE = {StartEvent.RECEIPT, StartEvent.ESCALATION_REQUEST}


class EventsOutOfOrder(ValueError):
    """The events cannot have happened in that order, or there are none."""


class CaseEvents(BaseModel):
    """What is known of a case so far."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    received_on: date | None = None
    acknowledged_on: date | None = None
    logged_on: date | None = None
    responded_on: date | None = Field(default=None, description="the day of the stage 1 response")
    escalated_on: date | None = Field(default=None, description="the day the request for stage 2 was received")
    stage_2_acknowledged_on: date | None = None

    @property
    def starts(self) -> dict[StartEvent, date]:
        """The events that a clock may start at, with their days."""
        days = {
            StartEvent.RECEIPT: self.received_on,
            StartEvent.LOGGED: self.logged_on,
            StartEvent.ACKNOWLEDGEMENT: self.acknowledged_on,
            StartEvent.ESCALATION_REQUEST: self.escalated_on,
            StartEvent.STAGE_2_ACKNOWLEDGEMENT: self.stage_2_acknowledged_on,
        }
        return {event: day for event, day in days.items() if day is not None}

    def done(self, step: Step) -> date | None:
        """Return the day the step was taken, if it was; the first is taken once acknowledged and, if known, logged."""
        acknowledged_on, logged_on = self.acknowledged_on, self.logged_on
        return {
            Step.STAGE_1_ACKNOWLEDGEMENT: acknowledged_on and max(acknowledged_on, logged_on or acknowledged_on),
            Step.STAGE_1_RESPONSE: self.responded_on,
            Step.STAGE_1_EXTENSION: self.responded_on,
            Step.STAGE_2_ACKNOWLEDGEMENT: self.stage_2_acknowledged_on,
        }.get(step)


class TimetableRow(BaseModel):
    """One step: when it is due, from what, and what has become of it."""

    model_config = ConfigDict(frozen=True)
    step: Step
    clause: Clause
    state: State
    clock: StartEvent
    """The event that starts the Code's clock for the step; an extension's is that of the response it extends."""
    deadline: Deadline | None
    """None where the step does not follow from the events known."""
    last_if_in_time_on: date | None
    """Where the acknowledgement that the clock counts from was late: the last day, had it been in time."""
    done_on: date | None
    days_late: int
    """Working days from the due date to the day the step was taken; 0 if it was in time, or is not taken yet."""

    @property
    def due_on(self) -> date | None:
        return self.deadline.due_on if self.deadline else None


class Timetable(BaseModel):
    """The steps of a case in their order, under one edition and at most one landlord's policy."""

    model_config = ConfigDict(frozen=True)
    edition: Edition
    policy: str | None
    events: CaseEvents
    rows: tuple[TimetableRow, ...]
    notes: tuple[str, ...]


def timetable(events: CaseEvents, edition: Edition, policy: Policy | None = None) -> Timetable:
    """Return every step of the process under `edition`, as far as it follows from `events`.

    Raises
    ------
    EventsOutOfOrder : if no event is known, or one lies before another that must come first.
    BankHolidaysUnknown : if a count leaves the years whose bank holidays are known.
    """
    _check_order(events)
    rows = tuple(_row(step, events, edition, policy) for step in _STEPS if step in TIMESCALES[edition])
    return Timetable(
        edition=edition,
        policy=policy.name if policy else None,
        events=events,
        rows=rows,
        notes=_notes(rows, edition),
    )


def _check_order(events: CaseEvents) -> None:
    if not events.starts:
        raise EventsOutOfOrder("Give at least one day: when the complaint was received, acknowledged or escalated.")
    order = (
        ("received", events.received_on, "acknowledged", events.acknowledged_on),
        ("received", events.received_on, "logged", events.logged_on),
        ("received", events.received_on, "answered", events.responded_on),
        ("received", events.received_on, "escalated", events.escalated_on),
        ("acknowledged", events.acknowledged_on, "answered", events.responded_on),
        ("escalated", events.escalated_on, "acknowledged at stage 2", events.stage_2_acknowledged_on),
    )
    for first, first_on, second, second_on in order:
        if first_on and second_on and second_on < first_on:
            raise EventsOutOfOrder(
                f"It cannot have been {second} on {second_on.isoformat()}, before it was {first} on "
                f"{first_on.isoformat()}. Check the days."
            )


def _row(step: Step, events: CaseEvents, edition: Edition, policy: Policy | None) -> TimetableRow:
    # Stage 3 has a request of its own, which comes after stage 2.
    starts = {} if step is Step.STAGE_3_RESPONSE else events.starts
    clock = timescale_for(RESPONSE_EXTENDED.get(step, step), edition).start
    due = deadline_in_case(step, starts, edition, policy)
    done_on = events.done(step)
    return TimetableRow(
        step=step,
        clause=find_clause(edition, timescale_for(step, edition).clause),
        state=_state(due, clock),
        clock=clock,
        deadline=due,
        last_if_in_time_on=_last_if_in_time(step, due, starts, edition),
        done_on=done_on,
        days_late=working_days_between(due.due_on, done_on, bank_holidays()) if due and done_on else 0,
    )


def _state(due: Deadline | None, clock: StartEvent) -> State:
    if due is None:
        return "not yet"
    by_policy = due.policy_time is not None and not due.policy_exceeds_code
    started = by_policy or relation(due.start, clock) in {"same", "beside"}
    return "counted" if started else "last compliant"


def _last_if_in_time(step: Step, due: Deadline | None, starts: dict[StartEvent, date], edition: Edition) -> date | None:
    first = {event: day for event, day in starts.items() if event in _FIRST_OF_STAGE}
    in_time = deadline_in_case(step, first, edition)
    return in_time.latest_on if due and in_time and in_time.latest_on < due.latest_on else None


def _notes(rows: tuple[TimetableRow, ...], edition: Edition) -> tuple[str, ...]:
    """Say what the Code leaves open: what a late acknowledgement does, and what was taken for the starting event."""
    notes = []
    for row in rows:
        if row.deadline is None or row.step in RESPONSE_EXTENDED:
            continue
        if row.last_if_in_time_on:
            notes.append(
                f"The acknowledgement was late, and the {edition.code} does not say what that does to the "
                f"{STEP_NAMES[row.step]}: counted from it, it is due {spoken(row.deadline.latest_on)}; had it been in "
                f"time, {spoken(row.last_if_in_time_on)} would be the last day. Keep to that if you can."
            )
        if relation(row.deadline.start, row.clock) == "beside":
            notes.append(
                f"{edition.code}: the {STEP_NAMES[row.step]} counts from {START_NAMES[row.clock]}. That day is not "
                f"given, so {START_NAMES[row.deadline.start]} is taken for it."
            )
    return tuple(notes)
