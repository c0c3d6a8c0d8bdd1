"""What people do in Slack, from the click to the log, through Bolt with signed requests over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import NOTHING_LOGGED, MisconfiguredSlack, build_app
from bot.records.decision_log import LogUnavailable, ReplyTo
from classifier.labels import Label
from tests.bot.records.builders import a_decision_numbered
from tests.bot.slack_bot import SlackBot, a_slack_bot, buttons_of, words_of
from tests.workspace.building import AMARA, AMARAS_DM, CONTACT, GENERAL, JOAN, REPAIRS, SIAN

COMPLAINT = "The boiler is off again, you only came on Tuesday"
EXCLUDED = "The court case about my damp is listed for May"
LETTER = "We cannot take this up because a claim was filed. You may take our decision to the Housing Ombudsman."


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []
        refused = [call for call in running.stand_in.calls if call[0] == "unknown_method"]
        assert not refused


def place(channel: str, card: dict[str, Any]) -> dict[str, str]:
    return {"channel": channel, "ts": card["ts"]}


def propose_exclusion(bot: SlackBot, ts: str, **changes: str) -> Any:
    """Amara takes the proposed exclusion through the first half of the gate."""
    card = bot.card(CONTACT, ts)
    assert bot.people.click(AMARA, place(CONTACT, card), "explain").ok
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    typed = {"letter": LETTER, "discretion": "No good reason to accept it was found.", **changes}
    values = {name: {"text": text} for name, text in typed.items() if name != "ground"}
    if "ground" in changes:
        values["ground"] = {"choice": changes["ground"]}
    outcome = bot.people.submit(AMARA, view["id"], values)
    bot.settle()
    return outcome


def test_a_message_in_a_watched_channel_gets_one_card_in_its_thread(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    card = bot.card(CONTACT, ts)
    assert card["text"].startswith("Complaint · sure, 93%.")
    assert "2024 Code 1.2" in words_of(card)
    assert "summary in our own words" in words_of(card)
    assert buttons_of(card) == ["agree", "change", "show_why", "show_history"]
    recorded = bot.log.find_message("T0WORKSPACE", CONTACT, ts)
    assert recorded is not None
    bot.settle()
    assert bot.log.get(recorded.decision.id).reply_ts == card["ts"]


def test_a_redelivered_event_is_neither_decided_nor_answered_again(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    event = next(e for e in bot.people.events if e["event"].get("ts") == ts)
    for _ in range(3):
        bot.people.redeliver(event["event_id"])
    bot.settle()
    assert len(bot.stand_in.replies(CONTACT, ts)) == 1
    assert bot.log.counts().decisions == 1


def test_a_card_whose_claim_is_nearly_over_is_left_to_whoever_takes_it_on_anew(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.settle()
    replies = bot.services.replies
    claimed = replies.claim(ReplyTo(channel=CONTACT, thread_ts=ts))
    bot.log.record(a_decision_numbered(7), reply_to=claimed)
    bot.clock.forward(minutes=1, seconds=40)
    replies.submit(bot.log.get("d-7"), claimed).result()
    assert bot.log.get("d-7").reply_ts is None
    bot.clock.forward(minutes=1)
    assert replies.send_unanswered() == 1
    assert bot.log.get("d-7").reply_ts == bot.stand_in.replies(CONTACT, ts)[-1]["ts"]


@pytest.mark.parametrize("channel", [REPAIRS, GENERAL])
def test_it_is_quiet_where_it_is_not_watching(bot: SlackBot, channel: str) -> None:
    ts = bot.say(AMARA, channel, COMPLAINT)
    bot.settle()
    assert bot.stand_in.replies(channel, ts) == []
    assert bot.log.counts().decisions == 0


def test_replies_in_a_thread_edits_and_deletions_are_no_new_messages(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    bot.people.say(JOAN, CONTACT, "I rang them again.", thread_ts=ts)
    bot.people.edit(AMARA, CONTACT, ts, COMPLAINT + "!")
    bot.people.delete(AMARA, CONTACT, ts)
    bot.settle()
    assert bot.log.counts().decisions == 1


def test_agreeing_is_recorded_and_shown(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    card = bot.card(CONTACT, ts)
    bot.stand_in.fail_next(method="chat.update", status=500)  # The card still stands as it was at the second click.
    bot.people.click(JOAN, place(CONTACT, card), "agree")
    bot.people.click(JOAN, place(CONTACT, card), "agree")
    bot.settle()
    (recorded,) = bot.log.rows()
    assert recorded.status == "agreed"
    assert recorded.agreement is not None
    assert recorded.agreement.by == JOAN
    assert bot.card(CONTACT, ts)["text"].startswith("Complaint: agreed.")


def test_a_second_person_who_agrees_sees_that_somebody_was_first(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    card = bot.card(CONTACT, ts)
    bot.stand_in.fail_next(method="chat.update", status=500)  # The card still stands as it was at the second click.
    bot.people.click(JOAN, place(CONTACT, card), "agree")
    bot.people.click(SIAN, place(CONTACT, card), "agree")
    bot.settle()
    (recorded,) = bot.log.rows()
    assert recorded.agreement is not None
    assert recorded.agreement.by == JOAN
    assert "Somebody was there first" in bot.stand_in.ephemerals(SIAN)[-1]["text"]


def test_a_correction_needs_a_reason_and_is_kept_with_it(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "The lift is out of order")
    card = bot.card(CONTACT, ts)
    bot.people.click(JOAN, place(CONTACT, card), "change")
    view = bot.stand_in.open_view(JOAN)
    assert view is not None
    label = {"label": {"choice": "complaint"}}
    refused = bot.people.submit(JOAN, view["id"], label | {"reason": {"text": "   "}})
    assert refused.errors
    kept = bot.people.submit(JOAN, view["id"], label | {"reason": {"text": "Reported it twice before."}})
    assert kept.action in {"close", "none"}
    bot.settle()
    (recorded,) = bot.log.rows()
    assert (recorded.status, recorded.decided_label) == ("corrected", Label.COMPLAINT)
    assert recorded.correction is not None
    assert recorded.correction.reason == "Reported it twice before."
    assert "Acknowledge" in words_of(bot.card(CONTACT, ts))


def test_a_message_that_needs_nothing_can_be_put_aside(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "hello")
    card = bot.card(CONTACT, ts)
    assert card["text"].startswith("Needs a person")
    bot.people.click(AMARA, place(CONTACT, card), "change")
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    bot.people.submit(AMARA, view["id"], {"label": {"choice": "nothing"}, "reason": {"text": "A greeting."}})
    bot.settle()
    assert bot.card(CONTACT, ts)["text"].startswith("Nothing to do under the Code: decided by a person.")


def test_an_exclusion_cannot_be_agreed_to_in_one_click(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    card = bot.card(CONTACT, ts)
    assert buttons_of(card) == ["explain", "change", "show_why", "show_history"]
    assert "Excluded matter, proposed" in card["text"]


def test_the_gate_drafts_the_explanation_and_wants_it_finished(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    card = bot.card(CONTACT, ts)
    bot.people.click(AMARA, place(CONTACT, card), "explain")
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    drafts = {
        block["block_id"]: block["element"].get("initial_value") for block in view["blocks"] if block["type"] == "input"
    }
    assert "Ombudsman" in drafts["letter"]
    assert "5.1.3.1" in drafts["rests_on"]
    unfinished = bot.people.submit(AMARA, view["id"], {"discretion": {"text": "None that we could see."}})
    assert set(unfinished.errors) == {"letter"}


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"letter": "We will not look at it."}, {"letter"}),
        ({"discretion": "n/a"}, {"discretion"}),
        ({"rests_on": " "}, {"rests_on"}),
        ({"ground": "out_of_time"}, {"reason", "rests_on"}),
    ],
)
def test_an_exclusion_that_lacks_a_part_is_refused(bot: SlackBot, changes: dict[str, str], faulty: set[str]) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    assert set(propose_exclusion(bot, ts, **changes).errors) == faulty
    (recorded,) = bot.log.rows()
    assert recorded.status == "proposed"


def test_a_letter_drafted_for_another_ground_is_refused(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    card = bot.card(CONTACT, ts)
    bot.people.click(AMARA, place(CONTACT, card), "explain")
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    draft = next(b["element"]["initial_value"] for b in view["blocks"] if b.get("block_id") == "letter")
    finished = draft.replace("[", "").replace("]", "")
    refused = propose_exclusion(bot, ts, ground="insurance_claim", letter=finished, reason="The insurers have it.")
    assert set(refused.errors) == {"letter", "rests_on"}


def test_the_letter_is_kept_as_it_goes_out_with_the_ombudsmans_number(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    propose_exclusion(bot, ts, letter=LETTER + " Telephone 0300 111 3000, not 07700 900123.")
    (recorded,) = bot.log.rows()
    assert recorded.explanation is not None
    assert "0300 111 3000" in recorded.explanation.letter
    assert "07700" not in recorded.explanation.letter


def test_a_corrected_card_rests_on_the_clauses_of_what_was_decided(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    bot.people.click(JOAN, place(CONTACT, bot.card(CONTACT, ts)), "change")
    view = bot.stand_in.open_view(JOAN)
    assert view is not None
    values = {"label": {"choice": "complaint"}, "reason": {"text": "Nothing has been filed at court."}}
    bot.people.submit(JOAN, view["id"], values)
    bot.settle()
    words = words_of(bot.card(CONTACT, ts))
    assert "2024 Code 1.2" in words
    assert "2024 Code 2.2" not in words


def test_an_exclusion_is_final_only_when_another_person_has_confirmed_it(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    propose_exclusion(bot, ts)
    (recorded,) = bot.log.rows()
    assert (recorded.status, recorded.decided_label) == ("awaiting_second_person", None)
    card = bot.card(CONTACT, ts)
    assert buttons_of(card)[:3] == ["confirm_exclusion", "send_back_exclusion", "change"]

    bot.people.click(AMARA, place(CONTACT, card), "confirm_exclusion")
    bot.settle()
    assert bot.stand_in.open_view(AMARA) is None
    assert "another person" in bot.stand_in.ephemerals(AMARA)[-1]["text"]

    bot.people.click(SIAN, place(CONTACT, card), "confirm_exclusion")
    view = bot.stand_in.open_view(SIAN)
    assert view is not None
    assert LETTER in words_of(view)
    bot.people.submit(SIAN, view["id"], {})
    bot.settle()
    (recorded,) = bot.log.rows()
    assert (recorded.status, recorded.decided_label) == ("excluded", Label.EXCLUDED)
    assert recorded.second_person is not None
    assert recorded.second_person.by == SIAN


def test_a_second_person_can_send_an_exclusion_back(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    propose_exclusion(bot, ts)
    bot.people.click(SIAN, place(CONTACT, bot.card(CONTACT, ts)), "send_back_exclusion")
    view = bot.stand_in.open_view(SIAN)
    assert view is not None
    bot.people.submit(SIAN, view["id"], {"reason": {"text": "Nothing has been filed yet."}})
    bot.settle()
    (recorded,) = bot.log.rows()
    assert recorded.status == "proposed"
    assert "Nothing has been filed yet" in words_of(bot.card(CONTACT, ts))


def test_choosing_excluded_as_a_correction_leads_into_the_gate(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.people.click(JOAN, place(CONTACT, bot.card(CONTACT, ts)), "change")
    view = bot.stand_in.open_view(JOAN)
    assert view is not None
    values = {"label": {"choice": "excluded"}, "reason": {"text": "It is with the insurers."}}
    assert bot.people.submit(JOAN, view["id"], values).action == "update"
    gate = bot.stand_in.open_view(JOAN)
    assert gate is not None
    assert gate["callback_id"] == "explain_exclusion"
    finished = {
        "ground": {"choice": "insurance_claim"},
        "rests_on": {"text": "5.1.3.1"},
        "letter": {"text": LETTER},
        "discretion": {"text": "The insurers decide it."},
    }
    bot.people.submit(JOAN, gate["id"], finished)
    bot.settle()
    (recorded,) = bot.log.rows()
    assert recorded.status == "awaiting_second_person"


def test_the_shortcut_triages_any_message_once(bot: SlackBot) -> None:
    ts = bot.say(JOAN, REPAIRS, COMPLAINT)
    bot.people.shortcut(AMARA, REPAIRS, ts, "triage_message")
    bot.card(REPAIRS, ts)
    bot.people.shortcut(JOAN, REPAIRS, ts, "triage_message")
    bot.settle()
    assert len(bot.stand_in.replies(REPAIRS, ts)) == 1
    assert "Complaint" in bot.stand_in.ephemerals(JOAN)[-1]["text"]
    assert bot.log.counts().decisions == 1


def test_where_the_bot_may_not_post_the_shortcut_answers_the_asker_alone(bot: SlackBot) -> None:
    ts = bot.say(JOAN, GENERAL, COMPLAINT)
    bot.people.shortcut(AMARA, GENERAL, ts, "triage_message")
    bot.settle()
    assert bot.stand_in.replies(GENERAL, ts) == []
    assert "Complaint" in bot.stand_in.ephemerals(AMARA)[-1]["text"]


def test_the_triage_command_is_seen_by_the_asker_alone_and_can_be_agreed_with(bot: SlackBot) -> None:
    bot.people.command(AMARA, REPAIRS, "/triage", COMPLAINT)
    bot.settle()
    card = bot.stand_in.ephemerals(AMARA)[-1]
    assert card["text"].startswith("Complaint · sure, 93%.")
    assert bot.stand_in.messages(REPAIRS) == []
    bot.people.click(AMARA, place(REPAIRS, card), "agree")
    bot.settle()
    assert bot.stand_in.ephemerals(AMARA)[-1]["text"].startswith("Complaint: agreed.")


@pytest.mark.parametrize(("command", "hint"), [("/triage", "after the command"), ("/code", "in your own words")])
def test_a_command_without_words_says_how_it_is_used(bot: SlackBot, command: str, hint: str) -> None:
    bot.people.command(AMARA, REPAIRS, command, "  ")
    bot.settle()
    assert hint in bot.stand_in.ephemerals(AMARA)[-1]["text"]


def test_a_question_gets_the_clause_and_the_due_date(bot: SlackBot) -> None:
    bot.people.command(JOAN, REPAIRS, "/code", "S1 acked 23/12/25, when's it due?")
    bot.settle()
    answer = bot.stand_in.ephemerals(JOAN)[-1]
    assert answer["text"] == "Due Fri 9 January 2026: stage 1 response"
    assert "2024 Code 6.3" in words_of(answer)


def test_a_question_the_code_does_not_answer_gets_an_honest_no(bot: SlackBot) -> None:
    bot.people.command(JOAN, REPAIRS, "/code", "what is the wifi password")
    bot.settle()
    assert "The Code does not answer that" in words_of(bot.stand_in.ephemerals(JOAN)[-1])


def test_a_direct_message_is_answered_or_triaged(bot: SlackBot) -> None:
    question = bot.say(AMARA, AMARAS_DM, "how long do we have to acknowledge a complaint?")
    assert "2024 Code 6.2" in words_of(bot.card(AMARAS_DM, question))
    message = bot.say(AMARA, AMARAS_DM, "my boiler is off again and I am fed up, please send somebody")
    assert bot.card(AMARAS_DM, message)["text"].startswith("Complaint · sure, 93%.")


def test_an_unclear_direct_message_is_asked_about(bot: SlackBot) -> None:
    ts = bot.say(AMARA, AMARAS_DM, "perhaps the lift, complaint again")
    asked = bot.card(AMARAS_DM, ts)
    assert buttons_of(asked) == ["it_is_a_message", "it_is_a_question"]
    assert "lift" not in words_of(asked)
    bot.people.click(AMARA, place(AMARAS_DM, asked), "it_is_a_message")
    bot.settle()
    assert bot.stand_in.wait_for(lambda _: bot.log.counts().decisions == 1)


def test_what_a_resident_wrote_can_wake_nobody_and_disguise_no_link(bot: SlackBot) -> None:
    text = "<!channel> again & <https://evil.example.com|our portal> <@U0DEV>"
    bot.people.command(AMARA, REPAIRS, "/triage", text)
    ts = bot.say(AMARA, CONTACT, text)
    card = bot.card(CONTACT, ts)
    assert "<!channel>" not in words_of(card)
    assert bot.stand_in.alarms == []


def test_danger_stands_first(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "I can smell gas in the hall")
    assert "Possible danger" in words_of({"blocks": bot.card(CONTACT, ts)["blocks"][:1]})


def test_a_log_that_cannot_be_written_is_told_of_and_slack_is_asked_to_send_again(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise LogUnavailable("Nothing was logged: the disk is full.")

    monkeypatch.setattr(type(bot.log), "record", unavailable)
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.settle()
    assert bot.stand_in.replies(CONTACT, ts) == []
    told = [message["text"] for message in bot.stand_in.ephemerals(AMARA)]
    assert told == [NOTHING_LOGGED]


def test_the_programs_own_log_holds_no_residents_words(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "zanzibar"

    def broken(*_: object, **__: object) -> None:
        raise ValueError(words)  # The words are in the error, as pydantic's errors quote their input.

    monkeypatch.setattr(type(bot.log), "record", broken)
    with caplog.at_level(logging.DEBUG):
        bot.say(AMARA, CONTACT, "zanzibar again")
        bot.people.command(AMARA, REPAIRS, "/triage", "zanzibar again")
        bot.settle()
    own = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "slack_bolt"))]
    assert any("ValueError" in line for line in own)
    assert not any("zanzibar" in line for line in own)


def test_an_unsigned_or_broken_request_is_turned_away(bot: SlackBot) -> None:
    import urllib.error
    import urllib.request

    for headers, body in (
        ({}, b"{"),
        ({"x-slack-request-timestamp": "now", "x-slack-signature": "v0=1"}, b"{}"),
        ({"x-slack-request-timestamp": "1", "x-slack-signature": "v0=1"}, b'{"type": "event_callback"}'),
        ({"x-slack-request-timestamp": "1", "x-slack-signature": "v0=1"}, b"\xff\xfe"),
    ):
        request = urllib.request.Request(f"{bot.stand_in.address}/slack/events", data=body, headers=headers)  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)  # noqa: S310 - an address of this test
        with refused.value:
            assert refused.value.code in {400, 401}


def test_an_environment_that_would_make_bolt_drop_the_token_is_refused(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "2")
    from bot.app import slack_client

    with pytest.raises(MisconfiguredSlack, match="Unset them"):
        build_app(bot.services, client=slack_client("xoxb-1", "http://127.0.0.1:9/"), signing_secret="s")  # noqa: S106
