"""How long it takes to verify the audit chain, beside a bare loop of HMAC over the same bytes."""

from __future__ import annotations

import hmac
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.records import audit_chain
from bot.records.audit_chain import BEGINNING, PROPOSED
from bot.records.database import make_engine, reading, writing
from bot.records.decision_log import DecisionLog
from bot.records.recorded import decision_row, message_texts
from bot.records.schema import upgrade_to_head
from bot.records.tables import chain, decisions, events, texts
from classifier.prediction import FoundDate, Neighbour, SpokenFact, SpokenWords
from tests.bot.records.builders import JOAN, NOON, a_decision, a_prediction

KEY = bytes(32)
EVENTS = 100_000
ROUNDS = 3
MESSAGE = (
    "You came on Tuesday and said the boiler was mended. It went off again the same night and nobody has come since, "
    "though I rang on Wednesday and on Friday. My mother is 81 and there is no hot water. I want to know when somebody "
    "will come, and why nobody rings back."
)
_OF_A_DECISION = (PROPOSED, "replied", "agreed")
_AT_A_TIME = 10_000


def fill(url: str, how_many: int) -> None:
    """Make a log of `how_many` events, chained as `DecisionLog` chains them but in one pass."""
    upgrade_to_head(url)
    engine = make_engine(url)
    with writing(engine) as connection:
        for first in range(0, how_many, _AT_A_TIME):
            numbers = range(first, min(first + _AT_A_TIME, how_many))
            _write(connection, numbers)
        _chain(connection)
    engine.dispose()


def _write(connection: Connection, numbers: range) -> None:
    decision = a_decision(
        text=MESSAGE,
        prediction=a_prediction(
            spoke_for=tuple(SpokenWords(words=word, weight=0.25) for word in ("again", "nobody has come", "rang")),
            spoke_against=(SpokenWords(words="when somebody will come", weight=-0.125),),
            facts=(SpokenFact(fact="says that somebody came before", weight=0.5),),
            dates=(FoundDate(words="Tuesday", earliest=NOON.date(), latest=NOON.date()),),
            neighbours=tuple(Neighbour(id=f"m-{n}", label=None, similarity=0.5) for n in range(3)),
        ),
    )
    redacted, words = message_texts(decision, keep_full_text=False)
    row = decision_row(decision, redacted)
    proposed, happened, written = list[Any](), list[Any](), list[Any]()
    for number in numbers:
        which, kind = divmod(number, len(_OF_A_DECISION))
        id_, at = f"{which:032x}", NOON + timedelta(seconds=number)
        event = {"id": number + 1, "decision_id": id_, "number": kind, "at": at}
        happened.append(event | _event(_OF_A_DECISION[kind]))
        if kind == 0:
            proposed.append(row | {"id": id_, "ts": f"1762084800.{which:06}", "decided_at": at})
            for name, body in words.items():
                mac = audit_chain.text_code(KEY, id_, None, name, body)
                written.append({"decision_id": id_, "event_id": None, "kind": name, "body": body, "mac": mac})
    connection.execute(insert(decisions), proposed)
    connection.execute(insert(events), happened)
    connection.execute(insert(texts), written)


def _event(kind: str) -> dict[str, Any]:
    details = {PROPOSED: {}, "replied": {"reply_ts": "1762084801.000200"}, "agreed": {"label": "complaint"}}[kind]
    return {"kind": kind, "status": "agreed" if kind == "agreed" else PROPOSED, "by": JOAN, "details": details}


def _chain(connection: Connection) -> None:
    position, head, places = 0, BEGINNING, list[dict[str, Any]]()
    for position, row in enumerate(connection.execute(audit_chain.covered().order_by(events.c.id)), start=1):
        mac = audit_chain.code_over(KEY, row, position=position, previous=head)
        places.append({"this": row.id, "position": position, "previous": head, "mac": mac})
        head = mac
    here = update(events).where(events.c.id == bindparam("this"))
    connection.execute(here, places)
    end = {"id": 1, "count": position, "head": head, "key_check": audit_chain.key_check(KEY)}
    connection.execute(insert(chain), [end])


def bytes_covered(connection: Connection) -> Iterator[bytes]:
    """Yield what the code of every event and of every text is over."""
    in_order = audit_chain.covered().order_by(events.c.position)
    for row in connection.execute(in_order.execution_options(yield_per=_AT_A_TIME)):
        yield audit_chain.written(audit_chain.parts_of(row, position=row.position, previous=row.previous))
    kept = select(texts.c.decision_id, texts.c.event_id, texts.c.kind, texts.c.body).order_by(texts.c.id)
    for decision_id, event_id, kind, body in connection.execute(kept.execution_options(yield_per=_AT_A_TIME)):
        yield audit_chain.written((decision_id, str(event_id), kind, body))


def audit_rows(how_many: int = EVENTS) -> list[tuple[str, float, float, float]]:
    """Return what was timed, the seconds `verify` takes, those of the bare loop, and their ratio.

    Each is the fastest of `ROUNDS`, taken in turns, so that whatever else the machine does counts for neither.
    """
    ours, bare = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'log.db'}"
        fill(url, how_many)
        engine = make_engine(url)
        with reading(engine) as connection:
            covered = list(bytes_covered(connection))
        log = DecisionLog(engine, key=KEY)
        for _ in range(ROUNDS):
            began = perf_counter()
            found = log.verify([log.anchor()])
            ours.append(perf_counter() - began)
            if not (found.unaltered and found.complete and found.events == how_many):
                raise RuntimeError(f"the log made for the measurement does not verify: {found}")
            began = perf_counter()
            for each in covered:
                hmac.digest(KEY, each, "sha256").hex()
            bare.append(perf_counter() - began)
        log.close()
    what = f"verifying a log of {found.events:,} events and {found.texts:,} texts"
    return [(what, min(ours), min(bare), min(ours) / min(bare))]


if __name__ == "__main__":
    for what, ours, bare, ratio in audit_rows():
        sys.stdout.write(f"{ratio:6.1f} × a bare HMAC loop over the same bytes: {what} ({ours:.1f} s, {bare:.2f} s)\n")
