"""**Record…** and **Explanation sent…**: staff enter what was done about a matter where it is done."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clean_text import printable
from bot.listeners.cards import CardPlace, open_dialog, place_of, redraw
from bot.recording import Entries, Faulty, evidence_from, known_entries
from bot.services import Services
from bot.views.decision_card import EXPLANATION_SENT, RECORD
from bot.views.record_view import (
    EXPLANATION_SENT_VIEW,
    LINKED_IN_THREAD,
    RECORD_VIEW,
    explanation_sent_view,
    record_view,
    typed_in,
)


def register(app: App) -> None:
    app.action(RECORD)(on_record)
    app.action(EXPLANATION_SENT)(on_explanation_sent)
    app.view(RECORD_VIEW)(on_recorded)
    app.view(EXPLANATION_SENT_VIEW)(on_recorded)


def on_record(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    recorded = services.log.get(place.decision)
    view = record_view(
        recorded,
        place.model_dump_json(),
        known=known_entries(recorded),
        in_thread=services.log.in_thread(place.decision),
    )
    open_dialog(client, body, view)


def on_explanation_sent(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services
) -> None:
    ack()
    place = place_of(body, action["value"])
    services.log.get(place.decision)  # A decision that is gone is told of before anybody types.
    view = explanation_sent_view(place.model_dump_json(), today=services.today())
    open_dialog(client, body, view)


def on_recorded(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    """Keep all that was entered in one go, or show under each field what is wrong with it and keep nothing."""
    place = CardPlace.model_validate_json(view["private_metadata"])
    recorded = services.log.get(place.decision)
    values = typed_in(view["state"]["values"])
    try:
        found = evidence_from(
            _entries(values, recorded_link=known_entries(recorded).linked_to),
            recorded,
            find=partial(services.log.find_named, team=recorded.decision.message.team),
            today=services.today(),
            by=place.user,
            at=services.now(),
        )
    except Faulty as faulty:
        ack(response_action="errors", errors=_under_inputs(faulty.problems, view["state"]["values"]))
        return
    ack()
    recorded = services.log.add_all_evidence(place.decision, found)
    services.replies.later(partial(redraw, client, services, place, recorded))


def _entries(values: dict[str, str], *, recorded_link: str | None) -> Entries:
    """Return the fields of the dialog; of the two ways to name the other decision, the one that is new counts."""
    given: dict[str, Any] = {name: printable(value).strip() or None for name, value in values.items()}
    picked = given.pop(LINKED_IN_THREAD, None)
    typed = given.get("linked_to")
    if picked and (typed is None or (recorded_link or "").startswith(typed)):
        given["linked_to"] = picked
    if "ombudsman_right" in given:
        given["ombudsman_right"] = given["ombudsman_right"] == "yes"
    return Entries.model_validate(given)


def _under_inputs(problems: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
    """Return the problems by block; Slack shows them only under inputs of the dialog."""
    first = next(iter(values))
    return {name if name in values else first: problem for name, problem in problems.items()}
