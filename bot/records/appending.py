"""Adding to the log what people do, and what they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from bot.records import audit_chain, reading
from bot.records.column_types import storable
from bot.records.recorded import texts_of
from bot.records.tables import events, texts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.decisions import Agreement, Correction, Evidence, Explanation, RecordedDecision, SecondPerson, Status


# Made once: to make them anew for every event takes longer than to run them.
_latest_number = select(func.max(events.c.number)).where(events.c.decision_id == bindparam("of"))
_new_event = insert(events).returning(events.c.id)
_new_texts = insert(texts)


def add(
    connection: Connection,
    key: bytes,
    now: RecordedDecision,
    kind: str,
    status: Status | None,
    *,
    word: Agreement | Correction | Explanation | SecondPerson | Evidence,
    details: dict[str, Any],
) -> RecordedDecision:
    """Add what a person did and wrote, unless it changes nothing (`status` None); return the decision as it then is."""
    if status is None:
        return now
    decision_id = now.decision.id
    event_id = append(connection, key, decision_id, kind, status=status, by=word.by, at=word.at, details=details)
    write(connection, key, decision_id, event_id, texts_of(word))
    return reading.existing(connection, decision_id)


def append(
    connection: Connection, key: bytes, decision_id: str, kind: str, *, number: int | None = None, **columns: Any
) -> int:
    """Add the decision's next event to it and to the chain, and return its id.

    number : its place among the decision's events, where that is known; 0 is the first.
    """
    if number is None:
        number = how_many(connection, decision_id)
    place = {"decision_id": decision_id, "number": number}
    event_id: int = connection.execute(_new_event, {**place, "kind": kind, **columns}).scalar_one()
    audit_chain.extend(connection, key, event_id)
    return event_id


def how_many(connection: Connection, decision_id: str) -> int:
    """Return how many events the decision has: the number of its next one."""
    latest: int | None = connection.execute(_latest_number, {"of": decision_id}).scalar()
    return 0 if latest is None else latest + 1


def write(connection: Connection, key: bytes, decision_id: str, event_id: int | None, words: dict[str, str]) -> None:
    """Keep what was written, by kind: with the decision itself, or with one of its events."""
    if words:
        place = {"decision_id": decision_id, "event_id": event_id}
        rows = [
            {
                **place,
                "kind": kind,
                "body": (body := storable(words[kind])),
                "mac": audit_chain.text_code(key, decision_id, event_id, kind, body),
            }
            for kind in words
        ]
        connection.execute(_new_texts, rows)
