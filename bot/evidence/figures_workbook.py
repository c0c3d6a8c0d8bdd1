"""The figures as a workbook: a sheet a table, numbers as numbers, so that a person can check and use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from bot.evidence.figure_names import named_figures, period_words
from bot.evidence.figure_text import NOTHING
from bot.evidence.figures import Figures
from bot.evidence.shares import Days, Share
from bot.evidence.spreadsheet import safe_cell
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES, Ground

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None

_WIDEST = 70
_MONTH_FORMAT, _DAY_FORMAT = "mmm yyyy", "d mmm yyyy"


class _Sheet(NamedTuple):
    title: str
    header: tuple[str, ...]
    rows: list[Sequence[Cell]]


def workbook(figures: Figures, *, title: str, note: str) -> bytes:
    """Return the workbook as the bytes of an XLSX file; `note` says what the log is."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.language = title, "en-GB"
    book.properties.creator = "Clausewise"
    for sheet in _sheets(figures, title, note):
        _write(book.create_sheet(sheet.title), sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(figures: Figures, title: str, note: str) -> Iterator[_Sheet]:
    about: list[Sequence[Cell]] = [
        ("What this is", title),
        ("Matters counted", period_words(figures)),
        ("As they stood on", figures.counted_on),
        ("How counted", "Only what a person decided; no exclusion without an explanation and a second person."),
        ("Percentages", "None where fewer than five are counted: a published cell of one can identify a resident."),
        ("Judged under another edition, not counted", figures.of_other_editions),
    ]
    yield _Sheet("About", ("About", "This workbook"), [*about, *([("Note", note)] if note else [])])
    header = ("Heading", "Figure", "Count", "Of", "Per cent", "Median in working days")
    yield _Sheet(
        "Figures", header, [(each.heading, each.name, *_numbers(each.value)) for each in named_figures(figures)]
    )
    yield _Sheet(
        "By month",
        ("Month", *(LABEL_NAMES[label] for label in figures.by_label), NOTHING.capitalize()),
        [(month.first_day, *month.by_label.values(), month.nothing_to_decide) for month in figures.by_month],
    )
    yield _Sheet(
        "Declined by ground",
        ("Ground", "Kind of ground", "Rests on", "Count"),
        [
            (GROUND_NAMES[each.ground], each.kind, rests_on, count)
            for each in figures.declined_by_ground
            for rests_on, count in each.rests_on.items()
        ],
    )
    used = [ground for ground in Ground if any(each.ground is ground for each in figures.declined_by_ground)]
    yield _Sheet(
        "Declined by month",
        ("Month", *(GROUND_NAMES[ground] for ground in used)),
        [
            (month.first_day, *(month.declined_by_ground.get(ground, 0) for ground in used))
            for month in figures.by_month
        ],
    )
    yield _Sheet(
        "Proposed and decided",
        ("Proposed by Clausewise", "Decided by a person", "Count"),
        [
            (
                LABEL_NAMES[cell.proposed],
                LABEL_NAMES[cell.decided] if cell.decided else NOTHING.capitalize(),
                cell.count,
            )
            for cell in figures.proposed_and_decided
        ],
    )
    yield _Sheet(
        "Working days",
        ("Time", "Working days", "Count"),
        [
            (each.name.removeprefix("median "), days, count)
            for each in named_figures(figures)
            if isinstance(each.value, Days)
            for days, count in each.value.matters_by_days.items()
        ],
    )
    if figures.reversed_by:
        yield _Sheet("Taken back by", ("Slack user", "Count"), list(figures.reversed_by.items()))


def _numbers(value: Share | Days | int) -> tuple[Cell, ...]:
    if isinstance(value, Share):
        return (value.count, value.of, value.percent, None)
    return (None, value.of, None, value.median) if isinstance(value, Days) else (value, None, None, None)


def _write(worksheet: Worksheet, sheet: _Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.append(sheet.header)
    for row in sheet.rows:
        worksheet.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in worksheet[1]:
        cell.font, cell.fill = Font(name="Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(1, len(sheet.header) + 1):
        cells = [worksheet.cell(row, column) for row in range(1, worksheet.max_row + 1)]
        longest = max(len(str(cell.value if cell.value is not None else "")) for cell in cells)
        worksheet.column_dimensions[get_column_letter(column)].width = min(longest, _WIDEST) + 3
        for cell in cells[1:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, date | datetime):
                cell.number_format = _MONTH_FORMAT if sheet.header[0] == "Month" else _DAY_FORMAT
    worksheet.freeze_panes = "A2"
    worksheet.auto_filter.ref = worksheet.dimensions
    worksheet.print_title_rows, worksheet.page_setup.orientation = "1:1", "landscape"
    worksheet.page_setup.paperSize, worksheet.page_setup.fitToHeight = worksheet.PAPERSIZE_A4, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
