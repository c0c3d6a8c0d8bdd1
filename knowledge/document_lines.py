"""What the readers of plain text, Word and PDF share: the characters, the page furniture and the error.

Whatever it was read from, a document becomes lines with three light marks: "# " before a heading (or alone, where a
clause can go no further), "• " before a bullet, and an empty line between paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

HEADING, BULLET = "# ", "• "
CLAUSE_NUMBER = re.compile(r"(?P<number>[1-9]\.(?:[1-9]|[12]\d|30))[.:)]?")

_EDGE = 3
_MOST_LETTERS = 120
_PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:page\s*)?\d{1,3}(?:\s*(?:of|/|\|)\s*\d{1,3})?[-–—|\s]*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ONE_CHARACTER = str.maketrans(
    {"\N{SOFT HYPHEN}": None, "\N{ZERO WIDTH SPACE}": None, "\N{ZERO WIDTH NO-BREAK SPACE}": None}
    | dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{EN SPACE}\N{EM SPACE}\t", " ")
    | {"\N{NON-BREAKING HYPHEN}": "-", "\N{HYPHEN}": "-"}
    | dict.fromkeys("\x7f\uf0b7\uf0a7\uf0d8●▪▫○◦‣⁃■□➢➤·", "•")  # DEL and the private ones are bullets of fonts.
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)


class DocumentUnreadable(ValueError):
    """The file cannot be read as a document; the message says why and what to do."""


def plain_characters(line: str) -> str:
    """Return the line with ligatures, odd spaces and hidden hyphens made plain; a hyphen at its end stays one."""
    shown = re.sub("\N{SOFT HYPHEN}\\s*$", "-", line)
    return " ".join(shown.translate(_ONE_CHARACTER).split())


def is_page_number(line: str) -> bool:
    """Whether the line is a page number and nothing else ("12", "Page 3 of 20")."""
    return bool(_PAGE_NUMBER.fullmatch(line))


def without_running_heads(pages: Sequence[Sequence[str]], *, keep: re.Pattern[str]) -> list[str]:
    """Return the pages' lines without page numbers and the lines that stand at the edge of page after page.

    keep : lines that come back for another reason, such as the head of a table or an answer in it.
    """
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page, edge in zip(pages, edges, strict=True) for key in {_key(page[i]) for i in edge})
    often = max(3, (len(pages) + 1) // 2)
    running = {key for key, count in counts.items() if count >= often and _could_run(key) and not keep.fullmatch(key)}
    return [
        line
        for page, edge in zip(pages, edges, strict=True)
        for i, line in enumerate(page)
        if not (i in edge and (_key(line) in running or is_page_number(line)))
    ]


def _edges(page: Sequence[str]) -> set[int]:
    printed = [i for i, line in enumerate(page) if line.strip()]
    return {*printed[:_EDGE], *printed[-_EDGE:]}


def _key(line: str) -> str:
    return " ".join(re.sub(r"\d+", "0", line).split())


def _could_run(key: str) -> bool:
    return len(_LETTER.findall(key)) > _EDGE and len(key) <= _MOST_LETTERS
