"""Publish a person's Home; the charts of a dashboard follow as soon as Slack has taken their pictures."""

from __future__ import annotations

import logging
import time
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.dashboard import Dashboard, HomeState
from bot.services import Services
from bot.views.home import home_view

logger = logging.getLogger(__name__)

PAUSES = (0.0, 1.0, 4.0)
"""Seconds to wait before each try at showing the pictures: Slack takes a moment to look at a file it was sent."""


def show_home(client: WebClient, services: Services, user: str, team: str | None, state: HomeState) -> None:
    """Publish at once what can be shown at once, then with the pictures where there are new ones to draw."""
    content = services.home(user, team, state.period)
    published = client.views_publish(user_id=user, view=home_view(content, state))
    dashboard = content.dashboard
    if dashboard is None or not dashboard.charts or dashboard.charts_key == state.charts:
        return
    files = _uploaded(client, dashboard)
    if files:
        state = state.model_copy(update={"charts": dashboard.charts_key, "files": files})
        _publish_with_pictures(client, user, home_view(content, state), published["view"]["hash"])


def _uploaded(client: WebClient, dashboard: Dashboard) -> tuple[str, ...]:
    """Hand Slack the pictures, shared nowhere, and return their ids; none if Slack does not take them.

    A block that shows a file of the app's own is said to need no scope beside `files:write`; where that is not so,
    Home stays without pictures.
    """
    from bot.evidence import charts

    pictures = [
        {"content": getattr(charts, name)(dashboard.figures), "filename": f"{name}.png", "title": name}
        for name in dashboard.charts
    ]
    try:
        answer = client.files_upload_v2(file_uploads=pictures)
    except (SlackClientError, OSError) as refused:
        logger.warning("charts not uploaded: %s", _code(refused))
        return ()
    taken: list[dict[str, Any]] = answer["files"]
    return tuple(str(file["id"]) for file in taken)


def _publish_with_pictures(client: WebClient, user: str, view: Any, known: str) -> None:
    """Publish unless the person has been shown something newer since; try again while Slack looks at the files."""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            client.views_publish(user_id=user, view=view, hash=known)
        except SlackApiError as refused:
            logger.info("home without pictures for now: %s", _code(refused))
            if _code(refused) == "hash_conflict":
                return
        else:
            return


def _code(error: Exception) -> str:
    return str(error.response.get("error", "unknown")) if isinstance(error, SlackApiError) else type(error).__name__
