"""The agent pane: what a person might ask first, offered when they open their messages with the bot."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services import Services
from bot.slack_manifest import suggested_prompts

logger = logging.getLogger(__name__)


def register(app: App) -> None:
    app.event("app_home_opened", matchers=[_opens_messages])(on_messages_opened)


def _opens_messages(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"


def on_messages_opened(event: dict[str, Any], client: WebClient, services: Services) -> None:
    services.replies.later(partial(_offer, client, event["channel"]))


def _offer(client: WebClient, channel: str) -> None:
    try:
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=suggested_prompts())
    except SlackApiError as refused:
        # Free plans have no agent pane; everything works without the prompts.
        logger.info("prompts not offered: %s", refused.response.get("error", "unknown"))
