"""Slack's rules for blocks and views: what it would refuse, and with which error.

`refuse_blocks` and `refuse_view` return `None`, or Slack's error code with the places at fault:
`"invalid_blocks: must be less than 3001 characters [json-pointer:/blocks/0/text/text]"`.
Source: Slack's pages "Blocks", "Modals", "App Home" and the methods' own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.workspace.block_shapes import BLOCKS, MARKDOWN_TEXT, TABLE_TEXT, elements_of
from bot.workspace.rules import Complaint, Rule, Shape, anything, characters, plain, yes_or_no
from bot.workspace.shapes import BLOCK_ID

Surface = Literal["message", "home", "modal"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 40_000  # chat.postMessage cuts it here
UPDATE_TEXT = 4_000  # chat.update refuses more
BESIDE_MARKDOWN = 13_000  # all words of a message that has markdown in it. Source: slackapi/bolt-js#2509
VIEW_BYTES = 250_000
VIEW_STACK = 3
PRIVATE_METADATA = 3_000
MODAL_LABEL = 24  # title, submit and close
PROMPTS = 4

IN_VIEWS = frozenset({"section", "header", "context", "divider", "image", "actions", "input", "rich_text"})
ON_SURFACE: dict[Surface, frozenset[str]] = {"message": frozenset(BLOCKS), "home": IN_VIEWS, "modal": IN_VIEWS}


def refuse_blocks(blocks: object, surface: Surface = "message") -> str | None:
    """Return what Slack would say to these blocks on this surface, or `None` if it would take them."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return "invalid_blocks_format: blocks must be a list"
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    complaints = [("/blocks", f"no more than {most} items allowed")] if len(blocks) > most else []
    for place, block in enumerate(blocks):
        complaints += _block(block, f"/blocks/{place}", surface)
    complaints = complaints or [*_repeated(blocks), *_focused_twice(blocks)]
    if complaints:
        return "invalid_blocks: " + "; ".join(f"{what} [json-pointer:{where}]" for where, what in complaints)
    return _too_long_together(blocks)


def _block(block: object, where: str, surface: Surface) -> Iterator[Complaint]:
    kind = block.get("type") if isinstance(block, Mapping) else None
    if not isinstance(block, Mapping) or kind not in ON_SURFACE[surface]:
        yield f"{where}/type", f"unsupported type: {kind}"
        return
    yield from characters(BLOCK_ID, least=0)(block.get("block_id", ""), f"{where}/block_id")
    yield from BLOCKS[kind]({key: value for key, value in block.items() if key != "block_id"}, where)


def _repeated(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Complaint]:
    """Ids that come twice: a block's among its siblings, an action's within its block."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        name = block.get("block_id")
        if name and name in seen:
            yield f"/blocks/{place}/block_id", f"`block_id` {name} already exists"
        seen |= {name} if name else set()
        actions = [one["action_id"] for one in elements_of(block) if one.get("action_id")]
        if len(actions) != len(set(actions)):
            yield f"/blocks/{place}", "`action_id` already exists in this block"


def _focused_twice(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Complaint]:
    wanting = (any(one.get("focus_on_load") for one in elements_of(block)) for block in blocks)
    for place in [place for place, wants in enumerate(wanting) if wants][1:]:
        yield f"/blocks/{place}", "only one element can have focus_on_load set to true"


def _too_long_together(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    markdown = [block for block in blocks if block["type"] == "markdown"]
    if sum(len(block["text"]) for block in markdown) > MARKDOWN_TEXT:
        return f"msg_blocks_too_long: markdown blocks hold at most {MARKDOWN_TEXT} characters together"
    if markdown and words_in(blocks) > BESIDE_MARKDOWN:
        return f"msg_blocks_too_long: a message with markdown holds at most {BESIDE_MARKDOWN} characters"
    if sum(words_in(block) for block in blocks if block["type"] == "table") > TABLE_TEXT:
        return f"invalid_blocks: the cells of a message hold at most {TABLE_TEXT} characters together"
    return None


def words_in(part: object) -> int:
    """How many characters stand under `text` in all of it."""
    if isinstance(part, Mapping):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(words_in(value) for value in part.values())
    if isinstance(part, Sequence) and not isinstance(part, str):
        return sum(words_in(one) for one in part)
    return 0


_EITHER_VIEW: dict[str, Rule] = {
    "private_metadata": characters(PRIVATE_METADATA, least=0), "callback_id": characters(255, least=0),
    "external_id": characters(255, least=0),
}  # fmt: skip
VIEWS: dict[str, Shape] = {
    "home": Shape({"blocks": anything}, _EITHER_VIEW),
    "modal": Shape(
        {"title": plain(MODAL_LABEL), "blocks": anything},
        {**_EITHER_VIEW, "submit": plain(MODAL_LABEL), "close": plain(MODAL_LABEL), "clear_on_close": yes_or_no,
         "notify_on_close": yes_or_no, "submit_disabled": yes_or_no},
    ),
}  # fmt: skip


def refuse_view(view: object) -> str | None:
    """Return what Slack would say to this Home or modal, or `None` if it would take it."""
    kind = view.get("type") if isinstance(view, Mapping) else None
    if not isinstance(view, Mapping) or kind not in ("home", "modal"):
        return f"invalid_arguments: unsupported type: {kind} [json-pointer:/view/type]"
    surface: Surface = "home" if kind == "home" else "modal"
    complaints = list(VIEWS[surface](view, "/view"))
    refused = refuse_blocks(view.get("blocks"), surface)
    if refused:
        complaints.append(("/view/blocks", refused.partition(": ")[2]))
    elif kind == "modal" and not view.get("submit") and any(block["type"] == "input" for block in view["blocks"]):
        complaints.append(("/view", "submit is required when an input block is within blocks"))
    if complaints:
        return "invalid_arguments: " + "; ".join(f"{what} [json-pointer:{where}]" for where, what in complaints)
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        return f"view_too_large: a view holds at most {VIEW_BYTES} bytes"
    return None
