"""What the workspace holds: messages, views, homes, files; kept in one JSON file, and told to whoever watches."""

import json
import secrets
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.workspace import seeds
from bot.workspace.triggers import ResponseUrls, Triggers

Json = dict[str, Any]
KEPT = ("conversations", "ephemerals", "views", "stacks", "homes", "files", "prompts", "undelivered")


class RefusedError(Exception):
    """Slack says no: `code` is its error, `detail` what it adds."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class State:
    """One team's messages, views and files. Every method that reads or writes holds `lock`."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        state_file: Path | None = None,
        channels: Sequence[seeds.Channel] = seeds.CHANNELS,
    ) -> None:
        self.clock = clock
        self.channels = tuple(channels)
        self.archived: set[str] = set()
        self.state_file = state_file
        self.address = ""  # of the stand-in's server; it is in links and response_urls
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.watchers: list[Callable[[], None]] = []
        self.posted: list[Callable[[Json], None]] = []  # told of each event that the bot's own doing causes
        self.triggers, self.response_urls = Triggers(), ResponseUrls()
        self.conversations: dict[str, list[Json]] = {}  # by channel, oldest first, replies among the rest
        self.ephemerals: list[Json] = []
        self.views: dict[str, Json] = {}  # every modal that is open or lies under an open one
        self.stacks: dict[str, list[str]] = {}  # by person, the lowest view first
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.prompts: dict[str, list[Json]] = {}  # by direct message
        self.undelivered: dict[str, Json] = {}  # by event_id: what the bot has not taken yet, for the next start
        self.statuses: dict[str, str] = {}  # "channel thread_ts": gone after a restart, as a status should be
        self.alarms: list[Json] = []
        self.refusals: deque[tuple[str, str]] = deque(maxlen=1_000)  # the latest: which method, and Slack's error
        self.unshared: list[Callable[[], None]] = []  # files whose upload was completed and which no place shows yet
        self._last_micros = 0
        if state_file is not None and state_file.exists():
            self._read(state_file)

    def _read(self, path: Path) -> None:
        for name, value in json.loads(path.read_text(encoding="utf-8")).items():
            setattr(self, name, value)
        stamps = [message["ts"] for told in self.conversations.values() for message in told]
        stamps += [one["ts"] for one in self.ephemerals]
        self._last_micros = max((int(ts.replace(".", "")) for ts in stamps), default=0)

    def keep(self) -> None:
        """Save, and wake everybody who waits for a change."""
        with self.lock:
            self.save()
            self.changed.notify_all()
            watchers = list(self.watchers)
        for tell in watchers:
            tell()

    def save(self) -> None:
        """Save what no page shows, and wake nobody."""
        with self.lock:
            if self.state_file is not None:
                kept = {name: getattr(self, name) for name in KEPT}
                beside = self.state_file.with_suffix(".new")
                beside.parent.mkdir(parents=True, exist_ok=True)
                beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
                beside.replace(self.state_file)

    def next_ts(self) -> str:
        """A time stamp later than every other one, even where the clock stands still."""
        with self.lock:
            self._last_micros = max(int(self.clock().timestamp() * 1_000_000), self._last_micros + 1)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        return f"{letter}{secrets.token_hex(5).upper()}"  # chance, so that a lost state file repeats none

    # Where people and the bot are.

    def members(self, channel: str) -> frozenset[str]:
        """Who is in the channel; raises `RefusedError` if there is no such channel."""
        if channel in seeds.DIRECT:
            return frozenset({seeds.DIRECT[channel], seeds.BOT_USER})
        for one in self.channels:
            if one.id == channel:
                return one.members
        raise RefusedError("channel_not_found")

    def need_bot_in(self, channel: str) -> None:
        """Refuse where the bot is no member; a private channel is then not even known to it."""
        if seeds.BOT_USER not in self.members(channel):
            raise RefusedError("channel_not_found" if channel.startswith("G") else "not_in_channel")

    def need_open(self, channel: str) -> None:
        if channel in self.archived:
            raise RefusedError("is_archived")

    # Messages.

    def find_message(self, channel: str, ts: str) -> Json | None:
        return next((one for one in self.conversations.get(channel, []) if one["ts"] == ts), None)

    def find_ephemeral(self, channel: str, ts: str) -> Json | None:
        return next((one for one in self.ephemerals if (one["channel"], one["ts"]) == (channel, ts)), None)

    def thread(self, channel: str, ts: str) -> list[Json]:
        """The root with this `ts` and its replies."""
        return [one for one in self.conversations.get(channel, []) if ts in (one["ts"], one.get("thread_ts"))]

    def need_thread(self, channel: str, thread_ts: str) -> None:
        """Refuse a thread whose root is not in the channel, or whose "root" is itself a reply."""
        root = self.find_message(channel, thread_ts)
        if root is None or root.get("thread_ts", thread_ts) != thread_ts:
            raise RefusedError("thread_not_found")

    def add_message(self, channel: str, message: Json) -> Json:
        """Put a message into the channel; a reply also counts on its root."""
        self.conversations.setdefault(channel, []).append(message)
        if message.get("thread_ts"):
            self.statuses.pop(f"{channel} {message['thread_ts']}", None)
            self.count_replies(channel, message["thread_ts"])
        return message

    def count_replies(self, channel: str, root_ts: str) -> None:
        root = self.find_message(channel, root_ts)
        replies = [one for one in self.thread(channel, root_ts) if one is not root]
        if root is None:
            return
        if replies:
            users = list(dict.fromkeys(one["user"] for one in replies))
            root |= {
                "thread_ts": root_ts, "reply_count": len(replies), "reply_users": users,
                "reply_users_count": len(users), "latest_reply": replies[-1]["ts"],
            }  # fmt: skip
        else:
            for key in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
                root.pop(key, None)

    def remove_message(self, channel: str, message: Json) -> None:
        self.conversations[channel].remove(message)
        if message.get("thread_ts"):
            self.count_replies(channel, message["thread_ts"])

    def add_ephemeral(self, user: str, channel: str, message: Json) -> Json:
        shown = message | {"channel": channel, "to": user, "ts": self.next_ts(), "is_ephemeral": True}
        self.ephemerals.append(shown)
        return shown

    def slackbot_says(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
        """What Slack itself tells one person."""
        message: Json = {"type": "message", "user": seeds.SLACKBOT, "text": text}
        with self.lock:
            self.add_ephemeral(user, channel, message | ({"thread_ts": thread_ts} if thread_ts else {}))
            self.keep()

    # Views.

    def open_view(self, user: str) -> Json | None:
        stack = self.stacks.get(user)
        return self.views[stack[-1]] if stack else None

    def close_views(self, user: str, *view_ids: str) -> None:
        self.stacks[user] = [one for one in self.stacks.get(user, []) if one not in view_ids]
        for view_id in view_ids:
            self.views.pop(view_id, None)
