"""What was done about a matter, in plain words: for the card, the history, the dialog and the command line."""

from __future__ import annotations

from bot.decisions import Evidence, EvidenceKind, Origin
from bot.time_limit import plain_day

ORIGIN_NAMES: dict[Origin, str] = {
    Origin.RESIDENT: "The resident",
    Origin.REPRESENTATIVE: "Somebody acting for the resident",
    Origin.STAFF_RELAY: "Staff who passed it on",
    Origin.SURVEY: "A survey",
}
DISCRETION_NAMES = {"accepted": "Used: accepted all the same", "refused": "Considered and not used"}
OMBUDSMAN_NAMES = {"upheld": "Upheld our decision", "overturned": "Overturned our decision"}

_DONE: dict[EvidenceKind, str] = {
    EvidenceKind.CHOICE_OFFERED: "Choice to complain offered",
    EvidenceKind.TOLD_SERVICE_REQUEST: "Told that it is a service request",
    EvidenceKind.REQUEST_REVIEWED: "Request reviewed",
    EvidenceKind.TOLD_HOW_TO_COMPLAIN: "Told how to complain",
    EvidenceKind.ACKNOWLEDGED: "Acknowledged",
}


def evidence_in_words(entry: Evidence) -> str:
    """Return one entry as a line: "Acknowledged on 5 December 2025"."""
    on = f" on {plain_day(entry.on)}" if entry.on else ""
    match entry.kind:
        case EvidenceKind.EXPLANATION_SENT:
            said = f"Explanation sent{on}, {'with' if entry.ombudsman_right else 'without'} the right to the Ombudsman"
        case EvidenceKind.DISCRETION:
            said = f"Discretion: {DISCRETION_NAMES[entry.result or 'refused'].lower()} ({entry.reason})"
        case EvidenceKind.LINKED:
            said = f"Linked to decision {(entry.linked_to or '')[:8]}"
        case EvidenceKind.MATTER_DATES:
            said = _matter(entry, on)
        case EvidenceKind.CAME_FROM:
            said = f"It came from: {ORIGIN_NAMES[Origin(entry.result or '')].lower()}"
        case EvidenceKind.CASE:
            said = f"Case {entry.reference}"
        case EvidenceKind.OMBUDSMAN_RESULT:
            said = f"The Ombudsman {OMBUDSMAN_NAMES[entry.result or 'upheld'].lower()}{on}"
        case _:
            said = f"{_DONE[entry.kind]}{on}"
    return said


def _matter(entry: Evidence, on: str) -> str:
    parts = [f"happened{on}"] if entry.on else []
    parts += [f"was known to the resident from {plain_day(entry.aware_on)}"] if entry.aware_on else []
    return f"The matter {' and '.join(parts)}" if parts else "It is not known when the matter happened"


def known_in_words(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """Return what holds now, one line a kind, in the order in which each kind was first entered."""
    latest = {entry.kind: entry for entry in evidence}
    return tuple(evidence_in_words(entry) for entry in latest.values())
