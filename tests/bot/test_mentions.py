"""`@Clausewise` in a channel, and what is offered first in a direct message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.decisions import Source
from tests.bot.cards import COMPLAINT, REQUEST, decision_on, place
from tests.bot.slack_bot import SlackBot, a_slack_bot, buttons_of, words_of
from tests.workspace.building import AMARA, AMARAS_DM, CONTACT, JOAN, REPAIRS

BOT = "@Clausewise"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []


def mention(bot: SlackBot, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
    """Write a message that mentions the bot; Slack tells of it twice, as a message and as a mention."""
    ts = bot.people.say(user, channel, text, thread_ts=thread_ts)
    bot.settle()
    return ts


def test_a_mention_with_a_question_is_answered_in_its_thread(bot: SlackBot) -> None:
    ts = mention(bot, JOAN, REPAIRS, f"{BOT} how long do we have to acknowledge a complaint?")
    [answer] = bot.stand_in.replies(REPAIRS, ts)
    assert "2024 Code 6.2" in words_of(answer)
    assert "You asked: how long" in words_of(answer)


@pytest.mark.parametrize("channel", [CONTACT, REPAIRS])
def test_a_mention_with_a_message_triages_it_once_watched_or_not(bot: SlackBot, channel: str) -> None:
    ts = mention(bot, JOAN, channel, f"{BOT} {COMPLAINT}")
    [card] = bot.stand_in.replies(channel, ts)
    assert card["text"].startswith("Complaint · sure, 93%")
    recorded = decision_on(bot, ts, channel)
    assert (recorded.decision.message.text, recorded.decision.message.source) == (COMPLAINT, Source.MENTION)
    assert bot.log.counts().decisions == 1


def test_a_bare_mention_in_a_thread_triages_the_message_at_its_head(bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, REQUEST)
    mention(bot, JOAN, REPAIRS, BOT, thread_ts=ts)
    recorded = decision_on(bot, ts, REPAIRS)
    assert recorded.decision.message.text == REQUEST
    assert recorded.decision.message.handed_in_by == JOAN
    assert len([each for each in bot.stand_in.replies(REPAIRS, ts) if each.get("bot_id")]) == 1


def test_a_second_bare_mention_says_what_has_been_decided(bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, REQUEST)
    for _ in range(2):
        mention(bot, JOAN, REPAIRS, BOT, thread_ts=ts)
    assert "It has been triaged already. Service request" in bot.stand_in.ephemerals(JOAN)[-1]["text"]
    assert bot.log.counts().decisions == 1


def test_a_bare_mention_outside_a_thread_says_how_it_is_used(bot: SlackBot) -> None:
    ts = mention(bot, JOAN, REPAIRS, BOT)
    [told] = bot.stand_in.replies(REPAIRS, ts)
    assert "Mention me with a resident's message" in told["text"]


def test_a_bare_mention_under_the_bots_own_message_triages_nothing(bot: SlackBot) -> None:
    own = str(
        bot.stand_in.call("chat.postMessage", {"channel": REPAIRS, "text": "again"}, bot.stand_in.bot_token)["ts"]
    )
    mention(bot, JOAN, REPAIRS, BOT, thread_ts=own)
    assert "no message at the head of this thread" in bot.stand_in.ephemerals(JOAN)[-1]["text"]
    assert bot.log.counts().decisions == 0


def test_a_mention_that_may_be_either_is_asked_about_and_read_back_from_its_thread(bot: SlackBot) -> None:
    root = bot.say(AMARA, REPAIRS, "Any thoughts on this one?")
    ts = mention(bot, JOAN, REPAIRS, f"{BOT} perhaps the lift, complaint again", thread_ts=root)
    asked = bot.stand_in.replies(REPAIRS, root)[-1]
    assert buttons_of(asked) == ["it_is_a_message", "it_is_a_question"]
    bot.people.click(JOAN, place(REPAIRS, asked), "it_is_a_message")
    bot.settle()
    assert decision_on(bot, ts, REPAIRS).decision.message.text == "perhaps the lift, complaint again"


def test_prompts_are_offered_when_somebody_opens_their_messages_with_the_bot(bot: SlackBot) -> None:
    bot.people.open_dm(AMARA)
    bot.settle()
    prompts = bot.stand_in.state.prompts[AMARAS_DM]
    assert 0 < len(prompts) <= 4
    assert all(prompt["message"].endswith("?") for prompt in prompts)


def test_where_slack_offers_no_prompts_nobody_is_told(bot: SlackBot, caplog: pytest.LogCaptureFixture) -> None:
    bot.stand_in.fail_next(method="assistant.threads.setSuggestedPrompts", status=500)
    bot.people.open_dm(AMARA)
    bot.settle()
    assert bot.stand_in.ephemerals(AMARA) == []
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
