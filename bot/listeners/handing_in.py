"""Handing a message in, from wherever in Slack it is, and answering a question, in the thread of what was asked."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.clean_text import from_slack, message_text
from bot.decisions import RecordedDecision, ResidentMessage, Source
from bot.listeners.cards import CardPlace, redraw
from bot.local_time import local_date
from bot.records.outbox import ReplyTo
from bot.services import Services
from bot.views.answer_card import answer_card, answer_in_a_line
from classifier.kinds import Kind

IT_IS_A_MESSAGE, IT_IS_A_QUESTION = "it_is_a_message", "it_is_a_question"
MESSAGE_OR_QUESTION = "Is that a resident's message, or a question about the Code?"
_MOST_READ = 200


def root_of(event: dict[str, Any]) -> str:
    """Return the `ts` of the message that the thread is under: its own, if it is in no thread."""
    return str(event.get("thread_ts") or event["ts"])


def is_in_thread(event: dict[str, Any]) -> bool:
    return root_of(event) != str(event["ts"])


def as_message(event: dict[str, Any], text: str, source: Source, context: BoltContext) -> ResidentMessage:
    """Return a Slack message as the message of a resident.

    Raises
    ------
    NotAMessage : if there are no words in it, or far too many.
    """
    return ResidentMessage(
        team=context.team_id or event.get("team") or "",
        channel=event["channel"],
        ts=event["ts"],
        text=message_text(text),
        received_on=local_date(datetime.fromtimestamp(float(event["ts"]), UTC)),
        source=source,
        handed_in_by=event["user"],
    )


def hand_in(
    event: dict[str, Any],
    text: str,
    source: Source,
    *,
    client: WebClient,
    context: BoltContext,
    services: Services,
    only_for: str | None = None,
) -> tuple[RecordedDecision, bool]:
    """Triage a message and send its card to its thread, or to one person alone; returns as the log's `record` does."""
    message = as_message(event, text, source, context)
    # In a thread that is not in use yet Slack would not show what only one person sees.
    thread_ts = root_of(event) if only_for is None else None
    reply_to = services.replies.claim(ReplyTo(channel=message.channel, thread_ts=thread_ts, only_for=only_for))
    recorded, is_new = follow_up(event, message, reply_to, client=client, services=services) or services.triage(
        message, reply_to=reply_to
    )
    if is_new or recorded.reply_ts is None:
        services.replies.submit(recorded, reply_to if is_new else None)
    return recorded, is_new


def follow_up(
    event: dict[str, Any],
    message: ResidentMessage,
    reply_to: ReplyTo | None,
    *,
    client: WebClient,
    services: Services,
) -> tuple[RecordedDecision, bool] | None:
    """Record the complaint that came of the service request above it in the thread; None where that is not so."""
    if not is_in_thread(event):
        return None
    request = services.log.find_message(message.team, message.channel, root_of(event))
    if request is None or (found := services.complaint_of(request, message, reply_to=reply_to)) is None:
        return None
    linked = services.log.get(request.decision.id)
    place = CardPlace(decision=request.decision.id, user=message.handed_in_by)
    services.replies.later(partial(redraw, client, services, place, linked))
    return found


def answer_in_thread(channel: str, thread_ts: str, question: str, client: WebClient, services: Services) -> None:
    answer = services.answer(question)
    client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=answer_in_a_line(answer),
        blocks=answer_card(answer),
        unfurl_links=False,
        unfurl_media=False,
    )


def triage_or_answer(
    event: dict[str, Any], text: str, source: Source, *, client: WebClient, context: BoltContext, services: Services
) -> None:
    """Do with what was written to the bot itself what it asks for; ask where that is not clear."""
    match services.kind_of(text):
        case Kind.MESSAGE:
            hand_in(event, text, source, client=client, context=context, services=services)
        case Kind.QUESTION:
            answer_in_thread(event["channel"], root_of(event), text, client, services)
        case None:
            # Buttons never carry a resident's words: where to read them back is enough.
            value = f"{root_of(event)} {event['ts']}"
            client.chat_postMessage(
                channel=event["channel"],
                thread_ts=root_of(event),
                text=MESSAGE_OR_QUESTION,
                blocks=[
                    SectionBlock(text=MESSAGE_OR_QUESTION),
                    ActionsBlock(
                        elements=[
                            ButtonElement(text="A resident's message", action_id=IT_IS_A_MESSAGE, value=value),
                            ButtonElement(text="A question", action_id=IT_IS_A_QUESTION, value=value),
                        ]
                    ),
                ],
            )


def read_back(client: WebClient, channel: str, root: str, ts: str) -> dict[str, Any] | None:
    """Return a message as it stands in Slack now, with its channel; None if it is gone."""
    thread = client.conversations_replies(
        channel=channel, ts=root, oldest=ts, latest=ts, inclusive=True, limit=_MOST_READ
    )
    messages: list[dict[str, Any]] = thread["messages"]
    found = next((each for each in messages if each["ts"] == ts and each.get("subtype") != "tombstone"), None)
    return found | {"channel": channel} if found else None


def words_to_bot(event: dict[str, Any], bot_user: str | None) -> str:
    """Return what was written, without the mention of the bot itself."""
    return from_slack((event.get("text") or "").replace(f"<@{bot_user}>", " ")).strip()
