"""The trained model: three fitted pipelines, the thresholds, and what is needed to say why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline

from classifier.dates import find_dates, older_than
from classifier.labels import LABEL_NAMES, POSSIBLE_GROUND, Label
from classifier.pipeline import normalise
from classifier.prediction import FoundDate, Neighbour, Prediction, SpokenWords
from classifier.thresholds import LABELS, Thresholds, at_temperature
from knowledge.grounds import Ground

NEIGHBOURS = 3
SPOKEN_WORDS = 6
GROUND_NEAR = 0.25  # From this probability of `excluded` on, its likeliest ground is worth a person's glance.
_WORD = re.compile(r"\b[^\W\d_][\w']*\b")


def known_share(text: str, vocabulary: frozenset[str]) -> float:
    """Return the share (0 to 1) of the words of `text` that stand in `vocabulary`; 0 if it has no words."""
    words = _WORD.findall(normalise(text))
    return sum(word in vocabulary for word in words) / len(words) if words else 0.0


def ngram_vocabulary(pipeline: Pipeline) -> frozenset[str]:
    """Return the single words a fitted label pipeline knows."""
    words = dict(pipeline.named_steps["ngrams"].transformer_list)["words"]
    return frozenset(word for word in words.vocabulary_ if " " not in word)


@dataclass(frozen=True)
class TriageModel:
    """Everything a prediction needs, fitted. Saved and loaded by `classifier.model_store` only."""

    identity: str
    label: Pipeline
    judgeable: CalibratedClassifierCV
    ground: LogisticRegression
    signals: OneVsRestClassifier
    signal_names: tuple[str, ...]
    thresholds: Thresholds
    vocabulary: frozenset[str]
    examples: Any
    """Sparse matrix (n_messages, n_features) of the training messages' n-grams."""
    example_ids: tuple[str, ...]
    example_labels: tuple[Label | None, ...]

    def predict(self, text: str, *, received_on: date, months_to_complain: int) -> Prediction:
        """Return the most probable label of `text` with its confidence, ground, signals and reasons.

        Parameters
        ----------
        months_to_complain : months after which an issue may be out of time, by the edition or the landlord's policy.
        """
        features = self.label.named_steps["ngrams"].transform([text])
        bare = self.label.named_steps["label"].predict_proba(features)
        probabilities = at_temperature(bare, self.thresholds.temperature)[0]
        column = int(probabilities.argmax())
        label, confidence = LABELS[column], float(probabilities[column])
        dates = find_dates(text, received_on)
        signals = self._signals(features)
        ground, ground_confidence = self._ground(features)
        near = float(probabilities[LABELS.index(Label.EXCLUDED)]) >= GROUND_NEAR
        if label is not Label.EXCLUDED and near and f"{POSSIBLE_GROUND}{ground.value}" not in signals:
            signals = (*signals, f"{POSSIBLE_GROUND}{ground.value}")
        why = self._why_person(text, features, probabilities) or _why_no_exclusion(
            label, ground, signals, older_than(dates, received_on, months_to_complain), months_to_complain
        )
        excluded = label is Label.EXCLUDED
        return Prediction(
            label=label,
            confidence=confidence,
            probabilities={name: float(p) for name, p in zip(LABELS, probabilities, strict=True)},
            threshold=self.thresholds.label[label],
            ground=ground if excluded else None,
            ground_confidence=ground_confidence if excluded else None,
            signals=signals,
            needs_person=why is not None,
            why_person=why,
            spoke_for=self._spoke_for(features, column),
            dates=dates,
            neighbours=self._neighbours(features),
            model=self.identity,
        )

    def _why_person(self, text: str, features: Any, probabilities: NDArray[np.float64]) -> str | None:
        known = known_share(text, self.vocabulary)
        if known == 0 or known < self.thresholds.known_words:
            return "Too few of its words are known: another language, or something that is not a message?"
        if float(self.judgeable.predict_proba(features)[0][1]) < self.thresholds.judgeable:
            return "There may be nothing here to judge: a greeting, a thank-you, a fragment or spam?"
        first, second = np.argsort(-probabilities)[:2]
        if probabilities[first] < self.thresholds.label[LABELS[first]]:
            return (
                f"Not sure enough: {LABEL_NAMES[LABELS[first]].lower()} {probabilities[first]:.0%}, "
                f"{LABEL_NAMES[LABELS[second]].lower()} {probabilities[second]:.0%}."
            )
        return None

    def _ground(self, features: Any) -> tuple[Ground, float]:
        probabilities = self.ground.predict_proba(features)[0]
        best = int(probabilities.argmax())
        return Ground(self.ground.classes_[best]), float(probabilities[best])

    def _signals(self, features: Any) -> tuple[str, ...]:
        scores = self.signals.predict_proba(features)[0]
        pairs = zip(self.signal_names, scores, strict=True)
        return tuple(name for name, score in pairs if score >= self.thresholds.signals[name])

    def _spoke_for(self, features: Any, column: int) -> tuple[SpokenWords, ...]:
        """Return the words with the most weight for the label against the mean of the others, exactly as summed."""
        linear = self.label.named_steps["label"].calibrated_classifiers_[0].estimator
        others = [n for n in range(len(LABELS)) if n != column]
        weights = linear.coef_[column] - linear.coef_[others].mean(axis=0)
        words = dict(self.label.named_steps["ngrams"].transformer_list)["words"]
        row = features.tocsr()[:, : len(words.vocabulary_)]
        names = words.get_feature_names_out()
        spoken = [(str(names[i]), float(value * weights[i])) for i, value in zip(row.indices, row.data, strict=True)]
        spoken.sort(key=lambda pair: -pair[1])
        return tuple(SpokenWords(words=word, weight=weight) for word, weight in spoken[:SPOKEN_WORDS] if weight > 0)

    def _neighbours(self, features: Any) -> tuple[Neighbour, ...]:
        # Both halves of the n-grams have length 1, so the whole has length √2 and the product is twice the cosine.
        similarity = np.asarray((self.examples @ features.T).todense()).ravel() / 2
        nearest = np.argsort(-similarity, kind="stable")[:NEIGHBOURS]
        return tuple(
            Neighbour(
                id=self.example_ids[i],
                label=self.example_labels[i],
                similarity=float(np.clip(similarity[i], 0, 1)),
            )
            for i in nearest
            if similarity[i] > 0
        )


def _why_no_exclusion(
    label: Label, ground: Ground, signals: tuple[str, ...], old: tuple[FoundDate, ...], months: int
) -> str | None:
    if label is not Label.EXCLUDED or ground is not Ground.OUT_OF_TIME:
        return None
    if "danger" in signals:
        return "The time limit is not for matters of health, safety or safeguarding."
    if not old:
        return f"No date in the message is older than {months} months, so its words do not make it out of time."
    return None
