"""A decision's card in a dialog, for whoever looks at it from Home: the message above it."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.briefing import Briefing
from bot.views.decision_card import decision_card
from bot.views.mrkdwn import quoted

CARD_VIEW = "card"


def card_view(briefing: Briefing, metadata: str) -> View:
    """Return the dialog; its buttons work as those of the card in the thread."""
    text = briefing.recorded.decision.message.text
    return View(
        type="modal",
        callback_id=CARD_VIEW,
        title="Decision",
        close="Close",
        private_metadata=metadata,
        blocks=[SectionBlock(text=f"*The message*\n{quoted(text, 2000)}"), *decision_card(briefing)],
    )
