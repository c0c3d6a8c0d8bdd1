"""A browser, the real bot, and its page as Amara sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.browser.pages import a_browser, a_page


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []


@pytest.fixture
def page(browser: Browser, bot: SlackBot) -> Iterator[Page]:
    """The page as Amara sees it; whatever it complains of in the console fails the test."""
    with a_page(browser, bot.stand_in.address) as page:
        yield page
