"""The real Bolt app against the stand-in, over real HTTP, with real signatures."""

from typing import Any

import pytest
from slack_bolt import App

from tests.workspace.building import (
    AMARA,
    AMARAS_DM,
    CONTACT,
    DEV,
    GENERAL,
    JOAN,
    a_button,
    a_home,
    a_modal,
    a_section,
    a_workspace,
    actions,
    an_input,
)  # fmt: skip


def test_a_message_in_a_watched_channel_is_answered_in_its_thread() -> None:
    def listeners(app: App) -> None:
        @app.event("message")
        def answer(event: dict[str, Any], client: Any) -> None:
            client.chat_postMessage(channel=event["channel"], text="A service request", thread_ts=event["ts"])

    with a_workspace(listeners) as workspace:
        ts = workspace.deliveries.say(AMARA, CONTACT, "The tap drips")
        replies = workspace.stand_in.wait_for(lambda slack: slack.replies(CONTACT, ts))
        assert [reply["text"] for reply in replies] == ["A service request"]
        assert workspace.stand_in.messages(CONTACT)[0]["reply_count"] == 1


def test_the_bot_does_not_answer_its_own_messages() -> None:
    heard: list[str] = []

    def listeners(app: App) -> None:
        @app.event("message")
        def answer(event: dict[str, Any], client: Any) -> None:
            heard.append(event["text"])
            client.chat_postMessage(channel=event["channel"], text="Answer")

    with a_workspace(listeners) as workspace:
        workspace.deliveries.say(AMARA, AMARAS_DM, "Question")
        workspace.stand_in.wait_for(lambda slack: len(slack.messages(AMARAS_DM)) == 2)
        assert workspace.deliveries.wait_idle()
        assert [event["event"].get("bot_id") for event in workspace.deliveries.events] == [None, "B0CLAUSE"]
        assert heard == ["Question"]


def test_a_shortcut_opens_a_modal_that_refuses_then_takes_what_is_sent_in() -> None:
    def listeners(app: App) -> None:
        @app.event("message")
        def leave_alone() -> None:
            pass

        @app.shortcut("triage_message")
        def open_modal(ack: Any, shortcut: dict[str, Any], client: Any) -> None:
            ack()
            view = a_modal(an_input(), callback_id="correct", private_metadata=shortcut["message"]["ts"])
            client.views_open(trigger_id=shortcut["trigger_id"], view=view)

        @app.view("correct")
        def correct(ack: Any, view: dict[str, Any], client: Any) -> None:
            said = view["state"]["values"]["why"]["text"]["value"]
            if said == "because":
                ack(response_action="errors", errors={"why": "Say which clause."})
                return
            ack()
            client.chat_postMessage(channel=CONTACT, text=said, thread_ts=view["private_metadata"])

    with a_workspace(listeners) as workspace:
        people, slack = workspace.deliveries, workspace.stand_in
        ts = people.say(AMARA, CONTACT, "Third no-show")
        assert people.shortcut(AMARA, CONTACT, ts, "triage_message").ok
        view = slack.wait_for(lambda slack: slack.open_view(AMARA))
        assert people.submit(AMARA, view["id"], {}).errors == {"why": "Please complete this required field."}
        refused = people.submit(AMARA, view["id"], {"why": {"text": "because"}})
        assert (refused.action, refused.errors) == ("errors", {"why": "Say which clause."})
        assert slack.open_view(AMARA) is not None
        assert people.submit(AMARA, view["id"], {"why": {"text": "1.2: dissatisfaction"}}).action == "close"
        assert slack.open_view(AMARA) is None
        assert slack.wait_for(lambda slack: slack.replies(CONTACT, ts))[0]["text"] == "1.2: dissatisfaction"


@pytest.mark.parametrize(
    ("answer", "action", "title"),
    [
        pytest.param({"response_action": "clear"}, "clear", None, id="closes all"),
        pytest.param({"response_action": "update", "view": a_modal(title={"type": "plain_text", "text": "New"})},
                     "update", "New", id="shows another content"),
        pytest.param({"response_action": "push", "view": a_modal(title={"type": "plain_text", "text": "Next"})},
                     "push", "Next", id="puts another on top"),
    ],
)  # fmt: skip
def test_a_modal_does_what_the_answer_asks_for(answer: dict[str, Any], action: str, title: str | None) -> None:
    def listeners(app: App) -> None:
        @app.command("/triage")
        def open_modal(ack: Any, body: dict[str, Any], client: Any) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=a_modal(callback_id="first", submit={
                "type": "plain_text", "text": "Go on"}))  # fmt: skip

        @app.view("first")
        def go_on(ack: Any) -> None:
            ack(**answer)

    with a_workspace(listeners) as workspace:
        workspace.deliveries.command(AMARA, CONTACT, "/triage")
        view = workspace.stand_in.wait_for(lambda slack: slack.open_view(AMARA))
        assert workspace.deliveries.submit(AMARA, view["id"]).action == action
        shown = workspace.stand_in.open_view(AMARA)
        assert (shown["title"]["text"] if shown else None) == title


def test_a_button_changes_the_message_it_stands_in() -> None:
    def listeners(app: App) -> None:
        @app.event("message")
        def offer(event: dict[str, Any], client: Any) -> None:
            blocks = [
                a_section("A complaint?"),
                actions(a_button(value="d1"), a_button("Correct", "correct", value="d1")),
            ]
            client.chat_postMessage(channel=event["channel"], text="A complaint?", blocks=blocks, thread_ts=event["ts"])

        @app.action("agree")
        def agree(ack: Any, body: dict[str, Any], client: Any) -> None:
            ack()
            container = body["container"]
            text = f"Agreed by <@{body['user']['id']}>: {body['actions'][0]['value']}"
            client.chat_update(channel=container["channel_id"], ts=container["message_ts"], text=text)

    with a_workspace(listeners) as workspace:
        ts = workspace.deliveries.say(AMARA, CONTACT, "Nobody came")
        card = workspace.stand_in.wait_for(lambda slack: slack.replies(CONTACT, ts))[0]
        assert workspace.deliveries.click(JOAN, {"channel": CONTACT, "ts": card["ts"]}, "agree").ok
        changed = workspace.stand_in.wait_for(
            lambda slack: next((one for one in slack.replies(CONTACT, ts) if one.get("edited")), None)
        )
        assert changed["text"] == "Agreed by <@U0JOAN>: d1"
        assert "blocks" not in changed


def test_the_answer_to_a_command_is_seen_by_the_asker_alone() -> None:
    def listeners(app: App) -> None:
        @app.command("/code")
        def answer(ack: Any, respond: Any, command: dict[str, Any]) -> None:
            ack()
            respond(text=f"You asked: {command['text']}", response_type="ephemeral")

    with a_workspace(listeners) as workspace:
        assert workspace.deliveries.command(AMARA, GENERAL, "/code", "By when & <how>?").ok
        seen = workspace.stand_in.wait_for(lambda slack: slack.ephemerals(AMARA))
        assert seen[0]["text"] == "You asked: By when & <how>?"
        assert workspace.stand_in.ephemerals(JOAN) == []
        assert workspace.stand_in.messages(GENERAL) == []


def test_opening_the_app_publishes_a_home_for_that_person() -> None:
    def listeners(app: App) -> None:
        @app.event("app_home_opened")
        def publish(event: dict[str, Any], client: Any) -> None:
            if event["tab"] == "home":
                known = event["view"]["hash"] if "view" in event else None
                client.views_publish(user_id=event["user"], view=a_home(), hash=known)

    with a_workspace(listeners) as workspace:
        workspace.deliveries.open_home(DEV)
        first = workspace.stand_in.wait_for(lambda slack: slack.home(DEV))
        workspace.deliveries.open_home(DEV)
        second = workspace.stand_in.wait_for(
            lambda slack: (home := slack.home(DEV)) and home["hash"] != first["hash"] and home
        )
        assert second["id"] == first["id"]
        assert workspace.stand_in.home(AMARA) is None


def test_a_button_in_home_sends_what_stands_in_home() -> None:
    heard: list[dict[str, Any]] = []
    picker = {"type": "datepicker", "action_id": "since", "initial_date": "2026-01-01"}

    def listeners(app: App) -> None:
        @app.event("app_home_opened")
        def publish(event: dict[str, Any], client: Any) -> None:
            client.views_publish(
                user_id=event["user"], view=a_home(actions(picker, a_button("Export", "export"), block_id="b"))
            )

        @app.action("export")
        def export(ack: Any, body: dict[str, Any]) -> None:
            ack()
            heard.append(body)

        @app.action("since")
        def since(ack: Any) -> None:
            ack()

    with a_workspace(listeners) as workspace:
        workspace.deliveries.open_home(DEV)
        home = workspace.stand_in.wait_for(lambda slack: slack.home(DEV))
        assert workspace.deliveries.click(DEV, {"view_id": home["id"]}, "since", "2026-03-01").ok
        values = {"b": {"since": "2026-03-01"}}
        assert workspace.deliveries.click(DEV, {"view_id": home["id"]}, "export", values=values).ok
        workspace.app.listener_runner.listener_executor.shutdown()
        assert heard[0]["view"]["state"]["values"]["b"]["since"]["selected_date"] == "2026-03-01"
        assert "response_url" not in heard[0]


def test_a_file_takes_three_steps_and_arrives_in_the_channel() -> None:
    def listeners(app: App) -> None:
        @app.event("message")
        def send(event: dict[str, Any], client: Any) -> None:
            if "export" in event["text"]:
                client.files_upload_v2(
                    channel=event["channel"], content="label\ncomplaint\n", filename="decisions.csv", title="Decisions",
                    initial_comment="Here they are", thread_ts=event["ts"],
                )  # fmt: skip

    with a_workspace(listeners) as workspace:
        ts = workspace.deliveries.say(DEV, "D0DEV", "export please")
        shared = workspace.stand_in.wait_for(lambda slack: slack.replies("D0DEV", ts))[0]
        assert (shared["text"], shared["files"][0]["title"]) == ("Here they are", "Decisions")
        assert workspace.stand_in.files[0].content == b"label\ncomplaint\n"


def test_closing_a_modal_is_told_only_where_it_asked_to_be() -> None:
    closed: list[str] = []

    def listeners(app: App) -> None:
        @app.command("/triage")
        def open_modal(ack: Any, body: dict[str, Any], client: Any) -> None:
            ack()
            told = a_modal(callback_id="told", notify_on_close=True)
            client.views_open(trigger_id=body["trigger_id"], view=told)

        @app.view_closed("told")
        def note(ack: Any, view: dict[str, Any]) -> None:
            ack()
            closed.append(view["callback_id"])

    with a_workspace(listeners) as workspace:
        workspace.deliveries.command(AMARA, CONTACT, "/triage")
        view = workspace.stand_in.wait_for(lambda slack: slack.open_view(AMARA))
        workspace.deliveries.close(AMARA, view["id"])
        workspace.app.listener_runner.listener_executor.shutdown()
        assert closed == ["told"]
        assert workspace.stand_in.open_view(AMARA) is None
