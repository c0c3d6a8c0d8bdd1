"""`clausewise evidence` and `clausewise figures`: open the log, count, and write the file or the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evidence.counting import count_figures
from bot.evidence.documents import DocumentKind, written_document
from bot.evidence.figure_text import figures_text
from bot.failures import SetUpProblem
from bot.json_lines import BadInput, read_day
from bot.progress import progress_bar
from bot.which_log import log_or_tried_out
from bot.whole_file import check_can_be_written, write_whole
from knowledge.edition import edition_named, edition_on

if TYPE_CHECKING:
    from bot.evidence.figures import Figures
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings

TRIED_OUT = "These are the decisions of the local workspace, where things are tried out."
_KINDS = (".docx", ".xlsx")
_EXAMPLE = "evidence-2024.docx"


def write_self_assessment(
    settings: Settings,
    out: Path,
    from_: str | None,
    to: str | None,
    edition: str | None,
    *,
    workspace: bool,
    today: date,
) -> str:
    """Write the definition and exclusions rows of an edition, or the figures behind them, and say what was counted."""
    first, last = period(from_, to, needed=True)
    chosen = edition_named(edition) if edition else edition_on(last or today)
    _check_kind(out)
    with _opened(settings, workspace=workspace) as (log, note):
        kind = _kind(out, DocumentKind.SELF_ASSESSMENT)
        with progress_bar() as progress:
            content, figures = written_document(
                kind, log, first, last, chosen, today=today, note=note, progress=progress
            )
    write_whole(out, content)
    return _written(out, figures, f" under the {chosen.code}")


def write_annual_report(
    settings: Settings, out: Path, from_: str | None, to: str | None, *, workspace: bool, today: date
) -> str:
    """Write the analysis of matters refused, or the figures behind it, and say what was counted."""
    first, last = period(from_, to, needed=True)
    _check_kind(out)
    with _opened(settings, workspace=workspace) as (log, note):
        kind = _kind(out, DocumentKind.ANNUAL)
        with progress_bar() as progress:
            content, figures = written_document(kind, log, first, last, None, today=today, note=note, progress=progress)
    write_whole(out, content)
    return _written(out, figures, "")


def figures_shown(
    settings: Settings,
    from_: str | None,
    to: str | None,
    edition: str | None,
    *,
    workspace: bool,
    as_json: bool,
    today: date,
) -> str:
    """Return the figures of a period as text, or as one JSON object."""
    first, last = period(from_, to, needed=False)
    chosen = edition_named(edition) if edition else None
    with _opened(settings, workspace=workspace) as (log, note), progress_bar() as progress:
        figures = count_figures(log, first, last, chosen, today=today, progress=progress)
    if as_json:
        return json.dumps(figures.model_dump(mode="json"), ensure_ascii=True)
    return f"{figures_text(figures)}\n\n{note}" if note else figures_text(figures)


def period(from_: str | None, to: str | None, *, needed: bool) -> tuple[date | None, date | None]:
    """Return the days of the period.

    Raises
    ------
    BadInput : if one is no date, or is needed and missing, or the last lies before the first.
    """
    if needed and not (from_ and to):
        raise BadInput("Say which period it is for, for example --from 2025-04-01 --to 2026-03-31.")
    first = read_day(from_, "--from") if from_ else None
    last = read_day(to, "--to") if to else None
    if first and last and last < first:
        raise BadInput(f"The last day ({last}) lies before the first ({first}), so there is nothing to count.")
    return first, last


def _check_kind(out: Path) -> None:
    if out.suffix.lower() not in _KINDS:
        raise SetUpProblem(
            f"{out} is neither a .docx (the document) nor an .xlsx (its figures): name it as one of them."
        )
    check_can_be_written(out, _EXAMPLE)


@contextmanager
def _opened(settings: Settings, *, workspace: bool) -> Iterator[tuple[DecisionLog, str]]:
    """Give the log, and what has to be said of it in the document."""
    with log_or_tried_out(settings, workspace=workspace) as (log, note):
        yield log, TRIED_OUT if workspace or note else ""


def _kind(out: Path, document: DocumentKind) -> DocumentKind:
    """Return what is written: an .xlsx holds the figures behind the document."""
    return DocumentKind.WORKBOOK if out.suffix.lower() == ".xlsx" else document


def _written(out: Path, figures: Figures, under: str) -> str:
    others = (
        f" {figures.of_other_editions:,} more were judged under another edition." if figures.of_other_editions else ""
    )
    counted = f"{figures.decided.words} matters of the period{under} were decided by a person."
    if not figures.matters:
        counted = f"The log holds no matter of the period{under}, and the file says so."
    return f"Written: {out}. {counted}{others}"
