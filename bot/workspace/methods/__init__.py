"""The Web API methods that the stand-in answers, each with the scopes of which it needs one."""

from collections.abc import Callable
from typing import NamedTuple

from bot.workspace.arguments import Arguments
from bot.workspace.methods import conversations, files, messages, views
from bot.workspace.state import Json, State


class Method(NamedTuple):
    answer: Callable[[State, Arguments], Json]
    scopes: tuple[str, ...] = ()  # any one of them is enough


METHODS: dict[str, Method] = {
    "auth.test": Method(conversations.auth_test),
    "chat.postMessage": Method(messages.post_message, ("chat:write",)),
    "chat.update": Method(messages.update, ("chat:write",)),
    "chat.delete": Method(messages.delete, ("chat:write",)),
    "chat.postEphemeral": Method(messages.post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(messages.get_permalink),
    "views.open": Method(views.open_),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    # The scope of these two depends on the channel: see `scopes_for`.
    "conversations.history": Method(conversations.history),
    "conversations.replies": Method(conversations.replies),
    "conversations.open": Method(conversations.open_, ("im:write",)),
    "assistant.threads.setSuggestedPrompts": Method(conversations.set_suggested_prompts, ("assistant:write",)),
    "assistant.threads.setTitle": Method(conversations.set_title, ("assistant:write",)),
    "assistant.threads.setStatus": Method(conversations.set_status, ("chat:write", "assistant:write")),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.upload": Method(files.gone, ("files:write",)),
}

HISTORY = {"D": "im:history", "G": "groups:history", "C": "channels:history"}  # by the first letter of the channel's id


def scopes_for(method: str, arguments: Arguments) -> tuple[str, ...]:
    if method in {"conversations.history", "conversations.replies"}:
        return (HISTORY.get(str(arguments.get("channel", ""))[:1], "channels:history"),)
    return METHODS[method].scopes
