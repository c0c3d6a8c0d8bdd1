"""The day and the time it is in England: what "received on" and "today" mean."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(LONDON)


def local_date(moment: datetime) -> date:
    """Return the day in England of a moment that carries its zone."""
    return moment.astimezone(LONDON).date()


def moment_in_words(moment: datetime) -> str:
    """Return a moment as staff say it, by the clock in England: "09:05 on Mon 2 November 2026"."""
    here = moment.astimezone(LONDON)
    return f"{here:%H:%M} on {here:%a} {here.day} {here:%B %Y}"
