"""What a message is to the linear models: n-grams, facts and the encoder's scores, side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from classifier.encoder import Encoder
from classifier.facts import Facts

MAX_CHARACTERS = 20_000
_WORDS = r"(?u)\b\w[\w']*\b|[?!£]"


def normalise(text: str) -> str:
    """Return `text` as the n-grams see it: one form of each character, lower case, single spaces, a bounded length."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).casefold().replace("’", "'")
    return " ".join(folded.split())


def build_ngrams(*, min_df: int = 2) -> FeatureUnion:
    """Return the unfitted vectoriser: words 1-2 beside characters 2-5 within words."""
    shared: dict[str, Any] = {"preprocessor": normalise, "sublinear_tf": True, "min_df": min_df}
    return FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), token_pattern=_WORDS, **shared)),
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **shared)),
        ]
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
        linear = LinearSVC(C=0.2, class_weight="balanced", random_state=self.random_state)
        ngrams = build_ngrams()
        grams = ngrams.fit_transform(texts)
        self.model_ = Pipeline([("ngrams", ngrams), ("linear", clone(linear).fit(grams, y))])
        # The vocabulary is the whole's, so that the folds need only fit the linear part.
        folds = StratifiedKFold(self.folds, shuffle=True, random_state=self.random_state)
        scores = cross_val_predict(linear, grams, y, cv=folds, method="decision_function")
        return np.asarray(scores, dtype=np.float64).reshape(len(texts), -1)

    def transform(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.asarray(self.model_.decision_function(texts), dtype=np.float64).reshape(len(texts), -1)


def build_features(encoder: GivesFeatures | None = None, *, random_state: int = 0) -> FeatureUnion:
    """Return the unfitted union of the three: lexical scores, facts, the encoder's scores."""
    return FeatureUnion(
        [
            ("lexical", LexicalScores(random_state=random_state)),
            ("facts", Pipeline([("facts", Facts()), ("scale", StandardScaler())])),
            ("encoder", Pipeline([("scores", EncoderScores(encoder)), ("scale", StandardScaler())])),
        ]
    )
