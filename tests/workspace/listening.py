"""A bot that only listens: it keeps what it is sent, and answers as it is told."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from bot.workspace.deliveries import Deliveries
from bot.workspace.stand_in import StandIn
from tests.workspace.building import (
    Clock,
)  # fmt: skip


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        envelope: dict[str, Any] = json.loads(self.body)
        return envelope

    @property
    def form(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.form["payload"])
        return payload


@dataclass
class Bot:
    """Keeps every request, and answers with the next of `answers`, then with 200."""

    received: list[Received] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def hear(self, request: Request) -> Response:
        body = await request.body()
        with self.lock:
            self.received.append(Received(dict(request.headers), body))
            return self.answers.pop(0) if self.answers else Response()


@dataclass
class Setup:
    stand_in: StandIn
    people: Deliveries
    bot: Bot
    clock: Clock

    def events(self) -> list[dict[str, Any]]:
        """The events that arrived, in the order in which they were written."""
        assert self.people.wait_idle()
        arrived = [one.event["event"] for one in self.bot.received]
        return sorted(arrived, key=lambda event: str(event["event_ts"]))


@dataclass
class Listening:
    """One server for all tests, at which each puts a bot of its own."""

    address: str = ""
    bot: Bot = field(default_factory=Bot)

    async def hear(self, request: Request) -> Response:
        return await self.bot.hear(request)
