"""The log a command is about: the landlord's, or the local workspace's, with the folder its anchors lie in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.records.opening import open_log
from bot.settings import workspace_log, workspace_log_url

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings


@contextmanager
def the_log(settings: Settings, *, workspace: bool = False) -> Iterator[tuple[DecisionLog, Path]]:
    """Open the log, and close it at the end."""
    url = workspace_log_url(settings.home) if workspace else settings.log_url
    log = open_log(url, key=settings.log_key)
    try:
        yield log, workspace_log(settings.home).parent if workspace else settings.home
    finally:
        log.close()


@contextmanager
def log_or_tried_out(settings: Settings, *, workspace: bool) -> Iterator[tuple[DecisionLog, str]]:
    """Open the log; the second part says so where it is the local workspace's although nobody asked for that.

    The local workspace's log is kept apart. It is taken when asked for, and when there is no other log at all.
    """
    no_other = (
        settings.database_url is None and not settings.log_file.exists() and workspace_log(settings.home).exists()
    )
    with the_log(settings, workspace=workspace or no_other) as (log, _):
        yield log, " (the local workspace's try-out log: there is no other yet)" if no_other and not workspace else ""
