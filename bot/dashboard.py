"""A manager's dashboard: the figures of a period and the charts that go with them."""

from __future__ import annotations

import hashlib
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.evidence.chart_words import chart_in_words
from bot.evidence.figures import Figures
from bot.evidence.periods import Period

# Over a week or a month there is no course of the months to see.
_SHORT = ("time_to_decision", "declined_by_ground")
_LONG = ("labels_by_month", "declined_by_ground")


class HomeState(BaseModel):
    """What a person's Home remembers between two looks; it travels in the view, so that any process can go on."""

    model_config = ConfigDict(frozen=True)
    period: Period = Period.MONTH
    charts: str = ""
    """What the pictures show (`Dashboard.charts_key`)."""
    files: tuple[str, ...] = ()
    """The pictures, as Slack's ids of the files, in the order of `Dashboard.charts`."""

    @classmethod
    def read(cls, metadata: str | None) -> HomeState:
        """Return what a Home's metadata says; one of another version starts afresh."""
        try:
            return cls.model_validate_json(metadata or "{}")
        except ValidationError:
            return cls()


class Dashboard(BaseModel):
    """The figures of one period, as a manager sees them on Home."""

    model_config = ConfigDict(frozen=True)
    period: Period
    first: date
    last: date
    figures: Figures

    @property
    def charts(self) -> tuple[str, ...]:
        """The names of the charts that have anything to show."""
        names = _LONG if self.period in {Period.QUARTER, Period.YEAR} else _SHORT
        if not self.figures.decided.count:
            return ()
        return tuple(name for name in names if name != "declined_by_ground" or self.figures.declined.count)

    @property
    def charts_key(self) -> str:
        """A short name of all that the charts show: the same numbers need no new pictures."""
        shown = "\n".join([self.period, *(chart_in_words(name, self.figures) for name in self.charts)])
        return hashlib.sha256(shown.encode()).hexdigest()[:16] if self.charts else ""
