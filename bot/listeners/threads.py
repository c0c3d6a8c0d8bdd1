"""What becomes of a message once it has a decision: it is edited, deleted, or followed by another in its thread."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.clean_text import NotAMessage, from_slack, message_text
from bot.decisions import EvidenceKind, RecordedDecision, Source
from bot.listeners.cards import CardPlace, redraw
from bot.listeners.handing_in import as_message, follow_up, is_in_thread, root_of
from bot.records.outbox import ReplyTo
from bot.services import Services


def on_changed(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    """Judge an edited message again. Slack tells in the same way of a link that unfolded, which changes no word."""
    message, before = event["message"], event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":  # What was deleted had replies, so its place is kept.
        on_deleted(event["channel"], message["ts"], client, context, services)
        return
    if message.get("text") == before.get("text"):
        return
    recorded = services.log.find_message(context.team_id or "", event["channel"], message["ts"])
    if recorded is None:
        return
    try:
        text = message_text(from_slack(message.get("text") or ""))
    except NotAMessage:
        return  # The words were taken out and a file was left: what was decided stands on the words.
    by = (message.get("edited") or {}).get("user") or message.get("user") or "unknown"
    request = _judged_with(recorded, message, event["channel"], services)
    revised = services.revise(recorded, request, text, by=by)
    if revised != recorded:
        _redraw_soon(client, services, revised, by)


def _judged_with(
    recorded: RecordedDecision, message: dict[str, Any], channel: str, services: Services
) -> RecordedDecision | None:
    """Return the service request that a message was judged with, if it came as a complaint about it."""
    request = services.log.find_message(recorded.decision.message.team, channel, root_of(message))
    link = recorded.latest(EvidenceKind.LINKED)
    together = is_in_thread(message) and request and link and link.linked_to == request.decision.id
    return request if together else None


def on_deleted(channel: str, ts: str, client: WebClient, context: BoltContext, services: Services) -> None:
    """Note on the decision that its message is gone; nothing that was decided is taken back."""
    recorded = services.log.find_message(context.team_id or "", channel, ts)
    if recorded is None or recorded.deleted_at is not None:
        return
    deleted = services.log.message_deleted(recorded.decision.id, at=services.now())
    _redraw_soon(client, services, deleted, recorded.decision.message.handed_in_by)


def follow(event: dict[str, Any], text: str, client: WebClient, context: BoltContext, services: Services) -> bool:
    """Propose the complaint that a later message in the thread of a service request makes of it; else be quiet.

    Only what the person who wrote the request writes is followed: colleagues talk about a job in its thread, and what
    one of them takes for a resident's words can be handed in by the shortcut.
    """
    if not is_in_thread(event) or event.get("parent_user_id", event["user"]) != event["user"]:
        return False
    source = Source.DIRECT_MESSAGE if event.get("channel_type") == "im" else Source.WATCHED_CHANNEL
    try:
        message = as_message(event, text, source, context)
    except NotAMessage:
        return False
    reply_to = services.replies.claim(ReplyTo(channel=event["channel"], thread_ts=root_of(event)))
    found = follow_up(event, message, reply_to, client=client, services=services)
    if found is None:
        return False
    recorded, is_new = found
    if is_new or recorded.reply_ts is None:
        services.replies.submit(recorded, reply_to if is_new else None)
    return True


def _redraw_soon(client: WebClient, services: Services, recorded: RecordedDecision, by: str) -> None:
    place = CardPlace(decision=recorded.decision.id, user=by)
    services.replies.later(partial(redraw, client, services, place, recorded))
