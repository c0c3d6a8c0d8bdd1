"""The chain: what a change to the database shows, and what only an anchor kept elsewhere shows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine, text

from bot.decisions import Evidence, EvidenceKind
from bot.records.audit_chain import Anchor, WrongKey
from bot.records.audit_key import KEY_FILE, audit_key
from bot.records.database import LogUnavailable
from bot.records.decision_log import DecisionLog, ReplyTo
from bot.records.opening import open_log
from classifier.labels import Label
from tests.bot.records.builders import (
    JOAN,
    KEY,
    NOON,
    SIAN,
    a_correction,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    a_url,
    an_agreement,
    an_explanation,
)

pytestmark = pytest.mark.usefixtures("each_store")


@pytest.fixture
def log(tmp_path: Path) -> DecisionLog:
    """Eleven events: five proposals, and what people did with them."""
    log = a_log(tmp_path)
    for number in range(5):
        label = Label.EXCLUDED if number == 2 else Label.COMPLAINT
        log.record(a_decision_numbered(number, prediction=a_prediction(label=label)), reply_to=None)
    log.agree("d-0", an_agreement())
    log.correct("d-1", a_correction())
    log.explain("d-2", an_explanation(JOAN))
    log.second_person("d-2", a_second_person(SIAN))
    log.add_evidence("d-2", Evidence(kind=EvidenceKind.CASE, reference="CMP-1", by=JOAN, at=NOON))
    log.agree("d-4", an_agreement())
    return log


def change(folder: Path, *statements: str) -> None:
    """Do to the database what its owner can do."""
    with create_engine(a_url(folder)).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_log_nobody_touched_is_unaltered_and_complete(log: DecisionLog) -> None:
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.events, found.anchored) == (True, True, 11, 11)
    assert found.texts > 0


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE events SET status = 'agreed' WHERE position = 7", "event 7 (corrected"),
        ("UPDATE events SET \"by\" = 'U0DEV' WHERE position = 6", "event 6 (agreed"),
        ("UPDATE events SET details = '{}' WHERE position = 7", "event 7 (corrected"),
        ("UPDATE events SET kind = 'agreed' WHERE position = 7", "event 7 (agreed"),
        ("UPDATE decisions SET received_on = '2026-10-01' WHERE id = 'd-3'", "event 4 (proposed"),
        ("UPDATE decisions SET confidence = 0.99 WHERE id = 'd-0'", "event 1 (proposed"),
        ("UPDATE decisions SET prediction = '{}' WHERE id = 'd-0'", "event 1 (proposed"),
        ("UPDATE texts SET body = 'all was well' WHERE kind = 'letter'", "letter kept with decision d-2"),
        ("UPDATE texts SET decision_id = 'd-0' WHERE kind = 'letter'", "letter kept with decision d-0"),
        ("UPDATE events SET position = NULL, mac = NULL WHERE position = 11", "an event outside the chain (agreed"),
        ("UPDATE events SET mac = 'é' WHERE position = 7", "event 7 (corrected"),
    ],
)
def test_a_changed_row_is_named(statement: str, named: str, log: DecisionLog, tmp_path: Path) -> None:
    change(tmp_path, statement)
    found = log.verify()
    assert not found.unaltered
    assert named in str(found.altered)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE events SET at = 'yesterday' WHERE position = 7", "event 7 (corrected, decision d-1, yesterday UTC"),
        ("UPDATE events SET details = 'no JSON' WHERE position = 7", "event 7 (corrected"),
        ("UPDATE decisions SET received_on = 'last week' WHERE id = 'd-3'", "event 4 (proposed"),
        ("UPDATE decisions SET confidence = 'high' WHERE id = 'd-0'", "event 1 (proposed"),
        ("UPDATE decisions SET prediction = 'no JSON' WHERE id = 'd-0'", "event 1 (proposed"),
    ],
)
def test_nonsense_in_a_row_is_named_as_well(
    statement: str, named: str, log: DecisionLog, tmp_path: Path, each_store: str
) -> None:
    if each_store != "sqlite":
        pytest.skip("PostgreSQL takes no nonsense")
    change(tmp_path, statement)
    assert named in str(log.verify().altered)


def test_of_several_changes_the_first_is_named(log: DecisionLog, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE events SET status = 'proposed' WHERE position IN (6, 9)")
    assert "event 6" in str(log.verify().altered)


def test_a_deleted_event_shows_though_none_that_is_left_was_altered(log: DecisionLog, tmp_path: Path) -> None:
    change(tmp_path, "DELETE FROM texts WHERE event_id IN (SELECT id FROM events WHERE position = 7)")
    change(tmp_path, "DELETE FROM events WHERE position = 7")
    found = log.verify()
    assert found.unaltered
    assert "before event 8" in str(found.missing)


def test_a_deleted_event_whose_place_was_closed_up_shows(log: DecisionLog, tmp_path: Path) -> None:
    change(
        tmp_path,
        "DELETE FROM texts WHERE event_id IN (SELECT id FROM events WHERE position = 10)",
        "DELETE FROM events WHERE position = 10",
        "UPDATE events SET position = 10 WHERE position = 11",
        "UPDATE chain SET count = 10",
    )
    found = log.verify()
    assert "event 10" in str(found.altered)
    assert not found.complete


def test_a_deleted_decision_shows(log: DecisionLog, tmp_path: Path) -> None:
    change(
        tmp_path,
        "DELETE FROM texts WHERE decision_id = 'd-3'",
        "DELETE FROM events WHERE decision_id = 'd-3'",
        "DELETE FROM decisions WHERE id = 'd-3'",
    )
    assert not log.verify().complete


def test_two_events_that_changed_places_show(log: DecisionLog, tmp_path: Path) -> None:
    change(
        tmp_path,
        "UPDATE events SET position = 99 WHERE position = 6",
        "UPDATE events SET position = 6 WHERE position = 7",
        "UPDATE events SET position = 7 WHERE position = 99",
    )
    found = log.verify()
    assert not found.unaltered
    assert not found.complete


def test_an_end_that_was_cut_off_shows_by_the_note_of_where_it_was(log: DecisionLog, tmp_path: Path) -> None:
    change(tmp_path, "DELETE FROM events WHERE position = 11")
    found = log.verify()
    assert found.unaltered
    assert "11 events long and 10 are there" in str(found.missing)


def test_an_end_cut_off_with_its_note_shows_only_by_an_anchor(log: DecisionLog, tmp_path: Path) -> None:
    anchor = log.anchor()
    change(
        tmp_path,
        "DELETE FROM events WHERE position = 11",
        "UPDATE chain SET count = 10, head = (SELECT mac FROM events WHERE position = 10)",
    )
    unseen, seen = log.verify(), log.verify([anchor])
    assert (unseen.complete, unseen.anchored) == (True, None)
    assert "an anchor names 11 events and 10 are there" in str(seen.missing)
    log.agree("d-3", an_agreement())
    assert "event 11 is not the one the anchor names" in str(log.verify([anchor]).missing)


def test_of_two_anchors_that_disagree_one_is_wrong(log: DecisionLog) -> None:
    genuine = log.anchor()
    found = log.verify([genuine, Anchor(count=genuine.count, head="0" * 64), genuine])
    assert "event 11 is not the one the anchor names" in str(found.missing)


def test_what_stands_outside_a_chain_that_was_begun_is_not_taken_into_it(log: DecisionLog, tmp_path: Path) -> None:
    change(
        tmp_path,
        "UPDATE events SET status = 'proposed', position = NULL, previous = NULL, mac = NULL WHERE position = 11",
        "UPDATE chain SET count = 10, head = (SELECT mac FROM events WHERE position = 10)",
    )
    with closing(open_log(a_url(tmp_path), key=KEY)) as opened:
        assert "an event outside the chain (agreed, decision d-4" in str(opened.verify().altered)


def test_a_text_that_was_erased_leaves_the_chain_whole(log: DecisionLog, tmp_path: Path) -> None:
    change(tmp_path, "DELETE FROM texts")
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.texts) == (True, True, 0)


def test_another_key_fits_nothing_and_writes_nothing(log: DecisionLog, tmp_path: Path) -> None:
    other = bytes([1]) * 32
    with closing(DecisionLog(a_url(tmp_path), key=other)) as stranger:
        assert "event 1 " in str(stranger.verify().altered)
    with pytest.raises(WrongKey, match="not the one this decision log was begun with"):
        open_log(a_url(tmp_path), key=other)
    assert log.verify().unaltered


def test_a_log_of_the_release_without_a_chain_is_chained_when_it_is_opened(log: DecisionLog, tmp_path: Path) -> None:
    change(
        tmp_path,
        "DELETE FROM events WHERE number = 0",
        "UPDATE events SET position = NULL, previous = NULL, mac = NULL",
        "UPDATE texts SET mac = NULL",
        "DELETE FROM chain",
    )
    with closing(open_log(a_url(tmp_path), key=KEY)) as opened:
        found = opened.verify([opened.anchor()])
    assert (found.unaltered, found.complete, found.events) == (True, True, 11)


def test_of_many_that_begin_the_chain_at_once_one_begins_it_and_all_go_on(tmp_path: Path) -> None:
    a_log(tmp_path).close()
    together, failed = Barrier(8), list[BaseException]()

    def record(number: int) -> None:
        log = DecisionLog(a_url(tmp_path), key=KEY)
        together.wait()
        try:
            log.record(a_decision_numbered(number), reply_to=None)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failed.append(error)
        log.close()

    threads = [Thread(target=record, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = a_log(tmp_path).verify()
    assert failed == []
    assert (found.unaltered, found.complete, found.events) == (True, True, 8)


def test_what_is_written_after_a_reply_is_chained_too(log: DecisionLog) -> None:
    log.record(a_decision_numbered(9), reply_to=ReplyTo(channel="C0CONTACT", thread_ts="1.0"))
    log.reply_sent("d-9", "1.1")
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.events) == (True, True, 13)


def test_the_key_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = audit_key(home, None)
    assert audit_key(home, None) == key
    assert (home / KEY_FILE).stat().st_mode & 0o077 == 0
    assert len(key) == 32
    assert audit_key(home, "a key that is set, of some length") != key


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd", "ü" * 64])
def test_a_damaged_key_file_is_said_and_not_replaced(content: str, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(LogUnavailable, match="holds no audit key"):
        audit_key(tmp_path, None)
    assert (tmp_path / KEY_FILE).read_text(encoding="utf-8") == content
