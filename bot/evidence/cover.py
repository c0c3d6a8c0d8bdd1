"""The words every report begins with: what it is, which matters it counts, how, and who must finish it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.evidence.figure_names import period_words
from bot.evidence.figures import Figures
from bot.evidence.phrases import share_of, was
from bot.evidence.word_document import Said
from bot.time_limit import plain_day

_HOW = (
    "A matter belongs to the day on which it was put to Clausewise. Only what a person decided counts, never what "
    "Clausewise proposed; no matter counts as declined without an explanation and a second person. Times are in "
    "working days. Every share is given with what it is a share of, and without a percentage where fewer than five are "
    "counted, since such a cell can identify a resident."
)


def cover(figures: Figures, *, what: str, who_finishes: str, note: str) -> Iterator[Said]:
    """Yield the paragraphs of the cover; `note` says what the log is, where it is no evidence."""
    if note:
        yield Said(note, "to_write", lead="Not evidence.")
    yield Said(what, lead="What this is.")
    stood = f"{period_words(figures)}, as the log stood on {plain_day(figures.counted_on)}."
    yield Said(f"{stood} {_decided(figures)}", lead="Period.")
    yield Said(_HOW, lead="How counted.")
    yield Said(who_finishes, lead="Who must finish it.")


def _decided(figures: Figures) -> str:
    said = ["No matter was put to Clausewise."]
    if figures.matters:
        said = [f"{share_of(figures.decided, 'matters')} {was(figures.decided)} decided by a person."]
    if figures.undecided or figures.awaiting_second_person:
        said.append(
            f"Not decided, and in no other figure: {figures.undecided:,} that nobody has decided yet, "
            f"{figures.awaiting_second_person:,} that wait for a second person."
        )
    if figures.of_other_editions:
        said.append(f"{figures.of_other_editions:,} more were judged under another edition and are not counted here.")
    return " ".join(said)
