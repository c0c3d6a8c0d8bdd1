"""`clausewise export`: the decision log as a CSV file, written in one piece or not at all."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evidence.spreadsheet import write_csv
from bot.failures import SetUpProblem
from bot.progress import progress_bar
from bot.records.opening import open_log
from bot.settings import workspace_log, workspace_log_url

if TYPE_CHECKING:
    from bot.settings import Settings


def export_csv(settings: Settings, out: Path, first: date | None, last: date | None, *, workspace: bool) -> str:
    """Write the log to `out` and say how many decisions it holds.

    The local workspace's log is kept apart. It is exported when asked for, and when there is no other log at all.
    """
    if first and last and last < first:
        raise SetUpProblem(f"The last day ({last}) lies before the first ({first}), so there is nothing to export.")
    if (out.exists() and not out.is_file()) or not out.resolve().parent.is_dir():
        problem = "is no file" if out.exists() else "lies in a folder that is not there"
        raise SetUpProblem(f"{out} {problem}. Name a file in a folder that exists, for example decisions.csv.")
    url, note = settings.log_url, ""
    if workspace:
        url = workspace_log_url(settings.home)
    elif settings.database_url is None and not settings.log_file.exists() and workspace_log(settings.home).exists():
        url = workspace_log_url(settings.home)
        note = " (the local workspace's try-out log: there is no other yet)"
    log = open_log(url, key=settings.log_key)
    how_many = log.counts(first, last).decisions
    written = 0
    handle, draft = tempfile.mkstemp(dir=out.resolve().parent, prefix=".clausewise-", suffix=".csv")
    try:
        with progress_bar() as progress, os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            for written in write_csv(log.rows(first, last), file):
                progress("Exporting", written, max(how_many, written))
        Path(draft).replace(out.resolve())  # A link keeps pointing where it did.
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise SetUpProblem(f"{out} cannot be written: {error.strerror}. Nothing was exported.") from None
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    finally:
        log.close()
    return f"{written:,} decisions written to {out}{note}."
