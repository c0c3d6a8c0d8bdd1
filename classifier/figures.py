"""What an evaluation says: its figures, and the baseline of plain words they are held against."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.labels import Label
from classifier.thresholds import Thresholds


@dataclass(frozen=True)
class LabelFigures:
    """precision, recall and F1 (0 to 1) of one label, and how many messages carry it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Scheme:
    """The figures of one way of labelling, before abstention, on the messages somebody could judge."""

    name: str
    accuracy: float
    macro_f1: float
    labels: tuple[LabelFigures, ...]


@dataclass(frozen=True)
class Abstention:
    """What happens once a person is asked in doubt. Shares are of the messages named."""

    judgeable_sent: float
    unjudgeable_sent: float
    accuracy_of_silent: float
    silent_missed_complaints: float
    silent_wrong_exclusions: float
    cost_per_message: float
    cost_if_all_sent: float


@dataclass(frozen=True)
class SliceFigures:
    """Accuracy and share sent to a person, of the judgeable messages of one channel, batch or length."""

    name: str
    support: int
    accuracy: float
    sent: float


@dataclass(frozen=True)
class LearningPoint:
    """Macro-F1 on the first group of batches, by what was taught on so many messages of the others."""

    messages: int
    encoder: float
    ngrams: float


@dataclass(frozen=True)
class Mistake:
    """A message labelled wrongly: as people labelled it and as the model did, why people did, and its words."""

    id: str
    people: str
    model: str
    confidence: float
    why: str
    text: str


@dataclass(frozen=True)
class SignalFigures:
    signal: str
    precision: float
    recall: float
    support: int


@dataclass(frozen=True)
class Evaluation:
    """Everything the report shows.

    confusion : int array (3, 3), rows as people labelled, columns as the model said, order of `LABELS`.
    reliability : float array (n_bins, 3): mean confidence, share right, number of messages.
    risk_coverage : float array (n, 2): share of judgeable messages answered, share of those wrong, surest first.
    """

    messages: int
    judgeable: int
    model: Scheme
    baselines: tuple[Scheme, ...]
    confusion: NDArray[np.int_]
    calibration_error: float
    reliability: NDArray[np.float64]
    risk_coverage: NDArray[np.float64]
    abstention: Abstention
    thresholds: tuple[Thresholds, ...]
    channels: tuple[SliceFigures, ...]
    batches: tuple[SliceFigures, ...]
    lengths: tuple[SliceFigures, ...]
    groups: tuple[SliceFigures, ...]
    pairs: tuple[int, float]
    """How many contrast pairs there are, and the share of them with both messages right."""
    ground_accuracy: float
    signals: tuple[SignalFigures, ...]
    learning_curve: tuple[LearningPoint, ...]
    worst: tuple[Mistake, ...]
    """The surest mistakes, surest first."""


_COMPLAINT_WORDS = re.compile(
    r"complain|unhapp|dissatisf|disgust|unaccept|disgrace|appal|fed up|not good enough|still waiting|again|ignored|rude"
    r"|no.?show|let down|shocking|joke",
    re.IGNORECASE,
)
_EXCLUDED_WORDS = re.compile(
    r"court|tribunal|insur|years ago|final response|stage (?:2|two)|service charge|rent increase|banding|my pension"
    r"|council tax|government",
    re.IGNORECASE,
)


def keyword_label(text: str) -> Label:
    """Return the label a plain list of words gives: the baseline a model has to beat."""
    if _EXCLUDED_WORDS.search(text):
        return Label.EXCLUDED
    return Label.COMPLAINT if _COMPLAINT_WORDS.search(text) else Label.SERVICE_REQUEST
