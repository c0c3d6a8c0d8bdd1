"""What has to happen next, and by when, for a message with a given label."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.decisions import Decision, Status
from classifier.labels import POSSIBLE_GROUND, Label
from knowledge.deadlines import Deadline, deadline
from knowledge.edition import Edition
from knowledge.grounds import CODE_GROUNDS, GROUND_NAMES, Ground
from knowledge.policies import Policy, StartEvent, Step
from knowledge.working_days import BankHolidaysUnknown

AWAABS_LAW_FROM = date(2025, 10, 27)  # Source: SI 2025/1042, in force for social landlords in England on that day.


class NextStep(BaseModel):
    """One thing to do, with its last day and the clause it rests on, where it has one."""

    model_config = ConfigDict(frozen=True)
    what: str
    due_on: date | None = None
    clause: str | None = None
    urgent: bool = False


def next_steps(
    decision: Decision, label: Label | None, policy: Policy | None, status: Status = "proposed"
) -> tuple[NextStep, ...]:
    """Return the steps for `label` (the one a person decided, or else the proposal), the most urgent first."""
    steps = _danger(decision) + (_doubt(decision) if status == "proposed" else [])
    if label is Label.COMPLAINT:
        steps += _complaint(decision, policy)
    elif label is Label.SERVICE_REQUEST:
        steps += _service_request(decision)
    elif label is Label.EXCLUDED:
        steps += _excluded(decision, policy, status)
    return tuple(steps + _signals(decision, label))


def _danger(decision: Decision) -> list[NextStep]:
    if "danger" not in decision.prediction.signals:
        return []
    what = "Possible danger: pass it on now."
    if decision.message.received_on >= AWAABS_LAW_FROM:
        what += " An emergency hazard must be made safe within 24 hours, weekends included (Awaab's Law)."
    return [NextStep(what=what, urgent=True)]


def _doubt(decision: Decision) -> list[NextStep]:
    """Say that doubt goes to the resident, where the proposal is unsure whether to accept a complaint."""
    prediction = decision.prediction
    if not prediction.needs_person or prediction.label is not Label.EXCLUDED:
        return []
    accept = {
        Edition.CODE_2020: "2020 Code 1.4",
        Edition.CODE_2022: "2022 Code 1.7",
        Edition.CODE_2024: "2024 Code 2.1",
    }
    what = "In doubt it is a complaint: it is accepted unless the ground is plain"
    return [NextStep(what=what, clause=accept[decision.edition])]


def _complaint(decision: Decision, policy: Policy | None) -> list[NextStep]:
    try:
        return _complaint_by_when(decision, policy)
    except BankHolidaysUnknown as error:
        return [NextStep(what=f"Acknowledge and log it at stage 1. {error}")]


def _complaint_by_when(decision: Decision, policy: Policy | None) -> list[NextStep]:
    received_on, edition = decision.message.received_on, decision.edition
    acknowledge = deadline(Step.STAGE_1_ACKNOWLEDGEMENT, received_on, edition, policy)
    respond = deadline(Step.STAGE_1_RESPONSE, received_on, edition, policy, told_of=StartEvent.RECEIPT)
    verb = "Acknowledge, define and log" if edition is Edition.CODE_2024 else "Acknowledge and log"
    if respond.clause.id == acknowledge.clause.id or respond.policy_time or edition is Edition.CODE_2020:
        response = f"Send the stage 1 response within {respond.working_days} working days of receipt"
    else:
        start = "the acknowledgement" if edition is Edition.CODE_2024 else "logging it"
        response = f"Send the stage 1 response within 10 working days of {start}; at the very latest"
    return [
        NextStep(what=f"{verb} it at stage 1", due_on=acknowledge.due_on, clause=_reference(acknowledge)),
        NextStep(what=response, due_on=respond.due_on, clause=_reference(respond)),
    ]


def _reference(due: Deadline) -> str:
    own = due.policy_time is not None and not due.policy_exceeds_code and due.due_on < due.latest_on
    return f"your policy's time; {due.clause.reference} allows longer" if own else due.clause.reference


def _service_request(decision: Decision) -> list[NextStep]:
    steps = [NextStep(what="Log it, do it, and tell the resident that it is being handled as a service request")]
    if decision.edition is Edition.CODE_2024:
        steps.append(
            NextStep(
                what="If they are unhappy with how it is answered, raise a complaint and keep working on the request",
                clause="2024 Code 1.5",
            )
        )
    return steps


def _excluded(decision: Decision, policy: Policy | None, status: Status) -> list[NextStep]:
    explain = {
        Edition.CODE_2020: "2020 Code 1.6",
        Edition.CODE_2022: "2022 Code 1.9",
        Edition.CODE_2024: "2024 Code 2.4",
    }
    steps = [
        NextStep(
            what="Explain to the resident why it is not accepted, and that they may take that to the Ombudsman",
            clause=explain[decision.edition],
        ),
    ]
    if status == "excluded":
        return steps
    steps.append(NextStep(what="A second person confirms the exclusion; until then it is only a proposal"))
    ground = decision.prediction.ground
    if ground and ground not in CODE_GROUNDS and (policy is None or policy.exclusion_for(ground) is None):
        steps.append(
            NextStep(
                what=(
                    f"“{GROUND_NAMES[ground]}” is not one of the Code's own grounds: it holds only if your complaints "
                    "policy has it, and no such paragraph is on file"
                )
            )
        )
    return steps


def _signals(decision: Decision, label: Label | None) -> list[NextStep]:
    steps = []
    signals = decision.prediction.signals
    if "survey_feedback" in signals:
        steps.append(NextStep(what="Tell them how to pursue what they said in the survey as a complaint"))
    if "representative" in signals:
        steps.append(NextStep(what="Check that the resident agrees to being represented; handle it the same meanwhile"))
    if "vulnerable" in signals:
        steps.append(NextStep(what="Ask whether anything should be adjusted for them"))
    if label is not Label.EXCLUDED:
        near = [Ground(s.removeprefix(POSSIBLE_GROUND)) for s in signals if s.startswith(POSSIBLE_GROUND)]
        steps += [
            NextStep(what=f"“{GROUND_NAMES[g]}” may touch a part of it; that does not exclude the rest") for g in near
        ]
    return steps
