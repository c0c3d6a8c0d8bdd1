"""What people do in the workspace, and what Slack then delivers to the bot."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.workspace import payloads, seeds
from bot.workspace.composing import as_rich_text, sent
from bot.workspace.interactions import Interactions, Outcome
from bot.workspace.sending import Delivering, Sender
from bot.workspace.stand_in import StandIn
from bot.workspace.state import Json, RefusedError

Container = Mapping[str, str]  # {"channel": …, "ts": …} or {"view_id": …}

EVENTS_OF = {  # which event and which scope a message in such a place needs. Source: Slack's page "message event"
    "im": ("message.im", "im:history"),
    "group": ("message.groups", "groups:history"),
    "channel": ("message.channels", "channels:history"),
}


class Deliveries:
    """People's hands: each method changes the workspace and tells the bot at `events_url`."""

    def __init__(
        self, stand_in: StandIn, events_url: str, signing_secret: str, retry_delays: Sequence[float] = (0, 60, 300), *,
        sender: Delivering | None = None,
    ) -> None:  # fmt: skip
        self.stand_in = stand_in
        self.state = stand_in.state
        self.sender: Delivering = sender or Sender(events_url, signing_secret, retry_delays, settled=self._settled)
        self.events: deque[Json] = deque(maxlen=1_000)  # the latest envelopes, so that tests can read their event_id
        self.interactions = Interactions(self.state, self.sender)
        self.state.posted.append(self._deliver)
        if not stand_in.address:
            where = urlsplit(events_url)
            stand_in.address = f"{where.scheme}://{where.netloc}"

    # Messages.

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message as this person; return its `ts`. Raises `RefusedError` where Slack would not let them."""
        with self.state.lock:
            self._need_member(user, channel)
            if not text.strip():
                raise RefusedError("no_text")
            ts = self.state.next_ts()
            message: Json = {
                "type": "message", "user": user, "ts": ts, "client_msg_id": self.state.new_id("m"), "team": seeds.TEAM,
                "text": sent(text), "blocks": as_rich_text(text),
            }  # fmt: skip
            if thread_ts is not None:
                self.state.need_thread(channel, thread_ts)
                root = self.state.find_message(channel, thread_ts) or {}
                message |= {"thread_ts": thread_ts, "parent_user_id": root["user"]}
            self.state.add_message(channel, message)
            # A message is saved together with its event, so that none is kept of which the bot is never told.
            self._deliver(payloads.message_event(channel, message))
            if f"<@{seeds.BOT_USER}>" in message["text"] and self._can_be_mentioned(channel):
                self._deliver(payloads.mention_event(channel, message))
            self.state.keep()
        return ts

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        with self.state.lock:
            message = self._own_message(user, channel, ts, "cant_update_message")
            before = dict(message)
            at = self.state.next_ts()
            message |= {"text": sent(text), "blocks": as_rich_text(text), "edited": {"user": user, "ts": at}}
            self._deliver(payloads.changed_event(channel, message, before, self.state.next_ts()))
            self.state.keep()

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Take a message back. One that has replies leaves a tombstone, which Slack reports as a change."""
        with self.state.lock:
            message = self._own_message(user, channel, ts, "cant_delete_message")
            before, at = dict(message), self.state.next_ts()
            if message.get("reply_count"):
                for key in ("blocks", "client_msg_id", "edited"):
                    message.pop(key, None)
                message |= {
                    "subtype": "tombstone", "user": seeds.SLACKBOT, "hidden": True, "text": "This message was deleted.",
                }  # fmt: skip
                event = payloads.changed_event(channel, message, before, at)
            else:
                self.state.remove_message(channel, message)
                event = payloads.deleted_event(channel, before, at)
            self._deliver(event)
            self.state.keep()

    def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Put away something that only this person can see; Slack tells the bot nothing of it."""
        with self.state.lock:
            shown = self.state.find_ephemeral(channel, ts)
            if shown is not None and shown["to"] == user:
                self.state.ephemerals.remove(shown)
                self.state.keep()

    # Opening the app.

    def open_home(self, user: str) -> None:
        self._open_app(user, "home")

    def open_dm(self, user: str) -> str:
        """Open the Messages tab; return the direct message's channel."""
        return self._open_app(user, "messages")

    def _open_app(self, user: str, tab: str) -> str:
        with self.state.lock:
            channel = next(dm for dm, person in seeds.DIRECT.items() if person == user)
            view = self.state.homes.get(user)
            self._deliver(payloads.home_opened_event(user, channel, tab, view, self.state.next_ts()))
        return channel

    # What the bot must answer at once.

    def command(self, user: str, channel: str, command: str, text: str = "") -> Outcome:
        self._need_member(user, channel)
        if command not in {one.name for one in seeds.COMMANDS}:
            raise RefusedError("unknown_command")  # Slackbot says that it is not a valid command
        return self.interactions.command(user, channel, command, text)

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        self._need_member(user, channel)
        if callback_id not in {one.callback_id for one in seeds.SHORTCUTS}:
            raise RefusedError("unknown_shortcut")
        return self.interactions.shortcut(user, channel, ts, callback_id)

    def click(
        self, user: str, container: Container, action_id: str, value: object = None, *,
        block_id: str | None = None, values: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Outcome:  # fmt: skip
        """Use a button, menu or picker. `value` is the option's value, the date, the list of ticks; of several
        buttons with one `action_id` it picks the one with that value. `values` is what else stands in the surface."""
        return self.interactions.click(user, container, action_id, value=value, block_id=block_id, values=values or {})

    def submit(self, user: str, view_id: str, values: Mapping[str, Mapping[str, Any]] | None = None) -> Outcome:
        """Send the modal in; what `values` does not name keeps its initial value."""
        return self.interactions.submit(user, view_id, values or {})

    def close(self, user: str, view_id: str, *, clear: bool = False) -> None:
        """Cancel the modal; `clear` closes those below it as well, as its cross does."""
        self.interactions.close(user, view_id, clear=clear)

    # Delivery.

    def redeliver(self, event_id: str) -> None:
        """Send an event once more, as Slack does when the answer was lost: same `event_id`, marked as a retry."""
        envelope = next(one for one in self.events if one["event_id"] == event_id)
        self.sender.event(envelope, attempt=1)

    def deliver_what_was_left(self) -> None:
        """Send again what a workspace that was killed had not delivered: Slack would not have forgotten it."""
        with self.state.lock:
            left = list(self.state.undelivered.values())
        for envelope in left:
            self.sender.event(envelope, attempt=1)

    def wait_idle(self, timeout: float = 10.0) -> bool:
        """Wait until the bot has taken every event, or Slack has given up on it; `False` after `timeout` seconds."""
        return self.sender.wait_idle(timeout)

    def stop(self) -> None:
        self.sender.stop()

    def _deliver(self, event: Json) -> None:
        if self._bot_hears(event):
            envelope = payloads.callback(event, self.state.new_id("Ev"), int(self.state.clock().timestamp()))
            self.events.append(envelope)
            if self.state.state_file is not None:
                self.state.undelivered[envelope["event_id"]] = envelope
                self.state.save()
            self.sender.event(envelope)

    def _settled(self, event_id: str) -> None:
        with self.state.lock:
            if self.state.undelivered.pop(event_id, None):
                self.state.save()

    def _bot_hears(self, event: Json) -> bool:
        """Whether the bot's subscriptions, scopes and memberships bring it this event."""
        if event["type"] != "message":
            return self._subscribed(event["type"])
        name, scope = EVENTS_OF[event["channel_type"]]
        member = seeds.BOT_USER in self.state.members(event["channel"])
        return self._subscribed(name) and scope in self.stand_in.scopes and member

    def _subscribed(self, event: str) -> bool:
        return self.stand_in.events is None or event in self.stand_in.events

    def _can_be_mentioned(self, channel: str) -> bool:
        """Whether a mention of the bot is told of once more as such; in a direct message Slack does not."""
        return channel not in seeds.DIRECT and seeds.BOT_USER in self.state.members(channel)

    def _need_member(self, user: str, channel: str) -> None:
        self.state.need_open(channel)
        if user not in self.state.members(channel):
            raise RefusedError("user_not_in_channel")

    def _own_message(self, user: str, channel: str, ts: str, error: str) -> Json:
        message = self.state.find_message(channel, ts)
        if message is None:
            raise RefusedError("message_not_found")
        if message["user"] != user:
            raise RefusedError(error)
        return message


__all__ = ["Container", "Deliveries", "Outcome"]
