"""The app manifest keeps Slack's limits, as shipped and for HTTP. Source: Slack's page "App manifest reference"."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack_manifest import NoPublicAddress, http_manifest, manifest, manifest_text

ADDRESS = "https://clausewise.example.org"
MANIFESTS = {
    "Socket Mode": manifest(),
    "HTTP": http_manifest(ADDRESS, several=False),
    "several workspaces": http_manifest(ADDRESS, several=True),
}
# The scope that brings an event; Home brings none of its own. Source: Slack's pages of the events.
SCOPE_OF = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "tokens_revoked": None,
}


@pytest.fixture(params=MANIFESTS)
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return MANIFESTS[request.param]


def test_texts_are_no_longer_than_slack_takes(made: dict[str, Any]) -> None:
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["agent_view"]["agent_description"]) <= 300
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["callback_id"]) <= 255
        assert len(shortcut["description"]) <= 150
    assert all(len(command["command"]) <= 32 for command in features["slash_commands"])


def test_there_are_no_more_of_anything_than_slack_takes(made: dict[str, Any]) -> None:
    features = made["features"]
    prompts = features["agent_view"]["suggested_prompts"]
    assert len(prompts) <= 4
    assert all(prompt.keys() == {"title", "message"} for prompt in prompts)
    assert len(features["shortcuts"]) <= 10
    assert len(features["slash_commands"]) <= 50


def test_people_can_write_to_the_bot_and_its_buttons_are_alive(made: dict[str, Any]) -> None:
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert "assistant_view" not in made["features"]  # New apps cannot use it.
    assert made["settings"]["interactivity"]["is_enabled"] is True


def test_every_event_has_the_scope_that_brings_it_and_no_reading_scope_is_without_its_event(
    made: dict[str, Any],
) -> None:
    scopes = made["oauth_config"]["scopes"]["bot"]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    needed = {SCOPE_OF[event] for event in events} - {None}
    assert needed == {scope for scope in scopes if scope.endswith((":history", ":read"))}
    assert scopes == sorted(scopes)
    assert events == sorted(events)


def test_socket_mode_names_no_address_and_http_names_one_everywhere() -> None:
    shipped, http = MANIFESTS["Socket Mode"], MANIFESTS["HTTP"]
    assert "url" not in str(shipped)
    assert shipped["settings"]["socket_mode_enabled"] is True
    events = f"{ADDRESS}/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["interactivity"]["request_url"] == events
    assert http["settings"]["event_subscriptions"]["request_url"] == events
    assert {command["url"] for command in http["features"]["slash_commands"]} == {events}


def test_only_several_workspaces_are_sent_back_and_tell_of_their_removal() -> None:
    one, several = MANIFESTS["HTTP"], MANIFESTS["several workspaces"]
    assert several["oauth_config"]["redirect_urls"] == [f"{ADDRESS}/slack/oauth_redirect"]
    assert "redirect_urls" not in one["oauth_config"]
    more = set(several["settings"]["event_subscriptions"]["bot_events"])
    assert more - set(one["settings"]["event_subscriptions"]["bot_events"]) == {"app_uninstalled", "tokens_revoked"}


@pytest.mark.parametrize(
    "url", ["http://clausewise.example.org", "clausewise.example.org", "https://", "https://a.example/?b=c", ""]
)
def test_an_address_that_slack_could_not_reach_is_refused(url: str) -> None:
    with pytest.raises(NoPublicAddress, match=r"https://clausewise\.example\.org"):
        manifest_text(url, several=False)


def test_several_workspaces_without_an_address_are_refused() -> None:
    with pytest.raises(NoPublicAddress, match="--url"):
        manifest_text(None, several=True)
