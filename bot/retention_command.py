"""`clausewise retention run`: what would go, or its deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import local_time
from bot.failures import SetUpProblem
from bot.how_many import how_many
from bot.progress import progress_bar
from bot.retention import erase_old_texts, first_day_kept
from bot.which_log import the_log

if TYPE_CHECKING:
    from bot.records.erasure import Erased
    from bot.settings import Settings


def run(settings: Settings, *, for_real: bool) -> str:
    """Return what was deleted, or without `for_real` what would be.

    Raises
    ------
    SetUpProblem : if no period is set.
    """
    days = settings.retention_days
    if days is None:
        raise SetUpProblem(
            "No retention period is set, so every text is kept. Set CLAUSEWISE_RETENTION_DAYS to a number of days."
        )
    today = local_time.now().date()
    whose = f"decided (or, if nobody decided, received) before {_day(first_day_kept(today, days))}"
    with the_log(settings) as (log, _):
        if not for_real:
            return (
                f"{_count(log.old_texts(first_day_kept(today, days)))} {whose} would go. Nothing was deleted: run it "
                "again with --for-real."
            )
        to_come = log.old_texts(first_day_kept(today, days)).decisions
        with progress_bar() as progress:
            erased = erase_old_texts(
                log, days=days, today=today, seen=lambda done: progress("Deleting", done, max(to_come, done))
            )
    return f"{_count(erased)} {whose} deleted; the log says so with each."


def _count(erased: Erased) -> str:
    return f"{how_many(erased.texts, 'text')} of {how_many(erased.decisions, 'decision')}"


def _day(day: object) -> str:
    return f"{day:%d %B %Y}".removeprefix("0")
