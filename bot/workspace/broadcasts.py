"""Finding what Slack takes and should not get (text that wakes everybody), and giving blocks the ids Slack gives."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.block_shapes import elements_of
from bot.workspace.state import Json

BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^)[^>]*>")


def broadcasts(text: str | None, blocks: object) -> list[str]:
    """Each text in which an unescaped broadcast stands where Slack would read it."""
    return [one for one in [text or "", *_read_texts(blocks)] if BROADCAST.search(one)]


def _read_texts(part: object) -> Iterator[str]:
    """The texts in which Slack parses markup: `mrkdwn` objects and `markdown` blocks."""
    if isinstance(part, Mapping):
        if part.get("type") in {"mrkdwn", "markdown"}:
            yield str(part.get("text"))
        if part.get("type") == "broadcast":
            yield f"<!{part.get('range')}>"
        for value in part.values():
            yield from _read_texts(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _read_texts(value)


def with_ids(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The blocks with a `block_id` and `action_id` wherever the bot gave none, as Slack stores them."""
    return [_named(block) for block in blocks]


def _named(block: Mapping[str, Any]) -> Json:
    named: Json = dict(block) | {"block_id": block.get("block_id") or secrets.token_hex(3)}
    acted = {id(element) for element in elements_of(block)}
    for key in ("accessory", "element"):
        if key in block and id(block[key]) in acted:
            named[key] = _with_action(block[key])
    if block["type"] in {"actions", "context_actions"}:
        named["elements"] = [_with_action(element) for element in block["elements"]]
    return named


def _with_action(element: Mapping[str, Any]) -> Json:
    return dict(element) | {"action_id": element.get("action_id") or secrets.token_hex(3)}
