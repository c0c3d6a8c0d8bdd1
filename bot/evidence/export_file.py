"""The decision log as a file, in whichever format, written in one piece or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from bot.decisions import RecordedDecision
from bot.evidence.json_rows import write_jsonl
from bot.evidence.parquet_file import write_parquet
from bot.evidence.spreadsheet import write_csv
from bot.evidence.workbook import write_xlsx
from bot.json_lines import BadInput
from bot.whole_file import in_one_piece


class Format(StrEnum):
    """What a log can be exported as; each is the ending of its files too."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"


WRITERS: dict[Format, Callable[[Iterable[RecordedDecision], Path], None]] = {
    Format.CSV: write_csv,
    Format.XLSX: write_xlsx,
    Format.JSONL: write_jsonl,
    Format.PARQUET: write_parquet,
}


def format_named(name: str | None, path: Path) -> Format:
    """Return the format called `name`, or else the one that the file's ending says.

    Raises
    ------
    BadInput : if there is none.
    """
    try:
        return Format((name if name is not None else path.suffix.removeprefix(".")).casefold())
    except ValueError:
        known = ", ".join(Format)
        if name is not None:
            raise BadInput(f"There is no format {name[:40]!r} (there are: {known}).") from None
        raise BadInput(
            f"The ending of {path} names no format: end the file's name in .{', .'.join(Format)}, or give --format."
        ) from None


def write_export(
    rows: Iterable[RecordedDecision], format_: Format, path: Path, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Write the decisions to `path` and return how many there were; `progress` is told the number written so far.

    Raises
    ------
    OSError : if the file cannot be written; what was there before is then still there.
    """
    written = 0

    def counted() -> Iterator[RecordedDecision]:
        nonlocal written
        for written, recorded in enumerate(rows, start=1):
            yield recorded
            progress(written)

    with in_one_piece(path) as draft:
        WRITERS[format_](counted(), draft)
    return written
