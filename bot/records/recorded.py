"""Between a `RecordedDecision` and the rows it is kept in."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.decisions import (
    MAX_MESSAGE_CHARACTERS,
    Agreement,
    Correction,
    Decision,
    Evidence,
    EvidenceKind,
    Explanation,
    RecordedDecision,
    SecondPerson,
    Status,
)
from bot.records.column_types import all_storable
from bot.records.stored_words import OMBUDSMAN_NAMED, REMOVED, fit, fit_letter, with_words, without_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Row

_Word = TypeVar("_Word", Agreement, Correction, Explanation, SecondPerson, Evidence)
MOST_CHARACTERS = 3000
"""What the vocabulary allows for a reason, a letter, a note."""
REVISED, MESSAGE_DELETED = "revised", "message_deleted"
_DECIDING = frozenset({"agreed", "corrected", "explanation_written"})


def decision_row(decision: Decision, redacted: str) -> dict[str, Any]:
    """Return the row of `decisions`; no word of the resident is in it."""
    message, prediction = decision.message, decision.prediction
    return {
        "id": decision.id,
        "team": message.team,
        "channel": message.channel,
        "ts": message.ts,
        "source": message.source.value,
        "handed_in_by": message.handed_in_by,
        "received_on": message.received_on,
        "edition": decision.edition.value,
        "policy": decision.policy,
        "label": prediction.label.value,
        "confidence": prediction.confidence,
        "ground": prediction.ground and prediction.ground.value,
        "needs_person": prediction.needs_person,
        "model": prediction.model,
        "prediction": without_words(decision, redacted),
        "clauses": [clause.model_dump(mode="json") for clause in decision.clauses],
        "decided_at": decision.decided_at,
    }


def revision_details(revised: Decision, redacted: str) -> dict[str, Any]:
    """Return what an event keeps of a revision: what is proposed of the edited message, without its words."""
    return {
        "policy": revised.policy,
        "prediction": without_words(revised, redacted),
        "clauses": [clause.model_dump(mode="json") for clause in revised.clauses],
    }


def message_texts(decision: Decision, *, keep_full_text: bool) -> tuple[str, dict[str, str]]:
    """Return the message as it is stored, and all texts of the decision by kind."""
    redacted = fit(decision.message.text, MAX_MESSAGE_CHARACTERS)
    full = {"full_message": decision.message.text} if keep_full_text else {}
    return redacted, {"message": redacted, **full, **words_of(decision, redacted)}


def as_stored(word: _Word) -> _Word:
    """Redact what the person wrote; ids, labels and grounds stay."""
    # A case's reference in the landlord's own system looks like an account number and must be found again.
    written = {
        kind: body if kind == "reference" else fit(body, MOST_CHARACTERS) for kind, body in texts_of(word).items()
    }
    if isinstance(word, Explanation):
        written["letter"] = fit_letter(word.letter, MOST_CHARACTERS)
    return word.model_copy(update=written)


def texts_of(word: Agreement | Correction | Explanation | SecondPerson | Evidence) -> dict[str, str]:
    """Return what the person wrote, by kind; empty if they only clicked."""
    kinds = ("reason", "letter", "discretion", "rests_on", "reference")
    return {kind: body for kind in kinds if (body := getattr(word, kind, None)) is not None}


def status_after(events: Sequence[Row[Any]]) -> Status:
    return cast("Status", events[-1].status) if events else "proposed"


def status_before_explanation(events: Sequence[Row[Any]]) -> Status:
    """Return what the decision was when the latest explanation was written, which sending it back restores."""
    positions = [position for position, event in enumerate(events) if event.kind == "explanation_written"]
    return status_after(events[: positions[-1]]) if positions else "proposed"


def recorded_decision(
    row: Row[Any], events: Sequence[Row[Any]], texts: Sequence[Row[Any]], reply_ts: str | None
) -> RecordedDecision:
    """Put a decision together again: its row, its events in order, its texts, the `ts` of its card."""
    bodies: dict[int | None, dict[str, str]] = {}
    for text in texts:
        bodies.setdefault(text.event_id, {})[text.kind] = text.body
    standing, since = revisions(events)
    stored = row._mapping
    done: dict[str, Any] = {"edited_since": _revised(stored, since, bodies) if since else None}
    for event in events:
        done |= _READ[event.kind](event, bodies.get(event.id, {})) if event.kind in _READ else {}
    done["evidence"] = tuple(_evidence(each, bodies.get(each.id, {})) for each in events if each.kind == "evidence")
    decision = _revised(stored, standing, bodies)
    return RecordedDecision(decision=decision, status=status_after(events), reply_ts=reply_ts, **done)


def newly_recorded(row: Mapping[str, Any], words: Mapping[str, str]) -> RecordedDecision:
    """Return a decision as it would be read back, of the row and the words that have just been written."""
    stored = all_storable({**row, "decided_at": row["decided_at"].astimezone(UTC)})
    return RecordedDecision(decision=_revised(stored, None, {None: all_storable(words)}), status="proposed")


def revisions(events: Sequence[Row[Any]]) -> tuple[Row[Any] | None, Row[Any] | None]:
    """Return the revision that a decision stands on, and the one made since people decided; None where there is none.

    While nobody has decided, the latest revision is the proposal. What people decided stays on what they saw.
    """
    decided = [place for place, event in enumerate(events) if event.kind in _DECIDING]
    until = len(events) if status_after(events) == "proposed" or not decided else decided[-1]
    before = [event for event in events[:until] if event.kind == REVISED]
    since = [event for event in events[until:] if event.kind == REVISED]
    return (before[-1] if before else None), (since[-1] if since else None)


def _revised(
    stored: Mapping[Any, Any], revision: Row[Any] | None, bodies: Mapping[int | None, Mapping[str, str]]
) -> Decision:
    """Return the decision as it was first proposed, or as one revision has it."""
    words = bodies.get(revision.id if revision else None, {})
    proposed = revision.details if revision else {name: stored[name] for name in ("prediction", "policy", "clauses")}
    message = {name: stored[name] for name in ("team", "channel", "ts", "received_on", "source", "handed_in_by")}
    return Decision.model_validate(
        {
            "id": stored["id"],
            "message": {**message, "text": words.get("message", REMOVED)},
            "prediction": with_words(proposed["prediction"], words),
            "edition": stored["edition"],
            "policy": proposed["policy"],
            "clauses": proposed["clauses"],
            "decided_at": revision.at if revision else stored["decided_at"],
        }
    )


def _agreed(event: Row[Any], _: Mapping[str, str]) -> dict[str, Any]:
    return {"agreement": Agreement(by=event.by, at=event.at), "agreed_label": event.details.get("label")}


def _deleted(event: Row[Any], _: Mapping[str, str]) -> dict[str, Any]:
    return {"deleted_at": event.at}


def _corrected(event: Row[Any], words: Mapping[str, str]) -> dict[str, Any]:
    label, reason = event.details["label"], words.get("reason", REMOVED)
    correction = Correction(label=label, reason=reason, by=event.by, at=event.at)
    reverses = event.details["was"] == "excluded"
    return {"correction": correction} | ({"reversed_exclusion": correction} if reverses else {})


def _explained(event: Row[Any], words: Mapping[str, str]) -> dict[str, Any]:
    explanation = Explanation(
        ground=event.details["ground"],
        rests_on=words.get("rests_on", REMOVED),
        letter=words.get("letter", REMOVED + OMBUDSMAN_NAMED),
        discretion=words.get("discretion", REMOVED),
        reason=words.get("reason", REMOVED) if event.details["has_reason"] else None,
        by=event.by,
        at=event.at,
    )
    return {"explanation": explanation, "second_person": None}


def _seconded(event: Row[Any], words: Mapping[str, str]) -> dict[str, Any]:
    reason = words.get("reason", REMOVED) if event.details["has_reason"] else None
    confirmed = event.kind == "second_person_confirmed"
    second = SecondPerson(confirmed=confirmed, reason=reason, by=event.by, at=event.at)
    return {"second_person": second} | ({"reversed_exclusion": None} if confirmed else {})


def evidence_details(evidence: Evidence) -> dict[str, Any]:
    """Return what an entry says, without the words somebody wrote."""
    kept = evidence.model_dump(mode="json", exclude={"by", "at", "reason", "reference"}, exclude_none=True)
    return {**kept, "has_reason": evidence.reason is not None}


def _evidence(event: Row[Any], words: Mapping[str, str]) -> Evidence:
    details = {name: value for name, value in event.details.items() if name != "has_reason"}
    reference = words.get("reference", REMOVED) if details["kind"] == EvidenceKind.CASE else None
    reason = words.get("reason", REMOVED) if event.details["has_reason"] else None
    return Evidence(**details, reference=reference, reason=reason, by=event.by, at=event.at)


_READ: dict[str, Callable[[Row[Any], Mapping[str, str]], dict[str, Any]]] = {
    "agreed": _agreed,
    "corrected": _corrected,
    "explanation_written": _explained,
    "second_person_confirmed": _seconded,
    "second_person_sent_back": _seconded,
    MESSAGE_DELETED: _deleted,
}
