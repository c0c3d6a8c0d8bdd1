"""Text made safe for Slack's mrkdwn, and dates as people say them."""

from __future__ import annotations

from datetime import date

SECTION_LIMIT = 3000
ELLIPSIS = "…"


def escape(text: str) -> str:
    """Escape the three characters Slack reads as control characters, once."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_within(text: str, limit: int) -> str:
    """Return `text` escaped and at most `limit` characters long; shortened before escaping, so no entity is cut."""
    room = limit
    shortened = text
    while len(escape(shortened)) > limit:
        shortened = within(text, room)
        room -= max(1, (len(escape(shortened)) - limit) // 5)  # "&amp;", the longest, has five characters for one
    return escape(shortened)


def within(text: str, limit: int) -> str:
    """Return plain text of at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole_words = cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut
    return whole_words.rstrip() + ELLIPSIS


def quoted(text: str, limit: int = SECTION_LIMIT - 200) -> str:
    """Return `text` as a quotation, every line of it; the marks count, so a text of many lines is cut as well."""
    quote = "\n".join(f"> {line}" for line in escaped_within(text, limit).splitlines())
    cut = quote.rfind("\n", 0, limit - 3)
    return quote if len(quote) <= limit or cut < 0 else f"{quote[:cut]}\n> {ELLIPSIS}"


def day(value: date) -> str:
    """Return a day as staff say it: "Mon 9 June 2025"."""
    return f"{value:%a} {value.day} {value:%B %Y}"
