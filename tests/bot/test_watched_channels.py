"""How each watched channel is watched: off, asked first, or on, for everybody or for one person's eyes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from bot.watching import Watch, WatchedChannel
from tests.bot.cards import COMPLAINT, decision_on, place
from tests.bot.slack_bot import SlackBot, a_slack_bot, buttons_of
from tests.workspace.building import AMARA, CONTACT, JOAN


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("C1", WatchedChannel(id="C1")),
        ("C1:on", WatchedChannel(id="C1")),
        ("C2:ask", WatchedChannel(id="C2", watch=Watch.ASK)),
        ("C3:on:private", WatchedChannel(id="C3", private=True)),
        (" C4 : off ", WatchedChannel(id="C4", watch=Watch.OFF)),
    ],
)
def test_a_channel_is_read_with_how_it_is_watched(text: str, channel: WatchedChannel) -> None:
    assert WatchedChannel.read(text) == channel


@pytest.mark.parametrize("text", ["C1:loud", ":on", "C1:on:public", "C1:on:private:more", "C1:private"])
def test_a_channel_that_is_watched_in_no_known_way_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="for example C1, C2:ask"):
        Settings(watched_channels=("C9", text))


def test_the_setting_is_a_list_with_commas(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_WATCHED_CHANNELS", "C1, C2:ask,C3:on:private")
    assert Settings().watched_channels == ("C1", "C2:ask", "C3:on:private")


def ask(bot: SlackBot) -> tuple[str, dict[str, object]]:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.settle()
    return ts, bot.stand_in.ephemerals(AMARA)[-1]


def test_a_channel_that_is_off_is_left_alone(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:off") as bot:
        ts = bot.say(AMARA, CONTACT, COMPLAINT)
        bot.settle()
        assert bot.stand_in.replies(CONTACT, ts) == []
        assert bot.log.counts().decisions == 0


def test_where_it_asks_first_only_the_person_who_posted_is_asked_and_nothing_is_decided(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:ask") as bot:
        ts, question = ask(bot)
        assert buttons_of(question) == ["triage_it", "leave_it"]
        assert "boiler" not in str(question)
        assert bot.stand_in.ephemerals(JOAN) == []
        assert bot.stand_in.replies(CONTACT, ts) == []
        assert bot.log.counts().decisions == 0


def test_where_it_asks_first_a_yes_triages_the_message_and_takes_the_question_away(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:ask") as bot:
        ts, question = ask(bot)
        assert bot.people.click(AMARA, place(CONTACT, question), "triage_it").ok
        bot.settle()
        assert bot.card(CONTACT, ts)["text"].startswith("Complaint · sure, 93%")
        assert bot.stand_in.ephemerals(AMARA) == []


def test_where_it_asks_first_a_no_leaves_it(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:ask") as bot:
        _, question = ask(bot)
        assert bot.people.click(AMARA, place(CONTACT, question), "leave_it").ok
        bot.settle()
        assert bot.stand_in.ephemerals(AMARA) == []
        assert bot.log.counts().decisions == 0


def test_a_private_card_is_seen_by_the_person_who_posted_alone_and_can_be_agreed_with(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:on:private") as bot:
        ts = bot.say(AMARA, CONTACT, COMPLAINT)
        bot.settle()
        assert bot.stand_in.replies(CONTACT, ts) == []
        assert bot.stand_in.ephemerals(JOAN) == []
        card = bot.stand_in.ephemerals(AMARA)[-1]
        assert card["text"].startswith("Complaint · sure, 93%")
        bot.people.click(AMARA, place(CONTACT, card), "agree")
        bot.settle()
        assert decision_on(bot, ts).status == "agreed"
        assert bot.stand_in.ephemerals(AMARA)[-1]["text"].startswith("Complaint: agreed.")


def test_a_private_card_is_sent_once_however_often_slack_tells_of_its_message(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:on:private") as bot:
        bot.say(AMARA, CONTACT, COMPLAINT)
        bot.settle()
        bot.people.redeliver(bot.people.events[-1]["event_id"])
        bot.settle()
        assert len(bot.stand_in.ephemerals(AMARA)) == 1


def test_what_is_asked_first_may_be_answered_privately(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, watched=f"{CONTACT}:ask:private") as bot:
        ts, question = ask(bot)
        bot.people.click(AMARA, place(CONTACT, question), "triage_it")
        bot.settle()
        assert bot.stand_in.replies(CONTACT, ts) == []
        assert bot.stand_in.ephemerals(AMARA)[-1]["text"].startswith("Complaint · sure, 93%")
