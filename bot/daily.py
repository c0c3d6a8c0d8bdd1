"""What the running bot does once a day, beside its work: anchor the log, erase texts whose time is over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import local_time
from bot.anchors import anchor_daily
from bot.retention import erase_old_texts

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.records.decision_log import DecisionLog

logger = logging.getLogger(__name__)

Task = Callable[[Callable[[], bool]], object]
"""Something to be done; it is handed a way to ask whether the bot is stopping."""
LOOK_EVERY_SECONDS = 60.0
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


class Daily:
    """Does each task at the first look and then once a day; one that failed is tried again after an hour."""

    def __init__(self, tasks: Mapping[str, Task], *, now: Callable[[], datetime]) -> None:
        self._tasks = tasks
        self._now = now
        self._due = dict.fromkeys(tasks, datetime.min.replace(tzinfo=UTC))

    def do_what_is_due(self, stopping: Callable[[], bool]) -> None:
        for name, task in self._tasks.items():
            if stopping() or self._now() < self._due[name]:
                continue
            try:
                task(stopping)
                self._due[name] = self._now() + A_DAY
            except Exception as error:  # noqa: BLE001 - the other tasks, and the next day, must go on
                logger.warning("daily task %s failed: %s", name, type(error).__name__)
                self._due[name] = self._now() + AN_HOUR


def daily_tasks(
    log: DecisionLog, client: WebClient, folder: Path, *, audit_channel: str | None, retention_days: int | None
) -> dict[str, Task]:
    """Return what the settings ask for, by name; anchors are kept in `folder`."""
    tasks: dict[str, Task] = {
        "anchor": lambda _: anchor_daily(log, folder, local_time.now(), client, audit_channel),
    }
    if retention_days is not None:
        tasks["retention"] = lambda stopping: erase_old_texts(
            log, days=retention_days, today=local_time.now().date(), stopping=stopping
        )
    return tasks


@contextmanager
def every_day(tasks: Mapping[str, Task], *, now: Callable[[], datetime]) -> Iterator[None]:
    """Look after the tasks on a thread of their own, so that nothing waits for them, until the block is left."""
    stop, daily = threading.Event(), Daily(tasks, now=now)

    def run() -> None:
        while True:
            daily.do_what_is_due(stop.is_set)
            if stop.wait(LOOK_EVERY_SECONDS):
                return

    thread = threading.Thread(target=run, name="daily", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
