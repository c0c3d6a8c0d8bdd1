"""Signed HTTP to the bot, and Slack's retries of events."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

SECONDS_TO_ANSWER = 3.0
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What the bot answered; `status` is `None` if it did not, and `reason` says why, in Slack's words."""

    status: int | None
    reason: str = ""
    body: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004

    def parsed(self) -> dict[str, Any]:
        """The JSON object in the body; a plain text answer counts as its `text`."""
        try:
            value = json.loads(self.body or "{}")
        except json.JSONDecodeError:
            return {"text": self.body}
        return value if isinstance(value, dict) else {"text": self.body}


class Delivering(Protocol):
    """What carries payloads to the bot: signed HTTP here, or a socket."""

    def interaction(self, payload: Mapping[str, Any]) -> Answer: ...

    def form(self, fields: Mapping[str, str]) -> Answer: ...

    def event(self, envelope: Mapping[str, Any], attempt: int = 0) -> None: ...

    def wait_idle(self, timeout: float) -> bool: ...

    def stop(self) -> None: ...


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's `x-slack-signature`. Source: "Verifying requests from Slack"."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


class Sender:
    """Posts to one address; events go in the background and are tried again as Slack does."""

    def __init__(
        self, url: str, secret: str, retry_delays: Sequence[float], *, settled: Callable[[str], None] = lambda _: None
    ) -> None:
        """`settled` is told the id of each event that was taken or given up."""
        self.url = urlsplit(url)
        self.secret = secret
        self.retry_delays = tuple(retry_delays)
        self.settled = settled
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="slack-events")
        self._idle = threading.Condition()
        self._under_way = 0
        self._timers: set[threading.Timer] = set()
        self._stopped = False

    def post(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One signed request; a late, broken or missing answer is an `Answer` as well."""
        stamp = str(int(time.time()))  # the bot compares it with the real time
        sent = {
            "content-type": content_type, "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature(self.secret, stamp, body),
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **(headers or {}),
        }  # fmt: skip
        # http.client, not urllib: a proxy from the environment must not see what goes to this machine.
        connection = http.client.HTTPConnection(self.url.hostname or "", self.url.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request("POST", self.url.path or "/", body, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except TimeoutError:
            return Answer(None, "http_timeout")
        except (OSError, http.client.HTTPException):
            return Answer(None, "connection_failed")
        finally:
            connection.close()
        no_retry = answer.headers.get("x-slack-no-retry") == "1"
        reason = "" if 200 <= answer.status < 300 else "http_error"  # noqa: PLR2004
        return Answer(answer.status, reason, text, no_retry)

    def interaction(self, payload: Mapping[str, Any]) -> Answer:
        return self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE)

    def form(self, fields: Mapping[str, str]) -> Answer:
        return self.post(urlencode(fields).encode(), FORM_TYPE)

    def event(self, envelope: Mapping[str, Any], attempt: int = 0) -> None:
        """Deliver an event in the background, up to 1 + len(retry_delays) times; `attempt` 1 is the first retry."""
        body = json.dumps(envelope, ensure_ascii=False).encode()
        with self._idle:
            if self._stopped:
                return
            self._under_way += 1
            self._pool.submit(self._attempt, envelope["event_id"], body, attempt, "http_timeout" if attempt else "")

    def _attempt(self, event_id: str, body: bytes, number: int, reason: str) -> None:
        answer = self.post(body, JSON_TYPE, _retry_headers(number, reason))
        if answer.ok or answer.no_retry or number >= len(self.retry_delays):
            self.settled(event_id)
            self._done()
            return
        timer = threading.Timer(self.retry_delays[number], self._again, (event_id, body, number + 1, answer.reason))
        timer.daemon = True
        with self._idle:
            if self._stopped:
                return
            self._timers = {one for one in self._timers if one.is_alive()} | {timer}
            timer.start()

    def _again(self, event_id: str, body: bytes, number: int, reason: str) -> None:
        with self._idle:
            if not self._stopped:
                self._pool.submit(self._attempt, event_id, body, number, reason)

    def _done(self) -> None:
        with self._idle:
            self._under_way -= 1
            self._idle.notify_all()

    def wait_idle(self, timeout: float) -> bool:
        """Wait until every event was taken, or given up after its last retry."""
        with self._idle:
            return self._idle.wait_for(lambda: self._under_way == 0, timeout)

    def stop(self) -> None:
        """Send nothing more, and let what is being sent come to its end."""
        with self._idle:
            self._stopped = True
            timers = list(self._timers)
        for timer in timers:
            timer.cancel()
        self._pool.shutdown(wait=True)


def _retry_headers(number: int, reason: str) -> dict[str, str]:
    return {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason} if number else {}
