"""The documents a manager can ask for, each with the figures it was filled from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.evidence.counting import count_figures
from bot.evidence.figures_workbook import workbook
from bot.evidence.sample_cases import Candidates
from knowledge.edition import Edition

if TYPE_CHECKING:
    from bot.evidence.figures import Figures
    from bot.records.decision_log import DecisionLog
    from classifier.training import Progress


class DocumentKind(StrEnum):
    """What is written."""

    SELF_ASSESSMENT = "self_assessment"
    """The definition and exclusions rows of the self-assessment, in the layout of one edition (DOCX)."""
    WORKBOOK = "workbook"
    """The figures behind it (XLSX)."""
    ANNUAL = "annual"
    """The analysis of matters refused, for the annual report, of whatever edition (DOCX)."""


class Document(NamedTuple):
    """The file's content, and what was counted for it."""

    content: bytes
    figures: Figures


def written_document(
    kind: DocumentKind,
    log: DecisionLog,
    first: date | None,
    last: date | None,
    edition: Edition | None,
    *,
    today: date,
    team: str | None = None,
    note: str = "",
    progress: Progress = lambda *_: None,
) -> Document:
    """Count the period and write the document.

    edition : for the self-assessment it has to be given; a workbook of any edition goes with the annual analysis.
    note : what the log is, where it is no evidence.
    """
    candidates = Candidates()
    figures = count_figures(log, first, last, edition, today=today, team=team, see=candidates.see, progress=progress)
    if kind is DocumentKind.SELF_ASSESSMENT and edition is not None:
        from bot.evidence.self_assessment import self_assessment

        content = self_assessment(figures, edition, lambda sample: candidates.cases(log, sample), note=note)
    elif kind is DocumentKind.ANNUAL:
        from bot.evidence.annual_report import annual_report

        content = annual_report(figures, note=note)
    else:
        content = workbook(figures, title=_title(edition), note=note)
    return Document(content, figures)


def _title(edition: Edition | None) -> str:
    if edition is None:
        return "Figures behind the analysis of matters refused"
    return f"Figures behind the self-assessment against the {edition.code}"
