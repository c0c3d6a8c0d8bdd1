"""What a message is to the linear models: n-grams, facts and the encoder's scores, side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from classifier.encoder import Encoder
from classifier.facts import Facts

MAX_CHARACTERS = 20_000
_WORDS = r"(?u)\b\w[\w']*\b|[?!£]"


def normalise(text: str) -> str:
    """Return `text` as the n-grams see it: one form of each character, lower case, single spaces, a bounded length."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).casefold().replace("’", "'")
    return " ".join(folded.split())


def build_words() -> TfidfVectorizer:
    """Return the unfitted vectoriser of words, one and two at a time."""
    return TfidfVectorizer(
        preprocessor=normalise, sublinear_tf=True, min_df=3, ngram_range=(1, 2), token_pattern=_WORDS
    )


class GivesFeatures(Protocol):
    """The encoder, or what stands in for it: texts to a float array (n_texts, n_columns)."""

    def features(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@cache
def shipped_encoder() -> Encoder:
    """Return the encoder that comes with Clausewise, opened once a process."""
    return Encoder()


class EncoderScores(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to the encoder's scores, float array (n_texts, n_scores); nothing is learned.

    encoder : what gives the scores; the encoder that comes with Clausewise if None.
    """

    def __init__(self, encoder: GivesFeatures | None = None) -> None:
        self.encoder = encoder

    def fit(self, texts: Sequence[str], y: object = None) -> EncoderScores:
        return self

    def transform(self, texts: Sequence[str]) -> NDArray[np.float64]:
        source = self.encoder or shipped_encoder()
        return np.asarray(source.features(texts), dtype=np.float64)

    def __sklearn_is_fitted__(self) -> bool:
        return True


class LexicalScores(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to what a linear model over their n-grams makes of them, float array (n_texts, n_labels or 1).

    The model has seen the texts it is fitted on, so `fit_transform` gives scores by models of the other folds, as
    `sklearn.preprocessing.TargetEncoder` does; `transform` gives those of the model of all.
    """

    def __init__(self, folds: int = 5, random_state: int = 0) -> None:
        self.folds = folds
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: Sequence[Any]) -> LexicalScores:
        self.fit_transform(texts, y)
        return self

    def fit_transform(self, texts: Sequence[str], y: Any = None, **_: Any) -> NDArray[np.float64]:
        words = build_words()
        linear, scores = fit_linear(words.fit_transform(texts), y, folds=self.folds, random_state=self.random_state)
        self.model_ = Pipeline([("words", words), ("linear", linear)])
        return scores

    def transform(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.asarray(self.model_.decision_function(texts), dtype=np.float64).reshape(len(texts), -1)


class MeaningScores(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to what a kernel machine over the encoder's vectors makes of them, float array (n_texts, n_labels or 1).

    As with `LexicalScores`, `fit_transform` gives scores by models of the other folds. For labels the encoder was not
    taught: the training messages themselves would be flattered by it.
    """

    def __init__(self, folds: int = 5, random_state: int = 0) -> None:
        self.folds = folds
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: Sequence[Any]) -> MeaningScores:
        self.fit_transform(texts, y)
        return self

    def fit_transform(self, texts: Sequence[str], y: Any = None, **_: Any) -> NDArray[np.float64]:
        kernel = Pipeline([("scale", StandardScaler()), ("kernel", SVC(C=2.0))])
        vectors = shipped_encoder().run(texts).vectors
        self.model_ = clone(kernel).fit(vectors, y)
        return _by_other_folds(kernel, vectors, y, self.folds)

    def transform(self, texts: Sequence[str]) -> NDArray[np.float64]:
        vectors = shipped_encoder().run(texts).vectors
        return np.asarray(self.model_.decision_function(vectors), dtype=np.float64).reshape(len(texts), -1)


def fit_linear(
    grams: csr_matrix, y: Any, *, folds: int = 5, random_state: int = 0
) -> tuple[LinearSVC, NDArray[np.float64]]:
    """Return a linear model fitted on weighted n-grams, and each row's scores by models of the other folds.

    The vocabulary is the whole's, so that the folds need only fit the linear part.
    """
    linear = LinearSVC(C=0.2, class_weight="balanced", random_state=random_state)
    return clone(linear).fit(grams, y), _by_other_folds(linear, grams, y, folds)


def _by_other_folds(estimator: Any, rows: Any, y: Any, folds: int) -> NDArray[np.float64]:
    """Return the scores of each row by an estimator fitted on the other folds, float array (n_rows, n_labels or 1).

    The rows are not shuffled: those of one batch stand together, and a fold that held some of a batch would flatter
    the scores of the rest, as no stranger's message will be.
    """
    scores = cross_val_predict(estimator, rows, y, cv=StratifiedKFold(folds), method="decision_function")
    return np.asarray(scores, dtype=np.float64).reshape(len(y), -1)


def lexical_words(pipeline: Pipeline) -> TfidfVectorizer:
    """Return the vectoriser of words of a fitted label pipeline."""
    return dict(pipeline.named_steps["features"].transformer_list)["lexical"].model_.named_steps["words"]


def build_features(encoder: GivesFeatures | None = None, *, random_state: int = 0) -> FeatureUnion:
    """Return the unfitted union: lexical scores, facts, the encoder's scores.

    Without an `encoder` that gives cross-fitted scores, the texts are others than the encoder was taught on, and what a
    kernel machine makes of its vectors stands beside them.
    """
    parts = [
        ("lexical", LexicalScores(random_state=random_state)),
        ("facts", Pipeline([("facts", Facts()), ("scale", StandardScaler())])),
        ("encoder", Pipeline([("scores", EncoderScores(encoder)), ("scale", StandardScaler())])),
    ]
    if encoder is None:
        parts.append(("meaning", MeaningScores(random_state=random_state)))
    return FeatureUnion(parts)
