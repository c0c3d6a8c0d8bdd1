"""Dates in a message, in British order, against the day it was received."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.dates import find_dates, months_before, older_than

RECEIVED = date(2025, 11, 12)


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("on 23/12/24 you wrote", "2024-12-23", "2024-12-23"),
        ("12.02.24", "2024-02-12", "2024-02-12"),
        ("since June", "2025-06-01", "2025-06-30"),
        ("last March", "2025-03-01", "2025-03-31"),
        ("back in 2021", "2021-01-01", "2021-12-31"),
        ("three yrs ago", "2022-10-13", "2022-12-12"),
        ("18 months ago", "2024-04-12", "2024-06-11"),
        ("two summers ago", "2024-06-01", "2024-08-31"),
        ("the winter before last", "2023-12-01", "2024-02-29"),
        ("on the 3rd of March 2024", "2024-03-03", "2024-03-03"),
        ("nov '23", "2023-11-01", "2023-11-30"),
        ("half a year ago", "2025-04-27", "2025-05-27"),
        ("a couple of weeks ago", "2025-10-29", "2025-10-29"),
        ("last tuesday", "2025-11-11", "2025-11-11"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("14 June last year", "2024-06-14", "2024-06-14"),
        ("summer of last year", "2024-06-01", "2024-08-31"),
        ("the June before last", "2024-06-01", "2024-06-30"),
        ("in April '24", "2024-04-01", "2024-04-30"),
        ("in April of '23", "2023-04-01", "2023-04-30"),
        ("spring of twenty twenty-three", "2023-03-01", "2023-05-31"),
        ("scaffolding 2023", "2023-01-01", "2023-12-31"),
        ("Feb 24", "2024-02-01", "2025-02-24"),
        ("2 yrs and 3 mths ago", "2023-07-28", "2023-08-27"),
        ("I sat on it for sixteen months", "2024-06-12", "2024-08-11"),
        ("two years on", "2023-10-13", "2023-12-12"),
        ("last Christmas", "2024-12-01", "2025-01-31"),
    ],
)
def test_words_are_resolved_against_the_day_of_receipt(words: str, earliest: str, latest: str) -> None:
    (found,) = find_dates(words, RECEIVED)
    assert (found.earliest, found.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    "words",
    ["ring 07700 900123", "flat 12", "40% of it", "we may", "10+", "31/02/24", "in 2026", "job 2019", "£2020", ""],
)
def test_what_is_no_past_date_is_not_found(words: str) -> None:
    assert find_dates(words, RECEIVED) == ()


@pytest.mark.parametrize(
    ("words", "old"),
    [
        ("in March 2023", True),
        ("fourteen months ago", True),
        ("eleven months ago", False),
        ("twelve months ago", False),
        ("last year", False),
        ("on 11/11/24", True),
        ("on 12/11/24", False),
    ],
)
def test_only_what_is_certainly_older_than_the_limit_counts(words: str, old: bool) -> None:
    assert bool(older_than(find_dates(words, RECEIVED), RECEIVED, 12)) is old


def test_the_six_months_of_the_older_editions_reach_back_less() -> None:
    dates = find_dates("eight months ago", RECEIVED)
    assert older_than(dates, RECEIVED, 6)
    assert not older_than(dates, RECEIVED, 12)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2024-03-31", 1, "2024-02-29"), ("2025-01-15", 12, "2024-01-15"), ("2025-01-01", 1, "2024-12-01")],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@given(st.text(max_size=300), st.dates(date(2020, 7, 1), date(2028, 1, 1)))
def test_no_text_breaks_it_and_no_date_lies_after_receipt(text: str, received_on: date) -> None:
    assert all(found.earliest <= found.latest <= received_on for found in find_dates(text, received_on))


NUMBERS = st.sampled_from(["0", "3", "999", "two", "half", "a couple of", "12.5"])
UNITS = st.sampled_from(
    ["days ago", "weeks ago", "yrs ago", "months back", "summers ago", "/13/24", "th of Febuary", " 2024"]
)


@given(NUMBERS, UNITS)
def test_odd_durations_do_not_break_it(number: str, unit: str) -> None:
    find_dates(f"since {number} {unit} it leaked", RECEIVED)


@pytest.mark.parametrize(
    ("words", "today", "day"),
    [
        ("due 23 dec", "2025-12-19", "2025-12-23"),
        ("due 23 dec", "2026-01-05", "2025-12-23"),
        ("acked 3 Jan", "2025-12-30", "2026-01-03"),
        ("escalated on 3 March", "2025-04-01", "2025-03-03"),
        ("due 23/12/25", "2025-11-01", "2025-12-23"),
    ],
)
def test_in_a_question_a_day_without_a_year_is_the_nearest_one(words: str, today: str, day: str) -> None:
    (found,) = find_dates(words, date.fromisoformat(today), past_only=False)
    assert found.earliest == found.latest == date.fromisoformat(day)
