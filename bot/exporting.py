"""`clausewise export`: the decision log as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evidence.export_file import format_named, write_export
from bot.failures import SetUpProblem
from bot.progress import progress_bar
from bot.which_log import log_or_tried_out
from bot.whole_file import check_can_be_written

if TYPE_CHECKING:
    from bot.settings import Settings


def export(
    settings: Settings, out: Path, first: date | None, last: date | None, *, format_: str | None, workspace: bool
) -> str:
    """Write the log to `out` and say how many decisions it holds.

    format_ : csv, xlsx, jsonl or parquet; by default what the file's ending says.
    """
    if first and last and last < first:
        raise SetUpProblem(f"The last day ({last}) lies before the first ({first}), so there is nothing to export.")
    check_can_be_written(out, "decisions.csv")
    chosen = format_named(format_, out)
    with log_or_tried_out(settings, workspace=workspace) as (log, note), progress_bar() as progress:
        how_many = log.counts(first, last).decisions
        try:
            written = write_export(
                log.rows(first, last), chosen, out, lambda done: progress("Exporting", done, max(how_many, done))
            )
        except OSError as error:
            raise SetUpProblem(f"{out} cannot be written: {error.strerror}. Nothing was exported.") from None
    return f"{written:,} decisions written to {out}{note}."
