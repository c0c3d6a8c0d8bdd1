"""Who may see the dashboard, export the log and confirm exclusions: asked on every click, in Slack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.listeners.exclusions import SECOND_PEOPLE_ONLY
from bot.listeners.handing_out import MANAGERS_ONLY
from bot.roles import Roles
from bot.settings import Settings
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.workspace.building import AMARA, CONTACT, DEV, JOAN, SIAN

EXCLUDED = "The court case about my damp is listed for May"
LETTER = "We cannot take this up because a claim was filed. You may take our decision to the Housing Ombudsman."


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    """A bot whose settings name Sian and Amara as second people, and Dev as the manager."""
    with a_slack_bot(tmp_path, second_people=frozenset({SIAN, AMARA})) as running:
        yield running


@pytest.fixture
def card(bot: SlackBot) -> dict[str, Any]:
    """The card of an exclusion that Amara has put forward."""
    ts = bot.say(AMARA, CONTACT, EXCLUDED)
    bot.people.click(AMARA, place(bot.card(CONTACT, ts)), "explain")
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    typed = {"letter": {"text": LETTER}, "discretion": {"text": "No good reason to accept it was found."}}
    assert bot.people.submit(AMARA, view["id"], typed).ok
    bot.settle()
    return bot.card(CONTACT, ts)


def place(card: dict[str, Any]) -> dict[str, str]:
    return {"channel": CONTACT, "ts": card["ts"]}


@pytest.mark.parametrize("button", ["confirm_exclusion", "send_back_exclusion"])
def test_only_those_named_may_confirm_an_exclusion_or_send_it_back(
    button: str, bot: SlackBot, card: dict[str, Any]
) -> None:
    bot.people.click(JOAN, place(card), button)
    bot.settle()
    assert bot.stand_in.open_view(JOAN) is None
    assert bot.stand_in.ephemerals(JOAN)[-1]["text"] == SECOND_PEOPLE_ONLY
    bot.people.click(SIAN, place(card), button)
    assert bot.stand_in.open_view(SIAN) is not None


def test_who_is_named_still_may_not_confirm_what_they_proposed(bot: SlackBot, card: dict[str, Any]) -> None:
    bot.people.click(AMARA, place(card), "confirm_exclusion")
    bot.settle()
    assert bot.stand_in.open_view(AMARA) is None
    assert "another person" in bot.stand_in.ephemerals(AMARA)[-1]["text"]


@pytest.mark.parametrize(
    ("button", "typed"),
    [("confirm_exclusion", {}), ("send_back_exclusion", {"reason": {"text": "No claim."}})],
)
def test_it_is_asked_again_when_the_dialog_is_submitted(
    button: str, typed: dict[str, Any], bot: SlackBot, card: dict[str, Any]
) -> None:
    bot.people.click(SIAN, place(card), button)
    view = bot.stand_in.open_view(SIAN)
    assert view is not None
    object.__setattr__(bot.services, "roles", Roles(second_people=frozenset({AMARA})))  # Started with other settings.
    bot.people.submit(SIAN, view["id"], typed)
    bot.settle()
    (recorded,) = bot.log.rows()
    assert recorded.status == "awaiting_second_person"
    assert bot.stand_in.ephemerals(SIAN)[-1]["text"] == SECOND_PEOPLE_ONLY


def test_a_click_on_export_by_somebody_who_is_no_manager_exports_nothing(bot: SlackBot) -> None:
    bot.people.open_home(DEV)
    bot.settle()
    home = bot.stand_in.home(DEV)
    assert home is not None
    object.__setattr__(bot.services, "roles", Roles(managers=frozenset({SIAN})))
    bot.people.click(DEV, {"view_id": home["id"]}, "export_log")
    bot.settle()
    assert bot.stand_in.files == []
    assert any(MANAGERS_ONLY in str(message) for message in bot.stand_in.messages("D0DEV"))


def test_with_nobody_named_anybody_may_confirm_and_nobody_may_export() -> None:
    nobody_named = Roles()
    assert nobody_named.may_confirm(JOAN)
    assert not nobody_named.may_export(JOAN)
    assert not nobody_named.may_see_dashboard(JOAN)


def test_the_settings_name_them_separated_by_commas(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SECOND_PEOPLE", f"{SIAN}, {AMARA},")
    assert Settings().second_people == (SIAN, AMARA)
