"""Selecting the matters of a period for the figures: all of them, and those that are linked to one another."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, case, func, select, type_coerce, union

from bot.decisions import EvidenceKind
from bot.records.audit_chain import PROPOSED
from bot.records.matter import Matter, WordsKept, matter_of
from bot.records.tables import decisions, events, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from knowledge.edition import Edition

ROWS_AT_A_TIME = 500
# Half of all events, and none of them changes what a matter is.
_CHANGES_NOTHING = (PROPOSED, "replied", "reply_given_up")
_signals = type_coerce(decisions.c.prediction, JSON)["signals"].label("signals")
_COLUMNS = (
    *(
        decisions.c[name]
        for name in ("id", "received_on", "edition", "handed_in_by", "label", "needs_person", "decided_at")
    ),
    _signals,
)
_EVENT_COLUMNS = tuple(
    events.c[name] for name in ("id", "decision_id", "number", "kind", "status", "by", "at", "details")
)


class Matters:
    """The matters put to Clausewise in a period, all read from one state of the log."""

    def __init__(self, connection: Connection, period: Iterable[ColumnElement[bool]], edition: Edition | None) -> None:
        self._connection = connection
        self._period = tuple(period)
        self._chosen = self._period if edition is None else (*self._period, decisions.c.edition == edition.value)

    def how_many_of_any_edition(self) -> int:
        """Return how many matters of the period there are, whatever edition they were judged under."""
        counted = select(func.count()).select_from(decisions).where(*self._period)
        return self._connection.execute(counted).scalar_one()

    def each(self) -> Iterator[Matter]:
        """Yield them in order; memory stays the same however many."""
        chosen = select(*_COLUMNS).where(*self._chosen).order_by(decisions.c.decided_at, decisions.c.id)
        with self._connection.execute(chosen.execution_options(yield_per=ROWS_AT_A_TIME)) as result:
            for rows in result.partitions():
                yield from _put_together(self._connection, rows)

    def linked(self) -> Iterator[tuple[Matter, tuple[Matter, ...]]]:
        """Yield those that are linked to others, each with the others, whichever of the two the link was entered at."""
        pairs = _pairs()
        chosen = select(pairs).join(decisions, decisions.c.id == pairs.c.one).where(*self._chosen)
        ordered = chosen.order_by(pairs.c.one, pairs.c.other).execution_options(yield_per=ROWS_AT_A_TIME)
        with self._connection.execute(ordered) as result:
            grouped = ((one, [row.other for row in rows]) for one, rows in groupby(result, key=lambda row: row.one))
            while batch := list(islice(grouped, ROWS_AT_A_TIME)):
                found = self._by_id({id_ for one, others in batch for id_ in (one, *others)})
                for one, others in batch:
                    yield found[one], tuple(found[other] for other in others)

    def _by_id(self, ids: Iterable[str]) -> dict[str, Matter]:
        rows = self._connection.execute(select(*_COLUMNS).where(decisions.c.id.in_(ids))).all()
        return {matter.id: matter for matter in _put_together(self._connection, rows)}


def _pairs() -> Any:
    """Select the links, the latest a decision, in both directions."""
    details = type_coerce(events.c.details, JSON)
    place = func.row_number().over(partition_by=events.c.decision_id, order_by=events.c.number.desc())
    linked = (
        select(events.c.decision_id, details["linked_to"].as_string().label("linked_to"), place.label("place"))
        .where(events.c.kind == "evidence", details["kind"].as_string() == EvidenceKind.LINKED.value)
        .subquery()
    )
    forth = select(linked.c.decision_id.label("one"), linked.c.linked_to.label("other")).where(linked.c.place == 1)
    back = select(linked.c.linked_to.label("one"), linked.c.decision_id.label("other")).where(linked.c.place == 1)
    return union(forth, back).subquery()


def _put_together(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Matter]:
    about = (
        select(*_EVENT_COLUMNS)
        .where(events.c.decision_id.in_([row.id for row in rows]), events.c.kind.not_in(_CHANGES_NOTHING))
        .order_by(events.c.decision_id, events.c.number)
    )
    happened = {
        key: list(of_one)
        for key, of_one in groupby(connection.execute(about).all(), key=lambda event: event.decision_id)
    }
    kept = _words_kept(connection, happened.values())
    for row in rows:
        yield matter_of(row, happened.get(row.id, []), kept)


def _words_kept(connection: Connection, happened: Iterable[list[Row[Any]]]) -> WordsKept:
    ids = [event.id for of_one in happened for event in of_one if event.kind == "explanation_written"]
    if not ids:
        return {}
    # Of the letter it is enough to know that it is there.
    body = case((texts.c.kind == "rests_on", texts.c.body)).label("body")
    kept = select(texts.c.event_id, texts.c.kind, body).where(
        texts.c.event_id.in_(ids), texts.c.kind.in_(("rests_on", "letter"))
    )
    return {(row.event_id, row.kind): row.body for row in connection.execute(kept)}
