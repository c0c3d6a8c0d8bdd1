"""When to speak and when to hand over to a person: stated costs, and thresholds that follow from them.

Thresholds are chosen on predictions for messages whose batch the model had not seen, never on what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax

from classifier.labels import LABELS, Label

# What one message costs, with a message sent to a person as the unit. `silent` means that no person was asked.
PERSON = 1.0
MISSED_COMPLAINT = 20.0
WRONG_EXCLUSION = 40.0
NEEDLESS_COMPLAINT = 2.0
# Not among the four that were set; ours. An excluded matter taken for a service request leaves dissatisfaction
# unheard and its author without the right to the Ombudsman, so it counts as a missed complaint. A guess at a message
# nobody could judge wastes as much work as a needless complaint, unless it excludes.
UNHEARD_EXCLUSION = MISSED_COMPLAINT
GUESS_AT_NOTHING = 5.0

_GRID = np.round(np.arange(0.34, 1.0, 0.01), 2)
_JUDGEABLE_GRID = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
_MARGIN_GRID = (0.0, 0.3, 0.6)
_NEAREST_SHARES = (0.0, 0.01, 0.02, 0.05)  # Of the judgeable messages, how many may lie beyond the distance.
_ENGLISH_GRID = (0.0, 0.1, 0.3)
NEVER = 1.0  # A threshold that no calibrated probability reaches: every such message goes to a person.
MIN_ANSWERED = 10  # Fewer messages than this say nothing about a threshold.
MIN_DANGER_RECALL = 0.975
MIN_SIGNAL_F1 = (
    0.40  # A signal found less well than this is not raised at all: people stop reading one that is mostly wrong.
)


class Thresholds(BaseModel):
    """The points below which a person decides, stored with the model."""

    model_config = ConfigDict(frozen=True)
    temperature: float = Field(default=1.0, gt=0)
    """What the probabilities are cooled by, so that they hold for batches the model has not seen."""
    label: dict[Label, float]
    """Least calibrated probability of the label, by label."""
    judgeable: float = Field(ge=0, le=1)
    """Least probability that the message can be judged at all."""
    margin: float = Field(ge=0, le=1)
    """Least lead of the most probable label over the next."""
    nearest: float = Field(ge=-1, le=1)
    """Least cosine to the nearest training message: what is farther is like nothing seen."""
    english: float = Field(ge=0, le=1)
    """Least probability that the message is English."""
    signals: dict[str, float]
    """Least score at which a signal is raised, by signal."""
    plain_danger: float = 0.0
    """Least score at which a danger is plain, where `danger` is raised; below it the danger is in doubt."""


@dataclass(frozen=True)
class OutOfFold:
    """Predictions for n messages, each by a model that had not seen its batch.

    truth : object array (n,), a Label, or None where nobody could judge the message.
    probabilities : float array (n, 3), calibrated, columns in the order of `LABELS`.
    judgeable : float array (n,), probability that the message can be judged.
    nearest : float array (n,), cosine to the nearest message that the encoder had seen.
    english : float array (n,), probability that it is English.
    """

    truth: NDArray[Any]
    probabilities: NDArray[np.float64]
    judgeable: NDArray[np.float64]
    nearest: NDArray[np.float64]
    english: NDArray[np.float64]

    @property
    def said(self) -> NDArray[np.intp]:
        """The column of the most probable label, shape (n,)."""
        return np.asarray(self.probabilities.argmax(axis=1), dtype=np.intp)

    @property
    def confidence(self) -> NDArray[np.float64]:
        return np.asarray(self.probabilities.max(axis=1), dtype=np.float64)

    @property
    def margin(self) -> NDArray[np.float64]:
        """The lead of the most probable label over the next, shape (n,)."""
        ordered = np.sort(self.probabilities, axis=1)
        return np.asarray(ordered[:, -1] - ordered[:, -2], dtype=np.float64)


def silent_cost(truth: Label | None, said: Label) -> float:
    """Return what it costs to say `said` of a message that is `truth`, with no person asked."""
    if truth is said:
        return 0.0
    if said is Label.EXCLUDED:
        return WRONG_EXCLUSION
    if truth is None:
        return GUESS_AT_NOTHING
    if said is Label.COMPLAINT:
        return NEEDLESS_COMPLAINT
    return MISSED_COMPLAINT if truth is Label.COMPLAINT else UNHEARD_EXCLUSION


def asks_person(outcome: OutOfFold, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Return, for each message, whether it goes to a person; bool array of shape (n,).

    outcome : with its probabilities at the thresholds' temperature.
    """
    least = np.array([thresholds.label[label] for label in LABELS])
    return (
        (outcome.confidence < least[outcome.said])
        | (outcome.judgeable < thresholds.judgeable)
        | (outcome.margin < thresholds.margin)
        | (outcome.nearest < thresholds.nearest)
        | (outcome.english < thresholds.english)
    )


def costs_if_silent(outcome: OutOfFold) -> NDArray[np.float64]:
    """Return what each message would cost if no person were asked, shape (n,)."""
    pairs = zip(outcome.truth, outcome.said, strict=True)
    return np.array([silent_cost(truth, LABELS[said]) for truth, said in pairs], dtype=np.float64)


def choose_thresholds(outcome: OutOfFold, signals: dict[str, float]) -> Thresholds:
    """Return the thresholds with the least total cost on `outcome`, with the signals' own thresholds passed through."""
    temperature = best_temperature(outcome)
    outcome = replace(outcome, probabilities=at_temperature(outcome.probabilities, temperature))
    judged = np.array([truth is not None for truth in outcome.truth])
    costs = costs_if_silent(outcome)
    beyond = sorted({float(np.quantile(outcome.nearest[judged], share)) for share in _NEAREST_SHARES if share} | {-1.0})
    best: tuple[float, Thresholds] | None = None
    for judgeable, margin, nearest, english in product(_JUDGEABLE_GRID, _MARGIN_GRID, beyond, _ENGLISH_GRID):
        open_ = (
            (outcome.judgeable >= judgeable)
            & (outcome.margin >= margin)
            & (outcome.nearest >= nearest)
            & (outcome.english >= english)
        )
        total = float((~open_).sum()) * PERSON
        label: dict[Label, float] = {}
        for column, name in enumerate(LABELS):
            mine = open_ & (outcome.said == column)
            label[name], cost = _cheapest(outcome.confidence[mine], costs[mine])
            total += cost
        if best is None or total < best[0] - 1e-9:
            chosen = Thresholds(
                temperature=temperature,
                label=label,
                judgeable=judgeable,
                margin=margin,
                nearest=nearest,
                english=english,
                signals=signals,
            )
            best = (total, chosen)
    assert best is not None  # noqa: S101 - the grids are not empty
    return best[1]


def _cheapest(confidence: NDArray[np.float64], costs: NDArray[np.float64]) -> tuple[float, float]:
    """Return the threshold that surely saves the most, and the cost with it.

    What a threshold saves against sending everything to a person is counted less one standard error: a few lucky
    messages must not open the door. If nothing is surely saved, the threshold is `NEVER`.
    """
    order = np.argsort(-confidence, kind="stable")
    saved = (PERSON - costs)[order]
    total, squares, count = np.cumsum(saved), np.cumsum(saved**2), np.arange(1, len(saved) + 1)
    surely = total - np.sqrt(np.maximum(squares - total**2 / count, 0))
    reached = np.searchsorted(-confidence[order], -_GRID, side="right")  # how many reach each threshold
    best, threshold, answered = 0.0, NEVER, 0
    for candidate, n in zip(_GRID.tolist(), reached.tolist(), strict=True):
        if n >= MIN_ANSWERED and surely[n - 1] >= best:
            best, threshold, answered = float(surely[n - 1]), candidate, n
    kept = order[:answered]
    return threshold, float(costs[kept].sum() + PERSON * (len(costs) - answered))


def best_temperature(outcome: OutOfFold) -> float:
    """Return the temperature at which the probabilities of unseen batches fit what people labelled best.

    Above 1 the model was too sure of itself: messages of a batch it has not seen are stranger to it than those its own
    calibration was learned on. Messages that nobody could judge do not count.
    """
    judged = np.array([truth is not None for truth in outcome.truth])
    wanted = np.array([LABELS.index(truth) for truth in outcome.truth[judged]])
    logs = np.log(np.clip(outcome.probabilities[judged], 1e-12, 1))

    def loss(temperature: float) -> float:
        cooled = logs / temperature
        return float(np.mean(logsumexp(cooled, axis=1) - cooled[np.arange(len(wanted)), wanted]))

    return float(minimize_scalar(loss, bounds=(0.5, 5.0), method="bounded").x)


def at_temperature(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Return the probabilities (n, n_labels) made less sure by a temperature above 1, or surer by one below."""
    cooled = np.log(np.clip(probabilities, 1e-12, 1)) / temperature
    return np.asarray(softmax(cooled, axis=1), dtype=np.float64)


def choose_signal_threshold(
    is_there: NDArray[np.bool_], score: NDArray[np.float64], *, min_recall: float | None
) -> float:
    """Return the threshold for one signal: the highest that keeps `min_recall`, or else the one with the best F1.

    Without `min_recall`, a signal whose best F1 is below `MIN_SIGNAL_F1` gets `NEVER`.

    Parameters
    ----------
    is_there : bool array (n,), as people marked the messages.
    score : float array (n,), out of fold, in [0, 1].
    min_recall : share of the marked messages that must be found, in (0, 1], or None for the best F1.

    Raises
    ------
    ValueError : if no message carries the signal, since recall then means nothing.
    """
    if not is_there.any():
        raise ValueError("no message carries the signal")
    candidates = np.unique(np.round(score, 3))
    found = np.array([(score >= t)[is_there].sum() for t in candidates], dtype=float)
    raised = np.array([(score >= t).sum() for t in candidates], dtype=float)
    if min_recall is not None:
        return float(candidates[found / is_there.sum() >= min_recall].max())
    f1 = 2 * found / (raised + is_there.sum())
    return float(candidates[f1.argmax()]) if f1.max() >= MIN_SIGNAL_F1 else NEVER
