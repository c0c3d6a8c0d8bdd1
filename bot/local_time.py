"""The day it is in England: what "received on" and "today" mean."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(LONDON)


def local_date(moment: datetime) -> date:
    """Return the day in England of a moment that carries its zone."""
    return moment.astimezone(LONDON).date()
