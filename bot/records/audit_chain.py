"""The chain over all events: each carries a keyed code over itself and the one before, so that a change shows.

The key lies outside the database (`audit_key`). Whoever can write the database but has no key cannot change, insert or
reorder an event unseen. What they can do is cut off the end, together with the note of where it was: that only a count
and head kept elsewhere shows (`Anchor`). What people wrote lies outside the chain, each text with a code of its own: a
text that was deleted leaves the chain whole, a text that was altered does not match.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Date, Select, Text, bindparam, cast, insert, select, type_coerce, update
from sqlalchemy.exc import IntegrityError

from bot.records.column_types import Document, Moment, Written
from bot.records.tables import chain, decisions, events, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, ColumnElement, Connection, Row

PROPOSED: Final = "proposed"
"""The kind of a decision's first event, number 0: its code covers the row of `decisions` too."""
BEGINNING: Final = ""
_KEY_CHECK = "clausewise audit key"
_OF_EVENT = ("decision_id", "number", "kind", "status", "by", "at")
# Where these stand, or begin, in a row of `covered()`.
_KIND, _DETAILS, _DECISION = 3, 7, 11


class WrongKey(Exception):
    """The key is not the one the chain was begun with."""


class Anchor(BaseModel):
    """How long the chain is and where it ends: what is kept elsewhere to show later that nothing was cut off."""

    model_config = ConfigDict(frozen=True)
    count: int
    head: str


def code(key: bytes, *parts: str) -> str:
    """Return the keyed code (HMAC-SHA256, hexadecimal) over `parts`."""
    return hmac.digest(key, written(parts), "sha256").hex()


def written(parts: Iterable[str]) -> bytes:
    """Write `parts` one after the other, so that no two lists of parts read the same."""
    return "".join([f"{len(part)}:{part}" for part in parts]).encode("utf-8")


def extend(connection: Connection, key: bytes, event_id: int) -> None:
    """Add an event that has just been written to the end of the chain; other writers wait until this one commits."""
    end = _end(connection, key)
    row = connection.execute(_covered_of_one, {"event_id": event_id}).one()
    mac = code_over(key, row, position=end.count + 1, previous=end.head)
    place = {"position": end.count + 1, "previous": end.head, "mac": mac}
    connection.execute(_take_place, {"event_id": event_id, **place})
    connection.execute(_move_end, {"count": end.count + 1, "head": mac})


def _end(connection: Connection, key: bytes) -> Anchor:
    row = connection.execute(_the_end).one_or_none()
    if row is None:
        # On PostgreSQL another process may be beginning the chain too; what it has begun is gone on with.
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(insert(chain).values(id=1, count=0, head=BEGINNING, key_check=key_check(key)))
        row = connection.execute(_the_end).one()
    return Anchor(count=row.count, head=row.head)


def covered() -> Select[Any]:
    """Select what an event's code covers, as the database holds it, beside the code itself."""
    of_event = [_as_held(events.c[name]) for name in _OF_EVENT]
    of_chain = [events.c.position, events.c.previous, events.c.mac]
    of_decision = [_as_held(column).label(f"proposed_{column.name}") for column in decisions.c]
    columns = [events.c.id, *of_event, _as_held(events.c.details), *of_chain, *of_decision]
    return select(*columns).join(
        decisions, (decisions.c.id == events.c.decision_id) & (events.c.kind == PROPOSED), isouter=True
    )


def _as_held(column: Column[Any]) -> ColumnElement[Any]:
    """Take JSON as the text it is stored as, to the letter, and a time or a day whether or not it still is one."""
    if isinstance(column.type, Document):
        return cast(column, Text).label(column.name)
    return type_coerce(column, Written(column.type)).label(column.name) if _in_time(column) else column


def _in_time(column: Column[Any]) -> bool:
    return isinstance(column.type, Moment | Date)


# Made once: to make them anew for every event takes longer than to run them.
_covered_of_one = covered().where(events.c.id == bindparam("event_id"))
_take_place = update(events).where(events.c.id == bindparam("event_id"))
_move_end = update(chain)
_the_end = select(chain).with_for_update()


def code_over(key: bytes, row: Row[Any], *, position: int, previous: str) -> str:
    """Return the code of an event, from its row in `covered()`, at a place in the chain."""
    return code(key, *parts_of(row, position=position, previous=previous))


def parts_of(row: Row[Any], *, position: int, previous: str) -> list[str]:
    """Return what the code of an event is over: its place, itself, and for a proposal the decision."""
    event, details = row[1:_DETAILS], row[_DETAILS]
    parts = [str(position), previous, details, *[form(value) for form, value in zip(_EVENT_FORMS, event, strict=True)]]
    if row[_KIND] == PROPOSED:
        parts += [form(value) for form, value in zip(_DECISION_FORMS, row[_DECISION:], strict=True)]
    return parts


# How each value is written, the same whichever database it was read from.
_EVENT_FORMS = tuple(str if _in_time(events.c[name]) else repr for name in _OF_EVENT)
_DECISION_FORMS = tuple(str if _in_time(column) else repr for column in decisions.c)


def text_code(key: bytes, decision_id: str, event_id: int | None, kind: str, body: str) -> str:
    """Return the code over one text; it holds the text to its place, so that two cannot be exchanged."""
    return code(key, decision_id, str(event_id), kind, body)


def key_check(key: bytes) -> str:
    return code(key, _KEY_CHECK)[:16]


def check_key(connection: Connection, key: bytes) -> None:
    """Raise `WrongKey` unless `key` is the one the chain was begun with."""
    begun_with = connection.execute(select(chain.c.key_check)).scalar()
    if begun_with is not None and not hmac.compare_digest(begun_with, key_check(key)):
        raise WrongKey(
            "The audit key is not the one this decision log was begun with, so nothing is written. Put the first key "
            "back (the file audit.key in CLAUSEWISE_HOME, or CLAUSEWISE_AUDIT_KEY), or name another database."
        )


def adopt(connection: Connection, key: bytes) -> int:
    """Chain what a release without a chain has written, oldest first; returns how many events that were.

    From then on it cannot be altered unseen; what happened to it before, no chain can tell. Once a chain is begun,
    what stands outside it stays there, for `verify` to find: adopting it would clear whoever put it there.
    """
    if connection.execute(select(chain.c.id)).first() is not None:
        return 0
    unchained = connection.execute(select(events.c.id).where(events.c.position.is_(None)).limit(1)).first()
    has_proposal = select(events.c.id).where(events.c.decision_id == decisions.c.id, events.c.number == 0).exists()
    old = connection.execute(
        select(decisions.c.id, decisions.c.decided_at, decisions.c.handed_in_by).where(~has_proposal)
    )
    rows = [
        {
            "decision_id": row.id,
            "number": 0,
            "kind": PROPOSED,
            "status": PROPOSED,
            "by": row.handed_in_by,
            "at": row.decided_at,
            "details": {},
        }
        for row in old
    ]
    if not rows and unchained is None:
        return 0
    if rows:
        connection.execute(insert(events), rows)
    in_order = (
        select(events.c.id).where(events.c.position.is_(None)).order_by(events.c.at, events.c.number, events.c.id)
    )
    ids = connection.execute(in_order).scalars().all()
    for event_id in ids:
        extend(connection, key, event_id)
    _code_texts(connection, key, connection.execute(select(texts).where(texts.c.mac.is_(None))).all())
    return len(ids)


def _code_texts(connection: Connection, key: bytes, rows: Iterable[Row[Any]]) -> None:
    for row in rows:
        mac = text_code(key, row.decision_id, row.event_id, row.kind, row.body)
        connection.execute(update(texts).where(texts.c.id == row.id).values(mac=mac))


def anchor(connection: Connection) -> Anchor:
    """Return where the chain ends now."""
    end = select(events.c.position, events.c.mac).where(events.c.position.is_not(None))
    row = connection.execute(end.order_by(events.c.position.desc()).limit(1)).first()
    return Anchor(count=0, head=BEGINNING) if row is None else Anchor(count=row.position, head=row.mac)
