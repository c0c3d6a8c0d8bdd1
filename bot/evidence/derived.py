"""What the export says of a decision that follows from what people did, rather than being a field of the log."""

from __future__ import annotations

from bot.decisions import Agreement, Correction, EvidenceKind, RecordedDecision, SecondPerson
from knowledge.grounds import CODE_GROUNDS, Ground


def decided(recorded: RecordedDecision) -> Agreement | Correction | SecondPerson | None:
    """Return what made the decision: an exclusion is decided by the second person, not by who proposed it."""
    match recorded.status:
        case "agreed":
            return recorded.agreement
        case "corrected":
            return recorded.correction
        case "excluded":
            return recorded.second_person
        case _:
            return None


def reason(recorded: RecordedDecision) -> str | None:
    """Return why a person decided otherwise, or chose another ground."""
    if recorded.status == "corrected" and recorded.correction:
        return recorded.correction.reason
    return recorded.explanation.reason if recorded.explanation else None


def ground(recorded: RecordedDecision) -> Ground | None:
    """Return the ground a person put forward; the model's is never it."""
    return recorded.explanation.ground if recorded.explanation else None


def kind_of_ground(recorded: RecordedDecision) -> str | None:
    """Tell the Code's own grounds from those a landlord's policy adds."""
    on = ground(recorded)
    return None if on is None else "Code" if on in CODE_GROUNDS else "policy"


def discretion_considered(recorded: RecordedDecision) -> bool | None:
    """Say whether anybody wrote down that they considered it; None where no ground was ever in question."""
    if recorded.explanation or recorded.latest(EvidenceKind.DISCRETION):
        return True
    return None if recorded.decision.prediction.ground is None else False


def discretion_result(recorded: RecordedDecision) -> str | None:
    """Return what was entered; an exclusion that was confirmed is one in which discretion was not used."""
    entered = recorded.latest(EvidenceKind.DISCRETION)
    return entered.result if entered else "refused" if recorded.status == "excluded" else None


def discretion_reason(recorded: RecordedDecision) -> str | None:
    """Return what was entered, or else the note that goes with the explanation."""
    entered = recorded.latest(EvidenceKind.DISCRETION)
    return entered.reason if entered else recorded.explanation.discretion if recorded.explanation else None
