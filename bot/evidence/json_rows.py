"""The decision log as JSON Lines: one object a decision, typed values, null for what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.decisions import RecordedDecision
from bot.evidence.columns import Value, cells_of


def as_object(recorded: RecordedDecision) -> dict[str, Any]:
    """Return one decision as JSON takes it: dates and times in ISO form, yes and no as true and false."""
    return {name: _plain(value) for name, value in cells_of(recorded).items()}


def _plain(value: Value) -> str | float | bool | None:
    return value.isoformat() if isinstance(value, datetime | date) else value


def write_jsonl(decisions: Iterable[RecordedDecision], path: Path) -> None:
    """Write one line a decision; where there is none, one empty line, which readers of JSON Lines pass over.

    JSON Lines has no header, and a file without a byte cannot be sent through Slack.
    """
    with path.open("w", encoding="utf-8", newline="\n") as out:
        empty = True
        for recorded in decisions:
            out.write(json.dumps(as_object(recorded), allow_nan=False) + "\n")
            empty = False
        if empty:
            out.write("\n")
