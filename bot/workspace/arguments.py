"""Reading the arguments of a Web API call, which arrive as strings, JSON in strings, or JSON."""

import json
from collections.abc import Mapping
from typing import Any

from bot.workspace.state import Json, RefusedError

Arguments = Mapping[str, Any]


def need(arguments: Arguments, name: str, error: str = "invalid_arguments") -> str:
    value = arguments.get(name)
    if value is None or value == "":
        raise RefusedError(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
    return str(value)


def text(arguments: Arguments, name: str) -> str | None:
    value = arguments.get(name)
    return None if value is None or value == "" else str(value)


def flag(arguments: Arguments, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}


def parsed(arguments: Arguments, name: str, error: str) -> object:
    """The JSON value of an argument, or `None` if it was not given."""
    value = arguments.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except json.JSONDecodeError:
        raise RefusedError(error) from None


def refuse_as_slack(refusal: str | None) -> None:
    """Raise what `limits.refuse_…` said: the code before the colon, the places after it."""
    if refusal is not None:
        code, _, where = refusal.partition(": ")
        raise RefusedError(code, response_metadata={"messages": [f"[ERROR] {one}" for one in where.split("; ")]})


def metadata(arguments: Arguments) -> Json | None:
    value = parsed(arguments, "metadata", "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get("event_type"), str):
        raise RefusedError("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), Mapping):
        raise RefusedError("invalid_metadata_schema")
    return dict(value)
