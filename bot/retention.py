"""Retention: texts go a number of days after their matter was decided; the decisions stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.records.erasure import Erased

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog

AT_A_TIME = 100
"""How many decisions one transaction takes: triage waits no longer than that while it is at work."""


def first_day_kept(today: date, days: int) -> date:
    """Return the earliest day of decision whose texts stay; those from before it go."""
    return today - timedelta(days=days)


def erase_old_texts(
    log: DecisionLog,
    *,
    days: int,
    today: date,
    stopping: Callable[[], bool] = lambda: False,
    seen: Callable[[int], None] = lambda _: None,
) -> Erased:
    """Erase in batches, each committed, until nothing is left; stopped half way, the next run goes on from there.

    seen : told how many decisions have been dealt with.
    """
    decisions, texts = 0, 0
    while not stopping():
        batch = log.erase_old_texts(first_day_kept(today, days), AT_A_TIME)
        if not batch.decisions:
            break
        decisions, texts = decisions + batch.decisions, texts + batch.texts
        seen(decisions)
    return Erased(decisions=decisions, texts=texts)
