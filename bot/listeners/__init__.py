"""What a person can do in Slack, one module each: the table of contents. The first listener that matches runs."""

from __future__ import annotations

from slack_bolt import App

from bot.listeners import (
    commands,
    deciding,
    exclusions,
    handing_out,
    home,
    mentions,
    messages,
    prompts,
    reading_back,
    recording,
    shortcuts,
    watched,
)


def register_listeners(app: App) -> None:
    """Register every listener; those of messages come first, for there are most of them and each is asked in turn."""
    messages.register(app)
    shortcuts.register(app)
    commands.register(app)
    deciding.register(app)
    exclusions.register(app)
    recording.register(app)
    reading_back.register(app)
    watched.register(app)
    prompts.register(app)
    home.register(app)
    handing_out.register(app)
    mentions.register(app)
