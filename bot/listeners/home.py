"""App Home: published for each person who opens it; managers export the log from it."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.evidence.export_file import Format, write_export
from bot.services import Services
from bot.views.home import EXPORT, home_view

MANAGERS_ONLY = "Only the managers named in the settings may export the log."


def register(app: App) -> None:
    app.event("app_home_opened")(on_home_opened)
    app.action(EXPORT)(on_export)


def on_home_opened(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    if event.get("tab") == "home":
        user = event["user"]
        services.replies.later(partial(_publish, client, services, user, context.team_id))


def _publish(client: WebClient, services: Services, user: str, team: str | None) -> None:
    client.views_publish(user_id=user, view=home_view(services.home(user, team)))


def on_export(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    """Send the log to the manager's direct message; the right is checked on every click."""
    ack()
    user = body["user"]["id"]
    if not services.roles.may_export(user):
        services.replies.later(partial(client.chat_postMessage, channel=user, text=MANAGERS_ONLY))
    else:
        services.replies.later(partial(_export, client, services, user, context.team_id))


def _export(client: WebClient, services: Services, user: str, team: str | None) -> None:
    today = services.today()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clausewise-log-{today.isoformat()}.xlsx"
        written = write_export(services.log.rows(team=team), Format.XLSX, path)
        # A file can be shared only into a conversation's own id, which the answer to a message brings.
        told = client.chat_postMessage(channel=user, text=f"The decision log: {written:,} decisions, as an Excel file.")
        client.files_upload_v2(
            channel=told["channel"], file=str(path), filename=path.name, title=f"Decision log, {today.isoformat()}"
        )
