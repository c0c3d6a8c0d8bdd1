"""A due date in words, the same for the card and the terminal."""

from __future__ import annotations

from bot.views.mrkdwn import day
from knowledge.deadlines import START_NAMES, STEP_NAMES, Deadline
from knowledge.extensions import RESPONSE_EXTENDED, Extension


def counted(due: Deadline) -> str:
    """Return how the date was counted."""
    return (
        f"{due.working_days} working days after {day(due.from_on)}, {START_NAMES[due.start]} ({due.clause.reference}). "
        "The next working day is day 1; weekends and England's bank holidays do not count."
    )


def clock(due: Deadline) -> str | None:
    """Return what starts the clock in this edition; None where that is the day it was counted from."""
    if due.clock is due.start:
        return None
    return f"Under the {due.edition.code} the clock starts on {START_NAMES[due.clock]} ({due.clause.reference})."


def landlords_own(due: Deadline) -> str | None:
    """Return how the date stands to the landlord's policy, if it does."""
    if due.policy_exceeds_code:
        return "The landlord's policy allows longer than the Code does; this is the Code's last day."
    if due.due_on != due.latest_on:
        return f"This is the landlord's own time; the Code's last day is {day(due.latest_on)}."
    return None


def left(working_days: int) -> str:
    """Return how much time that leaves; less than 0 once the date has passed."""
    days = f"{abs(working_days)} working day{'' if abs(working_days) == 1 else 's'}"
    if working_days < 0:
        return f"That was {days} ago."
    return f"That leaves {days}, today not counted." if working_days else "No working day is left after today."


def extended(due: Deadline) -> tuple[str, tuple[str, ...]] | None:
    """Return how far the response may be put off and what goes with that; None where nothing can be put off."""
    more = due.extension
    if more is None:
        return None
    sent = tuple(f"{duty.what} ({duty.clause.reference})" for duty in more.duties)
    if due.step in RESPONSE_EXTENDED:
        return "What goes with the extension:", sent
    return f"{_how_far(more)} What goes with it:", sent


def _how_far(more: Extension) -> str:
    if more.working_days is None:
        return f"Longer: the Code gives no number of days ({more.clause.reference})."
    allowed = f"up to {more.working_days} working days more without good reason, {more.clause.reference}"
    if more.latest_on is None or more.due_on is None:
        return f"With the full extension: {allowed}."
    if more.due_on != more.latest_on:
        return f"With the full extension: {day(more.due_on)}; by the Code alone {day(more.latest_on)} ({allowed})."
    return f"With the full extension: {day(more.latest_on)} at the latest ({allowed})."


def in_a_line(due: Deadline) -> str:
    """Return step, date, count and clause in one line."""
    return (
        f"{STEP_NAMES[due.step].capitalize()}: {day(due.due_on)} ({due.working_days} working days after "
        f"{day(due.from_on)}, {due.clause.reference})"
    )
