"""Socket Mode over a real WebSocket: an event is recorded before its envelope is acknowledged, and answered once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

from bot.app import build_app, slack_client
from bot.serving import socket_mode
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.workspace.building import AMARA, CONTACT, TOKEN


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running


def test_an_envelope_is_acknowledged_once_its_decision_is_committed(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "placeholder")  # A message to answer; over HTTP it gets its own decision.
    bot.card(CONTACT, ts)
    other = bot.people.say(AMARA, CONTACT, "the boiler is off again")
    bot.card(CONTACT, other)
    bot.settle()
    payload = next(e for e in bot.people.events if e["event"].get("ts") == other)
    payload = json.loads(json.dumps(payload))
    payload["event"]["text"] = "the lift is off again"
    payload["event"]["ts"] = payload["event"]["event_ts"] = ts + "1"  # Not seen before.
    payload["event"].pop("thread_ts", None)
    acknowledged: list[dict[str, object]] = []
    counted: list[int] = []
    done = threading.Event()

    def speak(connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        for _ in range(2):  # The second is a redelivery.
            envelope = {
                "type": "events_api",
                "envelope_id": "e-1",
                "payload": payload,
                "accepts_response_payload": False,
            }
            connection.send(json.dumps(envelope))
            acknowledged.append(json.loads(connection.recv(timeout=20)))
            counted.append(bot.log.counts().decisions)
        done.set()

    app = build_app(bot.services, client=slack_client(TOKEN, f"{bot.stand_in.address}/api/"), signing_secret=None)
    with serve(speak, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket_mode(app, "xapp-test") as handler:
            handler.client.wss_uri = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
            handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
            assert done.wait(30)
        server.shutdown()
    assert [answer["envelope_id"] for answer in acknowledged] == ["e-1", "e-1"]
    assert counted == [3, 3]
