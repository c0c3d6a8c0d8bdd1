"""`clausewise export`: the log as a CSV file that a spreadsheet opens as it is, whole or not at all."""

from __future__ import annotations

import csv
import errno
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.decisions import RecordedDecision, Source
from bot.evidence.columns import NAMES
from bot.evidence.export_file import Format
from bot.evidence.spreadsheet import safe_cell
from bot.records.decision_log import DecisionLog, ReplyTo
from classifier.labels import Label
from classifier.prediction import FoundDate, Neighbour, SpokenWords
from knowledge.edition import Edition
from knowledge.grounds import Ground
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    AMARA,
    JOAN,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    an_agreement,
    an_exclusion,
    an_explanation,
)

NOON = "2026-11-02T12:00:00+00:00"


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    home.mkdir()
    opened = a_log(home)
    yield opened
    opened.close()


def exported(clausewise: Clausewise, *options: str) -> list[dict[str, str]]:
    """Export, and read the file back as a program would that knows nothing of Clausewise."""
    ran = clausewise("export", "-o", "decisions.csv", *options)
    assert ran.status == 0, ran.err
    with Path("decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == NAMES
    assert f"{len(rows)} decisions written to decisions.csv" in ran.out
    return rows


def test_an_empty_log_gives_the_header_alone(clausewise: Clausewise, log: DecisionLog) -> None:
    assert exported(clausewise) == []


def test_before_anything_was_logged_there_is_a_header_too(clausewise: Clausewise) -> None:
    assert exported(clausewise) == []


def test_a_proposal_has_every_field_that_was_recorded(clausewise: Clausewise, log: DecisionLog) -> None:
    prediction = a_prediction(
        needs_person=True,
        signals=("danger", "vulnerable"),
        spoke_for=(SpokenWords(words="nobody came", weight=1.5), SpokenWords(words="again", weight=0.5)),
        dates=(FoundDate(words="in March", earliest=date(2026, 3, 1), latest=date(2026, 3, 31)),),
        neighbours=(
            Neighbour(id="m-1", label=Label.COMPLAINT, similarity=0.5),
            Neighbour(id="m-2", label=None, similarity=0.4),
        ),
    )
    text = "the boiler broke in March, it is off again and nobody came"
    log.record(a_decision(text=text, prediction=prediction, policy="barnet"), reply_to=ReplyTo(channel="C0CONTACT"))
    log.reply_sent("d-1", "1762084801.000200")
    [row] = exported(clausewise)
    assert {column: cell for column, cell in row.items() if cell} == {
        "decision": "d-1",
        "team": "T0HAZEL",
        "channel": "C0CONTACT",
        "message_ts": "1762084800.000100",
        "source": Source.WATCHED_CHANNEL.value,
        "handed_in_by": AMARA,
        "received_on": "2026-11-02",
        "message": text,
        "edition": "2024",
        "policy": "barnet",
        "proposed_label": "complaint",
        "confidence": "0.9000",
        "probability_service_request": "0.0500",
        "probability_complaint": "0.9000",
        "probability_excluded": "0.0500",
        "threshold": "0.6000",
        "needs_person": "yes",
        "why_person": "Too close to call.",
        "signals": "danger; vulnerable",
        "clauses": "2024 Code 1.2",
        "words_that_spoke_for_it": "nobody came; again",
        "dates_in_it": "in March: 2026-03-01 to 2026-03-31",
        "nearest_examples": "m-1 (complaint); m-2 (nobody could judge)",
        "model": "test-model",
        "proposed_at": NOON,
        "status": "proposed",
        "reply_ts": "1762084801.000200",
    }


def test_an_agreement_names_who_and_when(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement())
    [row] = exported(clausewise)
    assert (row["status"], row["decided_label"], row["decided_by"], row["decided_at"]) == (
        "agreed",
        "complaint",
        JOAN,
        NOON,
    )
    assert row["needs_person"] == "no"
    assert row["reason"] == ""


def test_a_correction_names_what_was_decided_instead_and_why(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    log.correct("d-1", a_correction(by=SIAN))
    [row] = exported(clausewise)
    assert (row["proposed_label"], row["status"], row["decided_label"]) == ("complaint", "corrected", "service_request")
    assert (row["decided_by"], row["decided_at"], row["reason"]) == (SIAN, NOON, "It is a first report.")


def test_nothing_to_do_under_the_code_is_a_correction_without_a_label(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    log.correct("d-1", a_correction(None, reason="A thank-you."))
    [row] = exported(clausewise)
    assert (row["status"], row["decided_label"], row["decided_by"], row["reason"]) == (
        "corrected",
        "",
        JOAN,
        "A thank-you.",
    )


def test_an_exclusion_shows_both_people_the_ground_and_the_letter(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(an_exclusion(), reply_to=None)
    log.explain("d-1", an_explanation())
    [row] = exported(clausewise)
    assert (row["status"], row["decided_label"], row["decided_by"]) == ("awaiting_second_person", "", "")
    assert row["second_person"] == row["second_person_confirmed"] == ""
    log.second_person("d-1", a_second_person())
    [row] = exported(clausewise)
    assert {column: row[column] for column in NAMES[NAMES.index("status") : NAMES.index("reply_ts")]} == {
        "status": "excluded",
        "decided_label": "excluded",
        "decided_by": SIAN,
        "decided_at": NOON,
        "reason": "",
        "ground": "out_of_time",
        "kind_of_ground": "Code",
        "ground_rests_on": "2024 Code 2.2",
        "explanation": an_explanation().letter,
        "discretion": "Considered; the records are gone.",
        "exclusion_proposed_by": JOAN,
        "exclusion_proposed_at": NOON,
        "second_person": SIAN,
        "second_person_confirmed": "yes",
        "second_person_at": NOON,
        "second_person_reason": "",
    }
    assert row["proposed_ground"] == "out_of_time"


def test_a_ground_of_the_landlord_s_own_policy_is_told_from_the_code_s(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(a_decision(prediction=a_prediction(label=Label.EXCLUDED, ground=Ground.INSURANCE_CLAIM)), reply_to=None)
    log.explain("d-1", an_explanation(ground=Ground.INSURANCE_CLAIM, rests_on="Barnet, paragraph 4"))
    [row] = exported(clausewise)
    assert (row["ground"], row["kind_of_ground"]) == ("insurance_claim", "policy")
    assert row["ground_rests_on"] == "Barnet, paragraph 4"


def test_an_exclusion_sent_back_shows_who_sent_it_back_and_why(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(an_exclusion(), reply_to=None)
    log.explain("d-1", an_explanation())
    log.second_person("d-1", a_second_person(confirmed=False, reason="It is a new report."))
    [row] = exported(clausewise)
    assert (row["status"], row["decided_label"]) == ("proposed", "")
    assert (row["second_person"], row["second_person_confirmed"], row["second_person_reason"]) == (
        SIAN,
        "no",
        "It is a new report.",
    )


def test_there_is_one_row_a_decision_in_order_whatever_people_did(clausewise: Clausewise, log: DecisionLog) -> None:
    for number in range(1, 451):  # More than are held in memory at a time.
        log.record(a_decision_numbered(number, text=f"message {number}"), reply_to=None)
    log.agree("d-2", an_agreement())
    log.correct("d-3", a_correction())
    log.correct("d-3", a_correction(Label.COMPLAINT, by=SIAN, reason="On reflection."))
    rows = exported(clausewise)
    assert [row["decision"] for row in rows] == [f"d-{number}" for number in range(1, 451)]
    assert [row["status"] for row in rows[:4]] == ["proposed", "agreed", "corrected", "proposed"]


def test_a_resident_s_personal_details_are_not_in_it(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(text="the boiler broke, ring 07700 900123 or x@example.com"), reply_to=None)
    exported(clausewise)
    content = Path("decisions.csv").read_text(encoding="utf-8")
    assert "the boiler broke" in content
    assert "900123" not in content
    assert "x@example.com" not in content


# The period


@pytest.fixture
def around_a_year(log: DecisionLog) -> None:
    """Five decisions about the ends of the year from April 2025; the clocks are an hour ahead of UTC then."""
    for number, moment in enumerate(
        (
            datetime(2025, 3, 31, 22, 30, tzinfo=UTC),  # 23:30 on 31 March in London
            datetime(2025, 3, 31, 23, 30, tzinfo=UTC),  # 00:30 on 1 April in London
            datetime(2025, 12, 1, 12, 0, tzinfo=UTC),
            datetime(2026, 3, 31, 22, 59, tzinfo=UTC),  # 23:59 on 31 March in London
            datetime(2026, 3, 31, 23, 0, tzinfo=UTC),  # midnight: 1 April
        ),
        start=1,
    ):
        log.record(a_decision_numbered(number, decided_at=moment), reply_to=None)


@pytest.mark.parametrize(
    ("options", "decisions"),
    [
        ([], ["d-1", "d-2", "d-3", "d-4", "d-5"]),
        (["--from", "2025-04-01", "--to", "2026-03-31"], ["d-2", "d-3", "d-4"]),
        (["--from", "2025-04-01"], ["d-2", "d-3", "d-4", "d-5"]),
        (["--to", "2025-03-31"], ["d-1"]),
        (["--from", "2025-12-01", "--to", "2025-12-01"], ["d-3"]),
        (["--from", "2027-01-01"], []),
        (["--from", "0001-01-01", "--to", "9999-12-31"], ["d-1", "d-2", "d-3", "d-4", "d-5"]),
    ],
)
@pytest.mark.usefixtures("around_a_year")
def test_the_period_takes_in_both_its_days_as_they_are_counted_in_london(
    options: list[str], decisions: list[str], clausewise: Clausewise
) -> None:
    assert [row["decision"] for row in exported(clausewise, *options)] == decisions


# Spreadsheets


def test_excel_knows_it_for_utf_8_with_its_own_line_ends(clausewise: Clausewise, log: DecisionLog) -> None:
    text = 'She said “it’s £40, naïve”, "twice"; damp\nand mould 🏠'
    log.record(a_decision(text=text), reply_to=None)
    [row] = exported(clausewise)
    assert row["message"] == text
    content = Path("decisions.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfdecision,team,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 2


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000@SUM(A1)",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    " \t ＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_text(formula: str) -> None:
    assert safe_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "the boiler - again", "a@b", "1+1=2", "£40", "'=1+1", "'quoted'", "(=1)"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_formulas_in_a_message_a_letter_or_a_reason_reach_no_spreadsheet(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    for number, formula in enumerate(FORMULAS, start=1):
        log.record(a_decision_numbered(number, text=formula), reply_to=None)
    log.correct("d-1", a_correction(reason="=1+1"))
    log.explain("d-2", an_explanation(letter="=1+1 Ombudsman", discretion="@SUM(A1)", rests_on="+1", reason="-1"))
    log.second_person("d-2", a_second_person(confirmed=False, reason="＝1+1"))
    rows = exported(clausewise)
    assert all(row["message"].startswith("'") for row in rows)
    assert rows[0]["reason"] == "'=1+1"
    assert rows[1]["explanation"] == "'=1+1 Ombudsman"
    assert rows[1]["discretion"] == "'@SUM(A1)"
    assert rows[1]["ground_rests_on"] == "'+1"
    assert rows[1]["second_person_reason"] == "'＝1+1"
    dangerous = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    assert not [cell for row in rows for cell in row.values() if cell.lstrip().startswith(dangerous)]


# Whole or not at all


def the_disk_is_full(*_: object) -> Iterator[RecordedDecision]:
    yield RecordedDecision(decision=a_decision(), status="proposed")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def somebody_presses_ctrl_c(*_: object) -> Iterator[RecordedDecision]:
    yield RecordedDecision(decision=a_decision(), status="proposed")
    raise KeyboardInterrupt


@pytest.mark.parametrize("failing", [the_disk_is_full, somebody_presses_ctrl_c])
@pytest.mark.parametrize("ending", Format)
def test_an_export_that_fails_leaves_the_file_of_before_and_nothing_else(
    ending: str,
    failing: object,
    clausewise: Clausewise,
    log: DecisionLog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    before = folder / f"decisions.{ending}"
    before.write_text("of before", encoding="utf-8")
    monkeypatch.setattr(DecisionLog, "rows", failing)
    assert clausewise("export", "-o", f"exports/decisions.{ending}").status != 0
    assert list(folder.iterdir()) == [before]
    assert before.read_text(encoding="utf-8") == "of before"


def test_a_full_disk_is_told_of_with_what_to_do(
    clausewise: Clausewise, log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DecisionLog, "rows", the_disk_is_full)
    ran = clausewise("export", "-o", "decisions.csv")
    assert ran.status == 2
    assert "No space left on device" in ran.sentence
    assert "Errno" not in ran.sentence
    assert "decisions.csv" in ran.sentence


def test_an_export_takes_the_place_of_the_one_before(clausewise: Clausewise, log: DecisionLog) -> None:
    Path("decisions.csv").write_text("of before", encoding="utf-8")
    log.record(a_decision(), reply_to=None)
    assert len(exported(clausewise)) == 1


def test_a_folder_that_is_not_there_is_named_and_not_made(clausewise: Clausewise, tmp_path: Path) -> None:
    ran = clausewise("export", "-o", "reports/decisions.csv")
    assert ran.status == 2
    assert str(tmp_path / "reports") in ran.sentence or "reports/decisions.csv" in ran.sentence
    assert ".clausewise-" not in ran.sentence  # The draft is nothing a person knows of.
    assert not (tmp_path / "reports").exists()


def test_a_folder_in_the_place_of_the_file_is_named(clausewise: Clausewise, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    ran = clausewise("export", "-o", "reports")
    assert ran.status == 2
    assert "reports" in ran.sentence
    assert ".clausewise-" not in ran.sentence
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["reports"]


# The log


def test_the_workspace_s_log_is_exported_where_there_is_no_other_and_it_says_so(
    clausewise: Clausewise, home: Path
) -> None:
    (home / "workspace").mkdir(parents=True)
    tried_out = a_log(home / "workspace")
    tried_out.record(a_decision(), reply_to=None)
    tried_out.close()
    ran = clausewise("export", "-o", "decisions.csv")
    assert (
        ran.out == "1 decisions written to decisions.csv (the local workspace's try-out log: there is no other yet).\n"
    )
    a_log(home).close()
    assert "0 decisions written" in clausewise("export", "-o", "decisions.csv").out
    assert "1 decisions written" in clausewise("export", "-o", "decisions.csv", "--workspace").out


def test_a_log_that_is_no_database_is_told_of(clausewise: Clausewise, home: Path) -> None:
    home.mkdir()
    (home / "log.db").write_bytes(b"not a database, " * 100)
    ran = clausewise("export", "-o", "decisions.csv")
    assert ran.status == 2
    assert "the decision log cannot be written" in ran.sentence
    assert not Path("decisions.csv").exists()


def test_a_home_that_is_a_file_is_told_of_with_the_setting(clausewise: Clausewise, home: Path) -> None:
    home.write_text("not a folder", encoding="utf-8")
    ran = clausewise("export", "-o", "decisions.csv")
    assert ran.status == 2
    assert "The decision log cannot be kept in" in ran.sentence
    assert "CLAUSEWISE_HOME" in ran.sentence


def test_a_log_of_a_later_version_is_left_alone(clausewise: Clausewise, log: DecisionLog, home: Path) -> None:
    with sqlite3.connect(home / "log.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_later'")
    database.close()
    ran = clausewise("export", "-o", "decisions.csv")
    assert ran.status == 2
    assert "later version of Clausewise" in ran.sentence


@pytest.mark.parametrize("url", ["nonsense", "nosuch://localhost/log", "postgresql+nosuch://localhost/log"])
def test_a_database_that_cannot_be_named_so_is_told_of_with_the_setting(
    url: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", url)
    ran = clausewise("export", "-o", "decisions.csv")
    assert ran.status == 2
    assert "CLAUSEWISE_DATABASE_URL" in ran.sentence


def test_the_log_may_be_in_another_place(
    clausewise: Clausewise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = a_log(elsewhere)
    other.record(a_decision(edition=Edition.CODE_2022), reply_to=None)
    other.close()
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", f"sqlite:///{elsewhere / 'log.db'}")
    [row] = exported(clausewise)
    assert row["edition"] == "2022"
