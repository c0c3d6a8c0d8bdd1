"""The trained model: the fitted pipelines, the thresholds, and what is needed to say why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from classifier.cross_fitted import VECTOR_STEPS
from classifier.dates import behind_note, find_dates, older_than
from classifier.encoder import AT_HAND, Encoded
from classifier.explanation import explain
from classifier.facts import english_of
from classifier.features import shipped_encoder
from classifier.kind_of_text import kind_of
from classifier.kinds import Kind
from classifier.labels import LABEL_NAMES, LABELS, POSSIBLE_GROUND, Label
from classifier.nearest import Nearest
from classifier.one_text import OneText, Seen
from classifier.prediction import FoundDate, Neighbour, Prediction, ToJudge
from classifier.thresholds import Thresholds, at_temperature
from knowledge.grounds import Ground

NEIGHBOURS = 3
AT_A_TIME = AT_HAND // 2  # The encoder reads as many while others, of which it knows the reasons still, are judged.


@dataclass(frozen=True)
class _Begun:
    """Messages with their dates and their dated texts, which the encoder is reading."""

    messages: tuple[ToJudge, ...]
    dates: tuple[tuple[FoundDate, ...], ...]
    dated: tuple[str, ...]
    encoded: Callable[[], Encoded]


def _begin(messages: Iterable[ToJudge]) -> _Begun:
    some = tuple(messages)
    dates = tuple(find_dates(each.text, each.received_on) for each in some)
    dated = tuple(
        behind_note(each.text, found, each.received_on, each.months_to_complain)
        for each, found in zip(some, dates, strict=True)
    )
    return _Begun(some, dates, dated, shipped_encoder().begin(dated))


@dataclass(frozen=True)
class TriageModel:
    """Everything a prediction needs, fitted. Saved and loaded by `classifier.model_store` only."""

    identity: str
    encoder_sha256: str
    label: Pipeline
    judgeable: CalibratedClassifierCV
    ground: LogisticRegression
    danger: LinearSVC | None
    """What the words alone say of danger, which the signals read beside the features."""
    signals: OneVsRestClassifier
    signal_names: tuple[str, ...]
    kind: Pipeline
    thresholds: Thresholds
    examples: NDArray[np.int8]
    """The encoder's vectors of the training messages, (n_messages, 384), in steps of 1/127."""
    example_ids: tuple[str, ...]
    example_labels: tuple[Label | None, ...]

    def predict(self, text: str, *, received_on: date, months_to_complain: int) -> Prediction:
        """Return the most probable label of `text` with its confidence, ground, signals and reasons.

        Parameters
        ----------
        months_to_complain : months after which an issue may be out of time, by the edition or the landlord's policy.
        """
        (prediction,) = self.predict_many([ToJudge(text, received_on, months_to_complain)])
        return prediction

    def predict_many(self, messages: Iterable[ToJudge]) -> Iterator[Prediction]:
        """Yield what `predict` returns for each of `messages`, in order.

        They are taken `AT_A_TIME` at a time, and read by the encoder while those before them are judged.
        """
        taken = iter(messages)
        begun = _begin(islice(taken, AT_A_TIME))
        while begun.messages:
            following = _begin(islice(taken, AT_A_TIME))
            yield from self._judge(begun)
            begun = following

    def _judge(self, begun: _Begun) -> Iterator[Prediction]:
        encoded = begun.encoded()
        nearest = self._nearest.find(encoded.vectors, NEIGHBOURS)
        for each, dates, text, scores, (rows, similarities) in zip(
            begun.messages, begun.dates, begun.dated, encoded.scores, nearest, strict=True
        ):
            neighbours = self._neighbours(rows, similarities)
            yield self._predict(each, dates, text, self._models.see(text, scores), neighbours)

    def _predict(
        self,
        asked: ToJudge,
        dates: tuple[FoundDate, ...],
        dated: str,
        seen: Seen,
        neighbours: tuple[Neighbour, ...],
    ) -> Prediction:
        received_on, months_to_complain = asked.received_on, asked.months_to_complain
        probabilities = at_temperature(self._models.label(seen)[None], self.thresholds.temperature)[0]
        column = int(probabilities.argmax())
        label, excluded = LABELS[column], LABELS[column] is Label.EXCLUDED
        grounds = self._models.ground(seen)
        ground, ground_confidence = Ground(self.ground.classes_[grounds.argmax()]), float(grounds.max())
        scores = dict(zip(self.signal_names, self._models.signals(seen).tolist(), strict=True))
        signals = self._signals(scores, own=ground if excluded else None)
        why = self._why_person(dated, seen, probabilities, neighbours) or _why_no_exclusion(
            label, ground, signals, older_than(dates, received_on, months_to_complain), months_to_complain
        )
        spoken = explain(self.label, dated, seen, column)
        return Prediction(
            label=label,
            confidence=float(probabilities[column]),
            probabilities={name: float(p) for name, p in zip(LABELS, probabilities, strict=True)},
            threshold=self.thresholds.label[label],
            ground=ground if excluded else None,
            ground_confidence=ground_confidence if excluded else None,
            signals=signals,
            danger_in_doubt="danger" in signals and scores["danger"] < self.thresholds.plain_danger,
            needs_person=why is not None,
            why_person=why,
            spoke_for=spoken.words_for,
            spoke_against=spoken.words_against,
            facts=spoken.facts,
            dates=dates,
            neighbours=neighbours,
            model=self.identity,
        )

    def kind_of(self, text: str) -> Kind | None:
        """Return whether `text` is a resident's message or a colleague's question; None where a person has to say."""
        return kind_of(self.kind, text)

    def probabilities_of(self, texts: list[str]) -> NDArray[np.float64]:
        """Return the labels' probabilities of dated texts, float array (n_texts, 3), columns as `LABELS`."""
        return at_temperature(self.label.predict_proba(texts), self.thresholds.temperature)

    def _why_person(
        self,
        dated: str,
        seen: Seen,
        probabilities: NDArray[np.float64],
        neighbours: tuple[Neighbour, ...],
    ) -> str | None:
        if english_of(dated) < self.thresholds.english:
            return "It does not seem to be in English."
        if self._models.judgeable(seen) < self.thresholds.judgeable:
            return "There may be nothing here to judge: a greeting, a thank-you, a fragment or spam?"
        if not neighbours or neighbours[0].similarity < self.thresholds.nearest:
            return "It is like nothing that was learned from."
        first, second = np.argsort(-probabilities)[:2]
        lead = probabilities[first] - probabilities[second]
        if probabilities[first] < self.thresholds.label[LABELS[first]] or lead < self.thresholds.margin:
            return (
                f"Not sure enough: {LABEL_NAMES[LABELS[first]].lower()} {probabilities[first]:.0%}, "
                f"{LABEL_NAMES[LABELS[second]].lower()} {probabilities[second]:.0%}."
            )
        return None

    def _signals(self, scores: dict[str, float], own: Ground | None) -> tuple[str, ...]:
        """Return the signals raised; `own` is the ground of an excluded message, which is not merely possible."""
        raised = (name for name, score in scores.items() if score >= self.thresholds.signals[name])
        return tuple(name for name in raised if own is None or name != f"{POSSIBLE_GROUND}{own.value}")

    @cached_property
    def _models(self) -> OneText:
        return OneText(self.label, self.judgeable, self.ground, self.danger, self.signals)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.examples, VECTOR_STEPS)

    def _neighbours(self, rows: NDArray[np.intp], similarities: NDArray[np.float32]) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(
                id=self.example_ids[i],
                label=self.example_labels[i],
                similarity=float(np.clip(similarity, 0, 1)),
            )
            for i, similarity in zip(rows.tolist(), similarities.tolist(), strict=True)
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
