"""The app manifest as shipped: what the bot asks of a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


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
