"""What Slack makes of the words that a person types, and back."""

import re
from typing import Any

from bot.workspace import seeds

_PEOPLE = {f"@{person.real_name}": f"<@{person.id}>" for person in seeds.PEOPLE} | {
    f"@{seeds.APP_NAME}": f"<@{seeds.BOT_USER}>"
}
_CHANNELS = {f"#{channel.name}": f"<#{channel.id}|{channel.name}>" for channel in seeds.CHANNELS}
_NAMES = _PEOPLE | _CHANNELS
_FOUND = re.compile(
    r"(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<name>(?<!\w)(?:{'|'.join(re.escape(name) for name in _NAMES)})(?!\w))"
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sent(typed: str) -> str:
    """The `text` of the message: escaped, with links, addresses, people and channels marked up as Slack does."""

    def marked(found: re.Match[str]) -> str:
        if found["link"]:
            return f"<{escape(found['link'])}>"
        if found["mail"]:
            return f"<mailto:{found['mail']}|{found['mail']}>"
        return _NAMES[found["name"]]

    pieces, at = [], 0
    for found in _FOUND.finditer(typed):
        pieces += [escape(typed[at : found.start()]), marked(found)]
        at = found.end()
    return "".join([*pieces, escape(typed[at:])])


def as_rich_text(typed: str) -> list[dict[str, Any]]:
    """The `blocks` of a message that a person wrote."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": typed}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]
