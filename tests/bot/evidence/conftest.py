"""The hand-counted log, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.decision_log import DecisionLog
from tests.bot.evidence.hand_counted import the_log
from tests.bot.records.builders import a_log
from tests.bot.records.conftest import each_store, postgres

__all__ = ["each_store", "postgres"]


@pytest.fixture
def sixty(each_store: str, tmp_path: Path) -> Iterator[DecisionLog]:
    """Give the log of sixty decisions, once on each store."""
    log = the_log(a_log(tmp_path))
    yield log
    log.close()
