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
    """Register every listener; the message events come last because they catch all that is left."""
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
    messages.register(app)
