"""The fitted models over one text: scikit-learn's own sums without its checks, which take longer than the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from classifier.facts import facts_of

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Grams:
    """The n-grams of one text that were learned.

    columns : int array (n_there,), where each stands in the vocabulary.
    weights : float array (n_there,).
    """

    columns: NDArray[np.intp]
    weights: Vector

    def times(self, coefficients: NDArray[np.float64]) -> Vector:
        """Return the products with the rows of `coefficients` (n_rows, n_grams), float array (n_rows,)."""
        return np.asarray(coefficients[:, self.columns] @ self.weights)


@dataclass(frozen=True)
class Seen:
    """A dated text as the models see it.

    features : float array (n_features,): lexical scores, facts, the encoder's scores.
    """

    grams: Grams
    features: Vector


def weighted(words: TfidfVectorizer, text: str) -> Grams:
    """Return what a fitted vectoriser of `build_words` gives for one text."""
    counts = Counter(map(words.vocabulary_.get, words.build_analyzer()(text)))
    counts.pop(None, None)
    columns = np.fromiter(counts.keys(), np.intp, len(counts))
    weights = (1 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * words.idf_[columns]
    length = np.sqrt(weights @ weights)
    return Grams(columns, weights / length if length else weights)


class OneText:
    """Reads fitted models of three labels or more; every number is the one that their own `predict_proba` gives."""

    def __init__(
        self,
        label: Pipeline,
        judgeable: CalibratedClassifierCV,
        ground: LogisticRegression,
        danger: LinearSVC | None,
        signals: OneVsRestClassifier,
    ) -> None:
        parts = dict(label.named_steps["features"].transformer_list)
        lexical = parts["lexical"].model_
        self._words, self._lexical = lexical.named_steps["words"], lexical.named_steps["linear"]
        self._facts: StandardScaler = parts["facts"].named_steps["scale"]
        self._encoder: StandardScaler = parts["encoder"].named_steps["scale"]
        calibrated = label.named_steps["label"].calibrated_classifiers_[0]
        self._bounded, self._linear = (calibrated.estimator.named_steps[name] for name in ("scale", "linear"))
        self._sharpness = float(calibrated.calibrators[0].beta_)
        self._judgeable = judgeable.calibrated_classifiers_[0]
        self._ground, self._danger = ground, danger
        # The signals' models side by side, (n_signals, n_features) and (n_signals,): one by one they are slow.
        self._signal_weights = np.vstack([each.coef_ for each in signals.estimators_])
        self._signal_constants = np.concatenate([each.intercept_ for each in signals.estimators_])

    def see(self, dated: str, scores: NDArray[np.float32]) -> Seen:
        """Return a text as the models see it; `scores` are the encoder's of it, float32 array (n_scores,)."""
        grams = weighted(self._words, dated)
        lexical = grams.times(self._lexical.coef_) + self._lexical.intercept_
        facts = _scaled(self._facts, facts_of(dated))
        return Seen(grams, np.concatenate([lexical, facts, _scaled(self._encoder, scores)]))

    def label(self, seen: Seen) -> Vector:
        """Return the labels' probabilities, float array (n_labels,), before they are cooled for strangers."""
        bounded = _scaled(self._bounded, np.tanh(seen.features))
        return np.asarray(softmax(self._sharpness * (self._linear.coef_ @ bounded + self._linear.intercept_)))

    def judgeable(self, seen: Seen) -> float:
        """Return the probability that there is anything to judge."""
        linear, calibrator = self._judgeable.estimator, self._judgeable.calibrators[0]
        score = linear.coef_[0] @ seen.features + linear.intercept_[0]
        return float(expit(-(calibrator.a_ * score + calibrator.b_)))

    def ground(self, seen: Seen) -> Vector:
        """Return the grounds' probabilities, float array (n_grounds,), in the order of the head's classes."""
        return np.asarray(softmax(self._ground.coef_ @ seen.features + self._ground.intercept_))

    def signals(self, seen: Seen) -> Vector:
        """Return the signals' scores, float array (n_signals,)."""
        read = seen.features
        if self._danger is not None:
            read = np.append(read, seen.grams.times(self._danger.coef_) + self._danger.intercept_)
        return np.asarray(expit(self._signal_weights @ read + self._signal_constants))


def _scaled(scaler: StandardScaler, values: Sequence[float] | NDArray[np.floating[Any]]) -> Vector:
    return np.asarray((np.asarray(values) - scaler.mean_) / scaler.scale_)
