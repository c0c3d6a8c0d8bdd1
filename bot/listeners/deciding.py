"""**Agree** and **Change…**: a person takes the proposal, or decides otherwise and says why."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clean_text import printable
from bot.decisions import Agreement, Correction
from bot.headline import headline
from bot.listeners.cards import CardPlace, open_dialog, place_of, redraw, tell
from bot.listeners.gate import first_draft
from bot.records.states import AlreadyDecided
from bot.services import Services
from bot.views.decision_card import AGREE, CHANGE
from bot.views.modals import CHANGE_VIEW, NOTHING, change_view
from classifier.labels import Label


def register(app: App) -> None:
    app.action(AGREE)(on_agree)
    app.action(CHANGE)(on_change)
    app.view(CHANGE_VIEW)(on_change_submitted)


def on_agree(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    try:
        recorded = services.log.agree(place.decision, Agreement(by=place.user, at=services.now()))
    except AlreadyDecided as first:
        recorded = first.recorded
        services.replies.later(partial(tell, client, place, f"Somebody was there first. {headline(recorded)}."))
    services.replies.later(partial(redraw, client, services, place, recorded))


def on_change(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    services.log.get(place.decision)  # A decision that is gone is told of before anybody types a reason.
    open_dialog(client, body, change_view(place.model_dump_json()))


def on_change_submitted(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    place = CardPlace.model_validate_json(view["private_metadata"])
    values = view["state"]["values"]
    choice = (values["label"]["choice"].get("selected_option") or {}).get("value")
    reason = printable(values["reason"]["text"].get("value") or "").strip()
    if choice is None or not reason:
        missing = {"label": "Choose one."} if choice is None else {"reason": "Say why, in a sentence."}
        ack(response_action="errors", errors=missing)
        return
    if choice == Label.EXCLUDED.value:
        ack(response_action="update", view=_gate(services, place, reason))
        return
    ack()
    label = None if choice == NOTHING else Label(choice)
    correction = Correction(label=label, reason=reason, by=place.user, at=services.now())
    recorded = services.log.correct(place.decision, correction)
    services.replies.later(partial(redraw, client, services, place, recorded))


def _gate(services: Services, place: CardPlace, reason: str) -> Any:
    """Return the exclusion gate for a decision that was proposed as something else."""
    return first_draft(services, services.log.get(place.decision), place, reason=reason)
