"""A direct message is told apart from a question where the words settle it; where they do not, the person is asked."""

from __future__ import annotations

import pytest

from bot.message_or_question import message_or_question


@pytest.mark.parametrize(
    "text",
    [
        "how long do we have to acknowledge a complaint?",
        "S1 acked 23/12/25, when's it due?",
        "can we refuse a complaint from 2019",
        "what does 6.3 say",
        "does the resident have to say the word complaint",
        "who signs off a stage 2 response?",
    ],
)
def test_a_colleagues_question_is_one(text: str) -> None:
    assert message_or_question(text) == "question"


@pytest.mark.parametrize(
    "text",
    [
        "my boiler has packed in, please send somebody",
        "I've been waiting three weeks for the plumber and I am fed up",
        "TT called, states leak back after Friday's visit",
        "Hi, is it possible to get a second key fob? Thanks, my son has moved back in",
        "why has nobody called me back about my kitchen?",
        "the lift is broken",
        "we " * 80,
    ],
)
def test_a_residents_message_is_one(text: str) -> None:
    assert message_or_question(text) == "message"


@pytest.mark.parametrize("text", ["complaint again, lift", "policy stage review"])
def test_what_could_be_either_is_asked_about(text: str) -> None:
    assert message_or_question(text) == "unsure"
