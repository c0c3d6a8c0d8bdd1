"""`kill -9` at the worst moments: one decision, one reply, whatever happens in between."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from starlette.applications import Starlette

from bot.records.opening import open_log
from bot.slack_manifest import bot_scopes
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from tests.bot.records.builders import KEY
from tests.workspace.building import AMARA, CONTACT, SECRET, TOKEN
from tests.workspace.running import running


class Holding(StandIn):
    """A Slack that stops in the middle of the first post, before or after it has taken it."""

    def hold(self, when: Literal["before", "after"]) -> None:
        self.when: Literal["before", "after"] | None = when
        self.reached, self.go_on = threading.Event(), threading.Event()

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        when, self.when = (self.when, None) if method == "chat.postMessage" else (None, self.when)
        if when == "before":
            self.reached.set()
            self.go_on.wait(30)
            return {"ok": False, "error": "fatal_error"}
        answer = super().call(method, arguments, token)
        if when == "after":
            self.reached.set()
            self.go_on.wait(30)
        return answer


@contextlib.contextmanager
def the_bot(folder: Path, stand_in: StandIn, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the bot in a process of its own until it answers; kill it at the end, if nobody has."""
    command = [sys.executable, "-m", "tests.bot.killable", str(folder), f"{stand_in.address}/api/", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        wait_until_healthy(port, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_healthy(port: int, process: subprocess.Popen[Any]) -> None:
    while process.poll() is None:
        with (
            contextlib.suppress(OSError),  # Nobody listens yet, or nobody answers yet.
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthy", timeout=1),
        ):
            return
    raise RuntimeError("the bot ended before it was ready")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_bot_killed_between_commit_and_reply_answers_once_when_it_starts_again(
    tmp_path: Path, when: Literal["before", "after"]
) -> None:
    stand_in = Holding(scopes=bot_scopes(), bot_token=TOKEN, clock=lambda: datetime.now(UTC))
    stand_in.hold(when)
    port, web = free_port(), Starlette()
    with running(web) as address:
        stand_in.address = address
        people = Deliveries(stand_in, f"http://127.0.0.1:{port}/slack/events", SECRET, retry_delays=(0, 0, 0))
        web.router.routes.extend(workspace_routes(stand_in, people))
        with the_bot(tmp_path, stand_in, port) as process:
            ts = people.say(AMARA, CONTACT, "The boiler is off again")
            assert stand_in.reached.wait(120)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        stand_in.go_on.set()
        assert people.wait_idle()
        with the_bot(tmp_path, stand_in, port):
            stand_in.wait_for(lambda slack: slack.replies(CONTACT, ts), timeout=120)
            people.redeliver(people.events[0]["event_id"])
            assert people.wait_idle()
            log = open_log(f"sqlite:///{tmp_path / 'log.db'}", key=KEY)
            stand_in.wait_for(lambda _: not log.claimants() and next(iter(log.rows())).reply_ts, timeout=120)
            recorded = list(log.rows())
            log.close()
        people.stop()
        stand_in.close()
    assert len(recorded) == 1
    assert len(stand_in.replies(CONTACT, ts)) == 1
    assert recorded[0].reply_ts == stand_in.replies(CONTACT, ts)[0]["ts"]


def test_a_stopped_bot_finishes_what_is_under_way(tmp_path: Path) -> None:
    stand_in = StandIn(scopes=bot_scopes(), bot_token=TOKEN, clock=lambda: datetime.now(UTC))
    port, web = free_port(), Starlette()
    with running(web) as address:
        stand_in.address = address
        people = Deliveries(stand_in, f"http://127.0.0.1:{port}/slack/events", SECRET, retry_delays=(0,))
        web.router.routes.extend(workspace_routes(stand_in, people))
        with the_bot(tmp_path, stand_in, port) as process:
            ts = people.say(AMARA, CONTACT, "The boiler is off again")
            assert people.wait_idle()
            process.terminate()
            assert process.wait(120) == 0
        people.stop()
        stand_in.close()
    assert len(stand_in.replies(CONTACT, ts)) == 1
