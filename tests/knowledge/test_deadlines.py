"""Due dates: a table counted by hand on a calendar, and properties no count may break."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import load_edition
from knowledge.deadlines import (
    TIMESCALES,
    StepNotInEdition,
    UnknownStep,
    days_allowed,
    deadline,
    deadline_in_case,
    relation,
    step_named,
    timescale_for,
)
from knowledge.edition import Edition
from knowledge.extensions import EXTENSION_OF
from knowledge.policies import StartEvent, Step, load_policy
from knowledge.working_days import (
    BankHolidaysUnknown,
    add_working_days,
    bank_holidays,
    is_working_day,
    working_days_between,
)

TABLE = list(csv.DictReader((Path(__file__).parent / "deadline_table.csv").read_text(encoding="utf-8").splitlines()))
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


@pytest.mark.parametrize("row", TABLE, ids=[f"{row['case']}-{row['edition']}-{row['step']}" for row in TABLE])
def test_a_due_date_is_that_of_the_independent_table(row: dict[str, str]) -> None:
    """Whoever made the table has not seen the code, nor the library that holds the bank holidays."""
    due = deadline(Step(row["step"]), date.fromisoformat(row["from"]), Edition(row["edition"]))
    assert (due.due_on.isoformat(), due.working_days) == (row["due"], int(row["working_days"])), row["note"]
    assert (due.start.value, due.clock.value, due.clause.id) == (row["start"], row["start"], row["clause"])
    assert due.latest_on == due.due_on


def test_the_independent_table_has_300_rows_over_every_step_of_every_edition() -> None:
    assert len(TABLE) == 300
    assert {(row["edition"], row["step"]) for row in TABLE} == {
        (edition.value, step.value) for edition in Edition for step in TIMESCALES[edition]
    }


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


# Events told that are not the one the clock starts at

RECEIPT, LOGGED, ACKNOWLEDGEMENT = StartEvent.RECEIPT, StartEvent.LOGGED, StartEvent.ACKNOWLEDGEMENT
ESCALATION, STAGE_2_ACK = StartEvent.ESCALATION_REQUEST, StartEvent.STAGE_2_ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    ("step", "start", "edition", "days"),
    [
        (Step.STAGE_1_RESPONSE, RECEIPT, Edition.CODE_2020, 10),
        (Step.STAGE_1_RESPONSE, RECEIPT, Edition.CODE_2022, 5 + 10),
        (Step.STAGE_1_RESPONSE, RECEIPT, Edition.CODE_2024, 5 + 10),
        (Step.STAGE_1_EXTENSION, RECEIPT, Edition.CODE_2020, 10 + 10),
        (Step.STAGE_1_EXTENSION, RECEIPT, Edition.CODE_2022, 5 + 10 + 10),
        (Step.STAGE_1_EXTENSION, RECEIPT, Edition.CODE_2024, 5 + 10 + 10),
        (Step.STAGE_1_EXTENSION, ACKNOWLEDGEMENT, Edition.CODE_2024, 10 + 10),
        (Step.STAGE_2_RESPONSE, ESCALATION, Edition.CODE_2022, 20),
        (Step.STAGE_2_RESPONSE, ESCALATION, Edition.CODE_2024, 5 + 20),
        (Step.STAGE_2_EXTENSION, ESCALATION, Edition.CODE_2020, 20 + 10),
        (Step.STAGE_2_EXTENSION, ESCALATION, Edition.CODE_2022, 20 + 10),
        (Step.STAGE_2_EXTENSION, ESCALATION, Edition.CODE_2024, 5 + 20 + 20),
        (Step.STAGE_1_RESPONSE, LOGGED, Edition.CODE_2024, 10),
    ],
)
def test_the_days_before_the_clock_starts_are_allowed_too(
    step: Step, start: StartEvent, edition: Edition, days: int
) -> None:
    assert days_allowed(step, start, edition) == days


@pytest.mark.parametrize(
    ("told", "clock", "lies"),
    [
        (RECEIPT, RECEIPT, "same"),
        (RECEIPT, ACKNOWLEDGEMENT, "earlier"),
        (ACKNOWLEDGEMENT, RECEIPT, "later"),
        (LOGGED, ACKNOWLEDGEMENT, "beside"),
        (ESCALATION, STAGE_2_ACK, "earlier"),
        (STAGE_2_ACK, ESCALATION, "later"),
        (RECEIPT, ESCALATION, "apart"),
        (RECEIPT, StartEvent.OMBUDSMAN_REQUEST, "apart"),
    ],
)
def test_events_of_a_stage_have_an_order(told: StartEvent, clock: StartEvent, lies: str) -> None:
    assert relation(told, clock) == lies


RECEIVED_ON, ACKNOWLEDGED_ON = date(2025, 10, 13), date(2025, 10, 17)


@pytest.mark.parametrize(
    ("events", "start", "due_on"),
    [
        ({RECEIPT: RECEIVED_ON}, RECEIPT, date(2025, 11, 3)),
        ({RECEIPT: RECEIVED_ON, ACKNOWLEDGEMENT: ACKNOWLEDGED_ON}, ACKNOWLEDGEMENT, date(2025, 10, 31)),
        ({LOGGED: ACKNOWLEDGED_ON}, LOGGED, date(2025, 10, 31)),
        (
            {RECEIPT: RECEIVED_ON, LOGGED: date(2025, 10, 14), ACKNOWLEDGEMENT: ACKNOWLEDGED_ON},
            ACKNOWLEDGEMENT,
            date(2025, 10, 31),
        ),
    ],
)
def test_a_case_counts_from_the_event_nearest_to_the_one_the_clock_starts_at(
    events: dict[StartEvent, date], start: StartEvent, due_on: date
) -> None:
    due = deadline_in_case(Step.STAGE_1_RESPONSE, events, Edition.CODE_2024)
    assert due
    assert (due.start, due.due_on, due.clock) == (start, due_on, ACKNOWLEDGEMENT)


@pytest.mark.parametrize(
    ("step", "edition", "events"),
    [
        (Step.STAGE_1_RESPONSE, Edition.CODE_2020, {ACKNOWLEDGEMENT: ACKNOWLEDGED_ON}),
        (Step.STAGE_2_RESPONSE, Edition.CODE_2022, {STAGE_2_ACK: ACKNOWLEDGED_ON}),
        (Step.STAGE_1_ACKNOWLEDGEMENT, Edition.CODE_2024, {LOGGED: ACKNOWLEDGED_ON}),
        (Step.STAGE_2_RESPONSE, Edition.CODE_2024, {RECEIPT: RECEIVED_ON}),
        (Step.STAGE_2_EXTENSION, Edition.CODE_2024, {RECEIPT: RECEIVED_ON}),
        (Step.STAGE_1_RESPONSE, Edition.CODE_2024, {}),
    ],
)
def test_a_later_event_gives_no_date_for_the_clock_that_started_before_it(
    step: Step, edition: Edition, events: dict[StartEvent, date]
) -> None:
    assert deadline_in_case(step, events, edition) is None


# More time


@pytest.mark.parametrize(
    ("edition", "step", "clauses"),
    [
        (Edition.CODE_2020, Step.STAGE_1_RESPONSE, {"3.11"}),
        (Edition.CODE_2020, Step.STAGE_2_RESPONSE, {"3.11"}),
        (Edition.CODE_2020, Step.STAGE_3_RESPONSE, {"3.11"}),
        (Edition.CODE_2022, Step.STAGE_1_RESPONSE, {"5.1", "5.2", "5.3"}),
        (Edition.CODE_2022, Step.STAGE_2_RESPONSE, {"5.13", "5.14", "5.15"}),
        (Edition.CODE_2022, Step.STAGE_3_RESPONSE, {"5.18", "5.19"}),
        (Edition.CODE_2024, Step.STAGE_1_RESPONSE, {"6.4", "6.5"}),
        (Edition.CODE_2024, Step.STAGE_2_RESPONSE, {"6.15", "6.16"}),
    ],
)
def test_a_response_carries_its_extension_and_the_clauses_on_what_goes_with_it(
    edition: Edition, step: Step, clauses: set[str]
) -> None:
    due = deadline(step, date(2025, 10, 13), edition)
    assert due.extension
    assert {duty.clause.id for duty in due.extension.duties} == clauses
    assert due.extension.clause.id in clauses
    if extended := EXTENSION_OF.get(step):
        assert due.extension.working_days == timescale_for(extended, edition).working_days
        assert due.extension.latest_on == deadline(extended, due.due_on, edition).due_on
    else:
        assert (due.extension.working_days, due.extension.latest_on) == (None, None)


@pytest.mark.parametrize("edition", list(Edition))
def test_what_is_said_of_an_extension_stands_in_the_clause_that_is_cited(edition: Edition) -> None:
    words = {
        "Ombudsman's contact details": ("contact details", "Ombudsman"),
        "agreement of both parties": ("agreed by both parties",),
        "explanation": ("explanation",),
        "panel": ("panel",),
        "why more time": ("clear account of why", "As 6.4"),
        "day to expect the response": ("when to expect the response",),
    }
    checked = 0
    for step in TIMESCALES[edition]:
        more = deadline(step, date(2025, 10, 13), edition).extension
        for duty in more.duties if more else ():
            for said, stands in words.items():
                if said in duty.what:
                    checked += 1
                    assert any(each in duty.clause.words for each in stands), (duty.what, duty.clause.reference)
    assert checked >= 4


@pytest.mark.parametrize("edition", list(Edition))
def test_an_acknowledgement_cannot_be_extended(edition: Edition) -> None:
    assert deadline(Step.STAGE_1_ACKNOWLEDGEMENT, date(2025, 10, 13), edition).extension is None


def test_where_the_extension_leaves_the_known_bank_holidays_the_due_date_stands() -> None:
    due = deadline(Step.STAGE_1_RESPONSE, date(2028, 12, 12), Edition.CODE_2024)
    assert due.due_on == date(2028, 12, 28)
    assert due.extension
    assert (due.extension.working_days, due.extension.latest_on) == (10, None)


EVENTS = st.sampled_from(list(StartEvent))


@given(DAYS, EVENTS, st.sampled_from([(edition, step) for edition in Edition for step in TIMESCALES[edition]]))
def test_whatever_it_is_counted_from_a_due_date_is_a_working_day_and_agrees_with_a_plain_loop(
    on: date, told: StartEvent, asked: tuple[Edition, Step]
) -> None:
    edition, step = asked
    due = deadline_in_case(step, {told: on}, edition)
    if due is None:
        return
    assert is_working_day(due.due_on, bank_holidays())
    counted, day = 0, on
    while counted < days_allowed(step, told, edition):
        day += timedelta(days=1)
        counted += day.strftime("%a") not in {"Sat", "Sun"} and day not in bank_holidays()
    assert due.due_on == due.latest_on == day
    assert due.working_days == working_days_between(on, day, bank_holidays())


@given(
    DAYS, st.integers(0, 30), st.sampled_from([(edition, step) for edition in Edition for step in TIMESCALES[edition]])
)
def test_a_case_that_begins_later_is_never_due_earlier(on: date, later: int, asked: tuple[Edition, Step]) -> None:
    edition, step = asked
    clock = timescale_for(step, edition).start
    first = deadline_in_case(step, {clock: on}, edition)
    second = deadline_in_case(step, {clock: on + timedelta(days=later)}, edition)
    assert first
    assert second
    assert first.due_on <= second.due_on
    if first.extension and first.extension.latest_on and second.extension and second.extension.latest_on:
        assert first.due_on <= first.extension.latest_on <= second.extension.latest_on


@given(DAYS, st.sampled_from(["barnet", "brent"]))
def test_a_landlord_s_own_time_never_goes_beyond_the_code(on: date, name: str) -> None:
    for edition in Edition:
        for step in TIMESCALES[edition]:
            due = deadline(step, on, edition, load_policy(name))
            assert due.due_on <= due.latest_on
            if due.extension and due.extension.due_on and due.extension.latest_on:
                assert due.extension.due_on <= due.extension.latest_on
