"""How often each method may be called, and how long to wait after that. Source: Slack's page "Rate limits".

Slack allows short bursts and does not say how long; here a burst is one minute's worth of calls, and for posts to one
channel what the workspace is told to allow.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

TIER_1, TIER_2, TIER_3, TIER_4, SPECIAL = 1, 20, 50, 100, 600  # calls a minute; "special" is told by its own page
PER_MINUTE: Mapping[str, int] = {
    "apps.connections.open": TIER_1,
    "auth.test": SPECIAL,
    "chat.postMessage": 300,  # the whole workspace: "several hundred messages per minute"
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.getPermalink": SPECIAL,
    "views.open": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    # These two of an app that a landlord installs for itself; sold outside the Marketplace it has 1 a minute.
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.open": TIER_3,
    "assistant.threads.setSuggestedPrompts": TIER_4,
    "assistant.threads.setTitle": TIER_4,
    "assistant.threads.setStatus": SPECIAL,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.upload": TIER_2,
}
BURST = 30  # posts to one channel at once; after that one a second
SOCKETS = 10  # apps.connections.open: "1+ per minute", but all sockets of an app may be opened together


@dataclass
class _Bucket:
    """Calls that may still be made; it fills up again with time."""

    size: float
    per_second: float
    left: float
    at: datetime

    def seconds_to_wait(self, now: datetime) -> float:
        self.left = min(self.size, self.left + (now - self.at).total_seconds() * self.per_second)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.per_second


@dataclass
class RateLimits:
    """The calls of one app in one workspace."""

    burst: int = BURST
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def take(self, method: str, channel: str | None, now: datetime) -> int:
        """Count a call and return 0; or count nothing and return for how many seconds Slack wants to hear no more."""
        a_minute = PER_MINUTE[method]
        buckets = [self._bucket(method, max(a_minute, SOCKETS), a_minute / 60, now)]
        if method == "chat.postMessage":
            buckets.append(self._bucket(f"{method} {channel}", self.burst, 1.0, now))
        wait = max(bucket.seconds_to_wait(now) for bucket in buckets)
        if wait > 0:
            return math.ceil(wait)
        for bucket in buckets:
            bucket.left -= 1
        return 0

    def _bucket(self, name: str, size: float, per_second: float, now: datetime) -> _Bucket:
        return self._buckets.setdefault(name, _Bucket(size, per_second, size, now))
