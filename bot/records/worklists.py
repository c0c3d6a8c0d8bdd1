"""What waits for somebody, and what one person was lately about: selected for the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, select, type_coerce

from bot.decisions import EvidenceKind
from bot.records import reading
from bot.records.tables import decisions, events

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_EVENTS_LOOKED_AT = 200  # One matter has a handful of them: enough for the few decisions that Home shows.


def explanations_to_send(team: str | None) -> Select[Any]:
    """Select the confirmed exclusions whose explanation nobody recorded as sent, those that wait longest first."""
    kind = type_coerce(events.c.details, JSON)["kind"].as_string()
    sent = select(events.c.decision_id).where(events.c.kind == "evidence", kind == EvidenceKind.EXPLANATION_SENT.value)
    confirmed = select(events.c.decision_id).where(events.c.status == "excluded")
    which = (decisions.c.id.in_(confirmed), decisions.c.id.not_in(sent), reading.status == "excluded")
    return select(decisions).where(*which, *reading.of_team(team)).order_by(decisions.c.decided_at, decisions.c.id)


def latest_of(connection: Connection, user: str, limit: int, team: str | None) -> list[str]:
    """Return the ids of the decisions this person was last at work on: handed in, decided or recorded something of."""
    theirs = (
        select(events.c.decision_id)
        .join(decisions, decisions.c.id == events.c.decision_id)
        .where(events.c.by == user, *reading.of_team(team))
        .order_by(events.c.id.desc())
        .limit(_EVENTS_LOOKED_AT)
    )
    return list(dict.fromkeys(connection.execute(theirs).scalars()))[:limit]
