"""The charts of a report, each with its heading and with words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.evidence import charts
from bot.evidence.figures import Figures
from bot.evidence.word_document import add_picture
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES

if TYPE_CHECKING:
    from docx.document import Document


def add_charts(document: Document, figures: Figures, *, names: Iterable[str]) -> None:
    """Add the charts named that have anything to show."""
    for name in names:
        if name.startswith("declined") and not figures.declined.count:
            continue
        add_picture(document, getattr(charts, name)(figures), alt=_ALTERNATIVES[name](figures))


def _by_label(figures: Figures) -> str:
    months = []
    for month in figures.by_month:
        labels = ", ".join(f"{LABEL_NAMES[label].lower()} {count:,}" for label, count in month.by_label.items())
        months.append(f"{month.first_day:%B %Y}: {labels}")
    return f"Bar chart of decisions by label and month: {'; '.join(months)}."


def _by_ground(figures: Figures) -> str:
    grounds = ", ".join(f"{GROUND_NAMES[each.ground].lower()} {each.count:,}" for each in figures.declined_by_ground)
    return f"Bar chart of matters declined by ground: {grounds}."


def _declined_by_month(figures: Figures) -> str:
    months = ", ".join(f"{m.first_day:%B %Y} {sum(m.declined_by_ground.values()):,}" for m in figures.by_month)
    return f"Bar chart of matters declined by month: {months}."


def _corrections(figures: Figures) -> str:
    cells = ", ".join(
        f"{LABEL_NAMES[cell.proposed].lower()} decided "
        f"{'nothing' if cell.decided is None else LABEL_NAMES[cell.decided].lower()} {cell.count:,}"
        for cell in figures.proposed_and_decided
    )
    return f"Table of what was proposed and what was decided: {cells}."


def _time(figures: Figures) -> str:
    return f"Bar chart of working days from message to decision: median {figures.message_to_decision.words}."


_ALTERNATIVES = {
    "labels_by_month": _by_label,
    "declined_by_ground": _by_ground,
    "declined_by_month": _declined_by_month,
    "proposed_and_decided": _corrections,
    "time_to_decision": _time,
}
