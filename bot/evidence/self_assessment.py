"""The definition and exclusions rows of the self-assessment form, filled from the log in the layout of its edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bot.evidence.chart_pages import add_charts
from bot.evidence.commentary import commentary, drafted_summary
from bot.evidence.cover import cover
from bot.evidence.figures import Figures
from bot.evidence.sample_cases import Sample, SampleCase
from bot.evidence.word_document import Said, add_said, add_table, as_bytes, new_document
from bot.time_limit import plain_day
from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.form_layout import FormColumn, FormRow, load_form, requirement_of

if TYPE_CHECKING:
    from docx.document import Document

SamplesOf = Callable[[Sample], list[SampleCase]]
_LONG_ROW = 3
_CHARTS = ("labels_by_month", "declined_by_ground", "proposed_and_decided", "time_to_decision")


def self_assessment(figures: Figures, edition: Edition, samples_of: SamplesOf, *, note: str = "") -> bytes:
    """Return the document as the bytes of a DOCX file; `note` says what the log is, where it is no evidence."""
    layout = load_form(edition)
    document = new_document(
        f"{layout.title}: definition and exclusions", subject="Evidence from the triage log", on=figures.counted_on
    )
    for said in cover(figures, what=_what(edition), who_finishes=_WHO, note=note):
        add_said(document, said)
    document.add_heading("Summary, for a person to edit", level=1)
    add_said(document, Said(drafted_summary(figures)))
    for number, table in enumerate(layout.tables):
        heading = document.add_heading(table.title, level=1)
        heading.paragraph_format.page_break_before = number == 0 or table.title.startswith("Section 2")
        header, widths = [column.title for column in layout.columns], [column.width for column in layout.columns]
        rows = [
            [list(_cell(column, row, figures, edition, samples_of)) for column in layout.columns] for row in table.rows
        ]
        # The 2020 form asks so much in one question that its row may fill a page.
        long = any(len(row.about) >= _LONG_ROW for row in table.rows)
        add_table(document, header, widths, rows, rows_may_split=long)
    _add_charts(document, figures)
    return as_bytes(document)


def _what(edition: Edition) -> str:
    return (
        f"The rows on the definition of a complaint and on exclusions, laid out as in the Ombudsman's form for the "
        f"{edition.code}, with figures from the log of decisions on residents' messages. A figure supports an answer; "
        f"it does not make one. Requirements: {load_edition(edition).attribution}"
    )


_WHO = (
    "The person responsible for the self-assessment: answer Yes or No in every row, add the section of your own policy "
    "where it is asked for, edit the sentences until they say what you stand for, and read every case for anything "
    "that could tell who a resident is. Where the answer is No, explain and say by when you will comply."
)


def _cell(
    column: FormColumn, row: FormRow, figures: Figures, edition: Edition, samples_of: SamplesOf
) -> Iterator[Said]:
    if column.holds == "number":
        yield Said(row.number)
    if column.holds == "requirement":
        requirement = requirement_of(row, edition)
        yield from (Said(line) for line in requirement.words.split("\n"))
        if requirement.note:
            yield Said(requirement.note, "note")
    if column.holds in ("evidence", "both"):
        yield Said(f"Triage decision log, {_period(figures)}, extract of {plain_day(figures.counted_on)}")
        if row.policy:
            yield Said("[Add: the section of your policy]", "to_write")
    if column.holds in ("commentary", "both"):
        yield from _commentary(row, figures, samples_of)


def _commentary(row: FormRow, figures: Figures, samples_of: SamplesOf) -> Iterator[Said]:
    ends: list[str] = []
    said_already: set[str] = set()
    for about in row.about:
        said = commentary(about, figures)
        fresh = [sentence for sentence in said.sentences if sentence not in said_already]
        said_already.update(fresh)
        if fresh:
            yield Said(" ".join(fresh))
        cases = samples_of(said.sample) if said.sample else []
        if cases:
            yield Said("Cases, for a person to check:" if len(cases) > 1 else "A case, for a person to check:")
            yield from (Said(case.shown, "bullet") for case in cases)
        ends.append(said.not_shown.rstrip("."))
    yield Said(f"Not shown by this log: {'; '.join(ends)}.", "note")


def _period(figures: Figures) -> str:
    first = "the first decision" if figures.from_on is None else plain_day(figures.from_on)
    return f"{first}–{plain_day(figures.to_on or figures.counted_on)}"


def _add_charts(document: Document, figures: Figures) -> None:
    if figures.decided.count:
        document.add_heading("Charts", level=1).paragraph_format.page_break_before = True
        add_charts(document, figures, names=_CHARTS)
