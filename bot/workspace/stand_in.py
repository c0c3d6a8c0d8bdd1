"""The stand-in for Slack's Web API: as strict as Slack, and readable from tests."""

import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.workspace import responses, seeds
from bot.workspace.arguments import text
from bot.workspace.methods import METHODS, scopes_for
from bot.workspace.methods.files import content_of, may_see, receive, share_what_was_completed
from bot.workspace.rate_limits import BURST, RateLimits
from bot.workspace.state import Json, RefusedError, State

T = TypeVar("T")
APP_LEVEL = "apps.connections.open"  # the one method that takes the app's own token, and takes no other


@dataclass
class _Failures:
    """Calls that are to fail although nothing is wrong with them."""

    error: str
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
        burst: int = BURST,
        events: frozenset[str] | None = None,
        app_token: str = "",
        channels: Sequence[seeds.Channel] = seeds.CHANNELS,
        address: str = "",
    ) -> None:
        """`events`: what the app subscribed to, by default all; `burst`: how many posts a channel takes at once."""
        self.state = State(clock, state_file, channels)
        self.state.address = address
        self.scopes = scopes
        self.bot_token = bot_token
        self.clock = clock
        self.events = events
        self.app_token = app_token
        self.open_socket: Callable[[], str] | None = None  # where Socket Mode is on: gives a new socket's address
        self.limits = RateLimits(burst) if rate_limited else None
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1_000)  # the latest method calls with their arguments
        self.closed = False
        self._failures: list[_Failures] = []

    @property
    def alarms(self) -> list[Json]:
        """What Slack takes and should not get: a text that would wake everybody, blocks without a text."""
        return self.state.alarms

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """What was refused, oldest first: the method (or "response_url", "view_submission") and Slack's error."""
        with self.state.lock:
            return list(self.state.refusals)

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
                self._fail_if_told(method)
            except RefusedError as told:
                return {"ok": False, "error": told.code, **told.detail}
            try:
                self._admit(method, arguments, token)
                answer = self._socket() if method == APP_LEVEL else METHODS[method].answer(self.state, arguments)
                return deepcopy({"ok": True, **answer})
            except RefusedError as refused:
                self.state.refusals.append((method, refused.code))
                return {"ok": False, "error": refused.code, **refused.detail}

    def _admit(self, method: str, arguments: Mapping[str, Any], token: str) -> None:
        if method not in {*METHODS, APP_LEVEL}:
            raise RefusedError("unknown_method", req_method=method)
        if not token:
            raise RefusedError("not_authed")
        right, wrong = (self.app_token, self.bot_token) if method == APP_LEVEL else (self.bot_token, self.app_token)
        if wrong and hmac.compare_digest(token.encode(), wrong.encode()):
            raise RefusedError("not_allowed_token_type")
        if not right or not hmac.compare_digest(token.encode(), right.encode()):
            raise RefusedError("invalid_auth")
        needed = () if method == APP_LEVEL else scopes_for(method, arguments)
        if needed and not self.scopes & set(needed):
            raise RefusedError("missing_scope", needed=needed[0], provided=",".join(sorted(self.scopes)))
        if self.limits and (wait := self.limits.take(method, text(arguments, "channel"), self.clock())):
            raise RefusedError("ratelimited", retry_after=wait)

    def _socket(self) -> Json:
        """Where to open a socket. Source: "apps.connections.open"."""
        if self.open_socket is None:
            raise RefusedError("access_denied")
        return {"url": self.open_socket()}

    def _fail_if_told(self, method: str) -> None:
        for failure in self._failures:
            if failure.left and failure.method in (None, method):
                failure.left -= 1
                raise RefusedError(failure.error)

    def fail_next(
        self, calls: int = 1, *, status: int = 429, method: str | None = None, error: str | None = None
    ) -> None:
        """Let the next calls (of one method, if named) fail with `error`, or with what goes with the status."""
        told = error or ("ratelimited" if status == 429 else "internal_error")  # noqa: PLR2004
        with self.state.lock:
            self._failures.append(_Failures(told, calls, method))

    def archive(self, channel: str) -> None:
        """Close the channel: everything in it can be read, nothing written."""
        with self.state.lock:
            self.state.archived.add(channel)

    def finish_sharing(self) -> None:
        """Show the files whose upload was completed, which Slack does after it has answered."""
        share_what_was_completed(self.state)

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

    def download(self, file_id: str, user: str) -> File | None:
        """The file, if this person is in the place where it was shared."""
        with self.state.lock:
            seen = may_see(self.state, file_id, user)
            return next((one for one in self.files if seen and one.id == file_id), None)

    def wait_for(self, look: Callable[["StandIn"], T | None], timeout: float = 60.0) -> T:
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
