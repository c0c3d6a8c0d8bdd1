"""`/triage` and `/code`: seen by the asker alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.clean_text import NotAMessage, from_slack, message_text, printable
from bot.decisions import ResidentMessage, Source
from bot.listeners.cards import card
from bot.services import Services
from bot.views.answer_card import HELP, answer_card, answer_in_a_line

TRIAGE_HELP = "Put the resident's words after the command: `/triage the lift has been broken again since Monday`"


def register(app: App) -> None:
    app.command("/triage")(on_triage)
    app.command("/code")(on_code)


def on_triage(ack: Ack, command: dict[str, Any], respond: Respond, context: BoltContext, services: Services) -> None:
    ack()
    try:
        text = message_text(from_slack(command.get("text") or ""))
    except NotAMessage as problem:
        respond(text=f"{problem}\n{TRIAGE_HELP}", response_type="ephemeral")
        return
    message = ResidentMessage(
        team=context.team_id or command.get("team_id") or "",
        channel=command["channel_id"],
        ts=f"command-{command['trigger_id']}",
        text=text,
        received_on=services.today(),
        source=Source.COMMAND,
        handed_in_by=command["user_id"],
    )
    recorded, _ = services.triage(message, reply_to=None)
    shown, blocks = card(services, recorded)
    respond(text=shown, blocks=blocks, response_type="ephemeral")


def on_code(ack: Ack, command: dict[str, Any], respond: Respond, services: Services) -> None:
    ack()
    question = printable(from_slack(command.get("text") or "")).strip()
    if not question or question.casefold() == "help":
        respond(text=HELP, response_type="ephemeral")
        return
    answer = services.answer(question)
    respond(text=answer_in_a_line(answer), blocks=answer_card(answer), response_type="ephemeral")
