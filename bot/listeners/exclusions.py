"""The exclusion gate: one person proposes with an explanation, another confirms it or sends it back."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clean_text import printable
from bot.decisions import Explanation, RecordedDecision, SecondPerson
from bot.headline import headline
from bot.letters import left_over_from
from bot.listeners.cards import CardPlace, open_dialog, place_of, redraw, tell
from bot.listeners.gate import block_of, first_draft, redrafted, typed_in_gate
from bot.records.states import AlreadyDecided, NeedsSecondPerson
from bot.services import Services
from bot.views.decision_card import CONFIRM, EXPLAIN, SEND_BACK
from bot.views.modals import CONFIRM_VIEW, EXPLAIN_VIEW, SEND_BACK_VIEW, confirm_view, send_back_view
from knowledge.grounds import Ground

SECOND_PEOPLE_ONLY = "Only the second people named in the settings may confirm an exclusion or send it back."
ANOTHER_PERSON = "You proposed this exclusion, so another person has to confirm it or send it back."
WRITTEN_ANEW = "The explanation has been written anew since you opened it. Read it again before you confirm it."
_BLANK_LEFT = re.compile(r"\[[^\]\n]{3,}\]")
_SHORTEST_NOTE = 10  # "n/a" and "no" are no note on discretion.


def register(app: App) -> None:
    app.action(EXPLAIN)(on_explain)
    app.action({"block_id": "ground", "action_id": "choice"})(on_ground_chosen)
    app.view(EXPLAIN_VIEW)(on_explained)
    app.action(CONFIRM)(on_confirm)
    app.view(CONFIRM_VIEW)(on_confirmed)
    app.action(SEND_BACK)(on_send_back)
    app.view(SEND_BACK_VIEW)(on_sent_back)


def on_explain(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    view = first_draft(services, services.log.get(place.decision), place)
    open_dialog(client, body, view)


def on_ground_chosen(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services
) -> None:
    """Draft the explanation anew for another ground."""
    ack()
    view = body["view"]
    drawn = redrafted(services, view, Ground(action["selected_option"]["value"]))
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SlackApiError as refused:
        # The dialog has changed since, by a later choice: that one brings its own draft.
        if refused.response.get("error") != "hash_conflict":
            raise


def on_explained(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    place = CardPlace.model_validate_json(view["private_metadata"])
    values = view["state"]["values"]
    typed = typed_in_gate(values)
    ground = Ground(values["ground"]["choice"]["selected_option"]["value"])
    recorded = services.log.get(place.decision)
    proposed = recorded.decision.prediction.ground
    errors = _what_is_missing(typed, needs_reason=ground is not proposed)
    errors |= left_over_from(recorded, ground, services.policy, letter=typed["letter"], basis=typed["rests_on"])
    if errors:
        ack(response_action="errors", errors={block_of(values, name): problem for name, problem in errors.items()})
        return
    ack()
    explanation = Explanation(
        ground=ground,
        rests_on=typed["rests_on"],
        letter=typed["letter"],
        discretion=typed["discretion"],
        reason=typed["reason"] or None,
        by=place.user,
        at=services.now(),
    )
    try:
        recorded = services.log.explain(place.decision, explanation)
    except AlreadyDecided as first:
        recorded = first.recorded
        services.replies.later(partial(tell, client, place, f"Somebody was there first. {headline(recorded)}."))
    services.replies.later(partial(redraw, client, services, place, recorded))


def _typed(values: dict[str, Any], block: str) -> str:
    return printable((values.get(block, {}).get("text") or {}).get("value") or "").strip()


def _what_is_missing(typed: dict[str, str], *, needs_reason: bool) -> dict[str, str]:
    """Return, by block, why the explanation cannot stand yet; empty if it can."""
    errors = {}
    if not typed["rests_on"]:
        errors["rests_on"] = "Name the clause, or the paragraph of your policy, that this rests on."
    if _BLANK_LEFT.search(typed["letter"]):
        errors["letter"] = "Fill in what stands in square brackets."
    elif "ombudsman" not in typed["letter"].casefold():
        errors["letter"] = "It must tell the resident of their right to take this decision to the Ombudsman."
    if len(typed["discretion"]) < _SHORTEST_NOTE:
        errors["discretion"] = "Say in a sentence whether there is a good reason to accept it all the same."
    if needs_reason and not typed["reason"]:
        errors["reason"] = "This is not the ground that was proposed: say why it applies, in a sentence."
    return errors


def on_confirm(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    recorded = services.log.get(place.decision)
    if refusal := _refusal(services, place.user, recorded):
        services.replies.later(partial(tell, client, place, refusal))
    elif recorded.explanation:
        place = place.model_copy(update={"explained_at": recorded.explanation.at})
        open_dialog(client, body, confirm_view(recorded, place.model_dump_json()))


def on_send_back(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    recorded = services.log.get(place.decision)
    if refusal := _refusal(services, place.user, recorded):
        services.replies.later(partial(tell, client, place, refusal))
    else:
        open_dialog(client, body, send_back_view(place.model_dump_json()))


def _refusal(services: Services, user: str, recorded: RecordedDecision) -> str | None:
    """Return why this person may not be the second one; None if they may."""
    if not services.roles.may_confirm(user):
        return SECOND_PEOPLE_ONLY
    return ANOTHER_PERSON if recorded.explanation and recorded.explanation.by == user else None


def on_confirmed(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    _second_person(view, client, services, confirmed=True)


def on_sent_back(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    if not _typed(view["state"]["values"], "reason"):
        ack(response_action="errors", errors={"reason": "Say why, in a sentence."})
        return
    ack()
    _second_person(view, client, services, confirmed=False)


def _second_person(view: dict[str, Any], client: WebClient, services: Services, *, confirmed: bool) -> None:
    place = CardPlace.model_validate_json(view["private_metadata"])
    reason = _typed(view["state"]["values"], "reason") or None
    recorded = services.log.get(place.decision)
    explanation = recorded.explanation
    if refusal := _refusal(services, place.user, recorded):
        services.replies.later(partial(tell, client, place, refusal))
        return
    if confirmed and (explanation is None or explanation.at != place.explained_at):
        services.replies.later(partial(tell, client, place, WRITTEN_ANEW))
        return
    second = SecondPerson(confirmed=confirmed, reason=reason, by=place.user, at=services.now())
    try:
        recorded = services.log.second_person(place.decision, second)
    except NeedsSecondPerson:
        services.replies.later(partial(tell, client, place, ANOTHER_PERSON))
        return
    except AlreadyDecided as first:
        recorded = first.recorded
        services.replies.later(partial(tell, client, place, f"Somebody was there first. {headline(recorded)}."))
    services.replies.later(partial(redraw, client, services, place, recorded))
