"""Buttons, menus and inputs: finding them, what they hold, and what Slack sends when they are used."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.block_shapes import elements_of, options_of
from bot.workspace.shapes import PRESSED, TYPED

Blocks = Sequence[Mapping[str, Any]]
Values = dict[str, dict[str, dict[str, Any]]]
INITIAL = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
} | dict.fromkeys(TYPED, ("value", "initial_value"))
SEVERAL = ("multi_static_select", "checkboxes")


class NoSuchControlError(LookupError):
    """Nobody can press what is not shown."""


def controls(blocks: Blocks) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each block with each of its elements."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def initial_values(blocks: Blocks) -> Values:
    """What every element that keeps a state holds before anybody touched it."""
    values: Values = {}
    for block, element in controls(blocks):
        if element["type"] not in PRESSED:
            held, initial = INITIAL[element["type"]]
            empty: Any = [] if element["type"] in SEVERAL else None
            state = {"type": element["type"], held: element.get(initial, empty)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def current_values(blocks: Blocks, given: Mapping[str, Mapping[str, Any]]) -> Values:
    """The state of all elements once people put `given` in; a bare value stands for the state that holds it.

    Raises `NoSuchControlError` if `given` names an input that is not shown.
    """
    values = initial_values(blocks)
    shown = {(block["block_id"], element["action_id"]): element for block, element in controls(blocks)}
    for block_id, actions in given.items():
        for action_id, value in actions.items():
            element = shown.get((block_id, action_id))
            if element is None or element["type"] in PRESSED:
                raise NoSuchControlError(f"There is no input {action_id!r} in block {block_id!r}.")
            values[block_id][action_id] = state_of(element, value)
    return values


def state_of(element: Mapping[str, Any], value: object) -> dict[str, Any]:
    """`{"type": …, "selected_option": …}` and the like, for a value as people think of it."""
    if isinstance(value, Mapping) and value.get("type") == element["type"]:
        return dict(value)
    held = INITIAL[element["type"]][0]
    if held == "selected_options":
        return {"type": element["type"], held: [_option(element, one) for one in _several(value)]}
    if held == "selected_option":
        return {"type": element["type"], held: _option(element, value) if value else None}
    return {"type": element["type"], held: value or None}


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value] if value else []


def _option(element: Mapping[str, Any], value: object) -> Mapping[str, Any]:
    wanted = value.get("value") if isinstance(value, Mapping) else value
    for option in options_of(element):
        if option.get("value") == wanted:
            return option
    raise NoSuchControlError(f"{element['action_id']!r} has no option {wanted!r}.")


def find_control(
    blocks: Blocks, action_id: str, *, block_id: str | None = None, value: object = None
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The block and element of this action; where several buttons share it, the one with this value."""
    found = [
        (block, element)
        for block, element in controls(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    exact = [pair for pair in found if pair[1]["type"] == "button" and pair[1].get("value") == value]
    if not found:
        raise NoSuchControlError(f"Nothing with action_id {action_id!r} is shown there.")
    return (exact or found)[0]


def action_of(block: Mapping[str, Any], element: Mapping[str, Any], value: object, ts: str) -> dict[str, Any]:
    """What stands in `actions` of the payload."""
    kind = element["type"]
    action = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    if kind == "button":
        return {**action, **{key: element[key] for key in ("text", "value", "style", "url") if key in element}}
    if kind == "overflow":
        return {**action, "selected_option": _option(element, value)}
    if kind == "feedback_buttons":
        return {**action, "value": value}
    for key in (INITIAL[kind][1], "placeholder"):
        if key in element:
            action[key] = element[key]
    return {**action, **state_of(element, value)}


def shortfalls(blocks: Blocks, values: Values) -> dict[str, str]:
    """What Slack's own client refuses to submit, by `block_id`, before it asks the bot."""
    wrong: dict[str, str] = {}
    for block, element in controls(blocks):
        if block["type"] != "input":
            continue
        held = values[block["block_id"]][element["action_id"]][INITIAL[element["type"]][0]]
        if not held and not block.get("optional"):
            wrong[block["block_id"]] = "Please complete this required field."
        elif isinstance(held, str) and (fault := _length_fault(element, held)):
            wrong[block["block_id"]] = fault
    return wrong


def _length_fault(element: Mapping[str, Any], held: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if len(held) < least:
        return f"This must be at least {least} characters."
    return f"This must be at most {most} characters." if len(held) > most else None
