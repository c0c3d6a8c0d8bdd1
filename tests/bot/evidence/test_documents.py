"""The documents and the workbook: the layouts of the forms, the figures counted by hand, and nothing made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot.evidence import charts
from bot.evidence.annual_report import annual_report
from bot.evidence.counting import MOST_RESTS_ON, OTHERS, Tally, count_figures
from bot.evidence.figure_names import named_figures
from bot.evidence.figure_text import figures_text
from bot.evidence.figures import Figures
from bot.evidence.figures_workbook import workbook
from bot.evidence.sample_cases import Candidates
from bot.evidence.self_assessment import self_assessment
from bot.evidence.shares import Days, Share
from bot.records.decision_log import DecisionLog
from classifier.labels import LABEL_NAMES
from knowledge.clauses import find_clause, use_own_copies
from knowledge.edition import Edition
from knowledge.form_layout import SUMMARY_NOTE, load_form
from knowledge.grounds import GROUND_NAMES, Ground
from knowledge.own_copy import OwnClause, OwnCopy, write_own_copy
from tests.bot.evidence.hand_counted import (
    DAYS_BY_HAND,
    FROM,
    GROUNDS_BY_HAND,
    MONTHS_BY_HAND,
    NUMBERS_BY_HAND,
    PROPOSED_AND_DECIDED_BY_HAND,
    SHARES_BY_HAND,
    TO,
)
from tests.bot.evidence.reading import header_rows, pictures, tables, whole_text
from tests.bot.records.builders import a_decision, a_log, an_agreement

TODAY = date(2026, 4, 2)


def filled(log: DecisionLog, edition: Edition = Edition.CODE_2024, form: Edition | None = None) -> bytes:
    candidates = Candidates()
    figures = count_figures(log, FROM, TO, edition, today=TODAY, see=candidates.see)
    return self_assessment(figures, form or edition, lambda sample: candidates.cases(log, sample))


def of_the_year(log: DecisionLog) -> Figures:
    return count_figures(log, FROM, TO, Edition.CODE_2024, today=TODAY)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[DecisionLog]:
    log = a_log(tmp_path)
    yield log
    log.close()


# The figures counted by hand, in each form


def words_by_hand(name: str) -> str:
    count, of = SHARES_BY_HAND[name]
    percent = f" ({round(100 * count / of)}%)" if count >= 5 else ""
    return f"{count} of {of}{percent}"


def test_the_text_says_every_figure_that_was_counted_by_hand(sixty: DecisionLog) -> None:
    figures = of_the_year(sixty)
    text = figures_text(figures)
    shown = {figure.field: figure for figure in named_figures(figures)}
    assert set(SHARES_BY_HAND) | set(DAYS_BY_HAND) <= set(shown)
    for name in SHARES_BY_HAND:
        assert f"  {shown[name].name}: {words_by_hand(name)}\n" in text
    for name, (days, median) in DAYS_BY_HAND.items():
        unit = "working day" if median == 1 else "working days"
        assert f"  {shown[name].name}: {median} {unit} (of {sum(days.values())})\n" in text
    for ground, (kind, rests_on) in GROUNDS_BY_HAND.items():
        [(words, count)] = rests_on.items()
        assert f"{GROUND_NAMES[ground]} ({kind} ground): {count}, on {words} ({count})" in text
    for (proposed, decided), count in PROPOSED_AND_DECIDED_BY_HAND.items():
        as_what = LABEL_NAMES[decided].lower() if decided else "nothing to decide"
        assert f"  {LABEL_NAMES[proposed].lower()}, decided {as_what}: {count}\n" in text
    for month, requests, complaints, excluded, nothing, _ in MONTHS_BY_HAND:
        labels = f"service request {requests}, complaint {complaints}, excluded matter {excluded}"
        assert f"  {month}: {labels}, nothing to decide {nothing}" in text


def test_the_workbook_holds_every_figure_as_a_number(sixty: DecisionLog) -> None:
    book = load_workbook(BytesIO(workbook(of_the_year(sixty), title="Figures", note="")))
    sheets = {sheet.title: [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in book}
    names = {figure.name: figure.field for figure in named_figures(of_the_year(sixty))}
    lines = {names[str(name)]: numbers for _, name, *numbers in sheets["Figures"]}
    for name, (count, of) in SHARES_BY_HAND.items():
        percent = round(100 * count / of) if count >= 5 else None
        assert lines[name] == [count, of, percent, None], name
    for name, (days, median) in DAYS_BY_HAND.items():
        assert lines[name] == [None, sum(days.values()), None, median]
    assert lines["matters"][0] == NUMBERS_BY_HAND["matters"]
    assert [
        (f"{month:%Y-%m}", requests, complaints, excluded, nothing)
        for month, requests, complaints, excluded, nothing in sheets["By month"]
    ] == [row[:5] for row in MONTHS_BY_HAND]
    assert {(row[0], row[1], row[2]): row[3] for row in sheets["Declined by ground"]} == {
        (GROUND_NAMES[ground], kind, words): count
        for ground, (kind, rests_on) in GROUNDS_BY_HAND.items()
        for words, count in rests_on.items()
    }
    assert sum(int(str(row[2])) for row in sheets["Proposed and decided"]) == 49
    assert [sum(int(str(cell)) for cell in row[1:]) for row in sheets["Declined by month"]] == [
        sum(month[5].values()) for month in MONTHS_BY_HAND
    ]
    taken_back = {str(row[0]): row[1] for row in sheets["Taken back by"]}
    assert taken_back == NUMBERS_BY_HAND["reversed_by"]


def test_every_sheet_has_a_header_that_stays_and_a_filter(sixty: DecisionLog) -> None:
    book = load_workbook(BytesIO(workbook(of_the_year(sixty), title="Figures", note="")))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)]
        assert min(widths) >= 5
    assert book["By month"]["A2"].number_format == "mmm yyyy"


def test_the_form_says_the_figures_that_were_counted_by_hand(sixty: DecisionLog) -> None:
    commentary = {row[0]: row[4] for table in tables(filled(sixty)) for row in table[1:]}
    assert "18 service requests, 18 complaints accepted, 11 matters declined and 2 that" in commentary["1.2"]
    assert "decided as proposed in 37 of 49 matters (76%)" in commentary["1.2"]
    assert "from excluded matter to complaint (4)" in commentary["1.2"]
    assert "In 4 of 49 matters Clausewise was in doubt" in commentary["1.2"]
    assert "In 14 of 18 complaints accepted (78%)" in commentary["1.3"]
    assert "offered in 8 of 29 matters in which a resident was dissatisfied (28%)" in commentary["1.3"]
    assert "3 such matters came through a representative; 2 of 3 were accepted" in commentary["1.3"]
    assert "In 8 of 18 requests (44%) the resident was told" in commentary["1.4"]
    assert "4 of 18 requests were reviewed" in commentary["1.4"]
    assert "4 of 18 service requests were later raised as a complaint, a median of 13 working days" in commentary["1.5"]
    assert "in 2 of 3 the person was told how to complain" in commentary["1.6"]
    assert (
        "We declined 11 of 29 matters put to us as complaints or expressing dissatisfaction (38%)" in commentary["2.1"]
    )
    assert "2 of 13 matters declined at any time were later taken back, 1 of them by somebody" in commentary["2.1"]
    assert "7 of 11 refusals (64%) rest on the Code's own grounds: out of time 4 (2024 Code 2.2)" in commentary["2.2"]
    assert "4 of 11 refusals rest on grounds of our own policy" in commentary["2.2"]
    assert "with the insurers as a claim 2 (Complaints policy 4.2)" in commentary["2.2"]
    assert (
        "7 of 29 matters in which a resident was dissatisfied (24%) were past the limit of 12 months"
        in commentary["2.3"]
    )
    assert (
        "considered in 6 of 7 (86%) of them; 2 of 7 were accepted under it, 4 of 7 were declined" in commentary["2.3"]
    )
    assert (
        "9 of 11 residents whose matter was declined (82%) were sent an explanation; 8 of 11 (73%)" in commentary["2.4"]
    )
    assert "a median of 1 working day (of 9) after the decision" in commentary["2.4"]
    assert "For 2 of 11 refusals no explanation" in commentary["2.4"]
    assert "recorded for 2 of 13 matters declined at any time; 1 of 2 was overturned" in commentary["2.4"]
    assert "3 of 11 refusals carry a reason of the person's own" in commentary["2.5"]
    assert "5 of 16 matters where a ground was possible (31%) were accepted" in commentary["2.5"]
    assert all("Not shown by this log: " in words for words in commentary.values())


# The layouts


@pytest.mark.parametrize(
    ("edition", "columns", "rows"),
    [
        pytest.param(
            Edition.CODE_2024,
            ["Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation"],
            [["1.2", "1.3", "1.4", "1.5", "1.6"], ["2.1", "2.2", "2.3", "2.4", "2.5"]],
            id="2024: sections 1 and 2, five columns",
        ),
        pytest.param(
            Edition.CODE_2022,
            ["Code section", "Code requirement", "Comply: Yes/No", "Evidence, commentary and any explanations"],
            [["1.2", "1.3", "1.6", "1.7", "1.8", "1.9"], ["1.4", "1.5"]],
            id="2022: must, then should",
        ),
        pytest.param(
            Edition.CODE_2020,
            ["Section", "Question", "Yes", "No", "Comments"],
            [["1", "1", "1"], ["6", "6"]],
            id="2020: three questions, and two of section 6",
        ),
    ],
)
def test_the_form_has_its_edition_s_rows_and_columns_and_leaves_the_answer_to_the_landlord(
    edition: Edition, columns: list[str], rows: list[list[str]], empty: DecisionLog
) -> None:
    content = filled(empty, edition)
    filled_tables = tables(content)
    assert [table[0] for table in filled_tables] == [columns, columns]
    assert [[row[0] for row in table[1:]] for table in filled_tables] == rows
    answers = [index for index, column in enumerate(load_form(edition).columns) if column.holds == "answer"]
    assert answers
    assert {row[index] for table in filled_tables for row in table[1:] for index in answers} == {""}
    assert all(header_rows(content))


@pytest.mark.parametrize(
    "edition", [pytest.param(Edition.CODE_2020, id="2020"), pytest.param(Edition.CODE_2022, id="2022")]
)
def test_the_older_forms_quote_the_code_word_for_word(edition: Edition, empty: DecisionLog) -> None:
    content = filled(empty, edition)
    quoted = [row.clause for table in load_form(edition).tables for row in table.rows if row.clause]
    assert quoted
    for clause in quoted:
        assert find_clause(edition, clause).words in whole_text(content)
    assert SUMMARY_NOTE not in whole_text(content)


def test_the_2024_form_marks_each_summary_until_the_landlord_imports_its_own_copy(
    empty: DecisionLog, tmp_path: Path
) -> None:
    requirements = [row[1] for table in tables(filled(empty)) for row in table[1:]]
    assert [requirement for requirement in requirements if SUMMARY_NOTE not in requirement] == []
    clause = OwnClause(id="2.1", text="The words of the landlord's own copy.")
    own = OwnCopy(
        edition=Edition.CODE_2024,
        source_name="Code.pdf",
        source_sha256="0" * 64,
        imported_on=TODAY,
        clauses=(clause,),
    )
    write_own_copy(own, tmp_path / "own")
    use_own_copies(tmp_path / "own")
    try:
        rows = {row[0]: row[1] for table in tables(filled(empty)) for row in table[1:]}
    finally:
        use_own_copies(None)
    assert rows["2.1"] == "The words of the landlord's own copy."
    assert SUMMARY_NOTE in rows["2.2"]


def test_the_evidence_cell_points_to_the_log_and_asks_for_the_policy_s_section(sixty: DecisionLog) -> None:
    evidence = {row[0]: row[3] for table in tables(filled(sixty)) for row in table[1:]}
    pointer = "Triage decision log, 1 April 2025–31 March 2026, extract of 2 April 2026"
    assert all(words.startswith(pointer) for words in evidence.values())
    assert {number for number, words in evidence.items() if "[Add: the section of your policy]" in words} == {
        "1.2",
        "1.4",
        "2.2",
        "2.3",
    }


@pytest.mark.parametrize("edition", Edition)
def test_a_document_is_landscape_a4_in_british_english_with_a_title_and_described_pictures(
    edition: Edition, sixty: DecisionLog
) -> None:
    content = filled(sixty, form=edition)
    document = Document(BytesIO(content))
    section = document.sections[0]
    assert section.orientation is WD_ORIENT.LANDSCAPE
    size = [length.cm for length in (section.page_width, section.page_height) if length is not None]
    assert [round(each, 1) for each in size] == [29.7, 21.0]
    assert document.core_properties.title.startswith(f"Self-assessment against the Complaint Handling Code {edition}")
    assert document.core_properties.language == "en-GB"
    [language] = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"
    assert len(pictures(content)) == 4
    assert all(len(words) > 40 for words in pictures(content))
    assert document.paragraphs[0].text == document.core_properties.title


def test_the_cover_says_what_it_is_the_period_how_it_is_counted_and_who_finishes_it(sixty: DecisionLog) -> None:
    cover = [paragraph.text for paragraph in Document(BytesIO(filled(sixty))).paragraphs][:6]
    for lead in ("What this is.", "Period. 1 April 2025 to 31 March 2026", "How counted.", "Who must finish it."):
        assert any(paragraph.startswith(lead) for paragraph in cover), lead
    assert any("4 that nobody has decided yet, 3 that wait for a second person" in paragraph for paragraph in cover)


# Nothing is said where there is nothing to say


def test_where_nothing_was_decided_the_form_says_so_and_gives_no_figure(empty: DecisionLog) -> None:
    for edition in Edition:
        content = filled(empty, edition)
        text = whole_text(content)
        assert "No matter was decided in the period." in text
        assert "0 of 0" not in text
        assert "%" not in text
        assert pictures(content) == []
    assert "0 of 0" not in whole_text(annual_report(of_the_year(empty)))


def test_where_nothing_was_declined_each_row_on_exclusions_says_no_more_than_that(empty: DecisionLog) -> None:
    empty.record(a_decision(decided_at=an_agreement().at), reply_to=None)
    empty.agree("d-1", an_agreement())
    figures = count_figures(empty, date(2026, 11, 1), date(2026, 11, 30), today=date(2026, 12, 1))
    content = self_assessment(figures, Edition.CODE_2024, lambda _: [])
    commentary = {row[0]: row[4] for table in tables(content) for row in table[1:]}
    for number in ("2.1", "2.2", "2.4", "2.5"):
        assert commentary[number].startswith("No matter was declined in the period.")
    assert commentary["2.3"].startswith("No matter past the limit of 12 months was recorded in the period.")
    assert commentary["1.6"].startswith("No matter from a survey was recorded")
    assert "0 of 0" not in whole_text(content)


@pytest.mark.parametrize(
    "draw",
    [
        charts.labels_by_month,
        charts.declined_by_ground,
        charts.declined_by_month,
        charts.proposed_and_decided,
        charts.time_to_decision,
    ],
)
def test_a_chart_is_a_picture_also_of_nothing(draw: Callable[[Figures], bytes], empty: DecisionLog) -> None:
    assert draw(of_the_year(empty)).startswith(b"\x89PNG\r\n")


# The annual analysis


def test_the_annual_analysis_keeps_the_two_doors_and_the_service_requests_apart(sixty: DecisionLog) -> None:
    content = annual_report(of_the_year(sixty))
    headings = [p.text for p in Document(BytesIO(content)).paragraphs if p.style and p.style.name == "Heading 1"]
    assert "1. Not accepted at intake" in headings
    assert "2. Not escalated" in headings
    matters, by_ground, by_month = tables(content)
    assert ["Service requests (2024 Code 1.4; no refusals)", "18"] in matters
    assert ["Matters declined at intake", "11"] in matters
    assert [row[0] for row in by_ground[1:]] == [GROUND_NAMES[ground] for ground in GROUNDS_BY_HAND]
    assert [row[3] for row in by_ground[1:]] == ["4 of 11", "2 of 11", "2 of 11", "1 of 11", "1 of 11", "1 of 11"]
    assert [sum(int(cell) for cell in row[1:7]) for row in by_month[1:]] == [sum(m[5].values()) for m in MONTHS_BY_HAND]
    text = whole_text(content)
    assert "This log holds no refusal to escalate" in text
    assert len(re.findall(r"\[Account \d, to be written by a person", text)) == 3
    assert all(header_rows(content))


# What could grow without end


def test_what_grounds_rest_on_is_listed_up_to_a_limit_and_the_rest_is_counted(sixty: DecisionLog) -> None:
    tally = Tally()
    for number in range(MOST_RESTS_ON + 10):
        tally._count_rests_on(Ground.INSURANCE_CLAIM, f"section {number} " + "and more " * 50)
    [declined] = tally.figures(
        of_any_edition=0, from_on=None, to_on=None, edition=None, counted_on=TODAY
    ).declined_by_ground
    assert declined.count == MOST_RESTS_ON + 10
    assert declined.rests_on[OTHERS] == 10
    assert len(declined.rests_on) == MOST_RESTS_ON + 1
    assert max(len(words) for words in declined.rests_on) == 120


def test_every_figure_is_shown_under_a_name() -> None:
    shares = {name for name, field in Figures.model_fields.items() if field.annotation in (Share, Days)}
    assert shares == set(SHARES_BY_HAND) | set(DAYS_BY_HAND)
