"""The decision log as CSV: one row a decision, every field, the same columns however many there are."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from bot.decisions import RecordedDecision
from bot.evidence.columns import COLUMNS, NAMES, Column, Kind, Value, row_of

# A spreadsheet runs a cell that begins with one of these as a formula; a leading apostrophe makes it text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: str) -> str:
    """Return `value` so that no spreadsheet runs it as a formula."""
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value


def as_text(column: Column, value: Value) -> str:
    """Return a cell as text: ISO dates, times in UTC, numbers to four places, nothing where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:.4f}" if column.kind is Kind.NUMBER else safe_cell(str(value))


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def write_csv(decisions: Iterable[RecordedDecision], path: Path) -> None:
    """Write a header and one row a decision; nothing is kept in memory."""
    # The mark at the beginning tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerow(NAMES)
        for recorded in decisions:
            writer.writerow([as_text(column, value) for column, value in zip(COLUMNS, row_of(recorded), strict=True)])
