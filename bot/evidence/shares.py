"""The two shapes of a figure: a count with what it is a share of, and days with how many matters they come from."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

# A published cell of one can identify a resident. Source: the evidence a self-assessment can publish, 2024 Code 8.2.
FEWEST_FOR_A_PERCENTAGE = 5
_MANY = 1000  # From here on a tenth of a per cent is at least one matter.


class Share(BaseModel):
    """How many of how many."""

    model_config = ConfigDict(frozen=True)
    count: int
    of: int

    @model_validator(mode="after")
    def none_is_counted_that_is_not_there(self) -> Self:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of} is no share")
        return self

    @computed_field  # type: ignore[prop-decorator] # pydantic's own way
    @property
    def percent(self) -> float | None:
        """The share in per cent; None where fewer than five are counted. Only all of them are 100."""
        if self.count < FEWEST_FOR_A_PERCENTAGE:
            return None
        if self.count == self.of:
            return 100.0
        digits, step = (1, 0.1) if self.of >= _MANY else (0, 1.0)
        return min(max(round(100 * self.count / self.of, digits), step), 100 - step)

    @property
    def words(self) -> str:
        """The share as a sentence says it: "38 of 40 (95%)", "2 of 40"; "none" where there is nothing to share."""
        if not self.of:
            return "none"
        counted = f"{self.count:,} of {self.of:,}"
        return counted if self.percent is None else f"{counted} ({self.percent:g}%)"


class Days(BaseModel):
    """How many working days something took: each number of days, with how many matters took it."""

    model_config = ConfigDict(frozen=True)
    matters_by_days: dict[int, int]

    @computed_field  # type: ignore[prop-decorator] # pydantic's own way
    @property
    def of(self) -> int:
        return sum(self.matters_by_days.values())

    @computed_field  # type: ignore[prop-decorator] # pydantic's own way
    @property
    def median(self) -> float | None:
        """The median in working days; None where there is no matter."""
        if self.of == 0:
            return None
        return (self._at((self.of - 1) // 2) + self._at(self.of // 2)) / 2

    def between(self, fewest: int, most: int | None) -> int:
        """Return how many took at least `fewest` and, if given, at most `most` working days."""
        return sum(
            count for days, count in self.matters_by_days.items() if fewest <= days and (most is None or days <= most)
        )

    @property
    def words(self) -> str:
        """The median as a sentence says it: "2.5 working days (of 40)"."""
        if self.median is None:
            return "none"
        unit = "working day" if self.median == 1 else "working days"
        return f"{self.median:g} {unit} (of {self.of:,})"

    def _at(self, place: int) -> int:
        """Return the days at a place, counted from 0, if all were set out in order."""
        passed = 0
        for days, count in sorted(self.matters_by_days.items()):
            passed += count
            if place < passed:
                return days
        raise IndexError(place)
