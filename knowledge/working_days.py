"""Working days: Monday to Friday, less the bank holidays of England.

No edition of the Code defines a working day. This is the definition of the Awaab's Law Regulations (SI 2025/1042) and
what landlords use. The day after the event is day 1.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

# Bank holidays are proclaimed, one-off days among them (19 September 2022, 8 May 2023). The library holds them for the
# years that GOV.UK has published; beyond those it would only follow the usual rule, so a count there would be a guess.
FIRST_YEAR = 2016
LAST_YEAR = 2028

SATURDAY = 5


class BankHolidaysUnknown(ValueError):
    """The count runs into a year whose bank holidays are not known."""


@cache
def bank_holidays() -> frozenset[date]:
    """Return England's bank holidays from 2016 to 2028, substitute and one-off days included."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1)))


def is_working_day(day: date, bank_holidays: AbstractSet[date]) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays


def add_working_days(start_on: date, working_days: int, bank_holidays: AbstractSet[date]) -> date:
    """Return the last of `working_days` working days after `start_on`; the next working day is day 1.

    Raises
    ------
    BankHolidaysUnknown : if the count begins or ends outside 2016-2028.
    ValueError : if `working_days` is less than 1.
    """
    if working_days < 1:
        raise ValueError(f"At least one working day is needed, not {working_days}.")
    day = start_on
    left = working_days
    while True:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BankHolidaysUnknown(
                f"Bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}, and this count reaches {day.year}. "
                "Check the date; for later years update Clausewise."
            )
        if left == 0:
            return day
        day += timedelta(days=1)
        left -= is_working_day(day, bank_holidays)


def working_days_between(start_on: date, end_on: date, bank_holidays: AbstractSet[date]) -> int:
    """Return how many working days lie after `start_on` up to and including `end_on` (0 if it is not later)."""
    span = (end_on - start_on).days
    return sum(is_working_day(start_on + timedelta(days=n), bank_holidays) for n in range(1, span + 1))
