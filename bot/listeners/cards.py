"""Where a card stands in Slack, and how it is drawn again when its decision has changed."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.dashboard import HomeState
from bot.decisions import RecordedDecision
from bot.listeners.showing_home import show_home
from bot.services import Services
from bot.views.card_view import card_view
from bot.views.decision_card import card_text, decision_card


class CardPlace(BaseModel):
    """What a dialog has to remember of the card it was opened from; it travels in `private_metadata`.

    Only ids: never a resident's words.
    """

    model_config = ConfigDict(frozen=True)
    decision: str
    user: str
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    response_url: str | None = None
    home: bool = False
    home_state: str | None = None
    """What Home remembered when it was clicked (`HomeState`)."""
    card_view: str | None = None
    """The dialog the card itself stands in, opened from Home."""
    explained_at: AwareDatetime | None = None
    """When the explanation was written that a second person is reading, so that no other one is confirmed."""


def place_of(body: dict[str, Any], decision_id: str) -> CardPlace:
    """Return where the button in `body` was clicked: on a message, on one only its reader sees, or on Home."""
    container = body.get("container", {})
    user = body["user"]["id"]
    if container.get("type") == "view":
        view = body.get("view", {})
        in_dialog = view.get("id") if view.get("type") == "modal" else None
        state = view.get("private_metadata") or None
        return CardPlace(decision=decision_id, user=user, home=True, home_state=state, card_view=in_dialog)
    if container.get("is_ephemeral"):
        return CardPlace(decision=decision_id, user=user, response_url=body.get("response_url"))
    return CardPlace(
        thread_ts=container.get("thread_ts"),
        decision=decision_id,
        user=user,
        channel=container.get("channel_id"),
        ts=container.get("message_ts"),
    )


def card(services: Services, recorded: RecordedDecision) -> tuple[str, list[Block]]:
    """Return a decision's card as text and blocks."""
    briefing = services.brief(recorded)
    return card_text(briefing), decision_card(briefing)


def open_dialog(client: WebClient, body: dict[str, Any], view: View) -> SlackResponse:
    """Open a dialog; on top of the card, where that stands in a dialog itself."""
    if body.get("view", {}).get("type") == "modal":
        return client.views_push(trigger_id=body["trigger_id"], view=view)
    return client.views_open(trigger_id=body["trigger_id"], view=view)


def redraw(client: WebClient, services: Services, place: CardPlace, recorded: RecordedDecision) -> None:
    """Draw the card again wherever it stands: where it was clicked, in its thread, and on the person's Home."""
    text, blocks = card(services, recorded)
    if place.response_url:
        WebhookClient(place.response_url).send(text=text, blocks=blocks, replace_original=True)
    channel, ts = place.channel, place.ts
    if ts is None and recorded.reply_ts is not None:
        channel, ts = recorded.decision.message.channel, recorded.reply_ts
    if channel and ts:
        client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)
    if place.card_view:
        _redraw_dialog(client, place, card_view(services.brief(recorded), place.home_state or ""))
    if place.home:
        state = HomeState.read(place.home_state)
        show_home(client, services, place.user, recorded.decision.message.team, state)


def _redraw_dialog(client: WebClient, place: CardPlace, view: View) -> None:
    try:
        client.views_update(view_id=place.card_view, view=view)
    except SlackApiError as refused:
        # The person has closed it meanwhile.
        if refused.response.get("error") != "not_found":
            raise


def tell(client: WebClient, place: CardPlace, text: str) -> None:
    """Tell one person something, where they clicked; on Home by a direct message."""
    if place.response_url:
        WebhookClient(place.response_url).send(text=text, response_type="ephemeral", replace_original=False)
    elif place.channel:
        client.chat_postEphemeral(channel=place.channel, user=place.user, text=text, thread_ts=place.thread_ts)
    else:
        client.chat_postMessage(channel=place.user, text=text)
