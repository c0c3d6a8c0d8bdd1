"""Pictures of the workspace with the real classifier in it: `python -m tests.browser.screenshots OUT_FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from bot.progress import load_model
from bot.settings import Settings
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.browser.pages import CHROMIUM, a_browser, a_page, act_as, go_to_app, open_thread, write
from tests.workspace.building import AMARA, CONTACT, DEV, JOAN

DOCS = Path(__file__).parents[2] / "docs"
README_PICTURES = {"complaint": DOCS / "workspace.png", "answer": DOCS / "answer.png"}
README_LIMIT = 200_000  # bytes; a README should not weigh more
COLOURS = 256

BULB = (
    "Good morning, the security light over the bin store at Marlowe Court has gone out. Could somebody replace the "
    "bulb please? It is very dark there by five."
)
BOILER = (
    "That's the third time I've stayed in for the boiler man and the third time nobody has turned up. Nobody rang "
    "either. My mother is 81 and she has been without hot water since last Thursday."
)
FOB = "Hi is it possible to get a second key fob for the main door, my son has moved back in. Thanks"
GATE = (
    "Three times I have asked for the same gate to be mended and three times nobody turned up. Please treat this as a "
    "complaint."
)
GUTTER = "You came to mend the gutter and it is leaking again, this is the second time of asking."
COURT = (
    "My solicitor issued proceedings against you at the county court in September about the damp in my bedroom, and "
    "I now want to make a complaint about that same damp."
)
CHARGE = "I want to complain about the service charge going up by 9% this year. It is far too much for what we get."
LETTER = (
    "Thank you for getting in touch about the damp in your bedroom. We cannot take it through our complaints process "
    "because court proceedings about it have started. If you do not agree, you may take this decision to the Housing "
    "Ombudsman Service."
)

Draw = Callable[[Page, SlackBot], None]


def complaint(page: Page, bot: SlackBot) -> None:
    """A complaint in the contact-centre channel, and its whole card in the thread."""
    page.set_viewport_size({"width": 1280, "height": 960})
    expect(triaged(page, bot, GATE).get_by_role("button", name="Agree")).to_be_in_viewport(ratio=1)


def danger(page: Page, bot: SlackBot) -> None:
    """A complaint that tells of a danger."""
    triaged(page, bot, BOILER)


def triaged(page: Page, bot: SlackBot, text: str) -> Locator:
    say(bot, AMARA, BULB, FOB)
    write(page, text)
    thread = open_thread(page, text)
    expect(thread.get_by_role("heading", name="Complaint · ")).to_be_visible()
    return thread


def gate(page: Page, bot: SlackBot) -> None:
    """The first half of the exclusion gate, with the drafted explanation."""
    say(bot, AMARA, BULB)
    write(page, COURT)
    thread = open_thread(page, COURT)
    thread.get_by_role("button", name="Propose the exclusion…").click()
    expect(page.get_by_role("dialog", name="Propose an exclusion")).to_be_visible()


def refused(page: Page, bot: SlackBot) -> None:
    """The same, handed in unfinished."""
    gate(page, bot)
    dialog = page.get_by_role("dialog", name="Propose an exclusion")
    dialog.get_by_role("textbox", name="Was discretion considered?").fill("The court will decide the same facts.")
    dialog.get_by_role("button", name="Propose").click()
    expect(dialog.get_by_text("Fill in what stands in square brackets.")).to_be_visible()


def home(page: Page, bot: SlackBot) -> None:
    """The manager's Home: an exclusion that waits for a second person, a doubtful message, decisions, the export."""
    say(bot, JOAN, CHARGE)
    say(bot, DEV, GUTTER, FOB)
    ts = say(bot, AMARA, COURT)
    bot.people.click(AMARA, {"channel": CONTACT, "ts": bot.card(CONTACT, ts)["ts"]}, "explain")
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    values = {"letter": {"text": LETTER}, "discretion": {"text": "The court will decide the same facts."}}
    bot.people.submit(AMARA, view["id"], values)
    bot.settle()
    act_as(page, "Dev Malik")
    go_to_app(page, "Home")
    expect(page.get_by_role("button", name="Export…")).to_be_attached()


def export(page: Page, bot: SlackBot) -> None:
    """The end of the manager's Home, where the export is."""
    home(page, bot)
    page.get_by_role("button", name="Export…").scroll_into_view_if_needed()


def answer(page: Page, bot: SlackBot) -> None:
    """What a complaint handler gets from /code."""
    page.set_viewport_size({"width": 1280, "height": 960})
    say(bot, AMARA, BULB)
    act_as(page, "Joan Pritchard")
    write(page, "/code S1 acked 27/10/26, when's it due?")
    expect(page.get_by_text("Only visible to you")).to_be_visible()


PICTURES: tuple[tuple[str, Draw, Literal["light", "dark"]], ...] = (
    ("complaint", complaint, "light"),
    ("gate", gate, "light"),
    ("gate-refused", refused, "light"),
    ("home", home, "light"),
    ("home-export", export, "light"),
    ("answer", answer, "light"),
    ("danger-dark", danger, "dark"),
)


def say(bot: SlackBot, user: str, *texts: str) -> str:
    """Write messages a few minutes apart, and return the `ts` of the last once each has its card."""
    ts = ""
    for text in texts:
        ts = bot.say(user, CONTACT, text)
        bot.card(CONTACT, ts)
        bot.settle()
        bot.clock.forward(minutes=6)
    return ts


def take(browser: Browser, bot: SlackBot, draw: Draw, scheme: Literal["light", "dark"], out: Path) -> None:
    with a_page(browser, bot.stand_in.address, color_scheme=scheme, now=bot.clock.now) as page:
        draw(page, bot)
        page.mouse.move(0, 0)
        page.screenshot(path=out, animations="disabled", caret="hide")


def shrink(picture: Path, out: Path) -> None:
    """Write a picture again with few colours, which flat surfaces do not miss."""
    out.parent.mkdir(exist_ok=True)
    with Image.open(picture) as whole:
        whole.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            out, optimize=True
        )
    if out.stat().st_size > README_LIMIT:
        raise SystemExit(f"{out} has {out.stat().st_size:,} bytes: more than {README_LIMIT:,}.")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("Say where the pictures go: python -m tests.browser.screenshots OUT_FOLDER")
    if CHROMIUM is None:
        raise SystemExit("No Chromium on this machine: install Debian's package chromium.")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    model = load_model(Settings().home)
    with a_browser() as browser:
        for name, draw, scheme in PICTURES:
            with tempfile.TemporaryDirectory() as state, a_slack_bot(Path(state), predict=model.predict) as bot:
                take(browser, bot, draw, scheme, folder / f"{name}.png")
            print(folder / f"{name}.png")
    for name, picture in README_PICTURES.items():
        shrink(folder / f"{name}.png", picture)
        print(picture)


if __name__ == "__main__":
    main()
