"""Each kind of block and element as the page draws it and sends it. Skipped where there is no Chromium."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from slack_bolt import App

from tests.browser.pages import CHROMIUM, a_page, go_to_app
from tests.workspace.building import (
    AMARA,
    JOAN,
    Workspace,
    a_button,
    a_home,
    a_modal,
    a_section,
    a_workspace,
    actions,
    an_option,
    call,
    plain,
    say,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

LABELS = [an_option("complaint", "Complaint"), an_option("request", "Service request"), an_option("out", "Excluded")]


@dataclass
class Heard:
    """What the app was told, and the modal that its button opens."""

    actions: list[dict[str, Any]] = field(default_factory=list)
    submitted: list[dict[str, Any]] = field(default_factory=list)
    modal: dict[str, Any] = field(default_factory=a_modal)
    updated: dict[str, Any] | None = None  # what the open modal becomes when something in it is used


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def workspace(heard: Heard) -> Iterator[Workspace]:
    def listeners(app: App) -> None:
        @app.action("open")
        def open_modal(ack: Any, body: dict[str, Any], client: Any) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=heard.modal)

        @app.action("push")
        def push_modal(ack: Any, body: dict[str, Any], client: Any) -> None:
            ack()
            client.views_push(trigger_id=body["trigger_id"], view=a_modal(title=plain("On top")))

        @app.action(re.compile(".*"))
        def any_action(ack: Any, action: dict[str, Any], body: dict[str, Any], client: Any) -> None:
            ack()
            heard.actions.append(action)
            if heard.updated and "view" in body:
                client.views_update(view_id=body["view"]["id"], view=heard.updated)

        @app.view(re.compile(".*"))
        def any_view(ack: Any, view: dict[str, Any]) -> None:
            ack()
            heard.submitted.append(view["state"]["values"])

        @app.event("app_home_opened")
        def leave_home_alone() -> None:
            pass

        @app.event("message")
        def leave_messages_alone() -> None:
            pass

    with a_workspace(listeners) as made:
        yield made


@pytest.fixture
def page(browser: Browser, workspace: Workspace) -> Iterator[Page]:
    with a_page(browser, workspace.address) as page:
        yield page


def shown(page: Page, workspace: Workspace, *blocks: dict[str, Any]) -> Locator:
    """Return the message with these blocks, as the page draws it."""
    say(workspace.stand_in, "fallback", blocks=list(blocks))
    message = page.get_by_role("main").get_by_role("listitem").filter(has_text="APP")
    expect(message).to_be_visible()
    return message


def a_field(element: dict[str, Any], label: str = "Field", **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "field",
        "label": plain(label),
        "element": element | {"action_id": "a"},
        **more,
    }


def opened(page: Page, workspace: Workspace, heard: Heard, *blocks: dict[str, Any], **more: Any) -> Locator:
    """Return the dialog of a modal with these blocks."""
    heard.modal = a_modal(*blocks, **more)
    shown(page, workspace, actions(a_button("Open", "open"))).get_by_role("button", name="Open").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def told(page: Page, heard: Heard) -> dict[str, Any]:
    """Return the one action that the app heard of, once it has."""
    for _ in range(200):
        if heard.actions:
            break
        page.wait_for_timeout(20)
    (action,) = heard.actions
    return action


def state_after_saving(dialog: Locator, heard: Heard) -> dict[str, Any]:
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    state: dict[str, Any] = heard.submitted[-1]["field"]["a"]
    return state


# Blocks that only show something.


def test_a_section_shows_text_and_fields(page: Page, workspace: Workspace) -> None:
    fields = [{"type": "mrkdwn", "text": "*Stage*\n1"}, plain("*Due* on Monday")]
    message = shown(page, workspace, a_section("It is ~late~ <https://example.org/a|here>"), a_section(fields=fields))
    expect(message.locator("s")).to_have_text("late")
    expect(message.get_by_role("link", name="here")).to_have_attribute("href", "https://example.org/a")
    expect(message.locator(".fields strong")).to_have_text("Stage")
    expect(message.locator(".fields")).to_contain_text("*Due* on Monday")


def test_mrkdwn_shows_quotes_code_people_and_dates(page: Page, workspace: Workspace) -> None:
    text = "&gt; as it was said\n`1.2` <@U0JOAN> <#C0REPAIRS> <!date^1793610000^{date_short}|then>\n- not a list"
    message = shown(page, workspace, a_section(text))
    expect(message.locator("blockquote")).to_have_text("as it was said")
    expect(message.locator("code")).to_have_text("1.2")
    expect(message.locator(".mention")).to_have_text(["@Joan Pritchard", "#repairs"])
    expect(message).to_contain_text("2 Nov 2026")
    expect(message).to_contain_text("- not a list")


def test_an_emoji_is_seen_and_named_without_an_emoji_font(page: Page, workspace: Workspace) -> None:
    message = shown(page, workspace, a_section(":rotating_light: *Danger*"))
    expect(message.get_by_role("img", name="rotating light")).to_be_visible()
    expect(message.locator("svg.emoji")).to_be_visible()


def test_a_header_is_a_heading(page: Page, workspace: Workspace) -> None:
    message = shown(page, workspace, {"type": "header", "text": plain("Complaint · sure, 93%")})
    expect(message.get_by_role("heading", name="Complaint · sure, 93%", level=3)).to_be_visible()


def test_a_header_of_home_stands_under_the_page_s_own(page: Page, workspace: Workspace) -> None:
    home = a_home({"type": "header", "text": plain("Waiting")})
    call(workspace.stand_in, "views.publish", user_id=AMARA, view=home)
    go_to_app(page, "Home")
    expect(page.get_by_role("heading", name="Waiting", level=2)).to_be_visible()


def test_a_context_and_a_divider(page: Page, workspace: Workspace) -> None:
    image = {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "the scheme's seal"}
    context = {"type": "context", "elements": [image, {"type": "mrkdwn", "text": "2024 *Code*"}]}
    message = shown(page, workspace, a_section("Above"), {"type": "divider"}, context)
    expect(message.get_by_role("separator")).to_be_visible()
    expect(message.locator(".context strong")).to_have_text("Code")
    expect(message.get_by_role("img", name="the scheme's seal")).to_be_visible()


def test_a_picture_that_the_bot_uploaded_is_shown_under_its_title(page: Page, workspace: Workspace) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(picture, "PNG")
    content = picture.getvalue()
    slack = workspace.stand_in
    begun = call(slack, "files.getUploadURLExternal", filename="bars.png", length=len(content))
    slack.receive_upload(begun["upload_url"].rpartition("/")[2], content)
    call(slack, "files.completeUploadExternal", files=[{"id": begun["file_id"]}])
    title, alt = plain("Last week"), "Seven bars"
    block = {"type": "image", "title": title, "alt_text": alt, "slack_file": {"id": begun["file_id"]}}
    message = shown(page, workspace, block)
    expect(message.get_by_role("figure")).to_contain_text("Last week")
    drawn = message.get_by_role("img", name="Seven bars")
    expect(drawn).to_be_visible()
    page.wait_for_function("it => it.complete", arg=drawn.element_handle())
    assert drawn.evaluate("it => it.naturalWidth") == 30


def test_rich_text_shows_lists_quotes_and_preformatted_text(page: Page, workspace: Workspace) -> None:
    def part(kind: str, *words: str, **more: Any) -> dict[str, Any]:
        return {"type": f"rich_text_{kind}", "elements": [{"type": "text", "text": word, **more} for word in words]}

    def a_list(style: str, *words: str, **more: Any) -> dict[str, Any]:
        return {"type": "rich_text_list", "style": style, "elements": [part("section", word) for word in words], **more}

    message = shown(page, workspace, {"type": "rich_text", "elements": [
        part("section", "Bold words", style={"bold": True}),
        a_list("ordered", "first", "second"), a_list("ordered", "under it", indent=1), a_list("bullet", "loose"),
        part("quote", "Nobody <came>"), part("preformatted", "a  b\nc"),
    ]})  # fmt: skip
    expect(message.locator("strong").filter(has_text="Bold words")).to_be_visible()
    first, under = message.locator("ol").all()
    expect(first.locator("li")).to_have_text(["first", "second"])
    expect(under).to_have_attribute("type", "a")
    assert (box := under.bounding_box())
    assert (outer := first.bounding_box())
    assert box["x"] > outer["x"]
    expect(message.locator("ul li")).to_have_text("loose")
    expect(message.locator("blockquote")).to_have_text("Nobody <came>")
    expect(message.locator("pre")).to_have_text("a  b\nc")


def test_a_table_has_a_head_and_aligned_columns(page: Page, workspace: Workspace) -> None:
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in (("Label", "Count"), ("Complaint", "12"))]
    message = shown(page, workspace, {"type": "table", "rows": rows, "column_settings": [{}, {"align": "right"}]})
    expect(message.get_by_role("columnheader")).to_have_text(["Label", "Count"])
    expect(message.get_by_role("cell", name="12")).to_have_css("text-align", "right")


# Elements that are pressed.


def test_a_button_of_an_actions_block_tells_its_value(page: Page, workspace: Workspace, heard: Heard) -> None:
    message = shown(
        page, workspace, actions(a_button("Agree", value="7", style="primary"), a_button("No", "no", style="danger"))
    )
    agree = message.get_by_role("button", name="Agree")
    expect(agree).to_have_class(re.compile("primary"))
    expect(message.get_by_role("button", name="No")).to_have_class(re.compile("danger"))
    agree.click()
    assert told(page, heard)["value"] == "7"


def test_a_button_beside_a_section_asks_first_where_it_is_told_to(
    page: Page, workspace: Workspace, heard: Heard
) -> None:
    confirm = {
        "title": plain("Erase it?"),
        "text": plain("It is gone then."),
        "confirm": plain("Erase"),
        "deny": plain("Keep"),
        "style": "danger",
    }
    message = shown(page, workspace, a_section(accessory=a_button("Erase…", "erase", confirm=confirm)))
    erase = message.get_by_role("button", name="Erase…")
    erase.click()
    dialog = page.get_by_role("dialog", name="Erase it?")
    expect(dialog).to_contain_text("It is gone then.")
    dialog.get_by_role("button", name="Keep").click()
    expect(erase).to_be_focused()
    assert heard.actions == []
    erase.click()
    dialog.get_by_role("button", name="Erase").click()
    assert told(page, heard)["action_id"] == "erase"


def test_a_link_button_is_a_link_and_tells_the_app(page: Page, workspace: Workspace, heard: Heard) -> None:
    message = shown(page, workspace, actions(a_button("The Code", "read", url=f"{workspace.address}/page/theme.css")))
    link = message.get_by_role("link", name="The Code")
    with page.context.expect_page() as opened_page:
        link.click()
    assert opened_page.value.url.endswith("/page/theme.css")
    assert told(page, heard)["action_id"] == "read"


def test_an_overflow_menu_tells_the_option(page: Page, workspace: Workspace, heard: Heard) -> None:
    overflow = {"type": "overflow", "action_id": "more", "options": LABELS[:2]}
    shown(page, workspace, a_section(accessory=overflow)).get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Service request").click()
    assert told(page, heard)["selected_option"]["value"] == "request"


def test_feedback_of_context_actions_stays_marked(page: Page, workspace: Workspace, heard: Heard) -> None:
    buttons = {
        "type": "feedback_buttons", "action_id": "helped",
        "positive_button": {"text": plain("Good"), "value": "yes", "accessibility_label": "This helped"},
        "negative_button": {"text": plain("Bad"), "value": "no", "accessibility_label": "This did not help"},
    }  # fmt: skip
    message = shown(page, workspace, {"type": "context_actions", "elements": [buttons]})
    message.get_by_role("button", name="This did not help").click()
    expect(message.get_by_role("button", name="This did not help")).to_have_attribute("aria-pressed", "true")
    expect(message.get_by_role("button", name="This helped")).to_have_attribute("aria-pressed", "false")
    assert told(page, heard)["value"] == "no"


# Elements that hold something, in a message: they tell the app at once.


def test_a_select_menu_in_a_message_tells_at_once(page: Page, workspace: Workspace, heard: Heard) -> None:
    select = {"type": "static_select", "action_id": "pick", "placeholder": plain("A label"), "options": LABELS}
    message = shown(page, workspace, actions(select))
    message.get_by_role("combobox", name="A label").select_option(label="Excluded")
    assert told(page, heard)["selected_option"]["value"] == "out"


def test_a_date_in_a_message_goes_back_if_it_is_not_confirmed(page: Page, workspace: Workspace, heard: Heard) -> None:
    confirm = {
        "title": plain("Move it?"),
        "text": plain("All dates move."),
        "confirm": plain("Move"),
        "deny": plain("Leave"),
    }
    picker = {
        "type": "datepicker",
        "action_id": "day",
        "placeholder": plain("Received on"),
        "initial_date": "2026-11-02",
        "confirm": confirm,
    }
    field = shown(page, workspace, actions(picker)).get_by_label("Received on")
    field.fill("2026-11-05")
    page.get_by_role("dialog", name="Move it?").get_by_role("button", name="Leave").click()
    expect(field).to_have_value("2026-11-02")
    field.fill("2026-11-06")
    page.get_by_role("dialog", name="Move it?").get_by_role("button", name="Move").click()
    assert told(page, heard)["selected_date"] == "2026-11-06"


# Inputs of a modal: what stands in them when it is saved.


def test_a_single_line_and_its_hint(page: Page, workspace: Workspace, heard: Heard) -> None:
    element = {"type": "plain_text_input", "initial_value": "2024 Code 1.2", "max_length": 20}
    dialog = opened(page, workspace, heard, a_field(element, hint=plain("A reference")))
    box = dialog.get_by_role("textbox", name="Field")
    expect(box).to_have_value("2024 Code 1.2")
    expect(box).to_have_accessible_description("A reference")
    expect(box).to_be_focused()
    box.fill("2024 Code 6.2")
    assert state_after_saving(dialog, heard) == {"type": "plain_text_input", "value": "2024 Code 6.2"}


def test_several_lines_that_may_be_left_out(page: Page, workspace: Workspace, heard: Heard) -> None:
    element = {"type": "plain_text_input", "multiline": True, "initial_value": "Something"}
    dialog = opened(page, workspace, heard, a_field(element, optional=True))
    box = dialog.get_by_role("textbox", name="Field (optional)")
    box.fill("one")
    box.press("Enter")
    expect(box).to_have_value("one\n")
    box.fill("")
    assert state_after_saving(dialog, heard)["value"] is None


def test_what_is_required_is_asked_for_under_its_input(page: Page, workspace: Workspace, heard: Heard) -> None:
    dialog = opened(page, workspace, heard, a_field({"type": "multi_static_select", "options": LABELS}))
    dialog.get_by_role("button", name="Save").click()
    opener = dialog.get_by_role("button", name=re.compile("^Field"))
    expect(opener).to_have_accessible_description("Please complete this required field.")
    expect(opener).to_have_attribute("aria-invalid", "true")
    expect(opener).to_be_focused()


def test_a_select_menu_with_groups(page: Page, workspace: Workspace, heard: Heard) -> None:
    groups = [{"label": plain("The Code"), "options": LABELS[:1]}, {"label": plain("Policy"), "options": LABELS[1:]}]
    dialog = opened(page, workspace, heard, a_field({"type": "static_select", "option_groups": groups}))
    menu = dialog.get_by_role("combobox", name="Field")
    expect(menu.locator("optgroup")).to_have_count(2)
    menu.select_option("request")
    assert state_after_saving(dialog, heard)["selected_option"] == LABELS[1]


def test_several_of_a_list_are_tokens_that_can_be_taken_away(page: Page, workspace: Workspace, heard: Heard) -> None:
    element = {"type": "multi_static_select", "options": LABELS, "initial_options": LABELS[:1], "max_selected_items": 2}
    dialog = opened(page, workspace, heard, a_field(element))
    opener = dialog.get_by_role("button", name="Field")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemcheckbox", name="Complaint")).to_be_checked()
    for name in ("Service request", "Excluded"):
        page.get_by_role("menuitemcheckbox", name=name).click()
    expect(page.get_by_role("menuitemcheckbox", name="Excluded")).not_to_be_checked()  # two are the most
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(dialog.locator(".token")).to_have_text(["Complaint", "Service request"])
    dialog.get_by_role("button", name="Take away Complaint").click()
    assert [one["value"] for one in state_after_saving(dialog, heard)["selected_options"]] == ["request"]


def test_radio_buttons_with_descriptions(page: Page, workspace: Workspace, heard: Heard) -> None:
    options = [LABELS[0], LABELS[1] | {"description": plain("log it and do it")}]
    dialog = opened(
        page, workspace, heard, a_field({"type": "radio_buttons", "options": options, "initial_option": options[0]})
    )
    group = dialog.get_by_role("radiogroup", name="Field")
    expect(group.get_by_role("radio", name="Complaint")).to_be_checked()
    group.get_by_role("radio", name="Service request log it and do it").check()
    assert state_after_saving(dialog, heard)["selected_option"]["value"] == "request"


def test_checkboxes(page: Page, workspace: Workspace, heard: Heard) -> None:
    dialog = opened(
        page, workspace, heard, a_field({"type": "checkboxes", "options": LABELS, "initial_options": LABELS[:1]})
    )
    dialog.get_by_role("group", name="Field").get_by_role("checkbox", name="Excluded").check()
    assert [one["value"] for one in state_after_saving(dialog, heard)["selected_options"]] == ["complaint", "out"]


def test_a_day_and_a_person(page: Page, workspace: Workspace, heard: Heard) -> None:
    person = {
        "type": "input",
        "block_id": "who",
        "label": plain("Second person"),
        "element": {"type": "users_select", "action_id": "a"},
    }
    dialog = opened(page, workspace, heard, a_field({"type": "datepicker"}, "Received on"), person)
    dialog.get_by_label("Received on").fill("2026-11-04")
    dialog.get_by_role("combobox", name="Second person").select_option(label="Joan Pritchard")
    assert state_after_saving(dialog, heard)["selected_date"] == "2026-11-04"
    assert heard.submitted[-1]["who"]["a"]["selected_user"] == JOAN


# Modals that talk back.


def test_an_input_with_dispatch_action_lets_the_app_change_the_modal(
    page: Page, workspace: Workspace, heard: Heard
) -> None:
    why = {
        "type": "input",
        "block_id": "why",
        "label": plain("Why?"),
        "element": {"type": "plain_text_input", "action_id": "a"},
    }
    pick = a_field({"type": "static_select", "options": LABELS}, dispatch_action=True)
    heard.updated = a_modal(pick, why, a_section("Say which clause."))
    dialog = opened(page, workspace, heard, pick, why)
    dialog.get_by_role("textbox", name="Why?").fill("half a sent")
    dialog.get_by_role("combobox", name="Field").select_option("out")
    expect(dialog).to_contain_text("Say which clause.")
    expect(dialog.get_by_role("textbox", name="Why?")).to_have_value("half a sent")
    expect(dialog.get_by_role("combobox", name="Field")).to_have_value("out")
    expect(dialog.get_by_role("textbox", name="Why?")).to_be_focused()
    assert told(page, heard)["type"] == "static_select"


def test_a_text_input_tells_by_enter_or_as_it_is_typed(page: Page, workspace: Workspace, heard: Heard) -> None:
    element = {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    dialog = opened(page, workspace, heard, a_field(element, dispatch_action=True))
    dialog.get_by_role("textbox", name="Field").press_sequentially("damp")
    assert told(page, heard)["value"] == "damp"


def test_modals_lie_upon_one_another(page: Page, workspace: Workspace, heard: Heard) -> None:
    dialog = opened(page, workspace, heard, actions(a_button("Further", "push")))
    dialog.get_by_role("button", name="Further").click()
    on_top = page.get_by_role("dialog", name="On top")
    on_top.get_by_role("button", name="Back").click()
    expect(on_top).to_be_hidden()
    expect(page.get_by_role("dialog", name="Correct")).to_be_visible()


def test_a_modal_holds_the_focus_and_gives_it_back(page: Page, workspace: Workspace, heard: Heard) -> None:
    dialog = opened(page, workspace, heard, a_field({"type": "plain_text_input"}))
    for _ in range(8):
        page.keyboard.press("Tab")
        assert dialog.evaluate("it => it.contains(document.activeElement)")
    assert page.locator("#main").evaluate("it => it.inert")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open")).to_be_focused()
