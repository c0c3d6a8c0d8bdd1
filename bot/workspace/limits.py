"""Slack's rules for blocks and views: what it would refuse, and with which error.

`refuse_blocks` and `refuse_view` return `None`, or Slack's error code with the places at fault:
`"invalid_blocks: must be less than 3001 characters [json-pointer:/blocks/0/text/text]"`.
Source: Slack's pages "Blocks", "Modals", "App Home" and the methods' own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal

from bot.workspace.rich_text_shapes import rich_text
from bot.workspace.shapes import (
    BLOCK_ID,
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    PICKED,
    SELECTS,
    SLACK_FILE,
    TEXT_OBJECT,
    Complaint,
    Rule,
    Shape,
    anything,
    characters,
    listing,
    plain,
    text_object,
    yes_or_no,
)  # fmt: skip

Surface = Literal["message", "home", "modal"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 40_000  # chat.postMessage cuts it here
UPDATE_TEXT = 4_000  # chat.update refuses more
MARKDOWN_TEXT = 12_000  # over all markdown blocks of one message
TABLE_TEXT = 10_000  # over all cells of one message
TABLE_ROWS, TABLE_COLUMNS = 100, 20
VIEW_BYTES = 250_000
VIEW_STACK = 3
PRIVATE_METADATA = 3_000
MODAL_LABEL = 24  # title, submit and close
PROMPTS = 4


def element(allowed: frozenset[str]) -> Rule:
    """An element of one of the allowed types, of the right shape, whose initial choice is among its options."""

    def rule(value: object, where: str) -> Iterator[Complaint]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or kind not in allowed:
            yield f"{where}/type", f"unsupported type: {kind}"
            return
        faults = list(ELEMENTS[kind](value, where))
        yield from faults or chain(_initial_choice(value, where), _initial_length(value, where))

    return rule


def options_of(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All the options of a select, radio or checkbox element, those in groups included."""
    groups = value.get("option_groups") or []
    return [*(value.get("options") or []), *(option for group in groups for option in group["options"])]


def _initial_choice(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    one = value.get("initial_option")
    for chosen in [one] if one else value.get("initial_options") or []:
        if chosen not in options_of(value):
            yield where, "initial option must be one of the options"


def _initial_length(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    length = len(value.get("initial_value") or "")
    if value["type"] == "plain_text_input" and length > value.get("max_length", 3_000):
        yield f"{where}/initial_value", f"must be less than {value['max_length'] + 1} characters"
    if value.get("min_length", 0) > value.get("max_length", 3_000):
        yield f"{where}/min_length", "must not be more than max_length"


def _context_part(value: object, where: str) -> Iterator[Complaint]:
    if isinstance(value, Mapping) and value.get("type") == "image":
        yield from element(frozenset({"image"}))(value, where)
    else:
        yield from text_object(TEXT_OBJECT)(value, where)


def _cell(value: object, where: str) -> Iterator[Complaint]:
    if isinstance(value, Mapping) and value.get("type") == "raw_text":
        yield from characters(TABLE_TEXT)(value.get("text"), f"{where}/text")
    elif isinstance(value, Mapping) and value.get("type") == "rich_text":
        yield from rich_text(value, where)
    else:
        yield where, "a cell must be raw_text or rich_text"


BLOCKS: dict[str, Rule] = {
    "section": Shape(
        {},
        {"text": text_object(3_000), "fields": listing(10, text_object(2_000)), "accessory": element(IN_SECTION),
         "expand": yes_or_no},
        ("text", "fields"),
    ),
    "header": Shape({"text": plain(150)}),
    "context": Shape({"elements": listing(10, _context_part)}),
    "divider": Shape(),
    "image": Shape(
        {"alt_text": characters(2_000)},
        {"image_url": characters(3_000), "slack_file": SLACK_FILE, "title": plain(2_000)},
        ("image_url", "slack_file"),
    ),
    "actions": Shape({"elements": listing(25, element(IN_ACTIONS))}),
    "input": Shape(
        {"label": plain(2_000), "element": element(IN_INPUT)},
        {"hint": plain(2_000), "optional": yes_or_no, "dispatch_action": yes_or_no},
    ),
    "rich_text": rich_text,
    "markdown": Shape({"text": characters(MARKDOWN_TEXT)}),
    "table": Shape(
        {"rows": listing(TABLE_ROWS, listing(TABLE_COLUMNS, _cell))}, {"column_settings": listing(20, anything)}
    ),
    "context_actions": Shape({"elements": listing(5, element(frozenset({"feedback_buttons"})))}),
}  # fmt: skip
IN_VIEWS = frozenset({"section", "header", "context", "divider", "image", "actions", "input", "rich_text"})
ON_SURFACE: dict[Surface, frozenset[str]] = {"message": frozenset(BLOCKS), "home": IN_VIEWS, "modal": IN_VIEWS}


def elements_of(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The interactive elements of a block, in the order in which they are shown."""
    single = block.get("accessory") or block.get("element")
    several = block.get("elements", []) if block.get("type") in {"actions", "context_actions"} else []
    return [single] if single and single["type"] != "image" else list(several)


def refuse_blocks(blocks: object, surface: Surface = "message") -> str | None:
    """Return what Slack would say to these blocks on this surface, or `None` if it would take them."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return "invalid_blocks_format: blocks must be a list"
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    complaints = [("/blocks", f"no more than {most} items allowed")] if len(blocks) > most else []
    for place, block in enumerate(blocks):
        complaints += _block(block, f"/blocks/{place}", surface)
    complaints = complaints or list(_repeated(blocks))
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


def _too_long_together(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_TEXT:
        return f"msg_blocks_too_long: markdown blocks hold at most {MARKDOWN_TEXT} characters together"
    tables = [block for block in blocks if block["type"] == "table"]
    cells = sum(len(cell.get("text", "")) for table in tables for row in table["rows"] for cell in row)
    if cells > TABLE_TEXT:
        return f"invalid_blocks: the cells of a message hold at most {TABLE_TEXT} characters together"
    return None


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


__all__ = ["BLOCKS", "ELEMENTS", "PICKED", "SELECTS", "elements_of", "options_of", "refuse_blocks", "refuse_view"]
