"""How long counting the figures takes and how much memory it holds, beside a bare reading of the same rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from bot.records.database import make_engine, writing
from bot.records.recorded import decision_row
from bot.records.schema import upgrade_to_head
from bot.records.tables import decisions, events, texts
from classifier.labels import Label
from classifier.prediction import FoundDate, Neighbour, SpokenFact, SpokenWords
from tests.bot.records.builders import DEV, JOAN, NOON, a_decision_numbered, a_prediction

FEW, MANY = 10_000, 100_000
_AT_A_TIME = 2_000
_LABELS = (Label.COMPLAINT, Label.SERVICE_REQUEST, Label.SERVICE_REQUEST, Label.COMPLAINT, Label.EXCLUDED)


def fill(url: str, how_many: int) -> None:
    """Make a log of `how_many` decided matters in one transaction; its events are no chain."""
    upgrade_to_head(url)
    engine = make_engine(url)
    with writing(engine) as connection:
        for first in range(0, how_many, _AT_A_TIME):
            numbers = range(first, min(first + _AT_A_TIME, how_many))
            connection.execute(insert(decisions), [_decision(number) for number in numbers])
            connection.execute(insert(events), [event for number in numbers for event in _events(number)])
            connection.execute(insert(texts), [text for number in numbers for text in _texts(number)])
    engine.dispose()


def _decision(number: int) -> dict[str, Any]:
    label = _LABELS[number % len(_LABELS)]
    prediction = a_prediction(
        label=label,
        signals=("danger", "asks_to_complain"),
        spoke_for=tuple(SpokenWords(words="nobody came", weight=0.1 * n) for n in range(6)),
        facts=tuple(SpokenFact(fact="a date older than the limit", weight=0.1 * n) for n in range(6)),
        dates=(FoundDate(words="on Tuesday", earliest=NOON.date(), latest=NOON.date()),),
        neighbours=tuple(Neighbour(id=f"m-{n}", label=label, similarity=0.5) for n in range(3)),
    )
    made = NOON - timedelta(minutes=5 * number)
    row = decision_row(
        a_decision_numbered(number, prediction=prediction, decided_at=made, received_on=made.date()), "a message"
    )
    return row


def _events(number: int) -> Iterator[dict[str, Any]]:
    label, at = _LABELS[number % len(_LABELS)], NOON - timedelta(minutes=5 * number - 3)
    of_this = {"decision_id": f"d-{number}", "at": at}
    yield {
        **of_this,
        "id": 5 * number + 1,
        "number": 0,
        "kind": "proposed",
        "status": "proposed",
        "by": DEV,
        "details": {},
    }
    if label is Label.EXCLUDED:
        details: dict[str, Any] = {"ground": "out_of_time", "has_reason": False}
        waits = {"kind": "explanation_written", "status": "awaiting_second_person", "by": DEV, "details": details}
        yield {**of_this, "id": 5 * number + 2, "number": 1, **waits}
        confirms = {
            "kind": "second_person_confirmed",
            "status": "excluded",
            "by": JOAN,
            "details": {"has_reason": False},
        }
        yield {**of_this, "id": 5 * number + 3, "number": 2, **confirms}
        sent = {"kind": "explanation_sent", "on": at.date().isoformat(), "ombudsman_right": True, "has_reason": False}
        yield {
            **of_this,
            "id": 5 * number + 4,
            "number": 3,
            "kind": "evidence",
            "status": "excluded",
            "by": DEV,
            "details": sent,
        }
    else:
        yield {
            **of_this,
            "id": 5 * number + 2,
            "number": 1,
            "kind": "agreed",
            "status": "agreed",
            "by": JOAN,
            "details": {"label": label.value},
        }
        done: dict[str, Any] = {"kind": "acknowledged", "on": at.date().isoformat(), "has_reason": False}
        if number % 10 == 8:  # a complaint that came of the request made before it
            done = {"kind": "linked", "linked_to": f"d-{number - 1}", "has_reason": False}
        yield {
            **of_this,
            "id": 5 * number + 3,
            "number": 2,
            "kind": "evidence",
            "status": "agreed",
            "by": JOAN,
            "details": done,
        }


def _texts(number: int) -> Iterator[dict[str, Any]]:
    yield {"decision_id": f"d-{number}", "event_id": None, "kind": "message", "body": "a message " * 20}
    if _LABELS[number % len(_LABELS)] is Label.EXCLUDED:
        for kind, body in (("letter", "The Ombudsman. " * 20), ("rests_on", "2024 Code 2.2"), ("discretion", "None.")):
            yield {"decision_id": f"d-{number}", "event_id": 5 * number + 2, "kind": kind, "body": body}


def bare_seconds(file: Path) -> float:
    """Return the processor's time of reading the same rows and parsing their JSON, with nothing made of them."""
    code = (
        "import json, sqlite3, sys, time\n"
        "began = time.process_time(); database = sqlite3.connect(sys.argv[1])\n"
        "for row in database.execute('SELECT id, received_on, edition, handed_in_by, label, needs_person, decided_at, "
        'json_extract(prediction, "$.signals") FROM decisions ORDER BY decided_at, id\'): json.loads(row[-1])\n'
        "for row in database.execute('SELECT id, decision_id, number, kind, status, by, at, details FROM events "
        "ORDER BY decision_id, number'): json.loads(row[-1])\n"
        "print(time.process_time() - began)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(file)], check=True, capture_output=True).stdout)


def counted(file: Path) -> tuple[float, float]:
    """Return the processor's seconds that counting takes, and the megabytes its process holds at most."""
    code = (
        "import resource, sys, time; from datetime import date\n"
        "from bot.evidence.counting import count_figures; from bot.records.decision_log import DecisionLog\n"
        "log = DecisionLog(f'sqlite:///{sys.argv[1]}', key=bytes(32)); began = time.process_time()\n"
        "figures = count_figures(log, today=date(2026, 11, 2)); took = time.process_time() - began\n"
        "assert figures.decided.count == int(sys.argv[2])\n"
        "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    with sqlite3.connect(file) as database:
        (how_many,) = database.execute("SELECT count(*) FROM decisions").fetchone()
    database.close()
    ran = subprocess.run([sys.executable, "-c", code, str(file), str(how_many)], check=True, capture_output=True)
    took, held = ran.stdout.split()
    return float(took), float(held)


def evidence_rows() -> list[tuple[str, str, str, float]]:
    """Return rows of what, ours, bare and their ratio; for memory, what is bare is the smaller log."""
    with tempfile.TemporaryDirectory() as folder:
        measured = {}
        for how_many in (FEW, MANY):
            file = Path(folder) / f"{how_many}.db"
            fill(f"sqlite:///{file}", how_many)
            measured[how_many] = (*counted(file), bare_seconds(file))
    rows = [
        (f"the figures of {how_many:,} decisions", f"{ours:.2f} s", f"{bare:.2f} s", ours / bare)
        for how_many, (ours, _, bare) in measured.items()
    ]
    few, many = measured[FEW][1], measured[MANY][1]
    return [
        *rows,
        (f"memory for {MANY:,} against {FEW:,} (at most 1.3)", f"{many:.0f} MB", f"{few:.0f} MB", many / few),
    ]


if __name__ == "__main__":
    began = perf_counter()
    for what, ours, bare, ratio in evidence_rows():
        sys.stdout.write(f"{ratio:6.2f} × {bare}: {what}, {ours}\n")
    sys.stdout.write(f"measured in {perf_counter() - began:.0f} s\n")
