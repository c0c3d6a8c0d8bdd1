"""The timetable of a case: every step counted by hand, what is not known yet, and what came late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.deadlines import TIMESCALES
from knowledge.edition import Edition
from knowledge.policies import Step, load_policy
from knowledge.timetable import CaseEvents, EventsOutOfOrder, Timetable, timetable
from knowledge.working_days import BankHolidaysUnknown, bank_holidays, is_working_day

S1_ACK, S1_RESPONSE, S1_EXTENSION = Step.STAGE_1_ACKNOWLEDGEMENT, Step.STAGE_1_RESPONSE, Step.STAGE_1_EXTENSION
S2_ACK, S2_RESPONSE, S2_EXTENSION = Step.STAGE_2_ACKNOWLEDGEMENT, Step.STAGE_2_RESPONSE, Step.STAGE_2_EXTENSION
S3_RESPONSE = Step.STAGE_3_RESPONSE
RECEIVED = date(2024, 6, 3)


def a_timetable(edition: str = "2024", policy: str | None = None, **days: Any) -> Timetable:
    return timetable(CaseEvents(**days), Edition(edition), load_policy(policy) if policy else None)


def dates(table: Timetable) -> dict[Step, tuple[str, str | None]]:
    return {row.step: (row.state, row.due_on.isoformat() if row.due_on else None) for row in table.rows}


def the_row(table: Timetable, step: Step) -> Any:
    return next(row for row in table.rows if row.step is step)


# The worked example: received Monday 3 June 2024, acknowledged and logged Thursday 6 June.


@pytest.mark.parametrize(
    ("edition", "response_on", "extended_on"),
    [("2020", "2024-06-17", "2024-07-01"), ("2022", "2024-06-20", "2024-07-04"), ("2024", "2024-06-20", "2024-07-04")],
)
def test_one_complaint_has_three_answers(edition: str, response_on: str, extended_on: str) -> None:
    table = a_timetable(edition, received_on=RECEIVED, acknowledged_on=date(2024, 6, 6), logged_on=date(2024, 6, 6))
    assert dates(table)[S1_ACK] == ("counted", "2024-06-10")
    assert dates(table)[S1_RESPONSE] == ("counted", response_on)
    assert dates(table)[S1_EXTENSION] == ("counted", extended_on)
    assert table.notes == ()


def test_a_case_just_received_has_last_compliant_dates_and_steps_that_wait() -> None:
    assert dates(a_timetable(received_on=RECEIVED)) == {
        S1_ACK: ("counted", "2024-06-10"),
        S1_RESPONSE: ("last compliant", "2024-06-24"),
        S1_EXTENSION: ("last compliant", "2024-07-08"),
        S2_ACK: ("not yet", None),
        S2_RESPONSE: ("not yet", None),
        S2_EXTENSION: ("not yet", None),
    }


def test_in_2020_the_response_is_counted_from_receipt_at_once() -> None:
    assert dates(a_timetable("2020", received_on=date(2021, 3, 3))) == {
        S1_ACK: ("counted", "2021-03-10"),
        S1_RESPONSE: ("counted", "2021-03-17"),
        S1_EXTENSION: ("counted", "2021-03-31"),
        S2_RESPONSE: ("not yet", None),
        S2_EXTENSION: ("not yet", None),
        S3_RESPONSE: ("not yet", None),
    }


def test_a_case_at_stage_2_keeps_both_stages() -> None:
    table = a_timetable(
        received_on=date(2025, 9, 1),
        acknowledged_on=date(2025, 9, 4),
        responded_on=date(2025, 9, 18),
        escalated_on=date(2025, 10, 13),
        stage_2_acknowledged_on=date(2025, 10, 15),
    )
    assert dates(table) == {
        S1_ACK: ("counted", "2025-09-08"),
        S1_RESPONSE: ("counted", "2025-09-18"),
        S1_EXTENSION: ("counted", "2025-10-02"),
        S2_ACK: ("counted", "2025-10-20"),
        S2_RESPONSE: ("counted", "2025-11-12"),
        S2_EXTENSION: ("counted", "2025-12-10"),
    }
    assert [row.days_late for row in table.rows] == [0] * 6
    assert [row.done_on for row in table.rows][:2] == [date(2025, 9, 4), date(2025, 9, 18)]


def test_an_escalation_not_yet_acknowledged_has_a_last_compliant_response() -> None:
    table = a_timetable(received_on=date(2025, 9, 1), escalated_on=date(2025, 10, 13))
    assert dates(table)[S2_ACK] == ("counted", "2025-10-20")
    assert dates(table)[S2_RESPONSE] == ("last compliant", "2025-11-17")
    assert dates(table)[S2_EXTENSION] == ("last compliant", "2025-12-15")


def test_an_escalation_is_all_that_2022_needs_for_stage_2() -> None:
    table = a_timetable("2022", received_on=date(2023, 2, 1), escalated_on=date(2023, 3, 3))
    assert dates(table)[S2_RESPONSE] == ("counted", "2023-03-31")
    assert dates(table)[S2_EXTENSION] == ("counted", "2023-04-18")
    assert S2_ACK not in dates(table)


# What came late


def test_after_a_late_acknowledgement_both_dates_are_kept() -> None:
    table = a_timetable(received_on=RECEIVED, acknowledged_on=date(2024, 6, 13))
    assert (the_row(table, S1_ACK).done_on, the_row(table, S1_ACK).days_late) == (date(2024, 6, 13), 3)
    response = the_row(table, S1_RESPONSE)
    assert (response.due_on, response.last_if_in_time_on) == (date(2024, 6, 27), date(2024, 6, 24))
    extended = the_row(table, S1_EXTENSION)
    assert (extended.due_on, extended.last_if_in_time_on) == (date(2024, 7, 11), date(2024, 7, 8))
    [note] = table.notes
    assert "counted from it, it is due Thu 27 June 2024; had it been in time, Mon 24 June 2024" in note


def test_at_stage_2_too() -> None:
    table = a_timetable(escalated_on=date(2025, 10, 13), stage_2_acknowledged_on=date(2025, 10, 22))
    assert the_row(table, S2_ACK).days_late == 2
    response = the_row(table, S2_RESPONSE)
    assert (response.due_on, response.last_if_in_time_on) == (date(2025, 11, 19), date(2025, 11, 17))
    assert "stage 2 response" in table.notes[0]


def test_an_acknowledgement_in_time_leaves_one_date() -> None:
    table = a_timetable(received_on=RECEIVED, acknowledged_on=date(2024, 6, 10))
    assert the_row(table, S1_RESPONSE).due_on == date(2024, 6, 24)
    assert [row.last_if_in_time_on for row in table.rows] == [None] * 6
    assert table.notes == ()


def test_a_response_after_its_day_is_late_and_within_the_extension_not() -> None:
    table = a_timetable(received_on=RECEIVED, acknowledged_on=date(2024, 6, 6), responded_on=date(2024, 6, 25))
    assert the_row(table, S1_RESPONSE).days_late == 3
    assert the_row(table, S1_EXTENSION).days_late == 0


def test_the_first_step_is_done_once_the_complaint_is_logged_as_well() -> None:
    table = a_timetable(received_on=RECEIVED, acknowledged_on=date(2024, 6, 6), logged_on=date(2024, 6, 11))
    assert (the_row(table, S1_ACK).done_on, the_row(table, S1_ACK).days_late) == (date(2024, 6, 11), 1)
    assert the_row(a_timetable(received_on=RECEIVED, logged_on=RECEIVED), S1_ACK).done_on is None


@pytest.mark.parametrize(
    ("edition", "days", "taken"),
    [
        ("2024", {"logged_on": date(2024, 6, 6)}, "the day the complaint was logged is taken for it"),
        ("2022", {"acknowledged_on": date(2024, 6, 6)}, "the day the complaint was acknowledged at stage 1 is taken"),
    ],
)
def test_logging_and_acknowledging_are_taken_for_each_other_and_it_is_said(
    edition: str, days: dict[str, Any], taken: str
) -> None:
    table = a_timetable(edition, received_on=RECEIVED, **days)
    assert dates(table)[S1_RESPONSE] == ("counted", "2024-06-20")
    assert taken in table.notes[0]


# The landlord's own times


def test_the_landlord_s_shorter_times_are_kept_beside_the_code_s() -> None:
    table = a_timetable(policy="barnet", received_on=date(2025, 10, 13), acknowledged_on=date(2025, 10, 14))
    assert dates(table)[S1_ACK] == ("counted", "2025-10-15")
    response = the_row(table, S1_RESPONSE).deadline
    assert (response.due_on, response.latest_on) == (date(2025, 10, 27), date(2025, 10, 28))
    extended = the_row(table, S1_EXTENSION).deadline
    assert (extended.due_on, extended.latest_on) == (date(2025, 11, 10), date(2025, 11, 11))
    assert table.policy == "barnet"


def test_a_policy_beyond_the_code_moves_no_date() -> None:
    received = date(2025, 10, 13)
    assert dates(a_timetable(policy="brent", received_on=received)) == dates(a_timetable(received_on=received))


# What cannot be


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, "Give at least one day"),
        ({"responded_on": RECEIVED}, "Give at least one day"),
        (
            {"received_on": RECEIVED, "acknowledged_on": date(2024, 6, 2)},
            "acknowledged on 2024-06-02, before it was rec",
        ),
        ({"received_on": RECEIVED, "logged_on": date(2024, 5, 3)}, "logged on 2024-05-03, before it was received"),
        (
            {"received_on": RECEIVED, "escalated_on": date(2023, 6, 3)},
            "escalated on 2023-06-03, before it was received",
        ),
        (
            {"escalated_on": RECEIVED, "stage_2_acknowledged_on": date(2024, 6, 2)},
            "acknowledged at stage 2 on 2024-06-02, before it was escalated on 2024-06-03. Check the days.",
        ),
        ({"acknowledged_on": RECEIVED, "responded_on": date(2024, 6, 2)}, "answered on 2024-06-02, before it was ackn"),
    ],
)
def test_events_that_cannot_be_in_that_order_are_refused(days: dict[str, Any], said: str) -> None:
    with pytest.raises(EventsOutOfOrder, match=said):
        a_timetable(**days)


def test_a_case_beyond_the_known_bank_holidays_is_refused() -> None:
    with pytest.raises(BankHolidaysUnknown, match="2016 to 2028"):
        a_timetable(received_on=date(2028, 12, 20))


@given(
    st.sampled_from(list(Edition)),
    st.dates(date(2020, 7, 1), date(2027, 6, 1)),
    st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=5, max_size=5),
    st.sampled_from([None, "barnet", "brent"]),
)
def test_every_timetable_has_every_step_in_order_and_no_day_off(
    edition: Edition, received: date, gaps: list[int | None], policy: str | None
) -> None:
    names = ["logged_on", "acknowledged_on", "responded_on", "escalated_on", "stage_2_acknowledged_on"]
    day = received
    days: dict[str, Any] = {"received_on": received}
    for name, gap in zip(names, gaps, strict=True):
        if gap is not None:
            day += timedelta(days=gap)
            days[name] = day
    table = a_timetable(edition.value, policy, **days)
    assert {row.step for row in table.rows} == set(TIMESCALES[edition]) - {Step.OMBUDSMAN_EVIDENCE}
    for row in table.rows:
        assert (row.deadline is None) == (row.state == "not yet")
        if row.deadline:
            assert is_working_day(row.deadline.due_on, bank_holidays())
            assert row.deadline.due_on <= row.deadline.latest_on
            assert row.days_late == 0 or (row.done_on and row.done_on > row.deadline.due_on)
            assert row.last_if_in_time_on is None or row.last_if_in_time_on < row.deadline.latest_on
    for response, extended in ((S1_RESPONSE, S1_EXTENSION), (S2_RESPONSE, S2_EXTENSION)):
        due, more = the_row(table, response).due_on, the_row(table, extended).due_on
        assert (due is None) == (more is None)
        assert due is None or due < more
