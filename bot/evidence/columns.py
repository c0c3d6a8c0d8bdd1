"""The columns of the exported log: the name, the kind and the value of each, typed once for every format.

The columns of the first release keep their places; what was done about a matter comes after them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto

from bot.decisions import Correction, Evidence, EvidenceKind, Explanation, RecordedDecision, SecondPerson
from bot.evidence import derived
from bot.local_time import local_date
from classifier.labels import Label
from classifier.prediction import Prediction

Value = str | float | bool | date | datetime | None
"""What a cell holds; None is what is not known, or does not apply."""


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    """In UTC, to the second."""
    YES_NO = auto()


@dataclass(frozen=True)
class Column:
    """One column of the export."""

    name: str
    kind: Kind
    value: Callable[[RecordedDecision], Value]


def row_of(recorded: RecordedDecision) -> list[Value]:
    """Return one decision's cells, in the order of `COLUMNS`."""
    return [column.value(recorded) for column in COLUMNS]


def cells_of(recorded: RecordedDecision) -> dict[str, Value]:
    """Return one decision's cells by the name of their column."""
    return dict(zip(NAMES, row_of(recorded), strict=True))


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _time(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(microsecond=0)


def _prediction(recorded: RecordedDecision) -> Prediction:
    return recorded.decision.prediction


def _probability(label: Label) -> Callable[[RecordedDecision], Value]:
    return lambda r: _number(_prediction(r).probabilities[label])


def _joined(parts: list[str]) -> str | None:
    return "; ".join(parts) or None


def _explained(value: Callable[[Explanation], Value]) -> Callable[[RecordedDecision], Value]:
    return lambda r: value(r.explanation) if r.explanation else None


def _seconded(value: Callable[[SecondPerson], Value]) -> Callable[[RecordedDecision], Value]:
    return lambda r: value(r.second_person) if r.second_person else None


def _reversed(value: Callable[[Correction], Value]) -> Callable[[RecordedDecision], Value]:
    return lambda r: value(r.reversed_exclusion) if r.reversed_exclusion else None


def _entered(kind: EvidenceKind, value: Callable[[Evidence], Value]) -> Callable[[RecordedDecision], Value]:
    return lambda r: value(entry) if (entry := r.latest(kind)) else None


def _done_on(name: str, kind: EvidenceKind) -> Column:
    return Column(name, Kind.DATE, _entered(kind, lambda entry: entry.on))


COLUMNS: tuple[Column, ...] = (
    Column("decision", Kind.TEXT, lambda r: r.decision.id),
    Column("team", Kind.TEXT, lambda r: r.decision.message.team),
    Column("channel", Kind.TEXT, lambda r: r.decision.message.channel),
    Column("message_ts", Kind.TEXT, lambda r: r.decision.message.ts),
    Column("source", Kind.TEXT, lambda r: r.decision.message.source.value),
    Column("handed_in_by", Kind.TEXT, lambda r: r.decision.message.handed_in_by),
    Column("received_on", Kind.DATE, lambda r: r.decision.message.received_on),
    Column("message", Kind.TEXT, lambda r: r.decision.message.text),
    Column("edition", Kind.TEXT, lambda r: r.decision.edition.value),
    Column("policy", Kind.TEXT, lambda r: r.decision.policy),
    Column("proposed_label", Kind.TEXT, lambda r: _prediction(r).label.value),
    Column("confidence", Kind.NUMBER, lambda r: _number(_prediction(r).confidence)),
    Column("probability_service_request", Kind.NUMBER, _probability(Label.SERVICE_REQUEST)),
    Column("probability_complaint", Kind.NUMBER, _probability(Label.COMPLAINT)),
    Column("probability_excluded", Kind.NUMBER, _probability(Label.EXCLUDED)),
    Column("threshold", Kind.NUMBER, lambda r: _number(_prediction(r).threshold)),
    Column("needs_person", Kind.YES_NO, lambda r: _prediction(r).needs_person),
    Column("why_person", Kind.TEXT, lambda r: _prediction(r).why_person),
    Column("proposed_ground", Kind.TEXT, lambda r: ground.value if (ground := _prediction(r).ground) else None),
    Column("ground_confidence", Kind.NUMBER, lambda r: _number(_prediction(r).ground_confidence)),
    Column("signals", Kind.TEXT, lambda r: _joined(list(_prediction(r).signals))),
    Column("clauses", Kind.TEXT, lambda r: _joined([f"{c.edition.value} Code {c.id}" for c in r.decision.clauses])),
    Column("words_that_spoke_for_it", Kind.TEXT, lambda r: _joined([s.words for s in _prediction(r).spoke_for])),
    Column(
        "words_that_spoke_against_it", Kind.TEXT, lambda r: _joined([s.words for s in _prediction(r).spoke_against])
    ),
    Column(
        "facts_that_spoke_for_it",
        Kind.TEXT,
        lambda r: _joined([fact.fact for fact in _prediction(r).facts if fact.weight > 0]),
    ),
    Column(
        "dates_in_it",
        Kind.TEXT,
        lambda r: _joined([f"{d.words}: {d.earliest} to {d.latest}" for d in _prediction(r).dates]),
    ),
    Column(
        "nearest_examples",
        Kind.TEXT,
        lambda r: _joined([f"{n.id} ({n.label or 'nobody could judge'})" for n in _prediction(r).neighbours]),
    ),
    Column("model", Kind.TEXT, lambda r: _prediction(r).model),
    Column("proposed_at", Kind.TIME, lambda r: _time(r.decision.decided_at)),
    Column("status", Kind.TEXT, lambda r: r.status),
    Column("decided_label", Kind.TEXT, lambda r: label.value if (label := r.decided_label) else None),
    Column("decided_by", Kind.TEXT, lambda r: by.by if (by := derived.decided(r)) else None),
    Column("decided_at", Kind.TIME, lambda r: _time(by.at) if (by := derived.decided(r)) else None),
    Column("reason", Kind.TEXT, derived.reason),
    Column("ground", Kind.TEXT, lambda r: ground.value if (ground := derived.ground(r)) else None),
    Column("kind_of_ground", Kind.TEXT, derived.kind_of_ground),
    Column("ground_rests_on", Kind.TEXT, _explained(lambda e: e.rests_on)),
    Column("explanation", Kind.TEXT, _explained(lambda e: e.letter)),
    Column("discretion", Kind.TEXT, _explained(lambda e: e.discretion)),
    Column("exclusion_proposed_by", Kind.TEXT, _explained(lambda e: e.by)),
    Column("exclusion_proposed_at", Kind.TIME, _explained(lambda e: _time(e.at))),
    Column("second_person", Kind.TEXT, _seconded(lambda s: s.by)),
    Column("second_person_confirmed", Kind.YES_NO, _seconded(lambda s: s.confirmed)),
    Column("second_person_at", Kind.TIME, _seconded(lambda s: _time(s.at))),
    Column("second_person_reason", Kind.TEXT, _seconded(lambda s: s.reason)),
    Column("reply_ts", Kind.TEXT, lambda r: r.reply_ts),
    Column("came_from", Kind.TEXT, _entered(EvidenceKind.CAME_FROM, lambda e: e.result)),
    Column("case_reference", Kind.TEXT, _entered(EvidenceKind.CASE, lambda e: e.reference)),
    _done_on("issue_date", EvidenceKind.MATTER_DATES),
    Column("awareness_date", Kind.DATE, _entered(EvidenceKind.MATTER_DATES, lambda e: e.aware_on)),
    _done_on("choice_to_complain_offered_on", EvidenceKind.CHOICE_OFFERED),
    _done_on("told_service_request_on", EvidenceKind.TOLD_SERVICE_REQUEST),
    _done_on("request_reviewed_on", EvidenceKind.REQUEST_REVIEWED),
    _done_on("told_how_to_complain_on", EvidenceKind.TOLD_HOW_TO_COMPLAIN),
    _done_on("acknowledged_on", EvidenceKind.ACKNOWLEDGED),
    _done_on("explanation_sent_on", EvidenceKind.EXPLANATION_SENT),
    Column("ombudsman_right_given", Kind.YES_NO, _entered(EvidenceKind.EXPLANATION_SENT, lambda e: e.ombudsman_right)),
    Column("discretion_considered", Kind.YES_NO, derived.discretion_considered),
    Column("discretion_result", Kind.TEXT, derived.discretion_result),
    Column("discretion_reason", Kind.TEXT, derived.discretion_reason),
    Column("linked_decision", Kind.TEXT, _entered(EvidenceKind.LINKED, lambda e: e.linked_to)),
    Column("reversed_on", Kind.DATE, _reversed(lambda c: local_date(c.at))),
    Column("reversed_by", Kind.TEXT, _reversed(lambda c: c.by)),
    Column("reversed_reason", Kind.TEXT, _reversed(lambda c: c.reason)),
    Column("ombudsman_result", Kind.TEXT, _entered(EvidenceKind.OMBUDSMAN_RESULT, lambda e: e.result)),
    _done_on("ombudsman_result_on", EvidenceKind.OMBUDSMAN_RESULT),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
