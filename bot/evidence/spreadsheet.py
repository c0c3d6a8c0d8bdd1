"""The decision log as a spreadsheet: one row a decision, every field, the same columns however many there are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO

from bot.decisions import RecordedDecision
from classifier.labels import Label
from knowledge.grounds import CODE_GROUNDS

COLUMNS: tuple[str, ...] = (
    "decision",
    "team",
    "channel",
    "message_ts",
    "source",
    "handed_in_by",
    "received_on",
    "message",
    "edition",
    "policy",
    "proposed_label",
    "confidence",
    "probability_service_request",
    "probability_complaint",
    "probability_excluded",
    "threshold",
    "needs_person",
    "why_person",
    "proposed_ground",
    "ground_confidence",
    "signals",
    "clauses",
    "words_that_spoke_for_it",
    "words_that_spoke_against_it",
    "facts_that_spoke_for_it",
    "dates_in_it",
    "nearest_examples",
    "model",
    "proposed_at",
    "status",
    "decided_label",
    "decided_by",
    "decided_at",
    "reason",
    "ground",
    "kind_of_ground",
    "ground_rests_on",
    "explanation",
    "discretion",
    "exclusion_proposed_by",
    "exclusion_proposed_at",
    "second_person",
    "second_person_confirmed",
    "second_person_at",
    "second_person_reason",
    "reply_ts",
)

# A spreadsheet runs a cell that begins with one of these as a formula; a leading apostrophe makes it text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: str) -> str:
    """Return `value` so that no spreadsheet runs it as a formula."""
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value


def export_row(recorded: RecordedDecision) -> dict[str, str]:
    """Return one decision as text cells, in the order of `COLUMNS`, each safe for a spreadsheet."""
    decision, prediction = recorded.decision, recorded.decision.prediction
    message, explanation, second = decision.message, recorded.explanation, recorded.second_person
    decided = recorded.correction if recorded.status == "corrected" else recorded.agreement
    final_exclusion = recorded.status == "excluded" and second is not None
    decided_label = recorded.decided_label
    ground = explanation.ground if explanation else None
    values: dict[str, object] = {
        "decision": decision.id,
        "team": message.team,
        "channel": message.channel,
        "message_ts": message.ts,
        "source": message.source.value,
        "handed_in_by": message.handed_in_by,
        "received_on": message.received_on.isoformat(),
        "message": message.text,
        "edition": decision.edition.value,
        "policy": decision.policy,
        "proposed_label": prediction.label.value,
        "confidence": f"{prediction.confidence:.4f}",
        "probability_service_request": f"{prediction.probabilities[Label.SERVICE_REQUEST]:.4f}",
        "probability_complaint": f"{prediction.probabilities[Label.COMPLAINT]:.4f}",
        "probability_excluded": f"{prediction.probabilities[Label.EXCLUDED]:.4f}",
        "threshold": f"{prediction.threshold:.4f}",
        "needs_person": _yes_no(prediction.needs_person),
        "why_person": prediction.why_person,
        "proposed_ground": prediction.ground.value if prediction.ground else None,
        "ground_confidence": None if prediction.ground_confidence is None else f"{prediction.ground_confidence:.4f}",
        "signals": "; ".join(prediction.signals),
        "clauses": "; ".join(f"{clause.edition.value} Code {clause.id}" for clause in decision.clauses),
        "words_that_spoke_for_it": "; ".join(spoken.words for spoken in prediction.spoke_for),
        "words_that_spoke_against_it": "; ".join(spoken.words for spoken in prediction.spoke_against),
        "facts_that_spoke_for_it": "; ".join(fact.fact for fact in prediction.facts if fact.weight > 0),
        "dates_in_it": "; ".join(f"{d.words}: {d.earliest} to {d.latest}" for d in prediction.dates),
        "nearest_examples": "; ".join(f"{n.id} ({n.label or 'nobody could judge'})" for n in prediction.neighbours),
        "model": prediction.model,
        "proposed_at": decision.decided_at.isoformat(timespec="seconds"),
        "status": recorded.status,
        "decided_label": decided_label.value if decided_label else None,
        "decided_by": second.by if final_exclusion and second else decided.by if decided else None,
        "decided_at": _time(second.at if final_exclusion and second else decided.at if decided else None),
        "reason": recorded.correction.reason
        if recorded.status == "corrected" and recorded.correction
        else explanation.reason
        if explanation
        else None,
        "ground": ground.value if ground else None,
        "kind_of_ground": None if ground is None else "Code" if ground in CODE_GROUNDS else "policy",
        "ground_rests_on": explanation.rests_on if explanation else None,
        "explanation": explanation.letter if explanation else None,
        "discretion": explanation.discretion if explanation else None,
        "exclusion_proposed_by": explanation.by if explanation else None,
        "exclusion_proposed_at": _time(explanation.at if explanation else None),
        "second_person": second.by if second else None,
        "second_person_confirmed": None if second is None else _yes_no(second.confirmed),
        "second_person_at": _time(second.at if second else None),
        "second_person_reason": second.reason if second else None,
        "reply_ts": recorded.reply_ts,
    }
    return {column: safe_cell("" if values[column] is None else str(values[column])) for column in COLUMNS}


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _time(value: object) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")  # type: ignore[attr-defined]


def write_csv(decisions: Iterable[RecordedDecision], out: IO[str]) -> Iterator[int]:
    """Write a header and one row a decision to `out`, yielding the number written so far; nothing is kept in memory."""
    writer = csv.DictWriter(out, fieldnames=COLUMNS, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writeheader()
    for number, recorded in enumerate(decisions, start=1):
        writer.writerow(export_row(recorded))
        yield number
