"""What each of Clausewise's users comes to do, done by hand in a real browser. Skipped where there is no Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from classifier.labels import Label
from knowledge.grounds import Ground
from tests.bot.slack_bot import SlackBot
from tests.browser.pages import (
    CHROMIUM,
    act_as,
    choose_from_menu,
    go_to_app,
    go_to_channel,
    message,
    open_thread,
    write,
)
from tests.workspace.building import AMARA, GENERAL, JOAN, REPAIRS, SIAN

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

COMPLAINT = "The boiler is off again, you only came on Tuesday"
REQUEST = "The lift is out of order"
EXCLUDED = "The court case about my damp is listed for May"
LETTER = "We cannot take this up because a claim was filed. You may take our decision to the Housing Ombudsman."
DISCRETION = "No good reason to accept it was found."


def dialog(page: Page, name: str) -> Locator:
    found = page.get_by_role("dialog", name=name)
    expect(found).to_be_visible()
    return found


def heading(thread: Locator, words: str) -> Locator:
    return thread.get_by_role("heading", name=words)


def propose_exclusion(page: Page) -> None:
    """Amara writes a message that is excluded and takes it through the first half of the gate."""
    write(page, EXCLUDED)
    open_thread(page, EXCLUDED).get_by_role("button", name="Propose the exclusion…").click()
    gate = dialog(page, "Propose an exclusion")
    gate.get_by_role("textbox", name="Explanation to the resident").fill(LETTER)
    gate.get_by_role("textbox", name="Was discretion considered?").fill(DISCRETION)
    gate.get_by_role("button", name="Propose").click()
    expect(gate).to_be_hidden()


def test_an_officer_reads_the_card_and_agrees(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    thread = open_thread(page, COMPLAINT)
    expect(heading(thread, "Complaint · sure, 93%")).to_be_visible()
    expect(thread).to_contain_text("Acknowledge, define and log it at stage 1 by Wed 4 November 2026")
    expect(thread).to_contain_text("2024 Code 1.2 · summary in our own words, not the Code's wording")
    expect(thread).to_contain_text("Words that spoke for it: “The”")
    thread.get_by_role("button", name="Agree").click()
    expect(heading(thread, "Complaint: agreed")).to_be_visible()
    expect(thread.get_by_text("@Amara Osei agreed.")).to_be_visible()
    expect(thread.get_by_role("button", name="Agree")).to_have_count(0)
    (recorded,) = bot.log.rows()
    assert recorded.status == "agreed"
    assert recorded.agreement is not None
    assert recorded.agreement.by == AMARA


def test_an_officer_decides_otherwise_and_has_to_say_why(page: Page, bot: SlackBot) -> None:
    write(page, REQUEST)
    thread = open_thread(page, REQUEST)
    expect(heading(thread, "Service request · sure, 93%")).to_be_visible()
    thread.get_by_role("button", name="Change…").click()
    change = dialog(page, "Change the decision")
    why = change.get_by_role("textbox", name="Why?")
    change.get_by_role("button", name="Save").click()
    expect(change.get_by_text("Please complete this required field.")).to_have_count(2)
    change.get_by_role("radio", name="Complaint").check()
    why.fill("   ")
    change.get_by_role("button", name="Save").click()
    expect(why).to_have_accessible_description(re.compile("Say why, in a sentence"))
    expect(why).to_be_focused()
    why.fill("They had reported it twice before.")
    change.get_by_role("button", name="Save").click()
    expect(change).to_be_hidden()
    expect(heading(thread, "Complaint: decided by a person")).to_be_visible()
    expect(thread.get_by_text("@Amara Osei decided: They had reported it twice before.")).to_be_visible()
    expect(thread).to_contain_text("Acknowledge, define and log it at stage 1")
    (recorded,) = bot.log.rows()
    assert (recorded.status, recorded.decided_label) == ("corrected", Label.COMPLAINT)


def test_a_long_card_is_read_with_the_message_above_it(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 600})
    write(page, COMPLAINT)
    thread = open_thread(page, COMPLAINT)
    expect(heading(thread, "Complaint · sure, 93%")).to_be_in_viewport()
    expect(thread.get_by_text(COMPLAINT)).to_be_in_viewport(ratio=1)
    thread.get_by_role("button", name="Change…").scroll_into_view_if_needed()
    expect(thread.get_by_role("button", name="Agree")).to_be_in_viewport(ratio=1)


def test_an_officer_who_chooses_excluded_is_led_into_the_gate(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    thread = open_thread(page, COMPLAINT)
    thread.get_by_role("button", name="Change…").click()
    change = dialog(page, "Change the decision")
    change.get_by_role("radio", name=re.compile("^Excluded matter")).check()
    change.get_by_role("textbox", name="Why?").fill("It is with the insurers.")
    change.get_by_role("button", name="Save").click()
    gate = dialog(page, "Propose an exclusion")
    expect(gate.get_by_role("textbox", name=re.compile("^Why, if the ground"))).to_have_value(
        "It is with the insurers."
    )
    gate.get_by_role("combobox", name="Ground").select_option("insurance_claim")
    letter = gate.get_by_role("textbox", name="Explanation to the resident")
    expect(letter).to_have_value(re.compile("the insurers are dealing with it as a claim"))
    gate.get_by_role("textbox", name="Clause or policy paragraph").fill("Complaints policy 5.1.3.2")
    gate.get_by_role("textbox", name="Explanation to the resident").fill(LETTER)
    gate.get_by_role("textbox", name="Was discretion considered?").fill(DISCRETION)
    gate.get_by_role("button", name="Propose").click()
    expect(gate).to_be_hidden()
    expect(heading(thread, "Excluded matter: waiting for a second person")).to_be_visible()
    (recorded,) = bot.log.rows()
    assert recorded.explanation is not None
    assert recorded.explanation.ground is Ground.INSURANCE_CLAIM


def test_another_ground_brings_its_own_letter_and_keeps_what_was_typed(page: Page) -> None:
    write(page, EXCLUDED)
    open_thread(page, EXCLUDED).get_by_role("button", name="Propose the exclusion…").click()
    gate = dialog(page, "Propose an exclusion")
    gate.get_by_role("textbox", name="Was discretion considered?").fill(DISCRETION)
    gate.get_by_role("combobox", name="Ground").select_option("insurance_claim")
    letter = gate.get_by_role("textbox", name="Explanation to the resident")
    expect(letter).to_have_value(re.compile("the insurers are dealing with it as a claim"))
    expect(gate.get_by_role("textbox", name="Was discretion considered?")).to_have_value(DISCRETION)
    letter.fill(LETTER)
    gate.get_by_role("combobox", name="Ground").select_option("not_our_service")
    expect(gate.get_by_role("textbox", name="Clause or policy paragraph")).not_to_have_value(re.compile("insur"))
    expect(letter).to_have_value(LETTER)


def test_a_handler_records_what_was_done_and_looks_behind_the_card(page: Page, bot: SlackBot) -> None:
    write(page, COMPLAINT)
    thread = open_thread(page, COMPLAINT)
    thread.get_by_role("button", name="Agree").click()
    thread.get_by_role("button", name="Record…").click()
    record = dialog(page, "Record")
    record.get_by_label("Acknowledged on").fill("2026-11-02")
    record.get_by_role("textbox", name="Case reference").fill("CMP-1")
    record.get_by_role("button", name="Save").click()
    expect(record).to_be_hidden()
    expect(thread).to_contain_text("done on 2 November 2026")
    thread.get_by_role("button", name="History").click()
    history = dialog(page, "History")
    expect(history).to_contain_text("Recorded: Acknowledged on 2 November 2026")
    history.get_by_role("button", name="Close").last.click()
    thread.get_by_role("button", name="Why?").click()
    expect(dialog(page, "Why?")).to_contain_text("What spoke for it")


def test_an_exclusion_is_not_proposed_before_its_explanation_is_finished(page: Page, bot: SlackBot) -> None:
    write(page, EXCLUDED)
    thread = open_thread(page, EXCLUDED)
    expect(heading(thread, "Excluded matter, proposed · sure, 93%")).to_be_visible()
    expect(thread.get_by_role("button", name="Agree")).to_have_count(0)
    thread.get_by_role("button", name="Propose the exclusion…").click()
    gate = dialog(page, "Propose an exclusion")
    letter = gate.get_by_role("textbox", name="Explanation to the resident")
    expect(letter).to_have_value(re.compile("Housing Ombudsman"))
    gate.get_by_role("textbox", name="Was discretion considered?").fill(DISCRETION)
    gate.get_by_role("button", name="Propose").click()
    expect(letter).to_have_accessible_description(re.compile(r"Fill in what stands in square brackets\."))
    expect(letter).to_be_focused()
    expect(gate.get_by_text("Fill in what stands in square brackets.")).to_be_in_viewport()
    assert next(iter(bot.log.rows())).status == "proposed"
    letter.fill(LETTER)
    gate.get_by_role("button", name="Propose").click()
    expect(gate).to_be_hidden()
    expect(heading(thread, "Excluded matter: waiting for a second person")).to_be_visible()
    assert next(iter(bot.log.rows())).status == "awaiting_second_person"


def test_a_second_person_confirms_an_exclusion_in_its_thread(page: Page, bot: SlackBot) -> None:
    propose_exclusion(page)
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("button", name="Confirm the exclusion…").click()
    refusal = "You proposed this exclusion, so another person has to confirm it or send it back."
    told = thread.get_by_role("listitem").filter(has_text=refusal)
    expect(told.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)

    act_as(page, "Siân Hughes")
    expect(told).to_have_count(0)
    thread = open_thread(page, EXCLUDED)
    thread.get_by_role("button", name="Confirm the exclusion…").click()
    confirm = dialog(page, "Confirm the exclusion")
    expect(confirm.get_by_text("The message", exact=True)).to_be_in_viewport()
    expect(confirm).to_contain_text(LETTER)
    expect(confirm).to_contain_text(DISCRETION)
    confirm.get_by_role("button", name="Confirm").click()
    expect(confirm).to_be_hidden()
    expect(heading(thread, "Excluded matter: confirmed by a second person")).to_be_visible()
    expect(thread).to_contain_text("@Siân Hughes confirmed it.")
    (recorded,) = bot.log.rows()
    assert (recorded.status, recorded.decided_label) == ("excluded", Label.EXCLUDED)
    assert recorded.second_person is not None
    assert recorded.second_person.by == SIAN


def test_a_second_person_confirms_an_exclusion_from_home(page: Page, bot: SlackBot) -> None:
    propose_exclusion(page)
    act_as(page, "Siân Hughes")
    go_to_app(page, "Home")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home).to_contain_text("Legal proceedings have started, proposed by @Amara Osei")
    home.get_by_role("button", name="Confirm the exclusion…").click()
    confirm = dialog(page, "Confirm the exclusion")
    expect(confirm).to_contain_text(LETTER)
    confirm.get_by_role("button", name="Confirm").click()
    expect(confirm).to_be_hidden()
    expect(home.get_by_role("button", name="Confirm the exclusion…")).to_have_count(0)
    assert next(iter(bot.log.rows())).status == "excluded"
    go_to_channel(page, "contact-centre")
    expect(heading(open_thread(page, EXCLUDED), "Excluded matter: confirmed by a second person")).to_be_visible()


def test_a_second_person_sends_an_exclusion_back(page: Page, bot: SlackBot) -> None:
    propose_exclusion(page)
    act_as(page, "Siân Hughes")
    thread = open_thread(page, EXCLUDED)
    thread.get_by_role("button", name="Send back…").click()
    back = dialog(page, "Send back")
    back.get_by_role("button", name="Send back").click()
    reason = back.get_by_role("textbox", name="Why does the exclusion not stand?")
    expect(reason).to_have_accessible_description("Please complete this required field.")
    reason.fill("Nothing has been filed yet.")
    back.get_by_role("button", name="Send back").click()
    expect(back).to_be_hidden()
    expect(thread).to_contain_text("@Siân Hughes sent it back.")
    expect(thread).to_contain_text("Nothing has been filed yet.")
    expect(thread.get_by_role("button", name="Propose the exclusion…")).to_be_visible()
    assert next(iter(bot.log.rows())).status == "proposed"


def test_a_handler_asks_by_when(page: Page) -> None:
    act_as(page, "Joan Pritchard")
    write(page, "/code S1 acked 23/12/25, when's it due?")
    answer = message(page, "You asked: S1 acked 23/12/25, when's it due?")
    expect(answer.get_by_text("Only visible to you")).to_be_visible()
    expect(heading(answer, "Stage 1 response: Fri 9 January 2026")).to_be_visible()
    expect(answer).to_contain_text("10 working days after Tue 23 December 2025")
    expect(answer).to_contain_text("2024 Code 6.3")


def test_a_handler_asks_in_a_direct_message(page: Page) -> None:
    act_as(page, "Joan Pritchard")
    go_to_app(page, "Messages")
    question = "how long do we have to acknowledge a complaint?"
    write(page, question, "Clausewise")
    thread = open_thread(page, question)
    expect(thread).to_contain_text(f"You asked: {question}")
    expect(thread).to_contain_text("2024 Code 6.2")


def test_an_unclear_direct_message_is_asked_about(page: Page) -> None:
    go_to_app(page, "Messages")
    write(page, "perhaps the lift, complaint again", "Clausewise")
    thread = open_thread(page, "perhaps the lift, complaint again")
    thread.get_by_role("button", name="A resident's message").click()
    expect(heading(thread, "Complaint · sure, 93%")).to_be_visible()
    expect(thread.get_by_role("button", name="A question")).to_have_count(0)


def test_the_shortcut_puts_a_card_into_the_thread(page: Page, bot: SlackBot) -> None:
    bot.say(JOAN, REPAIRS, COMPLAINT)
    go_to_channel(page, "repairs")
    choose_from_menu(page, COMPLAINT, "Triage this")
    thread = open_thread(page, COMPLAINT)
    expect(heading(thread, "Complaint · sure, 93%")).to_be_visible()
    assert bot.stand_in.ephemerals(AMARA) == []


def test_the_shortcut_answers_the_asker_alone_where_the_bot_is_not(page: Page, bot: SlackBot) -> None:
    ts = bot.say(JOAN, GENERAL, COMPLAINT)
    go_to_channel(page, "general")
    choose_from_menu(page, COMPLAINT, "Triage this")
    card = message(page, "Complaint · sure, 93%")
    expect(card.get_by_text("Only visible to you")).to_be_visible()
    card.get_by_role("button", name="Agree").click()
    expect(heading(page.get_by_role("main"), "Complaint: agreed")).to_be_visible()
    assert bot.stand_in.replies(GENERAL, ts) == []
    act_as(page, "Joan Pritchard")
    expect(message(page, COMPLAINT)).to_be_visible()
    expect(message(page, "Complaint: agreed")).to_have_count(0)
