"""Read a Word document (DOCX): its paragraphs in order, and of its tables the form's first two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from knowledge.document_lines import BULLET, HEADING, DocumentUnreadable
from knowledge.document_tables import requirement_lines

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAX_UNPACKED = 60 * 2**20  # A small archive can unpack to a very large one.

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRINTED = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Moved or deleted text, and text boxes, which Word keeps twice.
_NOT_PRINTED = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText"}


def read_word(data: bytes) -> tuple[list[str], list[str]]:
    """Return the document's lines and what a person should know of them.

    Raises
    ------
    DocumentUnreadable : if the archive is no Word document, is damaged, or unpacks to something huge.
    """
    document = _opened(data)
    body = document.element.body
    notes = []
    if any(True for _ in body.iter(f"{_W}ins", f"{_W}del")):
        notes.append("The document has tracked changes; it was read as if all of them were accepted.")
    return list(_lines(body, document)), notes


def _opened(data: bytes) -> WordDocument:
    import docx

    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_word = "word/document.xml" in archive.namelist()
    except BadZipFile:
        raise DocumentUnreadable("is a damaged archive: open it in Word and save it again") from None
    if not is_word:
        raise DocumentUnreadable("is an archive, but no Word document: save the Code as DOCX")
    if unpacked > MAX_UNPACKED:
        raise DocumentUnreadable(f"unpacks to {unpacked / 2**20:,.0f} megabytes: save the words alone as DOCX")
    try:
        return docx.Document(BytesIO(data))
    except Exception:  # noqa: BLE001 - a damaged document makes the reader raise whatever it stumbles over
        raise DocumentUnreadable("is a damaged Word document: open it in Word and save it again") from None


def _lines(body: Any, document: WordDocument) -> Iterator[str]:
    for element in _blocks(body):
        if element.tag == f"{_W}tbl":
            yield from requirement_lines(_cells(row, document) for row in element.iter(f"{_W}tr"))
        else:
            yield from ("", *_paragraph(element, document))


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, also those inside content controls."""
    for element in parent:
        if element.tag in {f"{_W}p", f"{_W}tbl"}:
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _blocks(element)


def _cells(row: Any, document: WordDocument) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_W}tc"):
        lines = [line for paragraph in cell.iter(f"{_W}p") for line in _paragraph(paragraph, document)]
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        wide = int(span.get(f"{_W}val", "1")) if span is not None else 1
        cells += ["\n".join(lines).strip(), *[""] * (min(wide, 60) - 1)]
    return cells


def _paragraph(element: Any, document: WordDocument) -> list[str]:
    from docx.text.paragraph import Paragraph

    text = "".join(_printed(element)).strip()
    style = Paragraph(element, document._body).style
    name = (style.name or "") if style is not None else ""
    if text and name.startswith(("Heading", "Title")):
        return [HEADING + " ".join(text.split())]
    numbered = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    is_item = name.startswith("List Bullet") or (numbered is not None and numbered.get(f"{_W}val") != "0")
    # An item without words is a number that Word sets itself: the mark says that the cell is not empty.
    first, *rest = text.splitlines() or [""]
    return [BULLET + first if is_item else first, *rest]


def _printed(element: Any) -> Iterable[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _PRINTED:
            yield _PRINTED[child.tag]
        elif child.tag not in _NOT_PRINTED and not str(child.tag).endswith(("}Fallback", "}pPr", "}rPr")):
            yield from _printed(child)
