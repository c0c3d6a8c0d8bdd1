"""The timetable of a case for a terminal and for other programs."""

from __future__ import annotations

import textwrap
from typing import Any

from bot.deadline_words import landlords_own
from bot.json_lines import read_day
from bot.plain_text import WIDTH
from bot.views.mrkdwn import day
from knowledge.deadlines import START_NAMES, STEP_NAMES
from knowledge.edition import edition_named, edition_on
from knowledge.extensions import EXTENSION_OF, Extension
from knowledge.policies import Step, load_policy
from knowledge.timetable import CaseEvents, EventsOutOfOrder, Timetable, TimetableRow, timetable

_ONLY_WITH_A_THIRD_STAGE = "not yet: counts from the day stage 3 was asked for, where the landlord has a third stage"


def timetable_asked(
    *,
    received: str | None,
    acknowledged: str | None = None,
    logged: str | None = None,
    responded: str | None = None,
    escalated: str | None = None,
    stage_2_acknowledged: str | None = None,
    edition: str | None = None,
    policy: str | None = None,
) -> Timetable:
    """Return the timetable for the days of the command line, each as 2025-11-03.

    edition : by default the one in force on the case's first day.

    Raises
    ------
    BadInput, EventsOutOfOrder, UnknownEdition, NoEditionInForce, PolicyNotFound, BankHolidaysUnknown : for what cannot
        be used; each says what to do.
    """
    given = {
        "received": received,
        "acknowledged": acknowledged,
        "logged": logged,
        "responded": responded,
        "escalated": escalated,
        "stage_2_acknowledged": stage_2_acknowledged,
    }
    days = {f"{name}_on": read_day(value, f"--{name.replace('_', '-')}") for name, value in given.items() if value}
    if not days:
        raise EventsOutOfOrder("Give at least the day the complaint was received, as --received 2025-11-03.")
    chosen = edition_named(edition) if edition else edition_on(min(days.values()))
    return timetable(CaseEvents.model_validate(days), chosen, load_policy(policy) if policy else None)


def timetable_text(table: Timetable) -> str:
    """Return the timetable as a person reads it."""
    policy = f" and {table.policy}'s policy" if table.policy else ""
    parts = [f"Timetable under the {table.edition.code}{policy}"]
    for row in table.rows:
        parts += [f"{STEP_NAMES[row.step].capitalize()}: {when(row)}", *(_wrapped(line) for line in details(row))]
    for heading, more in _extensions(table):
        parts.append(heading)
        parts += [_wrapped(f"- {duty.what} ({duty.clause.reference})", "    ") for duty in more.duties]
    parts += [textwrap.fill(f"Note: {note}", WIDTH, subsequent_indent="  ") for note in table.notes]
    parts.append("The next working day is day 1; weekends and England's bank holidays do not count.")
    return "\n".join(parts)


def when(row: TimetableRow) -> str:
    """Return the row's date, or what it waits for."""
    if row.deadline is None:
        if row.step is Step.STAGE_3_RESPONSE:
            return _ONLY_WITH_A_THIRD_STAGE
        return f"not yet: counts from {START_NAMES[row.clock]}"
    date_ = day(row.deadline.due_on)
    return date_ if row.state == "counted" else f"{date_} at the latest"


def details(row: TimetableRow) -> list[str]:
    """Return how the date was counted, how it stands to the policy, and what has become of the step."""
    if row.deadline is None:
        return []
    due = row.deadline
    lines = [
        f"{due.working_days} working days after {day(due.from_on)}, {START_NAMES[due.start]} ({row.clause.reference})."
    ]
    if row.state == "last compliant":
        lines.append(f"The last day there is: the clock starts on {START_NAMES[row.clock]}, which is not known yet.")
    if own := landlords_own(due):
        lines.append(own)
    if row.last_if_in_time_on:
        lines.append(f"Had the acknowledgement been in time: {day(row.last_if_in_time_on)}.")
    if row.done_on:
        days = f"{row.days_late} working day{'' if row.days_late == 1 else 's'} late" if row.days_late else "in time"
        lines.append(f"Done {day(row.done_on)}: {days}.")
    return lines


def _extensions(table: Timetable) -> list[tuple[str, Extension]]:
    """Return what goes with each extension that is still to come, once a stage."""
    return [
        (f"To extend the {STEP_NAMES[row.step]}, send or agree:", row.deadline.extension)
        for row in table.rows
        if row.step in EXTENSION_OF and row.deadline and row.deadline.extension and not row.done_on
    ]


def _wrapped(line: str, hanging: str = "  ") -> str:
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent=hanging)


def timetable_as_json(table: Timetable) -> dict[str, Any]:
    """Return the timetable's fields; days as ISO dates, null where unknown."""
    return {
        "edition": table.edition.value,
        "policy": table.policy,
        "events": table.events.model_dump(mode="json"),
        "steps": [_row_as_json(row) for row in table.rows],
        "notes": list(table.notes),
    }


def _row_as_json(row: TimetableRow) -> dict[str, Any]:
    due = row.deadline
    return {
        "step": row.step.value,
        "state": row.state.replace(" ", "_"),
        "due": due.due_on.isoformat() if due else None,
        "latest": due.latest_on.isoformat() if due else None,
        "last_if_in_time": row.last_if_in_time_on.isoformat() if row.last_if_in_time_on else None,
        "starts_at": due.start.value if due else None,
        "from": due.from_on.isoformat() if due else None,
        "working_days": due.working_days if due else None,
        "clock_starts_at": row.clock.value,
        "clause": {"edition": row.clause.edition.value, "id": row.clause.id},
        "done": row.done_on.isoformat() if row.done_on else None,
        "days_late": row.days_late,
    }
