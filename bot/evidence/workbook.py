"""The decision log as an Excel workbook: real dates, times and numbers, and nothing that Excel would run.

openpyxl makes the frame (styles, widths, headers, notes) and the rows are put into it as they come: openpyxl takes four
times as long over a row, and first writes the whole of a sheet to a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, count, islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.decisions import RecordedDecision
from bot.evidence.columns import COLUMNS, Column, Kind, row_of
from bot.evidence.workbook_cells import CHARACTERS_IN_A_CELL, CUT, LETTERS, row_xml

ROWS_IN_A_SHEET = 1_048_576
"""What a sheet of Excel holds, the header row included."""
BYTES_IN_A_SHEET = 2**30
"""Half of what a part of a zip file may hold that every program opens."""
SHEET, NOTES = "Decisions", "Notes"
# The month in letters: 02/11 is another day to whoever reads it elsewhere.
_FORMATS = {Kind.DATE: "dd mmm yyyy", Kind.TIME: "dd mmm yyyy hh:mm:ss"}
_WIDTHS = {Kind.TEXT: 18, Kind.NUMBER: 10, Kind.DATE: 12, Kind.TIME: 20, Kind.YES_NO: 8}
_WIDE = {"message", "explanation", "reason", "discretion", "discretion_reason", "second_person_reason"}
_END_OF_ROWS = b"</sheetData>"


@dataclass(frozen=True)
class _Frame:
    """A workbook without its rows: its parts by name, and its styles by what a column holds."""

    parts: dict[str, bytes]
    styles: dict[Kind, int]

    def around_rows(self, sheet: str) -> tuple[bytes, bytes]:
        """Return what comes before the rows of a sheet, the header row among it, and what comes after them."""
        before, after = self.parts[sheet].split(_END_OF_ROWS)
        return before, _END_OF_ROWS + after


def write_xlsx(
    decisions: Iterable[RecordedDecision],
    path: Path,
    *,
    rows_in_a_sheet: int = ROWS_IN_A_SHEET,
    bytes_in_a_sheet: int = BYTES_IN_A_SHEET,
) -> None:
    """Write a header and one row a decision, on as many sheets as it takes; nothing is kept in memory."""
    rows = map(row_of, decisions)
    following = next(rows, None)
    sheets: list[int] = []
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for number in count(1):
            sheets.append(1)
            name, frame = f"xl/worksheets/sheet{number}.xml", _frame(sheets)
            of_sheet = chain([following] if following else [], islice(rows, rows_in_a_sheet - 2))
            with book.open(name, "w") as part:
                written = part.write(frame.around_rows(name)[0])
                for row in of_sheet:
                    sheets[-1] += 1
                    written += part.write(row_xml(sheets[-1], row, frame.styles))
                    if written > bytes_in_a_sheet:
                        break
                part.write(_frame(sheets).around_rows(name)[1])
            following = next(rows, None)
            if following is None:
                break
        for name, content in _frame(sheets).parts.items():
            if name not in book.namelist():
                book.writestr(name, content)


def _frame(sheets: list[int]) -> _Frame:
    """Make the workbook for sheets of so many rows each."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    styles: dict[Kind, int] = {}
    for number, rows in enumerate(sheets, start=1):
        sheet: Any = book.create_sheet(SHEET if number == 1 else f"{SHEET} {number}")
        for kind, shown_as in _FORMATS.items():
            cell = WriteOnlyCell(sheet)
            cell.number_format = shown_as
            styles[kind] = cell.style_id
        _write_header(sheet)
        sheet.auto_filter.ref = f"A1:{LETTERS[-1]}{rows}"
    _write_notes(book.create_sheet(NOTES))
    content = BytesIO()
    book.save(content)
    with ZipFile(content) as parts:
        return _Frame({name: parts.read(name) for name in parts.namelist()}, styles)


# The types published for openpyxl leave out what a write-only sheet has in common with others: hence Any.
def _write_header(sheet: Any) -> None:
    sheet.freeze_panes = "B2"
    for letters, column in zip(LETTERS, COLUMNS, strict=True):
        sheet.column_dimensions[letters].width = _width(column)
    sheet.append([_bold(sheet, column.name) for column in COLUMNS])


def _width(column: Column) -> int:
    # The filter's button takes the room of three letters.
    return 60 if column.name in _WIDE else max(_WIDTHS[column.kind], len(column.name) + 3)


def _write_notes(sheet: Any) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 110
    for about, note in (
        (
            "What this is",
            "The decision log of Clausewise, one row a decision. What is not known is left empty.",
        ),
        ("Dates and times", "Times are UK local time; the CSV, JSON Lines and Parquet exports give them in UTC."),
        ("Long texts", f"A cell holds {CHARACTERS_IN_A_CELL:,} characters. A longer text ends in “{CUT.strip()}”."),
        ("Apostrophes", "A text that a spreadsheet might run as a formula has an apostrophe put before it."),
        ("Sheets", f"Where one sheet cannot hold all decisions, they go on in “{SHEET} 2” and so forth."),
    ):
        sheet.append([_bold(sheet, about), note])


def _bold(sheet: Any, text: str) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
