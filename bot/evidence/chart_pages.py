"""The charts of a report, each with its heading and with words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.evidence import charts
from bot.evidence.chart_words import chart_in_words
from bot.evidence.figures import Figures
from bot.evidence.word_document import add_picture

if TYPE_CHECKING:
    from docx.document import Document


def add_charts(document: Document, figures: Figures, *, names: Iterable[str]) -> None:
    """Add the charts named that have anything to show."""
    for name in names:
        if name.startswith("declined") and not figures.declined.count:
            continue
        add_picture(document, getattr(charts, name)(figures), alt=chart_in_words(name, figures))
