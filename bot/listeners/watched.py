"""A watched channel: each message is triaged, or whoever posted it is asked first, as the channel's setting says."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.webhook import WebhookClient

from bot.clean_text import from_slack, message_text
from bot.decisions import Source
from bot.listeners.handing_in import hand_in, read_back
from bot.services import Services
from bot.watching import Watch

TRIAGE_IT, LEAVE_IT = "triage_it", "leave_it"
SHALL_I = "Shall I triage this message? Only you see this question."


def register(app: App) -> None:
    app.action(TRIAGE_IT)(on_triage_it)
    app.action(LEAVE_IT)(on_leave_it)


def on_message(
    event: dict[str, Any], text: str, *, client: WebClient, context: BoltContext, services: Services
) -> None:
    """Do with a new message what the setting of its channel says."""
    channel = services.watched_channels.get(event["channel"])
    if channel is None or channel.watch is Watch.OFF:
        return
    if channel.watch is Watch.ASK:
        services.replies.later(partial(_ask, client, event["channel"], event["user"], event["ts"]))
        return
    only_for = event["user"] if channel.private else None
    hand_in(event, text, Source.WATCHED_CHANNEL, client=client, context=context, services=services, only_for=only_for)


def _ask(client: WebClient, channel: str, user: str, ts: str) -> None:
    buttons = [
        ButtonElement(text="Triage it", action_id=TRIAGE_IT, value=ts, style="primary"),
        ButtonElement(text="Leave it", action_id=LEAVE_IT, value=ts),
    ]
    blocks = [SectionBlock(text=SHALL_I), ActionsBlock(elements=buttons)]
    client.chat_postEphemeral(channel=channel, user=user, text=SHALL_I, blocks=blocks)


def on_triage_it(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    ack()
    channel_id, ts = body["container"]["channel_id"], action["value"]
    if event := read_back(client, channel_id, ts, ts):
        channel = services.watched_channels.get(channel_id)
        hand_in(
            event,
            message_text(from_slack(event["text"])),
            Source.WATCHED_CHANNEL,
            client=client,
            context=context,
            services=services,
            only_for=body["user"]["id"] if channel and channel.private else None,
        )
    _put_away(body)


def on_leave_it(ack: Ack, body: dict[str, Any]) -> None:
    ack()
    _put_away(body)


def _put_away(body: dict[str, Any]) -> None:
    """Take the question away; only its answer's address can reach what one person alone sees."""
    WebhookClient(body["response_url"]).send(delete_original=True)
