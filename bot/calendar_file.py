"""The timetable of a case as a calendar file (RFC 5545): an all-day event a step, reminded of the working day before.

An event says which step is due and by which clause, and never whose complaint it is: calendars are shared.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from bot.timetable_text import details
from bot.views.mrkdwn import day
from knowledge.deadlines import STEP_NAMES
from knowledge.extensions import RESPONSE_EXTENDED
from knowledge.timetable import Timetable, TimetableRow
from knowledge.working_days import bank_holidays, is_working_day

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

_NAMESPACE = uuid5(NAMESPACE_URL, "https://clausewise.invalid/calendar")
_MORNING = timedelta(hours=9)


class NothingToWrite(ValueError):
    """No step of the case has a date yet."""


def write_calendar(path: Path, table: Timetable, *, now: datetime) -> str:
    """Write the calendar file and return a sentence that says so.

    The file's name and the case's first day tell its events from another case's: written again under the same name,
    they are the same events with their new days, and a calendar that is given the file again moves them.

    Raises
    ------
    NothingToWrite : if no step has a date.
    OSError : if the file cannot be written.
    """
    content = calendar_file(table, case=path.stem, now=now)
    path.write_bytes(content)
    return f"Written: {path} ({content.count(b'BEGIN:VEVENT')} events)"


def calendar_file(table: Timetable, *, case: str, now: datetime) -> bytes:
    """Return the calendar as bytes. `case` tells this case's events from others'; it is not shown.

    Raises
    ------
    NothingToWrite : if no step has a date.
    """
    from icalendar import Calendar

    dated = [row for row in table.rows if row.deadline]
    if not dated:
        raise NothingToWrite("No step of this case has a date yet, so there is nothing to put in a calendar.")
    calendar: Calendar = Calendar()
    calendar.add("prodid", "-//Clausewise//Complaint timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for row in dated:
        calendar.add_component(_event(row, table, case, now))
    return bytes(calendar.to_ical())


def _event(row: TimetableRow, table: Timetable, case: str, now: datetime) -> Event:
    from icalendar import Event

    if row.deadline is None:
        raise NothingToWrite(f"The {STEP_NAMES[row.step]} has no date yet.")
    due_on = row.deadline.due_on
    event = Event()
    name = f"{case}|{_first_day(table).isoformat()}|{row.step.value}"
    event.add("uid", f"{uuid5(_NAMESPACE, name)}@clausewise.invalid")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    event.add("summary", _summary(row, table))
    event.add("description", _description(row, table))
    event.add("transp", "TRANSPARENT")  # A deadline does not make anybody busy.
    event.add("categories", ["Complaint deadline"])
    if row.done_on is None:
        event.add_component(_reminder(due_on, _summary(row, table)))
    return event


def _summary(row: TimetableRow, table: Timetable) -> str:
    name = STEP_NAMES[row.step].capitalize()
    if row.step in RESPONSE_EXTENDED:
        name = f"Last day of an extended {STEP_NAMES[RESPONSE_EXTENDED[row.step]]}"
    elif not row.done_on:
        name += " due"
    first_on = _first_day(table)
    return f"{name}{': done' if row.done_on else ''} (complaint of {first_on.day} {first_on:%B %Y})"


def _first_day(table: Timetable) -> date:
    return min(table.events.starts.values())


def _description(row: TimetableRow, table: Timetable) -> str:
    kind = " (summary, not the Code's wording)" if row.clause.summary else ""
    policy = f" Policy: {table.policy}." if table.policy else ""
    counted = " ".join(details(row))
    return f"{counted}{policy}\n\n{row.clause.reference}{kind}: {row.clause.words}"


def _reminder(due_on: date, summary: str) -> Alarm:
    """Return an alarm at nine in the morning of the working day before, whatever weekend or holiday lies between."""
    from icalendar import Alarm

    before = due_on - timedelta(days=1)
    while not is_working_day(before, bank_holidays()):
        before -= timedelta(days=1)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{summary}: {day(due_on)}")
    alarm.add("trigger", (before - due_on) + _MORNING)
    return alarm
