"""Messages: triaged in a watched channel, triaged or answered in a direct message, followed in a thread."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.clean_text import from_slack, message_text
from bot.decisions import Source
from bot.listeners import threads, watched
from bot.listeners.handing_in import (
    IT_IS_A_MESSAGE,
    IT_IS_A_QUESTION,
    answer_in_thread,
    hand_in,
    is_in_thread,
    read_back,
    root_of,
    triage_or_answer,
    words_to_bot,
)
from bot.services import Services

# A message as a person writes it has no subtype; these two carry one and are still a person's message.
_SUBTYPES = {None, "file_share", "thread_broadcast"}


def register(app: App) -> None:
    app.event("message")(on_message)
    app.action(IT_IS_A_MESSAGE)(on_it_is_a_message)
    app.action(IT_IS_A_QUESTION)(on_it_is_a_question)


def on_message(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    """Triage, answer or follow a person's message, its edits and deletion; joins and other bots are not ours."""
    subtype = event.get("subtype")
    if subtype == "message_changed":
        threads.on_changed(event, client, context, services)
    elif subtype == "message_deleted":
        threads.on_deleted(event["channel"], event["deleted_ts"], client, context, services)
    elif subtype in _SUBTYPES and not event.get("bot_id") and event.get("user"):
        _on_a_persons_message(event, client, context, services)


def _on_a_persons_message(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    text = from_slack(event.get("text") or "").strip()
    if not text:
        return
    if event.get("channel_type") == "im":
        if not threads.follow(event, text, client, context, services):
            triage_or_answer(event, text, Source.DIRECT_MESSAGE, client=client, context=context, services=services)
    elif context.bot_user_id and f"<@{context.bot_user_id}>" in event["text"]:
        return  # It comes once more as a mention: see `mentions`.
    elif is_in_thread(event):
        threads.follow(event, text, client, context, services)
    else:
        watched.on_message(event, text, client=client, context=context, services=services)


def on_it_is_a_message(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    ack()
    if event := _asked_about(action, body, client):
        source = Source.DIRECT_MESSAGE if event["channel"].startswith("D") else Source.MENTION
        text = message_text(words_to_bot(event, context.bot_user_id))
        hand_in(event, text, source, client=client, context=context, services=services)
        client.chat_delete(channel=body["container"]["channel_id"], ts=body["container"]["message_ts"])


def on_it_is_a_question(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    ack()
    if event := _asked_about(action, body, client):
        text = words_to_bot(event, context.bot_user_id)
        answer_in_thread(event["channel"], root_of(event), text, client, services)
        client.chat_delete(channel=body["container"]["channel_id"], ts=body["container"]["message_ts"])


def _asked_about(action: dict[str, Any], body: dict[str, Any], client: WebClient) -> dict[str, Any] | None:
    """Return the message the two buttons were about: read back, for buttons never carry a resident's words."""
    root, _, ts = action["value"].partition(" ")
    return read_back(client, body["container"]["channel_id"], root, ts or root)
