"""Every surface of the page, light and dark, looked through by axe-core. Skipped where there is no Chromium or npm."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.decisions import Agreement
from tests.bot.slack_bot import SlackBot
from tests.browser.axe import faults, why_no_axe
from tests.browser.pages import CHROMIUM, a_page, act_as, go_to_app, go_to_channel, message, open_thread, write
from tests.workspace.building import CONTACT, GENERAL, JOAN

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

COMPLAINT = "The boiler is off again, you only came on Tuesday"
EXCLUDED = "The court case about my damp is listed for May"

Surface = Callable[[Page, SlackBot], None]


@pytest.fixture(scope="module", autouse=True)
def axe() -> None:
    if reason := why_no_axe():
        pytest.skip(reason)


def an_empty_channel(page: Page, bot: SlackBot) -> None:
    expect(page.get_by_role("button", name=re.compile("satellite dish"))).to_be_visible()


def a_channel_with_unread_messages(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "Cake in the *kitchen* for <everybody>, `before` four")
    expect(page.get_by_role("button", name="Channel general, unread")).to_be_visible()
    go_to_channel(page, "general")
    expect(page.get_by_text("New", exact=True)).to_be_visible()


def a_channel_with_something_only_for_you(page: Page, bot: SlackBot) -> None:
    write(page, "/code S1 acked 23/12/25, when's it due?")
    expect(message(page, "You asked")).to_be_visible()


def a_thread(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    open_thread(page, COMPLAINT)


def a_modal(page: Page, bot: SlackBot) -> None:
    a_thread(page, bot)
    page.get_by_role("complementary").get_by_role("button", name="Change…").click()
    expect(page.get_by_role("dialog", name="Change the decision")).to_be_visible()


def a_modal_with_faults(page: Page, bot: SlackBot) -> None:
    a_modal(page, bot)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please complete this required field.")).to_have_count(2)


def the_exclusion_gate(page: Page, bot: SlackBot) -> None:
    write(page, EXCLUDED)
    open_thread(page, EXCLUDED).get_by_role("button", name="Propose the exclusion…").click()
    expect(page.get_by_role("dialog", name="Propose an exclusion")).to_be_visible()


def a_managers_home(page: Page, bot: SlackBot) -> None:
    bot.card(CONTACT, bot.say(JOAN, CONTACT, COMPLAINT))
    act_as(page, "Dev Malik")
    go_to_app(page, "Home")
    expect(page.get_by_role("button", name="Export…")).to_be_visible()


def a_managers_home_with_charts(page: Page, bot: SlackBot) -> None:
    bot.card(CONTACT, bot.say(JOAN, CONTACT, COMPLAINT))
    for recorded in list(bot.log.rows()):
        bot.log.agree(recorded.decision.id, Agreement(by=JOAN, at=bot.clock.now))
    act_as(page, "Dev Malik")
    go_to_app(page, "Home")
    expect(page.get_by_role("img", name=re.compile("^Bar chart"))).to_be_visible()


def the_export_dialog(page: Page, bot: SlackBot) -> None:
    a_managers_home(page, bot)
    page.get_by_role("button", name="Export…").click()
    expect(page.get_by_role("dialog", name="Export the log")).to_be_visible()


def the_evidence_dialog(page: Page, bot: SlackBot) -> None:
    a_managers_home(page, bot)
    page.get_by_role("button", name="Evidence…").click()
    expect(page.get_by_role("dialog", name="Evidence")).to_be_visible()


def a_card_from_home(page: Page, bot: SlackBot) -> None:
    a_managers_home(page, bot)
    act_as(page, "Joan Pritchard")
    page.get_by_role("button", name="Show…").first.click()
    expect(page.get_by_role("dialog", name="Decision")).to_be_visible()


def a_question_answered_on_home(page: Page, bot: SlackBot) -> None:
    go_to_app(page, "Home")
    page.get_by_role("button", name="Ask the Code…").click()
    dialog = page.get_by_role("dialog", name="Ask the Code")
    dialog.get_by_label("Your question").fill("how long do we have to acknowledge a complaint?")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog.get_by_label("Another question")).to_be_visible()


def a_direct_message_with_a_file(page: Page, bot: SlackBot) -> None:
    a_managers_home(page, bot)
    page.get_by_role("button", name="Export…").click()
    page.get_by_role("dialog").get_by_role("button", name="Send it to me").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_role("link", name=re.compile("^Download"))).to_be_visible()


def what_the_app_is_about(page: Page, bot: SlackBot) -> None:
    go_to_app(page, "About")
    expect(page.get_by_role("heading", name="Commands")).to_be_visible()


def the_commands_while_typing(page: Page, bot: SlackBot) -> None:
    page.get_by_role("textbox", name="Message #contact-centre").press_sequentially("/")
    expect(page.get_by_role("option", name=re.compile("Complaint Handling Code"))).to_be_visible()


def the_menu_of_a_message(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    one = message(page, COMPLAINT)
    one.hover()
    one.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menu", name="More actions")).to_be_visible()


def a_search(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    expect(message(page, COMPLAINT)).to_be_visible()  # What is not there yet when it is typed is not found.
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill("boiler")
    expect(page.get_by_role("option", name=re.compile("boiler"))).to_be_visible()


SURFACES = (
    an_empty_channel,
    a_channel_with_unread_messages,
    a_channel_with_something_only_for_you,
    a_thread,
    a_modal,
    a_modal_with_faults,
    the_exclusion_gate,
    a_managers_home,
    a_managers_home_with_charts,
    the_export_dialog,
    the_evidence_dialog,
    a_card_from_home,
    a_question_answered_on_home,
    a_direct_message_with_a_file,
    what_the_app_is_about,
    the_commands_while_typing,
    the_menu_of_a_message,
    a_search,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.__name__.replace("_", " "))
def test_nobody_is_shut_out(
    browser: Browser, bot: SlackBot, surface: Surface, scheme: Literal["light", "dark"]
) -> None:
    with a_page(browser, bot.stand_in.address, color_scheme=scheme) as page:
        surface(page, bot)
        assert faults(page) == []
