"""The editions of the Complaint Handling Code, which one is in force on a day, and how old an issue may be in each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Edition(StrEnum):
    """An edition of the Housing Ombudsman's Complaint Handling Code, named by its year."""

    CODE_2020 = "2020"
    CODE_2022 = "2022"
    CODE_2024 = "2024"

    @property
    def code(self) -> str:
        """How the edition is cited: "2024 Code"."""
        return f"{self.value} Code"


IN_FORCE_FROM: dict[Edition, date] = {
    Edition.CODE_2020: date(2020, 7, 1),
    Edition.CODE_2022: date(2022, 4, 1),
    Edition.CODE_2024: date(2024, 4, 1),
}

# Months after which an issue may be out of time, and the clause that says so.
# Source: 2020 Code 1.5; 2022 Code 1.8 (six months is inferred: its examples are not in the source); 2024 Code 2.2.
MONTHS_TO_COMPLAIN: dict[Edition, int] = {Edition.CODE_2020: 6, Edition.CODE_2022: 6, Edition.CODE_2024: 12}


class NoEditionInForce(ValueError):
    """The day lies before the first edition of the Code."""


class UnknownEdition(ValueError):
    """The edition named is none of the Code's."""


def edition_on(day: date) -> Edition:
    """Return the edition in force on `day`.

    Raises
    ------
    NoEditionInForce : before 1 July 2020.
    """
    in_force = [edition for edition, first_day in IN_FORCE_FROM.items() if first_day <= day]
    if not in_force:
        raise NoEditionInForce(
            f"No edition of the Code was in force on {day.isoformat()}: the first is of July 2020. "
            "Check the date, or name an edition (2020, 2022 or 2024)."
        )
    return in_force[-1]


def edition_named(name: str) -> Edition:
    """Return the edition called `name`, for example "2024"."""
    try:
        return Edition(name.strip())
    except ValueError:
        known = ", ".join(edition.value for edition in Edition)
        raise UnknownEdition(f"There is no {name.strip()[:40]!r} edition of the Code (there are: {known}).") from None
