"""The lines of a plain list in a text file or a Word document: paragraphs, bullets, numbered lines and table cells."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

SUFFIXES = (".txt", ".docx")
_MOST_BYTES = 5_000_000
_MOST_UNPACKED = 50_000_000
_MOST_LINES = 500
_LONGEST_LINE = 1_000
_HAND_BROKEN = 100  # A text whose lines are all this short was broken by hand or by an editor.

# What python-docx and the zip reader raise over a file that is damaged or is something else; they name no error of it.
_NOT_WORD = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    RuntimeError,
    EOFError,
    OSError,
)


class ExclusionListUnreadable(ValueError):
    """The file holds no list of exclusions that can be read; the message says what to do."""


class Piece(BaseModel):
    """A line of the file: its words, whether it is marked as an item or as a heading, and its number if it has one."""

    model_config = ConfigDict(frozen=True)
    text: str
    listed: bool = False
    heading: bool = False
    number: str | None = None


# A bullet, or a number or letter with its stop or bracket: "1.", "(a)", "iv)", "5.1.3". "12 months" is none.
_MARK = re.compile(
    r"^\s*(?:(?:[-–—*+•·▪◦‣●○■□➢✓✗]|o(?=\s))\s*"
    r"|\(?(?P<number>\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})(?:\.\)?|\))\s+"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,3})+)\s+(?!(?:days?|weeks?|months?|years?|%)))",
    re.IGNORECASE,
)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_BETWEEN_ITEMS = re.compile(r";\s+(?:and |or )?")
_BETWEEN_CELLS = re.compile(r"\t+|\s+\|\s+|^\s*\||\|\s*$")


def read_pieces(path: Path) -> list[Piece]:
    """Return the lines of `path`, a UTF-8 text file or a .docx document, in their order.

    Raises
    ------
    ExclusionListUnreadable : if it is missing, of another kind, damaged, empty, or too large to be a list.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise ExclusionListUnreadable(
            f"{path.name!r} is neither a text file nor a Word document. Save the list of exclusions as .txt or .docx."
        )
    try:
        content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise ExclusionListUnreadable(f"{str(path)[-80:]!r} cannot be read: {why}. Check the path.") from None
    if content is None:
        raise _too_large(path.name)
    pieces = list(_from_docx(path.name, content) if suffix == ".docx" else _from_text(path.name, content))
    if not any(re.search(r"[^\W\d_]{3}", piece.text) for piece in pieces):
        raise ExclusionListUnreadable(f"{path.name!r} holds no words. Give a file with one exclusion a line.")
    if len(pieces) > _MOST_LINES:
        raise _too_large(path.name)
    if any(len(piece.text) > _LONGEST_LINE for piece in pieces):
        raise ExclusionListUnreadable(
            f"{path.name!r} has a line of more than {_LONGEST_LINE} characters. Put each exclusion on its own line."
        )
    return pieces


def _too_large(name: str) -> ExclusionListUnreadable:
    return ExclusionListUnreadable(f"{name!r} is too large for a list of exclusions. Keep only the list.")


def _from_text(name: str, content: bytes) -> Iterator[Piece]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ExclusionListUnreadable(
            f"{name!r} is not UTF-8 text. Open it in an editor and save it as plain text in UTF-8."
        )
    for entry in _entries(text.splitlines()):
        for cell in _BETWEEN_CELLS.split(entry):
            yield from _pieces(cell)


def _entries(lines: list[str]) -> Iterator[str]:
    """Yield the entries of a text, one broken over several lines put together again."""
    width = max(map(len, lines), default=0)
    entry, last = "", ""
    for line in lines:
        first_word = line.split()[0] if line.strip() else ""
        # The line before was full, and its entry is one that a small letter does not begin: else each line is an item.
        broken = width <= _HAND_BROKEN and len(last.rstrip()) + len(first_word) >= width
        starts = bool(_MARK.match(entry)) or entry.lstrip()[:1].isupper()
        if broken and starts and first_word[:1].islower() and not _MARK.match(line):
            entry = f"{entry.rstrip()} {line.strip()}"
        else:
            yield entry
            entry = line
        last = line
    yield entry


def _pieces(text: str, *, listed: bool = False, heading: bool = False) -> Iterator[Piece]:
    """Yield what a paragraph holds: itself without its mark, or the items it lists between semicolons."""
    text = " ".join(text.split())
    if text.startswith("#"):
        text, heading = text.lstrip("# "), True
    mark = _MARK.match(text)
    number = (mark["number"] or mark["dotted"]) if mark else None
    between = _BETWEEN_SENTENCES if len(text) > _LONGEST_LINE and ";" not in text else _BETWEEN_ITEMS
    for part in between.split(text[mark.end() :] if mark else text):
        item = part.strip().rstrip(";").strip()
        if re.search(r"\w", item):
            yield Piece(text=item, listed=listed or bool(mark), heading=heading, number=number)


def _from_docx(name: str, content: bytes) -> list[Piece]:
    import docx

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            too_large = sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED
        document = None if too_large else docx.Document(BytesIO(content))
        pieces = [piece for block in document.iter_inner_content() for piece in _from_block(block)] if document else []
        changed = document is not None and _has_tracked_changes(document)
    except _NOT_WORD:
        raise ExclusionListUnreadable(
            f"{name!r} is no Word document that can be opened (damaged, locked by a password or of another kind). "
            "Save the list as .docx or .txt."
        ) from None
    if document is None:
        raise _too_large(name)
    if changed:
        raise ExclusionListUnreadable(
            f"{name!r} has tracked changes, so which words hold is not known. Accept or reject them and save it."
        )
    return pieces


def _has_tracked_changes(document: Document) -> bool:
    body = document.element.body
    names = (f"{{{body.nsmap['w']}}}{change}" for change in ("ins", "del", "moveFrom", "moveTo"))
    return any(next(body.iter(name), None) is not None for name in names)


def _from_block(block: Paragraph | Table) -> Iterator[Piece]:
    from docx.text.paragraph import Paragraph

    if isinstance(block, Paragraph):
        style = (block.style.name if block.style else None) or ""
        numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
        listed, heading = numbered or style.startswith("List"), style.startswith(("Heading", "Title"))
        for line in block.text.splitlines():
            yield from _pieces(line, listed=listed and not heading, heading=heading)
        return
    seen = set()
    for row in block.rows:
        for cell in row.cells:
            if cell._tc not in seen:  # A merged cell is met once for every column it spans.
                seen.add(cell._tc)
                for inner in cell.iter_inner_content():
                    yield from _from_block(inner)
