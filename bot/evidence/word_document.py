"""A Word document as these reports need it: landscape A4, tables whose first row repeats, described pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bot.clean_text import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_FONT, _SIZE, _SMALL = "Arial", 10, 9
_DARK, _GREY = "1F3864", "595959"
_PAGE = (29.7, 21.0)  # centimetres
_MARGIN = 1.8
USABLE = _PAGE[0] - 2 * _MARGIN


class Said(NamedTuple):
    """One paragraph: its words, and how they are meant to be read."""

    words: str
    manner: Literal["plain", "note", "to_write", "bullet"] = "plain"
    """`note` is small and grey; `to_write` is a placeholder that a person has to fill."""
    lead: str = ""
    """Bold words in front."""


def new_document(title: str, *, subject: str, on: date) -> Document:
    """Return an empty document with its page, fonts, language and properties set."""
    from docx import Document as NewDocument
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = NewDocument()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_PAGE[0]), Cm(_PAGE[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    for name, size in (("Normal", _SIZE), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("List Bullet", _SIZE)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        for themed in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(themed), None)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb = RGBColor.from_string(_DARK)
            style.paragraph_format.space_before = Pt(10)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    _set_language(document)
    properties = document.core_properties
    properties.title, properties.subject, properties.language = title, subject, "en-GB"
    properties.author = properties.last_modified_by = "Clausewise"
    properties.created = properties.modified = datetime.combine(on, time.min)
    properties.comments = ""
    _number_pages(document, title)
    document.add_heading(title, level=0)
    return document


def add_said(where: Document | _Cell, said: Said) -> Paragraph:
    """Add one paragraph to the document or a cell."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt, RGBColor

    # A cell comes with an empty paragraph.
    first = where.paragraphs[0] if where.paragraphs and _is_empty_cell(where) else None
    paragraph = first or where.add_paragraph()
    if said.manner == "bullet":
        paragraph.style = "List Bullet"
    if said.lead:
        paragraph.add_run(f"{said.lead} ").bold = True
    run = paragraph.add_run(printable(said.words))
    if said.manner == "note":
        run.font.size, run.font.color.rgb = Pt(_SMALL), RGBColor.from_string(_GREY)
    if said.manner == "to_write":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def add_table(
    document: Document,
    header: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Sequence[Said]]],
    *,
    rows_may_split: bool = False,
) -> None:
    """Add a table; its first row is marked as header and repeats on every page. `widths` are shares of the page."""
    from docx.shared import Cm, RGBColor

    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    table.autofit = False
    _pad(table)
    _mark(table.rows[0], "w:tblHeader")
    for cell, words in zip(table.rows[0].cells, header, strict=True):
        _shade(cell, _DARK)
        run = cell.paragraphs[0].add_run(words)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
    for row in rows:
        added = table.add_row()
        if not rows_may_split:
            _mark(added, "w:cantSplit")
        for cell, paragraphs in zip(added.cells, row, strict=True):
            for said in paragraphs:
                add_said(cell, said)
    centimetres = [Cm(USABLE * width / sum(widths)) for width in widths]
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    document.add_paragraph()


def add_picture(document: Document, png: bytes, *, alt: str, width: float = 16.0) -> None:
    """Add a picture with the words that stand for it."""
    from docx.shared import Cm

    shape = document.add_picture(BytesIO(png), width=Cm(width))
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("title", alt.partition(":")[0])
    document.paragraphs[-1].paragraph_format.keep_together = True


def as_bytes(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _is_empty_cell(where: Document | _Cell) -> bool:
    return hasattr(where, "_tc") and len(where.paragraphs) == 1 and not where.paragraphs[0].text


def _set_language(document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    found = defaults.find(qn("w:lang"))
    language = OxmlElement("w:lang") if found is None else found
    for script in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(script), "en-GB")
    if found is None:
        defaults.append(language)


def _number_pages(document: Document, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = document.sections[0].footer.paragraphs[0]
    run = paragraph.add_run(f"{title} – page ")
    run.font.size = Pt(_SMALL)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _mark(row: Any, as_what: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    marked = OxmlElement(as_what)
    marked.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(marked)


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _pad(table: Any) -> None:
    """Give every cell a little room around its words."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, twentieths_of_a_point in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twentieths_of_a_point))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The schema wants it before the look of the table.
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)
