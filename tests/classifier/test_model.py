"""The model: what it says, when it asks for a person, and that nothing but its own file is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from classifier import facts
from classifier.cross_fitted import dated_texts, groups_of, load_table
from classifier.labels import LABELS, Label
from classifier.messages import LabelledMessage
from classifier.model import TriageModel, _why_no_exclusion
from classifier.model_store import ModelRefused, identity_of, load
from classifier.pipeline import build_pipeline
from classifier.prediction import FoundDate, Prediction, ToJudge, confidence_in_words
from classifier.thresholds import (
    NEVER,
    OutOfFold,
    Thresholds,
    asks_person,
    at_temperature,
    best_temperature,
    choose_signal_threshold,
    choose_thresholds,
    silent_cost,
)
from classifier.training import held_out, read_texts
from knowledge.grounds import Ground

RECEIVED = date(2025, 11, 3)


def predict(model: TriageModel, text: str) -> Prediction:
    return model.predict(text, received_on=RECEIVED, months_to_complain=12)


def test_the_confidence_belongs_to_the_label_and_the_probabilities_add_up(small_model: TriageModel) -> None:
    for text in ("the boiler has packed in", "third time I have rung and nobody has come", "hi", "🙂", "zzz"):
        said = predict(small_model, text)
        assert said.confidence == max(said.probabilities.values()) == said.probabilities[said.label]
        assert sum(said.probabilities.values()) == pytest.approx(1)


def test_many_are_judged_as_each_would_be_alone(small_model: TriageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.model.AT_A_TIME", 2)
    texts = ("the boiler has packed in", "you never came, for the third time", "In 2021 you were rude.", "hi", "hi")
    together = [*small_model.predict_many(ToJudge(text, RECEIVED, 12) for text in texts)]
    assert together == [predict(small_model, text) for text in texts]
    assert [*small_model.predict_many([])] == []


@pytest.mark.parametrize("text", ["hi", "Dziękuję bardzo za wszystko", "asdf jkl qwer", "ok", "12345", "?"])
def test_what_nobody_could_judge_goes_to_a_person(small_model: TriageModel, text: str) -> None:
    said = predict(small_model, text)
    assert said.needs_person
    assert said.why_person
    assert confidence_in_words(said) == "unsure"


def test_a_danger_raised_on_little_is_in_doubt(small_model: TriageModel) -> None:
    text = "There is a smell of gas on the landing."
    for plain, in_doubt in ((0.0, False), (1.1, True)):
        low = small_model.thresholds.model_copy(
            update={"plain_danger": plain, "signals": dict.fromkeys(small_model.signal_names, 0.0)}
        )
        said = replace(small_model, thresholds=low).predict(text, received_on=RECEIVED, months_to_complain=12)
        assert "danger" in said.signals
        assert said.danger_in_doubt is in_doubt


def test_out_of_time_without_an_old_date_goes_to_a_person(small_model: TriageModel) -> None:
    always = Thresholds(
        label=dict.fromkeys(Label, 0.0),
        judgeable=0,
        margin=0,
        nearest=-1,
        english=0,
        signals=dict.fromkeys(small_model.signal_names, NEVER),
    )
    model = replace(small_model, thresholds=always)
    text = "It happened {} and was put right at the time, I never told you before, but I want to complain about it now."
    dated = predict(model, text.format("in March 2022"))
    undated = predict(model, text.format("a good while back"))
    assert dated.ground is Ground.OUT_OF_TIME
    assert not dated.needs_person
    assert undated.ground is not Ground.OUT_OF_TIME or undated.needs_person


def test_the_model_alone_cannot_make_a_message_out_of_time() -> None:
    old = FoundDate(words="in 2022", earliest=date(2022, 1, 1), latest=date(2022, 12, 31))
    out_of_time = partial(_why_no_exclusion, Label.EXCLUDED, Ground.OUT_OF_TIME, months=12)
    assert "12 months" in (out_of_time(signals=(), old=()) or "")
    assert "health, safety" in (out_of_time(signals=("danger",), old=(old,)) or "")
    assert out_of_time(signals=(), old=(old,)) is None


def test_the_words_that_spoke_for_the_label_stand_in_the_message(small_model: TriageModel) -> None:
    text = "the plumber missed his appointment again and nobody rang me"
    said = predict(small_model, text)
    assert said.spoke_for
    assert all(spoken.words in text for spoken in said.spoke_for)


def test_the_same_message_gets_the_same_prediction(small_model: TriageModel) -> None:
    assert predict(small_model, "the lift is broken") == predict(small_model, "the lift is broken")


def test_a_message_is_judged_alone_as_among_others(small_model: TriageModel) -> None:
    texts = ["the lift is broken", "you never came", "my pension as a caretaker"]
    together = small_model.label.predict_proba(texts)
    alone = np.vstack([small_model.label.predict_proba([text]) for text in texts])
    assert np.allclose(together, alone)


def test_a_stored_model_says_the_same(small_model: TriageModel, stored: Path) -> None:
    loaded = load(stored.name, stored.parent.parent)
    text = "third time I have rung and nobody has come"
    assert predict(loaded, text) == predict(small_model, text)


def test_a_changed_model_file_is_refused_before_it_is_unpickled(stored: Path) -> None:
    file = stored / "model.joblib"
    file.write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")  # A pickle that would run a command.
    with pytest.raises(ModelRefused, match="not the one its manifest names"):
        load(stored.name, stored.parent.parent)


@pytest.mark.parametrize("field", ["identity", "code_sha256", "libraries"])
def test_a_manifest_that_does_not_match_is_refused(stored: Path, field: str) -> None:
    path = stored / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest[field] = {"numpy": "0.1"} if field == "libraries" else "other"
    path.write_text(json.dumps(manifest))
    with pytest.raises(ModelRefused, match="clausewise train"):
        load(stored.name, stored.parent.parent)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"identity": 3}'])
def test_an_unreadable_manifest_is_refused(stored: Path, content: str) -> None:
    (stored / "manifest.json").write_text(content)
    with pytest.raises(ModelRefused, match="cannot be read"):
        load(stored.name, stored.parent.parent)


def test_a_missing_model_file_is_refused(stored: Path) -> None:
    (stored / "model.joblib").unlink()
    with pytest.raises(ModelRefused, match="cannot be read"):
        load(stored.name, stored.parent.parent)


def test_other_messages_make_another_identity(some_messages: list[LabelledMessage]) -> None:
    assert identity_of(some_messages) != identity_of(some_messages[1:])


def test_the_pipeline_learns_any_label_set() -> None:
    texts = ["good good", "very good", "so good", "bad bad", "very bad", "so bad", "meh", "meh meh", "so meh"] * 2
    labels = (["up"] * 3 + ["down"] * 3 + ["flat"] * 3) * 2
    fitted = build_pipeline().fit(texts, labels)
    assert list(fitted.classes_) == ["down", "flat", "up"]
    assert fitted.predict(["good"])[0] == "up"


def test_texts_read_on_all_cores_are_those_read_on_one(some_messages: list[LabelledMessage]) -> None:
    alone = dated_texts(some_messages[:40])
    assert read_texts(some_messages[:40]) == alone
    told = [facts.facts_of(text) for text in alone]
    facts._remembered.clear()  # What the other processes read was taken over.
    assert [facts.facts_of(text) for text in alone] == told


def test_held_out_predictions_come_from_models_that_had_not_seen_the_batch(
    some_messages: list[LabelledMessage],
) -> None:
    checked = held_out(some_messages, dated_texts(some_messages), load_table(), groups_of(some_messages) % 2)
    assert checked.outcome.probabilities.shape == (len(some_messages), 3)
    assert [m.label for m in some_messages] == list(checked.outcome.truth)
    judged = [n for n, m in enumerate(some_messages) if m.label]
    right = [LABELS[checked.outcome.said[n]] is some_messages[n].label for n in judged]
    assert 0.5 < np.mean(right) < 0.98  # Better than chance, and not what a model says of messages it has learned.


@pytest.mark.parametrize(
    ("truth", "said", "cost"),
    [
        (Label.COMPLAINT, Label.COMPLAINT, 0),
        (Label.COMPLAINT, Label.SERVICE_REQUEST, 20),
        (Label.COMPLAINT, Label.EXCLUDED, 40),
        (Label.SERVICE_REQUEST, Label.EXCLUDED, 40),
        (Label.SERVICE_REQUEST, Label.COMPLAINT, 2),
        (None, Label.EXCLUDED, 40),
    ],
)
def test_costs_are_those_that_were_stated(truth: Label | None, said: Label, cost: float) -> None:
    assert silent_cost(truth, said) == cost


def an_outcome(truths: Sequence[Label | None], confidences: list[float], said: Label) -> OutOfFold:
    column = LABELS.index(said)
    probabilities = np.full((len(truths), 3), 0.0)
    probabilities[:] = ((1 - np.array(confidences)) / 2)[:, None]
    probabilities[:, column] = confidences
    ones = np.ones(len(truths))
    return OutOfFold(np.array(truths, dtype=object), probabilities, judgeable=ones, nearest=ones, english=ones)


def test_a_wrong_exclusion_raises_the_threshold_above_it() -> None:
    truths = [Label.EXCLUDED] * 20 + [Label.COMPLAINT]
    outcome = an_outcome(truths, [0.95] * 20 + [0.80], Label.EXCLUDED)
    chosen = choose_thresholds(outcome, {})
    cooled = replace(outcome, probabilities=at_temperature(outcome.probabilities, chosen.temperature))
    assert list(asks_person(cooled, chosen)) == [False] * 20 + [True]


def test_a_label_that_is_mostly_wrong_always_goes_to_a_person() -> None:
    truths = [Label.COMPLAINT] * 10
    outcome = an_outcome(truths, [0.99] * 10, Label.EXCLUDED)
    assert asks_person(outcome, choose_thresholds(outcome, {})).all()


def test_a_handful_of_lucky_messages_opens_no_door() -> None:
    outcome = an_outcome([Label.EXCLUDED] * 5, [0.99] * 5, Label.EXCLUDED)
    assert choose_thresholds(outcome, {}).label[Label.EXCLUDED] == NEVER


def test_a_model_too_sure_of_itself_is_cooled_and_a_modest_one_warmed() -> None:
    half_right = [Label.EXCLUDED, Label.COMPLAINT] * 20
    always_right = [Label.EXCLUDED] * 40
    assert best_temperature(an_outcome(half_right, [0.95] * 40, Label.EXCLUDED)) > 1
    assert best_temperature(an_outcome(always_right, [0.6] * 40, Label.EXCLUDED)) < 1


def test_cooling_keeps_the_order_and_the_sum() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1]])
    cooled = at_temperature(probabilities, 2.0)
    assert cooled.sum() == pytest.approx(1)
    assert cooled[0, 0] < 0.7
    assert list(cooled[0].argsort()) == list(probabilities[0].argsort())


def test_a_threshold_for_recall_is_the_highest_that_keeps_it() -> None:
    is_there = np.array([True, True, True, True, False, False])
    score = np.array([0.9, 0.8, 0.7, 0.2, 0.6, 0.1])
    assert choose_signal_threshold(is_there, score, min_recall=0.75) == 0.7
    assert choose_signal_threshold(is_there, score, min_recall=1.0) == 0.2


def test_a_signal_found_badly_is_never_raised() -> None:
    is_there = np.array([True] + [False] * 20)
    score = np.array([0.1] + [0.5] * 20)
    assert choose_signal_threshold(is_there, score, min_recall=None) == NEVER


def test_recall_means_nothing_where_no_message_carries_the_signal() -> None:
    with pytest.raises(ValueError, match="no message"):
        choose_signal_threshold(np.zeros(3, dtype=bool), np.ones(3), min_recall=0.9)
