"""`clausewise evidence`, `evidence annual`, `figures`, and the same figures counted again from `clausewise export`."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.records.decision_log import DecisionLog
from tests.bot.conftest import Clausewise
from tests.bot.evidence.hand_counted import (
    DAYS_BY_HAND,
    GROUNDS_BY_HAND,
    MONTHS_BY_HAND,
    NUMBERS_BY_HAND,
    PROPOSED_AND_DECIDED_BY_HAND,
    SHARES_BY_HAND,
    the_log,
)
from tests.bot.evidence.reading import whole_text
from tests.bot.records.builders import a_decision, a_log, a_url

YEAR = ("--from", "2025-04-01", "--to", "2026-03-31")


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    """Give the sixty decisions as the log of the home folder."""
    home.mkdir()
    opened = the_log(a_log(home))
    yield opened
    opened.close()


# The same from two ends


def test_the_command_prints_the_figures_counted_by_hand(
    clausewise: Clausewise, sixty: DecisionLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", a_url(tmp_path))
    figures = clausewise("figures", *YEAR, "--edition", "2024", "--json").json
    assert {name: (figures[name]["count"], figures[name]["of"]) for name in SHARES_BY_HAND} == SHARES_BY_HAND
    assert {name: figures[name]["median"] for name in DAYS_BY_HAND} == {name: d[1] for name, d in DAYS_BY_HAND.items()}
    assert {name: figures[name] for name in NUMBERS_BY_HAND} == NUMBERS_BY_HAND
    text = clausewise("figures", *YEAR, "--edition", "2024").out
    assert "dissatisfaction declined: 11 of 29 (38%)\n" in text
    assert "declined and the explanation sent: 9 of 11 (82%)\n" in text


def test_who_counts_the_rows_of_the_export_finds_the_same(
    clausewise: Clausewise, sixty: DecisionLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", a_url(tmp_path))
    assert clausewise("export", "-o", "decisions.csv", *YEAR).status == 0
    with Path("decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["edition"] == "2024"]
    assert len(rows) == NUMBERS_BY_HAND["matters"]
    decided = [row for row in rows if row["status"] in ("agreed", "corrected", "excluded")]
    assert (len(decided), len(rows)) == SHARES_BY_HAND["decided"]
    assert Counter(row["decided_label"] for row in decided) == {
        **{label.value: count for label, count in dict(NUMBERS_BY_HAND["by_label"]).items()},  # type: ignore[call-overload]
        "": NUMBERS_BY_HAND["nothing_to_decide"],
    }
    assert Counter((row["proposed_label"], row["decided_label"]) for row in decided) == {
        (proposed.value, decided.value if decided else ""): count
        for (proposed, decided), count in PROPOSED_AND_DECIDED_BY_HAND.items()
    }
    declined = [row for row in decided if row["decided_label"] == "excluded"]
    assert all(row["explanation"] and row["second_person_confirmed"] == "yes" for row in declined)
    assert Counter((row["ground"], row["kind_of_ground"], row["ground_rests_on"]) for row in declined) == {
        (ground.value, kind, words): count
        for ground, (kind, rests_on) in GROUNDS_BY_HAND.items()
        for words, count in rests_on.items()
    }
    assert sum(row["needs_person"] == "yes" for row in decided) == SHARES_BY_HAND["needed_person"][0]
    assert sum(row["reason"] != "" for row in declined) == SHARES_BY_HAND["own_reason"][0]
    by_others = [r for r in declined if r["handed_in_by"] not in (r["exclusion_proposed_by"], r["second_person"])]
    assert len(by_others) == SHARES_BY_HAND["declined_by_others"][0]
    complaints = [row for row in decided if row["decided_label"] == "complaint"]
    unasked = [row for row in complaints if "asks_to_complain" not in row["signals"]]
    assert (len(unasked), len(complaints)) == SHARES_BY_HAND["complaints_unasked"]
    # The clocks of the export are those of the log, an hour behind London's in summer; d-01 came in that hour.
    months = Counter(
        ("2025-04" if row["decision"] == "d-01" else row["proposed_at"][:7], row["decided_label"]) for row in decided
    )
    for month, requests, accepted, excluded, nothing, _ in MONTHS_BY_HAND:
        labels = ("service_request", "complaint", "excluded", "")
        assert [months[month, label] for label in labels] == [requests, accepted, excluded, nothing], month
    taken = Counter(working_days(row["received_on"], row["decided_at"][:10]) for row in decided)
    assert taken == DAYS_BY_HAND["message_to_decision"][0]


BANK_HOLIDAYS = ("2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26")


def working_days(start: str, end: str) -> int:
    """Count them as a person does with a calendar of that year."""
    day, last, counted = date.fromisoformat(start), datetime.fromisoformat(end).date(), 0
    while day < last:
        day += timedelta(days=1)
        counted += day.weekday() < 5 and day.isoformat() not in (*BANK_HOLIDAYS, "2026-01-01")
    return counted


# Files


def test_the_form_is_written_and_what_was_counted_is_said(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("evidence", "--edition", "2024", *YEAR, "-o", "evidence.docx")
    assert ran.out == (
        "Written: evidence.docx. 49 of 56 (88%) matters of the period under the 2024 Code were decided by a person. "
        "2 more were judged under another edition.\n"
    )
    assert "We declined 11 of 29 matters" in whole_text(Path("evidence.docx").read_bytes())


def test_without_an_edition_it_is_the_one_in_force_on_the_last_day(clausewise: Clausewise, log: DecisionLog) -> None:
    assert "under the 2024 Code" in clausewise("evidence", *YEAR, "-o", "evidence.xlsx").out
    ran = clausewise("evidence", "--from", "2023-04-01", "--to", "2024-03-31", "-o", "evidence.docx")
    assert ran.out == (
        "Written: evidence.docx. The log holds no matter of the period under the 2022 Code, and the file says so.\n"
    )


def test_the_annual_analysis_counts_every_edition(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("evidence", "annual", *YEAR, "-o", "refused.docx")
    assert ran.out == "Written: refused.docx. 51 of 58 (88%) matters of the period were decided by a person.\n"
    assert "We declined 12 of 31 matters" in whole_text(Path("refused.docx").read_bytes())
    assert clausewise("evidence", "annual", *YEAR, "-o", "refused.xlsx").status == 0


def test_what_was_tried_out_in_the_workspace_is_marked_as_no_evidence(clausewise: Clausewise, home: Path) -> None:
    (home / "workspace").mkdir(parents=True)
    tried_out = a_log(home / "workspace")
    tried_out.record(a_decision(), reply_to=None)
    tried_out.close()
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert clausewise("evidence", *period, "-o", "evidence.docx").status == 0  # There is no other log yet.
    assert "Not evidence. These are the decisions of the local workspace" in whole_text(
        Path("evidence.docx").read_bytes()
    )
    a_log(home).close()
    assert clausewise("figures", *period, "--json").json["matters"] == 0
    assert clausewise("figures", *period, "--json", "--workspace").json["matters"] == 1
    assert "the local workspace, where things are tried out" in clausewise("figures", "--workspace").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evidence", "-o", "e.docx"], "Say which period it is for"),
        (["evidence", "--from", "2025-04-01", "-o", "e.docx"], "Say which period it is for"),
        (["evidence", *YEAR], "Name the file to write"),
        (["evidence", "--from", "2026-01-01", "--to", "2025-01-01", "-o", "e.docx"], "lies before the first"),
        (["evidence", "--from", "1 April", "--to", "2025-01-01", "-o", "e.docx"], "'1 April' is not a date"),
        (["evidence", *YEAR, "--edition", "2019", "-o", "e.docx"], "no '2019' edition"),
        (["evidence", "--from", "2019-01-01", "--to", "2019-12-31", "-o", "e.docx"], "No edition of the Code was in"),
        (["evidence", *YEAR, "-o", "e.pdf"], "neither a .docx"),
        (["evidence", *YEAR, "-o", "nowhere/e.docx"], "a folder that is not there"),
        (["evidence", "--edition", "2024", "annual", *YEAR, "-o", "e.docx"], "Write the options after annual"),
        (["evidence", "annual", "-o", "e.docx"], "Say which period it is for"),
        (["figures", "--from", "2026-01-01", "--to", "2025-01-01"], "lies before the first"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_nothing_is_written(
    arguments: list[str], said: str, clausewise: Clausewise, log: DecisionLog, tmp_path: Path
) -> None:
    ran = clausewise(*arguments)
    assert ran.status == 2
    assert said in ran.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_file_that_cannot_be_written_leaves_the_one_of_before(
    clausewise: Clausewise, log: DecisionLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    Path("evidence.docx").write_bytes(b"of before")
    monkeypatch.setattr("bot.whole_file.tempfile.mkstemp", full)
    ran = clausewise("evidence", *YEAR, "-o", "evidence.docx")
    assert ran.status == 2
    assert ran.sentence == "evidence.docx cannot be written: No space left on device. Nothing was written."
    assert Path("evidence.docx").read_bytes() == b"of before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence.docx", "home"]


def test_the_json_is_one_object_that_any_program_reads(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("figures", *YEAR, "--json")
    assert json.loads(ran.out)["declined"] == {"count": 12, "of": 31, "percent": 39.0}
    assert ran.out.isascii()
