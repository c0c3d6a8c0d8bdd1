"""A number with what it counts, in words."""

from __future__ import annotations


def how_many(count: int, of: str) -> str:
    """Return "1 text" or "1,204 texts"."""
    return f"{count:,} {of}{'' if count == 1 else 's'}"
