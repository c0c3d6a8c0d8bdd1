"""What each chart shows, in words with all its numbers, for those who cannot see it."""

from __future__ import annotations

from bot.evidence.figures import Figures
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES


def chart_in_words(name: str, figures: Figures) -> str:
    """Return what the chart of that name (`bot.evidence.charts`) shows."""
    return _WORDS[name](figures)


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


_WORDS = {
    "labels_by_month": _by_label,
    "declined_by_ground": _by_ground,
    "declined_by_month": _declined_by_month,
    "proposed_and_decided": _corrections,
    "time_to_decision": _time,
}
