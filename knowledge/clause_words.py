"""Put a clause's words together from the lines they were printed on: broken lines, hyphens at their ends, bullets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_BULLET = re.compile(r"•\s*")
# These begin a bullet only in a list: a dash can also stand where a line happened to break.
_LISTED = re.compile(r"(?P<sign>[-–—*]|o)\s+|(?P<letter>\(?(?:[a-z]|[ivx]{2,4})[.)])\s+")
_HYPHEN_KEPT = frozenset("self non co re pre well long short multi in on follow cross resident time".split())  # noqa: SIM905


class ClauseWords(NamedTuple):
    """A clause's words before its bullets, the bullets without their marks (letters are kept), and what follows."""

    text: str
    bullets: tuple[str, ...]
    closing: str | None


def put_together(lines: Iterable[str], vocabulary: frozenset[str]) -> ClauseWords:
    """Return the words on `lines`, in which an empty line ends a paragraph.

    vocabulary : words known to be written as they are, which tell "com-plaint" from "self-assessment".
    """
    text, closing, mark = "", "", ""
    bullets: list[str] = []
    new_paragraph = False
    for line in lines:
        if not line:
            new_paragraph = True
            continue
        found = _bullet(line, before=bullets[-1] if bullets else text, mark=mark, new_paragraph=new_paragraph)
        if found:
            mark, words = found
            if closing:
                bullets[-1], closing = f"{bullets[-1]} {closing}", ""
            bullets.append(words)
        elif not bullets:
            text = joined(text, line, vocabulary)
        elif closing or (new_paragraph and bullets[-1] and not line[:1].islower()):
            closing = joined(closing, line, vocabulary)
        else:
            bullets[-1] = joined(bullets[-1], line, vocabulary)
        new_paragraph = False
    kept = tuple(bullet for bullet in bullets if bullet)
    return ClauseWords(text, kept, closing or None) if text else ClauseWords(" ".join(kept), (), closing or None)


def _bullet(line: str, *, before: str, mark: str, new_paragraph: bool) -> tuple[str, str] | None:
    """Return the kind of mark and the words of a line that begins a bullet."""
    if plain := _BULLET.match(line):
        return "•", line[plain.end() :]
    listed = _LISTED.match(line)
    kind = "unmarked" if listed is None else (listed["sign"] or "letter")
    if kind != mark and not before.endswith(":"):
        return None
    if listed is None:  # A list that has lost its marks: paragraphs that begin with a small letter.
        return (kind, line) if new_paragraph and line[:1].islower() else None
    return kind, line[listed.end() :] if listed["sign"] else line


def joined(left: str, right: str, vocabulary: frozenset[str]) -> str:
    """Return two lines as one; a hyphen at the end of the first is kept only where the word has one."""
    if not left or not right:
        return left or right
    if left.endswith("/"):
        return left + right
    broken = re.search(r"([A-Za-z]+)-$", left)
    ending = re.match(r"[a-z]+", right)
    if not (broken and ending):
        return f"{left} {right}"
    whole, hyphened = broken[1].lower() + ending[0], f"{broken[1].lower()}-{ending[0]}"
    keep = hyphened in vocabulary or (whole not in vocabulary and broken[1].lower() in _HYPHEN_KEPT)
    return (left if keep else left[:-1]) + right
