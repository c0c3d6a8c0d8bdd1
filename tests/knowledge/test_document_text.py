"""A landlord's document is read as plain text, DOCX or PDF; whatever cannot be read is refused with the way out."""

from __future__ import annotations

import textwrap
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from knowledge.clause_finder import find_clauses_in
from knowledge.document_lines import DocumentUnreadable
from knowledge.document_text import MAX_BYTES, MAX_CHARACTERS, read_document
from knowledge.edition import Edition
from knowledge.importer import read_copy
from tests.knowledge.documents import EVIDENCE, HEAD, Piece, a_copy, numbered, pdf, read_in, saved, unequal, wrapped


@pytest.mark.parametrize("edition", [Edition.CODE_2022, Edition.CODE_2024])
def test_a_word_form_is_read_by_its_columns(edition: Edition, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Self-assessment form", 0)
    table = document.add_table(rows=0, cols=5)
    for cell, words in zip(table.add_row().cells, HEAD, strict=True):
        cell.text = words
    for clause in numbered(edition):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text, cells[3].text = clause.id, clause.text, "Yes", EVIDENCE
        for bullet in clause.bullets:
            cells[1].add_paragraph(bullet, style="List Bullet")
    document.save(str(tmp_path / "form.docx"))
    copy = read_copy(tmp_path / "form.docx", edition)
    assert unequal(copy.clauses, edition) == []
    assert [clause.bullets for clause in copy.clauses] == [clause.bullets for clause in numbered(edition)]


def test_a_word_document_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    section = None
    for clause in numbered(Edition.CODE_2022):
        if clause.section != section:
            document.add_heading(f"Section {clause.id[0]}: {clause.section}", 1)
            document.add_paragraph("An introduction that is no clause.")
        section = clause.section
        document.add_paragraph(f"{clause.id}\t{clause.text}")
        for bullet in clause.bullets:
            document.add_paragraph(bullet, style="List Bullet")
    document.save(str(tmp_path / "code.docx"))
    assert unequal(read_copy(tmp_path / "code.docx", Edition.CODE_2022).clauses, Edition.CODE_2022) == []


def test_a_row_whose_number_word_sets_itself_does_not_run_into_the_row_above(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=5)
    for clause in numbered(Edition.CODE_2022):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = clause.id, " ".join(clause.words.split())
        if clause.id == "1.3":
            cells[0].text = ""
            cells[0].paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
    document.save(str(tmp_path / "form.docx"))
    copy = read_copy(tmp_path / "form.docx", Edition.CODE_2022)
    assert copy.missing == ("1.3",)
    assert copy.clauses[0].all_words.endswith("group of residents.'")


def test_tracked_changes_are_told_of(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    for clause in numbered(Edition.CODE_2022):
        document.add_paragraph(f"{clause.id} {' '.join(clause.words.split())}")
    for kind, words in (("ins", "<w:t>and put in.</w:t>"), ("del", "<w:delText>and taken out.</w:delText>")):
        change = f'<w:{kind} {nsdecls("w")} w:id="1" w:author="a"><w:r>{words}</w:r></w:{kind}>'
        document.paragraphs[-1]._p.append(parse_xml(change))
    document.save(str(tmp_path / "code.docx"))
    copy = read_copy(tmp_path / "code.docx", Edition.CODE_2022)
    assert copy.clauses[-1].all_words.endswith("and put in.")
    assert copy.document.notes == ("The document has tracked changes; it was read as if all of them were accepted.",)


def test_a_pdf_is_read_line_by_line_without_its_running_heads(tmp_path: Path) -> None:
    pages: list[list[Piece]] = [[]]
    for clause in numbered(Edition.CODE_2022):
        lines = wrapped(f"{clause.id} {clause.words}", 60)
        if len(pages[-1]) + len(lines) > 50:
            pages.append([])
        pages[-1] += [(72, 780 - 14 * (len(pages[-1]) + i), line) for i, line in enumerate(lines)]
    for i, page in enumerate(pages, 1):
        page[:0] = [(72, 820, "The Code for landlords"), (500, 20, f"Page {i} of {len(pages)}")]
    file = saved(tmp_path, pdf(pages), "code.pdf")
    copy = read_copy(file, Edition.CODE_2022)
    # 3.2 is cut off in the source ("no conflicts of"), which leads up to the number below it.
    assert unequal(copy.clauses, Edition.CODE_2022) == ["3.2", "3.3"]
    assert copy.doubts["3.2"].startswith("differs from the shipped words; has the number 3.3 in its words")
    assert len(pages) > 5


def test_of_a_pdf_form_only_what_stands_left_of_the_answers_is_read_in(tmp_path: Path) -> None:
    columns = (40.0, 100.0, 400.0, 480.0, 600.0)
    head = [(x, 560.0, words) for x, words in zip(columns, HEAD, strict=True)]
    pages: list[list[Piece]] = [list(head)]
    y = 540.0
    for clause in numbered(Edition.CODE_2022):
        pages[-1].append((columns[0], y, clause.id))
        answered = False
        for line in wrapped(clause.words, 50):
            pages[-1].append((columns[1], y, line))
            y -= 14
            if y < 40:  # The row goes on over the page, under a head of its own.
                pages[-1] += [] if answered else [(columns[2], y + 14, "Yes"), (columns[3], y + 14, EVIDENCE)]
                answered, y = True, 540.0
                pages.append(list(head))
        pages[-1] += [] if answered else [(columns[2], y + 14, "Yes"), (columns[3], y + 14, EVIDENCE)]
    file = saved(tmp_path, pdf(pages), "form.pdf")
    assert unequal(read_copy(file, Edition.CODE_2022).clauses, Edition.CODE_2022) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_as_it_was_saved(encoding: str, tmp_path: Path) -> None:
    copy = read_in(tmp_path, a_copy(Edition.CODE_2020).encode(encoding), Edition.CODE_2020)
    assert unequal(copy.clauses, Edition.CODE_2020) == []


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("| {id} | {words} | Yes | {evidence} | None |", id="a table in Markdown"),
        pytest.param("{id} {words} Yes {evidence}", id="cells run together"),
        pytest.param("{id}{words}\nYes\n{evidence}", id="no space after the number"),
        pytest.param(
            "Code provision {id}\n\nCode requirement\n\n{words}\n\nComply\n\nYes.\n\nEvidence\n\n{evidence}\n\n"
            "Commentary / explanation\n\n{evidence}\n",
            id="every cell under its label",
        ),
        pytest.param("Code section {id}\n{words}\nCompliance: Partial\nEvidence: {evidence}", id="labels with answers"),
    ],
)
def test_a_form_copied_from_a_web_page_is_understood(row: str, tmp_path: Path) -> None:
    head = "| " + " | ".join(HEAD) + " |\n" if row.startswith("|") else " ".join(HEAD) + "\n"
    rows = [
        row.format(id=c.id, words=" ".join(c.words.split()), evidence=EVIDENCE) for c in numbered(Edition.CODE_2024)
    ]
    assert unequal(read_in(tmp_path, head + "\n".join(rows), Edition.CODE_2024).clauses, Edition.CODE_2024) == []


def test_ligatures_and_hidden_characters_of_a_pdf_are_made_plain(tmp_path: Path) -> None:
    copy = a_copy(Edition.CODE_2022).replace("fi", "ﬁ").replace(" the ", "\N{NO-BREAK SPACE}the ")
    copy = copy.replace("complaint", "com\N{SOFT HYPHEN}plaint")
    assert unequal(read_in(tmp_path, copy, Edition.CODE_2022).clauses, Edition.CODE_2022) == ["3.2", "3.3"]


def test_a_row_that_a_page_has_broken_goes_on_where_the_number_is_missing(tmp_path: Path) -> None:
    # As the Homes Plus Group's form prints them, with less evidence.
    form = """
        Section 2 - Accessibility and awareness

        Code section\tCode requirement\tComply: Yes/No\tEvidence, commentary and any explanations
        2.7\tLandlords must provide residents with contact information for the Ombudsman as part of its regular\tYes\tA

        \tcorrespondence with residents.\t\tand in information leaflets that go with every letter.
        2.8\tLandlords must provide early advice to residents.\tYes\tAn information leaflet goes out.

        Best practice 'should' requirements

        Code section\tCode requirement\tComply: Yes/No\tEvidence, commentary and any explanations
        3.2\t...the complaint handler must have appropriate skills and no conflicts of\tYes\tAll.
        Code section\tCode requirement\tComply: Yes/No\tEvidence, commentary and any explanations
        3.3\t<p>Complaint handlers should:</p> <ul> • be fair • be trained.</ul>\tYes\t<p>All.</p> <p>1.2 Yes.</p>
        """
    lines = read_document(saved(tmp_path, textwrap.dedent(form))).lines
    found = {id_: words for id_, [words] in find_clauses_in(lines, Edition.CODE_2022).items()}
    assert found["2.7"].text.endswith("as part of its regular correspondence with residents.")
    assert found["2.8"].text == "Landlords must provide early advice to residents."
    assert found["3.2"].text == "...the complaint handler must have appropriate skills and no conflicts of"
    assert (found["3.3"].text, found["3.3"].bullets) == ("Complaint handlers should:", ("be fair", "be trained."))
    assert set(found) == {"2.7", "2.8", "3.2", "3.3"}


def archive(**entries: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def encrypted() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[(72, 700, "1.1 A landlord must answer.")]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(lambda: b"", "is empty", id="empty"),
        pytest.param(lambda: b"\xef\xbb\xbf \n\t\x0c\n", "is empty", id="nothing but spaces"),
        pytest.param(lambda: bytes(range(256)) * 40, "is not text, DOCX or PDF", id="binary"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "is not text, DOCX or PDF", id="a picture"),
        pytest.param(lambda: pdf([[], []]), "has no text layer", id="a scanned PDF"),
        pytest.param(encrypted, "is encrypted", id="an encrypted PDF"),
        pytest.param(lambda: b"%PDF-1.7\nnonsense", "is a damaged PDF", id="a damaged PDF"),
        pytest.param(lambda: pdf([[(72, 700, "1.1 A")]])[:200], "is a damaged PDF", id="half a PDF"),
        pytest.param(lambda: b"PK\x03\x04nonsense", "is a damaged archive", id="a damaged DOCX"),
        pytest.param(lambda: archive(xl__workbook=b"<a/>"), "no Word document", id="a spreadsheet"),
        pytest.param(
            lambda: archive(**{"word__document.xml": b"<a/>"}), "is a damaged Word document", id="a hollow DOCX"
        ),
        pytest.param(
            lambda: archive(**{"word__document.xml": bytes(70 * 2**20)}), "unpacks to 70 megabytes", id="a zip bomb"
        ),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "old Word document", id="an old or locked Word document"
        ),
        pytest.param(lambda: rb"{\rtf1 1.1 A landlord}", "save it as DOCX", id="rich text"),
        pytest.param(lambda: b"\n<!DOCTYPE html><p>1.1 A", "print it to a PDF", id="a web page"),
        pytest.param(lambda: b"1.1 A landlord\n" * (MAX_CHARACTERS // 10), "far longer than the Code", id="a book"),
        pytest.param(lambda: b"1.1 " + b"a" * 60_000, "far longer than the Code", id="one endless line"),
        pytest.param(lambda: b"a" * (MAX_BYTES + 1), "the most that is read is 20", id="a huge file"),
    ],
)
def test_a_file_that_is_no_document_is_refused(content: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=said) as refused:
        read_copy(saved(tmp_path, content(), "copy.pdf"), Edition.CODE_2024)
    assert str(tmp_path / "copy.pdf") in str(refused.value)


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="is no file"):
        read_copy(tmp_path, Edition.CODE_2024)
