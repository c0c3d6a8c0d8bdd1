"""The page in a real browser, against the real Bolt app. Skipped where there is no Chromium."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import App

from tests.browser.pages import CHROMIUM, a_browser
from tests.workspace.building import (
    AMARA,
    CONTACT,
    JOAN,
    Workspace,
    a_button,
    a_home,
    a_modal,
    a_section,
    a_workspace,
    actions,
    an_input,
    an_option,
    call,
    plain,
    say,
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def a_correction() -> dict[str, Any]:
    options = [an_option("complaint", "Complaint"), an_option("excluded", "Excluded matter")]
    radios = {"type": "radio_buttons", "action_id": "label", "options": options, "initial_option": options[0]}
    label = {"type": "input", "block_id": "label", "label": plain("What is it?"), "element": radios}
    return a_modal(label, an_input(element={"multiline": True}), callback_id="correct")


def listeners(app: App) -> None:
    @app.event("message")
    def answer(event: dict[str, Any], client: Any) -> None:
        if "subtype" in event:
            return
        blocks = [
            a_section("*A complaint* &lt;!channel&gt;"),
            actions(a_button(style="primary"), a_button("Correct", "correct")),
        ]
        root = event.get("thread_ts", event["ts"])
        client.chat_postMessage(channel=event["channel"], text="A complaint", blocks=blocks, thread_ts=root)

    @app.action("agree")
    def agree(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        place = body["container"]
        client.chat_update(
            channel=place["channel_id"], ts=place["message_ts"], text=f"Agreed by <@{body['user']['id']}>"
        )

    @app.action("correct")
    def correct(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=a_correction())

    @app.shortcut("triage_message")
    def triage(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=a_correction())

    @app.view("correct")
    def save(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        values = view["state"]["values"]
        if values["why"]["text"]["value"] == "x":
            ack(response_action="errors", errors={"why": "Say more."})
            return
        ack()
        told = f"{values['label']['label']['selected_option']['value']}: {values['why']['text']['value']}"
        client.chat_postMessage(channel=CONTACT, text=told)

    @app.command("/code")
    def code(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        ack()
        respond(text=f"You asked: {command['text']}")

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=a_home(a_section(f"Figures for <@{event['user']}>")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with a_workspace(listeners) as made:
        yield made


@pytest.fixture
def page(browser: Browser, workspace: Workspace) -> Iterator[Page]:
    """The page as Amara sees it; whatever it complains of in the console fails the test."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(workspace.address)
    expect(page.get_by_role("heading", name="contact-centre").first).to_be_visible()
    yield page
    assert complaints == []
    page.close()


def write(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.fill(words)
    box.press("Enter")


def test_a_message_is_answered_in_a_thread_where_a_button_changes_the_card(page: Page) -> None:
    write(page, "Nobody came <!channel>")
    expect(page.get_by_role("listitem").filter(has_text="Nobody came <!channel>")).to_be_visible()
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("A complaint <!channel>")).to_be_visible()
    thread.get_by_role("button", name="Agree").click()
    expect(thread.get_by_text("Agreed by @Amara Osei")).to_be_visible()
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()


def test_a_modal_shows_what_is_wrong_and_gives_the_focus_back(page: Page) -> None:
    write(page, "Nobody came")
    message = page.get_by_role("listitem").filter(has_text="Nobody came")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile("Triage this")).click()
    dialog = page.get_by_role("dialog", name="Correct")
    expect(dialog.get_by_role("radio", name="Complaint")).to_be_checked()
    dialog.get_by_role("radio", name="Excluded matter").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please complete this required field.")).to_be_visible()
    dialog.get_by_role("textbox", name="Why?").fill("x")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Say more.")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="Why?")).to_be_focused()
    dialog.get_by_role("textbox", name="Why?").fill("Too old")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(message.get_by_role("button", name="More actions")).to_be_focused()
    expect(page.get_by_role("listitem").filter(has_text="excluded: Too old")).to_be_visible()


def test_escape_closes_a_modal(page: Page, workspace: Workspace) -> None:
    ts = say(workspace.stand_in, blocks=[actions(a_button("Correct", "correct"))])
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_role("dialog", name="Correct")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Correct")).to_be_hidden()
    assert workspace.stand_in.open_view(AMARA) is None
    assert ts


def test_commands_are_offered_and_answered_to_the_asker_alone(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.press_sequentially("/c")
    expect(page.get_by_role("option", name=re.compile("ask", re.IGNORECASE))).to_be_visible()
    box.press("Enter")
    box.press_sequentially("By when?")
    box.press("Enter")
    answer = page.get_by_role("listitem").filter(has_text="You asked: By when?")
    expect(answer.get_by_text("Only visible to you")).to_be_visible()
    answer.get_by_role("button", name="Dismiss message").click()
    expect(answer).to_have_count(0)


def test_each_person_has_their_own_home(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Clausewise").click()
    expect(page.get_by_text("Figures for @Amara Osei")).to_be_visible()
    page.get_by_role("button", name="Acting as Amara Osei").click()
    page.get_by_role("menuitemradio", name=re.compile("Joan Pritchard")).click()
    expect(page.get_by_text("Figures for @Joan Pritchard")).to_be_visible()


def test_a_message_can_be_edited_and_deleted(page: Page, workspace: Workspace) -> None:
    ts = workspace.deliveries.say(AMARA, "C0GENERAL", "Cake & tea")
    page.get_by_role("navigation").get_by_role("button", name="general").click()
    message = page.get_by_role("main").get_by_role("listitem")
    expect(message).to_contain_text("Cake & tea")
    for name in ("Edit message", "Delete message"):
        message.hover()
        message.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name=name).click()
        if name == "Edit message":
            expect(page.get_by_role("textbox", name=name)).to_have_value("Cake & tea")
            page.get_by_role("textbox", name=name).fill("Cake & coffee")
            page.get_by_role("button", name="Save").click()
            expect(message).to_contain_text("Cake & coffee (edited)")
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Delete").click()
    expect(message).to_have_count(0)
    assert ts


def test_what_others_do_shows_at_once(page: Page, workspace: Workspace) -> None:
    workspace.deliveries.say(JOAN, "C0GENERAL", "Cake in the kitchen")
    page.get_by_role("button", name="Channel general, unread").click()
    expect(page.get_by_role("listitem").filter(has_text="Cake in the kitchen")).to_be_visible()


def test_a_permalink_opens_the_message(page: Page, workspace: Workspace) -> None:
    ts = say(workspace.stand_in, "In repairs", channel="C0REPAIRS")
    page.goto(call(workspace.stand_in, "chat.getPermalink", channel="C0REPAIRS", message_ts=ts)["permalink"])
    expect(page.get_by_role("listitem").filter(has_text="In repairs")).to_be_visible()


def test_the_page_can_be_used_without_a_mouse(page: Page) -> None:
    page.get_by_role("button", name="Try these").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Message #contact-centre")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("satellite dish"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="1 reply")).to_be_visible()
