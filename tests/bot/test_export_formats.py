"""The log in each format: the same columns and values, read back by programs that know nothing of Clausewise."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot.decisions import Evidence, EvidenceKind, RecordedDecision
from bot.evidence.columns import COLUMNS, NAMES, Kind, Value
from bot.evidence.export_file import Format, format_named, write_export
from bot.evidence.workbook import write_xlsx
from bot.evidence.workbook_cells import CHARACTERS_IN_A_CELL, CUT
from bot.json_lines import BadInput
from bot.records.decision_log import DecisionLog, ReplyTo
from classifier.labels import Label
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    AMARA,
    JOAN,
    NOON,
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

DAY = date(2026, 11, 4)
LONDON = ZoneInfo("Europe/London")
Row = dict[str, Value]


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    home.mkdir()
    opened = a_log(home)
    yield opened
    opened.close()


# Readers: each knows the kinds of the columns, as somebody does who reads the header, and nothing else.


def typed(text: str, kind: Kind) -> Value:
    """Return what a cell of text stands for."""
    if text == "":
        return None
    match kind:
        case Kind.NUMBER:
            return float(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.TIME:
            return datetime.fromisoformat(text)
        case Kind.YES_NO:
            return {"yes": True, "no": False}[text]
        case Kind.TEXT:
            return text


def from_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == NAMES
    return [{column.name: typed(row[column.name], column.kind) for column in COLUMNS} for row in rows]


def from_excel(value: Any, kind: Kind) -> Value:
    if value is None:
        return None
    match kind:
        case Kind.DATE:
            assert isinstance(value, datetime), value
            return value.date()
        case Kind.TIME:
            assert isinstance(value, datetime), value
            return value.replace(tzinfo=LONDON).astimezone(UTC)
        case Kind.NUMBER:
            assert isinstance(value, float), value
            return value
        case _:
            assert isinstance(value, str), value
            return typed(value, kind)


def from_xlsx(path: Path) -> list[Row]:
    book = load_workbook(path)
    rows: list[Row] = []
    for sheet in book:
        if not sheet.title.startswith("Decisions"):
            continue
        header, *of_sheet = sheet.iter_rows(values_only=True)
        assert header == NAMES
        rows += [
            {column.name: from_excel(value, column.kind) for column, value in zip(COLUMNS, row, strict=True)}
            for row in of_sheet
        ]
    return rows


def from_jsonl(path: Path) -> list[Row]:
    objects = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    assert all(tuple(row) == NAMES for row in objects)
    parsed = {Kind.DATE: date.fromisoformat, Kind.TIME: datetime.fromisoformat}
    return [
        {
            column.name: parsed[column.kind](value) if column.kind in parsed and value is not None else value
            for column, value in zip(COLUMNS, row.values(), strict=True)
        }
        for row in objects
    ]


def from_parquet(path: Path) -> list[Row]:
    table = pq.read_table(path)
    assert tuple(table.column_names) == NAMES
    rows: list[Row] = table.to_pylist()
    return rows


READ: dict[Format, Callable[[Path], list[Row]]] = {
    Format.CSV: from_csv,
    Format.XLSX: from_xlsx,
    Format.JSONL: from_jsonl,
    Format.PARQUET: from_parquet,
}


def exported(clausewise: Clausewise, format_: Format, *options: str) -> list[Row]:
    ran = clausewise("export", "-o", f"decisions.{format_}", *options)
    assert ran.status == 0, ran.err
    rows = READ[format_](Path(f"decisions.{format_}"))
    assert ran.out == f"{len(rows):,} decisions written to decisions.{format_}.\n"
    return rows


def evidence(kind: EvidenceKind, **fields: Any) -> Evidence:
    return Evidence(**{"kind": kind, "by": JOAN, "at": NOON} | fields)


def a_recorded(**changed: Any) -> RecordedDecision:
    return RecordedDecision(decision=a_decision(**changed), status="proposed")


# The same in each


def a_varied_log(log: DecisionLog) -> None:
    """Decisions over the year, both sides of the changing clocks, with all that people do to every few of them."""
    for number in range(1, 451):
        id_, at = f"d-{number}", datetime(2025, 3, 20, 0, 30, 15, 250_000, tzinfo=UTC) + number * timedelta(hours=13)
        label = list(Label)[number % 3]
        prediction = a_prediction(label=label, needs_person=number % 5 == 0, confidence=number / 450)
        text = f'Message {number}: damp, "mould" and\nno heating, £{number} 🏠'
        log.record(a_decision_numbered(number, text=text, decided_at=at, prediction=prediction), reply_to=None)
        if number % 4 == 0:
            log.correct(id_, a_correction(None if number % 8 else Label.COMPLAINT, reason="On reflection;\tagain."))
        elif label is Label.EXCLUDED:
            log.explain(id_, an_explanation())
            log.second_person(id_, a_second_person(confirmed=number % 2 == 0))
            log.add_evidence(id_, evidence(EvidenceKind.EXPLANATION_SENT, on=at.date(), ombudsman_right=number > 200))
        elif number % 7 == 0:
            log.agree(id_, an_agreement())


def test_every_format_holds_the_same_decisions_field_by_field(clausewise: Clausewise, log: DecisionLog) -> None:
    a_varied_log(log)
    first, *others = (exported(clausewise, format_) for format_ in Format)
    assert len(first) == 450
    assert {row["status"] for row in first} == {"proposed", "agreed", "corrected", "excluded"}
    for rows in others:
        assert rows == first


@pytest.mark.parametrize("format_", Format)
def test_each_format_keeps_to_the_period(format_: Format, clausewise: Clausewise, log: DecisionLog) -> None:
    for number, moment in enumerate(
        (
            datetime(2025, 3, 31, 22, 30, tzinfo=UTC),  # 23:30 on 31 March in London
            datetime(2025, 3, 31, 23, 30, tzinfo=UTC),  # 00:30 on 1 April in London
            datetime(2026, 3, 31, 22, 59, tzinfo=UTC),
            datetime(2026, 3, 31, 23, 0, tzinfo=UTC),
        )
    ):
        log.record(a_decision_numbered(number, decided_at=moment), reply_to=None)
    rows = exported(clausewise, format_, "--from", "2025-04-01", "--to", "2026-03-31")
    assert [row["decision"] for row in rows] == ["d-1", "d-2"]


@pytest.mark.parametrize("format_", Format)
def test_an_empty_log_gives_a_file_with_something_in_it_and_no_decision(
    format_: Format, clausewise: Clausewise, log: DecisionLog
) -> None:
    assert exported(clausewise, format_) == []
    assert Path(f"decisions.{format_}").stat().st_size > 0


def test_the_columns_of_a_parquet_file_are_typed_even_where_all_of_one_is_empty(tmp_path: Path) -> None:
    write_export([a_recorded()], Format.PARQUET, tmp_path / "log.parquet")
    types = {field.name: field.type for field in pq.read_schema(tmp_path / "log.parquet")}
    assert types["message"] == types["case_reference"] == pa.string()
    assert types["confidence"] == types["ground_confidence"] == pa.float64()
    assert types["received_on"] == types["reversed_on"] == pa.date32()
    assert types["proposed_at"] == types["second_person_at"] == pa.timestamp("ms", tz="UTC")
    assert types["needs_person"] == types["ombudsman_right_given"] == pa.bool_()


# What was done about a matter


def all_evidence() -> list[Evidence]:
    return [
        evidence(EvidenceKind.CAME_FROM, result="representative"),
        evidence(EvidenceKind.CASE, reference="CMP-2026-001482"),
        evidence(EvidenceKind.MATTER_DATES, on=date(2024, 1, 3), aware_on=date(2024, 6, 1)),
        evidence(EvidenceKind.CHOICE_OFFERED, on=DAY),
        evidence(EvidenceKind.TOLD_SERVICE_REQUEST, on=DAY + timedelta(days=1)),
        evidence(EvidenceKind.REQUEST_REVIEWED, on=DAY + timedelta(days=2)),
        evidence(EvidenceKind.TOLD_HOW_TO_COMPLAIN, on=DAY + timedelta(days=3)),
        evidence(EvidenceKind.ACKNOWLEDGED, on=DAY + timedelta(days=4)),
        evidence(EvidenceKind.EXPLANATION_SENT, on=DAY + timedelta(days=5), ombudsman_right=True),
        evidence(EvidenceKind.DISCRETION, result="refused", reason="Nobody was ill, and the records are gone."),
        evidence(EvidenceKind.LINKED, linked_to="d-2"),
        evidence(EvidenceKind.OMBUDSMAN_RESULT, on=DAY + timedelta(days=90), result="overturned"),
    ]


EXCLUDED_WITH_ALL: Row = {
    "decision": "d-1",
    "team": "T0HAZEL",
    "channel": "C0CONTACT",
    "message_ts": "1762084800.000100",
    "source": "watched_channel",
    "handed_in_by": AMARA,
    "received_on": date(2026, 11, 2),
    "message": "the boiler has broken again and nobody came",
    "edition": "2024",
    "policy": None,
    "proposed_label": "excluded",
    "confidence": 0.9,
    "probability_service_request": 0.05,
    "probability_complaint": 0.05,
    "probability_excluded": 0.9,
    "threshold": 0.6,
    "needs_person": False,
    "why_person": None,
    "proposed_ground": "out_of_time",
    "ground_confidence": None,
    "signals": None,
    "clauses": "2024 Code 1.2",
    "words_that_spoke_for_it": None,
    "words_that_spoke_against_it": None,
    "facts_that_spoke_for_it": None,
    "dates_in_it": None,
    "nearest_examples": None,
    "model": "test-model",
    "proposed_at": NOON,
    "status": "excluded",
    "decided_label": "excluded",
    "decided_by": SIAN,
    "decided_at": NOON,
    "reason": "The date is plain.",
    "ground": "out_of_time",
    "kind_of_ground": "Code",
    "ground_rests_on": "2024 Code 2.2",
    "explanation": "This is too old for us. You may go to the Housing Ombudsman about that.",
    "discretion": "Considered; the records are gone.",
    "exclusion_proposed_by": JOAN,
    "exclusion_proposed_at": NOON,
    "second_person": SIAN,
    "second_person_confirmed": True,
    "second_person_at": NOON,
    "second_person_reason": "Agreed, it is out of time.",
    "reply_ts": "1762084801.000200",
    "came_from": "representative",
    "case_reference": "CMP-2026-001482",
    "issue_date": date(2024, 1, 3),
    "awareness_date": date(2024, 6, 1),
    "choice_to_complain_offered_on": date(2026, 11, 4),
    "told_service_request_on": date(2026, 11, 5),
    "request_reviewed_on": date(2026, 11, 6),
    "told_how_to_complain_on": date(2026, 11, 7),
    "acknowledged_on": date(2026, 11, 8),
    "explanation_sent_on": date(2026, 11, 9),
    "ombudsman_right_given": True,
    "discretion_considered": True,
    "discretion_result": "refused",
    "discretion_reason": "Nobody was ill, and the records are gone.",
    "linked_decision": "d-2",
    "reversed_on": None,
    "reversed_by": None,
    "reversed_reason": None,
    "ombudsman_result": "overturned",
    "ombudsman_result_on": date(2027, 2, 2),
}


@pytest.mark.parametrize("format_", Format)
def test_an_excluded_matter_with_everything_entered_about_it_is_all_there(
    format_: Format, clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(an_exclusion(), reply_to=ReplyTo(channel="C0CONTACT"))
    log.reply_sent("d-1", "1762084801.000200")
    log.record(a_decision_numbered(2), reply_to=None)
    log.explain("d-1", an_explanation(reason="The date is plain."))
    log.second_person("d-1", a_second_person(reason="Agreed, it is out of time."))
    for entry in all_evidence():
        log.add_evidence("d-1", entry)
    row, other = exported(clausewise, format_)
    assert row == EXCLUDED_WITH_ALL
    assert {name: other[name] for name in NAMES[NAMES.index("came_from") :] if other[name] is not None} == {}


def test_an_exclusion_that_was_taken_back_says_when_by_whom_and_why(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(an_exclusion(), reply_to=None)
    log.explain("d-1", an_explanation())
    log.second_person("d-1", a_second_person())
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # already 2 June in London
    log.correct("d-1", a_correction(Label.COMPLAINT, by=AMARA, reason="She was in hospital.", at=late))
    [row] = exported(clausewise, Format.XLSX)
    assert (row["status"], row["decided_label"], row["decided_by"]) == ("corrected", "complaint", AMARA)
    assert (row["reversed_on"], row["reversed_by"]) == (date(2026, 6, 2), AMARA)
    assert row["reversed_reason"] == "She was in hospital."
    assert (row["discretion_considered"], row["discretion_result"]) == (True, None)


def test_discretion_is_not_in_question_where_no_ground_is(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision_numbered(1), reply_to=None)
    log.record(a_decision_numbered(2, prediction=a_prediction(label=Label.EXCLUDED)), reply_to=None)
    log.record(a_decision_numbered(3, prediction=a_prediction(label=Label.EXCLUDED)), reply_to=None)
    log.explain("d-3", an_explanation())
    log.second_person("d-3", a_second_person())
    no_ground, nobody_yet, excluded = exported(clausewise, Format.PARQUET)
    assert (no_ground["discretion_considered"], no_ground["discretion_result"]) == (None, None)
    assert (nobody_yet["discretion_considered"], nobody_yet["discretion_result"]) == (False, None)
    assert (excluded["discretion_considered"], excluded["discretion_result"]) == (True, "refused")
    assert excluded["discretion_reason"] == "Considered; the records are gone."


def test_who_agreed_before_an_exclusion_was_put_forward_has_not_decided_it(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement())
    log.explain("d-1", an_explanation(reason="I see the date now."))
    [row] = exported(clausewise, Format.JSONL)
    assert (row["status"], row["decided_label"], row["decided_by"]) == ("awaiting_second_person", None, None)


# Excel

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "  =1+1", "＝1+1", '=HYPERLINK("http://x","y")']
ERRORS = ["#N/A", "#REF!"]


def test_no_cell_of_a_workbook_is_a_formula_or_an_error_also_once_it_is_saved_as_csv(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    for number, formula in enumerate([*FORMULAS, *ERRORS], start=1):
        log.record(a_decision_numbered(number, text=formula), reply_to=None)
        log.correct(f"d-{number}", a_correction(reason=formula))
        log.add_evidence(f"d-{number}", evidence(EvidenceKind.CASE, reference=formula))
    exported(clausewise, Format.XLSX)
    sheet = load_workbook("decisions.xlsx")["Decisions"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert sum(text.startswith("'") for text in texts) == 3 * len(FORMULAS)
    assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


def test_excels_own_mark_for_a_character_brings_no_formula_in(tmp_path: Path) -> None:
    write_export([a_recorded(text="_x003D_1+1")], Format.XLSX, tmp_path / "log.xlsx")
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        assert ">_x005F_x003D_1+1<" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_characters_that_xml_has_not_are_left_out_and_all_others_stay(tmp_path: Path) -> None:
    text = "a\x00\x08\x0b\x1f\ufffe\uffffb & <c> \r\n \t“d” 🏠 "
    write_export([a_recorded(text=text)], Format.XLSX, tmp_path / "log.xlsx")
    [row] = from_xlsx(tmp_path / "log.xlsx")
    assert row["message"] == "ab & <c> \r\n \t“d” 🏠 "


@pytest.mark.parametrize("character", ["x", "&", "🏠"])
def test_a_text_longer_than_a_cell_holds_is_cut_with_a_mark_and_whole_in_the_other_formats(
    character: str, tmp_path: Path
) -> None:
    long = character * 40_000
    for format_ in Format:
        write_export([a_recorded(text=long)], format_, tmp_path / f"log.{format_}")
    [cut] = from_xlsx(tmp_path / "log.xlsx")
    whole = [READ[each](tmp_path / f"log.{each}") for each in Format if each is not Format.XLSX]
    message = str(cut["message"])
    assert message.endswith(CUT)
    assert set(message.removesuffix(CUT)) == {character}
    assert CHARACTERS_IN_A_CELL - 1 <= len(message.encode("utf-16-le")) / 2 <= CHARACTERS_IN_A_CELL
    assert [row["message"] for [row] in whole] == [long] * 3


def test_a_text_that_just_fits_a_cell_is_not_cut(tmp_path: Path) -> None:
    write_export([a_recorded(text="x" * CHARACTERS_IN_A_CELL)], Format.XLSX, tmp_path / "log.xlsx")
    [row] = from_xlsx(tmp_path / "log.xlsx")
    assert row["message"] == "x" * CHARACTERS_IN_A_CELL


def test_dates_are_dates_and_times_are_uk_local_time_as_the_notes_say(tmp_path: Path) -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    write_export([a_recorded(decided_at=summer)], Format.XLSX, tmp_path / "log.xlsx")
    book = load_workbook(tmp_path / "log.xlsx")
    received, proposed = (book["Decisions"].cell(2, 1 + NAMES.index(name)) for name in ("received_on", "proposed_at"))
    assert (str(received.value), received.number_format) == ("2026-11-02 00:00:00", "dd mmm yyyy")
    assert (str(proposed.value), proposed.number_format) == ("2026-07-02 00:30:00", "dd mmm yyyy hh:mm:ss")
    assert any("UK local time" in str(note) for _, note in book["Notes"].iter_rows(values_only=True))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28)])
def test_a_day_that_excel_has_not_is_text(day: date, tmp_path: Path) -> None:
    write_export([a_recorded(received_on=day)], Format.XLSX, tmp_path / "log.xlsx")
    sheet = load_workbook(tmp_path / "log.xlsx")["Decisions"]
    assert sheet.cell(2, 1 + NAMES.index("received_on")).value == day.isoformat()


@pytest.mark.parametrize("day", [date(1900, 3, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_day_that_excel_has_are_dates(day: date, tmp_path: Path) -> None:
    write_export([a_recorded(received_on=day)], Format.XLSX, tmp_path / "log.xlsx")
    [row] = from_xlsx(tmp_path / "log.xlsx")
    assert row["received_on"] == day


def test_the_header_is_bold_and_stays_in_view_with_a_filter_and_widths(tmp_path: Path) -> None:
    write_export([a_recorded(), a_recorded()], Format.XLSX, tmp_path / "log.xlsx")
    book = load_workbook(tmp_path / "log.xlsx")
    sheet = book["Decisions"]
    assert book.sheetnames == ["Decisions", "Notes"]
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(NAMES))}3"
    widths = {
        name: sheet.column_dimensions[get_column_letter(place)].width for place, name in enumerate(NAMES, start=1)
    }
    assert widths["message"] == 60
    assert all(width > len(name) for name, width in widths.items())


@pytest.mark.parametrize(
    ("how_many", "rows"), [(0, [1]), (1, [2]), (2, [3]), (3, [3, 2]), (4, [3, 3]), (5, [3, 3, 2])], ids=str
)
def test_what_one_sheet_cannot_hold_goes_on_in_the_next(how_many: int, rows: list[int], tmp_path: Path) -> None:
    ids = [f"d-{number}" for number in range(how_many)]
    write_xlsx([a_recorded(id=id_) for id_ in ids], tmp_path / "log.xlsx", rows_in_a_sheet=3)
    assert [row["decision"] for row in from_xlsx(tmp_path / "log.xlsx")] == ids
    *sheets, notes = load_workbook(tmp_path / "log.xlsx").worksheets
    assert [sheet.title for sheet in sheets] == ["Decisions", "Decisions 2", "Decisions 3"][: len(rows)]
    assert [sheet.max_row for sheet in sheets] == rows
    assert [str(sheet.auto_filter.ref).partition(":")[2] for sheet in sheets] == [f"BN{last}" for last in rows]
    assert {sheet.freeze_panes for sheet in sheets} == {"B2"}
    assert notes.title == "Notes"


def test_a_sheet_grows_no_larger_than_programs_open(tmp_path: Path) -> None:
    ids = [f"d-{number}" for number in range(9)]
    decisions = [a_recorded(id=id_, text="x" * 10_000) for id_ in ids]
    write_xlsx(decisions, tmp_path / "log.xlsx", bytes_in_a_sheet=30_000)
    assert [row["decision"] for row in from_xlsx(tmp_path / "log.xlsx")] == ids
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        sizes = [part.file_size for part in parts.infolist() if "sheet" in part.filename]
    assert len(sizes) > 3
    assert max(sizes) < 30_000 + 15_000  # one row more


# Formats


@pytest.mark.parametrize(
    ("name", "file", "format_"),
    [
        (None, "a.csv", Format.CSV),
        (None, "a.XLSX", Format.XLSX),
        (None, "a.b.jsonl", Format.JSONL),
        (None, "a.parquet", Format.PARQUET),
        ("csv", "a.txt", Format.CSV),
        ("PARQUET", "a", Format.PARQUET),
        ("jsonl", "a.csv", Format.JSONL),
    ],
)
def test_the_format_is_the_one_named_or_else_the_one_of_the_files_ending(
    name: str | None, file: str, format_: Format
) -> None:
    assert format_named(name, Path(file)) is format_


@pytest.mark.parametrize("file", ["decisions", "decisions.xls", "decisions.csv.gz"])
def test_an_ending_that_names_no_format_is_told_of_with_those_that_do(file: str, clausewise: Clausewise) -> None:
    ran = clausewise("export", "-o", file)
    assert ran.status == 2
    assert f"The ending of {file} names no format" in ran.sentence
    assert ".csv, .xlsx, .jsonl, .parquet" in ran.sentence
    assert not Path(file).exists()


@pytest.mark.parametrize("name", ["pdf", "", "xls"])
def test_a_format_there_is_not_is_told_of_with_those_there_are(name: str, clausewise: Clausewise) -> None:
    ran = clausewise("export", "-o", "decisions.csv", "--format", name)
    assert ran.status == 2
    assert f"{name!r}" in ran.sentence
    assert "csv, xlsx, jsonl, parquet" in ran.sentence
    with pytest.raises(BadInput):
        format_named(name, Path("decisions.csv"))


def test_a_format_may_be_named_for_a_file_of_any_ending(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    assert clausewise("export", "-o", "decisions.dat", "--format", "jsonl").status == 0
    assert [row["decision"] for row in from_jsonl(Path("decisions.dat"))] == ["d-1"]


def test_the_progress_counts_the_decisions_written(tmp_path: Path) -> None:
    told: list[int] = []
    assert write_export([a_recorded()] * 3, Format.PARQUET, tmp_path / "log.parquet", told.append) == 3
    assert told == [1, 2, 3]
