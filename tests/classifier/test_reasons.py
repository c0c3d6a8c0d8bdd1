"""Why the model said so, and what would change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from classifier.dates import with_dates
from classifier.explanation import explain
from classifier.features import shipped_encoder
from classifier.labels import LABELS
from classifier.model import TriageModel
from classifier.one_text import OneText
from classifier.what_if import sentences, what_would_change_it

RECEIVED = date(2025, 11, 3)
TEXT = "The boiler is out. You promised a man on Tuesday and nobody came, and nobody rang me either."


def test_words_that_spoke_stand_in_the_message_strongest_first(small_model: TriageModel) -> None:
    said = small_model.predict(TEXT, received_on=RECEIVED, months_to_complain=12)
    assert said.spoke_for
    assert all(spoken.words in TEXT for spoken in (*said.spoke_for, *said.spoke_against))
    weights = [spoken.weight for spoken in said.spoke_for]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0
    assert all(spoken.weight < 0 for spoken in said.spoke_against)


def test_the_line_of_dates_is_shown_as_a_fact_and_never_as_words(small_model: TriageModel) -> None:
    text = "In March 2021 your painter was rude to me, it is over long since and I never told you, I want it logged."
    said = small_model.predict(text, received_on=RECEIVED, months_to_complain=12)
    assert {"a date", "an old date", "past the time limit"} & {fact.fact for fact in said.facts}
    assert all(spoken.words in text for spoken in said.spoke_for)


def test_what_a_message_has_no_more_of_than_others_is_no_reason(small_model: TriageModel) -> None:
    said = small_model.predict(TEXT, received_on=RECEIVED, months_to_complain=12)
    assert said.facts
    assert not {"other than English", "in capitals", "long"} & {fact.fact for fact in said.facts}


def test_the_n_grams_shares_add_up_to_the_score(
    small_model: TriageModel,
) -> None:
    lexical = dict(small_model.label.named_steps["features"].transformer_list)["lexical"].model_
    grams = lexical.named_steps["words"].transform([TEXT])
    linear = lexical.named_steps["linear"]
    shares = grams.multiply(linear.coef_[0]).sum() + linear.intercept_[0]
    assert shares == pytest.approx(lexical.decision_function([TEXT])[0, 0])


def test_reasons_for_one_label_speak_against_another(small_model: TriageModel) -> None:
    dated = with_dates(TEXT, RECEIVED, 12)
    models = OneText(
        small_model.label, small_model.judgeable, small_model.ground, small_model.danger, small_model.signals
    )
    seen = models.see(dated, shipped_encoder().run([dated]).scores[0])
    complaint, request = (explain(small_model.label, dated, seen, column) for column in (0, 2))
    assert {w.words for w in complaint.words_for} != {w.words for w in request.words_for}


def test_sentences_joined_are_the_text() -> None:
    for text in (TEXT, "one clause only", "first, second; third", "a\nb\n", ""):
        assert "".join(sentences(text)) == text
    assert len(sentences(TEXT)) == 2
    assert sentences("I like it, but you never came") == ["I like it, ", "but you never came"]


def test_a_change_gives_another_label_by_the_model_itself(small_model: TriageModel) -> None:
    said = small_model.predict(TEXT, received_on=RECEIVED, months_to_complain=12)
    for change in what_would_change_it(small_model, TEXT, received_on=RECEIVED, months_to_complain=12):
        assert change.label is not said.label
        assert 1 / len(LABELS) <= change.confidence <= 1


def test_a_model_that_hangs_on_the_limit_says_so(small_model: TriageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def by_limit(_: TriageModel, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        return np.array([[0.1, 0.8, 0.1] if "past the limit" in text else [0.8, 0.1, 0.1] for text in texts])

    monkeypatch.setattr(TriageModel, "probabilities_of", by_limit)
    text = "It happened in March 2021."
    (change,) = what_would_change_it(replace(small_model), text, received_on=RECEIVED, months_to_complain=12)
    assert change.change == "if its oldest date lay within the limit"
    assert change.label is LABELS[0]


def test_one_word_has_nothing_to_change(small_model: TriageModel) -> None:
    assert what_would_change_it(small_model, "boiler", received_on=RECEIVED, months_to_complain=12) == ()
