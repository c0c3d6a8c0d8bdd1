"""A store that fails in the middle of a write: what was acknowledged is there, once; of the rest people are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol

import pytest
from sqlalchemy import Pool, create_engine, event, text

from bot.app import NOTHING_LOGGED
from bot.decisions import Decision
from bot.records.decision_log import DecisionLog, LogUnavailable, ReplyTo
from tests.bot.records.builders import a_decision_numbered, a_log, a_url, an_agreement
from tests.bot.records.conftest import a_database_on
from tests.bot.records.postgres import NoPostgres, Server, a_server
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.workspace.building import AMARA, CONTACT, JOAN

THREADS, OF_EACH = 8, 30
ENOUGH = 40
"""How many decisions are acknowledged before the store fails."""
AGREED = 120
COMPLAINT = "The boiler is off again, you only came on Tuesday"


class Failing(Protocol):
    """A store that a test can take away and bring back."""

    def fail(self) -> None: ...

    def mend(self) -> None: ...


class Disk:
    """The disk under SQLite: full, or not. Each connection learns of it when it is next taken up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.most_pages = 1_073_741_823

    def fail(self) -> None:
        """Leave room for a little more."""
        with create_engine(a_url(self.folder)).connect() as connection:
            self.most_pages = connection.execute(text("PRAGMA page_count")).scalar_one() + 2

    def mend(self) -> None:
        self.most_pages = 1_073_741_823

    def tell(self, connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.most_pages}").close()


class Crash:
    """A PostgreSQL server that is there, or ends as if it had crashed, its connections cut."""

    def __init__(self, server: Server) -> None:
        self.fail, self.mend = server.stop, server.start


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that no other test uses."""
    try:
        with a_server() as server:
            yield server
    except NoPostgres as why:
        pytest.skip(str(why))


@pytest.fixture(params=["a full disk under SQLite", "a PostgreSQL server that crashes"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Failing]:
    if "SQLite" in request.param:
        disk = Disk(tmp_path)
        event.listen(Pool, "checkout", disk.tell)
        yield disk
        event.remove(Pool, "checkout", disk.tell)
        return
    server: Server = request.getfixturevalue("own_server")
    with a_database_on(server, tmp_path):
        yield Crash(server)


def in_threads(work: Callable[[int], None]) -> list[Thread]:
    threads = [Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    return threads


def test_what_was_acknowledged_is_there_once_after_the_store_failed_in_mid_write(
    store: Failing, tmp_path: Path
) -> None:
    log = a_log(tmp_path)
    acknowledged, refused, enough = list[str](), list[Decision](), Event()

    def record(thread: int) -> None:
        for number in range(OF_EACH):
            decision = a_decision_numbered(thread * OF_EACH + number)
            try:
                log.record(decision, reply_to=ReplyTo(channel=CONTACT, thread_ts="1.0"))
            except LogUnavailable:
                refused.append(decision)
            else:
                acknowledged.append(decision.id)
                if len(acknowledged) == ENOUGH:
                    enough.set()

    threads = in_threads(record)
    assert enough.wait(60)
    store.fail()
    for thread in threads:
        thread.join()
    store.mend()

    assert len(acknowledged) + len(refused) == THREADS * OF_EACH
    assert refused
    there = [recorded.decision.id for recorded in log.rows()]
    assert set(acknowledged) <= set(there)
    assert len(there) == len(set(there))
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.gone, found.events) == (True, True, 0, len(there))

    for decision in refused:  # Slack sends it again, or a person hands it in again.
        log.record(decision, reply_to=None)
    assert log.counts().decisions == THREADS * OF_EACH
    found = log.verify([log.anchor()])
    assert (found.unaltered, found.complete, found.gone, found.events) == (True, True, 0, THREADS * OF_EACH)


@pytest.fixture
def bot(store: Failing, tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        for number in range(AGREED):
            running.log.record(a_decision_numbered(number), reply_to=None)
        yield running


def use_up_what_room_is_left(log: DecisionLog) -> None:
    """Agree to one decision after another, each a little more to store, until nothing more goes in."""
    refused = False
    for number in range(AGREED):
        try:
            log.agree(f"d-{number}", an_agreement())
            refused = False
        except LogUnavailable:
            refused = True
    assert refused


def decisions_in(log: DecisionLog, channel: str, ts: str) -> int:
    return sum((found.decision.message.channel, found.decision.message.ts) == (channel, ts) for found in log.rows())


def test_whoever_wrote_is_told_that_nothing_was_logged_and_the_retry_logs_and_answers_it(
    store: Failing, bot: SlackBot
) -> None:
    assert "nothing was logged" in NOTHING_LOGGED
    store.fail()
    use_up_what_room_is_left(bot.log)
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.settle()
    assert [told["text"] for told in bot.stand_in.ephemerals(AMARA)] == [NOTHING_LOGGED]
    assert bot.stand_in.replies(CONTACT, ts) == []

    store.mend()
    assert decisions_in(bot.log, CONTACT, ts) == 0
    for _ in range(2):
        bot.people.redeliver(bot.people.events[-1]["event_id"])
    bot.settle()
    assert decisions_in(bot.log, CONTACT, ts) == 1
    [card] = bot.stand_in.replies(CONTACT, ts)
    assert card["text"].startswith("Complaint · sure, 93%")
    found = bot.log.verify([bot.log.anchor()])
    assert (found.unaltered, found.complete) == (True, True)


def test_whoever_clicks_is_told_that_nothing_was_logged_and_the_next_click_is(store: Failing, bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    card = bot.card(CONTACT, ts)
    bot.settle()
    store.fail()
    use_up_what_room_is_left(bot.log)
    bot.people.click(JOAN, {"channel": CONTACT, "ts": card["ts"]}, "agree")
    bot.settle()
    assert bot.stand_in.ephemerals(JOAN)[-1]["text"] == NOTHING_LOGGED

    store.mend()
    recorded = bot.log.find_message("T0WORKSPACE", CONTACT, ts)
    assert recorded is not None
    assert recorded.status == "proposed"
    bot.people.click(JOAN, {"channel": CONTACT, "ts": card["ts"]}, "agree")
    bot.settle()
    assert bot.log.get(recorded.decision.id).status == "agreed"
