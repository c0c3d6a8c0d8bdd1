"""The manifest as Slack takes it. Source: Slack's pages "App manifest reference" and "Migrating to agent messaging"."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.slack_manifest import bot_events, bot_scopes, manifest
from bot.workspace.deliveries import EVENTS_OF
from bot.workspace.methods import METHODS
from bot.workspace.rules import Rule, Shape, anything, characters, listing, one_of, yes_or_no

PROMPT = Shape({"title": characters(3_000), "message": characters(3_000)}, typed=False)
COMMAND = Shape(
    {"command": characters(32), "description": characters(2_000)},
    {"usage_hint": characters(1_000), "should_escape": yes_or_no, "url": characters(3_000)},
    typed=False,
)
SHORTCUT = Shape(
    {"name": characters(24), "type": one_of("message", "global"), "callback_id": characters(255),
     "description": characters(150)},
)  # fmt: skip
PARTS: dict[str, Rule] = {
    "display_information": Shape(
        {"name": characters(35), "description": characters(140), "long_description": characters(4_000, least=175)},
        {"background_color": characters(7)},
        typed=False,
    ),
    "features": Shape(
        {
            "app_home": Shape(
                dict.fromkeys(
                    ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), yes_or_no
                ),
                typed=False,
            ),
            "bot_user": Shape({"display_name": characters(80), "always_online": yes_or_no}, typed=False),
            "agent_view": Shape(
                {"agent_description": characters(300)}, {"suggested_prompts": listing(4, PROMPT)}, typed=False
            ),
            "shortcuts": listing(10, SHORTCUT),
            "slash_commands": listing(50, COMMAND),
        },
        typed=False,
    ),
    "settings": anything,
    "oauth_config": anything,
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return manifest()


def test_every_part_keeps_to_slacks_lengths_and_names(shipped: dict[str, Any]) -> None:
    rules = Shape(PARTS, {"_metadata": anything}, typed=False)
    assert list(rules(shipped, "")) == []


def test_a_manifest_for_the_older_assistant_is_refused(shipped: dict[str, Any]) -> None:
    older = shipped["features"] | {"assistant_view": {"assistant_description": "Ask me"}}
    assert list(PARTS["features"](older, "/features"))


def test_people_can_write_to_the_bot_press_its_buttons_and_open_its_home(shipped: dict[str, Any]) -> None:
    home = shipped["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    assert shipped["settings"]["interactivity"]["is_enabled"] is True


def test_commands_are_names_with_a_slash(shipped: dict[str, Any]) -> None:
    for command in shipped["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]+", command["command"])
        assert shipped["settings"]["socket_mode_enabled"] or command["url"]


def test_every_event_has_the_scope_that_brings_it_and_no_scope_is_there_for_nothing() -> None:
    scope_of = dict(EVENTS_OF.values()) | {"app_mention": "app_mentions:read"}
    heard = {scope_of[event] for event in bot_events() - {"app_home_opened"}}
    called = {scope for method in METHODS.values() for scope in method.scopes}
    assert heard <= bot_scopes()
    assert bot_scopes() <= heard | called | {"commands"}
