"""What a question about the Code gets: the clause, the due date, the landlord's own line, or an honest no."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answers import Answer, answer_question, edition_asked
from bot.plain_text import answer_text
from knowledge.edition import Edition, NoEditionInForce
from knowledge.policies import Policy, StartEvent, Step, load_policy

TODAY = date(2025, 11, 3)
RESPONSE = "Complaint received on 3 March 2025, when is the stage 1 response due?"


def answer(question: str, **changed: Any) -> Answer:
    return answer_question(question, **{"today": TODAY} | changed)


def a_policy(**changed: Any) -> Policy:
    """Build Barnet's policy with another time limit."""
    barnet = load_policy("barnet")
    assert barnet.time_limit
    return barnet.model_copy(update={"time_limit": barnet.time_limit.model_copy(update=changed)})


# The edition


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("what does the 2022 code say about time limits", "2022"),
        ("under the 2020 Complaint Handling Code", "2020"),
        ("the 2024 edition", "2024"),
        ("in the 2020 version", "2020"),
        ("by the 2022 rules", "2022"),
        ("what did the 2020 one say", "2020"),
        ("the Code (2022)", "2022"),
        ("the Code of 2020", "2020"),
        ("code from April 2022", "2022"),
        ("the March 2022 Code", "2022"),
        ("UNDER THE 2022 CODE", "2022"),
    ],
)
def test_an_edition_the_question_names_is_understood(question: str, year: str) -> None:
    assert edition_asked(question) is Edition(year)


@pytest.mark.parametrize(
    "question",
    [
        "what is a complaint?",
        "a complaint of 3 March 2022, when is it due?",
        "what does the 2019 code say",
        "postcode 2020",
        "The complaint came in on 3 March 2022. One reply was sent. When is the stage 1 response due?",
        "it was logged in 2022, one officer says it is out of time",
        "Logged on 3 March 2020. Code says when?",
    ],
)
def test_a_year_that_is_no_edition_s_name_names_none(question: str) -> None:
    assert edition_asked(question) is None


def test_the_edition_is_the_one_given_then_the_one_named_then_the_one_in_force() -> None:
    named = "what is a complaint under the 2020 code?"
    assert answer(named, edition=Edition.CODE_2022).edition is Edition.CODE_2022
    assert answer(named).edition is Edition.CODE_2020
    assert answer("what is a complaint?").edition is Edition.CODE_2024
    assert answer("what is a complaint?", today=date(2023, 5, 2)).edition is Edition.CODE_2022
    assert answer("what is a complaint?", today=date(2020, 7, 1)).edition is Edition.CODE_2020


def test_before_the_first_edition_an_edition_has_to_be_named() -> None:
    with pytest.raises(NoEditionInForce):
        answer("what is a complaint?", today=date(2020, 6, 30))
    assert answer("what is a complaint under the 2020 code?", today=date(2020, 6, 30)).answered


# The clause


def test_what_the_code_does_not_answer_has_no_clause() -> None:
    said = answer("what is the capital of France?")
    assert (said.answered, said.clauses, said.policy, said.deadline) == (False, (), (), None)
    assert answer_text(said) == "The Code does not answer that. (Asked of the 2024 Code.)"


@pytest.mark.parametrize("question", ["?", "...", "🏠", "\u200b", "hello", "=1+1", "a" * 4000])
def test_what_is_no_question_is_not_answered(question: str) -> None:
    assert not answer(question).answered


def test_a_clause_named_by_its_number_is_the_answer() -> None:
    [first] = answer("what does 6.3 say?").clauses
    assert (first.clause.reference, first.confidence) == ("2024 Code 6.3", 1)


def test_at_most_two_clauses_are_seen_also_and_none_twice() -> None:
    for question in (RESPONSE, "how long do we have to acknowledge a complaint?", "what is a service request?"):
        ids = [found.clause.id for found in answer(question).clauses]
        assert 1 <= len(ids) <= 3
        assert len(set(ids)) == len(ids)


# The due date


@pytest.mark.parametrize(
    ("question", "step", "due_on", "clause"),
    [
        (
            "A complaint was received on 3 March 2025, when must we acknowledge it?",
            Step.STAGE_1_ACKNOWLEDGEMENT,
            date(2025, 3, 10),
            "6.2",
        ),
        (
            "S1 acknowledged on 3 March 2025, when is the response due?",
            Step.STAGE_1_RESPONSE,
            date(2025, 3, 17),
            "6.3",
        ),
        (RESPONSE, Step.STAGE_1_RESPONSE, date(2025, 3, 24), "6.3"),
        (
            "Escalated on 3 March 2025, when must we acknowledge the escalation?",
            Step.STAGE_2_ACKNOWLEDGEMENT,
            date(2025, 3, 10),
            "6.11",
        ),
    ],
)
def test_a_question_with_a_date_and_a_step_gets_the_day_it_is_due(
    question: str, step: Step, due_on: date, clause: str
) -> None:
    said = answer(question)
    assert said.deadline
    assert (said.deadline.step, said.deadline.from_on, said.deadline.due_on) == (step, date(2025, 3, 3), due_on)
    assert said.clauses[0].clause.id == said.deadline.clause.id == clause
    assert said.note is None


def test_without_a_date_the_time_limit_s_clause_is_the_answer() -> None:
    said = answer("how long do we have to acknowledge a stage 1 complaint?")
    assert said.clauses[0].clause.id == "6.2"
    assert said.deadline is None
    assert said.note is None


@pytest.mark.parametrize("word", ["today", "this morning", "just now"])
def test_today_is_the_day_to_count_from(word: str) -> None:
    said = answer(f"A complaint came in {word}, when must we acknowledge it?")
    assert said.deadline
    assert (said.deadline.from_on, said.deadline.due_on) == (TODAY, date(2025, 11, 10))


def test_a_date_goes_before_today() -> None:
    said = answer("Complaint received on 3 March 2025, is the stage 1 response due today or when?")
    assert said.deadline
    assert said.deadline.from_on == date(2025, 3, 3)


def test_two_dates_are_named_and_none_is_guessed() -> None:
    said = answer("S1 received 3 March 2025, acknowledged 6 March 2025, when is the response due?")
    assert said.deadline is None
    assert said.note
    assert "“3 March 2025” (3 March 2025)" in said.note
    assert "“6 March 2025” (6 March 2025)" in said.note
    assert "ask again with the one to count from" in said.note
    assert said.answered
    assert f"Note: {said.note}" in answer_text(said)


def test_one_day_said_twice_is_one_date() -> None:
    said = answer("Complaint received on 3 March 2025 (03/03/2025), when is the stage 1 response due?")
    assert said.deadline
    assert said.deadline.from_on == date(2025, 3, 3)
    assert said.note is None


def test_a_month_is_no_day_to_count_from() -> None:
    said = answer("Complaint received in March 2025, when is the stage 1 response due?")
    assert said.deadline is None
    assert said.answered


def test_beyond_the_known_bank_holidays_there_is_a_note_and_no_guess() -> None:
    said = answer("Complaint received on 20 December 2028, when is the stage 1 response due?", today=date(2028, 12, 22))
    assert said.deadline is None
    assert said.note
    assert "Bank holidays are known from 2016 to 2028" in said.note
    assert said.clauses[0].clause.id == "6.3"


def test_a_step_the_edition_has_no_limit_for_gets_no_date() -> None:
    said = answer("Stage 3 requested on 3 March 2025, when is the response due?")
    assert said.deadline is None
    older = answer("Stage 3 requested on 3 March 2025, when is the response due?", edition=Edition.CODE_2022)
    assert older.deadline
    assert older.deadline.due_on == date(2025, 3, 31)


# The landlord's own policy


def test_the_landlord_s_own_shorter_time_is_the_one_to_keep() -> None:
    question = "A complaint was received on 3 March 2025, when must we acknowledge it?"
    said = answer(question, policy=load_policy("barnet"))
    [line] = said.policy
    assert (line.policy, line.exceeds_code) == ("barnet", False)
    assert said.deadline
    assert (said.deadline.due_on, said.deadline.latest_on) == (date(2025, 3, 5), date(2025, 3, 10))
    assert "This is the landlord's own time; the Code's last day is Mon 10 March 2025." in answer_text(said)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(RESPONSE, id="with a date"),
        pytest.param("how long do we have for the stage 1 response?", id="without a date"),
        pytest.param("S1 acknowledged on 3 March 2025, when is the response due?", id="counted from another event"),
    ],
)
def test_a_policy_line_beyond_the_code_is_flagged(question: str) -> None:
    said = answer(question, policy=load_policy("brent"))
    [line] = said.policy
    assert line.exceeds_code
    assert "It goes beyond what the Code allows: keep to the Code." in answer_text(said)


def test_a_policy_beyond_the_code_never_moves_the_date() -> None:
    said = answer(RESPONSE, policy=load_policy("brent"))
    assert said.deadline
    assert said.deadline.due_on == said.deadline.latest_on == date(2025, 3, 24)
    assert said.deadline.start is StartEvent.RECEIPT


def test_a_policy_that_sets_no_time_for_the_step_shows_no_line() -> None:
    question = "A complaint was received on 3 March 2025, when must we acknowledge it?"
    assert answer(question, policy=load_policy("brent")).policy == ()
    assert answer(question).policy == ()


EXCLUSION = "can we exclude a complaint because it is out of time?"


def test_the_policy_s_time_limit_stands_beside_the_code_s_exclusions() -> None:
    [line] = answer(EXCLUSION, policy=load_policy("barnet")).policy
    assert (line.policy, line.paragraph, line.exceeds_code) == ("barnet", "5.5.1", False)
    assert answer(EXCLUSION).policy == ()
    assert answer("who may complain for a resident?", policy=load_policy("barnet")).policy == ()


def test_a_time_limit_shorter_than_the_code_s_is_flagged() -> None:
    [line] = answer(EXCLUSION, policy=a_policy(months=6)).policy
    assert line.exceeds_code
    [line] = answer(EXCLUSION, policy=a_policy(months=18)).policy
    assert not line.exceeds_code
