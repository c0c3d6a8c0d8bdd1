"""What Slack sends to an app: events, interactions and slash commands, field for field."""

from collections.abc import Mapping
from typing import Any

from bot.workspace import seeds
from bot.workspace.state import Json

TOKEN = "verification-token-nobody-should-read"  # noqa: S105 - Slack still sends one; signatures replaced it


def channel_type(channel: str) -> str:
    if channel in seeds.DIRECT:
        return "im"
    return "group" if channel.startswith("G") else "channel"


def channel_name(channel: str) -> str:
    return next((one.name for one in seeds.CHANNELS if one.id == channel), "directmessage")


def _event_about(channel: str, ts: str) -> Json:
    return {"type": "message", "channel": channel, "channel_type": channel_type(channel), "event_ts": ts}


def message_event(channel: str, message: Mapping[str, Any]) -> Json:
    return {**message, **_event_about(channel, message["ts"])}


def mention_event(channel: str, message: Mapping[str, Any]) -> Json:
    """Slack's `app_mention`: the message again, without the kind of its channel."""
    return {**message, "type": "app_mention", "channel": channel, "event_ts": message["ts"]}


def changed_event(channel: str, message: Mapping[str, Any], before: Mapping[str, Any], ts: str) -> Json:
    return _event_about(channel, ts) | {
        "subtype": "message_changed", "hidden": True, "ts": ts, "message": dict(message),
        "previous_message": dict(before),
    }  # fmt: skip


def deleted_event(channel: str, message: Mapping[str, Any], ts: str) -> Json:
    return _event_about(channel, ts) | {
        "subtype": "message_deleted", "hidden": True, "ts": ts, "deleted_ts": message["ts"],
        "previous_message": dict(message),
    }  # fmt: skip


def home_opened_event(user: str, channel: str, tab: str, view: Mapping[str, Any] | None, ts: str) -> Json:
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": ts}
    return event | ({"view": dict(view)} if view else {})


def callback(event: Json, event_id: str, event_time: int) -> Json:
    """The envelope around an event."""
    return {
        "token": TOKEN, "team_id": seeds.TEAM, "api_app_id": seeds.APP, "event": event, "type": "event_callback",
        "event_id": event_id, "event_time": event_time, "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
        "authorizations": [
            {"enterprise_id": None, "team_id": seeds.TEAM, "user_id": seeds.BOT_USER, "is_bot": True,
             "is_enterprise_install": False}
        ],
    }  # fmt: skip


def _who(user: str) -> Json:
    person = next(one for one in seeds.PEOPLE if one.id == user)
    return {
        "team": {"id": seeds.TEAM, "domain": seeds.TEAM_DOMAIN},
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": seeds.TEAM},
        "api_app_id": seeds.APP, "token": TOKEN, "enterprise": None, "is_enterprise_install": False,
    }  # fmt: skip


def message_action(
    user: str,
    channel: str,
    message: Mapping[str, Any],
    callback_id: str,
    *,
    ts: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    return _who(user) | {
        "type": "message_action", "callback_id": callback_id, "action_ts": ts, "message_ts": message["ts"],
        "channel": {"id": channel, "name": channel_name(channel)}, "message": dict(message),
        "trigger_id": trigger_id, "response_url": response_url,
    }  # fmt: skip


def message_click(
    user: str, shown: Mapping[str, Any], channel: str, action: Json, values: Json, *, trigger_id: str, response_url: str
) -> Json:
    """A click in a message; of an ephemeral one Slack sends no content."""
    ephemeral = bool(shown.get("is_ephemeral"))
    container: Json = {
        "type": "message", "message_ts": shown["ts"], "channel_id": channel, "is_ephemeral": ephemeral,
    }  # fmt: skip
    if shown.get("thread_ts"):
        container["thread_ts"] = shown["thread_ts"]
    payload = _who(user) | {
        "type": "block_actions", "container": container, "trigger_id": trigger_id, "response_url": response_url,
        "channel": {"id": channel, "name": channel_name(channel)}, "state": {"values": values}, "actions": [action],
    }  # fmt: skip
    return payload if ephemeral else payload | {"message": dict(shown)}


def view_click(user: str, view: Mapping[str, Any], action: Json, values: Json, trigger_id: str) -> Json:
    return _who(user) | {
        "type": "block_actions", "container": {"type": "view", "view_id": view["id"]}, "trigger_id": trigger_id,
        "view": dict(view) | {"state": {"values": values}}, "actions": [action],
    }  # fmt: skip


def view_submission(user: str, view: Mapping[str, Any], values: Json, trigger_id: str) -> Json:
    return _who(user) | {
        "type": "view_submission", "trigger_id": trigger_id, "response_urls": [],
        "view": dict(view) | {"state": {"values": values}},
    }  # fmt: skip


def view_closed(user: str, view: Mapping[str, Any], *, is_cleared: bool) -> Json:
    return _who(user) | {"type": "view_closed", "view": dict(view), "is_cleared": is_cleared}


def slash_command(user: str, channel: str, command: str, text: str, *, trigger_id: str, response_url: str) -> Json:
    """The fields of the form; the text comes as it was typed."""
    return {
        "token": TOKEN, "team_id": seeds.TEAM, "team_domain": seeds.TEAM_DOMAIN, "channel_id": channel,
        "channel_name": channel_name(channel), "user_id": user, "user_name": _who(user)["user"]["name"],
        "command": command, "text": text, "api_app_id": seeds.APP, "is_enterprise_install": "false",
        "response_url": response_url, "trigger_id": trigger_id,
    }  # fmt: skip
