"""The stretches of time a dashboard, an export or a document may be about."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

FEBRUARY, LEAP_DAY = 2, 29

Days = tuple[date, date]
"""The first and the last day, both included."""


class Period(StrEnum):
    """How far a dashboard looks back."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"


PERIOD_NAMES: dict[Period, str] = {
    Period.WEEK: "Last 7 days",
    Period.MONTH: "Last 30 days",
    Period.QUARTER: "Last 90 days",
    Period.YEAR: "Last 12 months",
}


def days_of(period: Period, today: date) -> Days:
    """Return the days of a period that ends today."""
    if period is Period.YEAR:
        last = today - timedelta(days=today.month == FEBRUARY and today.day == LEAP_DAY)
        return last.replace(year=last.year - 1) + timedelta(days=1), today
    return today - timedelta(days=int(period) - 1), today


class Stretch(StrEnum):
    """A period by its name, as it is chosen for a file."""

    THIS_FINANCIAL_YEAR = "this_financial_year"
    LAST_FINANCIAL_YEAR = "last_financial_year"
    THIS_YEAR = "this_year"


STRETCH_NAMES: dict[Stretch, str] = {
    Stretch.THIS_FINANCIAL_YEAR: "This financial year",
    Stretch.LAST_FINANCIAL_YEAR: "Last financial year",
    Stretch.THIS_YEAR: "This calendar year",
}


def days_of_stretch(stretch: Stretch, today: date) -> Days:
    """Return its days, none of them to come; a landlord's financial year begins on 1 April."""
    if stretch is Stretch.THIS_YEAR:
        return date(today.year, 1, 1), today
    begun = date(today.year if today >= date(today.year, 4, 1) else today.year - 1, 4, 1)
    if stretch is Stretch.THIS_FINANCIAL_YEAR:
        return begun, today
    return begun.replace(year=begun.year - 1), begun - timedelta(days=1)
