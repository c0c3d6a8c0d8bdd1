"""A manager's work from the figures to the evidence, done by hand in a real browser. Skipped where there is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, Page, expect

from bot.evidence.columns import NAMES
from bot.roles import Roles
from classifier.labels import Label
from tests.bot.evidence.reading import whole_text
from tests.bot.records.builders import (
    a_correction,
    a_decision_numbered,
    a_prediction,
    a_second_person,
    an_agreement,
    an_explanation,
)
from tests.bot.slack_bot import SlackBot
from tests.browser.pages import CHROMIUM, act_as, go_to_app, message
from tests.workspace.building import JOAN, SIAN

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
TEAM = "T0WORKSPACE"


@pytest.fixture(autouse=True)
def forty_matters(bot: SlackBot) -> None:
    """Thirty complaints agreed, five requests corrected, four matters declined and one in doubt; five are older."""
    for number in range(40):
        label = Label.COMPLAINT if number < 30 else Label.SERVICE_REQUEST if number < 35 else Label.EXCLUDED
        doubt = number == 39
        at = NOW - timedelta(days=60 if number < 5 else 3, minutes=40 - number)
        prediction = a_prediction(label=Label.COMPLAINT if doubt else label, needs_person=doubt)
        decision = a_decision_numbered(
            number, team=TEAM, prediction=prediction, decided_at=at, received_on=at.date(), handed_in_by=JOAN
        )
        bot.log.record(decision, reply_to=None)
        if label is Label.COMPLAINT:
            bot.log.agree(decision.id, an_agreement().model_copy(update={"at": at}))
        elif label is Label.SERVICE_REQUEST:
            bot.log.correct(decision.id, a_correction(Label.COMPLAINT, at=at))
        elif not doubt:
            bot.log.explain(decision.id, an_explanation(JOAN).model_copy(update={"at": at}))
            if number < 38:
                bot.log.second_person(decision.id, a_second_person(SIAN).model_copy(update={"at": at}))


def managers_home(page: Page) -> Locator:
    act_as(page, "Dev Malik")
    go_to_app(page, "Home")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("heading", name="Figures: last 30 days")).to_be_visible()
    return home


def dialog(page: Page, name: str) -> Locator:
    found = page.get_by_role("dialog", name=name)
    expect(found).to_be_visible()
    return found


def download(page: Page, name: str) -> bytes:
    page.get_by_role("tab", name="Messages").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(f"^Download {name}")).click()
    got: Download = download.value
    return got.path().read_bytes()


def test_a_manager_sees_the_figures_and_their_charts(page: Page) -> None:
    home = managers_home(page)
    expect(home).to_contain_text("33 of 35 (94%)")
    expect(home).to_contain_text("Out of time (the Code): 3 of 3")
    chart = home.get_by_role("img", name=re.compile("^Bar chart of matters declined by ground: out of time 3"))
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.complete && image.naturalWidth > 500")


def test_a_manager_chooses_another_period_and_finds_it_again(page: Page) -> None:
    home = managers_home(page)
    home.get_by_role("combobox").select_option("Last 90 days")
    expect(home.get_by_role("heading", name="Figures: last 90 days")).to_be_visible()
    expect(home).to_contain_text("38 of 40 (95%)")
    expect(home.get_by_role("img", name=re.compile("^Bar chart of decisions by label and month"))).to_be_visible()
    page.reload()
    act_as(page, "Dev Malik")
    go_to_app(page, "Home")
    expect(home.get_by_role("heading", name="Figures: last 90 days")).to_be_visible()


def test_a_manager_exports_the_days_asked_for(page: Page) -> None:
    managers_home(page).get_by_role("button", name="Export…").click()
    export = dialog(page, "Export the log")
    export.get_by_label("From").fill("2026-11-03")
    export.get_by_role("button", name="Send it to me").click()
    expect(export.get_by_label("From")).to_have_accessible_description(re.compile("That day is still to come"))
    export.get_by_label("From").fill("2026-10-01")
    export.get_by_role("button", name="Send it to me").click()
    expect(export).to_be_hidden()
    content = download(page, "clausewise-log-")
    expect(message(page, "1 October 2026 to 2 November 2026: 35 decisions, as an Excel workbook.")).to_be_visible()
    header, *rows = load_workbook(BytesIO(content))["Decisions"].iter_rows(values_only=True)
    assert header == NAMES
    assert len(rows) == 35


def test_the_document_says_what_the_dashboard_says(page: Page) -> None:
    home = managers_home(page)
    home.get_by_role("combobox").select_option("Last 90 days")
    expect(home).to_contain_text("Dissatisfaction declined\n3 of 38", use_inner_text=True)
    home.get_by_role("button", name="Evidence…").click()
    evidence = dialog(page, "Evidence")
    expect(evidence.get_by_label("From")).to_have_value("2025-04-01")
    evidence.get_by_role("button", name="This financial year").click()
    expect(evidence.get_by_label("From")).to_have_value("2026-04-01")
    evidence.get_by_role("button", name="Send it to me").click()
    expect(evidence).to_be_hidden()
    text = whole_text(download(page, "clausewise-self-assessment-"))
    assert "We declined 3 of 38" in text
    assert "38 matters" in text


def test_an_officer_without_the_right_sees_no_figures(page: Page) -> None:
    go_to_app(page, "Home")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("heading", name="Needs a person (1)")).to_be_visible()
    expect(home.get_by_text("Figures:")).to_have_count(0)
    expect(home.get_by_role("button", name="Export…")).to_have_count(0)


def test_who_has_lost_the_right_is_refused(page: Page, bot: SlackBot) -> None:
    home = managers_home(page)
    object.__setattr__(bot.services, "roles", Roles(managers=frozenset({SIAN})))
    home.get_by_role("button", name="Export…").click()
    page.get_by_role("tab", name="Messages").click()
    expect(message(page, "Only the managers named in the settings may export the log.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_second_person_confirms_and_the_explanation_is_sent(page: Page, bot: SlackBot) -> None:
    act_as(page, "Siân Hughes")
    go_to_app(page, "Home")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("heading", name="Exclusions waiting for a second person (1)")).to_be_visible()
    home.get_by_role("button", name="Confirm the exclusion…").click()
    dialog(page, "Confirm the exclusion").get_by_role("button", name="Confirm").click()
    expect(home.get_by_role("heading", name="Explanations to send (4)")).to_be_visible()
    home.get_by_role("button", name="Explanation sent…").last.click()
    sent = dialog(page, "Explanation sent")
    sent.get_by_label("Does it name the right").select_option("Yes, it names that right")
    sent.get_by_role("button", name="Save").click()
    expect(home.get_by_role("heading", name="Explanations to send (3)")).to_be_visible()
    assert bot.log.get("d-38").status == "excluded"


def test_an_officer_decides_what_is_in_doubt_from_home_and_asks_the_code(page: Page, bot: SlackBot) -> None:
    go_to_app(page, "Home")
    home = page.get_by_role("tabpanel", name="Home")
    home.get_by_role("button", name="Show…").first.click()
    card = dialog(page, "Decision")
    expect(card).to_contain_text("the boiler has broken again and nobody came")
    card.get_by_role("button", name="Agree").click()
    expect(card.get_by_role("heading", name="Complaint: agreed")).to_be_visible()
    card.get_by_role("button", name="Close").last.click()
    expect(home.get_by_text("Nothing in doubt is waiting.")).to_be_visible()
    assert bot.log.get("d-39").status == "agreed"
    home.get_by_role("button", name="Ask the Code…").click()
    ask = dialog(page, "Ask the Code")
    ask.get_by_label("Your question").fill("how long do we have to acknowledge a complaint?")
    ask.get_by_role("button", name="Ask").click()
    expect(ask).to_contain_text("2024 Code 6.2")
    expect(ask.get_by_label("Another question")).to_have_value("")
