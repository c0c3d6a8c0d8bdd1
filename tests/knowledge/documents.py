"""Copies of the Code as a landlord may have them, made for the tests: plain text, and PDFs drawn by hand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.clauses import Clause, shipped_edition
from knowledge.edition import Edition
from knowledge.importer import CopyRead, read_copy
from knowledge.own_copy import OwnClause

HEAD = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation")
# What a landlord writes beside a clause. None of it is the Code's.
EVIDENCE = "6.3 Our policy says so. The board saw it on 1.4.2024; 10.5% of cases."

Piece = tuple[float, float, str]


def fold(words: str) -> str:
    """Without the difference of line breaks, bullets and the shape of quotation marks."""
    return " ".join(words.translate(str.maketrans("’‘“”•", "''\"\" ")).split())


def numbered(edition: Edition) -> list[Clause]:
    return [clause for clause in shipped_edition(edition).clauses if clause.part != "A"]


def number(clause: Clause) -> str:
    return clause.id.removeprefix("C")


def a_copy(edition: Edition, *, without: Iterable[str] = ()) -> str:
    """The edition as plain text, one paragraph a line, under its headings."""
    lines: list[str] = []
    section = part = None
    for clause in numbered(edition):
        if clause.id in without:
            continue
        if clause.part != part:
            lines += ["", f"Part {clause.part}", ""]
        if (clause.part, clause.section) != (part, section):
            lines += ["", f"{number(clause).split('.')[0]}. {clause.section}", ""]
        part, section = clause.part, clause.section
        lines += [f"{number(clause)} {clause.words}"]
    return "\n".join(lines)


def saved(folder: Path, content: str | bytes, name: str = "copy.txt") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def read_in(folder: Path, content: str | bytes, edition: Edition) -> CopyRead:
    return read_copy(saved(folder, content), edition)


def unequal(found: Iterable[OwnClause], edition: Edition) -> list[str]:
    """The numbered clauses of the edition that were not found in the words shipped."""
    words = {clause.id: fold(clause.all_words) for clause in found}
    return [clause.id for clause in numbered(edition) if words.get(clause.id) != fold(clause.words)]


def wrapped(words: str, width: int) -> list[str]:
    return [line for paragraph in words.split("\n") for line in textwrap.wrap(paragraph, width)]


def pdf(pages: Sequence[Sequence[Piece]]) -> bytes:
    """A PDF whose pages show text at (x, y) in points from the lower left; a page without text is a picture."""
    contents = [_shown(page) for page in pages]
    first = 4  # Objects 1 to 3 are the catalogue, the list of pages and the font.
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents {first + 2 * i + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    written = b"%PDF-1.4\n"
    offsets = []
    for i, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(written)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, start)
    )


def _shown(page: Sequence[Piece]) -> bytes:
    lines = []
    for x, y, words in page:
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        lines.append(b"BT /F1 10 Tf 1 0 0 1 %.1f %.1f Tm (%s) Tj ET" % (x, y, escaped.encode("cp1252")))
    return b"\n".join(lines)
