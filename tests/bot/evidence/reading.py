"""Reading what was written, as a person's Word or Excel does."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def whole_text(content: bytes) -> str:
    """Return every word of a document, its tables too."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def tables(content: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(content)).tables]


def pictures(content: bytes) -> list[str]:
    """Return the words that stand for each picture."""
    body = Document(BytesIO(content)).element.body
    return [drawing.get("descr", "") for drawing in body.iter(qn("wp:docPr"))]


def header_rows(content: bytes) -> list[Any]:
    """Return of each table whether its first row, and no other, is marked as its header."""
    document = Document(BytesIO(content))
    marked = [
        [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in t.rows] for t in document.tables
    ]
    return [each[0] and not any(each[1:]) for each in marked]
