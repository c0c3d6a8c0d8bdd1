"""Getting at a card, its dialogs and the log behind it, as tests of what staff do need it."""

from __future__ import annotations

from typing import Any

from bot.decisions import RecordedDecision
from tests.bot.slack_bot import SlackBot
from tests.workspace.building import AMARA, CONTACT, JOAN, SIAN

TEAM = "T0WORKSPACE"
COMPLAINT = "The boiler is off again, you only came on Tuesday"
REQUEST = "The lift is out of order"
EXCLUDED = "The court case about my damp is listed for May"
LETTER = "We cannot take this up because a claim was filed. You may take our decision to the Housing Ombudsman."


def place(channel: str, card: dict[str, Any]) -> dict[str, str]:
    return {"channel": channel, "ts": card["ts"]}


def press(bot: SlackBot, user: str, ts: str, button: str, channel: str = CONTACT) -> dict[str, Any]:
    """Press a button of the card in the thread of a message, and return the dialog that it opens."""
    bot.settle()
    card = bot.stand_in.replies(channel, ts)[0]
    assert bot.people.click(user, place(channel, card), button).ok
    bot.settle()
    view = bot.stand_in.open_view(user)
    assert view is not None
    return view


def agreed(bot: SlackBot, text: str = COMPLAINT) -> str:
    """Say a message whose proposal Joan agrees with; return its `ts`."""
    ts = bot.say(AMARA, CONTACT, text)
    bot.people.click(JOAN, place(CONTACT, bot.card(CONTACT, ts)), "agree")
    bot.settle()
    return ts


def excluded(bot: SlackBot) -> str:
    """Say a message that Amara proposes to exclude and Siân confirms; return its `ts`."""
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    bot.card(CONTACT, ts)
    view = press(bot, AMARA, ts, "explain")
    values = {"letter": {"text": LETTER}, "discretion": {"text": "No good reason to accept it was found."}}
    bot.people.submit(AMARA, view["id"], values)
    bot.people.submit(SIAN, press(bot, SIAN, ts, "confirm_exclusion")["id"], {})
    bot.settle()
    return ts


def decision_on(bot: SlackBot, ts: str, channel: str = CONTACT) -> RecordedDecision:
    recorded = bot.log.find_message(TEAM, channel, ts)
    assert recorded is not None
    return recorded


def inputs_of(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a dialog's inputs by block."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
