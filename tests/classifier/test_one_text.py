"""One text through the fitted models: the numbers are scikit-learn's own."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from classifier.dates import with_dates
from classifier.features import lexical_words, shipped_encoder
from classifier.model import TriageModel
from classifier.one_text import OneText

TEXTS = (
    "Nobody came again on Tuesday and nobody rang.",
    "In March 2021 your painter was rude to me, and it is over.",
    "hiya, boiler out",
    "?",
    "Zażółć gęślą jaźń, proszę o pomoc z ogrzewaniem w domu.",
)


@pytest.fixture
def models(small_model: TriageModel) -> OneText:
    return OneText(
        small_model.label, small_model.judgeable, small_model.ground, small_model.danger, small_model.signals
    )


@pytest.mark.parametrize("text", TEXTS)
def test_every_number_is_the_one_the_models_give(small_model: TriageModel, models: OneText, text: str) -> None:
    dated = with_dates(text, date(2025, 11, 3), 12)
    features = small_model.label.named_steps["features"].transform([dated])
    seen = models.see(dated, shipped_encoder().run([dated]).scores[0])
    assert seen.features == pytest.approx(np.asarray(features)[0])
    assert models.label(seen) == pytest.approx(small_model.label.predict_proba([dated])[0])
    assert models.judgeable(seen) == pytest.approx(small_model.judgeable.predict_proba(features)[0, 1])
    assert models.ground(seen) == pytest.approx(small_model.ground.predict_proba(features)[0])
    words = lexical_words(small_model.label).transform([dated])
    told = [] if small_model.danger is None else [small_model.danger.decision_function(words)[:, None]]
    read = np.hstack([features, *told])
    assert models.signals(seen) == pytest.approx(small_model.signals.predict_proba(read)[0])
