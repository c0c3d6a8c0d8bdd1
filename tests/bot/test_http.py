"""HTTP mode: the health check, the limits on what is read, and stopping in the middle of a request."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette

from bot.app import build_app
from bot.http_routes import MAX_BODY, http_app
from bot.listeners.shortcuts import TRIAGE_MESSAGE
from bot.records.opening import open_log
from bot.slack_manifest import bot_scopes
from bot.triage import Predict
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from tests.bot.records.builders import KEY
from tests.bot.slack_bot import SlackBot, a_slack_bot, plain_predict
from tests.bot.test_killed import free_port, the_bot
from tests.workspace.building import AMARA, CONTACT, SECRET, TOKEN
from tests.workspace.running import running


@contextlib.contextmanager
def over_http(folder: Path, predict: Predict = plain_predict) -> Iterator[tuple[SlackBot, str]]:
    """The bot with the application of HTTP mode, and its host and port."""
    with a_slack_bot(folder, predict=predict) as bot:
        client = bot.services.replies._client_of("")
        app = build_app(bot.services, client=client, signing_secret=SECRET)
        with running(http_app(app, bot.services)) as address:
            yield bot, urlsplit(address).netloc


def get(place: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(place, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_is_healthy_while_the_log_can_be_written_and_the_classifier_answers(tmp_path: Path) -> None:
    with over_http(tmp_path) as (_, place):
        assert get(place, "/healthy") == (200, "ok")


def test_it_is_not_healthy_without_the_log(tmp_path: Path) -> None:
    with over_http(tmp_path) as (bot, place):
        bot.log.close()
        for file in tmp_path.glob("log.db*"):
            file.unlink()
        (tmp_path / "log.db").write_bytes(b"not a database, " * 100)
        assert get(place, "/healthy") == (503, "the decision log cannot be written")


def test_it_is_not_healthy_without_the_classifier_and_does_not_say_what_it_was_asked(tmp_path: Path) -> None:
    def broken(text: str, **_: Any) -> Any:
        raise RuntimeError(text)

    with over_http(tmp_path, broken) as (_, place):
        assert get(place, "/healthy") == (503, "the classifier does not answer")


def test_there_is_nothing_to_install_from_in_one_workspace(tmp_path: Path) -> None:
    with over_http(tmp_path) as (_, place):
        assert get(place, "/slack/install")[0] == 404


@pytest.mark.parametrize("announced", [True, False], ids=["its length announced", "in chunks without end"])
def test_a_body_that_slack_would_not_send_is_refused_before_it_is_read_to_the_end(
    tmp_path: Path, announced: bool
) -> None:
    headers = {"x-slack-request-timestamp": "1"} | ({"content-length": str(10**12)} if announced else {})

    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 65_536 + 1):
            yield b"a" * 65_536

    with over_http(tmp_path) as (_, place):
        connection = http.client.HTTPConnection(place, timeout=120)
        connection.request("POST", "/slack/events", body=endless(), headers=headers, encode_chunked=not announced)
        assert connection.getresponse().status == 413
        connection.close()


class HoldingThreads(StandIn):
    """A Slack that stops when the bot reads a thread, which it does inside the request that a shortcut is."""

    reached, go_on = threading.Event(), threading.Event()

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        if method == "conversations.replies":
            self.reached.set()
            self.go_on.wait(30)
        return super().call(method, arguments, token)


def wait_until_refused(port: int) -> None:
    """Wait until nobody listens at the port any more."""
    with contextlib.suppress(OSError):
        while True:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()


def test_a_bot_told_to_stop_finishes_the_request_it_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workspace.sending.SECONDS_TO_ANSWER", 30.0)  # Slack's patience is not what is tested.
    stand_in = HoldingThreads(scopes=bot_scopes(), bot_token=TOKEN, clock=lambda: datetime.now(UTC))
    port, web = free_port(), Starlette()
    with running(web) as address:
        stand_in.address = address
        people = Deliveries(stand_in, f"http://127.0.0.1:{port}/slack/events", SECRET, retry_delays=())
        web.router.routes.extend(workspace_routes(stand_in, people))
        with the_bot(tmp_path, stand_in, port) as process:
            answered: list[Any] = []
            message = {"type": "message", "user": AMARA, "text": "the boiler is off again", "ts": "1700000000.000001"}
            stand_in.state.add_message(CONTACT, message)
            asking = threading.Thread(
                target=lambda: answered.append(people.shortcut(AMARA, CONTACT, "1700000000.000001", TRIAGE_MESSAGE))
            )
            asking.start()
            assert stand_in.reached.wait(120)
            process.terminate()
            wait_until_refused(port)
            stand_in.go_on.set()
            asking.join(20)
            assert process.wait(120) == 0
        people.stop()
        stand_in.close()
    assert len(answered) == 1
    assert answered[0].ok
    log = open_log(f"sqlite:///{tmp_path / 'log.db'}", key=KEY)
    assert [recorded.status for recorded in log.rows()] == ["proposed"]
    assert next(iter(log.rows())).reply_ts == stand_in.replies(CONTACT, "1700000000.000001")[0]["ts"]
    log.close()
