"""App Home: published for each person who opens it; a card and an answer are looked at from it."""

from __future__ import annotations

import time
from concurrent.futures import Future
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.answers import Answer
from bot.clean_text import printable
from bot.dashboard import HomeState
from bot.evidence.periods import Period
from bot.listeners.cards import place_of
from bot.listeners.showing_home import show_home
from bot.services import Services
from bot.views.card_view import card_view
from bot.views.dashboard_view import CHOOSE_PERIOD
from bot.views.home import ASK, SHOW
from bot.views.question_view import ASK_VIEW, QUESTION, TEXT, question_view

NO_LONGER_A_MANAGER = "Only the managers named in the settings may see the figures."
LOOKING = "Looking it up…"
NOT_ANSWERED = ":warning: That did not work. Ask again, or use `/code`."
PATIENCE = 1.5
"""Seconds an answer may take while Slack waits, which it does for three."""
PAUSE = 1.0
"""Seconds in which Slack has surely drawn what it was told before."""
_WARM_UP = "How long do we have to acknowledge a complaint?"


def register(app: App) -> None:
    app.event("app_home_opened")(on_home_opened)
    app.action(CHOOSE_PERIOD)(on_period_chosen)
    app.action(SHOW)(on_show)
    app.action(ASK)(on_ask)
    app.view(ASK_VIEW)(on_asked)


def on_home_opened(event: dict[str, Any], client: WebClient, context: BoltContext, services: Services) -> None:
    if event.get("tab") == "home":
        # The first time there is no view yet.
        state = HomeState.read((event.get("view") or {}).get("private_metadata"))
        services.replies.later(partial(show_home, client, services, event["user"], context.team_id, state))


def on_period_chosen(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext, services: Services
) -> None:
    """Show another period; who is no manager any more is told so, and their Home drawn without the figures."""
    ack()
    user = body["user"]["id"]
    if not services.roles.may_see_dashboard(user):
        services.replies.later(partial(client.chat_postMessage, channel=user, text=NO_LONGER_A_MANAGER))
    chosen = Period(action["selected_option"]["value"])
    state = HomeState.read(body["view"].get("private_metadata")).model_copy(update={"period": chosen})
    services.replies.later(partial(show_home, client, services, user, context.team_id, state))


def on_show(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    place = place_of(body, action["value"])
    briefing = services.brief(services.log.get(place.decision))
    client.views_open(trigger_id=body["trigger_id"], view=card_view(briefing, place.home_state or ""))


def on_ask(ack: Ack, body: dict[str, Any], client: WebClient, services: Services) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=question_view())
    # The first answer of a process loads what finds clauses; that happens while the question is being typed.
    services.replies.later(partial(services.answer, _WARM_UP))


def on_asked(ack: Ack, view: dict[str, Any], client: WebClient, services: Services) -> None:
    """Answer in the dialog itself, with room for the next question; what takes longer follows."""
    [(block, typed)] = ((id_, of) for id_, of in view["state"]["values"].items() if id_.startswith(QUESTION))
    question = printable(typed[TEXT].get("value") or "").strip()
    if not question:
        ack(response_action="errors", errors={block: "Write a question."})
        return
    asked = int(view["private_metadata"] or 0) + 1
    answering = services.replies.later(partial(services.answer, question))
    try:
        answer = answering.result(PATIENCE)
    except TimeoutError:
        ack(response_action="update", view=question_view(said=LOOKING, asked=asked))
        services.replies.later(partial(_show_answer, client, view["id"], answering, asked))
    else:
        ack(response_action="update", view=_answered(answer, asked))


def _show_answer(client: WebClient, view_id: str, answering: Future[Answer | None], asked: int) -> None:
    answer = answering.result()
    time.sleep(PAUSE)
    client.views_update(view_id=view_id, view=_answered(answer, asked))


def _answered(answer: Answer | None, asked: int) -> View:
    return question_view(answer, said="" if answer else NOT_ANSWERED, asked=asked)
