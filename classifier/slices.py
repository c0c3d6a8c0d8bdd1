"""How good the model is on each part of the messages: by channel, batch, length and group of batches."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.figures import SliceFigures
from classifier.messages import LabelledMessage

LENGTHS = ((0, 5, "under 6"), (6, 11, "6–11"), (12, 50, "12–50"), (51, 120, "51–120"), (121, 10**6, "over 120"))


def slices(
    messages: Sequence[LabelledMessage],
    judged: NDArray[np.bool_],
    said: NDArray[Any],
    sent: NDArray[np.bool_],
    by: Callable[[LabelledMessage], Hashable],
) -> tuple[SliceFigures, ...]:
    """Return the figures of the judgeable messages in each of the parts that `by` tells apart."""
    of = [by(m) for m in messages]
    rows = []
    for name in sorted(set(of), key=str):
        mine = np.array([each == name for each in of]) & judged
        right = [messages[i].label == said[i] for i in np.flatnonzero(mine).tolist()]
        if right:
            rows.append(SliceFigures(str(name), len(right), float(np.mean(right)), float(sent[mine].mean())))
    return tuple(rows)


def length_band(message: LabelledMessage) -> str:
    words = len(message.text.split())
    return next(name for first, last, name in LENGTHS if first <= words <= last)
