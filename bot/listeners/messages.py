"""Messages: in a watched channel each is triaged; in a direct message it is triaged or answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.clean_text import from_slack, message_text
from bot.decisions import ResidentMessage, Source
from bot.local_time import local_date
from bot.records.outbox import ReplyTo
from bot.services import Services
from bot.views.answer_card import answer_card, answer_in_a_line
from classifier.kinds import Kind

IT_IS_A_MESSAGE, IT_IS_A_QUESTION = "it_is_a_message", "it_is_a_question"
# A message as a person writes it has no subtype; these two carry one and are still a person's message.
_SUBTYPES = {None, "file_share", "thread_broadcast"}


def register(app: App) -> None:
    app.event("message")(on_message)
    app.action(IT_IS_A_MESSAGE)(on_it_is_a_message)
    app.action(IT_IS_A_QUESTION)(on_it_is_a_question)


def on_message(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    """Triage or answer a person's message; edits, deletions, joins and other bots are none of ours."""
    if event.get("subtype") not in _SUBTYPES or event.get("bot_id") or not event.get("user"):
        return
    text = from_slack(event.get("text") or "").strip()
    in_thread = event.get("thread_ts") not in {None, event["ts"]}
    if event.get("channel_type") == "im":
        if text:
            _direct_message(event, text, client, context, services)
    elif event["channel"] in services.watched_channels and text and not in_thread:
        _triage(event, text, Source.WATCHED_CHANNEL, context, services)


def _direct_message(
    event: dict[str, Any], text: str, client: WebClient, context: BoltContext, services: Services
) -> None:
    match services.kind_of(text):
        case Kind.MESSAGE:
            _triage(event, text, Source.DIRECT_MESSAGE, context, services)
        case Kind.QUESTION:
            _answer(event["channel"], _root(event), text, client, services)
        case None:
            client.chat_postMessage(
                channel=event["channel"],
                thread_ts=_root(event),
                text="Is that a resident's message, or a question about the Code?",
                blocks=[
                    SectionBlock(text="Is that a resident's message, or a question about the Code?"),
                    ActionsBlock(
                        elements=[
                            ButtonElement(text="A resident's message", action_id=IT_IS_A_MESSAGE, value=event["ts"]),
                            ButtonElement(text="A question", action_id=IT_IS_A_QUESTION, value=event["ts"]),
                        ]
                    ),
                ],
            )


def on_it_is_a_message(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    ack()
    if event := _asked_about(action, body, client):
        _triage(event, from_slack(event["text"]), Source.DIRECT_MESSAGE, context, services)
        client.chat_delete(channel=body["container"]["channel_id"], ts=body["container"]["message_ts"])


def on_it_is_a_question(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services
) -> None:
    ack()
    if event := _asked_about(action, body, client):
        _answer(event["channel"], _root(event), from_slack(event["text"]), client, services)
        client.chat_delete(channel=body["container"]["channel_id"], ts=body["container"]["message_ts"])


def _asked_about(action: dict[str, Any], body: dict[str, Any], client: WebClient) -> dict[str, Any] | None:
    """Return the message the two buttons were about: read back, for buttons never carry a resident's words."""
    channel = body["container"]["channel_id"]
    thread = client.conversations_replies(channel=channel, ts=action["value"], limit=1)
    first: dict[str, Any] | None = next(iter(thread["messages"]), None)
    return first | {"channel": channel} if first else None


def _root(event: dict[str, Any]) -> str:
    return str(event.get("thread_ts") or event["ts"])


def _answer(channel: str, thread_ts: str, question: str, client: WebClient, services: Services) -> None:
    answer = services.answer(question)
    text = answer_in_a_line(answer)
    client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=text,
        blocks=answer_card(answer),
        unfurl_links=False,
        unfurl_media=False,
    )


def _triage(event: dict[str, Any], text: str, source: Source, context: BoltContext, services: Services) -> None:
    message = ResidentMessage(
        team=context.team_id or event.get("team") or "",
        channel=event["channel"],
        ts=event["ts"],
        text=message_text(text),
        received_on=local_date(datetime.fromtimestamp(float(event["ts"]), UTC)),
        source=source,
        handed_in_by=event["user"],
    )
    recorded, is_new = services.triage(message, reply_to=ReplyTo(channel=message.channel, thread_ts=_root(event)))
    if is_new or recorded.reply_ts is None:
        services.replies.submit(recorded)
