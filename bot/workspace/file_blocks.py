"""Pictures in blocks that are files of the workspace: Slack shows only what was uploaded. Source: "Image block"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.state import RefusedError, State


def need_files(state: State, blocks: object) -> None:
    """Refuse blocks that name a `slack_file` which does not exist, or whose upload was never completed."""
    for wanted in _named(blocks):
        known = [
            file["id"]
            for file in state.files.values()
            if "title" in file and (file["id"] == wanted.get("id") or str(wanted.get("url")).endswith(f"/{file['id']}"))
        ]
        if not known:
            raise RefusedError("invalid_blocks", response_metadata={"messages": ["[ERROR] slack_file: file not found"]})


def _named(part: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        if isinstance(part.get("slack_file"), Mapping):
            yield part["slack_file"]
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _named(value)
