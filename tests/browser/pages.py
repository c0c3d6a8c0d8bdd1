"""The workspace's page in a real browser, and what a person's hands do on it."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def a_page(
    browser: Browser, address: str, *, color_scheme: Literal["light", "dark"] = "light", now: datetime | None = None
) -> Iterator[Page]:
    """Open the page as Amara sees it; whatever it complains of in the console is an error at the end.

    now : what the browser takes for the present, so that a message of that day is "Today".
    """
    complaints: list[str] = []
    page = browser.new_page(
        viewport={"width": 1280, "height": 800},
        color_scheme=color_scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    if now is not None:
        page.clock.set_fixed_time(now)
    page.goto(address)
    expect(page.get_by_role("heading", name="contact-centre").first).to_be_visible()
    yield page
    assert complaints == []
    page.close()


def go_to_channel(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("button", name=re.compile(rf"^Channel {name}")).click()
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def go_to_app(page: Page, tab: Literal["Home", "Messages", "About"]) -> None:
    page.get_by_role("navigation").get_by_role("button", name=re.compile("^Clausewise")).click()
    expect(page.get_by_role("tab", selected=True)).to_be_visible()
    if page.get_by_role("tab", name=tab, selected=True).count() == 0:
        page.get_by_role("tab", name=tab).click()
    expect(page.get_by_role("tab", name=tab, selected=True)).to_be_visible()


def act_as(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^Acting as")).click()
    page.get_by_role("menuitemradio", name=re.compile(name)).click()
    expect(page.get_by_role("button", name=f"Acting as {name}")).to_be_visible()


def write(page: Page, words: str, where: str = "#contact-centre") -> None:
    box = page.get_by_role("textbox", name=f"Message {where}")
    box.fill(words)
    box.press("Enter")
    expect(box).to_have_value("")


def message(page: Page, words: str) -> Locator:
    """Return the message with these words in the middle of the page."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=words)


def open_thread(page: Page, words: str) -> Locator:
    """Open the thread under the message with these words, and return it once the bot's card is in it."""
    message(page, words).get_by_role("button", name=re.compile("1 reply|replies")).click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("listitem").nth(1)).to_be_visible()
    return thread


def choose_from_menu(page: Page, words: str, choice: str) -> None:
    """Choose from the menu of the message with these words."""
    one = message(page, words)
    one.hover()
    one.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile(choice)).click()
