"""Slack's end of Socket Mode: tickets, envelopes, acknowledgements, retries by the clock, refreshes, ten sockets.

Source: Slack's pages "Using Socket Mode" and "The Events API".
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from bot.workspace.sending import Answer
from tests.workspace.building import Clock

TIME_TO_ANSWER = timedelta(seconds=3)
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
MOST_SOCKETS = 10
PATIENCE = 60.0  # seconds of real time after which a test gives up


@dataclass
class Sent:
    """An envelope on its way; `answer` is what the bot put into the acknowledgement."""

    envelope: dict[str, Any]
    at: datetime
    socket: ServerConnection | None
    acknowledged: bool = False
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass
class Retry:
    due: datetime
    payload: Mapping[str, Any]
    attempt: int
    reason: str


class SocketSlack:
    """Carries payloads to the bot over sockets; time passes only as the clock says, and `tick` looks at it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.address = ""
        self.sockets: list[ServerConnection] = []
        self.opened = 0  # sockets that were ever opened
        self.refused = 0  # sockets past the tenth, and those without a ticket of their own
        self.sent: list[Sent] = []
        self.strays: list[str] = []  # acknowledgements of what was never sent, or was given up
        self.given_up: list[Mapping[str, Any]] = []
        self._retries: list[Retry] = []
        self._tickets: set[str] = set()
        self._changed = threading.Condition(threading.RLock())
        self._turn = 0

    # The app's side.

    def ticket(self) -> str:
        """A socket's address, good for one socket: what `apps.connections.open` answers."""
        with self._changed:
            ticket = secrets.token_hex(8)
            self._tickets.add(ticket)
            return f"{self.address}/link/?ticket={ticket}&app_id=A0CLAUSE"

    def check_ticket(self, connection: ServerConnection, request: Request) -> Response | None:
        [ticket] = parse_qs(urlsplit(request.path).query).get("ticket", [""])
        with self._changed:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                return None
            self.refused += 1
        return connection.respond(HTTPStatus.FORBIDDEN, "invalid ticket\n")

    def speak(self, connection: ServerConnection) -> None:
        """One socket from its greeting to its end."""
        with self._changed:
            if len(self.sockets) >= MOST_SOCKETS:
                self.refused += 1
                connection.send(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
                self._changed.notify_all()
                return
            self.sockets.append(connection)
            self.opened += 1
            connection.send(json.dumps({"type": "hello", "num_connections": len(self.sockets)}))
            self._changed.notify_all()
        with contextlib.suppress(ConnectionClosed):
            for message in connection:
                self._acknowledge(json.loads(message))
        with self._changed:
            if connection in self.sockets:
                self.sockets.remove(connection)
            self._changed.notify_all()

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        with self._changed:
            waiting = [one for one in self.sent if one.envelope["envelope_id"] == answer["envelope_id"]]
            if not waiting or waiting[0].acknowledged or self.clock() - waiting[0].at > TIME_TO_ANSWER:
                self.strays.append(str(answer["envelope_id"]))
            else:
                waiting[0].acknowledged = True
                waiting[0].answer = dict(answer.get("payload") or {})
            self._changed.notify_all()

    # Slack's side.

    def event(self, envelope: Mapping[str, Any], attempt: int = 0) -> None:
        self._send("events_api", envelope, attempt, "http_timeout" if attempt else "")

    def interaction(self, payload: Mapping[str, Any]) -> Answer:
        return self._ask("interactive", payload)

    def form(self, fields: Mapping[str, str]) -> Answer:
        return self._ask("slash_commands", fields)

    def _ask(self, kind: str, payload: Mapping[str, Any]) -> Answer:
        """Send what is never sent again, and wait for the answer."""
        sent = self._send(kind, payload, 0, "")
        with self._changed:
            self._changed.wait_for(lambda: sent.acknowledged or sent.socket not in self.sockets, PATIENCE)
            if not sent.acknowledged:
                return Answer(None, "http_timeout")
            return Answer(HTTPStatus.OK, body=json.dumps(sent.answer))

    def _send(self, kind: str, payload: Mapping[str, Any], attempt: int, reason: str) -> Sent:
        """Give the payload to one socket, whichever has its turn."""
        envelope: dict[str, Any] = {
            "type": kind, "envelope_id": secrets.token_hex(8), "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }  # fmt: skip
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        with self._changed:
            socket = self.sockets[self._turn % len(self.sockets)] if self.sockets else None
            self._turn += 1
            sent = Sent(envelope, self.clock(), socket)
            self.sent.append(sent)
        if socket is not None:
            with contextlib.suppress(ConnectionClosed):
                socket.send(json.dumps(envelope))
        return sent

    def tick(self) -> None:
        """Look at the clock: retry events that were not acknowledged in time and whose turn has come."""
        with self._changed:
            now = self.clock()
            late = [one for one in self._events() if not one.acknowledged and now - one.at > TIME_TO_ANSWER]
            for one in late:
                self.sent.remove(one)
                attempt = one.envelope["retry_attempt"]
                if attempt >= len(RETRIES):
                    self.given_up.append(one.envelope["payload"])
                else:
                    due = now + RETRIES[attempt]
                    self._retries.append(Retry(due, one.envelope["payload"], attempt + 1, "timeout"))
            due_now = [one for one in self._retries if one.due <= now]
            self._retries = [one for one in self._retries if one.due > now]
        for retry in due_now:
            self._send("events_api", retry.payload, retry.attempt, retry.reason)

    def _events(self) -> Sequence[Sent]:
        return [one for one in self.sent if one.envelope["type"] == "events_api"]

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the oldest socket to make way, and close it once the app has opened another."""
        with self._changed:
            old, before = self.sockets[0], self.opened
            old.send(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}))
            assert self._changed.wait_for(lambda: self.opened > before, PATIENCE)
        old.close()

    def drop(self) -> None:
        """Lose every socket without a word."""
        with self._changed:
            lost = list(self.sockets)
        for socket in lost:
            socket.close()

    def wait_for_sockets(self, count: int, *, opened: int = 0) -> bool:
        """Wait until so many sockets are open, and so many were ever opened."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.sockets) == count and self.opened >= opened, PATIENCE)

    def wait_idle(self, timeout: float = PATIENCE) -> bool:
        """Wait until every event that is under way was acknowledged, however busy this machine is."""
        with self._changed:
            patience = max(timeout, PATIENCE)
            return self._changed.wait_for(lambda: all(one.acknowledged for one in self._events()), patience)

    def stop(self) -> None:
        """Nothing to end here: `running_sockets` closes the sockets."""


@contextlib.contextmanager
def running_sockets(clock: Clock | None = None) -> Iterator[SocketSlack]:
    """Run Slack's end on a free port of this machine."""
    slack = SocketSlack(clock or Clock())
    with serve(slack.speak, "127.0.0.1", 0, process_request=slack.check_ticket) as server:
        thread = threading.Thread(target=server.serve_forever, name="socket-slack", daemon=True)
        thread.start()
        slack.address = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        try:
            yield slack
        finally:
            slack.drop()
            server.shutdown()
            thread.join(PATIENCE)
