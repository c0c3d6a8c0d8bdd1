"""**Triage this**, on any message: a card in its thread, or for the asker alone where the bot may not post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clean_text import NotAMessage, from_slack, message_text
from bot.decisions import ResidentMessage, Source
from bot.listeners.cards import card
from bot.listeners.handing_in import follow_up
from bot.local_time import local_date
from bot.records.outbox import ReplyTo
from bot.services import Services

TRIAGE_MESSAGE = "triage_message"


def register(app: App) -> None:
    app.message_shortcut(TRIAGE_MESSAGE)(on_triage_this)


def on_triage_this(
    ack: Ack, shortcut: dict[str, Any], respond: Respond, context: BoltContext, client: WebClient, services: Services
) -> None:
    ack()
    slack_message = shortcut["message"]
    try:
        text = message_text(from_slack(slack_message.get("text") or ""))
    except NotAMessage as problem:
        respond(text=str(problem), response_type="ephemeral", replace_original=False)
        return
    channel, ts = shortcut["channel"]["id"], slack_message["ts"]
    message = ResidentMessage(
        team=context.team_id or "",
        channel=channel,
        ts=ts,
        text=text,
        received_on=local_date(datetime.fromtimestamp(float(ts), UTC)),
        source=Source.SHORTCUT,
        handed_in_by=shortcut["user"]["id"],
    )
    thread_ts = slack_message.get("thread_ts") or ts
    may_post = _may_post(client, channel, thread_ts)
    reply_to = services.replies.claim(ReplyTo(channel=channel, thread_ts=thread_ts)) if may_post else None
    event = slack_message | {"channel": channel}
    recorded, is_new = follow_up(event, message, reply_to, client=client, services=services) or services.triage(
        message, reply_to=reply_to
    )
    if is_new and may_post:
        services.replies.submit(recorded, reply_to)
    else:
        shown, blocks = card(services, recorded)
        respond(text=shown, blocks=blocks, response_type="ephemeral", replace_original=False)


def _may_post(client: WebClient, channel: str, thread_ts: str) -> bool:
    """Return whether the bot is in the channel: Slack lets it read a thread only there."""
    try:
        client.conversations_replies(channel=channel, ts=thread_ts, limit=1)
    except SlackApiError:
        return False
    return True
