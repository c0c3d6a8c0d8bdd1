"""What people are used to from Slack: what is unread, what they can do with the keyboard, what is told to whom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.slack_manifest import manifest
from bot.workspace import seeds
from tests.bot.slack_bot import SlackBot
from tests.browser.pages import (
    CHROMIUM,
    a_page,
    act_as,
    choose_from_menu,
    go_to_app,
    go_to_channel,
    message,
    open_thread,
    write,
)
from tests.workspace.building import AMARA, AMARAS_DM, CONTACT, DEV, GENERAL, JOAN, REPAIRS, call, say

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

COMPLAINT = "The boiler is off again, you only came on Tuesday"


# What is unread.


def test_a_line_shows_where_the_unread_begins_until_one_writes(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "Read already")
    go_to_channel(page, "general")
    go_to_channel(page, "contact-centre")
    bot.clock.forward(minutes=10)
    bot.say(JOAN, GENERAL, "Not read yet")
    page.get_by_role("button", name="Channel general, unread").click()
    expect(message(page, "Not read yet")).to_contain_text("New from here on.")
    expect(message(page, "Read already")).not_to_contain_text("New from here on.")
    expect(page.get_by_text("New", exact=True)).to_be_visible()
    write(page, "Thank you", "#general")
    expect(page.get_by_text("New", exact=True)).to_have_count(0)


def test_what_was_read_stays_read_after_a_reload(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "Cake in the kitchen")
    page.get_by_role("button", name="Channel general, unread").click()
    expect(message(page, "Cake in the kitchen")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Channel general", exact=True)).to_be_visible()


def test_a_message_can_be_marked_unread_again(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "For later")
    go_to_channel(page, "general")
    choose_from_menu(page, "For later", "Mark unread")
    expect(page.get_by_role("button", name="Channel general, unread")).to_be_visible()
    go_to_channel(page, "repairs")
    expect(page.get_by_role("button", name="Channel general, unread")).to_be_visible()


def test_direct_messages_and_mentions_are_counted(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "@Amara Osei are you in?")
    say(bot.stand_in, "The export is ready.", AMARAS_DM)
    say(bot.stand_in, "It has 3 decisions.", AMARAS_DM)
    expect(page.get_by_role("button", name="Channel general, unread, 1 for you")).to_be_visible()
    expect(page.get_by_role("button", name="Clausewise, unread, 2 for you")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\* #contact-centre"))


def test_a_reply_in_a_thread_leaves_its_channel_read(page: Page, bot: SlackBot) -> None:
    ts = bot.say(AMARA, REPAIRS, "A lift is stuck")
    bot.people.say(JOAN, REPAIRS, "Which one?", thread_ts=ts)
    bot.say(JOAN, GENERAL, "This one is told after it")
    expect(page.get_by_role("button", name="Channel general, unread")).to_be_visible()
    expect(page.get_by_role("button", name="Channel repairs", exact=True)).to_be_visible()


def test_each_day_has_its_divider(browser: Browser, bot: SlackBot) -> None:
    for text in ("Before the weekend", "Yesterday's", "Today's"):
        bot.say(JOAN, GENERAL, text)
        bot.clock.forward(days=1)
    bot.clock.forward(days=-1)
    with a_page(browser, bot.stand_in.address, now=bot.clock.now) as page:
        go_to_channel(page, "general")
        expect(page.locator(".day-name")).to_have_text(["Monday 2 November", "Yesterday", "Today"])


# What is told, and to whom.


def test_a_new_message_is_told_to_screen_readers_in_one_line(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, CONTACT, "Nobody came *again* today")
    told = page.get_by_role("status").filter(has_text="Joan Pritchard")
    expect(told).to_have_text("Joan Pritchard: Nobody came again today")
    write(page, "/code S1 acked 23/12/25, when's it due?")
    expect(page.get_by_role("status").filter(has_text="only to you")).to_have_text(
        "Clausewise, only to you: Due Fri 9 January 2026: stage 1 response"
    )


def test_the_app_s_status_shows_until_it_answers(page: Page, bot: SlackBot) -> None:
    ts = bot.say(JOAN, REPAIRS, "The door")
    go_to_channel(page, "repairs")
    message(page, "The door").hover()
    message(page, "The door").get_by_role("button", name="Reply in thread").click()
    call(bot.stand_in, "assistant.threads.setStatus", channel_id=REPAIRS, thread_ts=ts, status="is reading the Code")
    expect(message(page, "The door")).to_contain_text("Clausewise is reading the Code")
    expect(page.get_by_role("complementary").get_by_role("status")).to_have_text("Clausewise is reading the Code")
    say(bot.stand_in, "Read.", REPAIRS, thread_ts=ts)
    expect(page.get_by_text("is reading the Code")).to_have_count(0)


def test_a_command_shows_that_the_app_is_at_work(page: Page, bot: SlackBot) -> None:
    with page.expect_response(re.compile("/workspace/command$")):
        write(page, "/code S1 acked 23/12/25, when's it due?")
        expect(message(page, "You asked")).to_be_visible()
    expect(page.get_by_text("Clausewise is thinking…")).to_have_count(0)


def test_the_bot_hears_that_a_message_was_changed_and_taken_back(page: Page, bot: SlackBot) -> None:
    write(page, "The lfit is out")
    box = page.get_by_role("textbox", name="Message #contact-centre")
    expect(message(page, "The lfit is out").get_by_role("button", name="1 reply")).to_be_visible()
    box.press("ArrowUp")
    editing = page.get_by_role("textbox", name="Edit message")
    expect(editing).to_be_focused()
    editing.fill("The lift is out")
    editing.press("Enter")
    expect(message(page, "The lift is out")).to_contain_text("(edited)")
    choose_from_menu(page, "The lift is out", "Delete message")
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Delete").click()
    expect(message(page, "This message was deleted.")).to_be_visible()
    bot.settle()
    changed = [one["event"]["message"] for one in bot.people.events if one["event"].get("subtype") == "message_changed"]
    # A message with replies is deleted by being changed to a tombstone; the bot's card changes as well.
    assert [each["text"] for each in changed if "bot_id" not in each] == [
        "The lift is out",
        "This message was deleted.",
    ]


def test_nobody_changes_what_somebody_else_wrote(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, GENERAL, "Cake in the kitchen")
    go_to_channel(page, "general")
    one = message(page, "Cake in the kitchen")
    one.hover()
    one.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    expect(page.get_by_role("menuitem", name=re.compile("Edit|Delete"))).to_have_count(0)


def test_the_shortcut_stands_under_apps(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, REPAIRS, COMPLAINT)
    go_to_channel(page, "repairs")
    one = message(page, COMPLAINT)
    one.hover()
    one.get_by_role("button", name="More actions").click()
    apps = page.get_by_role("menu", name="More actions").get_by_role("group", name="Apps")
    expect(apps.get_by_role("menuitem")).to_have_text([re.compile("Triage this")])
    page.keyboard.press("Escape")
    one.get_by_role("button", name="Apps").click()
    page.get_by_role("menuitem", name=re.compile("Triage this")).click()
    open_thread(page, COMPLAINT)


# Writing.


def test_every_command_of_the_manifest_is_offered_with_its_hint(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.press_sequentially("/")
    commands = manifest()["features"]["slash_commands"]
    words = [f"{one['command']} {one['usage_hint']}{one['description']}" for one in commands]
    expect(page.get_by_role("option")).to_have_text(words)


def test_a_command_is_chosen_with_the_arrows(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.press_sequentially("/")
    box.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text(seeds.COMMANDS[1].name)
    box.press("Tab")
    expect(box).to_have_value(f"{seeds.COMMANDS[1].name} ")
    expect(page.get_by_role("option")).to_have_count(0)


def test_escape_puts_the_commands_away(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.press_sequentially("/tri")
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("/tri")


def test_what_is_no_command_stays_in_the_box(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.fill("/tirage the lift")
    box.press("Enter")
    expect(page.get_by_text("/tirage is not a valid command.")).to_be_visible()
    expect(box).to_have_value("/tirage the lift")


def test_a_person_is_completed_and_mentioned(page: Page, bot: SlackBot) -> None:
    box = page.get_by_role("textbox", name="Message #contact-centre")
    box.press_sequentially("Please ask @pri")
    expect(page.get_by_role("option", selected=True)).to_have_text("@Joan PritchardComplaint handler")
    box.press("Enter")
    box.press_sequentially("today")
    box.press("Enter")
    expect(message(page, "Please ask @Joan Pritchard today")).to_be_visible()
    assert bot.stand_in.messages(CONTACT)[0]["text"] == "Please ask <@U0JOAN> today"


@pytest.mark.parametrize("words", seeds.EXAMPLES, ids=lambda words: words[:30])
def test_an_example_goes_into_the_composer(page: Page, words: str) -> None:
    page.get_by_role("button", name="Try these").click()
    page.get_by_role("group", name="A resident’s message").get_by_role("menuitem", name=words).click()
    expect(page.get_by_role("textbox", name="Message #contact-centre")).to_have_value(words)


def test_a_question_becomes_a_command_in_a_channel_and_is_asked_plainly_of_the_app(page: Page) -> None:
    for where, typed in (("#contact-centre", f"/code {seeds.QUESTIONS[1]}"), ("Clausewise", seeds.QUESTIONS[1])):
        if where == "Clausewise":
            go_to_app(page, "Messages")
        page.get_by_role("button", name="Try these").click()
        page.get_by_role("menuitem", name=seeds.QUESTIONS[1]).click()
        expect(page.get_by_role("textbox", name=f"Message {where}")).to_have_value(typed)


# Finding one's way.


def test_the_about_tab_says_what_the_app_can_do(page: Page) -> None:
    go_to_app(page, "About")
    about = page.get_by_role("tabpanel", name="About")
    expect(about).to_contain_text(manifest()["display_information"]["long_description"])
    expect(about).to_contain_text(seeds.SHORTCUTS[0].about)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Messages", selected=True)).to_be_focused()


def test_a_message_is_found_by_its_words(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, REPAIRS, "The gutter over number 4 drips")
    page.keyboard.press("Control+k")
    search = page.get_by_role("combobox", name="Search")
    search.fill("drips gutter")
    expect(page.get_by_role("option")).to_have_count(1)
    search.press("Enter")
    expect(page.get_by_role("heading", name="repairs").first).to_be_visible()
    expect(message(page, "The gutter over number 4 drips")).to_have_class(re.compile("pointed"))
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill("no such words")
    expect(page.get_by_text("Nothing was found.")).to_be_visible()


def test_the_whole_page_is_reached_by_keys(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the messages")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("heading", name="repairs").first).to_be_visible()
    page.keyboard.press("F6")
    expect(page.get_by_role("button", name="Channel repairs")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.get_by_role("list", name="Messages in repairs")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.get_by_role("textbox", name="Message #repairs")).to_be_focused()


def test_the_focus_goes_back_to_the_message_when_its_thread_is_closed(page: Page) -> None:
    write(page, COMPLAINT)
    open_thread(page, COMPLAINT)
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.keyboard.press("Escape")
    expect(message(page, COMPLAINT).get_by_role("button", name="1 reply")).to_be_focused()


def test_the_people_in_a_channel_are_listed(page: Page) -> None:
    go_to_channel(page, "repairs")
    page.get_by_role("button", name="4 members of repairs").click()
    members = page.get_by_role("dialog", name="Members of #repairs").get_by_role("listitem")
    expect(members).to_have_text(
        [re.compile(name) for name in ("Amara Osei", "Joan Pritchard", "Dev Malik", "Clausewise")]
    )


def test_light_or_dark_is_kept(page: Page) -> None:
    def background() -> str:
        return str(page.evaluate("getComputedStyle(document.querySelector('#main')).backgroundColor"))

    light = background()
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    dark = background()
    assert dark != light
    page.reload()
    expect(page.get_by_role("button", name="Light or dark")).to_be_visible()
    assert background() == dark
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("menuitemradio", name="As this computer has it").click()
    assert background() == light


def test_a_computer_set_to_dark_gets_the_dark_page(browser: Browser, bot: SlackBot) -> None:
    with a_page(browser, bot.stand_in.address, color_scheme="dark") as page:
        colour = page.evaluate("getComputedStyle(document.querySelector('#main')).backgroundColor")
        assert colour == "rgb(26, 29, 32)"


def test_nothing_is_cut_off_at_900_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 900, "height": 700})
    write(page, COMPLAINT)
    thread = open_thread(page, COMPLAINT)
    for part in (
        thread.get_by_role("button", name="Close thread"),
        page.get_by_role("button", name=re.compile("^Acting as")),
    ):
        expect(part).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    thread.get_by_role("button", name="Close thread").click()
    expect(message(page, COMPLAINT)).to_be_visible()


# Nothing leaves the machine.


def test_the_page_asks_nothing_of_any_other_machine(browser: Browser, bot: SlackBot) -> None:
    asked: list[str] = []
    with a_page(browser, bot.stand_in.address) as page:
        page.context.on("request", lambda request: asked.append(request.url))
        page.reload()
        picture = {"type": "image", "image_url": "https://example.org/bars.png", "alt_text": "Seven bars"}
        say(bot.stand_in, "See <https://example.org|there>", CONTACT, blocks=[picture])
        expect(page.get_by_role("img", name="Seven bars")).to_be_visible()
        write(page, COMPLAINT)
        open_thread(page, COMPLAINT).get_by_role("button", name="Change…").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        act_as(page, "Dev Malik")
        for tab in ("Home", "About", "Messages"):
            go_to_app(page, tab)
    assert len(asked) > 30
    assert [url for url in asked if not url.startswith((bot.stand_in.address, "data:"))] == []
    assert bot.stand_in.home(DEV)
