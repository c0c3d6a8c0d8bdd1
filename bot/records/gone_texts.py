"""Texts that somebody deleted by hand: the log says that they were written and does not say that they were erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal, select, true, union_all

from bot.records.audit_chain import PROPOSED
from bot.records.erasure import TEXTS_ERASED
from bot.records.tables import events, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# JSON is looked at as the text it was written as: what somebody has made no JSON of must not stop the search.
_details = cast(events.c.details, Text)
_has_reason = _details.contains('"has_reason": true', autoescape=True)
_is_case = _details.contains('"kind": "case"', autoescape=True)
# What every event of a kind was written with, and what only some were.
_WRITTEN_WITH: tuple[tuple[str, str, ColumnElement[bool]], ...] = (
    (PROPOSED, "message", true()),
    (PROPOSED, "spoke_for", true()),
    (PROPOSED, "dates", true()),
    ("corrected", "reason", true()),
    ("explanation_written", "rests_on", true()),
    ("explanation_written", "letter", true()),
    ("explanation_written", "discretion", true()),
    ("explanation_written", "reason", _has_reason),
    ("second_person_confirmed", "reason", _has_reason),
    ("second_person_sent_back", "reason", _has_reason),
    ("evidence", "reason", _has_reason),
    ("evidence", "reference", _is_case),
)


def gone_texts(connection: Connection) -> tuple[int, str | None]:
    """Return how many texts are gone without a record of it, and which is the first."""
    gone = union_all(*_gone()).subquery()
    first = connection.execute(select(gone).order_by(gone.c.event_id, gone.c.kind).limit(1)).one_or_none()
    if first is None:
        return 0, None
    how_many = connection.execute(select(func.count()).select_from(gone)).scalar_one()
    return how_many, f"the {first.kind.replace('_', ' ')} of decision {first.decision_id}"


def erased_decisions(connection: Connection) -> int:
    """Return of how many decisions texts were erased, on record."""
    of = select(func.count(events.c.decision_id.distinct())).where(events.c.kind == TEXTS_ERASED)
    return connection.execute(of).scalar_one()


def _gone() -> Iterator[Select[Any]]:
    later = events.alias("later")
    erased = select(later.c.id).where(
        later.c.decision_id == events.c.decision_id, later.c.kind == TEXTS_ERASED, later.c.number > events.c.number
    )
    for event_kind, text_kind, only_if in _WRITTEN_WITH:
        # What was written with the proposal is kept with the decision itself.
        place = (
            and_(texts.c.decision_id == events.c.decision_id, texts.c.event_id.is_(None))
            if event_kind == PROPOSED
            else texts.c.event_id == events.c.id
        )
        kept = select(texts.c.id).where(place, texts.c.kind == text_kind)
        yield select(events.c.id.label("event_id"), events.c.decision_id, literal(text_kind).label("kind")).where(
            events.c.kind == event_kind, only_if, ~kept.exists(), ~erased.exists()
        )
