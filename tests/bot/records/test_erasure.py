"""Erasing what people wrote: what goes, what stays, and what the log says of it afterwards."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.decisions import Evidence, EvidenceKind
from bot.evidence.columns import cells_of
from bot.records.decision_log import DecisionLog
from bot.records.erasure import Erased
from bot.retention import erase_old_texts
from classifier.labels import Label
from tests.bot.records.builders import (
    DEV,
    JOAN,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    a_url,
    an_agreement,
    an_explanation,
)

pytestmark = pytest.mark.usefixtures("each_store")

TODAY = NOON.date()


def a_matter_with_every_text(log: DecisionLog) -> None:
    """Record decision d-1: a message kept in full, an exclusion sent back and then corrected, and a case."""
    log.record(a_decision(text="zanzibar again, Mr Zanzibar"), reply_to=None)
    log.explain("d-1", an_explanation(JOAN, letter="zanzibar: the Ombudsman", reason="zanzibar"))
    log.second_person("d-1", a_second_person(SIAN, confirmed=False, reason="not zanzibar"))
    log.correct("d-1", a_correction(reason="zanzibar wrote before"))
    log.add_evidence("d-1", Evidence(kind=EvidenceKind.CASE, reference="ZANZIBAR-1", by=JOAN, at=NOON))


def erased_why(log: DecisionLog, decision_id: str) -> list[str]:
    return [event.details["why"] for event in log.history(decision_id) if event.kind == "texts_erased"]


def test_every_text_goes_and_the_decision_its_history_and_its_figures_stay(tmp_path: Path) -> None:
    log = a_log(tmp_path, keep_full_text=True)
    a_matter_with_every_text(log)
    before, figures = log.get("d-1"), log.counts()
    erased = log.erase_texts(["d-1"], why="erasure_request", by=DEV)
    assert erased == Erased(decisions=1, texts=12)
    assert log.texts_of("d-1") == []
    after = log.get("d-1")
    assert (after.status, after.decided_label) == (before.status, before.decided_label)
    assert log.counts() == figures
    assert after.decision.message.text == "(text removed)"
    assert cells_of(after)["message"] == "(text removed)"
    assert cells_of(after)["reason"] == "(text removed)"
    assert cells_of(after)["decided_by"] == JOAN
    last = log.history("d-1")[-1]
    assert (last.kind, last.by, last.at) == ("texts_erased", DEV, NOON)
    assert last.details == {"why": "erasure_request", "texts": 12}


def test_the_chain_holds_afterwards_and_nothing_is_missed(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    a_matter_with_every_text(log)
    log.erase_texts(["d-1"], why="retention", by=DEV)
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.texts, found.erased, found.gone) == (True, True, 0, 1, 0)


def test_no_byte_of_what_was_erased_stays_in_sqlites_files(tmp_path: Path, each_store: str) -> None:
    if each_store != "sqlite":
        pytest.skip("PostgreSQL clears its own files when it vacuums them")
    log = a_log(tmp_path, keep_full_text=True)
    a_matter_with_every_text(log)
    assert b"anzibar" in b"".join(path.read_bytes() for path in tmp_path.glob("log.db*"))
    log.erase_texts(["d-1"], why="erasure_request", by=DEV)
    assert b"anzibar" not in b"".join(path.read_bytes() for path in tmp_path.glob("log.db*"))


def test_erasing_again_erases_nothing_and_notes_nothing(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    a_matter_with_every_text(log)
    log.erase_texts(["d-1"], why="retention", by=DEV)
    happened = log.history("d-1")
    assert log.erase_texts(["d-1", "d-9"], why="retention", by=DEV) == Erased(decisions=0, texts=0)
    assert log.history("d-1") == happened


def test_what_is_written_afterwards_is_kept(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    log.erase_texts(["d-1"], why="retention", by=DEV)
    corrected = log.correct("d-1", a_correction(reason="It was a first report."))
    assert corrected.correction is not None
    assert corrected.correction.reason == "It was a first report."
    assert corrected.decision.message.text == "(text removed)"
    assert log.verify().gone == 0


# Retention


@pytest.fixture
def of_three_ages(tmp_path: Path) -> DecisionLog:
    """Three decisions received 100 days ago: agreed 90 days ago, corrected 10 days ago, and left undecided."""
    log = a_log(tmp_path)
    for number in range(3):
        at = NOON - timedelta(days=100)
        log.record(a_decision_numbered(number, received_on=at.date(), decided_at=at), reply_to=None)
    log.agree("d-0", an_agreement().model_copy(update={"at": NOON - timedelta(days=90)}))
    log.correct("d-1", a_correction(at=NOON - timedelta(days=10)))
    return log


@pytest.mark.parametrize(
    ("days", "gone"),
    [(100, []), (99, ["d-2"]), (90, ["d-2"]), (89, ["d-0", "d-2"]), (10, ["d-0", "d-2"]), (9, ["d-0", "d-1", "d-2"])],
)
def test_a_decisions_age_counts_from_the_day_it_was_decided_or_else_received(
    days: int, gone: list[str], of_three_ages: DecisionLog
) -> None:
    before = TODAY - timedelta(days=days)
    counted = of_three_ages.old_texts(before)
    assert of_three_ages.erase_old_texts(before, at_most=50) == counted
    assert [f"d-{n}" for n in range(3) if not of_three_ages.texts_of(f"d-{n}")] == gone
    assert counted.decisions == len(gone)
    assert all(erased_why(of_three_ages, decision) == ["retention"] for decision in gone)


def test_the_day_is_counted_as_in_the_uk(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    just_after_midnight = NOON.replace(month=6, day=30, hour=23, minute=30)  # 00:30 on 1 July, British Summer Time
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement().model_copy(update={"at": just_after_midnight}))
    assert log.old_texts(date(2026, 7, 1)).decisions == 0
    assert log.old_texts(date(2026, 7, 2)).decisions == 1


def test_it_goes_in_batches_the_oldest_first_and_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in range(7):
        log.record(a_decision_numbered(number), reply_to=None)
    tomorrow = TODAY + timedelta(days=1)
    assert log.erase_old_texts(tomorrow, at_most=3).decisions == 3
    assert [f"d-{n}" for n in range(7) if log.texts_of(f"d-{n}")] == ["d-3", "d-4", "d-5", "d-6"]
    after_a_kill = a_log(tmp_path)
    assert [after_a_kill.erase_old_texts(tomorrow, at_most=3).decisions for _ in range(3)] == [3, 1, 0]
    assert [erased_why(log, f"d-{n}") for n in range(7)] == [["retention"]] * 7
    assert log.verify().gone == 0


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from datetime import timedelta
from pathlib import Path
from bot import retention
from bot.records import audit_chain
from tests.bot.records.builders import NOON, a_log
retention.AT_A_TIME = 3
extend, events = audit_chain.extend, []
def dying(*arguments):
    events.append(1)
    if len(events) == 5:  # the second event of the second batch
        os.kill(os.getpid(), signal.SIGKILL)
    extend(*arguments)
audit_chain.extend = dying
retention.erase_old_texts(a_log(Path(sys.argv[1])), days=1, today=NOON.date() + timedelta(days=2))
"""


def test_killed_in_the_middle_of_a_batch_every_text_is_either_there_or_gone_on_record(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in range(8):
        log.record(a_decision_numbered(number), reply_to=None)
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert [f"d-{n}" for n in range(8) if log.texts_of(f"d-{n}")] == ["d-3", "d-4", "d-5", "d-6", "d-7"]
    assert (log.verify().gone, log.verify().erased) == (0, 3)
    assert erase_old_texts(log, days=1, today=TODAY + timedelta(days=2)) == Erased(decisions=5, texts=20)
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.gone, found.erased, found.texts) == (True, True, 0, 8, 0)


# Texts that went without a record


@pytest.mark.parametrize(
    ("statement", "gone", "first"),
    [
        ("DELETE FROM texts WHERE kind = 'message'", 2, "the message of decision d-1"),
        ("DELETE FROM texts WHERE kind = 'letter'", 1, "the letter of decision d-1"),
        ("DELETE FROM texts WHERE kind = 'reference'", 1, "the reference of decision d-1"),
        ("DELETE FROM texts WHERE kind = 'reason'", 3, "the reason of decision d-1"),
        ("DELETE FROM texts WHERE decision_id = 'd-2'", 3, "the dates of decision d-2"),
    ],
)
def test_texts_deleted_by_hand_are_counted_and_fail_neither_verdict(
    statement: str, gone: int, first: str, tmp_path: Path
) -> None:
    log = a_log(tmp_path)
    a_matter_with_every_text(log)
    log.record(a_decision_numbered(2, prediction=a_prediction(label=Label.SERVICE_REQUEST)), reply_to=None)
    with create_engine(a_url(tmp_path)).begin() as connection:
        connection.execute(text(statement))
    found = log.verify()
    assert (found.unaltered, found.complete) == (True, True)
    assert (found.gone, found.first_gone) == (gone, first)


def test_a_record_of_erasure_covers_only_what_was_written_before_it(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    log.erase_texts(["d-1"], why="retention", by=DEV)
    log.correct("d-1", a_correction())
    with create_engine(a_url(tmp_path)).begin() as connection:
        connection.execute(text("DELETE FROM texts"))
    assert log.verify().first_gone == "the reason of decision d-1"


# Finding what belongs to one matter


def test_a_matter_is_found_by_its_case_its_message_or_the_start_of_its_id(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number, team in ((1, "T0HAZEL"), (2, "T0HAZEL"), (3, "T0OTHER")):
        log.record(a_decision_numbered(number, team=team, ts="1.5" if number > 1 else "1.0"), reply_to=None)
    for decision in ("d-1", "d-3"):
        log.add_evidence(decision, Evidence(kind=EvidenceKind.CASE, reference="CMP-1", by=JOAN, at=NOON))
    assert log.find_ids(case="cmp-1 ") == ["d-1", "d-3"]
    assert log.find_ids(case="CMP-2") == []
    assert log.find_ids(message=(None, "C0CONTACT", "1.5")) == ["d-2", "d-3"]
    assert log.find_ids(message=("T0OTHER", "C0CONTACT", "1.5")) == ["d-3"]
    assert log.find_ids(start="d-") == ["d-1", "d-2", "d-3"]
    assert log.find_ids(start="%") == []


def test_what_it_is_linked_with_is_named_whichever_way_round(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in range(4):
        log.record(a_decision_numbered(number), reply_to=None)
    for one, other in (("d-0", "d-1"), ("d-2", "d-0")):
        log.add_evidence(one, Evidence(kind=EvidenceKind.LINKED, linked_to=other, by=JOAN, at=NOON))
    assert log.linked_with(["d-0"]) == ["d-1", "d-2"]
    assert log.linked_with(["d-3"]) == []
