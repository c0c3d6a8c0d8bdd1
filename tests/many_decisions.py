"""A log of as many decisions as one likes, made in a moment: rows as the bot writes them, chained as it chains them.

`recorded_decisions.jsonl` holds a complaint, a service request and an exclusion as the bot recorded them; the log is
filled with them in turn, and with what people would do with each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from bot.local_time import local_date
from bot.records import audit_chain
from bot.records.database import make_engine, writing
from bot.records.schema import upgrade_to_head
from bot.records.tables import chain, decisions, events, texts
from tests.bot.records.builders import AMARA, JOAN, KEY, SIAN

RECORDED = Path(__file__).parent / "recorded_decisions.jsonl"
FIRST = datetime(2024, 4, 2, 8, 0, tzinfo=UTC)
APART = timedelta(minutes=9)
AT_A_TIME = 1000

_LETTER = (
    "Thank you for writing to us about your kitchen. What you describe happened more than twelve months before you "
    "told us of it, so we are not taking it as a complaint. If you think that is wrong you may take this decision to "
    "the Housing Ombudsman, free of charge, and we will work with them."
)
_Row = dict[str, Any]
_Event = tuple[str, str, str, dict[str, Any], dict[str, str]]
"""Kind, the status it leads to, by whom, details, and what was written."""


def fill(url: str, how_many: int, *, key: bytes = KEY) -> None:
    """Add `how_many` decisions to the log at `url`, some nine minutes apart; `clausewise audit` finds it whole."""
    upgrade_to_head(url)
    recorded = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    engine = make_engine(url)
    with writing(engine) as connection:
        begun = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
        numbers = iter(range(begun, begun + how_many))
        while batch := list(islice(numbers, AT_A_TIME)):
            _add(connection, [(number, recorded[number % len(recorded)]) for number in batch], key)
            _chain(connection, key)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('events', 'id'), max(id)) FROM events"))
    engine.dispose()


def _add(connection: Connection, numbered: list[tuple[int, dict[str, Any]]], key: bytes) -> None:
    event_id: int = connection.execute(select(func.coalesce(func.max(events.c.id), 0))).scalar_one()
    of_decisions, of_events, of_texts = list[_Row](), list[_Row](), list[_Row]()
    for number, recorded in numbered:
        id_, at = f"{number:032x}", FIRST + number * APART
        of_decisions.append(_decision(id_, number, at, recorded))
        of_texts += _texts(key, id_, None, recorded["texts"])
        for place, (kind, status, by, details, words) in enumerate(_what_happened(number, recorded, local_date(at))):
            event_id += 1
            happened = {"decision_id": id_, "number": place, "kind": kind, "status": status, "by": by}
            of_events.append({"id": event_id, **happened, "at": at + place * timedelta(hours=2), "details": details})
            of_texts += _texts(key, id_, event_id, words)
    for table, rows in ((decisions, of_decisions), (events, of_events), (texts, of_texts)):
        connection.execute(insert(table), rows)


def _decision(id_: str, number: int, at: datetime, recorded: dict[str, Any]) -> dict[str, Any]:
    prediction = recorded["prediction"]
    same = {name: prediction[name] for name in ("label", "confidence", "ground", "needs_person", "model")}
    message = {"team": "T0HAZEL", "channel": "C0CONTACT", "ts": f"{number}.000100", "source": "watched_channel"}
    return {
        "id": id_,
        **message,
        "handed_in_by": AMARA,
        "received_on": local_date(at),
        "edition": recorded["edition"],
        "policy": recorded["policy"],
        **same,
        "prediction": prediction,
        "clauses": recorded["clauses"],
        "decided_at": at,
    }


def _texts(key: bytes, id_: str, event_id: int | None, words: dict[str, str]) -> Iterator[dict[str, Any]]:
    for kind, body in words.items():
        mac = audit_chain.text_code(key, id_, event_id, kind, body)
        yield {"decision_id": id_, "event_id": event_id, "kind": kind, "body": body, "mac": mac}


def _what_happened(number: int, recorded: dict[str, Any], on: date) -> Iterator[_Event]:
    """Yield the proposal and what people did with it; each seventh waits for somebody."""
    yield "proposed", "proposed", AMARA, {}, {}
    if number % 7 == 0:
        return
    match recorded["prediction"]["label"]:
        case "complaint":
            yield "agreed", "agreed", JOAN, {"label": "complaint"}, {}
            yield _evidence("agreed", "acknowledged", on=(on + timedelta(days=3)).isoformat())
        case "service_request":
            reason = {"reason": "The resident wrote that it was reported twice before and nobody came."}
            yield "corrected", "corrected", JOAN, {"label": "complaint", "ground": None, "was": "proposed"}, reason
        case _:
            yield from _exclusion(recorded["prediction"]["ground"], on)


def _exclusion(ground: str, on: date) -> Iterator[_Event]:
    words = {
        "letter": _LETTER,
        "discretion": "Considered. The fitter's firm has closed and there are no photographs of the work.",
        "rests_on": "2024 Code 2.2",
    }
    yield "explanation_written", "awaiting_second_person", JOAN, {"ground": ground, "has_reason": False}, words
    yield "second_person_confirmed", "excluded", SIAN, {"has_reason": False}, {}
    sent = {"on": (on + timedelta(days=1)).isoformat(), "ombudsman_right": True}
    yield _evidence("excluded", "explanation_sent", **sent)


def _evidence(status: str, kind: str, **fields: Any) -> _Event:
    return "evidence", status, JOAN, {"kind": kind, **fields, "has_reason": False}, {}


def _chain(connection: Connection, key: bytes) -> None:
    """Chain the events that are not chained yet, as the log would have one by one."""
    end = audit_chain.anchor(connection)
    new = audit_chain.covered().where(events.c.position.is_(None)).order_by(events.c.id)
    position, head, codes = end.count, end.head, []
    for row in connection.execute(new):
        position += 1
        previous, head = head, audit_chain.code_over(key, row, position=position, previous=head)
        codes.append({"event": row.id, "position": position, "previous": previous, "mac": head})
    placed = update(events).where(events.c.id == bindparam("event"))
    connection.execute(placed.values({name: bindparam(name) for name in ("position", "previous", "mac")}), codes)
    kept = {"count": position, "head": head, "key_check": audit_chain.key_check(key)}
    known = connection.execute(update(chain).values(**kept)).rowcount
    if not known:
        connection.execute(insert(chain).values(id=1, **kept))
