"""What the running bot does once a day: when it is done, and what it does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import local_time
from bot.anchors import kept_anchors
from bot.app import slack_client
from bot.daily import Daily, daily_tasks, every_day
from bot.records.decision_log import DecisionLog
from tests.bot.records.builders import NOON, an_agreement
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.workspace.building import AMARA, CONTACT, GENERAL, REPAIRS, TOKEN, Clock

COMPLAINT = "The boiler is off again"


def going_on() -> bool:
    return False


def test_a_task_is_done_at_the_start_and_then_once_a_day() -> None:
    clock, done = Clock(), list[str]()
    daily = Daily({"anchor": lambda _: done.append("anchored")}, now=clock)
    for hours in (0, 1, 22, 1, 1):
        clock.forward(hours=hours)
        daily.do_what_is_due(going_on)
    assert len(done) == 2


def test_one_that_fails_is_tried_again_after_an_hour_and_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    clock, tried, done = Clock(), list[str](), list[str]()

    def fail(_: object) -> None:
        tried.append("tried")
        raise ValueError("zanzibar")  # What an error quotes stays out of the program's log.

    daily = Daily({"failing": fail, "other": lambda _: done.append("done")}, now=clock)
    with caplog.at_level(logging.WARNING):
        for minutes in (0, 59, 1, 30):
            clock.forward(minutes=minutes)
            daily.do_what_is_due(going_on)
    assert (len(tried), len(done)) == (2, 1)
    assert "daily task failing failed: ValueError" in caplog.text
    assert "zanzibar" not in caplog.text


def test_a_bot_that_stops_begins_no_task() -> None:
    done = list[str]()
    Daily({"anchor": lambda _: done.append("anchored")}, now=Clock()).do_what_is_due(lambda: True)
    assert done == []


def test_leaving_the_block_tells_the_task_and_waits_for_it() -> None:
    begun, told = threading.Event(), threading.Event()

    def task(stopping: object) -> None:
        begun.set()
        while not stopping():  # type: ignore[operator]  # it is `Callable[[], bool]`
            pass
        told.set()

    with every_day({"long": task}, now=Clock()):
        assert begun.wait(20)
    assert told.is_set()


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackBot]:
    """A bot with one decision; the day is that of its messages."""
    monkeypatch.setattr(local_time, "now", lambda: NOON)
    with a_slack_bot(tmp_path) as running:
        running.card(CONTACT, running.say(AMARA, CONTACT, COMPLAINT))
        running.settle()
        yield running


def a_day(bot: SlackBot, folder: Path, *, channel: str | None = None, days: int | None = None) -> None:
    """Do what is due at a start of the bot."""
    client = slack_client(TOKEN, f"{bot.stand_in.address}/api/")
    tasks = daily_tasks(bot.log, client, folder, audit_channel=channel, retention_days=days)
    Daily(tasks, now=bot.clock).do_what_is_due(going_on)


def kept(log: DecisionLog, folder: Path) -> list[tuple[int, str | None]]:
    return [(each.count, each.posted_to) for each in kept_anchors(folder, log.name).anchors]


def test_an_anchor_is_kept_and_posted_and_the_same_one_neither_again(bot: SlackBot, tmp_path: Path) -> None:
    for _ in range(2):
        a_day(bot, tmp_path, channel=REPAIRS)
    count = bot.log.anchor().count
    assert kept(bot.log, tmp_path) == [(count, None), (count, REPAIRS)]
    assert len(bot.stand_in.messages(REPAIRS)) == 1
    (recorded,) = bot.log.rows()
    bot.log.agree(recorded.decision.id, an_agreement())
    a_day(bot, tmp_path, channel=REPAIRS)
    assert [bot.log.anchor().head in posted["text"] for posted in bot.stand_in.messages(REPAIRS)] == [False, True]


def test_a_channel_that_does_not_take_it_leaves_the_anchor_in_the_file(bot: SlackBot, tmp_path: Path) -> None:
    a_day(bot, tmp_path, channel=GENERAL)  # The bot is not in it.
    assert kept(bot.log, tmp_path) == [(bot.log.anchor().count, None)]


def test_without_a_channel_nothing_is_posted(bot: SlackBot, tmp_path: Path) -> None:
    a_day(bot, tmp_path)
    assert kept(bot.log, tmp_path) == [(bot.log.anchor().count, None)]
    assert all(method != "chat.postMessage" or "anchor" not in str(said) for method, said in bot.stand_in.calls)


def test_texts_go_when_their_time_is_over_and_only_if_there_is_one(
    bot: SlackBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (recorded,) = bot.log.rows()
    for days_later, days, kept_still in ((900, None, True), (30, 30, True), (31, 30, False)):
        monkeypatch.setattr(local_time, "now", lambda later=days_later: NOON + timedelta(days=later))
        a_day(bot, tmp_path, days=days)
        assert (bot.log.text(recorded.decision.id) is not None) == kept_still
    assert bot.log.verify().gone == 0


def test_a_card_that_is_drawn_again_after_an_erasure_says_that_the_text_was_removed(bot: SlackBot) -> None:
    (recorded,) = bot.log.rows()
    bot.log.erase_texts([recorded.decision.id], why="retention", by="clausewise")
    bot.people.open_home(AMARA)
    bot.settle()
    assert "(text removed)" in str(bot.stand_in.home(AMARA))
    assert COMPLAINT not in str(bot.stand_in.home(AMARA))
    assert bot.people.click(AMARA, {"channel": CONTACT, "ts": recorded.reply_ts or ""}, "agree").ok
    bot.settle()
    assert bot.log.get(recorded.decision.id).status == "agreed"
