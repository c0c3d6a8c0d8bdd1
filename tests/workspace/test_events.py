"""Events: what reaches the bot when people write, change, delete and open, on the wire."""

from http import HTTPStatus
from pathlib import Path

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.responses import Response

from bot.workspace.deliveries import Deliveries
from tests.workspace.building import (
    AMARA,
    AMARAS_DM,
    CONTACT,
    GENERAL,
    JOAN,
    SECRET,
    a_home,
    a_stand_in,
    call,
    say,
)  # fmt: skip
from tests.workspace.listening import Listening, Setup


def test_every_request_is_signed_as_slack_signs(slack: Setup) -> None:
    slack.people.say(AMARA, CONTACT, "The tap drips, n’est-ce pas?")
    slack.people.command(AMARA, CONTACT, "/triage", "The tap drips")
    assert slack.people.wait_idle()
    verifier = SignatureVerifier(SECRET)
    assert len(slack.bot.received) == 2
    assert all(verifier.is_valid_request(one.body, one.headers) for one in slack.bot.received)
    assert not SignatureVerifier("another").is_valid_request(slack.bot.received[0].body, slack.bot.received[0].headers)


def test_a_message_arrives_with_where_and_who(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "The tap drips")
    event = slack.events()[0]
    assert (event["type"], event["user"], event["channel"], event["channel_type"]) == (
        "message",
        AMARA,
        CONTACT,
        "channel",
    )
    assert event["ts"] == event["event_ts"] == ts
    assert "subtype" not in event
    assert "thread_ts" not in event


def test_a_direct_message_says_so(slack: Setup) -> None:
    slack.people.say(AMARA, AMARAS_DM, "By when?")
    assert slack.events()[0]["channel_type"] == "im"


def test_a_reply_names_its_thread(slack: Setup) -> None:
    root = slack.people.say(AMARA, CONTACT, "The tap drips")
    slack.people.say(JOAN, CONTACT, "Still dripping", root)
    reply = slack.events()[1]
    assert (reply["thread_ts"], reply["parent_user_id"]) == (root, AMARA)


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        pytest.param("Jack & Jill <3 > 2", "Jack &amp; Jill &lt;3 &gt; 2", id="the three signs"),
        pytest.param("<!channel> help", "&lt;!channel&gt; help", id="a broadcast typed by hand"),
        pytest.param("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>.", id="a link"),
        pytest.param("mail me@example.org", "mail <mailto:me@example.org|me@example.org>", id="an address"),
        pytest.param("@Joan Pritchard in #repairs", "<@U0JOAN> in <#C0REPAIRS|repairs>", id="mentions"),
        pytest.param("*bold* and `code`", "*bold* and `code`", id="markup"),
    ],
)
def test_typed_text_arrives_as_slack_sends_it(slack: Setup, typed: str, arrives: str) -> None:
    slack.people.say(AMARA, CONTACT, typed)
    assert slack.events()[0]["text"] == arrives


def test_an_edit_arrives_as_a_change_with_both_texts(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "The tap drips")
    slack.people.edit(AMARA, CONTACT, ts, "The tap drips & nobody came")
    change = slack.events()[1]
    assert (change["subtype"], change["message"]["ts"]) == ("message_changed", ts)
    assert change["message"]["text"] == "The tap drips &amp; nobody came"
    assert change["previous_message"]["text"] == "The tap drips"
    assert "text" not in change


def test_a_deletion_arrives_with_what_was_deleted(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "The tap drips")
    slack.people.delete(AMARA, CONTACT, ts)
    deletion = slack.events()[1]
    assert (deletion["subtype"], deletion["deleted_ts"]) == ("message_deleted", ts)
    assert slack.stand_in.messages(CONTACT) == []


def test_a_deleted_message_with_replies_arrives_as_a_change_to_a_tombstone(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "The tap drips")
    say(slack.stand_in, "A service request", thread_ts=ts)
    slack.people.delete(AMARA, CONTACT, ts)
    change = slack.events()[-1]
    assert (change["subtype"], change["message"]["subtype"]) == ("message_changed", "tombstone")
    assert change["previous_message"]["text"] == "The tap drips"
    assert slack.stand_in.messages(CONTACT)[0]["text"] == "This message was deleted."


def test_nothing_is_heard_where_the_bot_is_no_member(slack: Setup) -> None:
    slack.people.say(AMARA, GENERAL, "Cake in the kitchen")
    assert slack.events() == []


def test_opening_the_app_is_told_for_both_tabs_and_brings_the_published_view(slack: Setup) -> None:
    slack.people.open_dm(AMARA)
    call(slack.stand_in, "views.publish", user_id=AMARA, view=a_home())
    slack.people.open_home(AMARA)
    first, second = slack.events()
    assert (first["tab"], first["channel"], "view" in first) == ("messages", AMARAS_DM, False)
    assert (second["tab"], second["view"]["type"]) == ("home", "home")


def test_an_event_that_is_not_taken_is_sent_again_with_the_same_id(slack: Setup) -> None:
    slack.bot.answers = [Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)] * 2
    slack.people.say(AMARA, CONTACT, "The tap drips")
    assert slack.people.wait_idle()
    assert len({one.event["event_id"] for one in slack.bot.received}) == 1
    assert [one.headers.get("x-slack-retry-num") for one in slack.bot.received] == [None, "1", "2"]
    assert slack.bot.received[1].headers["x-slack-retry-reason"] == "http_error"


def test_what_was_not_delivered_when_the_workspace_was_killed_is_delivered_at_the_next_start(
    slack: Setup, listening: Listening, tmp_path: Path
) -> None:
    def a_start() -> Deliveries:
        stand_in = a_stand_in(state_file=tmp_path / "workspace.json")
        return Deliveries(stand_in, f"{listening.address}/slack/events", SECRET, retry_delays=(3600,))

    slack.bot.answers = [Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)]
    killed = a_start()
    killed.say(AMARA, CONTACT, "The tap drips")
    killed.stop()
    for _ in range(2):
        started = a_start()
        started.deliver_what_was_left()
        assert started.wait_idle()
        started.stop()
    assert len({one.event["event_id"] for one in slack.bot.received}) == 1
    assert [one.headers.get("x-slack-retry-num") for one in slack.bot.received] == [None, "1"]


def test_an_event_is_given_up_after_three_retries(slack: Setup) -> None:
    slack.bot.answers = [Response(status_code=HTTPStatus.NOT_FOUND)] * 9
    slack.people.say(AMARA, CONTACT, "The tap drips")
    assert slack.people.wait_idle()
    assert len(slack.bot.received) == 4


def test_the_bot_can_forbid_retries(slack: Setup) -> None:
    slack.bot.answers = [Response(status_code=HTTPStatus.NOT_FOUND, headers={"x-slack-no-retry": "1"})]
    slack.people.say(AMARA, CONTACT, "The tap drips")
    assert slack.people.wait_idle()
    assert len(slack.bot.received) == 1


def test_a_redelivered_event_keeps_its_id(slack: Setup) -> None:
    slack.people.say(AMARA, CONTACT, "The tap drips")
    assert slack.people.wait_idle()
    event_id = slack.people.events[0]["event_id"]
    slack.people.redeliver(event_id)
    assert slack.people.wait_idle()
    assert [one.event["event_id"] for one in slack.bot.received] == [event_id, event_id]
    assert slack.bot.received[1].headers["x-slack-retry-num"] == "1"
