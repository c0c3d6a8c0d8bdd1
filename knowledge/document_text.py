"""Read a landlord's own document: plain text, a Word document (DOCX) or a PDF with a text layer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge.document_lines import (
    BULLET,
    HEADING,
    DocumentUnreadable,
    plain_characters,
    without_running_heads,
)
from knowledge.document_tables import FORM_WORDS, is_head, is_number, requirement_lines, rows_of_tabs

MAX_BYTES = 20 * 2**20  # Pictures and all; the words of the Code with a form are a fifth of a megabyte.
MAX_CHARACTERS = 2_000_000
MAX_LINE = 50_000

_FIRST_BYTES = 1024
_MOST_ODD = 0.005
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_USUAL = "Give the Code as plain text, DOCX, or a PDF with a text layer."
_TOO_LONG = "is far longer than the Code: give the Code or the form alone"
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "is an old Word document (.doc), or a Word document locked with a password: "
    "save it as DOCX without one",
    b"{\\rtf": "is rich text (RTF): save it as DOCX",
    b"<!doc": "is a web page: print it to a PDF, or copy its words into a text file",
    b"<html": "is a web page: print it to a PDF, or copy its words into a text file",
}

# The length of a tag is bounded, so that no text, however odd, takes long.
_BLOCK = re.compile(r"</?(?:p|br|ul|ol|div|h\d|tr|table)\b[^<>]{0,300}>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]{0,300}>[ \n]{0,9}[•●▪○·-]?|\s[•●▪○](?=\s)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[biu]|em|strong|span|sup|sub|li|t[dh]|thead|tbody|font|a)\b[^<>]{0,300}>", re.IGNORECASE)
_ADDRESS = re.compile(r"<((?:https?|mailto):[^<>\s]{1,300})>")
_EMPHASIS = re.compile(r"(?<!\*)(\*{1,3})(?=\S)([^*]{1,2000})(?<=\S)\1(?!\*)")
_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6} +(?=\S)", re.MULTILINE)
_MARKDOWN_ROW = re.compile(r"\s*\|(.*)\|\s*")


@dataclass(frozen=True)
class Document:
    """A document as lines (`document_lines` says which marks they keep)."""

    name: str
    kind: str
    sha256: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What the reader could not see, for the person who imports it."""


def read_document(file: Path) -> Document:
    """Return the document in `file`. What it is, is told by its content, not by its name.

    Raises
    ------
    DocumentUnreadable : if it is empty, too large, locked, a picture, or no document of the three kinds.
    OSError : if there is no such file, or it may not be read.
    """
    size = file.stat().st_size
    if not file.is_file():
        raise DocumentUnreadable(f"{file} is no file. {_USUAL}")
    if size > MAX_BYTES:
        raise DocumentUnreadable(
            f"{file} has {size / 2**20:,.0f} megabytes; the most that is read is {MAX_BYTES // 2**20}. {_USUAL}"
        )
    data = file.read_bytes()
    try:
        kind, read, notes = _read(data)
        lines = tuple(plain_characters(line) for line in _of_sane_length(read))
        if not any(lines):
            raise DocumentUnreadable(f"is empty. {_USUAL.rstrip('.')}")
    except DocumentUnreadable as error:
        raise DocumentUnreadable(f"{file} {error}.") from None
    return Document(name=file.name, kind=kind, sha256=sha256(data).hexdigest(), lines=lines, notes=tuple(notes))


def _read(data: bytes) -> tuple[str, Iterable[str], list[str]]:
    start = data[:_FIRST_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, problem in _REFUSED.items():
        if start.startswith(beginning):
            raise DocumentUnreadable(problem)
    if b"%pdf-" in start:
        from knowledge.document_pdf import read_pdf

        return "PDF", *read_pdf(data)
    if start.startswith(b"pk\x03\x04"):
        from knowledge.document_word import read_word

        return "DOCX", *read_word(data)
    return "plain text", _plain_lines(_decoded(data)), []


def _decoded(data: bytes) -> str:
    """Return the text, as UTF-8 or UTF-16 with its mark, or else as Windows writes it."""
    if len(data) > 4 * MAX_CHARACTERS:
        raise DocumentUnreadable(_TOO_LONG)
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if sum(1 for _ in _ODD.finditer(text)) > _MOST_ODD * len(text):
        raise DocumentUnreadable(f"is not text, DOCX or PDF. {_USUAL.rstrip('.')}")
    return text


def _plain_lines(text: str) -> Iterator[str]:
    pages = [_of_sane_length(page.splitlines()) for page in text.split("\f")]
    lines = [_as_tabs(line) for line in without_running_heads(pages, keep=FORM_WORDS)]
    head = next((i for i, line in enumerate(lines) if is_head(line.split("\t"))), len(lines))
    for line in lines[:head]:
        if "\t" in line and is_number(line.split("\t")[0]):
            yield ""  # Number and words are set apart, so this line goes on with nothing.
        yield from _without_marks(line).split("\n")
    if head < len(lines):
        rows = rows_of_tabs(lines[head:])
        yield from requirement_lines([_without_marks(cell) for cell in row] for row in rows)


def _of_sane_length(lines: Iterable[str]) -> list[str]:
    kept, total = [], 0
    for line in lines:
        total += len(line) + 1
        if total > MAX_CHARACTERS or len(line) > MAX_LINE:
            raise DocumentUnreadable(_TOO_LONG)
        kept.append(line)
    return kept


def _as_tabs(line: str) -> str:
    row = _MARKDOWN_ROW.fullmatch(line)
    return "\t".join(cell.strip() for cell in row[1].split("|")) if row else line


def _without_marks(text: str) -> str:
    """Return the words without the marks of HTML and Markdown; what they marked as bullets and headings stays so."""
    text = _ITEM.sub(f"\n{BULLET}", _BLOCK.sub("\n\n", text))
    text = html.unescape(_TAG.sub("", _ADDRESS.sub(r"\1", text)))
    text = _EMPHASIS.sub(r"\2", text)
    return _MARKDOWN_HEADING.sub(HEADING, text)
