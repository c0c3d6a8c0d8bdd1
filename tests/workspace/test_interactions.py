"""Commands, shortcuts, clicks, modals and response urls: what reaches the bot, and what its answers do."""

from http import HTTPStatus
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from bot.workspace.controls import NoSuchControlError
from bot.workspace.state import RefusedError
from tests.workspace.building import (
    AMARA,
    AMARAS_DM,
    CONTACT,
    GENERAL,
    JOAN,
    REPAIRS,
    SIAN,
    a_button,
    a_modal,
    a_section,
    actions,
    an_input,
    an_option,
    call,
    say,
)  # fmt: skip
from tests.workspace.listening import Setup


def test_a_command_is_a_form_with_the_text_as_typed(slack: Setup) -> None:
    slack.people.command(AMARA, AMARAS_DM, "/triage", "Jack & Jill <3")
    form = slack.bot.received[0].form
    assert (form["command"], form["text"], form["channel_name"]) == ("/triage", "Jack & Jill <3", "directmessage")
    assert form["trigger_id"]
    assert form["response_url"].startswith("http://127.0.0.1:")


def test_text_in_the_answer_to_a_command_is_shown_to_the_asker(slack: Setup) -> None:
    slack.bot.answers = [Response("Nothing to triage")]
    slack.people.command(AMARA, CONTACT, "/triage")
    assert slack.stand_in.ephemerals(AMARA)[0]["text"] == "Nothing to triage"


def test_a_shortcut_brings_the_whole_message_from_anywhere(slack: Setup) -> None:
    ts = slack.people.say(AMARA, GENERAL, "The tap drips")
    slack.people.shortcut(JOAN, GENERAL, ts, "triage_message")
    payload = slack.bot.received[0].payload
    assert (payload["type"], payload["callback_id"], payload["user"]["id"]) == (
        "message_action",
        "triage_message",
        JOAN,
    )
    assert payload["message"]["text"] == "The tap drips"


def a_card(slack: Setup, *blocks: dict[str, Any]) -> str:
    """A message with a menu and a button, or these blocks, whose own event the bot has already had."""
    menu = {"type": "static_select", "action_id": "label", "options": [an_option("complaint"), an_option("excluded")]}
    ts = say(slack.stand_in, blocks=list(blocks) or [actions(menu, a_button(value="d1"), block_id="b")])
    assert slack.people.wait_idle()
    return ts


def test_a_click_in_a_message_brings_the_message_and_what_was_chosen(slack: Setup) -> None:
    ts = a_card(slack)
    values = {"b": {"label": "excluded"}}
    slack.people.click(JOAN, {"channel": CONTACT, "ts": ts}, "agree", values=values)
    payload = slack.bot.received[-1].payload
    assert payload["container"] == {"type": "message", "message_ts": ts, "channel_id": CONTACT, "is_ephemeral": False}
    assert payload["actions"][0]["value"] == "d1"
    assert payload["state"]["values"]["b"]["label"]["selected_option"]["value"] == "excluded"
    assert payload["message"]["ts"] == ts
    assert payload["response_url"]


def test_a_choice_is_in_the_action_and_in_the_state(slack: Setup) -> None:
    ts = a_card(slack)
    slack.people.click(JOAN, {"channel": CONTACT, "ts": ts}, "label", "complaint")
    payload = slack.bot.received[-1].payload
    assert payload["actions"][0]["selected_option"]["value"] == "complaint"
    assert payload["state"]["values"]["b"]["label"]["selected_option"]["value"] == "complaint"


def test_a_click_in_an_ephemeral_brings_no_message(slack: Setup) -> None:
    blocks = [actions(a_button())]
    shown = call(slack.stand_in, "chat.postEphemeral", channel=CONTACT, user=AMARA, text="x", blocks=blocks)
    slack.people.click(AMARA, {"channel": CONTACT, "ts": shown["message_ts"]}, "agree")
    payload = slack.bot.received[-1].payload
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload


def test_of_several_buttons_with_one_action_the_value_says_which(slack: Setup) -> None:
    ts = a_card(slack, actions(a_button(value="d1")), actions(a_button(value="d2")))
    slack.people.click(JOAN, {"channel": CONTACT, "ts": ts}, "agree", "d2")
    assert slack.bot.received[-1].payload["actions"][0]["value"] == "d2"


def test_nobody_can_press_what_is_not_shown(slack: Setup) -> None:
    ts = a_card(slack)
    with pytest.raises(NoSuchControlError):
        slack.people.click(JOAN, {"channel": CONTACT, "ts": ts}, "withdraw")


def test_people_write_only_where_they_are_members(slack: Setup) -> None:
    with pytest.raises(RefusedError, match="user_not_in_channel"):
        slack.people.say(SIAN, REPAIRS, "Hello")
    with pytest.raises(RefusedError, match="user_not_in_channel"):
        slack.people.say(JOAN, AMARAS_DM, "Hello")


def test_people_change_only_their_own_messages(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "Mine")
    with pytest.raises(RefusedError, match="cant_update_message"):
        slack.people.edit(JOAN, CONTACT, ts, "Not mine")


def open_modal(slack: Setup, *blocks: dict[str, Any], **more: Any) -> str:
    trigger = slack.stand_in.state.triggers.issue(AMARA, slack.clock())
    answer = call(slack.stand_in, "views.open", trigger_id=trigger, view=a_modal(*blocks, **more))
    assert answer["ok"], answer
    return str(answer["view"]["id"])


def test_a_submission_brings_every_input_filled_or_not(slack: Setup) -> None:
    menu = {"type": "static_select", "action_id": "ground", "options": [an_option("out_of_time")]}
    view_id = open_modal(slack, an_input(), an_input("which", optional=True, element=menu))
    slack.people.submit(AMARA, view_id, {"why": {"text": "Too old"}})
    values = slack.bot.received[-1].payload["view"]["state"]["values"]
    assert values["why"]["text"] == {"type": "plain_text_input", "value": "Too old"}
    assert values["which"]["ground"] == {"type": "static_select", "selected_option": None}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param({"response_action": "errors", "errors": {"text": "No"}}, "under no input", id="errors elsewhere"),
        pytest.param({"response_action": "update", "view": a_modal(title=None)}, "bad view", id="a view Slack refuses"),
        pytest.param({"response_action": "explode"}, "unknown", id="an unknown action"),
    ],
)
def test_an_answer_that_slack_does_not_take_leaves_the_modal_open(
    slack: Setup, answer: dict[str, Any], why: str
) -> None:
    view_id = open_modal(slack, an_input())
    slack.bot.answers = [JSONResponse(answer)]
    outcome = slack.people.submit(AMARA, view_id, {"why": {"text": "x"}})
    assert (outcome.ok, outcome.notice) == (False, "We had some trouble connecting. Try again?"), why
    assert slack.stand_in.open_view(AMARA) is not None


def test_closing_with_the_cross_closes_and_reports_all_that_asked(slack: Setup) -> None:
    open_modal(slack, notify_on_close=True)
    trigger = slack.stand_in.state.triggers.issue(AMARA, slack.clock())
    top = call(slack.stand_in, "views.push", trigger_id=trigger, view=a_modal(notify_on_close=True))["view"]["id"]
    slack.people.close(AMARA, top, clear=True)
    assert [one.payload["is_cleared"] for one in slack.bot.received] == [True, True]
    assert slack.stand_in.open_view(AMARA) is None


@pytest.mark.parametrize("answered", [HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR])
def test_a_failed_click_is_told_to_the_one_who_clicked(slack: Setup, answered: HTTPStatus) -> None:
    ts = a_card(slack)
    slack.bot.answers = [Response(status_code=answered)]
    outcome = slack.people.click(JOAN, {"channel": CONTACT, "ts": ts}, "agree")
    assert not outcome.ok
    assert f"http_status_{answered.value}" in slack.stand_in.ephemerals(JOAN)[0]["text"]
    assert slack.stand_in.ephemerals(AMARA) == []


def test_a_bot_that_is_not_there_is_said_not_to_respond(nobody: Setup) -> None:
    ts = nobody.people.say(AMARA, CONTACT, "The tap drips")
    assert nobody.people.wait_idle()
    assert "Clausewise is not responding" in str(nobody.people.command(AMARA, CONTACT, "/triage").notice)
    assert "Clausewise is not responding" in str(nobody.people.shortcut(AMARA, CONTACT, ts, "triage_message").notice)
    assert len(nobody.stand_in.ephemerals(AMARA)) == 2


def test_a_response_url_serves_five_times_within_thirty_minutes(slack: Setup) -> None:
    slack.people.command(AMARA, CONTACT, "/code", "By when?")
    name = slack.bot.received[0].form["response_url"].rpartition("/")[2]
    for _ in range(5):
        assert slack.stand_in.respond(name, {"text": "Answer"})[0] == HTTPStatus.OK
    assert slack.stand_in.respond(name, {"text": "x"}) == (HTTPStatus.NOT_FOUND, {"ok": False, "error": "used_url"})
    slack.people.command(AMARA, CONTACT, "/code", "By when?")
    late = slack.bot.received[1].form["response_url"].rpartition("/")[2]
    slack.clock.forward(minutes=31)
    assert slack.stand_in.respond(late, {"text": "x"})[1]["error"] == "expired_url"


def test_a_response_can_speak_replace_and_delete(slack: Setup) -> None:
    ts = a_card(slack)
    slack.people.click(AMARA, {"channel": CONTACT, "ts": ts}, "agree")
    name = slack.bot.received[-1].payload["response_url"].rpartition("/")[2]
    slack.stand_in.respond(name, {"text": "For all", "response_type": "in_channel", "thread_ts": ts})
    slack.stand_in.respond(name, {"text": "For you"})
    slack.stand_in.respond(name, {"text": "Instead", "replace_original": True, "blocks": [a_section()]})
    assert [one["text"] for one in slack.stand_in.replies(CONTACT, ts)] == ["For all"]
    assert slack.stand_in.ephemerals(AMARA)[0]["text"] == "For you"
    assert slack.stand_in.messages(CONTACT)[0]["text"] == "Instead"
    slack.stand_in.respond(name, {"delete_original": True})
    assert [one["text"] for one in slack.stand_in.messages(CONTACT)] == ["For all"]


def test_a_response_with_bad_blocks_is_refused(slack: Setup) -> None:
    slack.people.command(AMARA, CONTACT, "/code", "By when?")
    name = slack.bot.received[0].form["response_url"].rpartition("/")[2]
    status, answer = slack.stand_in.respond(name, {"text": "x", "blocks": [a_section("")]})
    assert (status, answer["error"]) == (HTTPStatus.BAD_REQUEST, "invalid_blocks")
