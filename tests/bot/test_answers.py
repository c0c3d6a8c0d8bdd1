"""What a question about the Code gets: the clause, the due date, the landlord's own line, or an honest no."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, answer_question, edition_asked
from bot.json_lines import answer_as_json
from bot.plain_text import answer_text
from bot.views.answer_card import answer_card, answer_in_a_line
from bot.views.mrkdwn import day
from bot.workspace.limits import refuse_blocks
from knowledge.case_deadlines import due_dates
from knowledge.case_question import case_asked
from knowledge.deadlines import STEP_NAMES
from knowledge.edition import Edition, NoEditionInForce
from knowledge.policies import Policy, StartEvent, Step, load_policy
from knowledge.working_days import bank_holidays, is_working_day

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
        ("by the 2020 rulebook, did we have to say why", "2020"),
        ("late complaint discretion 2024", "2024"),
        ("2020 failure orders published where", "2020"),
        ("2020 complaint def plz", "2020"),
        ("2022 complaints handler no say over anything ok", "2022"),
        ("On the 2022 wording, whose job was it?", "2022"),
        ("Legit, by the 2024 book?", "2024"),
        ("do we just go quiet, by the 2024 ones?", "2024"),
        ("by the 2022 lot: what should have been in the sum", "2022"),
        ("Vague on purpose, he says. Allowed under 2024?", "2024"),
        ("S2 ext under 2024, cap?", "2024"),
        ("Going by 2024: what have we broken?", "2024"),
        ("everyone relevant 2 input? where in 2024", "2024"),
        ("2024 cl no?", "2024"),
        ("2024, boards take on complaints report, publish?", "2024"),
        ("under the twenty twenty two code was it just for panels", "2022"),
        ("the Twenty-Twenty code", "2020"),
        ("who should sit in on it, in 2024 terms?", "2024"),
        ("did 2020 want anybody in charge of it", "2020"),
        ("And in 2022, where did the Code expect us to say why?", "2022"),
        ("Wedded to a third stage in 2020, what did that edition want of us?", "2020"),
        ("He complained in June 2022. Under the Code of that year, what did the reply have to say?", "2022"),
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
        "complaint closed march 2022",
        "leak in 2022",
        "2022 leak never fixed",
        "2022, leak never fixed",
        "2022 complaint reopened",
        "reported under 2022 prices in one go",
        "a 2022 lot of complaints",
        "escalated 2024",
        "did 2020 bring more complaints",
        "in 2022, what did the tenant say",
        "In 2020 and again in 2022 nobody came. What did the Code of that time say?",
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


def test_without_a_date_the_time_limit_s_clause_is_the_answer() -> None:
    said = answer("how long do we have to acknowledge a stage 1 complaint?")
    assert said.clauses[0].clause.id == "6.2"
    assert said.deadline is None
    assert said.notes == ()


@pytest.mark.parametrize("word", ["today", "this morning", "just now"])
def test_today_is_the_day_to_count_from(word: str) -> None:
    said = answer(f"A complaint came in {word}, when must we acknowledge it?")
    assert said.deadline
    assert (said.deadline.from_on, said.deadline.due_on) == (TODAY, date(2025, 11, 10))


def test_a_date_goes_before_today() -> None:
    said = answer("Complaint received on 3 March 2025, is the stage 1 response due today or when?")
    assert said.deadline
    assert said.deadline.from_on == date(2025, 3, 3)


def test_of_two_days_told_the_one_that_goes_with_the_starting_event_is_counted_from() -> None:
    said = answer("S1 received 3 March 2025, acknowledged 6 March 2025, when is the response due?")
    assert said.deadline
    assert (said.deadline.from_on, said.deadline.due_on) == (date(2025, 3, 6), date(2025, 3, 20))
    assert said.deadline.start is StartEvent.ACKNOWLEDGEMENT
    assert said.notes == ()


def test_one_day_said_twice_is_one_date() -> None:
    said = answer("Complaint received on 3 March 2025 (03/03/2025), when is the stage 1 response due?")
    assert said.deadline
    assert said.deadline.from_on == date(2025, 3, 3)


def test_a_month_is_no_day_to_count_from() -> None:
    said = answer("Complaint received in March 2025, when is the stage 1 response due?")
    assert said.deadline is None
    assert said.answered


def test_beyond_the_known_bank_holidays_there_is_a_note_and_no_guess() -> None:
    said = answer("Complaint received on 20 December 2028, when is the stage 1 response due?", today=date(2028, 12, 22))
    assert said.deadline is None
    assert "Bank holidays are known from 2016 to 2028" in said.notes[0]
    assert said.clauses[0].clause.id == "6.3"


def test_a_step_the_edition_has_no_limit_for_gets_no_date() -> None:
    said = answer("Stage 3 requested on 3 March 2025, when is the response due?")
    assert said.deadline is None
    older = answer("Stage 3 requested on 3 March 2025, when is the response due?", edition=Edition.CODE_2022)
    assert older.deadline
    assert older.deadline.due_on == date(2025, 3, 31)


# The due date in staff's own words

S1_ACK, S1_RESPONSE, S1_EXTENSION = Step.STAGE_1_ACKNOWLEDGEMENT, Step.STAGE_1_RESPONSE, Step.STAGE_1_EXTENSION
S2_ACK, S2_RESPONSE, S2_EXTENSION = Step.STAGE_2_ACKNOWLEDGEMENT, Step.STAGE_2_RESPONSE, Step.STAGE_2_EXTENSION


QUESTIONS = list(
    csv.DictReader((Path(__file__).parent / "deadline_questions.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=[asked["question"][:40] for asked in QUESTIONS])
def test_a_question_in_staff_s_own_words_gets_the_due_date_counted_by_hand(asked: dict[str, str]) -> None:
    said = answer(asked["question"], today=date.fromisoformat(asked["today"]))
    assert said.deadline, said.notes
    assert (said.deadline.step.value, said.deadline.due_on.isoformat()) == (asked["step"], asked["due"])
    assert said.clauses[0].clause.id == said.deadline.clause.id


def test_there_are_questions_enough() -> None:
    assert len({asked["question"] for asked in QUESTIONS}) >= 60


@pytest.mark.parametrize(
    ("question", "edition", "step", "due_on"),
    [
        (
            "under the 2022 code: complaint logged 3 March 2023, when's the response due",
            "2022",
            S1_RESPONSE,
            "2023-03-17",
        ),
        ("received 3 March 2023, S1 due?", "2022", S1_RESPONSE, "2023-03-24"),
        ("escalated 3 March 2023, by when", "2022", S2_RESPONSE, "2023-03-31"),
        ("extended S1, due 3 March 2023, until when", "2022", S1_EXTENSION, "2023-03-17"),
        ("stage 3 requested 3 March 2023, due?", "2022", Step.STAGE_3_RESPONSE, "2023-03-31"),
        ("complaint received 3 March 2021, response due when?", "2020", S1_RESPONSE, "2021-03-17"),
        ("escalated 3 March 2021, final response?", "2020", S2_RESPONSE, "2021-03-31"),
        ("HOS asked for evidence on 3 March 2021, when is it due?", "2020", Step.OMBUDSMAN_EVIDENCE, "2021-03-24"),
    ],
)
def test_an_old_case_is_counted_under_the_edition_of_its_day(
    question: str, edition: str, step: Step, due_on: str
) -> None:
    said = answer(question)
    assert said.deadline, said.notes
    assert (said.edition.value, said.deadline.step) == (edition, step)
    assert said.deadline.due_on.isoformat() == due_on
    assert any(edition in note for note in said.notes) or edition_asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "SAR received 3 March, how long have we got",
        "FOI logged 27 October when is it due",
        "the repair was logged on 3 March, when is it due",
        "boiler job opened 3 March, deadline?",
        "rent arrears letter received 27 october, reply by when",
        "MP enquiry received 3 March how many days to reply",
        "report received 3 March, when is it due",
        "Resident emailed on 3 March about her parking permit",
        "self-assessment due 3 March",
        "gas safety check due 5 January, when do we book",
        "board meets 27 october, when is the complaints report due",
        "how long does she have to escalate, S1 response sent 3 March",
        "S1 letter went 3 March, by when can she escalate?",
        "what must the S1 letter say, acked 3 March?",
        "complaint received 3 March about a leak in 2019, can we refuse it?",
        "has the resident escalated? acked 27 Oct",
        "our S1 reply went on 3 March, when is it due?",
        "Complaint received 3 March was about rent. Is it excluded?",
        "Escalated on 3 March but gives no reason, can we refuse?",
        "Resident escalated 3 March and wants compensation, how much?",
        "We received a complaint on 3 March, how do we log it?",
        "complaint on 3 March, who signs the response?",
        "we extended S1 on 3 March, did we have to give the ombudsman's details?",
        "S1 was due 3 March, we extended it. Did we have to give the ombudsman's details?",
        "escalated 3 March, when can she go to the ombudsman?",
        "when does the ombudsman get involved if stage 2 ended 3 March?",
        "repairs promised by 1 May are overdue and she complained 3 June, is that a new complaint?",
    ],
)
def test_what_asks_for_no_time_limit_of_the_code_gets_no_date(question: str) -> None:
    said = answer(question)
    assert said.deadline is None
    assert said.also_due == ()


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("complaint about the leak on 3 March, when do we have to ack?", "It is not clear what happened on “3 March”"),
        ("S1 3 March 2025 when due?", "It is not clear what happened on “3 March 2025”"),
        ("We wrote to her on 27 October, when is S1 due", "It is not clear what happened on “27 October”"),
        ("received 3 or 4 March, when is the ack due", "“3 or 4 March” is no one day to count from"),
        ("S1 acked in March, when is it due", "“in March” is no one day to count from"),
        ("S1 acked about two weeks ago, due when", "“about two weeks ago” is no one day"),
        ("complaint came in w/c 27 October, ack by?", "“w/c 27 October” is no one day"),
        (
            "received 30 Oct, acked 27 Oct, when is S1 due",
            "Mon 27 October 2025, the day the complaint was acknowledged at stage 1, lies before Thu 30 October 2025",
        ),
        ("received 3 March 2025, received 5 March 2025, ack by when?", "gives two days for the day the complaint was"),
        (
            "Stage 3 requested on 3 March 2025, when is the response due?",
            "The 2024 Code sets no time limit for the stage 3",
        ),
        ("HOS asked for evidence on 3 March 2025, how long", "The Ombudsman's own request sets the day."),
        (
            "S1 acked 23/12/21, when's it due?",
            "2020 Code 3.11: the 10 working days run from the day the complaint was received; you gave the day the "
            "complaint was acknowledged at stage 1. Received that same day, it is due Tue 11 January 2022; if "
            "earlier, it "
            "is due earlier. Ask again with the day the complaint was received.",
        ),
        (
            "S2 acked 3 March 2023, final response by when",
            "2022 Code 5.13: the 20 working days run from the day the request to escalate was received; you gave the "
            "day "
            "the escalation was acknowledged at stage 2.",
        ),
        (
            "resident asked for S2 on 3 March 2023, when must we ack?",
            "The 2022 Code sets no time limit for the stage 2 ack",
        ),
        (
            "logged yesterday, when must we ack?",
            "2024 Code 6.2: the 5 working days run from the day the complaint was rec",
        ),
        (
            "complaint received 3 March, resident wants stage 2, when's S2 due?",
            "Ask again with the day the escalation was acknowledged at stage 2 or the day the request to escalate was",
        ),
        ("received 3 March 2019, when is the S1 response due", "No edition of the Code was in force on 2019-03-03"),
        ("Complaint received 20 December 2028, S1 due when", "Bank holidays are known from 2016 to 2028"),
    ],
)
def test_where_no_date_follows_what_is_missing_is_said(question: str, note: str) -> None:
    said = answer(question)
    assert said.deadline is None
    assert said.working_days_left is None
    assert any(note in each for each in said.notes), said.notes
    assert "Note: " in answer_text(said)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        (
            "complaint received Monday 13 October, when is the stage 1 response due?",
            "2024 Code 6.3: the 10 working days run from the day the complaint was acknowledged at stage 1; you gave "
            "the "
            "day the complaint was received. Acknowledged the same day, it is due Mon 27 October 2025; acknowledged "
            "on the "
            "last day allowed, Mon 20 October 2025, it is due Mon 3 November 2025.",
        ),
        (
            "escalated 13 October, final response by?",
            "2024 Code 6.14: the 20 working days run from the day the escalation was acknowledged at stage 2; you "
            "gave the "
            "day the request to escalate was received. Acknowledged the same day, it is due Mon 10 November 2025; "
            "acknowledged on the last day allowed, Mon 20 October 2025, it is due Mon 17 November 2025.",
        ),
        (
            "received 3 March 2023, S1 due?",
            "2022 Code 5.1: the 10 working days run from the day the complaint was logged; you gave the day the "
            "complaint "
            "was received. Logged the same day, it is due Fri 17 March 2023; logged on the last day allowed, Fri 10 "
            "March "
            "2023, it is due Fri 24 March 2023.",
        ),
        (
            "logged 13 October, when's the response due",
            "Acknowledged the same day, it is due Mon 27 October 2025; on another day, count from that day.",
        ),
        (
            "received 13 October, logged 15 October, response when?",
            "At the latest it is due Mon 3 November 2025: acknowledged on the last day allowed.",
        ),
        (
            "received 6 October, acked 16 October, S1 due?",
            "The stage 1 acknowledgement was 3 working days late: its last day was Mon 13 October 2025 (2024 Code "
            "6.2). "
            "Counted from it, it is due Thu 30 October 2025; had it been in time, the last day would be Mon "
            "27 October 2025. The 2024 Code does not say which holds: keep to Mon 27 October 2025 if you can.",
        ),
        (
            "acked 13 October, when's the response due?",
            "The question does not say which stage: this is counted for stage 1. At stage 2 it is due Mon 10 "
            "November 2025 "
            "(2024 Code 6.14).",
        ),
        (
            "extended, original due date 13 October, till when",
            "The question does not say which stage: this is counted for stage 1. At stage 2 it is due Mon 10 "
            "November 2025 "
            "(2024 Code 6.15).",
        ),
        ("complaint received 03/04/25, ack by?", "“03/04/25” is read the British way, day first: Thu 3 April 2025."),
        (
            "S2 ack went out Monday",
            "“Monday” is taken as Mon 27 October 2025; it may mean Mon 3 November 2025. It is then due Mon 1 "
            "December 2025.",
        ),
        (
            "S1 acked 4 November, when is it due",
            "“4 November” is taken as Mon 4 November 2024; it may mean Tue 4 November 2025. It is then due Tue 18 "
            "November "
            "2025.",
        ),
        (
            "complaint received Fri 30 October, ack by?",
            "“Fri 30 October”: 30 October 2025 is a Thursday. Check the date.",
        ),
        (
            "We'll ack S1 on Friday, when is the response due?",
            "Counted as if the complaint was acknowledged at stage 1 on Fri 7",
        ),
        ("we just acked S1, when's the response due", "“just” is taken as today, Mon 3 November 2025."),
        ("S1 acked 10 April 2024, when's the response due?", "A complaint received before Mon 1 April 2024 is counted"),
    ],
)
def test_what_is_not_plain_is_named_beside_the_date(question: str, note: str) -> None:
    said = answer(question)
    assert said.deadline
    assert any(note in each for each in said.notes), said.notes


def test_on_a_wednesday_last_tuesday_may_be_yesterday_or_a_week_before() -> None:
    said = answer("escalated last Tuesday", today=date(2025, 11, 5))
    assert said.deadline
    assert said.deadline.from_on == date(2025, 11, 4)
    assert "it may mean Tue 28 October 2025. It is then due Tue 2 December 2025." in said.notes[0]


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("complaint received 13 October, when is it due?", [S1_RESPONSE, S1_ACK]),
        ("escalated 13 October", [S2_RESPONSE, S2_ACK]),
        ("complaint put in 13 October, when's the ack due and the response?", [S1_ACK, S1_RESPONSE]),
        ("received 13 October, acked 15 October, when is it due?", [S1_RESPONSE]),
        ("resident asked for S2 on 3 March 2023, when must we ack?", [S2_RESPONSE]),
    ],
)
def test_what_is_due_beside_it_is_given_too(question: str, steps: list[Step]) -> None:
    said = answer(question)
    assert [due.step for due in ((said.deadline,) if said.deadline else ()) + said.also_due] == steps
    for due in said.also_due:
        assert f"Also: {STEP_NAMES[due.step].capitalize()}: {day(due.due_on)}" in answer_text(said)


@pytest.mark.parametrize(
    ("question", "left", "words"),
    [
        ("S1 acked 27 October 2025, when due?", 5, "That leaves 5 working days, today not counted."),
        ("S1 acked 20 October 2025, when due?", 0, "No working day is left after today."),
        ("S1 acked 13 October 2025, when due?", -5, "That was 5 working days ago."),
        ("S1 acked 17 October 2025, when due?", -1, "That was 1 working day ago."),
    ],
)
def test_how_much_time_is_left_is_said(question: str, left: int, words: str) -> None:
    said = answer(question)
    assert said.working_days_left == left
    assert words in answer_text(said)


@pytest.mark.parametrize(
    ("question", "edition", "latest_on", "duties"),
    [
        ("S1 acked 13 October 2025, when due?", "2024", "2025-11-10", ["6.4", "6.4", "6.5"]),
        ("S2 acked 13 October 2025, when due?", "2024", "2025-12-08", ["6.15", "6.15", "6.16"]),
        ("logged 3 March 2023, response due?", "2022", "2023-03-31", ["5.1", "5.2", "5.3"]),
        ("escalated 3 March 2023, due?", "2022", "2023-04-18", ["5.13", "5.14", "5.15"]),
        ("complaint received 3 March 2021, response due?", "2020", "2021-03-31", ["3.11"]),
        ("stage 3 requested 3 March 2021, due?", "2020", None, ["3.11", "3.11"]),
    ],
)
def test_beside_the_due_date_stands_the_extension_and_what_goes_with_it(
    question: str, edition: str, latest_on: str | None, duties: list[str]
) -> None:
    said = answer(question)
    assert said.deadline
    assert said.deadline.extension
    extension = said.deadline.extension
    assert said.edition.value == edition
    assert extension.latest_on == (date.fromisoformat(latest_on) if latest_on else None)
    assert [duty.clause.id for duty in extension.duties] == duties
    text = answer_text(said)
    for duty in extension.duties:
        assert duty.what[:40] in text
    if latest_on:
        assert day(date.fromisoformat(latest_on)) in text


def test_what_starts_the_clock_in_the_edition_is_said() -> None:
    text = answer_text(answer("complaint received 13 October 2025, S1 response due?"))
    assert "Under the 2024 Code the clock starts on the day the complaint was acknowledged at stage 1" in text


def test_what_starts_the_clock_is_not_said_twice() -> None:
    text = " ".join(answer_text(answer("S1 acked 23/12/25, when's it due?")).split())
    assert "clock starts" not in text


def test_the_json_gains_fields_and_loses_none() -> None:
    said = answer_as_json(answer("escalated 13 October 2025"))
    assert list(said) == ["answered", "clauses", "policy", "deadline", "also_due", "notes"]
    assert {"step", "from", "due", "working_days", "clause"} <= set(said["deadline"])
    assert said["deadline"]["clock_starts_at"] == "stage_2_acknowledgement"
    assert said["deadline"]["working_days_left"] == 10
    assert said["deadline"]["extension"]["latest"] == "2025-12-15"
    assert said["deadline"]["extension"]["send"][-1]["clause"] == {"edition": "2024", "id": "6.16"}
    assert said["also_due"][0]["due"] == "2025-10-20"
    plain = answer_as_json(answer("S1 acked 13 October 2025, when due?"))
    assert list(plain) == ["answered", "clauses", "policy", "deadline"]
    assert answer_as_json(answer("what is a complaint?"))["deadline"] is None


@pytest.mark.parametrize("policy", [None, "barnet", "brent"])
@pytest.mark.parametrize(
    "question",
    [
        "escalated 13 October 2025",
        "received 6 October 2025, acked 16 October 2025, S1 due?",
        "acked 3/4/24, until when can we extend",
        "complaint about the leak on 3 March, when do we have to ack?",
        "HOS asked for evidence on 3 March 2025, how long",
        "<!channel> & " * 40 + "escalated 13 October 2025, when due?",
        "received " + "3 March, 4 March, " * 60 + " when is S1 due?",
    ],
)
def test_the_card_of_a_due_date_stays_within_slacks_limits(question: str, policy: str | None) -> None:
    said = answer(question, policy=load_policy(policy) if policy else None)
    blocks = [block.to_dict() for block in answer_card(said)]
    assert refuse_blocks(blocks) is None
    assert "<!channel>" not in str(blocks)
    assert len(answer_in_a_line(said)) <= 300


def test_the_card_shows_what_the_text_shows() -> None:
    said = answer("escalated 13 October 2025")
    shown = str([block.to_dict() for block in answer_card(said)])
    for words in ("Mon 17 November 2025", "Also due", "With the full extension", "the Ombudsman's contact details"):
        assert words.replace("'", "\\'") in shown or words in shown
    assert answer_in_a_line(said) == "Due Mon 17 November 2025: stage 2 response"
    unclear = answer("S1 acked in March, when is it due")
    assert answer_in_a_line(unclear).startswith("No due date: “in March” is no one day")


def test_the_landlord_s_shorter_time_counts_from_its_own_event_where_both_are_told() -> None:
    said = answer("received 13 October, acked 17 October, S1 due?", policy=load_policy("barnet"))
    assert said.deadline
    assert (said.deadline.start, said.deadline.from_on) == (StartEvent.RECEIPT, date(2025, 10, 13))
    assert (said.deadline.due_on, said.deadline.latest_on) == (date(2025, 10, 27), date(2025, 10, 31))
    assert said.deadline.extension
    assert said.deadline.extension.due_on == date(2025, 11, 10)
    assert said.deadline.extension.latest_on == date(2025, 11, 14)
    assert "With the full extension: Mon 10 November 2025; by the Code alone Fri 14 November 2025" in answer_text(said)


def test_a_late_acknowledgement_is_named_beside_the_landlord_s_own_time_too() -> None:
    said = answer("received 13 October, acked 22 October, S1 due?", policy=load_policy("barnet"))
    assert said.deadline
    assert (said.deadline.due_on, said.deadline.latest_on) == (date(2025, 10, 27), date(2025, 11, 5))
    assert "The stage 1 acknowledgement was 2 working days late: its last day was Mon 20 October 2025" in said.notes[0]
    assert "had it been in time, the last day would be Mon 3 November 2025" in said.notes[0]


@given(st.text(max_size=200), st.dates(date(2020, 7, 1), date(2027, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_no_question_breaks_it(words: str, today: date) -> None:
    due_of(words, today)


PIECES = st.lists(
    st.sampled_from(
        """received acked escalated logged due S1 S2 stage not yet must be by when ? , . and 3/4/25 31/02 29/2 Tuesday
        last next week the 3rd 31st Nov 24 yesterday 999 WD ago extension to from or 5 may complaint 0 days just same
        """.split()  # noqa: SIM905 - as words it can be read
    ),
    max_size=14,
)


@given(PIECES, st.dates(date(2020, 7, 1), date(2027, 12, 31)))
@settings(max_examples=300, deadline=None)
def test_no_jumble_of_staff_s_words_breaks_it_and_no_date_is_a_day_off(words: list[str], today: date) -> None:
    due = due_of(" ".join(words), today)
    assert due is None or is_working_day(due, bank_holidays())


def due_of(question: str, today: date) -> date | None:
    case = case_asked(question, today)
    due = due_dates(case, Edition.CODE_2024).deadline if case else None
    return due.due_on if due else None


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


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("designated person rule", "2020 Code 3.9"),
        ("how long to send evidence to the ombudsman", "2020 Code 3.20"),
    ],
)
def test_a_rule_that_ended_is_named_as_ended_where_the_code_in_force_says_nothing(question: str, rule: str) -> None:
    said = answer_question(question, today=TODAY)
    assert not said.answered
    assert said.ended
    assert rule in said.ended
    assert "Ended." in answer_text(said)


def test_a_question_that_no_edition_answers_names_no_ended_rule() -> None:
    assert answer_question("what's the weather", today=TODAY).ended is None


@pytest.mark.parametrize("words", ["31 February", "30 Feb"])
def test_a_day_that_no_month_has_is_asked_back(words: str) -> None:
    said = answer_question(f"escalated on {words}, when is it due?", today=TODAY)
    assert said.deadline is None
    assert any(f"“{words}” is no one day" in note for note in said.notes)


def test_an_acknowledgement_that_was_responded_to_is_stage_1_s() -> None:
    said = answer_question("acknowledged 3 March and responded 4 March, when must stage 2 be out", today=TODAY)
    assert said.deadline is None
    assert any("you gave the day the complaint was acknowledged at stage 1" in note for note in said.notes)
