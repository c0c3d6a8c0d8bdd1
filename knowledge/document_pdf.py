"""Read a PDF's text layer line by line; of a form, only what stands left of its answers."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from knowledge.document_lines import DocumentUnreadable, without_running_heads
from knowledge.document_tables import FORM_WORDS

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 300
MAX_PAGE_BYTES = 5 * 2**20

_OUTDENT = 4.0  # Points; less is a letter that hangs over.
_LEAST_LETTERS = 20
_REQUIREMENT = re.compile(r"\s*(?:code\s+)?requirements?\s*", re.IGNORECASE)
_ANSWERS = re.compile(r"\s*Compl(?:y|iance|iant)\b[\s:?(]*(?:yes|no|/|\)|\s)*", re.IGNORECASE)


@dataclass(frozen=True)
class _Piece:
    """A run of text as it is drawn, and how far from the left its beginning is, in points."""

    text: str
    left: float


def read_pdf(data: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of the text layer and what a person should know of them.

    Raises
    ------
    DocumentUnreadable : if the file is encrypted, damaged, too long, or only a picture of the pages.
    """
    reader = _opened(data)
    try:
        pages = [_pieces(page) for page in reader.pages]
    except DocumentUnreadable:
        raise
    except Exception:  # noqa: BLE001 - a damaged page makes the reader raise whatever it stumbles over
        raise DocumentUnreadable("is a damaged PDF: print it to a new PDF and try that") from None
    pictures = [i for i, page in enumerate(pages, 1) if _letters(page) < _LEAST_LETTERS]
    if len(pictures) == len(pages):
        raise DocumentUnreadable(
            "has no text layer (its pages are pictures): run text recognition on it, or give a text or DOCX copy"
        )
    notes = [f"Pages without a text layer: {', '.join(map(str, pictures))}."] if pictures else []
    return without_running_heads(list(_pages_of_lines(pages)), keep=FORM_WORDS), notes


def _opened(data: bytes) -> PdfReader:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # It warns of slips in a file that nobody here can mend.
    try:
        reader = PdfReader(BytesIO(data))
        encrypted = reader.is_encrypted
        pages = 0 if encrypted else len(reader.pages)
    except Exception:  # noqa: BLE001 - a damaged file makes the reader raise whatever it stumbles over
        raise DocumentUnreadable("is a damaged PDF: print it to a new PDF and try that") from None
    if encrypted:
        raise DocumentUnreadable("is encrypted: print it to a new PDF without a password and try that")
    if not 0 < pages <= MAX_PAGES:
        raise DocumentUnreadable(f"has {pages} pages; between 1 and {MAX_PAGES} are read")
    return reader


def _pieces(page: PageObject) -> list[_Piece]:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > MAX_PAGE_BYTES:
        raise DocumentUnreadable("has a page too large to read: print it to a new PDF and try that")
    pieces: list[_Piece] = []

    def take(text: str, user: list[float], matrix: list[float], _font: Any, _size: float) -> None:
        pieces.append(_Piece(text, left=matrix[4] * user[0] + matrix[5] * user[2] + user[4]))

    page.extract_text(visitor_text=take)
    return pieces


def _letters(pieces: list[_Piece]) -> int:
    return sum(character.isalpha() for piece in pieces for character in piece.text)


def _pages_of_lines(pages: list[list[_Piece]]) -> Iterator[list[str]]:
    limit = math.inf
    for pieces in pages:
        limit = _left_of_answers(pieces) or limit
        # What is left out ends the line before it: the next cell begins a new one.
        yield list(_lines([piece if piece.left < limit else _Piece("\n", piece.left) for piece in pieces]))


def _left_of_answers(pieces: list[_Piece]) -> float | None:
    """Return where the column of answers begins, if the page has the head of a form."""
    requirement = next((i for i, piece in enumerate(pieces) if _REQUIREMENT.fullmatch(piece.text)), None)
    if requirement is None:
        return None
    right_of = (piece.left for piece in pieces[requirement:] if _ANSWERS.fullmatch(piece.text))
    return next((left for left in right_of if left > pieces[requirement].left), None)


def _lines(pieces: list[_Piece]) -> Iterator[str]:
    """Yield the lines; an empty one before a line that begins further left than the line above."""
    line, left, above = "", 0.0, 0.0
    for piece in pieces:
        for part in piece.text.splitlines(keepends=True):
            left = left if line.strip() else piece.left
            line += part
            if not part.endswith("\n"):
                continue
            if line.strip():
                yield from ([""] if left < above - _OUTDENT else [])
                yield line
                above = left
            line = ""
    if line.strip():
        yield line
