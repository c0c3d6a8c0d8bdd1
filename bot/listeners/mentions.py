"""`@Clausewise`: with words, it triages or answers them; alone in a thread, it triages what the thread is about."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.clean_text import NotAMessage, from_slack
from bot.decisions import Source
from bot.headline import headline
from bot.listeners.handing_in import hand_in, is_in_thread, read_back, root_of, triage_or_answer, words_to_bot
from bot.services import Services
from bot.views.answer_card import HELP
from bot.views.mrkdwn import escape

HOW_TO_MENTION = (
    "Mention me with a resident's message to have it triaged, or with a question about the Code. In the thread of a "
    "message mention me alone, and I triage that message.\n"
)


def register(app: App) -> None:
    app.event("app_mention")(on_mention)


def on_mention(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    if event.get("bot_id") or not event.get("user"):
        return
    try:
        if text := words_to_bot(event, context.bot_user_id):
            triage_or_answer(event, text, Source.MENTION, client=client, context=context, services=services)
        elif is_in_thread(event):
            _triage_root(event, client, context, services)
        else:
            client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=HOW_TO_MENTION + HELP)
    except NotAMessage as problem:
        _tell(event, str(problem), client)


def _triage_root(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    """Triage the message at the head of the thread, for the person who asks."""
    root = read_back(client, event["channel"], root_of(event), root_of(event))
    if root is None or root.get("bot_id", "") == context.bot_id:
        _tell(event, "There is no message at the head of this thread that I could triage.", client)
        return
    handed_in = root | {"user": event["user"]}
    recorded, is_new = hand_in(
        handed_in,
        from_slack(root.get("text") or ""),
        Source.MENTION,
        client=client,
        context=context,
        services=services,
    )
    if not is_new:
        _tell(event, f"It has been triaged already. {escape(headline(recorded))}.", client)


def _tell(event: dict[str, Any], text: str, client: WebClient) -> None:
    client.chat_postEphemeral(channel=event["channel"], user=event["user"], text=text, thread_ts=event.get("thread_ts"))
