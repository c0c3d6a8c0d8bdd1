"""Finding the decisions of one matter: by the landlord's own case, by the message in Slack, by the start of an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.decisions import EvidenceKind
from bot.records.tables import decisions, events, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, Row


def by_case(connection: Connection, reference: str) -> Sequence[str]:
    """Return the ids of the decisions that carry this case's reference, in whatever letters; gone once erased."""
    written = (texts.c.kind == "reference") & (func.lower(texts.c.body) == reference.strip().lower())
    return _ids(connection, decisions.c.id.in_(select(texts.c.decision_id).where(written)))


def by_message(connection: Connection, team: str | None, channel: str, ts: str) -> Sequence[str]:
    """Return the ids of the decisions on a message; without a team, in whichever team it was written."""
    of_team = [] if team is None else [decisions.c.team == team]
    return _ids(connection, decisions.c.channel == channel, decisions.c.ts == ts, *of_team)


def by_start_of_id(connection: Connection, start: str) -> Sequence[str]:
    return _ids(connection, decisions.c.id.startswith(start, autoescape=True))


def linked_with(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return the other decisions that somebody linked with these, whichever way round."""
    links = select(events.c.decision_id, events.c.details).where(events.c.kind == "evidence")
    pairs = [
        {row.decision_id, row.details["linked_to"]}
        for row in connection.execute(links)
        if row.details["kind"] == EvidenceKind.LINKED
    ]
    return {other for pair in pairs if pair & set(ids) for other in pair - set(ids)}


def texts_of(connection: Connection, ids: Sequence[str]) -> Sequence[Row[Any, Any, Any, Any]]:
    """Return every text of these decisions: `decision_id`, `event_id`, `kind` and `body`."""
    kept = select(texts.c.decision_id, texts.c.event_id, texts.c.kind, texts.c.body)
    return connection.execute(kept.where(texts.c.decision_id.in_(ids)).order_by(texts.c.id)).all()


def _ids(connection: Connection, *which: ColumnElement[bool]) -> Sequence[str]:
    in_order = select(decisions.c.id).where(*which).order_by(decisions.c.decided_at, decisions.c.id)
    return connection.execute(in_order).scalars().all()
