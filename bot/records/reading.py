"""Reading decisions out of the log's tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select

from bot.decisions import RecordedDecision, Status
from bot.records.recorded import recorded_decision, revisions
from bot.records.stored_words import with_words
from bot.records.tables import decisions, events, replies, texts
from classifier.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

    from classifier.prediction import Prediction

ROWS_AT_A_TIME = 200


class DecisionNotFound(LookupError):
    """The log holds no decision with that id."""


class Counts(BaseModel):
    """How many decisions of a period there are, by the label first proposed and by what people have made of them."""

    model_config = ConfigDict(frozen=True)
    decisions: int
    needs_person: int
    """Proposed with doubt, whether or not a person has decided since."""
    by_label: dict[Label, int]
    by_status: dict[Status, int]


class Happened(BaseModel):
    """One event of a decision's history."""

    model_config = ConfigDict(frozen=True)
    kind: str
    status: Status
    """Of the decision, once this had happened."""
    by: str
    at: datetime
    details: dict[str, Any]
    words: dict[str, str]
    """What the person wrote, by kind, as far as it is still kept."""


_latest_event = select(func.max(events.c.number)).where(events.c.decision_id == decisions.c.id).scalar_subquery()
# Every event carries the status it led to, so the last one holds the decision's.
status = func.coalesce(
    select(events.c.status)
    .where(events.c.decision_id == decisions.c.id, events.c.number == _latest_event.correlate(decisions))
    .correlate(decisions)
    .scalar_subquery(),
    "proposed",
)


# Made once: to make them anew for every decision takes longer than to run them.
_by_id = select(decisions).where(decisions.c.id == bindparam("decision_id"))
_by_message = select(decisions).where(
    decisions.c.team == bindparam("team"),
    decisions.c.channel == bindparam("channel"),
    decisions.c.ts == bindparam("ts"),
)
_events_of, _texts_of, _replies_of = (
    select(table).where(table.c.decision_id == bindparam("decision_id")).order_by(order)
    for table, order in ((events, events.c.number), (texts, texts.c.id), (replies, replies.c.decision_id))
)


def by_id(connection: Connection, decision_id: str) -> RecordedDecision | None:
    return _one(connection, connection.execute(_by_id, {"decision_id": decision_id}).one_or_none())


def existing(connection: Connection, decision_id: str) -> RecordedDecision:
    recorded = by_id(connection, decision_id)
    if recorded is None:
        raise DecisionNotFound(f"The decision log holds no decision {decision_id[:80]!r}. Triage the message again.")
    return recorded


def by_message(connection: Connection, team: str, channel: str, ts: str) -> RecordedDecision | None:
    message = {"team": team, "channel": channel, "ts": ts}
    return _one(connection, connection.execute(_by_message, message).one_or_none())


def _one(connection: Connection, row: Row[Any] | None) -> RecordedDecision | None:
    if row is None:
        return None
    happened, written, replied = (
        connection.execute(about, {"decision_id": row.id}).all() for about in (_events_of, _texts_of, _replies_of)
    )
    return recorded_decision(row, happened, written, replied[0].reply_ts if replied else None)


def beginning_with(connection: Connection, team: str | None, start: str) -> list[str]:
    """Return the ids of the decisions whose id begins so, at most two; of one Slack workspace, if one is named."""
    which = decisions.c.id.startswith(start, autoescape=True)
    of_team = [] if team is None else [decisions.c.team == team]
    found = select(decisions.c.id).where(which, *of_team).order_by(decisions.c.id).limit(2)
    return list(connection.execute(found).scalars())


def in_thread(connection: Connection, decision_id: str, most: int) -> list[RecordedDecision]:
    """Return the other decisions whose cards stand in the same thread, oldest first."""
    here = select(replies.c.channel, replies.c.thread_ts).where(replies.c.decision_id == decision_id)
    place = connection.execute(here).one_or_none()
    if place is None or place.thread_ts is None:
        return []
    own = select(decisions.c.team).where(decisions.c.id == decision_id).scalar_subquery()
    same = and_(replies.c.channel == place.channel, replies.c.thread_ts == place.thread_ts, decisions.c.team == own)
    others = select(decisions).join(replies).where(same, decisions.c.id != decision_id)
    return list(stream(connection, others.order_by(decisions.c.decided_at, decisions.c.id).limit(most)))


def stream(connection: Connection, chosen: Select[Any]) -> Iterator[RecordedDecision]:
    """Yield the decisions `chosen` selects, in its order, holding `ROWS_AT_A_TIME` of them in memory."""
    # Whoever stops half way closes the result with the iterator.
    with connection.execute(chosen.execution_options(yield_per=ROWS_AT_A_TIME)) as result:
        for rows in result.partitions():
            yield from _put_together(connection, rows)


def _put_together(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[RecordedDecision]:
    ids = [row.id for row in rows]
    happened = _by_decision(connection, events, ids, events.c.number)
    written = _by_decision(connection, texts, ids, texts.c.id)
    replied = _by_decision(connection, replies, ids, replies.c.decision_id)
    for row in rows:
        reply = replied.get(row.id)
        reply_ts = reply[0].reply_ts if reply else None
        yield recorded_decision(row, happened.get(row.id, []), written.get(row.id, []), reply_ts)


def events_of(connection: Connection, decision_id: str) -> Sequence[Row[Any]]:
    return connection.execute(_events_of, {"decision_id": decision_id}).all()


def history(connection: Connection, decision_id: str) -> tuple[Happened, ...]:
    written = connection.execute(_texts_of, {"decision_id": decision_id}).all()
    return tuple(
        Happened(
            kind=event.kind,
            status=event.status,
            by=event.by,
            at=event.at,
            details=event.details,
            words={text.kind: text.body for text in written if text.event_id == event.id},
        )
        for event in events_of(connection, decision_id)
    )


def first_proposal(connection: Connection, decision_id: str) -> Prediction:
    row = connection.execute(select(decisions.c.prediction).where(decisions.c.id == decision_id)).one()
    written = connection.execute(
        select(texts.c.kind, texts.c.body).where(texts.c.decision_id == decision_id, texts.c.event_id.is_(None))
    )
    return with_words(row.prediction, {text.kind: text.body for text in written})


def text_of(connection: Connection, decision_id: str, kind: str) -> str | None:
    """Return one text of the decision as it stands: of the message as first written, or as it was edited."""
    standing, _ = revisions(events_of(connection, decision_id))
    place = texts.c.event_id.is_(None) if standing is None else texts.c.event_id == standing.id
    wanted = and_(texts.c.decision_id == decision_id, place, texts.c.kind == kind)
    return connection.execute(select(texts.c.body).where(wanted)).scalar()


def counts(connection: Connection, from_on: date | None, to_on: date | None, team: str | None = None) -> Counts:
    per = (decisions.c.label, decisions.c.needs_person, status.label("status"))
    of_period = select(*per).where(*decided_between(from_on, to_on), *of_team(team)).subquery()
    rows = connection.execute(select(of_period, func.count().label("number")).group_by(*of_period.c)).all()
    every_status: tuple[Status, ...] = ("proposed", "agreed", "corrected", "awaiting_second_person", "excluded")
    return Counts(
        decisions=sum(row.number for row in rows),
        needs_person=sum(row.number for row in rows if row.needs_person),
        by_label={label: sum(row.number for row in rows if row.label == label) for label in Label},
        by_status={name: sum(row.number for row in rows if row.status == name) for name in every_status},
    )


def decided_between(from_on: date | None, to_on: date | None) -> Iterable[ColumnElement[bool]]:
    """Choose decisions made from the one day to the other, both included, as days are counted in the UK."""
    if from_on is not None:
        yield decisions.c.decided_at >= midnight_before(from_on)
    if to_on is not None and to_on < date.max:
        yield decisions.c.decided_at < midnight_before(to_on + timedelta(days=1))


def of_team(team: str | None) -> Iterable[ColumnElement[bool]]:
    """Choose the decisions on one Slack workspace's messages; without a team, all."""
    if team is not None:
        yield decisions.c.team == team


def midnight_before(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo("Europe/London")).astimezone(UTC)


def _by_decision(
    connection: Connection, table: Table, ids: Sequence[str], order: ColumnElement[Any]
) -> dict[str, list[Row[Any]]]:
    about = select(table).where(table.c.decision_id.in_(ids)).order_by(table.c.decision_id, order)
    return {key: list(rows) for key, rows in groupby(connection.execute(about), key=lambda row: row.decision_id)}
