"""The shape of each block, and what is in it. Source: Slack's pages "Blocks", one for each, and "Block elements"."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from bot.workspace.rich_text_shapes import rich_text
from bot.workspace.rules import Complaint, Rule, Shape, characters, listing, one_of, plain, text_object, yes_or_no
from bot.workspace.shapes import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION, PICTURE, TEXT_OBJECT

MARKDOWN_TEXT = 12_000  # over all markdown blocks of one message
TABLE_TEXT = 10_000  # over all cells of one message
TABLE_ROWS, TABLE_COLUMNS = 100, 20
LONGEST_INPUT = 3_000


def element(allowed: frozenset[str]) -> Rule:
    """An element of one of the allowed types, of the right shape, whose parts agree with each other."""

    def rule(value: object, where: str) -> Iterator[Complaint]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or kind not in allowed:
            yield f"{where}/type", f"unsupported type: {kind}"
            return
        faults = list(ELEMENTS[kind](value, where))
        yield from faults or chain(_initial_choice(value, where), _lengths(value, where), _numbers(value, where))

    return rule


def options_of(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All the options of a select, radio or checkbox element, those in groups included."""
    groups = value.get("option_groups") or []
    return [*(value.get("options") or []), *(option for group in groups for option in group["options"])]


def _initial_choice(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    one = value.get("initial_option")
    chosen = [one] if one else value.get("initial_options") or []
    for each in chosen:
        if each not in options_of(value):
            yield where, "initial option must be one of the options"
    if len(chosen) > value.get("max_selected_items", len(chosen)):
        yield f"{where}/initial_options", "must not be more than max_selected_items"


def _lengths(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    if value["type"] != "plain_text_input":
        return
    most, length = value.get("max_length", LONGEST_INPUT), len(value.get("initial_value") or "")
    if length > most:
        yield f"{where}/initial_value", f"must be less than {most + 1} characters"
    if value.get("min_length", 0) > most:
        yield f"{where}/min_length", "must not be more than max_length"


def _numbers(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    if value["type"] != "number_input":
        return
    least, most, first = (
        Decimal(value[key]) if value.get(key) else None for key in ("min_value", "max_value", "initial_value")
    )
    if least is not None and most is not None and least > most:
        yield f"{where}/min_value", "must not be more than max_value"
    if first is not None and ((least is not None and first < least) or (most is not None and first > most)):
        yield f"{where}/initial_value", "must lie between min_value and max_value"
    if first is not None and not value["is_decimal_allowed"] and first != first.to_integral_value():
        yield f"{where}/initial_value", "must be a whole number"


def _context_part(value: object, where: str) -> Iterator[Complaint]:
    if isinstance(value, Mapping) and value.get("type") == "image":
        yield from element(frozenset({"image"}))(value, where)
    else:
        yield from text_object(TEXT_OBJECT)(value, where)


_RAW_CELL = Shape({"text": characters(TABLE_TEXT)})
_COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": yes_or_no}, typed=False)


def _cell(value: object, where: str) -> Iterator[Complaint]:
    if isinstance(value, Mapping) and value.get("type") == "raw_text":
        yield from _RAW_CELL(value, where)
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
        {"alt_text": characters(2_000)}, {**PICTURE, "title": plain(2_000)}, tuple(PICTURE), just_one=True
    ),
    "actions": Shape({"elements": listing(25, element(IN_ACTIONS))}),
    "input": Shape(
        {"label": plain(2_000), "element": element(IN_INPUT)},
        {"hint": plain(2_000), "optional": yes_or_no, "dispatch_action": yes_or_no},
    ),
    "rich_text": rich_text,
    "markdown": Shape({"text": characters(MARKDOWN_TEXT)}),
    "table": Shape(
        {"rows": listing(TABLE_ROWS, listing(TABLE_COLUMNS, _cell))},
        {"column_settings": listing(TABLE_COLUMNS, _COLUMN)},
    ),
    "context_actions": Shape({"elements": listing(5, element(frozenset({"feedback_buttons"})))}),
}  # fmt: skip


def elements_of(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The interactive elements of a block, in the order in which they are shown."""
    single = block.get("accessory") or block.get("element")
    several = block.get("elements", []) if block.get("type") in {"actions", "context_actions"} else []
    return [single] if single and single["type"] != "image" else list(several)
