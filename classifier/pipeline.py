"""scikit-learn's own parts, composed: word and character n-grams into a linear model with calibrated probabilities."""

from __future__ import annotations

import unicodedata
from typing import Any

from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline

MAX_CHARACTERS = 20_000
RANDOM_STATE = 20240401
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


def build_pipeline(*, calibration_folds: int = 3, random_state: int = RANDOM_STATE) -> Pipeline:
    """Return the unfitted estimator that learns a label from a text.

    `fit(texts, labels)`, `predict_proba(texts)` and `classes_` as scikit-learn has them; any label set of two or more
    labels with at least `calibration_folds` examples each. Probabilities are calibrated by one temperature, learned on
    folds the linear model did not see.
    """
    linear = LogisticRegression(C=5.0, tol=1e-3, max_iter=2000, class_weight="balanced", random_state=random_state)
    calibrated = CalibratedClassifierCV(linear, method="temperature", cv=calibration_folds, ensemble=False)
    return Pipeline([("ngrams", build_ngrams()), ("label", calibrated)])


def _binary(random_state: int) -> LogisticRegression:
    return LogisticRegression(C=5.0, solver="liblinear", class_weight="balanced", random_state=random_state)


def build_judgeable_head(*, calibration_folds: int = 3, random_state: int = RANDOM_STATE) -> CalibratedClassifierCV:
    """Return the unfitted estimator that learns, from the label pipeline's n-grams, whether anything can be judged."""
    return CalibratedClassifierCV(_binary(random_state), method="sigmoid", cv=calibration_folds, ensemble=False)


def build_ground_head(*, random_state: int = RANDOM_STATE) -> LogisticRegression:
    """Return the unfitted estimator that learns the ground of an excluded message from the label pipeline's n-grams."""
    return LogisticRegression(C=5.0, tol=1e-3, max_iter=2000, class_weight="balanced", random_state=random_state)


def build_signals_head(*, random_state: int = RANDOM_STATE) -> OneVsRestClassifier:
    """Return the unfitted estimator that learns signals (a binary matrix) from the label pipeline's n-grams."""
    return OneVsRestClassifier(_binary(random_state))
