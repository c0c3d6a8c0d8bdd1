"""Plain lists of exclusions as landlords write them, in a text file and in a Word document."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from knowledge.age_check import age_limit_in
from knowledge.exclusion_list import ExclusionList, read_exclusion_list
from knowledge.grounds import Ground
from knowledge.list_lines import ExclusionListUnreadable
from knowledge.policy_rules import LineKind

# Lines in the manner of landlords' published policies, each with the ground a complaint handler would give it.
LINES: tuple[tuple[str, Ground | None], ...] = (
    ("Issues that happened more than 12 months ago", Ground.OUT_OF_TIME),
    ("Anything that took place over six months before you contact us", Ground.OUT_OF_TIME),
    ("Complaints raised more than two years after the event, unless there are good reasons", Ground.OUT_OF_TIME),
    ("Historic matters", Ground.OUT_OF_TIME),
    ("Where legal proceedings have started, that is a claim form has been filed at court", Ground.LEGAL_PROCEEDINGS),
    ("Matters where there is active or pending legal action", Ground.LEGAL_PROCEEDINGS),
    ("Cases in which we have received a letter before action from your solicitor", Ground.LEGAL_PROCEEDINGS),
    ("Anything being dealt with under the disrepair protocol", Ground.LEGAL_PROCEEDINGS),
    ("Complaints that are the subject of legal action", Ground.LEGAL_PROCEEDINGS),
    ("Complaints a court has already decided", Ground.LEGAL_PROCEEDINGS),
    ("Matters that have already been through both stages of our complaints procedure", Ground.ALREADY_CONSIDERED),
    ("Complaints the same as or similar to one we have already answered", Ground.ALREADY_CONSIDERED),
    ("Complaints which the Housing Ombudsman has determined", Ground.ALREADY_CONSIDERED),
    ("Issues you have had a stage 1 response on", Ground.ALREADY_CONSIDERED),
    ("Any case with an insurer", Ground.INSURANCE_CLAIM),
    ("Claims for personal injury or damage to belongings, which go to our insurers", Ground.INSURANCE_CLAIM),
    ("The level of your rent or service charge", Ground.RENT_OR_CHARGE_LEVEL),
    ("Service charge queries", Ground.RENT_OR_CHARGE_LEVEL),
    ("Decisions on allocations, banding or homelessness, which have a right of review", Ground.OTHER_APPEAL_ROUTE),
    ("Freedom of information requests", Ground.OTHER_APPEAL_ROUTE),
    ("Services we do not provide, such as refuse collection by the council", Ground.NOT_OUR_SERVICE),
    ("Changes in the law or government policy", Ground.LAW_OR_POLICY),
    ("Staff grievances, pay and recruitment", Ground.EMPLOYMENT_MATTER),
    ("Disagreement with a decision made by our Board", None),
    ("Complaints about the behaviour of a member of staff, which are dealt with by managers", None),
    ("Complaints about the work of our contractors, who have their own process", None),
    ("The first time you tell us about a repair", None),
    ("First-time complaints, which we will log as a service request", None),
    ("Chasing a repair that is still within its target time", None),
    ("Reports of anti-social behaviour", None),
    ("Vexatious, abusive or persistent complainants", None),
    ("Anonymous complaints", None),
    ("Complaints from someone acting for you without your written authority", None),
    ("Complaints brought by MPs or councillors", None),
    ("Complaints from leaseholders", None),
    ("Where the complainant is an employee of ours", None),
    ("Posts on social media", None),
    ("Complaints that are not in writing", None),
    ("Informal complaints, which your housing officer will try to settle", None),
    ("Petitions and complaints from groups of residents", None),
    ("Feedback given in a satisfaction survey", None),
    ("Comments, suggestions and compliments", None),
    ("All complaints about parking", None),
    ("Requests for compensation", None),
    ("Matters relating to the village green", None),
)


def a_text_file(folder: Path, text: str) -> Path:
    path = folder / "exclusions.txt"
    path.write_text(text, encoding="utf-8")
    return path


def a_list(folder: Path, text: str) -> ExclusionList:
    return read_exclusion_list(a_text_file(folder, text))


def a_document(folder: Path) -> Path:
    """A Word document with the lines as bullets, as numbered lines, as plain paragraphs and in a table."""
    document = docx.Document()
    document.add_heading("What we do not treat as a complaint", level=1)
    texts = [text for text, _ in LINES]
    for text in texts[:15]:
        document.add_paragraph(text, style="List Bullet")
    for number, text in enumerate(texts[15:25], start=1):
        document.add_paragraph(f"6.{number} {text}")
    table = document.add_table(rows=1, cols=2)
    for text in texts[25:35]:
        table.add_row().cells[0].text = text
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Matter"
    for text in texts[35:]:
        document.add_paragraph(text, style="List Number")
    path = folder / "exclusions.docx"
    document.save(str(path))
    return path


def test_every_line_of_a_text_file_is_read_with_its_ground(tmp_path: Path) -> None:
    listed = a_list(tmp_path, "Exclusions\n\n" + "\n".join(f"- {text}" for text, _ in LINES))
    assert [(line.text, line.ground) for line in listed.lines] == list(LINES)
    assert listed.passed_over == 1


def test_every_line_of_a_word_document_is_read_with_its_ground(tmp_path: Path) -> None:
    listed = read_exclusion_list(a_document(tmp_path))
    assert [(line.text, line.ground) for line in listed.lines] == list(LINES)
    assert [line.paragraph for line in listed.lines if line.paragraph] == [f"6.{number}" for number in range(1, 11)]


@pytest.mark.parametrize(
    "written",
    [
        "• Anonymous complaints",
        "1. Anonymous complaints",
        "12) Anonymous complaints",
        "(a) Anonymous complaints;",
        "iv. Anonymous complaints",
        "5.1.3.1 Anonymous complaints",
        "\tAnonymous complaints\t",
        "| Anonymous complaints |",
        "\ufeffAnonymous complaints",
    ],
)
def test_a_mark_or_number_is_no_part_of_the_line(written: str, tmp_path: Path) -> None:
    assert [line.text for line in a_list(tmp_path, written).lines] == ["Anonymous complaints"]


def test_a_number_that_belongs_to_the_line_stays(tmp_path: Path) -> None:
    [line] = a_list(tmp_path, "12 months or more after the event").lines
    assert (line.paragraph, line.text) == (None, "12 months or more after the event")


def test_items_between_semicolons_are_lines_of_their_own(tmp_path: Path) -> None:
    listed = a_list(tmp_path, "4. matters already considered; anonymous complaints; and any case with an insurer.")
    assert [(line.paragraph, line.text) for line in listed.lines] == [
        ("4", "matters already considered"),
        ("4", "anonymous complaints"),
        ("4", "any case with an insurer."),
    ]


def test_a_line_broken_by_an_editor_is_put_together_again(tmp_path: Path) -> None:
    text = (
        "1. Complaints about matters that happened more than twelve months before the\n"
        "   complaint was made to us, unless there are good reasons for the delay\n"
        "2. Anonymous complaints\n"
    )
    first, second = a_list(tmp_path, text).lines
    assert first.text.endswith("before the complaint was made to us, unless there are good reasons for the delay")
    assert second.text == "Anonymous complaints"


def test_short_lines_in_small_letters_are_not_run_together(tmp_path: Path) -> None:
    text = (
        "complaints about events that happened more than twelve months ago in all\n"
        "matters which have already been considered under our complaints policy\n"
    )
    assert [line.ground for line in a_list(tmp_path, text).lines] == [Ground.OUT_OF_TIME, Ground.ALREADY_CONSIDERED]


def test_headings_addresses_and_prose_are_passed_over_and_counted(tmp_path: Path) -> None:
    text = (
        "COMPLAINTS POLICY\n\n1.1 We want to hear from you when things go wrong.\n2. What is not a complaint\n"
        "- Anonymous complaints\nVersion 4, approved by the Board in March 2024\nTel: 020 7946 0000\n"
    )
    listed = a_list(tmp_path, text)
    assert [line.text for line in listed.lines] == ["Anonymous complaints"]
    assert listed.passed_over == 5


def test_what_may_be_complained_of_is_no_exclusion(tmp_path: Path) -> None:
    text = (
        "You can complain about:\n- how we handled a repair\n- the conduct of our staff\n\n"
        "We will not look at:\n- matters already considered under this policy\n"
    )
    assert [line.ground for line in a_list(tmp_path, text).lines] == [Ground.ALREADY_CONSIDERED]


def test_a_sentence_on_what_happens_is_no_exclusion(tmp_path: Path) -> None:
    told, passed_on = a_list(
        tmp_path,
        "If we do not accept your complaint we will write and explain why.\n"
        "Claims for personal injury, which we will pass to our insurers\n",
    ).lines
    assert told.ground is None
    assert (passed_on.kind, passed_on.ground) == (LineKind.EXCLUSION, Ground.INSURANCE_CLAIM)


def test_discretion_is_found_wherever_it_stands(tmp_path: Path) -> None:
    text = "Complaints over 12 months old\n\nWe may use our discretion to accept late complaints.\n"
    discretion = a_list(tmp_path, text).discretion
    assert discretion is not None
    assert discretion.text == "We may use our discretion to accept late complaints."


@pytest.mark.parametrize("text", ["There is no discretion over late complaints", "We make no exceptions", "12 months"])
def test_a_denial_of_discretion_is_none(text: str, tmp_path: Path) -> None:
    assert a_list(tmp_path, f"Complaints over 12 months old\n{text}").discretion is None


@pytest.mark.parametrize(
    ("text", "months", "words"),
    [
        ("Issues that happened more than 12 months ago", 12, "12 months"),
        ("raised twelve (12) calendar months after the incident", 12, "twelve (12) calendar months"),
        ("complaints submitted twelve months or more after the issue occurred", 12, "twelve months"),
        ("must be made within one year of the event", 12, "one year"),
        ("events of more than two years ago", 24, "two years"),
        ("You must complain within six months of when it happened", 6, "six months"),
        ("not raised within 90 days of the incident", 3, "90 days"),
        ("older than 52 weeks", 12, "52 weeks"),
        ("over 365 days ago", 12, "365 days"),
    ],
)
def test_how_old_a_matter_may_be_is_read_in_months(text: str, months: int, words: str) -> None:
    limit = age_limit_in(text)
    assert limit is not None
    assert (limit.months, limit.words) == (months, words)


@pytest.mark.parametrize(
    "text",
    [
        "escalate a complaint to Stage 2 if more than six months have passed since our last response",
        "We will acknowledge your complaint within 5 days of receiving it",
        "If you ask for a review more than 20 working days after our response",
        "Matters already considered more than six months ago",
        "Residents with more than two months of rent arrears since April",
        "A repair still within its 28 day target",
        "Anonymous complaints",
    ],
)
def test_another_time_is_no_limit_on_the_matters_age(text: str) -> None:
    assert age_limit_in(text) is None


def test_the_half_on_age_is_told_from_the_half_on_escalating() -> None:
    limit = age_limit_in(
        "We will not usually accept a complaint about something that happened over 12 months ago, or escalate a "
        "complaint to Stage 2 if more than six months have passed since our last response."
    )
    assert limit is not None
    assert limit.months == 12


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "holds no words"),
        ("marks.txt", b"\n 1. \n ---\n * * *\n", "holds no words"),
        ("latin.txt", "Complaints about café staff".encode("latin-1"), "is not UTF-8 text"),
        ("notepad.txt", "Anonymous complaints".encode("utf-16"), "is not UTF-8 text"),
        ("binary.txt", bytes(range(256)), "is not UTF-8 text"),
        ("zeros.txt", b"a\0b", "is not UTF-8 text"),
        ("huge.txt", b"any complaint\n" * 400_000, "is too large"),
        ("many.txt", b"any complaint\n" * 501, "is too large"),
        ("endless.txt", b"word " * 400, "a line of more than 1000 characters"),
        ("empty.docx", b"", "no Word document"),
        ("renamed.docx", b"Anonymous complaints", "no Word document"),
        ("list.pdf", b"%PDF-1.7", "neither a text file nor a Word document"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "neither a text file nor a Word document"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExclusionListUnreadable, match=said):
        read_exclusion_list(path)


@pytest.mark.parametrize("path", ["nosuch.txt", "/nosuch/list.docx", "x" * 300 + ".txt", "a\0b.txt"])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(ExclusionListUnreadable, match="cannot be read"):
        read_exclusion_list(Path(path))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").mkdir()
    with pytest.raises(ExclusionListUnreadable, match="cannot be read"):
        read_exclusion_list(tmp_path / "list.txt")


def test_a_damaged_document_is_refused(tmp_path: Path) -> None:
    path = a_document(tmp_path)
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"damaged!" * 40 + content[middle + 320 :])
    with pytest.raises(ExclusionListUnreadable, match="no Word document that can be opened"):
        read_exclusion_list(path)


def test_tracked_changes_are_refused_since_which_words_hold_is_not_known(tmp_path: Path) -> None:
    from docx.oxml import OxmlElement

    document = docx.Document()
    paragraph = document.add_paragraph("Complaints over 12 months old")
    inserted = OxmlElement("w:ins")
    paragraph._p.append(inserted)
    inserted.append(paragraph.runs[0]._r)
    path = tmp_path / "tracked.docx"
    document.save(str(path))
    with pytest.raises(ExclusionListUnreadable, match="tracked changes"):
        read_exclusion_list(path)


def test_soft_breaks_and_nested_tables_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Anonymous complaints\nRequests for compensation", style="List Bullet")
    document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "Any case with an insurer"
    path = tmp_path / "nested.docx"
    document.save(str(path))
    assert [line.text for line in read_exclusion_list(path).lines] == [
        "Anonymous complaints",
        "Requests for compensation",
        "Any case with an insurer",
    ]
