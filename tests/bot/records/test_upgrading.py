"""Logs of other releases: one of the first release is read and chained, one of a later release is left alone."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from bot.decisions import Correction, Explanation, SecondPerson
from bot.records.decision_log import ReplyTo
from bot.records.opening import open_log
from bot.records.schema import SchemaTooNew
from classifier.labels import Label
from classifier.prediction import SpokenWords
from knowledge.edition import Edition
from knowledge.grounds import Ground
from tests.bot.records.builders import AMARA, JOAN, KEY, SIAN, a_correction, a_decision, a_log, a_url

pytestmark = pytest.mark.usefixtures("each_store")

PREDICTION: dict[str, Any] = {
    "label": "excluded",
    "confidence": 0.8,
    "probabilities": {"complaint": 0.15, "excluded": 0.8, "service_request": 0.05},
    "threshold": 0.6,
    "ground": "out_of_time",
    "ground_confidence": 0.7,
    "signals": ["mentions_ombudsman"],
    "needs_person": False,
    "why_person": None,
    "spoke_for": [{"words": "", "weight": 1.5}],
    "dates": [{"words": "", "earliest": "2019-03-01", "latest": "2019-03-31"}],
    "neighbours": [],
    "model": "first-model",
}
# Three messages as the first release kept them, in its tables of revision 0001, to the letter.
ROWS: dict[str, list[dict[str, Any]]] = {
    "decisions": [
        {
            "id": decision,
            "team": "T0HAZEL",
            "channel": "C0CONTACT",
            "ts": f"1762084800.00010{number}",
            "source": "watched_channel",
            "handed_in_by": AMARA,
            "received_on": "2025-11-02",
            "edition": "2024",
            "policy": None,
            "label": "excluded",
            "confidence": 0.8,
            "ground": "out_of_time",
            "needs_person": False,
            "model": "first-model",
            "prediction": json.dumps(PREDICTION),
            "clauses": json.dumps([{"edition": "2024", "id": "2.2"}]),
            "decided_at": f"2025-11-02 12:0{number}:00.000000",
        }
        for number, decision in enumerate(("old-0", "old-1", "old-2"))
    ],
    "events": [
        {
            "id": number,
            "decision_id": decision,
            "number": of_decision,
            "kind": kind,
            "status": status,
            "by": by,
            "at": f"2025-11-03 09:00:0{number}.250000",
            "details": json.dumps(details),
        }
        for number, (decision, of_decision, kind, status, by, details) in enumerate(
            (
                ("old-0", 1, "replied", "proposed", "clausewise", {"reply_ts": "1762084801.000200"}),
                (
                    "old-0",
                    2,
                    "explanation_written",
                    "awaiting_second_person",
                    JOAN,
                    {"ground": "out_of_time", "has_reason": False},
                ),
                ("old-0", 3, "second_person_confirmed", "excluded", SIAN, {"has_reason": True}),
                ("old-1", 1, "corrected", "corrected", JOAN, {"label": "complaint", "ground": None, "was": "proposed"}),
            ),
            start=1,
        )
    ],
    "texts": [
        {"id": number, "decision_id": decision, "event_id": event, "kind": kind, "body": body}
        for number, (decision, event, kind, body) in enumerate(
            (
                *(
                    (decision, None, kind, body)
                    for decision in ("old-0", "old-1", "old-2")
                    for kind, body in (
                        ("message", "the damp in March 2019 – nobody came, it’s £40"),
                        ("spoke_for", '["March 2019"]'),
                        ("dates", '["in March 2019"]'),
                    )
                ),
                ("old-0", 2, "letter", "This is too old. You may go to the Housing Ombudsman."),
                ("old-0", 2, "discretion", "Considered; the records are gone."),
                ("old-0", 2, "rests_on", "2024 Code 2.2"),
                ("old-0", 3, "reason", "Right."),
                ("old-1", 4, "reason", "It goes on to this day."),
            ),
            start=1,
        )
    ],
    "replies": [
        {
            "decision_id": "old-0",
            "channel": "C0CONTACT",
            "thread_ts": "1762084800.000100",
            "reply_ts": "1762084801.000200",
            "replied_at": "2025-11-03 09:00:01.000000",
        },
        {"decision_id": "old-2", "channel": "C0CONTACT", "thread_ts": "1762084800.000102"},
    ],
}


def upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("bot.records") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def write_as_the_first_release_did(folder: Path) -> None:
    """Make the tables of revision 0001 and fill them by plain SQL."""
    engine = create_engine(a_url(folder))
    with engine.begin() as connection:
        upgrade(connection, "0001")
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        for table, rows in ROWS.items():
            for row in rows:
                columns = ", ".join(f'"{name}"' for name in row)
                values = ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)  # noqa: S608
        if engine.dialect.name == "postgresql":
            for table in ("events", "texts"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', {len(ROWS[table])})"))
    engine.dispose()


def test_everything_the_first_release_wrote_is_read_back(tmp_path: Path) -> None:
    write_as_the_first_release_did(tmp_path)
    with closing(open_log(a_url(tmp_path), key=KEY)) as log:
        excluded, corrected, proposed = log.rows()
        owed = log.take_reply("old-2", "one", timedelta(minutes=1))
    assert (excluded.status, corrected.status, proposed.status) == ("excluded", "corrected", "proposed")
    assert (excluded.decided_label, corrected.decided_label) == (Label.EXCLUDED, Label.COMPLAINT)
    assert excluded.reply_ts == "1762084801.000200"
    assert excluded.explanation == Explanation(
        ground=Ground.OUT_OF_TIME,
        rests_on="2024 Code 2.2",
        letter="This is too old. You may go to the Housing Ombudsman.",
        discretion="Considered; the records are gone.",
        by=JOAN,
        at="2025-11-03T09:00:02.250000Z",
    )
    assert excluded.second_person == SecondPerson(
        confirmed=True, reason="Right.", by=SIAN, at="2025-11-03T09:00:03.250000Z"
    )
    assert corrected.correction == Correction(
        label=Label.COMPLAINT, reason="It goes on to this day.", by=JOAN, at="2025-11-03T09:00:04.250000Z"
    )
    decision = proposed.decision
    assert decision.edition is Edition.CODE_2024
    assert decision.message.text == "the damp in March 2019 – nobody came, it’s £40"
    assert decision.prediction.spoke_for == (SpokenWords(words="March 2019", weight=1.5),)
    assert decision.prediction.dates[0].words == "in March 2019"
    assert owed is not None
    assert owed[1] == ReplyTo(channel="C0CONTACT", thread_ts="1762084800.000102")


def test_it_is_chained_once_and_verifies_and_goes_on(tmp_path: Path) -> None:
    write_as_the_first_release_did(tmp_path)
    with closing(open_log(a_url(tmp_path), key=KEY)) as log:
        anchor = log.anchor()
        found = log.verify([anchor])
    # Three proposals, which the first release kept no event of, and its four events.
    assert (found.unaltered, found.complete, found.events, found.texts, found.gone) == (True, True, 7, 14, 0)
    with closing(open_log(a_url(tmp_path), key=KEY)) as log:
        assert log.anchor() == anchor
        log.correct("old-2", a_correction())
        log.reply_sent("old-2", "1762084809.000300")
        log.erase_texts(["old-0"], why="retention", by="clausewise")
        found = log.verify([anchor])
    assert (found.unaltered, found.complete, found.events, found.texts, found.gone) == (True, True, 10, 8, 0)


def test_what_was_adopted_shows_when_it_is_altered_afterwards(tmp_path: Path) -> None:
    write_as_the_first_release_did(tmp_path)
    open_log(a_url(tmp_path), key=KEY).close()
    engine = create_engine(a_url(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE decisions SET label = 'complaint' WHERE id = 'old-2'"))
    engine.dispose()
    with closing(open_log(a_url(tmp_path), key=KEY)) as log:
        assert "decision old-2" in str(log.verify().altered)


def test_a_log_of_a_later_release_is_refused_in_a_sentence_and_left_alone(tmp_path: Path) -> None:
    with closing(a_log(tmp_path)) as log:
        log.record(a_decision(), reply_to=None)
    engine = create_engine(a_url(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match=r"^The decision log was written by a later version of Clausewise"):
        open_log(a_url(tmp_path), key=KEY)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        assert connection.execute(text("SELECT count(*) FROM decisions")).scalar() == 1
    engine.dispose()
