"""Several processes at one address: they share the work, one that dies is replaced, and they stop without loss."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.records.opening import open_log
from bot.slack_manifest import bot_scopes
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from tests.bot.records.builders import KEY
from tests.bot.test_killed import wait_until_healthy
from tests.workspace.building import AMARA, CONTACT, SECRET, TOKEN
from tests.workspace.running import running


class Several:
    """The processes, the Slack they talk to, and what a test sees of both."""

    def __init__(self, stand_in: StandIn, people: Deliveries, parent: subprocess.Popen[str], port: int) -> None:
        self.stand_in, self.people, self.parent, self.port = stand_in, people, parent, port

    def processes(self, at_least: int = 2, but: frozenset[int] = frozenset()) -> set[int]:
        """Ask until that many processes have answered, leaving out those that are known to be gone."""
        found: set[int] = set()
        while len(found) < at_least:
            assert self.parent.poll() is None
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/process", timeout=120) as answer,
            ):
                found |= {int(answer.read())} - but
        return found

    def wait_for_reply(self, ts: str) -> None:
        assert self.stand_in.wait_for(lambda slack: slack.replies(CONTACT, ts), timeout=120)


@pytest.fixture
def several(tmp_path: Path) -> Iterator[Several]:
    stand_in = StandIn(scopes=bot_scopes(), bot_token=TOKEN, clock=lambda: datetime.now(UTC))
    web = Starlette()
    open_log(log_url(tmp_path), key=KEY).close()
    with running(web) as address:
        stand_in.address = address
        environment = os.environ | {"TEST_API_URL": f"{address}/api/", "TEST_LOG_URL": log_url(tmp_path)}
        command = [sys.executable, "-m", "tests.bot.several"]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            assert parent.stdout is not None
            port = int(parent.stdout.readline())
            people = Deliveries(stand_in, f"http://127.0.0.1:{port}/slack/events", SECRET, retry_delays=(0, 0, 0))
            web.router.routes.extend(workspace_routes(stand_in, people))
            wait_until_healthy(port, parent)
            yield Several(stand_in, people, parent, port)
            people.stop()
        finally:
            stand_in.close()
            parent.terminate()
            parent.communicate(timeout=120)


def log_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'log.db'}"


def test_several_processes_answer_each_message_once_and_stop_together(several: Several, tmp_path: Path) -> None:
    workers = several.processes()
    said = [several.people.say(AMARA, CONTACT, f"the boiler in flat {number} is off again") for number in range(8)]
    for ts in said:
        several.wait_for_reply(ts)
    assert several.people.wait_idle()
    several.people.redeliver(several.people.events[0]["event_id"])
    assert several.people.wait_idle()
    several.parent.send_signal(signal.SIGTERM)
    assert several.parent.wait(60) == 0
    assert [len(several.stand_in.replies(CONTACT, ts)) for ts in said] == [1] * 8
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    log = open_log(log_url(tmp_path), key=KEY)
    assert all(recorded.reply_ts for recorded in log.rows())
    log.close()


def test_a_process_that_dies_is_replaced(several: Several) -> None:
    killed = next(iter(several.processes()))
    os.kill(killed, signal.SIGKILL)
    assert len(several.processes(but=frozenset({killed}))) == 2
