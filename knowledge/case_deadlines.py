"""The due date a question about a case asks for, and in words whatever its answer leaves open.

Ambiguity is named, not guessed: where the Code's clock starts at another event than the one told, both dates are said;
where no date follows, what is missing is asked for.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from knowledge.case_days import spoken
from knowledge.case_question import Asked, CaseAsked
from knowledge.case_told import EventTold
from knowledge.deadlines import (
    START_NAMES,
    STEP_NAMES,
    TIMESCALES,
    Deadline,
    Timescale,
    deadline,
    deadline_in_case,
    relation,
    timescale_for,
)
from knowledge.edition import Edition
from knowledge.extensions import RESPONSE_EXTENDED
from knowledge.policies import Policy, StartEvent, Step
from knowledge.working_days import BankHolidaysUnknown, bank_holidays, working_days_between

_STEPS: dict[tuple[Asked, int], Step] = {
    (Asked.ACKNOWLEDGEMENT, 1): Step.STAGE_1_ACKNOWLEDGEMENT,
    (Asked.RESPONSE, 1): Step.STAGE_1_RESPONSE,
    (Asked.EXTENSION, 1): Step.STAGE_1_EXTENSION,
    (Asked.ACKNOWLEDGEMENT, 2): Step.STAGE_2_ACKNOWLEDGEMENT,
    (Asked.RESPONSE, 2): Step.STAGE_2_RESPONSE,
    (Asked.EXTENSION, 2): Step.STAGE_2_EXTENSION,
}
_DUE = {1: StartEvent.STAGE_1_RESPONSE_DUE, 2: StartEvent.STAGE_2_RESPONSE_DUE}
# The acknowledgement that a clock counts from, and the step and the event that set its own last day.
_ACKNOWLEDGED = {
    StartEvent.ACKNOWLEDGEMENT: (Step.STAGE_1_ACKNOWLEDGEMENT, StartEvent.RECEIPT),
    StartEvent.LOGGED: (Step.STAGE_1_ACKNOWLEDGEMENT, StartEvent.RECEIPT),
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: (Step.STAGE_2_ACKNOWLEDGEMENT, StartEvent.ESCALATION_REQUEST),
}
_DONE = {
    StartEvent.ACKNOWLEDGEMENT: "Acknowledged",
    StartEvent.LOGGED: "Logged",
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: "Acknowledged",
    StartEvent.RECEIPT: "Received",
    StartEvent.ESCALATION_REQUEST: "Asked for",
}
# The event of stage 2 that the same words ("acked", "due") may mean where no stage is told.
_AT_STAGE_2 = {
    StartEvent.ACKNOWLEDGEMENT: StartEvent.STAGE_2_ACKNOWLEDGEMENT,
    StartEvent.STAGE_1_RESPONSE_DUE: StartEvent.STAGE_2_RESPONSE_DUE,
}

_SAME_AT_STAGE_2 = {Step.STAGE_1_RESPONSE: Step.STAGE_2_RESPONSE, Step.STAGE_1_EXTENSION: Step.STAGE_2_EXTENSION}


class DueDates(BaseModel):
    """What a question about a case gets: the due date, other dates that go with it, and what is not plain, in words."""

    model_config = ConfigDict(frozen=True)
    step: Step
    deadline: Deadline | None
    also: tuple[Deadline, ...] = ()
    notes: tuple[str, ...] = ()


def due_dates(case: CaseAsked, edition: Edition, policy: Policy | None = None) -> DueDates:
    """Return the due date that `case` asks for under `edition`, or why there is none."""
    step = step_of(case, edition)
    if step not in TIMESCALES[edition]:
        return _no_limit(case, step, edition, policy)
    if case.unclear:
        return DueDates(step=step, deadline=None, notes=(case.unclear,))
    events = {each.event: each.on for each in case.events}
    try:
        due = deadline_in_case(step, events, edition, policy)
        if due is None:
            return DueDates(step=step, deadline=None, notes=(_missing(case, step, edition),))
        also = _also(case, step, edition, policy)
        notes = [
            *_of_the_days(case, due, edition, policy),
            *(note for each in (due, *also) for note in _of_the_clock(each, case)),
            *_of_lateness(case, due),
            *_of_the_stage(case, also),
        ]
        return DueDates(step=step, deadline=due, also=also, notes=tuple(dict.fromkeys(notes)))
    except BankHolidaysUnknown as error:
        return DueDates(step=step, deadline=None, notes=(str(error),))


def step_of(case: CaseAsked, edition: Edition) -> Step:
    """Return the step the question wants the day of; for "when is it due?" the one that comes next."""
    if case.asked is Asked.EVIDENCE:
        return Step.OMBUDSMAN_EVIDENCE
    if case.stage > max(_DUE):
        return Step.STAGE_3_RESPONSE
    if case.asked is not Asked.NEXT:
        return _STEPS[case.asked, case.stage]
    told = {each.event for each in case.events}
    return _STEPS[Asked.EXTENSION if told and told <= set(_DUE.values()) else Asked.RESPONSE, case.stage]


def _no_limit(case: CaseAsked, step: Step, edition: Edition, policy: Policy | None) -> DueDates:
    """Say that the edition sets no time for the step, and give the stage 2 response where that is what it does set."""
    note = f"The {edition.code} sets no time limit for the {STEP_NAMES[step]}."
    if step is Step.OMBUDSMAN_EVIDENCE:
        note += " The Ombudsman's own request sets the day."
    if step is not Step.STAGE_2_ACKNOWLEDGEMENT or case.unclear:
        return DueDates(step=step, deadline=None, notes=(note,))
    response = due_dates(case.model_copy(update={"asked": Asked.RESPONSE}), edition, policy)
    also = (response.deadline,) if response.deadline else ()
    return DueDates(step=step, deadline=None, also=also, notes=(note, *response.notes))


def _clock(step: Step, edition: Edition, case: CaseAsked) -> Timescale:
    """Return the time limit whose clock the answer turns on: that of the response, where its extension is asked for."""
    timescale = timescale_for(step, edition)
    if step in RESPONSE_EXTENDED and case.told(timescale.start) is None:
        return timescale_for(RESPONSE_EXTENDED[step], edition)
    return timescale


def _missing(case: CaseAsked, step: Step, edition: Edition) -> str:
    """Say which event the count needs, and what would follow if it fell on the day of a later one that is told."""
    timescale = timescale_for(step, edition)
    clock = _clock(step, edition, case)
    needed = dict.fromkeys([timescale.start, clock.start])
    if clock.start in _ACKNOWLEDGED:
        needed[_ACKNOWLEDGED[clock.start][1]] = None
    *others, last = [START_NAMES[event] for event in needed]
    asks = f"Ask again with {', '.join(others)}{' or ' if others else ''}{last}."
    given = " and ".join(START_NAMES[each.event] for each in case.events)
    later = [each for each in case.events if relation(each.event, clock.start) == "later"]
    if not later:
        return f"{_runs(timescale, edition)}{f'; you gave {given}' if given else ''}. {asks}"
    told = min(later, key=lambda each: each.on)
    same_day = deadline(step, told.on, edition, told_of=clock.start)
    return (
        f"{_runs(clock, edition)}; you gave {given}. {_DONE.get(clock.start, 'Begun')} that same day, it is due "
        f"{spoken(same_day.due_on)}; if earlier, it is due earlier. {asks}"
    )


def _runs(timescale: Timescale, edition: Edition) -> str:
    return (
        f"{edition.code} {timescale.clause}: the {timescale.working_days} working days run from "
        f"{START_NAMES[timescale.start]}"
    )


def _also(case: CaseAsked, step: Step, edition: Edition, policy: Policy | None) -> tuple[Deadline, ...]:
    """Return the acknowledgement still to come, the other step asked for too, or the same step at the other stage."""
    events = {each.event: each.on for each in case.events}
    acknowledge = _STEPS.get((Asked.ACKNOWLEDGEMENT, case.stage))
    beside = {acknowledge: _STEPS.get((Asked.RESPONSE, case.stage))}.get(step, acknowledge)
    done = any(event in events and each is acknowledge for event, (each, _) in _ACKNOWLEDGED.items())
    if beside in TIMESCALES[edition] and beside and (case.asks_for_both or (case.asked is Asked.NEXT and not done)):
        due = deadline_in_case(beside, events, edition, policy)
        return (due,) if due else ()
    other = _SAME_AT_STAGE_2.get(step)
    if case.stage_told or other is None:
        return ()
    at_stage_2 = {_AT_STAGE_2[event]: on for event, on in events.items() if event in _AT_STAGE_2}
    due = deadline_in_case(other, at_stage_2, edition, policy)
    mine = deadline_in_case(step, events, edition, policy)
    return (due,) if due and mine and due.due_on != mine.due_on else ()


def _of_the_days(case: CaseAsked, due: Deadline, edition: Edition, policy: Policy | None) -> list[str]:
    """Say how the words for the days were read, and what would be due on the other reading."""
    notes = []
    for each in case.events:
        if each.remark:
            notes.append(each.remark + _otherwise(case, each, due, edition, policy))
        if each.planned and each.on == due.from_on:
            happened = START_NAMES[each.event].removeprefix("the day ")
            notes.append(f"Counted as if {happened} on {spoken(each.on)}; for another day, count again.")
    return notes


def _otherwise(case: CaseAsked, told: EventTold, due: Deadline, edition: Edition, policy: Policy | None) -> str:
    if told.other is None or told.event is not due.start:
        return ""
    events = {each.event: each.on for each in case.events} | {told.event: told.other}
    then = deadline_in_case(due.step, events, edition, policy)
    return f" It is then due {spoken(then.due_on)}." if then else ""


def _of_the_clock(due: Deadline, case: CaseAsked) -> list[str]:
    """Say so where the Code's clock starts at another event than the one the count had to start at."""
    timescale = _clock(due.step, due.edition, case)
    clock = timescale.start
    by_policy = due.policy_time is not None and not due.policy_exceeds_code
    if due.start is clock or by_policy or case.told(clock):
        return []
    runs = f"{_runs(timescale, due.edition)}; you gave {START_NAMES[due.start]}."
    same_day = deadline(due.step, due.from_on, due.edition, told_of=clock)
    done = _DONE[clock]
    step, first = _ACKNOWLEDGED[clock]
    if relation(due.start, clock) == "beside":
        note = f"{runs} {done} the same day, it is due {spoken(same_day.due_on)}; on another day, count from that day."
        if before := case.told(first):
            last = deadline(due.step, before.on, due.edition, told_of=first)
            note += f" At the latest it is due {spoken(last.latest_on)}: {done.lower()} on the last day allowed."
        return [note]
    last = deadline(step, due.from_on, due.edition, told_of=due.start)
    return [
        f"{runs} {done} the same day, it is due {spoken(same_day.latest_on)}; {done.lower()} on the last day allowed, "
        f"{spoken(last.latest_on)}, it is due {spoken(due.latest_on)}."
    ]


def _of_lateness(case: CaseAsked, due: Deadline) -> list[str]:
    """Keep both dates where the acknowledgement that the Code's clock counts from was late itself."""
    clock = _clock(due.step, due.edition, case).start
    step, first = _ACKNOWLEDGED.get(clock, (None, None))
    done, before = case.told(clock), case.told(first) if first else None
    if step is None or first is None or done is None or before is None:
        return []
    allowed = deadline(step, before.on, due.edition, told_of=first)
    late = working_days_between(allowed.latest_on, done.on, bank_holidays())
    if not late:
        return []
    last = deadline(due.step, before.on, due.edition, told_of=first)
    days = f"{late} working day{'s' if late > 1 else ''}"
    return [
        f"The {STEP_NAMES[step]} was {days} late: its last day was {spoken(allowed.latest_on)} "
        f"({allowed.clause.reference}). Counted from it, it is due {spoken(due.latest_on)}; had it been in "
        f"time, the last day would be {spoken(last.latest_on)}. The {due.edition.code} does not say which holds: keep "
        f"to {spoken(min(due.due_on, last.latest_on))} if you can."
    ]


def _of_the_stage(case: CaseAsked, also: tuple[Deadline, ...]) -> list[str]:
    if case.stage_told or not also:
        return []
    other = also[0]
    return [
        "The question does not say which stage: this is counted for stage 1. At stage 2 it is due "
        f"{spoken(other.due_on)} ({other.clause.reference})."
    ]
