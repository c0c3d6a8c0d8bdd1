"""**Why?** and **History**: a person looks behind a card."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.decisions import RecordedDecision
from bot.history_words import history_in_words
from bot.listeners.cards import open_dialog
from bot.services import Services
from bot.views.decision_card import HISTORY, WHY
from bot.views.history_view import history_view
from bot.views.why_view import why_view
from bot.why import look_into


def register(app: App) -> None:
    app.action(WHY)(on_why)
    app.action(HISTORY)(on_history)


def on_why(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    """Show at once what is on record; the examples and what would change it take a moment longer."""
    ack()
    recorded = services.log.get(action["value"])
    decision = recorded.edited_since or recorded.decision
    clauses = services.brief(RecordedDecision(decision=decision, status="proposed")).clauses
    opened = open_dialog(client, body, why_view(decision, clauses, None))
    shown: dict[str, Any] = opened["view"]

    def complete() -> None:
        why = look_into(decision, changes=services.changes)
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=why_view(decision, clauses, why))

    services.replies.later(complete)


def on_history(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    recorded = services.log.get(action["value"])
    told = history_in_words(services.log.history(action["value"]), services.log.first_proposal(action["value"]))
    open_dialog(client, body, history_view(recorded, told))
