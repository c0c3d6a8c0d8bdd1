"""The app manifest: what the bot asks of a workspace, as shipped for Socket Mode, or made for HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
REMOVAL_EVENTS = ("app_uninstalled", "tokens_revoked")
"""What Slack tells a bot that several workspaces have installed."""


class NoPublicAddress(ValueError):
    """Slack could not reach the bot at the address that was given."""


def manifest() -> dict[str, Any]:
    """Return `manifest.json`: beside the package in a checkout, inside it once installed."""
    here = Path(__file__).parent
    path = next(p for p in (here.parent / "manifest.json", here / "manifest.json") if p.exists())
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def bot_scopes() -> frozenset[str]:
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def bot_events() -> frozenset[str]:
    return frozenset(manifest()["settings"]["event_subscriptions"]["bot_events"])


def http_manifest(address: str, *, several: bool) -> dict[str, Any]:
    """Return the manifest with Socket Mode off and Slack's requests sent to `address`.

    several : several workspaces install the bot by OAuth; Slack then sends them back, and says when one removes it.
    """
    made = manifest()
    events, settings = f"{address}{EVENTS_PATH}", made["settings"]
    settings["socket_mode_enabled"] = False
    settings["interactivity"]["request_url"] = events
    settings["event_subscriptions"]["request_url"] = events
    for command in made["features"]["slash_commands"]:
        command["url"] = events
    if several:
        made["oauth_config"]["redirect_urls"] = [f"{address}{REDIRECT_PATH}"]
        bot_events = settings["event_subscriptions"]["bot_events"]
        settings["event_subscriptions"]["bot_events"] = sorted({*bot_events, *REMOVAL_EVENTS})
    return made


def manifest_text(url: str | None, *, several: bool) -> str:
    """Return the manifest as JSON: as shipped, or for HTTP at `url`.

    Raises
    ------
    NoPublicAddress : if Slack could not use the address, or several workspaces are meant and there is none.
    """
    if url is None and several:
        raise NoPublicAddress("Several workspaces need HTTP: give the bot's public address with --url https://….")
    if url is None:
        return json.dumps(manifest(), indent=2, ensure_ascii=False)
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise NoPublicAddress("Slack reaches a bot only at an address like https://clausewise.example.org.")
    return json.dumps(http_manifest(url.rstrip("/"), several=several), indent=2, ensure_ascii=False)


def suggested_prompts() -> list[dict[str, str]]:
    prompts: list[dict[str, str]] = manifest()["features"]["agent_view"]["suggested_prompts"]
    return prompts
