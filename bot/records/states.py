"""What a person may do with a decision in the state it is in. No SQL, no Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from classifier.labels import LABEL_NAMES, Label

if TYPE_CHECKING:
    from bot.decisions import Agreement, Correction, Explanation, RecordedDecision, SecondPerson, Status
    from knowledge.grounds import Ground

UNCHANGED: Final = None
"""What was done is what the log already holds: a double click, a redelivery."""


class AlreadyDecided(Exception):
    """Somebody was first; `recorded` is what they did."""

    def __init__(self, recorded: RecordedDecision) -> None:
        self.recorded = recorded
        super().__init__(f"Decision {recorded.decision.id} has moved on: {recorded.status}. Look at it again.")


class ExclusionNeedsGate(Exception):
    """An exclusion was to be saved without passing the gate."""


class NeedsSecondPerson(Exception):
    """Whoever wrote the explanation tried to confirm it."""


def after_agreement(now: RecordedDecision, agreement: Agreement) -> Status | None:
    if now.status == "agreed" and now.agreement is not None and now.agreement.by == agreement.by:
        return UNCHANGED
    if now.status != "proposed":
        raise AlreadyDecided(now)
    if now.decision.prediction.label is Label.EXCLUDED:
        raise ExclusionNeedsGate(
            f"{LABEL_NAMES[Label.EXCLUDED]} cannot be agreed in one click: write the explanation to the resident "
            "first, and a second person confirms it."
        )
    return "agreed"


def after_correction(now: RecordedDecision, correction: Correction) -> Status | None:
    if correction.label is Label.EXCLUDED:
        raise ExclusionNeedsGate(
            f"{LABEL_NAMES[Label.EXCLUDED]} cannot be chosen as a correction: write the explanation to the resident, "
            "with the reason, and a second person confirms it."
        )
    decided = now.status in ("agreed", "corrected")
    return UNCHANGED if decided and now.decided_label is correction.label else "corrected"


def after_explanation(now: RecordedDecision, written: Explanation) -> Status | None:
    """`written` is the explanation as it would be stored."""
    if now.status in ("awaiting_second_person", "excluded"):
        if now.explanation is not None and now.explanation == written.model_copy(update={"at": now.explanation.at}):
            return UNCHANGED
        raise AlreadyDecided(now)
    if written.reason is None:
        if now.status != "proposed":
            raise AlreadyDecided(now)
        if now.decision.prediction.ground is not written.ground:
            raise ExclusionNeedsGate(_reason_missing(now.decision.prediction.ground))
    return "awaiting_second_person"


def after_second_person(now: RecordedDecision, second: SecondPerson, before_explanation: Status) -> Status | None:
    first = now.second_person
    if first is not None and (first.by, first.confirmed) == (second.by, second.confirmed):
        return UNCHANGED
    if now.explanation is None:
        raise ExclusionNeedsGate("There is no explanation to confirm yet: one person writes it, another confirms it.")
    if now.status != "awaiting_second_person":
        raise AlreadyDecided(now)
    if second.by == now.explanation.by:
        raise NeedsSecondPerson("Whoever wrote the explanation cannot also confirm it: ask a colleague.")
    return "excluded" if second.confirmed else before_explanation


def _reason_missing(proposed: Ground | None) -> str:
    proposal = "no exclusion" if proposed is None else "another ground"
    return f"Clausewise proposed {proposal}: say in the reason why this ground applies."
