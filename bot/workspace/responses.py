"""What the bot sends to a `response_url`."""

from collections.abc import Mapping
from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import flag, metadata
from bot.workspace.methods.messages import change, content
from bot.workspace.state import Json, RefusedError, State
from bot.workspace.triggers import ResponseUrl


def respond(state: State, name: str, body: Mapping[str, Any]) -> tuple[int, Json]:
    """Use the url once: HTTP status and answer."""
    with state.lock:
        found = state.response_urls.use(name, state.clock())
        if isinstance(found, str):
            state.refusals.append(("response_url", found))
            return 404, {"ok": False, "error": found}
        try:
            answer(state, found, body)
        except RefusedError as refused:
            state.refusals.append(("response_url", refused.code))
            return 400, {"ok": False, "error": refused.code, **refused.detail}
        state.keep()
    return 200, {"ok": True}


def answer(state: State, place: ResponseUrl, body: Mapping[str, Any]) -> None:
    """Delete or replace the original, or say something in the same place. It works where the bot is no member."""
    original = None
    if place.original is not None:
        original = state.find_message(place.channel, place.original) or state.find_ephemeral(
            place.channel, place.original
        )
    if flag(body, "delete_original"):
        _delete(state, place.channel, original)
        return
    words, blocks = content(state, body, "response_url", place.channel)
    if words is None and not blocks:
        raise RefusedError("no_text")
    if flag(body, "replace_original") and original is not None:
        change(original, words or "", blocks)
        if (meta := metadata(body)) is not None:
            original["metadata"] = meta
        return
    message: Json = {"type": "message", "user": seeds.BOT_USER, "bot_id": seeds.BOT, "app_id": seeds.APP}
    change(message, words or "", blocks)
    if thread_ts := body.get("thread_ts"):
        state.need_thread(place.channel, str(thread_ts))
        message["thread_ts"] = str(thread_ts)
    if body.get("response_type") == "in_channel":
        state.add_message(place.channel, message | {"ts": state.next_ts(), "team": seeds.TEAM})
    else:
        state.add_ephemeral(place.user, place.channel, message)


def _delete(state: State, channel: str, original: Json | None) -> None:
    if original is None:
        raise RefusedError("message_not_found")
    if original.get("is_ephemeral"):
        state.ephemerals.remove(original)
    else:
        state.remove_message(channel, original)
