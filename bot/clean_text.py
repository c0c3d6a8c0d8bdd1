"""Text as it comes from outside, made fit to be stored, compared and shown."""

from __future__ import annotations

import re

from bot.decisions import MAX_MESSAGE_CHARACTERS

MAX_QUESTION_CHARACTERS = 4000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # All but tab and line feed.
# <@U1>, <#C1|name>, <!subteam^S1|@team>, <https://…|label>, <mailto:…|…> as Slack writes them into a message's text.
_SLACK_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


class NotAMessage(ValueError):
    """What was handed in cannot be a resident's message: nothing in it, or far too long."""


def printable(text: str) -> str:
    """Return `text` without what no database or terminal takes: lone surrogates, NULs and other control characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub(" ", whole.replace("\r\n", "\n"))


def message_text(text: str) -> str:
    """Return the text of a message, checked.

    Raises
    ------
    NotAMessage : if nothing but blanks is in it, or it is longer than Slack's own limit of 40,000 characters.
    """
    cleaned = printable(text).strip()
    if not cleaned:
        raise NotAMessage("There are no words in the message, so there is nothing to triage.")
    if len(cleaned) > MAX_MESSAGE_CHARACTERS:
        raise NotAMessage(
            f"The message has {len(cleaned):,} characters, more than the {MAX_MESSAGE_CHARACTERS:,} that Slack takes. "
            "Give the resident's own message only, without attachments or the thread below it."
        )
    return cleaned


def from_slack(text: str) -> str:
    """Undo Slack's own marks and escapes in `event.text`, once: what the person typed comes out."""
    plain = _SLACK_MARK.sub(_unmarked, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unmarked(mark: re.Match[str]) -> str:
    kind, target, label = mark.groups()
    if kind == "@":
        return f"@{label or target}"
    if kind == "#":
        return f"#{label or target}"
    if kind == "!":
        if target.startswith("date^"):
            return label or ""
        return f"@{(label or target.split('^')[0]).removeprefix('@')}"
    return label or target.removeprefix("mailto:").removeprefix("tel:")
