"""`clausewise deadline`: one step's due date, or the timetable of a case."""

from __future__ import annotations

from pathlib import Path

from bot import local_time
from bot.calendar_file import write_calendar
from bot.json_lines import BadInput, as_json, deadline_as_json, read_day
from bot.plain_text import deadline_text
from bot.timetable_text import timetable_as_json, timetable_asked, timetable_text
from knowledge.deadlines import deadline, step_named
from knowledge.edition import edition_named, edition_on
from knowledge.policies import load_policy


def one_step(step: str, from_: str | None, *, edition: str | None, policy: str | None, json: bool) -> str:
    """Return when `step` is due as text or JSON.

    Raises
    ------
    BadInput, UnknownStep, StepNotInEdition, UnknownEdition, NoEditionInForce, PolicyNotFound, BankHolidaysUnknown : for
        what cannot be used; each says what to do.
    """
    named = step_named(step)
    if from_ is None:
        raise BadInput(f"Give the day that starts the clock: clausewise deadline {step} --from 2025-11-03")
    from_on = read_day(from_, "--from")
    asked_of = edition_named(edition) if edition else edition_on(from_on)
    due = deadline(named, from_on, asked_of, load_policy(policy) if policy else None)
    return as_json(deadline_as_json(due)) if json else deadline_text(due)


def whole_case(
    days: dict[str, str | None], *, ics: Path | None, edition: str | None, policy: str | None, json: bool
) -> str:
    """Return the timetable of a case as text or JSON, and write it as a calendar file where one is named.

    days : the days of the case's events, as `timetable_asked` takes them.

    Raises
    ------
    BadInput, EventsOutOfOrder, UnknownEdition, NoEditionInForce, PolicyNotFound, BankHolidaysUnknown, NothingToWrite,
    OSError : for what cannot be used; each says what to do.
    """
    table = timetable_asked(**days, edition=edition, policy=policy)
    written = [write_calendar(ics, table, now=local_time.now())] if ics else []
    if json:
        return as_json(timetable_as_json(table))
    return "\n".join([timetable_text(table), *written])
