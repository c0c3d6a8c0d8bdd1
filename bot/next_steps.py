"""What has to happen next, and by when, for a message with a given label; what is recorded as done is marked so."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.danger import danger_lines, to_check
from bot.decisions import Decision, Evidence, EvidenceKind, RecordedDecision
from bot.local_time import local_date
from bot.time_limit import plain_day
from classifier.labels import POSSIBLE_GROUND, Label
from knowledge.deadlines import Deadline, deadline, deadline_in_case
from knowledge.edition import Edition
from knowledge.grounds import CODE_GROUNDS, GROUND_NAMES, Ground
from knowledge.policies import Policy, StartEvent, Step
from knowledge.working_days import BankHolidaysUnknown

# What only somebody dissatisfied says. Asking about the Ombudsman is not among them: that may be a plain question.
_DISSATISFIED = frozenset({"asks_to_complain", "legal_threat"})


class NextStep(BaseModel):
    """One thing to do, with its last day and the clause it rests on, where it has one."""

    model_config = ConfigDict(frozen=True)
    what: str
    due_on: date | None = None
    clause: str | None = None
    urgent: bool = False
    to_record: bool = False
    """Whether it can be recorded as done."""
    done: str | None = None
    """When, or how, it was done, in words: "on 5 December 2025"."""


def next_steps(recorded: RecordedDecision, label: Label | None, policy: Policy | None) -> tuple[NextStep, ...]:
    """Return the steps for `label` (the one a person decided, or else the proposal), the most urgent first."""
    decision = recorded.decision
    steps = [NextStep(what=line, urgent=True) for line in danger_lines(decision)]
    steps += [NextStep(what=line) for line in [to_check(decision)] if line]
    steps += _doubt(decision) if recorded.status == "proposed" else []
    if is_dissatisfied(recorded) and decision.edition is Edition.CODE_2024:
        what = "Offer the resident the choice to complain, whether or not they asked to"
        steps.append(_recordable(recorded, EvidenceKind.CHOICE_OFFERED, what, clause="2024 Code 1.3"))
    if label is Label.COMPLAINT:
        steps += _complaint(recorded, policy)
    elif label is Label.SERVICE_REQUEST:
        steps += _service_request(recorded)
    elif label is Label.EXCLUDED:
        steps += _excluded(recorded, policy)
    return tuple(steps + _signals(recorded, label))


def is_dissatisfied(recorded: RecordedDecision) -> bool:
    """Return whether dissatisfaction is there, as proposed or as decided. Source: 2024 Code 1.3."""
    if recorded.status == "corrected" and recorded.decided_label is None:
        return False  # A person found nothing in it that the Code asks anything of.
    labels = {recorded.shown_label, recorded.decision.prediction.label}
    return bool(labels & {Label.COMPLAINT, Label.EXCLUDED} or _DISSATISFIED & set(recorded.decision.prediction.signals))


def _recordable(
    recorded: RecordedDecision, kind: EvidenceKind, what: str, *, due_on: date | None = None, clause: str | None = None
) -> NextStep:
    entry = recorded.latest(kind)
    done = f"on {plain_day(entry.on)}" if entry and entry.on else None
    return NextStep(what=what, due_on=due_on, clause=clause, to_record=True, done=done)


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


def _complaint(recorded: RecordedDecision, policy: Policy | None) -> list[NextStep]:
    try:
        return _complaint_by_when(recorded, policy)
    except BankHolidaysUnknown as error:
        return [NextStep(what=f"Acknowledge and log it at stage 1. {error}")]


def _complaint_by_when(recorded: RecordedDecision, policy: Policy | None) -> list[NextStep]:
    received_on, edition = recorded.decision.message.received_on, recorded.decision.edition
    acknowledge = deadline(Step.STAGE_1_ACKNOWLEDGEMENT, received_on, edition, policy)
    verb = "Acknowledge, define and log" if edition is Edition.CODE_2024 else "Acknowledge and log"
    first = _recordable(
        recorded,
        EvidenceKind.ACKNOWLEDGED,
        f"{verb} it at stage 1",
        due_on=acknowledge.due_on,
        clause=_reference(acknowledge),
    )
    return [first, _response(recorded, acknowledge, policy)]


def _response(recorded: RecordedDecision, acknowledge: Deadline, policy: Policy | None) -> NextStep:
    """Say when the response is due: from the acknowledgement once that is recorded, else the last day there is."""
    received_on, edition = recorded.decision.message.received_on, recorded.decision.edition
    entry = recorded.latest(EvidenceKind.ACKNOWLEDGED)
    if entry and entry.on and entry.on >= received_on and edition is not Edition.CODE_2020:
        days = {StartEvent.RECEIPT: received_on, StartEvent.ACKNOWLEDGEMENT: entry.on}
        if counted := deadline_in_case(Step.STAGE_1_RESPONSE, days, edition, policy):
            start = "receipt" if counted.start is StartEvent.RECEIPT else "the acknowledgement"
            what = f"Send the stage 1 response, counted from {start}"
            return NextStep(what=what, due_on=counted.due_on, clause=_reference(counted))
    respond = deadline(Step.STAGE_1_RESPONSE, received_on, edition, policy, told_of=StartEvent.RECEIPT)
    if respond.clause.id == acknowledge.clause.id or respond.policy_time or edition is Edition.CODE_2020:
        what = f"Send the stage 1 response within {respond.working_days} working days of receipt"
    else:
        start = "the acknowledgement" if edition is Edition.CODE_2024 else "logging it"
        what = f"Send the stage 1 response within 10 working days of {start}; at the very latest"
    return NextStep(what=what, due_on=respond.due_on, clause=_reference(respond))


def _reference(due: Deadline) -> str:
    own = due.policy_time is not None and not due.policy_exceeds_code and due.due_on < due.latest_on
    return f"your policy's time; {due.clause.reference} allows longer" if own else due.clause.reference


def _service_request(recorded: RecordedDecision) -> list[NextStep]:
    what = "Log it, do it, and tell the resident that it is being handled as a service request"
    told = EvidenceKind.TOLD_SERVICE_REQUEST
    if recorded.decision.edition is not Edition.CODE_2024:
        return [_recordable(recorded, told, what)]
    link = recorded.latest(EvidenceKind.LINKED)
    return [
        _recordable(recorded, told, what, clause="2024 Code 1.4"),
        _recordable(recorded, EvidenceKind.REQUEST_REVIEWED, "Look at it again regularly", clause="2024 Code 1.4"),
        NextStep(
            what="If they are unhappy with how it is answered, raise a complaint and keep working on the request",
            clause="2024 Code 1.5",
            to_record=True,
            done=f"with decision {link.linked_to[:8]}" if link and link.linked_to else None,
        ),
    ]


def _excluded(recorded: RecordedDecision, policy: Policy | None) -> list[NextStep]:
    decision, second = recorded.decision, recorded.second_person
    confirmed = second.at if recorded.status == "excluded" and second else None
    steps = [
        NextStep(
            what="A second person confirms the exclusion" + ("" if confirmed else "; until then it is only a proposal"),
            to_record=True,
            done=f"on {plain_day(local_date(confirmed))}" if confirmed else None,
        ),
        _explanation(recorded),
    ]
    ground = decision.prediction.ground
    if (
        not confirmed
        and ground
        and ground not in CODE_GROUNDS
        and (policy is None or policy.exclusion_for(ground) is None)
    ):
        steps.append(
            NextStep(
                what=(
                    f"“{GROUND_NAMES[ground]}” is not one of the Code's own grounds: it holds only if your complaints "
                    "policy has it, and no such paragraph is on file"
                )
            )
        )
    return steps


def _explanation(recorded: RecordedDecision) -> NextStep:
    explain = {
        Edition.CODE_2020: "2020 Code 1.6",
        Edition.CODE_2022: "2022 Code 1.9",
        Edition.CODE_2024: "2024 Code 2.4",
    }
    what = "Explain to the resident why it is not accepted, and that they may take that to the Ombudsman"
    step = _recordable(recorded, EvidenceKind.EXPLANATION_SENT, what, clause=explain[recorded.decision.edition])
    entry: Evidence | None = recorded.latest(EvidenceKind.EXPLANATION_SENT)
    if entry and not entry.ombudsman_right:
        return step.model_copy(
            update={"what": f"{what}. It went out {step.done} without that right: tell them of it", "done": None}
        )
    return step


def _signals(recorded: RecordedDecision, label: Label | None) -> list[NextStep]:
    steps = []
    signals = recorded.decision.prediction.signals
    if "survey_feedback" in signals:
        what = "Tell them how to pursue what they said in the survey as a complaint"
        steps.append(_recordable(recorded, EvidenceKind.TOLD_HOW_TO_COMPLAIN, what))
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
