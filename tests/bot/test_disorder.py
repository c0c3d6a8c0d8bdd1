"""Slack delivers at least once and in any order: whatever comes when, each message has one decision and one card."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.bot.slack_bot import a_slack_bot
from tests.workspace.building import AMARA, AMARAS_DM, CONTACT, JOAN
from tests.workspace.disorder import Disorder


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_and_repeated_events_leave_one_decision_and_one_card_each(tmp_path: Path, seed: int) -> None:
    with a_slack_bot(tmp_path) as bot:
        bot.people.sender = disorder = Disorder(bot.people.sender)
        first = bot.people.say(AMARA, CONTACT, "The lift is out of order")
        bot.people.say(JOAN, CONTACT, "I rang them", first)
        bot.people.edit(AMARA, CONTACT, first, "The lift is out of order again")
        second = bot.people.say(JOAN, CONTACT, "The boiler is off again")
        taken_back = bot.people.say(JOAN, CONTACT, "The tap drips")
        bot.people.delete(JOAN, CONTACT, taken_back)
        direct = bot.people.say(AMARA, AMARAS_DM, "The gate is broken again")
        gone = disorder.release(Random(seed), copies=3)
        bot.settle()
        assert len(set(gone)) * 3 == len(gone)
        assert sorted(gone) != gone
        for channel, ts in ((CONTACT, first), (CONTACT, second), (AMARAS_DM, direct)):
            cards = [one for one in bot.stand_in.replies(channel, ts) if one.get("bot_id")]
            assert len(cards) == 1
        assert bot.log.counts().decisions == 4
