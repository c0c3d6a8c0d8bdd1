"""Due dates: a table counted by hand on a calendar, and properties no count may break."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import load_edition
from knowledge.deadlines import TIMESCALES, StepNotInEdition, UnknownStep, deadline, step_named
from knowledge.edition import Edition
from knowledge.policies import StartEvent, Step, load_policy
from knowledge.working_days import (
    BankHolidaysUnknown,
    add_working_days,
    bank_holidays,
    is_working_day,
    working_days_between,
)

CASES = list(csv.DictReader((Path(__file__).parent / "deadline_cases.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_due_date_is_the_one_counted_by_hand(case: dict[str, str]) -> None:
    policy = load_policy(case["policy"]) if case["policy"] else None
    step, edition, from_on = Step(case["step"]), Edition(case["edition"]), date.fromisoformat(case["from"])
    if case["due"] == "error":
        with pytest.raises(StepNotInEdition, match="sets no time limit"):
            deadline(step, from_on, edition, policy)
    else:
        assert deadline(step, from_on, edition, policy).due_on == date.fromisoformat(case["due"])


def test_the_table_counted_by_hand_is_large_enough() -> None:
    assert len([case for case in CASES if case["due"] != "error"]) >= 40


def test_the_2024_time_limits_are_those_stated_beside_their_clauses() -> None:
    names = {"escalation_request_received": "escalation_request"}
    stated = {
        (t.what, t.working_days, names.get(t.start or "", t.start), clause.id)
        for clause in load_edition(Edition.CODE_2024).clauses
        if (t := clause.timescale) and t.working_days
    }
    ours = {(t.step.value, t.working_days, t.start.value, t.clause) for t in TIMESCALES[Edition.CODE_2024].values()}
    assert ours == stated


def test_the_worked_example_counts_from_three_different_events() -> None:
    received, acknowledged = date(2024, 6, 3), date(2024, 6, 6)
    step = Step.STAGE_1_RESPONSE
    assert deadline(step, received, Edition.CODE_2020).due_on == date(2024, 6, 17)
    assert deadline(step, acknowledged, Edition.CODE_2022).due_on == date(2024, 6, 20)
    assert deadline(step, acknowledged, Edition.CODE_2024).due_on == date(2024, 6, 20)
    assert deadline(Step.STAGE_1_EXTENSION, date(2024, 6, 20), Edition.CODE_2024).due_on == date(2024, 7, 4)


def test_from_receipt_the_2024_response_may_take_the_acknowledgements_days_as_well() -> None:
    due = deadline(Step.STAGE_1_RESPONSE, date(2025, 9, 1), Edition.CODE_2024, told_of=StartEvent.RECEIPT)
    assert (due.due_on, due.working_days) == (date(2025, 9, 22), 15)


@pytest.mark.parametrize(
    ("edition", "step", "due_on"),
    [
        pytest.param(Edition.CODE_2020, Step.STAGE_1_RESPONSE, date(2020, 11, 16), id="20 days where the Code has 10"),
        pytest.param(Edition.CODE_2024, Step.STAGE_2_RESPONSE, date(2020, 12, 7), id="30 days where the Code has 25"),
    ],
)
def test_a_policy_never_goes_beyond_the_code(edition: Edition, step: Step, due_on: date) -> None:
    due = deadline(step, date(2020, 11, 2), edition, load_policy("brent"))
    assert due.policy_exceeds_code
    assert due.due_on == due.latest_on == due_on


def test_a_shorter_policy_is_kept() -> None:
    due = deadline(Step.STAGE_1_ACKNOWLEDGEMENT, date(2025, 9, 1), Edition.CODE_2024, load_policy("barnet"))
    assert (due.due_on, due.latest_on) == (date(2025, 9, 3), date(2025, 9, 8))
    assert not due.policy_exceeds_code


@pytest.mark.parametrize("name", ["stage_1_response", "stage 1 response", "S1-response", "Stage1 Response"])
def test_a_step_is_understood_however_it_is_spelt(name: str) -> None:
    assert step_named(name) is Step.STAGE_1_RESPONSE


def test_an_unknown_step_names_those_there_are() -> None:
    with pytest.raises(UnknownStep, match="stage_1_acknowledgement"):
        step_named("teatime")


def test_one_off_bank_holidays_are_known() -> None:
    one_off = {date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    assert one_off <= bank_holidays()
    assert date(2020, 5, 4) not in bank_holidays()


@pytest.mark.parametrize("start_on", [date(2015, 12, 31), date(2028, 12, 29), date(2031, 1, 1)])
def test_a_count_beyond_the_known_years_is_refused(start_on: date) -> None:
    with pytest.raises(BankHolidaysUnknown, match="2016 to 2028"):
        add_working_days(start_on, 5, bank_holidays())


DAYS = st.dates(date(2016, 1, 1), date(2028, 9, 1))


@given(DAYS, st.integers(1, 60))
def test_a_due_date_is_a_working_day_and_agrees_with_a_plain_loop(start_on: date, working_days: int) -> None:
    due_on = add_working_days(start_on, working_days, bank_holidays())
    counted, day = 0, start_on
    while counted < working_days:
        day += timedelta(days=1)
        if day.strftime("%a") not in {"Sat", "Sun"} and day not in bank_holidays():
            counted += 1
    assert due_on == day
    assert is_working_day(due_on, bank_holidays())
    assert working_days_between(start_on, due_on, bank_holidays()) == working_days


@given(DAYS, st.integers(1, 60))
def test_a_later_start_is_never_due_earlier(start_on: date, working_days: int) -> None:
    holidays = bank_holidays()
    assert add_working_days(start_on, working_days, holidays) <= add_working_days(
        start_on + timedelta(days=1), working_days, holidays
    )
