"""By when: the time limits of each edition, what starts each clock, and the landlord's own where they are shorter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.clauses import Clause, find_clause
from knowledge.edition import Edition
from knowledge.extensions import EXTENSION_OF, RESPONSE_EXTENDED, Extension, extension
from knowledge.policies import Policy, PolicyTime, StartEvent, Step
from knowledge.working_days import BankHolidaysUnknown, add_working_days, bank_holidays, working_days_between


class StepNotInEdition(LookupError):
    """The edition sets no time limit for that step."""


class UnknownStep(ValueError):
    """The words name no step of the complaints process."""


class Timescale(BaseModel):
    """A time limit of the Code: so many working days after the event that starts the clock, by which clause."""

    model_config = ConfigDict(frozen=True)
    step: Step
    working_days: int
    start: StartEvent
    clause: str


class Deadline(BaseModel):
    """A due date and how it was counted.

    `due_on` is the date to keep: the landlord's own where the policy is shorter, never later than `latest_on`, the
    last day the Code allows. `clock` is the event that starts the Code's clock in this edition, which may be another
    than `start`, the one that `due_on` was counted from.
    """

    model_config = ConfigDict(frozen=True)
    step: Step
    edition: Edition
    start: StartEvent
    clock: StartEvent
    from_on: date
    working_days: int
    due_on: date
    latest_on: date
    clause: Clause
    policy_time: PolicyTime | None
    policy_exceeds_code: bool
    extension: Extension | None = None


def _timescales(*rows: tuple[Step, int, StartEvent, str]) -> dict[Step, Timescale]:
    return {step: Timescale(step=step, working_days=days, start=start, clause=id_) for step, days, start, id_ in rows}


# The "10 days" of an extension (2020 3.11, stage 1; 2022 5.1 and 5.13) and the "five days" of 2022 4.1 are read as
# working days: 2022 5.2 speaks of "20 working days" for the whole of stage 1, which is 10 and a further 10.
TIMESCALES: dict[Edition, dict[Step, Timescale]] = {
    Edition.CODE_2020: _timescales(
        (Step.STAGE_1_ACKNOWLEDGEMENT, 5, StartEvent.RECEIPT, "3.11"),
        (Step.STAGE_1_RESPONSE, 10, StartEvent.RECEIPT, "3.11"),
        (Step.STAGE_1_EXTENSION, 10, StartEvent.STAGE_1_RESPONSE_DUE, "3.11"),
        (Step.STAGE_2_RESPONSE, 20, StartEvent.ESCALATION_REQUEST, "3.11"),
        (Step.STAGE_2_EXTENSION, 10, StartEvent.STAGE_2_RESPONSE_DUE, "3.11"),
        (Step.STAGE_3_RESPONSE, 20, StartEvent.ESCALATION_REQUEST, "3.11"),
        (Step.OMBUDSMAN_EVIDENCE, 15, StartEvent.OMBUDSMAN_REQUEST, "3.20"),
    ),
    Edition.CODE_2022: _timescales(
        (Step.STAGE_1_ACKNOWLEDGEMENT, 5, StartEvent.RECEIPT, "4.1"),
        (Step.STAGE_1_RESPONSE, 10, StartEvent.LOGGED, "5.1"),
        (Step.STAGE_1_EXTENSION, 10, StartEvent.STAGE_1_RESPONSE_DUE, "5.1"),
        (Step.STAGE_2_RESPONSE, 20, StartEvent.ESCALATION_REQUEST, "5.13"),
        (Step.STAGE_2_EXTENSION, 10, StartEvent.STAGE_2_RESPONSE_DUE, "5.13"),
        (Step.STAGE_3_RESPONSE, 20, StartEvent.ESCALATION_REQUEST, "5.18"),
    ),
    Edition.CODE_2024: _timescales(
        (Step.STAGE_1_ACKNOWLEDGEMENT, 5, StartEvent.RECEIPT, "6.2"),
        (Step.STAGE_1_RESPONSE, 10, StartEvent.ACKNOWLEDGEMENT, "6.3"),
        (Step.STAGE_1_EXTENSION, 10, StartEvent.STAGE_1_RESPONSE_DUE, "6.4"),
        (Step.STAGE_2_ACKNOWLEDGEMENT, 5, StartEvent.ESCALATION_REQUEST, "6.11"),
        (Step.STAGE_2_RESPONSE, 20, StartEvent.STAGE_2_ACKNOWLEDGEMENT, "6.14"),
        (Step.STAGE_2_EXTENSION, 20, StartEvent.STAGE_2_RESPONSE_DUE, "6.15"),
    ),
}

STEP_NAMES: dict[Step, str] = {
    Step.STAGE_1_ACKNOWLEDGEMENT: "stage 1 acknowledgement",
    Step.STAGE_1_RESPONSE: "stage 1 response",
    Step.STAGE_1_EXTENSION: "stage 1 response with the full extension",
    Step.STAGE_2_ACKNOWLEDGEMENT: "stage 2 acknowledgement",
    Step.STAGE_2_RESPONSE: "stage 2 response",
    Step.STAGE_2_EXTENSION: "stage 2 response with the full extension",
    Step.STAGE_3_RESPONSE: "stage 3 response",
    Step.OMBUDSMAN_EVIDENCE: "evidence to the Ombudsman",
}

START_NAMES: dict[StartEvent, str] = {
    StartEvent.RECEIPT: "the day the complaint was received",
    StartEvent.LOGGED: "the day the complaint was logged",
    StartEvent.ACKNOWLEDGEMENT: "the day the complaint was acknowledged at stage 1",
    StartEvent.STAGE_1_RESPONSE_DUE: "the day the stage 1 response was due",
    StartEvent.ESCALATION_REQUEST: "the day the request to escalate was received",
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: "the day the escalation was acknowledged at stage 2",
    StartEvent.STAGE_2_RESPONSE_DUE: "the day the stage 2 response was due",
    StartEvent.OMBUDSMAN_REQUEST: "the day of the Ombudsman's request",
}

# The step that must come first where the Code's clock starts later than the event we were told of.
_STEP_THAT_SETS: dict[StartEvent, Step] = {
    StartEvent.ACKNOWLEDGEMENT: Step.STAGE_1_ACKNOWLEDGEMENT,
    StartEvent.LOGGED: Step.STAGE_1_ACKNOWLEDGEMENT,
    StartEvent.STAGE_1_RESPONSE_DUE: Step.STAGE_1_RESPONSE,
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: Step.STAGE_2_ACKNOWLEDGEMENT,
    StartEvent.STAGE_2_RESPONSE_DUE: Step.STAGE_2_RESPONSE,
}
# The events of a stage in their order. Logging and acknowledging are one step in every edition (2020 Code 3.11, 2022
# Code 4.1, 2024 Code 6.2), so neither comes before the other.
_ORDER: tuple[dict[StartEvent, int], ...] = (
    {
        StartEvent.RECEIPT: 0,
        StartEvent.LOGGED: 1,
        StartEvent.ACKNOWLEDGEMENT: 1,
        StartEvent.STAGE_1_RESPONSE_DUE: 2,
    },
    {
        StartEvent.ESCALATION_REQUEST: 0,
        StartEvent.STAGE_2_ACKNOWLEDGEMENT: 1,
        StartEvent.STAGE_2_RESPONSE_DUE: 2,
    },
    {StartEvent.OMBUDSMAN_REQUEST: 0},
)
_DUE_DAYS = {StartEvent.STAGE_1_RESPONSE_DUE, StartEvent.STAGE_2_RESPONSE_DUE}
Relation = Literal["same", "beside", "earlier", "later", "apart"]


def step_named(name: str) -> Step:
    """Return the step that `name` names: "stage_1_response", "stage 1 response", "S1-response".

    Raises
    ------
    UnknownStep : if it names none.
    """
    words = name.strip().casefold().replace("-", " ").replace("_", " ").split()
    spelt = "_".join(words).replace("stage1", "stage_1").replace("stage2", "stage_2").replace("stage3", "stage_3")
    for short, stage in (("s1_", "stage_1_"), ("s2_", "stage_2_"), ("s3_", "stage_3_")):
        spelt = stage + spelt.removeprefix(short) if spelt.startswith(short) else spelt
    try:
        return Step(spelt)
    except ValueError:
        known = ", ".join(step.value for step in Step)
        raise UnknownStep(f"There is no step {name.strip()[:60]!r} (there are: {known}).") from None


def timescale_for(step: Step, edition: Edition) -> Timescale:
    """Return the Code's own time limit for `step`.

    Raises
    ------
    StepNotInEdition : if the edition sets none (the 2024 Code has no stage 3).
    """
    try:
        return TIMESCALES[edition][step]
    except KeyError:
        known = ", ".join(TIMESCALES[edition])
        raise StepNotInEdition(
            f"The {edition.code} sets no time limit for {step.value} (it sets one for: {known})."
        ) from None


def relation(told: StartEvent, clock: StartEvent) -> Relation:
    """Return how the event told of lies to the one that starts the clock; "apart" if they are of different stages."""
    if told is clock:
        return "same"
    order = next((events for events in _ORDER if told in events and clock in events), None)
    if order is None:
        return "apart"
    if order[told] == order[clock]:
        return "beside"
    return "earlier" if order[told] < order[clock] else "later"


def days_allowed(step: Step, start: StartEvent, edition: Edition) -> int:
    """Return the working days the Code allows for `step`, counted from `start`, an event at or before its own.

    The time for the steps between is included: the sum is the last compliant day, however the clock runs.
    """
    timescale = timescale_for(step, edition)
    first = _STEP_THAT_SETS.get(timescale.start)
    if first is None or relation(start, timescale.start) != "earlier":
        return timescale.working_days
    return timescale.working_days + days_allowed(first, start, edition)


def deadline(
    step: Step, from_on: date, edition: Edition, policy: Policy | None = None, told_of: StartEvent | None = None
) -> Deadline:
    """Return when `step` is due, counted in working days from `from_on`.

    Parameters
    ----------
    from_on : the day of the event that starts the clock.
    told_of : that event, where it is known to be an earlier one than the Code's own ("received on" for a response that
        counts from the acknowledgement): the time for the steps between is then added, so the date is the last the
        Code allows. By default the policy's own starting event where it sets a time for the step, else the Code's.

    Raises
    ------
    StepNotInEdition : if the edition sets no time limit for the step.
    BankHolidaysUnknown : if the count leaves the years whose bank holidays are known.
    """
    timescale = timescale_for(step, edition)
    own = policy.time_for(step) if policy else None
    start = told_of or (own.start if own else timescale.start)
    return _counted(timescale, edition, start, from_on, own if own and own.start is start else None, policy)


def deadline_in_case(
    step: Step, events: Mapping[StartEvent, date], edition: Edition, policy: Policy | None = None
) -> Deadline | None:
    """Return when `step` is due in a case whose `events` are known, or None if it does not follow from them.

    The Code's date is counted from its own starting event, else from one beside it, else from the nearest earlier one;
    the landlord's from the event its policy names, where that is known too.

    Raises
    ------
    StepNotInEdition, BankHolidaysUnknown : as for `deadline`.
    """
    timescale = timescale_for(step, edition)
    if (response := RESPONSE_EXTENDED.get(step)) and timescale.start not in events:
        return _extended(step, deadline_in_case(response, events, edition, policy), edition)
    usable = [event for event in events if relation(event, timescale.start) in {"same", "beside", "earlier"}]
    if not usable:
        return None
    fit: list[Relation] = ["same", "beside", "earlier"]
    start = min(usable, key=lambda each: (fit.index(relation(each, timescale.start)), -_position(each)))
    own = policy.time_for(step) if policy else None
    due = _counted(timescale, edition, start, events[start], own if own and own.start is start else None, policy)
    if own is None or own.start is start or own.start not in events:
        return due
    theirs = _counted(timescale, edition, own.start, events[own.start], own, policy)
    if theirs.policy_exceeds_code or theirs.due_on > due.latest_on:
        return due
    more = _extension(step, edition, theirs.due_on, due.latest_on, policy)
    return theirs.model_copy(update={"latest_on": due.latest_on, "extension": more})


def _position(event: StartEvent) -> int:
    return next(events[event] for events in _ORDER if event in events)


def _counted(
    timescale: Timescale,
    edition: Edition,
    start: StartEvent,
    from_on: date,
    own: PolicyTime | None,
    policy: Policy | None,
) -> Deadline:
    """Count from `start`; `own` is the policy's time where it counts from the same event."""
    allowed = days_allowed(timescale.step, start, edition)
    latest_on = add_working_days(from_on, allowed, bank_holidays())
    own_due_on = add_working_days(from_on, own.working_days, bank_holidays()) if own else latest_on
    exceeds = own_due_on > latest_on
    due_on = min(own_due_on, latest_on)
    return Deadline(
        step=timescale.step,
        edition=edition,
        start=start,
        clock=timescale.start,
        from_on=from_on,
        working_days=own.working_days if own and not exceeds else allowed,
        due_on=due_on,
        latest_on=latest_on,
        clause=find_clause(edition, timescale.clause),
        policy_time=own,
        policy_exceeds_code=exceeds,
        extension=_extension(timescale.step, edition, due_on, latest_on, policy),
    )


def _extension(step: Step, edition: Edition, due_on: date, latest_on: date, policy: Policy | None) -> Extension | None:
    """Return what may follow a response that is due: counted on from the landlord's own day and from the Code's."""
    if step in RESPONSE_EXTENDED:
        return extension(step, edition, timescale_for(step, edition).working_days, due_on, latest_on)
    if step not in EXTENSION_OF:
        return extension(step, edition, None, None, None)
    allowed = timescale_for(EXTENSION_OF[step], edition).working_days
    own = policy.time_for(EXTENSION_OF[step]) if policy else None
    days = min(allowed, own.working_days) if own and own.start in _DUE_DAYS else allowed
    try:
        extended_on = add_working_days(due_on, days, bank_holidays())
        return extension(step, edition, allowed, extended_on, add_working_days(latest_on, allowed, bank_holidays()))
    except BankHolidaysUnknown:
        return extension(step, edition, allowed, None, None)


def _extended(step: Step, response: Deadline | None, edition: Edition) -> Deadline | None:
    """Return the extended response's own due date, counted on from the event that the response counts from."""
    more = response.extension if response else None
    if response is None or more is None:
        return None
    if more.due_on is None or more.latest_on is None:
        raise BankHolidaysUnknown("The full extension reaches beyond the years whose bank holidays are known.")
    timescale = timescale_for(step, edition)
    return response.model_copy(
        update={
            "step": step,
            "clock": timescale.start,
            "working_days": working_days_between(response.from_on, more.due_on, bank_holidays()),
            "due_on": more.due_on,
            "latest_on": more.latest_on,
            "clause": find_clause(edition, timescale.clause),
        }
    )
