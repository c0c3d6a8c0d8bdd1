"""Retention: what `clausewise retention run` says and does, and how it stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import local_time
from bot.records.decision_log import DecisionLog
from bot.records.erasure import Erased
from bot.retention import erase_old_texts
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import NOON, a_decision_numbered, a_log, an_agreement

TODAY = NOON.date()


@pytest.fixture
def log(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DecisionLog]:
    """Three decisions received 40 days ago, of which one was decided today."""
    monkeypatch.setattr(local_time, "now", lambda: NOON)
    home.mkdir()
    opened = a_log(home)
    for number in range(3):
        opened.record(a_decision_numbered(number, received_on=TODAY - timedelta(days=40)), reply_to=None)
    opened.agree("d-1", an_agreement())
    yield opened
    opened.close()


def test_without_a_period_everything_is_kept_and_it_says_so(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("retention", "run", "--for-real")
    assert ran.status == 2
    assert "every text is kept" in ran.sentence
    assert log.old_texts(TODAY).decisions == 2


def test_it_first_says_what_would_go_and_then_takes_it(
    clausewise: Clausewise, log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", "30")
    shown = clausewise("retention", "run")
    assert shown.out == (
        "8 texts of 2 decisions decided (or, if nobody decided, received) before 3 October 2026 would go. "
        "Nothing was deleted: run it again with --for-real.\n"
    )
    assert len(log.texts_of("d-0")) == 4
    done = clausewise("retention", "run", "--for-real")
    assert "8 texts of 2 decisions" in done.out
    assert "deleted; the log says so with each." in done.out
    assert (log.texts_of("d-0"), log.texts_of("d-2")) == ([], [])
    assert len(log.texts_of("d-1")) == 4
    assert clausewise("audit", "verify").status == 0
    assert "0 texts of 0 decisions" in clausewise("retention", "run").out


def test_the_export_shows_that_a_text_was_removed(
    clausewise: Clausewise, log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", "30")
    clausewise("retention", "run", "--for-real")
    assert clausewise("export", "-o", "decisions.csv").status == 0
    content = Path("decisions.csv").read_text(encoding="utf-8-sig")
    assert content.count("(text removed)") == 2
    assert content.count("the boiler has broken again") == 1


@pytest.mark.parametrize("days", ["0", "-1", "a month", "1.5"])
def test_a_period_that_is_none_is_refused(
    days: str, clausewise: Clausewise, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_RETENTION_DAYS", days)
    ran = clausewise("retention", "run")
    assert ran.status == 2
    assert "retention_days" in ran.sentence


def test_it_stops_between_batches_when_the_bot_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.retention.AT_A_TIME", 2)
    log, asked = a_log(tmp_path), list[bool]()
    for number in range(7):
        log.record(a_decision_numbered(number), reply_to=None)

    def stopping() -> bool:
        asked.append(True)
        return len(asked) > 2

    tomorrow = TODAY + timedelta(days=2)
    assert erase_old_texts(log, days=1, today=tomorrow, stopping=stopping) == Erased(decisions=4, texts=16)
    assert erase_old_texts(log, days=1, today=tomorrow) == Erased(decisions=3, texts=12)
    assert erase_old_texts(log, days=1, today=tomorrow) == Erased(decisions=0, texts=0)
