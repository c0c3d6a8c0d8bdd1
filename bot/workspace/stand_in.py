"""The stand-in for Slack's Web API: as strict as Slack, and readable from tests."""

import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.workspace import responses
from bot.workspace.methods import METHODS, scopes_for
from bot.workspace.methods.files import content_of, receive
from bot.workspace.state import Json, RefusedError, State

T = TypeVar("T")
POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})
BURST = 30  # posts to a channel at once; after that about one a second


@dataclass
class _Bucket:
    """How much a channel may still be told. Source: Slack's page "Rate limits"."""

    left: float
    at: datetime

    def take(self, now: datetime) -> bool:
        self.left = min(BURST, self.left + (now - self.at).total_seconds())
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class _Failures:
    """Calls that are to fail although nothing is wrong with them."""

    status: int
    left: int
    method: str | None


@dataclass
class File:
    id: str
    name: str
    title: str
    content: bytes = field(repr=False)


class StandIn:
    """Slack's Web API over one `State`; `call` may be used from any thread."""

    def __init__(
        self,
        *,
        scopes: frozenset[str],
        bot_token: str,
        clock: Callable[[], datetime],
        state_file: Path | None = None,
        rate_limited: bool = True,
        address: str = "",
    ) -> None:
        self.state = State(clock, state_file)
        self.state.address = address
        self.scopes = scopes
        self.bot_token = bot_token
        self.clock = clock
        self.rate_limited = rate_limited
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1_000)  # the latest method calls with their arguments
        self.closed = False
        self._buckets: dict[str, _Bucket] = {}
        self._failures: list[_Failures] = []

    @property
    def alarms(self) -> list[Json]:
        """Texts of the bot's in which an unescaped broadcast would have woken everybody."""
        return self.state.alarms

    @property
    def address(self) -> str:
        """Where the stand-in is reached, "http://127.0.0.1:PORT"; the server fills it in."""
        return self.state.address

    @address.setter
    def address(self, value: str) -> None:
        self.state.address = value

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        """Answer as Slack would; a refusal is `{"ok": False, "error": …}`, never an exception."""
        with self.state.lock:
            self.calls.append((method, dict(arguments)))
            try:
                self._admit(method, arguments, token)
                return deepcopy({"ok": True, **METHODS[method].answer(self.state, arguments)})
            except RefusedError as refused:
                return {"ok": False, "error": refused.code, **refused.detail}

    def _admit(self, method: str, arguments: Mapping[str, Any], token: str) -> None:
        if method not in METHODS:
            raise RefusedError("unknown_method", req_method=method)
        if not token:
            raise RefusedError("not_authed")
        if not hmac.compare_digest(token.encode(), self.bot_token.encode()):
            raise RefusedError("invalid_auth")
        needed = scopes_for(method, arguments)
        if needed and not self.scopes & set(needed):
            raise RefusedError("missing_scope", needed=needed[0], provided=",".join(sorted(self.scopes)))
        self._fail_if_told(method)
        if self.rate_limited and method in POSTING:
            channel, now = str(arguments.get("channel")), self.clock()
            if not self._buckets.setdefault(channel, _Bucket(BURST, now)).take(now):
                raise RefusedError("ratelimited")

    def _fail_if_told(self, method: str) -> None:
        for failure in self._failures:
            if failure.left and failure.method in (None, method):
                failure.left -= 1
                raise RefusedError("ratelimited" if failure.status == 429 else "internal_error")  # noqa: PLR2004

    def fail_next(self, calls: int = 1, *, status: int = 429, method: str | None = None) -> None:
        """Let the next calls (of one method, if named) fail with 429 `ratelimited` or 500 `internal_error`."""
        with self.state.lock:
            self._failures.append(_Failures(status, calls, method))

    def respond(self, name: str, body: Mapping[str, Any]) -> tuple[int, Json]:
        """Answer a POST to a `response_url`."""
        return responses.respond(self.state, name, body)

    def receive_upload(self, upload: str, content: bytes) -> tuple[int, str]:
        """Answer a POST to an upload url."""
        return receive(self.state, upload, content)

    # What tests and the page read. All of it is copied, so that nobody changes the state by accident.

    def messages(self, channel: str) -> list[Json]:
        """Everything said in the channel, oldest first, replies included."""
        with self.state.lock:
            return deepcopy(self.state.conversations.get(channel, []))

    def replies(self, channel: str, ts: str) -> list[Json]:
        """The replies in the thread of this message, without the message itself."""
        with self.state.lock:
            return deepcopy([one for one in self.state.thread(channel, ts) if one["ts"] != ts])

    def ephemerals(self, user: str) -> list[Json]:
        """What only this person can see, Slackbot's notices included."""
        with self.state.lock:
            return deepcopy([one for one in self.state.ephemerals if one["to"] == user])

    def home(self, user: str) -> Json | None:
        with self.state.lock:
            return deepcopy(self.state.homes.get(user))

    def open_view(self, user: str) -> Json | None:
        """The modal on top, or `None`."""
        with self.state.lock:
            return deepcopy(self.state.open_view(user))

    @property
    def files(self) -> list[File]:
        """The files that were uploaded to the end, oldest first."""
        with self.state.lock:
            return [
                File(one["id"], one["name"], one["title"], content_of(one))
                for one in self.state.files.values()
                if "title" in one
            ]

    def wait_for(self, look: Callable[["StandIn"], T | None], timeout: float = 10.0) -> T:
        """Return what `look` finds as soon as it finds something true; `TimeoutError` after `timeout` seconds."""
        end = time.monotonic() + timeout
        with self.state.changed:
            while not (found := look(self)):
                if not self.state.changed.wait(end - time.monotonic()):
                    raise TimeoutError("Nothing of what was waited for happened in the workspace.")
            return found

    def close(self) -> None:
        """End the streams of open pages, so that the server can stop."""
        self.closed = True
        for tell in list(self.state.watchers):
            tell()
