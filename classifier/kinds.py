"""The two kinds of text that people hand in."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a text is: a resident's message, to be triaged, or a colleague's question about the Code, to be answered."""

    MESSAGE = "message"
    QUESTION = "question"
