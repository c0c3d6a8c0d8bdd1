"""Trigger ids (3 seconds, once) and response urls (30 minutes, five times)."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5

Refusal = Literal["invalid_trigger_id", "expired_trigger_id", "exchanged_trigger_id"]


@dataclass
class _Trigger:
    user: str
    issued_at: datetime
    used: bool = False


@dataclass
class Triggers:
    issued: dict[str, _Trigger] = field(default_factory=dict)

    def issue(self, user: str, now: datetime) -> str:
        trigger_id = f"{int(now.timestamp())}.{secrets.randbelow(10**10):010d}.{secrets.token_hex(16)}"
        self.issued[trigger_id] = _Trigger(user, now)
        return trigger_id

    def exchange(self, trigger_id: str, now: datetime) -> str | Refusal:
        """Return the person who caused it, or Slack's error code. A refused one stays as it was."""
        trigger = self.issued.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if now - trigger.issued_at > TRIGGER_LIFE:
            return "expired_trigger_id"
        trigger.used = True
        return trigger.user


@dataclass
class ResponseUrl:
    channel: str
    user: str
    issued_at: datetime
    original: str | None = None  # the ts of the message with the button
    uses: int = 0


@dataclass
class ResponseUrls:
    issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, response_url: ResponseUrl) -> str:
        """Return the secret part of a new response url."""
        name = secrets.token_urlsafe(18)
        self.issued[name] = response_url
        return name

    def use(self, name: str, now: datetime) -> ResponseUrl | Literal["invalid_url", "expired_url", "used_url"]:
        response_url = self.issued.get(name)
        if response_url is None:
            return "invalid_url"
        if now - response_url.issued_at > RESPONSE_LIFE:
            return "expired_url"
        if response_url.uses >= RESPONSE_USES:
            return "used_url"
        response_url.uses += 1
        return response_url
