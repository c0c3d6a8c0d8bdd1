"""Is a text a resident's message, to be triaged, or a colleague's question about the Code, to be answered?

Learned from the labelled messages and the staff's questions that come with Clausewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from classifier.features import build_words
from classifier.kinds import Kind
from classifier.messages import LabelledMessage, load_question_texts

GROUPS = 4
UNSURE = 0.2  # Between this probability of a question and its counterpart, the person is asked which it is.
LEAST_TEXTS = 5  # What stands in fewer is not learned from.
MOST_WORDS = 60  # A longer text shows what it is by its beginning and its length.


@dataclass(frozen=True)
class KindFigures:
    """How well kinds are told apart in batches not seen; shares of the texts, 0 to 1."""

    texts: int
    right: float
    """Of all texts, where the likelier kind is the right one."""
    unsure: float
    right_when_sure: float


def _beginnings(texts: Sequence[str]) -> list[str]:
    return [" ".join(text.split()[:MOST_WORDS]) for text in texts]


def _lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.log1p([[len(text.split())] for text in texts])


def build_kind_pipeline() -> Pipeline:
    """Return the unfitted estimator that learns the kind of a text: its first words, their letters, and its length."""
    words = build_words().set_params(min_df=LEAST_TEXTS)
    letters = clone(words).set_params(analyzer="char_wb", ngram_range=(3, 4), token_pattern=None)
    first = FeatureUnion([("words", words), ("letters", letters)])
    beginning = Pipeline([("cut", FunctionTransformer(_beginnings)), ("grams", first)])
    features = FeatureUnion([("beginning", beginning), ("length", FunctionTransformer(_lengths))])
    return Pipeline([("features", features), ("kind", LogisticRegression(C=10.0, solver="liblinear"))])


def _texts(messages: Sequence[LabelledMessage]) -> tuple[list[str], list[str], list[str]]:
    """Return texts, kinds and batches of the messages and of all questions."""
    questions = load_question_texts()
    texts = [m.text for m in messages] + [question for _, question in questions]
    kinds = [Kind.MESSAGE.value] * len(messages) + [Kind.QUESTION.value] * len(questions)
    return texts, kinds, [m.batch for m in messages] + [batch for batch, _ in questions]


def fit_kind(messages: Sequence[LabelledMessage]) -> Pipeline:
    """Return the estimator fitted on `messages` and all questions."""
    texts, kinds, _ = _texts(messages)
    return build_kind_pipeline().fit(texts, kinds)


def question_probability(pipeline: Pipeline, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return how probably each text is a question, float array (n_texts,)."""
    column = list(pipeline.classes_).index(Kind.QUESTION.value)
    return np.asarray(pipeline.predict_proba(texts)[:, column], dtype=np.float64)


def kind_of(pipeline: Pipeline, text: str) -> Kind | None:
    """Return what `text` is, or None where a person has to say."""
    probability = float(question_probability(pipeline, [text])[0])
    if UNSURE < probability < 1 - UNSURE:
        return None
    return Kind.QUESTION if probability > UNSURE else Kind.MESSAGE


def measure_kinds(messages: Sequence[LabelledMessage]) -> KindFigures:
    """Measure on groups of whole batches, each by an estimator fitted on the others."""
    texts, kinds, batches = _texts(messages)
    place = {batch: n % GROUPS for n, batch in enumerate(sorted(set(batches)))}
    groups, wanted = np.array([place[batch] for batch in batches]), np.array(kinds) == Kind.QUESTION.value
    told = np.zeros(len(texts))
    for group in range(GROUPS):
        seen, unseen = np.flatnonzero(groups != group).tolist(), np.flatnonzero(groups == group).tolist()
        fitted: Any = build_kind_pipeline().fit([texts[n] for n in seen], [kinds[n] for n in seen])
        told[unseen] = question_probability(fitted, [texts[n] for n in unseen])
    right, sure = (told > 0.5) == wanted, (told <= UNSURE) | (told >= 1 - UNSURE)  # noqa: PLR2004 - the likelier
    return KindFigures(len(texts), float(right.mean()), float(1 - sure.mean()), float(right[sure].mean()))
