"""What the sentence encoder is fine-tuned to tell, in the order of its scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS, POSSIBLE_GROUND, SIGNAL_NAMES
from classifier.messages import LabelledMessage
from knowledge.grounds import Ground

GROUNDS: tuple[Ground, ...] = tuple(Ground)
SIGNALS: tuple[str, ...] = tuple(SIGNAL_NAMES)

# The columns of the scores: a choice among the labels, whether anything can be judged, a choice among the grounds of
# an excluded message, whether a ground is near (its own or a possible one), and the signals.
LABEL = slice(0, len(LABELS))
JUDGEABLE = len(LABELS)
GROUND = slice(JUDGEABLE + 1, JUDGEABLE + 1 + len(GROUNDS))
NEAR = slice(GROUND.stop, GROUND.stop + len(GROUNDS))
SIGNAL = slice(NEAR.stop, NEAR.stop + len(SIGNALS))
N_SCORES: int = SIGNAL.stop

SCORE_NAMES: tuple[str, ...] = (
    *(f"label:{label}" for label in LABELS),
    "judgeable",
    *(f"ground:{ground}" for ground in GROUNDS),
    *(f"near:{ground}" for ground in GROUNDS),
    *(f"signal:{name}" for name in SIGNALS),
)
NONE = -100
"""The index of a choice that a message has no part in."""


def near_grounds(message: LabelledMessage) -> frozenset[Ground]:
    """Return the grounds that `message` is excluded on or that its words bring near."""
    possible = {Ground(s.removeprefix(POSSIBLE_GROUND)) for s in message.signals if s.startswith(POSSIBLE_GROUND)}
    return frozenset(possible | ({message.ground} if message.ground else set()))


def choices(messages: Sequence[LabelledMessage]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the column of each message's label among `LABELS` and of its ground among `GROUNDS`, or `NONE`."""
    labels = np.array([LABELS.index(m.label) if m.label else NONE for m in messages], dtype=np.int64)
    grounds = np.array([GROUNDS.index(m.ground) if m.ground else NONE for m in messages], dtype=np.int64)
    return labels, grounds


def marks(messages: Sequence[LabelledMessage]) -> NDArray[np.float32]:
    """Return 0/1 of shape (n_messages, 1 + n_grounds + n_signals): judgeable, near grounds, signals."""
    return np.array(
        [
            [
                m.label is not None,
                *(ground in near_grounds(m) for ground in GROUNDS),
                *(name in m.signals for name in SIGNALS),
            ]
            for m in messages
        ],
        dtype=np.float32,
    )
