"""scikit-learn's own parts, composed: what a message is to the models, and the models that judge it."""

from __future__ import annotations

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from classifier.features import GivesFeatures, build_features

RANDOM_STATE = 20240401
SOLVER = "newton-cholesky"  # For some hundred features of thousands of messages: a tenth of the time of "lbfgs".


def build_pipeline(
    encoder: GivesFeatures | None = None, *, calibration_folds: int = 3, random_state: int = RANDOM_STATE
) -> Pipeline:
    """Return the unfitted estimator that learns a label from a text.

    `fit(texts, labels)`, `predict_proba(texts)` and `classes_` as scikit-learn has them; any label set of two or more
    labels with at least five examples each. Probabilities are calibrated by one temperature, learned on folds the
    linear model did not see.

    encoder : what gives the encoder's scores; the encoder that comes with Clausewise if None.
    """
    # Bounded, a score far out says no more than one that is plain: it is on strangers that the far ones mislead.
    bounded = Pipeline(
        [
            ("bound", FunctionTransformer(np.tanh)),
            ("scale", StandardScaler()),
            ("linear", LogisticRegression(C=0.03, solver=SOLVER, random_state=random_state)),
        ]
    )
    calibrated = CalibratedClassifierCV(bounded, method="temperature", cv=calibration_folds, ensemble=False)
    return Pipeline([("features", build_features(encoder, random_state=random_state)), ("label", calibrated)])


def build_judgeable_head(*, calibration_folds: int = 3, random_state: int = RANDOM_STATE) -> CalibratedClassifierCV:
    """Return the unfitted estimator that learns, from the label pipeline's features, whether anything can be judged."""
    linear = LogisticRegression(C=0.1, solver=SOLVER, random_state=random_state)
    return CalibratedClassifierCV(linear, method="sigmoid", cv=calibration_folds, ensemble=False)


def build_ground_head(*, random_state: int = RANDOM_STATE) -> LogisticRegression:
    """Return the unfitted estimator that learns the ground of an excluded message from the pipeline's features."""
    return LogisticRegression(C=0.1, solver=SOLVER, random_state=random_state)


def build_signals_head(*, random_state: int = RANDOM_STATE) -> OneVsRestClassifier:
    """Return the unfitted estimator that learns signals (a binary matrix) from the label pipeline's features."""
    return OneVsRestClassifier(LogisticRegression(C=0.1, solver=SOLVER, random_state=random_state))
