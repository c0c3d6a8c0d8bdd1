"""**Export…** and **Evidence…**: a manager chooses what for, and gets the file as a direct message."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.evidence.documents import DocumentKind, written_document
from bot.evidence.export_file import Format, write_export
from bot.evidence.periods import Stretch
from bot.how_many import how_many
from bot.services import Services
from bot.time_limit import plain_day
from bot.views.dashboard_view import EVIDENCE, EXPORT
from bot.views.file_dialogs import (
    DOCUMENT_NAMES,
    EVIDENCE_VIEW,
    EXPORT_VIEW,
    FORMAT_NAMES,
    STRETCH,
    Asked,
    asked_for,
    evidence_view,
    export_view,
    first_input,
    problems_of,
)

logger = logging.getLogger(__name__)

MANAGERS_ONLY = "Only the managers named in the settings may export the log."
FAILED = ":warning: The file could not be written or sent. Try again; if that fails too, tell whoever runs Clausewise."

Made = tuple[Path, str]
"""The file, and what to say of it."""


def register(app: App) -> None:
    app.action(EXPORT)(on_export)
    app.action(EVIDENCE)(on_evidence)
    app.action(re.compile(f"^{STRETCH}-"))(on_stretch)
    app.view(EXPORT_VIEW)(on_export_asked)
    app.view(EVIDENCE_VIEW)(on_evidence_asked)


def on_export(ack: Ack, body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    if _may(body, client, services):
        client.views_open(
            trigger_id=body["trigger_id"], view=export_view(Stretch.THIS_FINANCIAL_YEAR, services.today())
        )


def on_evidence(ack: Ack, body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    if _may(body, client, services):
        client.views_open(
            trigger_id=body["trigger_id"], view=evidence_view(Stretch.LAST_FINANCIAL_YEAR, services.today())
        )


def _may(body: dict[str, Any], client: WebClient, services: Services) -> bool:
    """Whether the person may have files; it is asked on every click, and who may not is told."""
    user = body["user"]["id"]
    if services.roles.may_export(user):
        return True
    services.replies.later(partial(client.chat_postMessage, channel=user, text=MANAGERS_ONLY))
    return False


def on_stretch(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    """Put the days of a period into the dialog; what else was chosen in it stays."""
    ack()
    view = body["view"]
    draw = export_view if view["callback_id"] == EXPORT_VIEW else evidence_view
    drawn = draw(Stretch(action["value"]), services.today(), drawn=int(view["private_metadata"] or 0) + 1)
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SlackApiError as refused:
        # The dialog has changed since, by a later click: that one brings its own days.
        if refused.response.get("error") != "hash_conflict":
            raise


def on_export_asked(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    asked = _asked(ack, body, view, services)
    if asked is None:
        return
    ack()
    chosen = Format(asked.choice)
    make = partial(_export, services, context.team_id, asked, chosen)
    what = f"the decision log as {FORMAT_NAMES[chosen]}"
    services.replies.later(partial(_hand_out, client, body["user"]["id"], what, make))


def on_evidence_asked(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    asked = _asked(ack, body, view, services)
    if asked is None:
        return
    ack()
    kind = DocumentKind(asked.choice)
    make = partial(_document, services, context.team_id, asked, kind)
    services.replies.later(partial(_hand_out, client, body["user"]["id"], DOCUMENT_NAMES[kind].lower(), make))


def _asked(ack: Ack, body: dict[str, Any], view: dict[str, Any], services: Services) -> Asked | None:
    """Return what was asked for; None once the person has been told, under the fields, why not."""
    asked = asked_for(view["state"]["values"])
    problems = problems_of(asked, services.today())
    if not services.roles.may_export(body["user"]["id"]):
        problems = {first_input(view["state"]["values"]): MANAGERS_ONLY}
    if problems:
        ack(response_action="errors", errors=problems)
        return None
    return asked


def _hand_out(client: WebClient, user: str, what: str, make: Callable[[Path], Made]) -> None:
    """Say that the file is being written, write it, send it, and say what it is; or that there is none."""
    told = client.chat_postMessage(channel=user, text=f"Writing {what}…")
    # A file can be shared only into a conversation's own id, which the answer to a message brings.
    channel, ts = told["channel"], told["ts"]
    try:
        with tempfile.TemporaryDirectory() as folder:
            path, said = make(Path(folder))
            client.files_upload_v2(channel=channel, file=str(path), filename=path.name, title=path.stem)
    except Exception as error:  # noqa: BLE001 - whatever it was, the manager waits for a file that will not come
        logger.error("file for a manager failed: %s", type(error).__name__)
        said = FAILED
    client.chat_update(channel=channel, ts=ts, text=said)


def _export(services: Services, team: str | None, asked: Asked, chosen: Format, folder: Path) -> Made:
    path = folder / f"clausewise-log-{services.today().isoformat()}.{chosen}"
    written = write_export(services.log.rows(asked.first, asked.last, team=team), chosen, path)
    first = f" from {plain_day(asked.first)}" if asked.first else ""
    last = plain_day(asked.last or services.today())
    said = f"The decision log{first} to {last}: {how_many(written, 'decision')}, as {FORMAT_NAMES[chosen]}."
    return path, _noted(said, services)


def _document(services: Services, team: str | None, asked: Asked, kind: DocumentKind, folder: Path) -> Made:
    edition = None if kind is DocumentKind.ANNUAL else asked.edition
    content, figures = written_document(
        kind, services.log, asked.first, asked.last, edition, today=services.today(), team=team, note=services.log_note
    )
    ending = "xlsx" if kind is DocumentKind.WORKBOOK else "docx"
    path = folder / f"clausewise-{kind.replace('_', '-')}-{asked.first}-{asked.last}.{ending}"
    path.write_bytes(content)
    others = (
        f" {how_many(figures.of_other_editions, 'matter')} more of the period came under another edition."
        if figures.of_other_editions
        else ""
    )
    under = f" under the {edition.code}" if edition else ""
    said = f"{DOCUMENT_NAMES[kind]}{under}: {figures.decided.words} matters of the period were decided by a person."
    return path, _noted(f"{said}{others} A person finishes it.", services)


def _noted(said: str, services: Services) -> str:
    return f"{said}\n{services.log_note}" if services.log_note else said
