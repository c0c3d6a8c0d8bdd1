"""By when: the time limits of each edition, what starts each clock, and the landlord's own where they are shorter."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.clauses import Clause, find_clause
from knowledge.edition import Edition
from knowledge.policies import Policy, PolicyTime, StartEvent, Step
from knowledge.working_days import add_working_days, bank_holidays


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
    last day the Code allows, counted from the same event.
    """

    model_config = ConfigDict(frozen=True)
    step: Step
    edition: Edition
    start: StartEvent
    from_on: date
    working_days: int
    due_on: date
    latest_on: date
    clause: Clause
    policy_time: PolicyTime | None
    policy_exceeds_code: bool


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

# The step that must come first where the Code's clock starts later than the policy's.
_STEP_THAT_SETS: dict[StartEvent, Step] = {
    StartEvent.ACKNOWLEDGEMENT: Step.STAGE_1_ACKNOWLEDGEMENT,
    StartEvent.LOGGED: Step.STAGE_1_ACKNOWLEDGEMENT,
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: Step.STAGE_2_ACKNOWLEDGEMENT,
}


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


def _step_between(timescale: Timescale, start: StartEvent, edition: Edition) -> Timescale | None:
    """Return the step that must come first where the Code's clock starts at a later event than `start`."""
    if timescale.start is start or timescale.start not in _STEP_THAT_SETS:
        return None
    return TIMESCALES[edition][_STEP_THAT_SETS[timescale.start]]


def _latest_from(timescale: Timescale, start: StartEvent, from_on: date, edition: Edition) -> date:
    """Return the last day the Code allows, counted from `start`, an event at or before the Code's own."""
    if first := _step_between(timescale, start, edition):
        from_on = add_working_days(from_on, first.working_days, bank_holidays())
    return add_working_days(from_on, timescale.working_days, bank_holidays())


def _count(timescale: Timescale, start: StartEvent, edition: Edition) -> int:
    """Return the working days from `start` to the Code's latest date, the earlier step's own days included."""
    first = _step_between(timescale, start, edition)
    return timescale.working_days + (first.working_days if first else 0)


def days_allowed(step: Step, start: StartEvent, edition: Edition) -> int:
    """Return the working days the Code allows for `step`, counted from `start`, an event at or before its own."""
    return _count(timescale_for(step, edition), start, edition)


def deadline(
    step: Step, from_on: date, edition: Edition, policy: Policy | None = None, told_of: StartEvent | None = None
) -> Deadline:
    """Return when `step` is due, counted in working days from `from_on`.

    Parameters
    ----------
    from_on : the day of the event that starts the clock.
    told_of : that event, where it is known to be an earlier one than the Code's own ("received on" for a response that
        counts from the acknowledgement): the time for the step between is then added, so the date is the last the
        Code allows. By default the policy's own starting event where it sets a time for the step, else the Code's.

    Raises
    ------
    StepNotInEdition : if the edition sets no time limit for the step.
    BankHolidaysUnknown : if the count leaves the years whose bank holidays are known.
    """
    timescale = timescale_for(step, edition)
    own = policy.time_for(step) if policy else None
    start = told_of or (own.start if own else timescale.start)
    if own and own.start is not start:
        own = None  # The policy counts from another event than the one we were told of.
    latest_on = _latest_from(timescale, start, from_on, edition)
    own_due_on = add_working_days(from_on, own.working_days, bank_holidays()) if own else latest_on
    exceeds = own_due_on > latest_on
    return Deadline(
        step=step,
        edition=edition,
        start=start,
        from_on=from_on,
        working_days=own.working_days if own and not exceeds else _count(timescale, start, edition),
        due_on=min(own_due_on, latest_on),
        latest_on=latest_on,
        clause=find_clause(edition, timescale.clause),
        policy_time=own,
        policy_exceeds_code=exceeds,
    )
