"""What would change the label: the message without one of its sentences, or on the other side of the time limit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from classifier.dates import with_dates
from classifier.labels import LABELS, Label

if TYPE_CHECKING:
    from classifier.model import TriageModel

MOST_SENTENCES = 20
MOST_CHANGES = 3
_ENDS = r"(?<=[.!?])\s+|\n+"
_CLAUSES = r"(?<=[,;:])\s+|\s+-\s+|\s+(?=but |and |because |although )"
_LIMIT = re.compile(r"(?:perhaps past|past|within) the limit")


@dataclass(frozen=True)
class Change:
    """A change of the message that gives it another label, with the probability of that label."""

    change: str
    label: Label
    confidence: float


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, or its clauses where it has one sentence only; joined they are the text."""
    for mark in (_ENDS, _CLAUSES):
        cuts = [0, *(hit.end() for hit in re.finditer(mark, text)), len(text)]
        parts = [text[first:last] for first, last in pairwise(cuts) if last > first]
        if len(parts) > 1:
            return parts
    return [text]


def what_would_change_it(
    model: TriageModel, text: str, *, received_on: date, months_to_complain: int
) -> tuple[Change, ...]:
    """Return the single changes that give `text` another label, the surest first.

    Tried are leaving out each of its sentences (of one sentence, each clause; at most twenty), and the oldest date
    lying on the other side of the time limit. Each is judged by the model itself.
    """
    dated = with_dates(text, received_on, months_to_complain)
    parts = sentences(text)[:MOST_SENTENCES]
    tried: list[tuple[str, str]] = []
    for n, part in enumerate(parts if len(parts) > 1 else []):
        rest = "".join([*parts[:n], *parts[n + 1 :]])
        if part.strip() and rest.strip():
            tried.append((f"without “{part.strip()}”", with_dates(rest, received_on, months_to_complain)))
    if dated != text and (standing := _LIMIT.search(dated)):
        other = "past the limit" if standing.group().startswith("within") else "within the limit"
        tried.append((f"if its oldest date lay {other}", dated[: standing.start()] + other + dated[standing.end() :]))
    if not tried:
        return ()
    now, *others = model.probabilities_of([dated, *(changed for _, changed in tried)])
    changes = [
        Change(change, LABELS[int(each.argmax())], float(each.max()))
        for (change, _), each in zip(tried, others, strict=True)
        if each.argmax() != now.argmax()
    ]
    return tuple(sorted(changes, key=lambda each: -each.confidence)[:MOST_CHANGES])
