"""Fit the model on the labelled messages, with thresholds from groups of batches the fitted parts had not seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from classifier.cross_fitted import (
    CrossFitted,
    CrossFittedScores,
    dated_texts,
    example_vectors,
    groups_of,
    load_table,
)
from classifier.encoder_targets import near_grounds
from classifier.facts import english_of, facts_of, remember
from classifier.features import GivesFeatures, fit_linear, lexical_words, shipped_encoder
from classifier.kind_of_text import fit_kind
from classifier.labels import POSSIBLE_GROUND, SIGNALS, Label
from classifier.messages import LabelledMessage
from classifier.model import TriageModel
from classifier.pipeline import (
    RANDOM_STATE,
    build_ground_head,
    build_judgeable_head,
    build_pipeline,
    build_signals_head,
)
from classifier.thresholds import (
    MIN_DANGER_RECALL,
    OutOfFold,
    Thresholds,
    choose_signal_threshold,
    choose_thresholds,
)
from knowledge.grounds import Ground

MIN_EXAMPLES = 15  # A signal with fewer marked messages is not learned; it is then never raised.

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""


@dataclass(frozen=True)
class Parts:
    """The fitted label pipeline, and the heads that read its features."""

    label: Pipeline
    judgeable: CalibratedClassifierCV
    ground: LogisticRegression
    danger: LinearSVC | None
    """What the words alone say of danger, beside which the signals are told; None where too few messages carry it."""
    signals: OneVsRestClassifier
    signal_names: tuple[str, ...]

    def features(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the features of dated texts, float array (n_texts, n_features)."""
        return np.asarray(self.label.named_steps["features"].transform(texts), dtype=np.float64)

    def danger_scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return what the words alone say of danger, float array (n_texts, 1), or (n_texts, 0) where nothing does."""
        if self.danger is None:
            return np.zeros((len(texts), 0))
        return np.asarray(self.danger.decision_function(lexical_words(self.label).transform(texts)))[:, None]


@dataclass(frozen=True)
class HeldOut:
    """What models that had not seen a message's group say of it; rows in the order of the messages.

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
    counts = signal_matrix(messages, SIGNALS).sum(axis=0)
    return tuple(name for name, count in zip(SIGNALS, counts, strict=True) if count >= MIN_EXAMPLES)


def signal_matrix(messages: Sequence[LabelledMessage], names: Sequence[str]) -> NDArray[np.int_]:
    """Return 0/1 of shape (n_messages, n_signals).

    A possible ground is there also where the message is excluded on it: its words bring it near all the same.
    """

    def has(message: LabelledMessage, name: str) -> bool:
        if name.startswith(POSSIBLE_GROUND):
            return Ground(name.removeprefix(POSSIBLE_GROUND)) in near_grounds(message)
        return name in message.signals

    return np.array([[int(has(m, name)) for name in names] for m in messages])


def fit_parts(
    messages: Sequence[LabelledMessage], texts: Sequence[str], signal_names: tuple[str, ...], encoder: GivesFeatures
) -> Parts:
    """Fit the pipelines on `messages`: labels and grounds on those that have one, the rest on all.

    texts : the dated texts of `messages`.
    encoder : gives each message the scores of an encoder that had not seen it.
    """
    judged = [n for n, m in enumerate(messages) if m.label is not None]
    label = build_pipeline(encoder)
    label.fit([texts[n] for n in judged], [m.label.value for m in messages if m.label])
    features = label.named_steps["features"].transform(texts)
    excluded = [n for n, m in enumerate(messages) if m.ground is not None]
    grounds = [m.ground.value for m in messages if m.ground]
    danger, danger_scores = None, np.zeros((len(messages), 0))
    if "danger" in signal_names:
        marked = [int("danger" in m.signals) for m in messages]
        danger, danger_scores = fit_linear(lexical_words(label).transform(texts), marked, random_state=RANDOM_STATE)
    return Parts(
        label=label,
        judgeable=build_judgeable_head().fit(features, [int(m.label is not None) for m in messages]),
        ground=build_ground_head().fit(features[excluded], grounds),
        danger=danger,
        signals=build_signals_head().fit(np.hstack([features, danger_scores]), signal_matrix(messages, signal_names)),
        signal_names=signal_names,
    )


def apply_parts(parts: Parts, messages: Sequence[LabelledMessage], texts: Sequence[str], table: CrossFitted) -> HeldOut:
    """Return what `parts` say of `messages`, whose dated texts, `texts`, stand in the table."""
    features = parts.features(texts)
    return HeldOut(
        outcome=OutOfFold(
            truth=np.array([m.label for m in messages], dtype=object),
            probabilities=parts.label.named_steps["label"].predict_proba(features),
            judgeable=parts.judgeable.predict_proba(features)[:, 1],
            nearest=table.nearest[table.of(texts)].astype(np.float64),
            english=np.array([english_of(text) for text in texts]),
        ),
        grounds=parts.ground.predict(features).astype(object),
        signals=parts.signals.predict_proba(np.hstack([features, parts.danger_scores(texts)])),
        signal_names=parts.signal_names,
    )


def read_texts(messages: Sequence[LabelledMessage]) -> list[str]:
    """Return the dated texts of `messages`, with their facts read as well, on all cores: the slowest part of both."""
    chunks = np.array_split(np.arange(len(messages)), 8 * (os.cpu_count() or 1))
    texts: list[str] = []
    for some, facts in Parallel(n_jobs=-1)(delayed(_read)([messages[n] for n in chunk]) for chunk in chunks):
        remember(some, facts)
        texts += some
    return texts


def _read(messages: Sequence[LabelledMessage]) -> tuple[list[str], list[tuple[float, ...]]]:
    texts = dated_texts(messages)
    return texts, [facts_of(text) for text in texts]


def held_out(
    messages: Sequence[LabelledMessage],
    texts: Sequence[str],
    table: CrossFitted,
    groups: NDArray[np.int_],
    *,
    names: tuple[str, ...] | None = None,
    progress: Progress = _quiet,
    what: str = "Checking",
) -> HeldOut:
    """Return predictions for every message by models that had not seen its group.

    texts : the dated texts of `messages`.
    groups : int array (n_messages,), the group of each message; see `groups_of`.
    names : the signals to score; by default those that enough messages carry.
    """
    names = learnable_signals(messages) if names is None else names
    folds = np.unique(groups).tolist()
    progress(what, 0, len(folds))
    facts = [facts_of(text) for text in texts]
    pieces: list[tuple[NDArray[np.intp], HeldOut]] = []
    for piece in Parallel(n_jobs=-1, return_as="generator")(
        delayed(_held_out_group)(
            messages, texts, facts, np.flatnonzero(groups != fold), np.flatnonzero(groups == fold), names, table
        )
        for fold in folds
    ):
        pieces.append(piece)
        progress(what, len(pieces), len(folds))
    return put_together(pieces)


def _held_out_group(
    messages: Sequence[LabelledMessage],
    texts: Sequence[str],
    facts: Sequence[tuple[float, ...]],
    seen: NDArray[np.intp],
    unseen: NDArray[np.intp],
    names: tuple[str, ...],
    table: CrossFitted,
) -> tuple[NDArray[np.intp], HeldOut]:
    remember(texts, facts)
    known, strangers = seen.tolist(), unseen.tolist()
    parts = fit_parts([messages[i] for i in known], [texts[i] for i in known], names, CrossFittedScores(table))
    return unseen, apply_parts(parts, [messages[i] for i in strangers], [texts[i] for i in strangers], table)


def put_together(pieces: Sequence[tuple[NDArray[np.intp], HeldOut]]) -> HeldOut:
    """Return the pieces as one, in the order of the messages; each piece comes with its rows' positions."""
    order = np.argsort(np.concatenate([rows for rows, _ in pieces]))
    outcomes = [piece.outcome for _, piece in pieces]

    def whole(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(list(parts))[order]

    return HeldOut(
        outcome=OutOfFold(
            truth=whole([o.truth for o in outcomes]),
            probabilities=whole([o.probabilities for o in outcomes]),
            judgeable=whole([o.judgeable for o in outcomes]),
            nearest=whole([o.nearest for o in outcomes]),
            english=whole([o.english for o in outcomes]),
        ),
        grounds=whole([piece.grounds for _, piece in pieces]),
        signals=whole([piece.signals for _, piece in pieces]),
        signal_names=pieces[0][1].signal_names,
    )


def thresholds_from(messages: Sequence[LabelledMessage], checked: HeldOut) -> Thresholds:
    """Choose every threshold on held-out predictions: labels by cost, `danger` by recall, the rest by F1."""
    marked = signal_matrix(messages, checked.signal_names).astype(bool)
    signals = {
        name: choose_signal_threshold(
            marked[:, n], checked.signals[:, n], min_recall=MIN_DANGER_RECALL if name == "danger" else None
        )
        for n, name in enumerate(checked.signal_names)
    }
    chosen = choose_thresholds(checked.outcome, signals)
    if "danger" not in signals:
        return chosen
    column = checked.signal_names.index("danger")
    plain = choose_signal_threshold(marked[:, column], checked.signals[:, column], min_recall=None)
    return chosen.model_copy(update={"plain_danger": plain})


def train(messages: Sequence[LabelledMessage], *, identity: str, progress: Progress = _quiet) -> TriageModel:
    """Fit the model on all of `messages`; thresholds come from held-out groups of the same messages.

    Raises
    ------
    EncoderRefused : if the encoder's files are not the ones its manifest names.
    """
    table, encoder = load_table(), shipped_encoder()
    encoder.check()
    texts = read_texts(messages)
    checked = held_out(messages, texts, table, groups_of(messages), progress=progress, what="Choosing thresholds")
    progress("Fitting", 0, 1)
    kind = Parallel(n_jobs=2, return_as="generator")([delayed(fit_kind)(messages)])  # On another core, meanwhile.
    parts = fit_parts(messages, texts, checked.signal_names, CrossFittedScores(table, encoder))
    parts.label.named_steps["features"].set_params(encoder__scores__encoder=None)  # From here on the encoder itself.
    progress("Fitting", 1, 1)
    return TriageModel(
        identity=identity,
        encoder_sha256=encoder.sha256,
        label=parts.label,
        judgeable=parts.judgeable,
        ground=parts.ground,
        danger=parts.danger,
        signals=parts.signals,
        signal_names=parts.signal_names,
        kind=next(kind),
        thresholds=thresholds_from(messages, checked),
        examples=example_vectors(texts, encoder),
        example_ids=tuple(m.id for m in messages),
        example_labels=tuple(Label(m.label) if m.label else None for m in messages),
    )
