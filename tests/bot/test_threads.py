"""What becomes of a message after its decision: edited, deleted, or followed by a complaint in its thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.decisions import EvidenceKind
from classifier.labels import Label
from classifier.prediction import Prediction
from tests.bot.cards import COMPLAINT, EXCLUDED, LETTER, REQUEST, agreed, decision_on, place, press
from tests.bot.slack_bot import SlackBot, a_slack_bot, plain_predict, words_of
from tests.workspace.building import AMARA, AMARAS_DM, CONTACT, JOAN, REPAIRS, SIAN

UNHAPPY = "Nobody has come again"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []


def reply(bot: SlackBot, user: str, root: str, text: str, channel: str = CONTACT) -> str:
    bot.settle()
    ts = bot.people.say(user, channel, text, thread_ts=root)
    bot.settle()
    return ts


def cards(bot: SlackBot, root: str, channel: str = CONTACT) -> list[str]:
    """Return what the bot's cards in a thread say."""
    return [words_of(each) for each in bot.stand_in.replies(channel, root) if each.get("bot_id")]


def edit(bot: SlackBot, ts: str, text: str) -> None:
    bot.settle()
    bot.people.edit(AMARA, CONTACT, ts, text)
    bot.settle()


def test_an_edited_message_is_judged_again_and_its_card_shows_it(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    edit(bot, ts, "The lift is out of order again")
    recorded = decision_on(bot, ts)
    assert recorded.decision.prediction.label is Label.COMPLAINT
    assert recorded.decision.message.text == "The lift is out of order again"
    [card] = cards(bot, ts)
    assert card.startswith("Complaint · sure, 93%")
    assert bot.log.counts().decisions == 1


def test_the_same_words_once_more_are_no_edit(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    edit(bot, ts, REQUEST)
    kinds = [event.kind for event in bot.log.history(decision_on(bot, ts).decision.id)]
    assert kinds == ["proposed", "replied"]


def test_an_edit_that_is_delivered_twice_is_kept_once(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    edit(bot, ts, COMPLAINT)
    changed = next(e for e in bot.people.events if e["event"].get("subtype") == "message_changed")
    bot.people.redeliver(changed["event_id"])
    bot.settle()
    kinds = [event.kind for event in bot.log.history(decision_on(bot, ts).decision.id)]
    assert kinds.count("revised") == 1


def test_what_people_decided_stands_when_the_message_is_edited_and_the_card_says_so(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    edit(bot, ts, COMPLAINT)
    recorded = decision_on(bot, ts)
    assert (recorded.status, recorded.decided_label) == ("agreed", Label.SERVICE_REQUEST)
    assert recorded.decision.message.text == REQUEST
    [card] = cards(bot, ts)
    assert card.startswith("Service request: agreed.")
    assert "*The message was edited since*" in card
    assert "Of the new words Clausewise proposes: Complaint · sure, 93%" in card
    assert f"> {COMPLAINT}" in card


def test_a_decision_made_after_the_edit_stands_on_the_new_words(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    edit(bot, ts, COMPLAINT)
    view = press(bot, JOAN, ts, "change")
    values = {"label": {"choice": "complaint"}, "reason": {"text": "The new words say so."}}
    bot.people.submit(JOAN, view["id"], values)
    bot.settle()
    recorded = decision_on(bot, ts)
    assert recorded.decision.message.text == COMPLAINT
    assert recorded.edited_since is None


def test_a_second_person_sees_that_the_message_was_edited_since_it_was_explained(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    view = press(bot, AMARA, ts, "explain")
    values = {"letter": {"text": LETTER}, "discretion": {"text": "No good reason to accept it was found."}}
    bot.people.submit(AMARA, view["id"], values)
    edit(bot, ts, "There is no case after all")
    words = words_of(press(bot, SIAN, ts, "confirm_exclusion"))
    assert "It now says" in words
    assert "> There is no case after all" in words


@pytest.mark.parametrize("with_replies", [True, False])
def test_a_deleted_message_takes_nothing_back_and_the_card_says_so(bot: SlackBot, with_replies: bool) -> None:
    if with_replies:
        ts, channel = agreed(bot), CONTACT
    else:
        channel, ts = REPAIRS, bot.say(AMARA, REPAIRS, COMPLAINT)
        bot.people.shortcut(AMARA, REPAIRS, ts, "triage_message")
        bot.settle()
        bot.stand_in.state.remove_message(REPAIRS, bot.stand_in.state.thread(REPAIRS, ts)[1])
    bot.people.delete(AMARA, channel, ts)
    bot.settle()
    recorded = decision_on(bot, ts, channel)
    assert recorded.deleted_at == bot.clock.now
    assert recorded.status == ("agreed" if with_replies else "proposed")
    assert recorded.decision.message.text == COMPLAINT
    if with_replies:
        assert "The message was deleted in Slack" in cards(bot, ts)[0]


def test_a_message_without_a_decision_may_be_edited_and_deleted(bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, COMPLAINT)
    bot.people.edit(AMARA, REPAIRS, ts, "never mind")
    bot.people.delete(AMARA, REPAIRS, ts)
    bot.settle()
    assert bot.log.counts().decisions == 0


def test_dissatisfaction_in_the_thread_of_a_request_proposes_the_complaint(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    later = reply(bot, AMARA, ts, UNHAPPY)
    complaint = decision_on(bot, later)
    assert complaint.decision.prediction.label is Label.COMPLAINT
    assert complaint.status == "proposed"
    assert complaint.decision.message.text == f"Earlier: {REQUEST}\nNow: {UNHAPPY}"
    request_card, complaint_card = cards(bot, ts)
    assert complaint_card.startswith("Complaint · sure, 93%")
    assert f"done with decision {complaint.decision.id[:8]}" in request_card
    assert decision_on(bot, ts).decided_label is Label.SERVICE_REQUEST


def test_the_request_and_its_complaint_are_linked_both_ways_by_clausewise(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    complaint = decision_on(bot, reply(bot, AMARA, ts, UNHAPPY))
    there = decision_on(bot, ts).latest(EvidenceKind.LINKED)
    back = complaint.latest(EvidenceKind.LINKED)
    assert there is not None
    assert back is not None
    assert (there.linked_to, there.by) == (complaint.decision.id, "clausewise")
    assert (back.linked_to, back.by) == (decision_on(bot, ts).decision.id, "clausewise")


def test_one_request_leads_to_one_complaint_however_often_they_write(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    reply(bot, AMARA, ts, UNHAPPY)
    reply(bot, AMARA, ts, "Nobody has come again today")
    event = next(e for e in bot.people.events if e["event"].get("text") == UNHAPPY)
    bot.people.redeliver(event["event_id"])
    bot.settle()
    assert len(cards(bot, ts)) == 2
    assert bot.log.counts().decisions == 2


def test_a_complaint_that_people_found_to_be_none_may_be_followed_by_another(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    first = reply(bot, AMARA, ts, UNHAPPY)
    card = bot.stand_in.replies(CONTACT, ts)[-1]
    bot.people.click(JOAN, place(CONTACT, card), "change")
    view = bot.stand_in.open_view(JOAN)
    assert view is not None
    values = {"label": {"choice": "service_request"}, "reason": {"text": "They only asked when."}}
    bot.people.submit(JOAN, view["id"], values)
    second = reply(bot, AMARA, ts, "Nobody has come again today")
    link = decision_on(bot, ts).latest(EvidenceKind.LINKED)
    assert link is not None
    assert link.linked_to == decision_on(bot, second).decision.id
    assert decision_on(bot, first).decided_label is Label.SERVICE_REQUEST


@pytest.mark.parametrize(
    ("user", "text"),
    [
        pytest.param(JOAN, "I rang them again.", id="a colleague talks about the job"),
        pytest.param(AMARA, "I've rung the contractor", id="nothing in it is dissatisfied"),
        pytest.param(AMARA, "hello, again", id="it is not sure"),
    ],
)
def test_other_talk_in_the_thread_of_a_request_is_left_alone(bot: SlackBot, user: str, text: str) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    reply(bot, user, ts, text)
    assert len(cards(bot, ts)) == 1
    assert bot.log.counts().decisions == 1


def request_outweighs(text: str, *, received_on: date, months_to_complain: int) -> Prediction:
    """Judge as `plain_predict` does, but take whatever stands beside a request for a request."""
    judged = text.partition("\nNow: ")[0] if text.startswith("Earlier: ") else text
    return plain_predict(judged, received_on=received_on, months_to_complain=months_to_complain)


def test_a_requests_own_words_do_not_outweigh_plain_dissatisfaction_with_how_it_was_answered(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, predict=request_outweighs) as bot:
        ts = bot.say(AMARA, CONTACT, REQUEST)
        later = reply(bot, AMARA, ts, UNHAPPY)
        complaint = decision_on(bot, later)
        assert complaint.decision.prediction.label is Label.COMPLAINT
        assert complaint.decision.message.text == UNHAPPY
        edit(bot, later, "Nobody has come again!")
        assert decision_on(bot, later).decision.prediction.label is Label.COMPLAINT
        assert decision_on(bot, later).decision.message.text == "Nobody has come again!"


def test_what_is_not_surely_a_complaint_by_itself_is_left_alone_beside_a_request(tmp_path: Path) -> None:
    with a_slack_bot(tmp_path, predict=request_outweighs) as bot:
        ts = bot.say(AMARA, CONTACT, REQUEST)
        reply(bot, AMARA, ts, "hello, again")
        assert bot.log.counts().decisions == 1


def test_a_complaint_is_not_followed_by_another(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    reply(bot, AMARA, ts, UNHAPPY)
    assert bot.log.counts().decisions == 1


def test_a_thread_without_a_decision_is_nobodys_business(bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, REQUEST)
    reply(bot, AMARA, ts, UNHAPPY, REPAIRS)
    assert bot.log.counts().decisions == 0


def test_a_request_handed_in_by_the_shortcut_is_followed_where_nothing_is_watched(bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, REQUEST)
    bot.people.shortcut(JOAN, REPAIRS, ts, "triage_message")
    later = reply(bot, AMARA, ts, UNHAPPY, REPAIRS)
    assert decision_on(bot, later, REPAIRS).latest(EvidenceKind.LINKED)


def test_what_a_colleague_pastes_is_linked_when_it_is_handed_in_by_the_shortcut(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    pasted = reply(bot, JOAN, ts, UNHAPPY)
    bot.people.shortcut(JOAN, CONTACT, pasted, "triage_message")
    bot.settle()
    link = decision_on(bot, ts).latest(EvidenceKind.LINKED)
    assert link is not None
    assert link.linked_to == decision_on(bot, pasted).decision.id
    assert len(cards(bot, ts)) == 2


def test_a_request_in_a_direct_message_is_followed_too(bot: SlackBot) -> None:
    ts = bot.say(AMARA, AMARAS_DM, REQUEST)
    later = reply(bot, AMARA, ts, UNHAPPY, AMARAS_DM)
    assert decision_on(bot, later, AMARAS_DM).latest(EvidenceKind.LINKED)
    assert len(cards(bot, ts, AMARAS_DM)) == 2


def test_an_edited_complaint_of_a_request_is_judged_with_the_request_again(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, REQUEST)
    later = reply(bot, AMARA, ts, UNHAPPY)
    edit(bot, later, "Nobody has come again!")
    assert decision_on(bot, later).decision.message.text == f"Earlier: {REQUEST}\nNow: Nobody has come again!"


def test_a_card_that_was_on_its_way_when_the_message_was_edited_shows_the_edit(bot: SlackBot) -> None:
    """The card is drawn, the message is edited, and only then does Slack take the card."""
    ts = bot.say(AMARA, REPAIRS, REQUEST)
    call, edits = bot.stand_in.call, ["The lift is out of order again"]

    def slow(method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        if method == "chat.postMessage" and edits:
            bot.people.edit(AMARA, REPAIRS, ts, edits.pop())
            assert bot.people.wait_idle()
        return call(method, arguments, token)

    bot.stand_in.call = slow  # type: ignore[method-assign]  # a Slack that takes its time
    bot.people.shortcut(AMARA, REPAIRS, ts, "triage_message")
    bot.settle()
    [card] = cards(bot, ts, REPAIRS)
    assert card.startswith("Complaint · sure, 93%")
