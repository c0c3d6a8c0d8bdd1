"""The stand-in's Web API: what it does, and each refusal with Slack's own code."""

from pathlib import Path
from typing import Any

import pytest

from bot.workspace.rate_limits import BURST
from tests.workspace.building import (
    AMARA,
    AMARAS_DM,
    CONTACT,
    GENERAL,
    REPAIRS,
    SCOPES,
    SIAN,
    TOKEN,
    Clock,
    a_home,
    a_modal,
    a_section,
    a_stand_in,
    actions,
    call,
    say,
)  # fmt: skip

MARKDOWN = {"type": "markdown", "text": "x" * 9_000}
METADATA = {"event_type": "decision", "event_payload": {"id": "d1"}}


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        pytest.param("auth.test", "", "not_authed", id="no token"),
        pytest.param("auth.test", "xoxb-another", "invalid_auth", id="another token"),
        pytest.param("files.upload", TOKEN, "method_deprecated", id="a method that is gone"),
        pytest.param("chat.shout", TOKEN, "unknown_method", id="a method that never was"),
    ],
)
def test_who_may_call(method: str, token: str, error: str) -> None:
    assert a_stand_in().call(method, {}, token)["error"] == error


def test_the_bot_is_told_who_it_is() -> None:
    answer = call(a_stand_in(), "auth.test")
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0CLAUSE", "B0CLAUSE", "T0WORKSPACE")


@pytest.mark.parametrize(
    ("method", "arguments", "scope"),
    [
        ("chat.postMessage", {"channel": CONTACT, "text": "x"}, "chat:write"),
        ("chat.postEphemeral", {"channel": CONTACT, "user": AMARA, "text": "x"}, "chat:write"),
        ("conversations.replies", {"channel": CONTACT, "ts": "1.0"}, "channels:history"),
        ("conversations.replies", {"channel": AMARAS_DM, "ts": "1.0"}, "im:history"),
        ("conversations.open", {"users": AMARA}, "im:write"),
        ("files.getUploadURLExternal", {"filename": "a.csv", "length": 1}, "files:write"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": AMARAS_DM}, "assistant:write"),
    ],
)
def test_a_missing_scope_is_named(method: str, arguments: dict[str, Any], scope: str) -> None:
    answer = a_stand_in(scopes=SCOPES - {scope}).call(method, arguments, TOKEN)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        pytest.param("chat.postMessage", {"channel": GENERAL, "text": "x"}, "not_in_channel", id="not a member"),
        pytest.param("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found", id="no channel"),
        pytest.param("chat.postMessage", {"channel": "contact-centre", "text": "x"}, "channel_not_found", id="a name"),
        pytest.param("chat.postMessage", {"channel": CONTACT}, "no_text", id="nothing to say"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "text": "x", "thread_ts": "1.0"}, "thread_not_found",
                     id="no such thread"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "blocks": "[{"}, "invalid_blocks_format", id="no JSON"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "text": "x", "blocks": [a_section("")]}, "invalid_blocks",
                     id="blocks"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "blocks": [MARKDOWN, MARKDOWN]},
                     "msg_blocks_too_long", id="too much markdown"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "text": "x", "markdown_text": "y"},
                     "markdown_text_conflict", id="text and markdown"),
        pytest.param("chat.postMessage", {"channel": CONTACT, "text": "x", "metadata": "no"}, "invalid_metadata_format",
                     id="metadata"),
        pytest.param("chat.postEphemeral", {"channel": REPAIRS, "user": SIAN, "text": "x"}, "user_not_in_channel",
                     id="ephemeral for an outsider"),
        pytest.param("chat.postEphemeral", {"channel": GENERAL, "user": SIAN, "text": "x"}, "not_in_channel",
                     id="ephemeral where the bot is no member"),
        pytest.param("chat.update", {"channel": CONTACT, "ts": "1.0", "text": "x"}, "message_not_found", id="update"),
        pytest.param("chat.delete", {"channel": CONTACT, "ts": "1.0"}, "message_not_found", id="delete"),
        pytest.param("chat.getPermalink", {"channel": CONTACT, "message_ts": "1.0"}, "message_not_found", id="link"),
        pytest.param("conversations.replies", {"channel": CONTACT, "ts": "1.0"}, "thread_not_found", id="replies"),
        pytest.param("views.publish", {"user_id": "U0NOBODY", "view": a_home()}, "user_not_found", id="Home of nobody"),
        pytest.param("views.publish", {"user_id": AMARA, "view": a_modal()}, "invalid_arguments", id="modal as Home"),
        pytest.param("views.open", {"trigger_id": "1.2.3", "view": a_modal()}, "invalid_trigger_id", id="trigger"),
        pytest.param("views.update", {"view_id": "V0", "view": a_modal()}, "not_found", id="no such view"),
        pytest.param("files.getUploadURLExternal", {"filename": "a.csv", "length": 0}, "invalid_arguments", id="empty"),
        pytest.param("files.completeUploadExternal", {"files": [{"id": "F0"}]}, "file_not_found", id="no such file"),
        pytest.param("assistant.threads.setSuggestedPrompts", {"channel_id": CONTACT, "prompts": []},
                     "channel_not_found", id="prompts in a channel"),
        pytest.param("assistant.threads.setSuggestedPrompts",
                     {"channel_id": AMARAS_DM, "prompts": [{"title": "a", "message": "b"}] * 5}, "invalid_arguments",
                     id="five prompts"),
        pytest.param("assistant.threads.setStatus", {"channel_id": CONTACT, "thread_ts": "1.0", "status": "is reading"},
                     "invalid_thread_ts", id="status of no thread"),
        pytest.param("assistant.threads.setTitle", {"channel_id": AMARAS_DM, "thread_ts": "1.0"}, "invalid_arguments",
                     id="no title"),
        pytest.param("assistant.threads.setSuggestedPrompts",
                     {"channel_id": AMARAS_DM, "prompts": [{"title": "a"}]}, "invalid_arguments",
                     id="a prompt without its message"),
        pytest.param("assistant.threads.setSuggestedPrompts",
                     {"channel_id": AMARAS_DM, "prompts": [{"title": "a", "message": "b", "icon": "c"}]},
                     "invalid_arguments", id="a prompt with more than that"),
        pytest.param("conversations.replies", {"channel": CONTACT, "ts": "1.0", "limit": "1001"}, "invalid_limit",
                     id="more replies than a page holds"),
        pytest.param("conversations.replies", {"channel": CONTACT, "ts": "1.0", "cursor": "next"}, "invalid_cursor",
                     id="a cursor of its own making"),
    ],
)  # fmt: skip
def test_slack_refuses(method: str, arguments: dict[str, Any], error: str) -> None:
    assert a_stand_in().call(method, arguments, TOKEN)["error"] == error


def test_a_message_keeps_its_blocks_and_metadata() -> None:
    slack = a_stand_in()
    ts = say(slack, blocks=[a_section()], metadata=METADATA)
    message = slack.messages(CONTACT)[0]
    assert (message["ts"], message["metadata"], message["bot_id"]) == (ts, METADATA, "B0CLAUSE")
    assert message["blocks"][0]["block_id"]


def test_a_person_can_be_written_to_by_their_id() -> None:
    slack = a_stand_in()
    assert call(slack, "chat.postMessage", channel=AMARA, text="x")["channel"] == AMARAS_DM


def test_long_text_is_cut_when_posted_and_refused_when_updated() -> None:
    slack = a_stand_in()
    ts = say(slack, "x" * 40_001)
    assert len(slack.messages(CONTACT)[0]["text"]) == 40_000
    assert call(slack, "chat.update", channel=CONTACT, ts=ts, text="x" * 4_001)["error"] == "msg_too_long"


def test_a_reply_is_no_thread_of_its_own() -> None:
    slack = a_stand_in()
    reply = say(slack, thread_ts=say(slack))
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x", thread_ts=reply)["error"] == "thread_not_found"


def test_updating_with_text_alone_takes_the_blocks_away() -> None:
    slack = a_stand_in()
    ts = say(slack, blocks=[a_section()])
    call(slack, "chat.update", channel=CONTACT, ts=ts, text="Done")
    assert "blocks" not in slack.messages(CONTACT)[0]


def test_a_deleted_reply_no_longer_counts() -> None:
    slack = a_stand_in()
    root = say(slack)
    reply = say(slack, thread_ts=root)
    assert slack.messages(CONTACT)[0]["reply_count"] == 1
    assert call(slack, "chat.delete", channel=CONTACT, ts=reply)["ok"]
    assert "reply_count" not in slack.messages(CONTACT)[0]


def test_replies_bring_metadata_only_when_asked() -> None:
    slack = a_stand_in()
    ts = say(slack)
    say(slack, "Reply", thread_ts=ts, metadata=METADATA)
    bare = call(slack, "conversations.replies", channel=CONTACT, ts=ts)
    full = call(slack, "conversations.replies", channel=CONTACT, ts=ts, include_all_metadata="1")
    assert "metadata" not in bare["messages"][1]
    assert full["messages"][1]["metadata"] == METADATA


def test_replies_come_page_by_page() -> None:
    slack = a_stand_in()
    ts = say(slack)
    say(slack, "Reply", thread_ts=ts)
    first = call(slack, "conversations.replies", channel=CONTACT, ts=ts, limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = call(slack, "conversations.replies", channel=CONTACT, ts=ts, limit=1, cursor=cursor)
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert second["messages"][0]["text"] == "Reply"


def test_more_than_a_post_a_second_is_limited_and_eases_with_time() -> None:
    clock = Clock()
    slack = a_stand_in(clock)
    for _ in range(BURST):
        say(slack)
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["error"] == "ratelimited"
    assert call(slack, "chat.postMessage", channel=REPAIRS, text="x")["ok"]
    clock.forward(seconds=1)
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["ok"]


def test_the_limit_can_be_switched_off() -> None:
    slack = a_stand_in(rate_limited=False)
    for _ in range(BURST + 1):
        say(slack)


def test_calls_can_be_made_to_fail() -> None:
    slack = a_stand_in()
    slack.fail_next(1, status=500, method="chat.postMessage")
    assert call(slack, "auth.test")["ok"]
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["error"] == "internal_error"
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["ok"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"text": "He wrote <!channel>"}, id="in the text"),
        pytest.param({"text": "x", "blocks": [a_section("<!here> look")]}, id="in mrkdwn"),
        pytest.param({"markdown_text": "<!everyone>"}, id="in markdown"),
    ],
)
def test_text_that_would_wake_everybody_raises_an_alarm(arguments: dict[str, Any]) -> None:
    slack = a_stand_in()
    call(slack, "chat.postMessage", channel=CONTACT, **arguments)
    assert [alarm["channel"] for alarm in slack.alarms] == [CONTACT]


def test_escaped_or_plain_text_raises_no_alarm() -> None:
    slack = a_stand_in()
    quoted = {"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}
    say(slack, "&lt;!channel&gt;", blocks=[quoted])
    assert slack.alarms == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        pytest.param(AMARA, "invalid_arguments", id="a user id"),
        pytest.param("contact-centre", "invalid_arguments", id="a name"),
        pytest.param(GENERAL, "not_in_channel", id="not a member"),
        pytest.param("C0NOWHERE", "channel_not_found", id="no such channel"),
    ],
)
def test_a_file_goes_only_where_slack_lets_it(channel: str, error: str) -> None:
    slack = a_stand_in()
    begun = call(slack, "files.getUploadURLExternal", filename="a.csv", length=3)
    upload = begun["upload_url"].rpartition("/")[2]
    assert slack.receive_upload(upload, b"four")[0] == 400
    missing = call(slack, "files.completeUploadExternal", files=[{"id": begun["file_id"]}], channel_id=CONTACT)
    assert missing["error"] == "file_not_found"
    assert slack.receive_upload(upload, b"a,b")[0] == 200
    answer = call(slack, "files.completeUploadExternal", files=[{"id": begun["file_id"]}], channel_id=channel)
    assert answer["error"] == error
    assert slack.files == []


def test_only_the_bots_own_messages_can_be_changed() -> None:
    slack = a_stand_in()
    ts = slack.state.next_ts()
    slack.state.add_message(CONTACT, {"type": "message", "user": AMARA, "ts": ts, "text": "Hers"})
    assert call(slack, "chat.update", channel=CONTACT, ts=ts, text="x")["error"] == "cant_update_message"
    assert call(slack, "chat.delete", channel=CONTACT, ts=ts)["error"] == "cant_delete_message"


def test_a_status_goes_with_the_reply() -> None:
    slack = a_stand_in()
    ts = say(slack)
    assert call(slack, "assistant.threads.setStatus", channel_id=CONTACT, thread_ts=ts, status="is reading")["ok"]
    assert slack.state.statuses == {f"{CONTACT} {ts}": "is reading"}
    say(slack, thread_ts=ts)
    assert slack.state.statuses == {}


def test_a_status_may_bring_ten_messages_to_wait_with() -> None:
    slack = a_stand_in()
    place = {"channel_id": CONTACT, "thread_ts": say(slack), "status": "is reading"}
    assert call(slack, "assistant.threads.setStatus", **place, loading_messages=["Reading…"] * 10)["ok"]
    eleven = call(slack, "assistant.threads.setStatus", **place, loading_messages=["Reading…"] * 11)
    assert eleven["error"] == "invalid_arguments"


def test_prompts_for_an_agents_thread_are_taken_and_not_shown() -> None:
    slack = a_stand_in()
    prompts = [{"title": "By when?", "message": "When is the response due?"}]
    place = {"channel_id": AMARAS_DM, "prompts": prompts}
    assert call(slack, "assistant.threads.setSuggestedPrompts", **place, thread_ts="1.0")["ok"]
    assert slack.state.prompts == {}
    assert call(slack, "assistant.threads.setSuggestedPrompts", **place)["ok"]
    assert slack.state.prompts == {AMARAS_DM: prompts}


def test_what_was_said_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "workspace.json"
    slack = a_stand_in(state_file=file)
    ts = say(slack, blocks=[a_section(), actions({"type": "datepicker", "action_id": "since"})])
    call(slack, "chat.postEphemeral", channel=CONTACT, user=AMARA, text="Only you")
    call(slack, "views.publish", user_id=AMARA, view=a_home())
    again = a_stand_in(state_file=file)
    assert again.messages(CONTACT) == slack.messages(CONTACT)
    assert again.ephemerals(AMARA)[0]["text"] == "Only you"
    assert again.home(AMARA) == slack.home(AMARA)
    assert say(again) > ts


def test_what_is_read_is_a_copy() -> None:
    slack = a_stand_in()
    say(slack, "First")
    slack.messages(CONTACT)[0]["text"] = "Changed"
    assert slack.messages(CONTACT)[0]["text"] == "First"
