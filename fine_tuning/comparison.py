"""Which features and which model earn their place: every candidate on groups of batches it has not seen, in one table.

Needs the cross-fitted scores (`make encoder STEPS=folds`). The choice was made by the first group of batches; the
figures of the other three took part in no choice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC, LinearSVC

from classifier.cross_fitted import CrossFitted, dated_texts, groups_of, load_table
from classifier.encoder import shortened
from classifier.encoder_targets import LABEL
from classifier.facts import facts_of
from classifier.features import build_words
from classifier.labels import LABELS
from classifier.messages import LabelledMessage, load_messages
from fine_tuning.network import Network, load_tokenizer, padded

TABLE = Path(__file__).parent.parent / "classifier" / "comparison.md"
FOLDS = 3
_LINEAR, _BOUNDED, _KERNEL = "linear", "linear, bounded", "kernel"

# name, the blocks of features side by side, the model over them
CANDIDATES = [
    ("word and character n-grams", ("ngrams",), _LINEAR),
    ("word n-grams", ("words",), _LINEAR),
    ("encoder as published, frozen", ("frozen",), _LINEAR),
    ("encoder as published, frozen", ("frozen",), _KERNEL),
    ("n-grams and frozen encoder, stacked", ("ngrams", "frozen kernel"), _LINEAR),
    ("fine-tuned encoder alone", ("scores",), None),
    ("fine-tuned encoder", ("scores",), _LINEAR),
    ("fine-tuned encoder and facts", ("scores", "facts"), _LINEAR),
    ("fine-tuned encoder and facts", ("scores", "facts"), _KERNEL),
    ("fine-tuned encoder, facts, word n-grams", ("scores", "facts", "words"), _LINEAR),
    ("fine-tuned encoder, facts, word n-grams", ("scores", "facts", "words"), _BOUNDED),
    ("fine-tuned encoder, facts, all n-grams", ("scores", "facts", "ngrams"), _LINEAR),
    ("all of these, stacked", ("scores", "facts", "ngrams", "frozen kernel"), _LINEAR),
]


def build_ngrams() -> FeatureUnion:
    """Return the unfitted vectoriser: words 1-2 beside characters 2-5 within words."""
    characters = build_words().set_params(analyzer="char_wb", ngram_range=(2, 5), token_pattern=None)
    return FeatureUnion([("words", build_words()), ("characters", characters)])


@torch.no_grad()  # type: ignore[untyped-decorator]
def frozen_vectors(texts: list[str]) -> NDArray[np.float32]:
    """Return the vectors (n, 384) of texts by the encoder as it was published."""
    network, tokenizer = Network(), load_tokenizer()
    network.eval()
    rows = [shortened(tokenizer.encode(text).ids) for text in texts]
    return np.concatenate([network(*padded([row]))[1].numpy() for row in rows])


def _blocks(
    texts: list[str],
    labels: NDArray[np.int_],
    scores: NDArray[np.float32],
    frozen: NDArray[np.float32],
    seen: NDArray[np.intp],
    unseen: NDArray[np.intp],
) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    """Return each block of features as (of the seen, of the unseen); what is learned, is learned on the seen alone."""

    def learned(estimator: Any, rows: Any, others: Any) -> tuple[NDArray[Any], NDArray[Any]]:
        told = cross_val_predict(clone(estimator), rows, labels[seen], cv=FOLDS, method="decision_function", n_jobs=-1)
        return told, estimator.fit(rows, labels[seen]).decision_function(others)

    facts = np.array([facts_of(text) for text in texts])
    blocks = {
        "scores": (scores[seen], scores[unseen]),
        "facts": (facts[seen], facts[unseen]),
        "frozen": (frozen[seen], frozen[unseen]),
        "frozen kernel": learned(make_pipeline(StandardScaler(), SVC(C=2)), frozen[seen], frozen[unseen]),
    }
    vectorisers: dict[str, Any] = {"words": build_words(), "ngrams": build_ngrams()}
    for name, grams in vectorisers.items():
        rows = grams.fit_transform([texts[n] for n in seen])
        others = grams.transform([texts[n] for n in unseen])
        blocks[name] = learned(LinearSVC(C=0.2, class_weight="balanced"), rows, others)
    return blocks


def compare(messages: list[LabelledMessage], table: CrossFitted) -> Iterator[tuple[str, str, list[float]]]:
    """Yield each candidate's name, model and figures: macro-F1 of the first group and of the others, …."""
    judged = [m for m in messages if m.label]
    texts = dated_texts(judged)
    labels = np.array([LABELS.index(m.label) for m in judged if m.label])
    scores, groups = table.scores[table.of(texts)], groups_of(messages)[[n for n, m in enumerate(messages) if m.label]]
    frozen = frozen_vectors(texts)
    told = {n: np.zeros((len(judged), len(LABELS))) for n in range(len(CANDIDATES))}
    for group in np.unique(groups):
        seen, unseen = np.flatnonzero(groups != group), np.flatnonzero(groups == group)
        blocks = _blocks(texts, labels, scores, frozen, seen, unseen)
        for n, (_, names, kind) in enumerate(CANDIDATES):
            rows, others = (np.hstack([blocks[name][side] for name in names]) for side in (0, 1))
            if kind is None:
                logits = others[:, LABEL] - others[:, LABEL].max(axis=1, keepdims=True)
                told[n][unseen] = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
            elif kind == _BOUNDED:
                bound = make_pipeline(StandardScaler(), FunctionTransformer(np.tanh), StandardScaler())
                model = make_pipeline(bound, LogisticRegression(C=0.03, max_iter=2000))
                told[n][unseen] = model.fit(rows, labels[seen]).predict_proba(others)
            elif kind == _LINEAR:
                model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
                told[n][unseen] = model.fit(rows, labels[seen]).predict_proba(others)
            else:
                model = make_pipeline(StandardScaler(), SVC(C=2)).fit(rows, labels[seen])
                margins = model.decision_function(others)
                told[n][unseen] = np.exp(margins) / np.exp(margins).sum(axis=1, keepdims=True)
    first = groups == 0
    for n, (name, _, kind) in enumerate(CANDIDATES):
        said = told[n].argmax(axis=1)
        yield (
            name,
            kind or "its own head",
            [
                f1_score(labels[first], said[first], average="macro"),
                f1_score(labels[~first], said[~first], average="macro"),
                float((labels[~first] == said[~first]).mean()),
                log_loss(labels[~first], told[n][~first]),
            ],
        )


def main() -> None:
    """Write the table."""
    rows = [
        "| features | model | macro-F1, group 0 | macro-F1, groups 1–3 | accuracy, groups 1–3 | log loss, groups 1–3 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, kind, figures in compare(load_messages(), load_table()):
        rows.append(f"| {name} | {kind} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
        sys.stderr.write(rows[-1] + "\n")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
