"""`clausewise export`: the decision log as a file."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evidence.export_file import format_named, write_export
from bot.failures import SetUpProblem
from bot.progress import progress_bar
from bot.records.opening import open_log
from bot.settings import workspace_log, workspace_log_url

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings


def export(
    settings: Settings, out: Path, first: date | None, last: date | None, *, format_: str | None, workspace: bool
) -> str:
    """Write the log to `out` and say how many decisions it holds.

    format_ : csv, xlsx, jsonl or parquet; by default what the file's ending says.
    """
    if first and last and last < first:
        raise SetUpProblem(f"The last day ({last}) lies before the first ({first}), so there is nothing to export.")
    check_place(out, "decisions.csv")
    chosen = format_named(format_, out)
    log, note = chosen_log(settings, workspace=workspace)
    with closing(log), progress_bar() as progress:
        how_many = log.counts(first, last).decisions
        try:
            written = write_export(
                log.rows(first, last), chosen, out, lambda done: progress("Exporting", done, max(how_many, done))
            )
        except OSError as error:
            raise SetUpProblem(f"{out} cannot be written: {error.strerror}. Nothing was exported.") from None
    return f"{written:,} decisions written to {out}{note}."


def check_place(out: Path, example: str) -> None:
    """Raise `SetUpProblem` unless a file can be put there."""
    if (out.exists() and not out.is_file()) or not out.resolve().parent.is_dir():
        problem = "is no file" if out.exists() else "lies in a folder that is not there"
        raise SetUpProblem(f"{out} {problem}. Name a file in a folder that exists, for example {example}.")


def chosen_log(settings: Settings, *, workspace: bool) -> tuple[DecisionLog, str]:
    """Open the log that is asked for; the second part says so where it is not the one to be expected.

    The local workspace's log is kept apart. It is taken when asked for, and when there is no other log at all.
    """
    url, note = settings.log_url, ""
    if workspace:
        url = workspace_log_url(settings.home)
    elif settings.database_url is None and not settings.log_file.exists() and workspace_log(settings.home).exists():
        url = workspace_log_url(settings.home)
        note = " (the local workspace's try-out log: there is no other yet)"
    return open_log(url, key=settings.log_key), note
