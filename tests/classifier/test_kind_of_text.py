"""A resident's message and a colleague's question are told apart; in doubt a person is asked."""

from __future__ import annotations

import pytest
from sklearn.pipeline import Pipeline

from classifier.kind_of_text import UNSURE, fit_kind, kind_of, question_probability
from classifier.kinds import Kind
from classifier.messages import load_messages, load_question_texts
from knowledge.questions import load_questions


@pytest.fixture(scope="module")
def kinds() -> Pipeline:
    """Fitted on everything that ships, as `clausewise train` does."""
    return fit_kind(load_messages())


@pytest.mark.parametrize(
    "text",
    [
        "how long do we have to acknowledge a complaint?",
        "can we refuse a complaint from 2019",
        "does the resident have to say the word complaint",
        "who signs off a stage 2 response?",
        "what must a stage 1 letter say",
    ],
)
def test_a_colleagues_question_is_one(kinds: Pipeline, text: str) -> None:
    assert kind_of(kinds, text) is Kind.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "my boiler has packed in, please send somebody",
        "TT called, states leak back after Friday's visit",
        "Hello, I live at 4 Elm Court and the bins were not emptied again. " * 20,
    ],
)
def test_a_residents_message_is_one(kinds: Pipeline, text: str) -> None:
    assert kind_of(kinds, text) is Kind.MESSAGE


@pytest.mark.parametrize(
    "text", ["the lift is broken", "I've been waiting three weeks for the plumber and I am fed up"]
)
def test_a_short_message_is_never_answered_as_a_question(kinds: Pipeline, text: str) -> None:
    assert kind_of(kinds, text) is not Kind.QUESTION


def test_what_lies_between_is_left_to_a_person(kinds: Pipeline) -> None:
    texts = [question for _, question in load_question_texts()[::25]] + [
        "stage",
        "complaint",
        "",
        "🙂",
        "policy review",
    ]
    for text, probability in zip(texts, question_probability(kinds, texts), strict=True):
        asked = kind_of(kinds, text) is None
        assert asked is bool(UNSURE < probability < 1 - UNSURE)


def test_it_learns_from_every_question_that_ships() -> None:
    assert [question for _, question in load_question_texts()] == [q.question for q in load_questions()]
