"""Deleting what people wrote, with an event in the chain that says so; the decisions and the figures stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from bot.records import appending, reading
from bot.records.tables import decisions, events, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

TEXTS_ERASED: Final = "texts_erased"
Why = Literal["retention", "erasure_request"]
_DECIDING = ("agreed", "corrected", "second_person_confirmed")


class Erased(BaseModel):
    """How many texts of how many decisions."""

    model_config = ConfigDict(frozen=True)
    decisions: int
    texts: int


def erase(connection: Connection, key: bytes, ids: Sequence[str], *, why: Why, by: str, at: datetime) -> Erased:
    """Delete every text of these decisions, and add to each what was done; one without texts is left as it is."""
    # All of them first, in one order: whoever adds to one of them waits, and nobody waits in a circle.
    this = select(decisions.c.id).where(decisions.c.id.in_(ids)).order_by(decisions.c.id)
    gone = dict[str, int]()
    for decision_id in connection.execute(this.with_for_update()).scalars().all():
        how_many = connection.execute(delete(texts).where(texts.c.decision_id == decision_id)).rowcount
        if how_many:
            gone[decision_id] = how_many
    for decision_id, how_many in gone.items():
        status = connection.execute(select(reading.status).where(decisions.c.id == decision_id)).scalar_one()
        details = {"why": why, "texts": how_many}
        appending.append(connection, key, decision_id, TEXTS_ERASED, status=status, by=by, at=at, details=details)
    return Erased(decisions=len(gone), texts=sum(gone.values()))


def old(connection: Connection, before: date) -> Erased:
    """Count what was decided before that day, or received before it if nobody decided, and still has texts."""
    per = select(func.count(), func.count(texts.c.decision_id.distinct())).select_from(texts.join(decisions))
    how_many, of_decisions = connection.execute(per.where(_decided_before(before))).one()
    return Erased(decisions=of_decisions, texts=how_many)


def some_old(connection: Connection, before: date, at_most: int) -> Sequence[str]:
    """Return the ids of the oldest of them."""
    has_texts = select(texts.c.id).where(texts.c.decision_id == decisions.c.id).exists()
    which = select(decisions.c.id).where(has_texts, _decided_before(before))
    oldest = which.order_by(decisions.c.decided_at, decisions.c.id).limit(at_most)
    return connection.execute(oldest).scalars().all()


def _decided_before(day: date) -> ColumnElement[bool]:
    decided = and_(events.c.decision_id == decisions.c.id, events.c.kind.in_(_DECIDING))
    last: Any = select(func.max(events.c.at)).where(decided).correlate(decisions).scalar_subquery()
    return or_(last < reading.midnight_before(day), and_(last.is_(None), decisions.c.received_on < day))
