"""The figures as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.evidence.figure_names import named_figures, period_words
from bot.evidence.figures import Figures
from bot.time_limit import plain_day
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES

NOTHING = "nothing to decide"


def figures_text(figures: Figures) -> str:
    """Return every figure, a line each, under its heading, and the tables."""
    return "\n".join(_lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    yield f"Figures of {period_words(figures)}, as they stood on {plain_day(figures.counted_on)}"
    if figures.of_other_editions:
        yield f"{figures.of_other_editions:,} more of the period were judged under another edition and are not counted."
    for heading, under in groupby(named_figures(figures), key=lambda figure: figure.heading):
        yield from ("", heading)
        yield from (f"  {figure.name}: {figure.words}" for figure in under)
    if figures.reversed_by:
        yield "  taken back by: " + ", ".join(f"{by} {count:,}" for by, count in figures.reversed_by.items())
    yield from ("", "Declined by ground")
    for each in figures.declined_by_ground:
        rests_on = "; ".join(f"{words} ({count:,})" for words, count in each.rests_on.items())
        yield f"  {GROUND_NAMES[each.ground]} ({each.kind} ground): {each.count:,}, on {rests_on}"
    if not figures.declined_by_ground:
        yield "  No matter was declined in the period."
    yield from ("", "Proposed, and decided by a person")
    for cell in figures.proposed_and_decided:
        decided = NOTHING if cell.decided is None else LABEL_NAMES[cell.decided].lower()
        yield f"  {LABEL_NAMES[cell.proposed].lower()}, decided {decided}: {cell.count:,}"
    yield from ("", "By month")
    for month in figures.by_month:
        labels = ", ".join(f"{LABEL_NAMES[label].lower()} {count:,}" for label, count in month.by_label.items())
        declined = "; ".join(f"{GROUND_NAMES[ground]} {n:,}" for ground, n in month.declined_by_ground.items())
        grounds = f" (declined: {declined})" if declined else ""
        yield f"  {month.first_day:%Y-%m}: {labels}, {NOTHING} {month.nothing_to_decide:,}{grounds}"
