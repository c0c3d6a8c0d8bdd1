"""`files.*`: the three steps of an upload."""

import base64
import re
import secrets
from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import Arguments, need, parsed, text
from bot.workspace.broadcasts import broadcasts
from bot.workspace.methods.messages import tell
from bot.workspace.payloads import message_event
from bot.workspace.state import Json, RefusedError, State

CHANNEL_ID = re.compile(r"[CGDZ][A-Z0-9]{3,}")


def get_upload_url(state: State, arguments: Arguments) -> Json:
    name, length = need(arguments, "filename"), need(arguments, "length")
    if not length.isdecimal() or int(length) == 0:
        raise RefusedError("invalid_arguments", response_metadata={"messages": ["[ERROR] length must be more than 0"]})
    file_id = state.new_id("F")
    state.files[file_id] = {"id": file_id, "name": name, "size": int(length), "upload": secrets.token_urlsafe(18)}
    state.keep()
    return {"upload_url": f"{state.address}/upload/v1/{state.files[file_id]['upload']}", "file_id": file_id}


def receive(state: State, upload: str, content: bytes) -> tuple[int, str]:
    """The second step, at the upload url itself: status and text of the answer."""
    with state.lock:
        file = next((one for one in state.files.values() if secrets.compare_digest(one["upload"], upload)), None)
        if file is None:
            return 404, "not found"
        if len(content) != file["size"]:
            return 400, f"expected {file['size']} bytes and got {len(content)}"
        file["content"] = base64.b64encode(content).decode()
        state.keep()
    return 200, f"OK - {len(content)}"


def complete_upload(state: State, arguments: Arguments) -> Json:
    given: Any = parsed(arguments, "files", "invalid_arguments")
    channel, comment, thread_ts = (text(arguments, name) for name in ("channel_id", "initial_comment", "thread_ts"))
    channel = channel or text(arguments, "channels")
    if not isinstance(given, list) or not given:
        raise RefusedError("invalid_arguments")
    for one in given:
        if "content" not in state.files.get(one.get("id"), {}):
            raise RefusedError("file_not_found")
    if channel is not None:
        _need_place(state, channel, thread_ts)
    for one in given:
        state.files[one["id"]] |= {"title": one.get("title") or state.files[one["id"]]["name"]}
    shared = [_as_slack_tells_it(state, one["id"]) for one in given]
    for one in shared:
        state.files[one["id"]] |= {"channel": channel}
    if channel is not None:
        place = channel
        state.unshared.append(lambda: _share(state, place, shared, comment, thread_ts))
    state.keep()
    return {"files": [{"id": one["id"], "title": one["title"]} for one in shared]}


def share_what_was_completed(state: State) -> None:
    """Show the files where they were meant to go: Slack answers first and shares afterwards."""
    with state.lock:
        waiting, state.unshared = state.unshared, []
        for share in waiting:
            share()
        if waiting:
            state.keep()


def gone(state: State, arguments: Arguments) -> Json:
    """`files.upload`, which Slack has retired. Source: "files.upload"."""
    raise RefusedError("method_deprecated")


def _need_place(state: State, channel: str, thread_ts: str | None) -> None:
    if not CHANNEL_ID.fullmatch(channel):
        wrong = f"[ERROR] must match pattern: {CHANNEL_ID.pattern} [json-pointer:/channel_id]"
        raise RefusedError("invalid_arguments", response_metadata={"messages": [wrong]})
    state.need_bot_in(channel)
    state.need_open(channel)
    if thread_ts is not None:
        state.need_thread(channel, thread_ts)


def _share(state: State, channel: str, shared: list[Json], comment: str | None, thread_ts: str | None) -> None:
    for alarm in broadcasts(comment, None):
        state.alarms.append({"method": "files.completeUploadExternal", "channel": channel, "text": alarm})
    message: Json = {
        "type": "message", "subtype": "file_share", "user": seeds.BOT_USER, "bot_id": seeds.BOT, "app_id": seeds.APP,
        "team": seeds.TEAM, "text": comment or "", "files": shared, "upload": True, "ts": state.next_ts(),
    }  # fmt: skip
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
    state.add_message(channel, message)
    tell(state, message_event(channel, message))


def _as_slack_tells_it(state: State, file_id: str) -> Json:
    file = state.files[file_id]
    link = f"{state.address}/workspace/files/{file_id}"
    return {
        "id": file_id, "name": file["name"], "title": file["title"], "size": file["size"],
        "filetype": file["name"].rpartition(".")[2], "user": seeds.BOT_USER, "mode": "hosted",
        "url_private": link, "url_private_download": link, "permalink": link,
    }  # fmt: skip


def may_see(state: State, file_id: str, person: str) -> bool:
    """Whether this person is where the file was shared; what was shared nowhere only the bot sees."""
    channel = state.files.get(file_id, {}).get("channel")
    return channel is not None and person in state.members(channel)


def content_of(file: Json) -> bytes:
    return base64.b64decode(file["content"])
