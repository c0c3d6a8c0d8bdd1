"""`chat.*`: what the bot writes, changes and takes back."""

from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import Arguments, metadata, need, parsed, refuse_as_slack, text
from bot.workspace.block_shapes import MARKDOWN_TEXT
from bot.workspace.broadcasts import broadcasts, with_ids
from bot.workspace.file_blocks import need_files
from bot.workspace.limits import MESSAGE_TEXT, UPDATE_TEXT, refuse_blocks
from bot.workspace.payloads import changed_event, deleted_event, message_event
from bot.workspace.state import Json, RefusedError, State

# Slack takes blocks without a text. Source: "chat.postMessage", "Accessibility considerations".
NOTHING_TO_READ_OUT = "blocks without a text: notifications and screen readers have nothing to say"


def post_message(state: State, arguments: Arguments) -> Json:
    direct = {person: dm for dm, person in seeds.DIRECT.items()}
    channel = need(arguments, "channel", "channel_not_found")
    channel = where_to(state, {"channel": direct.get(channel, channel)})
    message = written(state, arguments, "chat.postMessage", channel) | {"ts": state.next_ts()}
    state.add_message(channel, message)
    state.keep()
    tell(state, message_event(channel, message))
    return {"channel": channel, "ts": message["ts"], "message": dict(message)}


def where_to(state: State, arguments: Arguments) -> str:
    """The channel meant; only `chat.postMessage` takes a person's id for it. Source: "chat.update"."""
    channel = need(arguments, "channel", "channel_not_found")
    state.need_bot_in(channel)
    state.need_open(channel)
    return channel


def written(state: State, arguments: Arguments, method: str, channel: str) -> Json:
    """The message that the arguments describe, refused where Slack would refuse it; it has no `ts` yet."""
    words, blocks = content(state, arguments, method, channel)
    if not words and not blocks:
        raise RefusedError("no_text")
    message: Json = {
        "type": "message", "user": seeds.BOT_USER, "bot_id": seeds.BOT, "app_id": seeds.APP, "team": seeds.TEAM,
        "text": (words or "")[:MESSAGE_TEXT],
    }  # fmt: skip
    if blocks:
        message["blocks"] = blocks
    if (meta := metadata(arguments)) is not None:
        message["metadata"] = meta
    if (thread_ts := text(arguments, "thread_ts")) is not None:
        state.need_thread(channel, thread_ts)
        message |= {"thread_ts": thread_ts}
    return message


def content(state: State, arguments: Arguments, method: str, channel: str) -> tuple[str | None, list[Json] | None]:
    """The text and the blocks, checked; a broadcast among them, or no text beside them, is recorded as an alarm."""
    words = text(arguments, "text")
    blocks: Any = parsed(arguments, "blocks", "invalid_blocks_format")
    if (markdown := text(arguments, "markdown_text")) is not None:
        if words or blocks:
            raise RefusedError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_TEXT:
            raise RefusedError("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown}]
    if blocks is not None:
        refuse_as_slack(refuse_blocks(blocks))
        need_files(state, blocks)
    if blocks and not words and markdown is None:
        state.alarms.append({"method": method, "channel": channel, "text": NOTHING_TO_READ_OUT})
    for alarm in broadcasts(words, blocks):
        state.alarms.append({"method": method, "channel": channel, "text": alarm})
    return words, with_ids(blocks) if blocks else blocks


def update(state: State, arguments: Arguments) -> Json:
    channel = where_to(state, arguments)
    message = _own_message(state, channel, need(arguments, "ts", "message_not_found"), "cant_update_message")
    words, blocks = content(state, arguments, "chat.update", channel)
    if words is None and blocks is None:
        raise RefusedError("no_text")
    if len(words or "") > UPDATE_TEXT:
        raise RefusedError("msg_too_long")
    before = dict(message)
    change(message, words, blocks)
    message["edited"] = {"user": seeds.BOT, "ts": state.next_ts()}
    if (meta := metadata(arguments)) is not None:
        message["metadata"] = meta
    state.keep()
    tell(state, changed_event(channel, message, before, state.next_ts()))
    return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": dict(message)}


def change(message: Json, words: str | None, blocks: list[Json] | None) -> None:
    """Text alone takes the blocks away; blocks alone leave the text."""
    if words is not None:
        message["text"] = words
    message.pop("blocks", None)
    if blocks:
        message["blocks"] = blocks


def _own_message(state: State, channel: str, ts: str, error: str) -> Json:
    message = state.find_message(channel, ts)
    if message is None:
        raise RefusedError("message_not_found")
    if message.get("bot_id") != seeds.BOT:
        raise RefusedError(error)
    return message


def delete(state: State, arguments: Arguments) -> Json:
    channel = where_to(state, arguments)
    message = _own_message(state, channel, need(arguments, "ts", "message_not_found"), "cant_delete_message")
    state.remove_message(channel, message)
    state.keep()
    tell(state, deleted_event(channel, message, state.next_ts()))
    return {"channel": channel, "ts": message["ts"]}


def post_ephemeral(state: State, arguments: Arguments) -> Json:
    channel = where_to(state, arguments)
    user = need(arguments, "user", "user_not_in_channel")
    if user not in state.members(channel) - {seeds.BOT_USER}:
        raise RefusedError("user_not_in_channel")
    shown = state.add_ephemeral(user, channel, written(state, arguments, "chat.postEphemeral", channel))
    state.keep()
    return {"message_ts": shown["ts"]}


def get_permalink(state: State, arguments: Arguments) -> Json:
    channel, ts = need(arguments, "channel", "channel_not_found"), need(arguments, "message_ts", "message_not_found")
    state.need_bot_in(channel)
    message = state.find_message(channel, ts)
    if message is None:
        raise RefusedError("message_not_found")
    link = f"{state.address}/archives/{channel}/p{ts.replace('.', '')}"
    root = message.get("thread_ts", ts)
    return {"channel": channel, "permalink": link if root == ts else f"{link}?thread_ts={root}&cid={channel}"}


def tell(state: State, event: Json) -> None:
    """The bot's own messages reach it as events too; Bolt is to leave them alone."""
    for hear in state.posted:
        hear(event)
