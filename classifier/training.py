"""Fit the model on the labelled messages, with thresholds from batches the fitted parts had not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline

from classifier.labels import SIGNALS, Label
from classifier.messages import LabelledMessage
from classifier.model import TriageModel, known_share, ngram_vocabulary
from classifier.pipeline import build_ground_head, build_judgeable_head, build_pipeline, build_signals_head
from classifier.thresholds import (
    MIN_DANGER_RECALL,
    OutOfFold,
    Thresholds,
    choose_signal_threshold,
    choose_thresholds,
)

FOLDS = 5
MIN_EXAMPLES = 15  # A signal with fewer marked messages is not learned; it is then never raised.

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""


@dataclass(frozen=True)
class Parts:
    """The fitted label pipeline, and the heads that read its n-grams."""

    label: Pipeline
    judgeable: CalibratedClassifierCV
    ground: LogisticRegression
    signals: OneVsRestClassifier
    signal_names: tuple[str, ...]

    def features(self, texts: Sequence[str]) -> Any:
        """Return the n-grams of `texts`, a sparse matrix (n_texts, n_features)."""
        return self.label.named_steps["ngrams"].transform(texts).tocsr()


@dataclass(frozen=True)
class HeldOut:
    """What models that had not seen a message's batch say of it; rows in the order of the messages.

    outcome : labels and abstention.
    grounds : object array (n,), the likeliest ground of each message.
    signals : float array (n, n_signals), scores in [0, 1], columns as `signal_names`.
    """

    outcome: OutOfFold
    grounds: NDArray[np.object_]
    signals: NDArray[np.float64]
    signal_names: tuple[str, ...]


def _quiet(what: str, done: int, steps: int) -> None:
    """Say nothing."""


def learnable_signals(messages: Sequence[LabelledMessage]) -> tuple[str, ...]:
    """Return the signals that at least `MIN_EXAMPLES` messages carry, in the order of `SIGNALS`."""
    return tuple(name for name in SIGNALS if sum(name in m.signals for m in messages) >= MIN_EXAMPLES)


def signal_matrix(messages: Sequence[LabelledMessage], names: Sequence[str]) -> NDArray[np.int_]:
    """Return 0/1 of shape (n_messages, n_signals)."""
    return np.array([[int(name in m.signals) for name in names] for m in messages])


def fit_parts(messages: Sequence[LabelledMessage], signal_names: tuple[str, ...]) -> Parts:
    """Fit the pipelines on `messages`: labels and grounds on those that have one, the rest on all."""
    judged = [m for m in messages if m.label is not None]
    label = build_pipeline().fit([m.text for m in judged], [m.label.value for m in judged if m.label])
    features = label.named_steps["ngrams"].transform([m.text for m in messages]).tocsr()
    excluded = [n for n, m in enumerate(messages) if m.ground is not None]
    grounds = [m.ground.value for m in messages if m.ground]
    return Parts(
        label=label,
        judgeable=build_judgeable_head().fit(features, [int(m.label is not None) for m in messages]),
        ground=build_ground_head().fit(features[excluded], grounds),
        signals=build_signals_head().fit(features, signal_matrix(messages, signal_names)),
        signal_names=signal_names,
    )


def apply_parts(parts: Parts, messages: Sequence[LabelledMessage]) -> HeldOut:
    """Return what `parts` say of `messages`."""
    texts = [m.text for m in messages]
    features = parts.features(texts)
    vocabulary = ngram_vocabulary(parts.label)
    return HeldOut(
        outcome=OutOfFold(
            truth=np.array([m.label for m in messages], dtype=object),
            probabilities=parts.label.named_steps["label"].predict_proba(features),
            judgeable=parts.judgeable.predict_proba(features)[:, 1],
            known_words=np.array([known_share(text, vocabulary) for text in texts]),
        ),
        grounds=parts.ground.predict(features).astype(object),
        signals=parts.signals.predict_proba(features),
        signal_names=parts.signal_names,
    )


def held_out(
    messages: Sequence[LabelledMessage],
    *,
    folds: int = FOLDS,
    names: tuple[str, ...] | None = None,
    progress: Progress = _quiet,
    what: str = "Checking",
) -> HeldOut:
    """Return predictions for every message by models that had not seen its batch (batches dealt into `folds`).

    names : the signals to score; by default those that enough messages carry.
    """
    names = learnable_signals(messages) if names is None else names
    groups = [m.batch for m in messages]
    splits = list(GroupKFold(folds).split(np.zeros(len(messages)), groups=groups))
    progress(what, 0, folds)
    pieces: list[tuple[NDArray[np.intp], HeldOut]] = []
    for piece in Parallel(n_jobs=-1, return_as="generator")(
        delayed(_held_out_fold)(messages, seen, unseen, names) for seen, unseen in splits
    ):
        pieces.append(piece)
        progress(what, len(pieces), folds)
    return put_together(pieces)


def _held_out_fold(
    messages: Sequence[LabelledMessage], seen: NDArray[np.intp], unseen: NDArray[np.intp], names: tuple[str, ...]
) -> tuple[NDArray[np.intp], HeldOut]:
    parts = fit_parts([messages[i] for i in seen], names)
    return unseen, apply_parts(parts, [messages[i] for i in unseen])


def put_together(pieces: Sequence[tuple[NDArray[np.intp], HeldOut]]) -> HeldOut:
    """Return the pieces as one, in the order of the messages; each piece comes with its rows' positions."""
    order = np.argsort(np.concatenate([rows for rows, _ in pieces]))
    outcomes = [piece.outcome for _, piece in pieces]
    return HeldOut(
        outcome=OutOfFold(
            truth=np.concatenate([o.truth for o in outcomes])[order],
            probabilities=np.concatenate([o.probabilities for o in outcomes])[order],
            judgeable=np.concatenate([o.judgeable for o in outcomes])[order],
            known_words=np.concatenate([o.known_words for o in outcomes])[order],
        ),
        grounds=np.concatenate([piece.grounds for _, piece in pieces])[order],
        signals=np.concatenate([piece.signals for _, piece in pieces])[order],
        signal_names=pieces[0][1].signal_names,
    )


def thresholds_from(messages: Sequence[LabelledMessage], checked: HeldOut) -> Thresholds:
    """Choose every threshold on held-out predictions: labels by cost, `danger` by recall, other signals by F1."""
    marked = signal_matrix(messages, checked.signal_names).astype(bool)
    signals = {
        name: choose_signal_threshold(
            marked[:, n], checked.signals[:, n], min_recall=MIN_DANGER_RECALL if name == "danger" else None
        )
        for n, name in enumerate(checked.signal_names)
    }
    return choose_thresholds(checked.outcome, signals)


def train(messages: Sequence[LabelledMessage], *, identity: str, progress: Progress = _quiet) -> TriageModel:
    """Fit the model on all of `messages`; thresholds come from held-out batches of the same messages."""
    checked = held_out(messages, progress=progress, what="Choosing thresholds")
    progress("Fitting", 0, 1)
    parts = fit_parts(messages, checked.signal_names)
    progress("Fitting", 1, 1)
    return TriageModel(
        identity=identity,
        label=parts.label,
        judgeable=parts.judgeable,
        ground=parts.ground,
        signals=parts.signals,
        signal_names=parts.signal_names,
        thresholds=thresholds_from(messages, checked),
        vocabulary=ngram_vocabulary(parts.label),
        examples=parts.features([m.text for m in messages]),
        example_ids=tuple(m.id for m in messages),
        example_labels=tuple(Label(m.label) if m.label else None for m in messages),
    )
