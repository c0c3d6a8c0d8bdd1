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
