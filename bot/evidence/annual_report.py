"""The analysis of matters refused, for the annual complaints performance and service improvement report.

Source: 2024 Code 8.1(b). Not accepted at intake and not escalated are two doors and are kept apart; service requests
are no refusals and stand on a line of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evidence.chart_pages import add_charts
from bot.evidence.commentary import commentary, drafted_summary
from bot.evidence.cover import cover
from bot.evidence.figures import Figures
from bot.evidence.phrases import NONE_DECLINED, share_of
from bot.evidence.shares import Share
from bot.evidence.word_document import Said, add_said, add_table, as_bytes, new_document
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES

if TYPE_CHECKING:
    from docx.document import Document

TITLE = "Matters refused: analysis for the annual report (2024 Code 8.1(b))"
_WHAT = (
    "The summary of the types of complaints refused, with the figures of the triage log, for part (b) of the annual "
    "complaints performance and service improvement report. How complaints were handled after they were accepted is in "
    "your case system and not here."
)
_WHO = (
    "The Member Responsible for Complaints or whoever writes the report: write the accounts that are marked, explain "
    "the trends, add the refusals to escalate, and take the whole to the governing body, whose response is published "
    "beside it (8.2)."
)
_ACCOUNTS = (
    "[Account 1, to be written by a person: a matter we declined. What the resident asked for, why it did not suit the "
    "complaints process, what they were told and where else they could go.]",
    "[Account 2, to be written by a person: a matter past the time limit in which we used our discretion, and why.]",
    "[Account 3, to be written by a person: a decision taken back, by us or by the Ombudsman, and what we learned.]",
)


def annual_report(figures: Figures, *, note: str = "") -> bytes:
    """Return the document as the bytes of a DOCX file."""
    document = new_document(TITLE, subject="Evidence from the triage log", on=figures.counted_on)
    for said in cover(figures, what=_WHAT, who_finishes=_WHO, note=note):
        add_said(document, said)
    document.add_heading("Summary, for a person to edit", level=1)
    add_said(document, Said(drafted_summary(figures)))
    _add_matters(document, figures)
    _add_intake(document, figures)
    document.add_heading("2. Not escalated", level=1)
    add_said(
        document,
        Said("This log holds no refusal to escalate. Refusals to escalate (5.11) are kept in the case system."),
    )
    add_said(document, Said("[Add: how many, on which grounds, and whether each was explained]", "to_write"))
    document.add_heading("3. Accounts", level=1)
    for account in _ACCOUNTS:
        add_said(document, Said(account, "to_write"))
    if figures.decided.count:
        document.add_heading("Charts", level=1).paragraph_format.page_break_before = True
        add_charts(
            document, figures, names=("declined_by_ground", "declined_by_month", "labels_by_month", "time_to_decision")
        )
    return as_bytes(document)


def _add_matters(document: Document, figures: Figures) -> None:
    document.add_heading("What residents brought, and how fast it was decided", level=1)
    rows = [
        ("Complaints accepted", f"{figures.complaints:,}"),
        ("Matters declined at intake", f"{figures.declined.count:,}"),
        ("Service requests (2024 Code 1.4; no refusals)", f"{figures.requests:,}"),
        ("Service requests later raised as a complaint", figures.requests_became_complaints.words),
        ("Nothing to decide under the Code", f"{figures.nothing_to_decide:,}"),
        ("Decided by a person, in all", f"{figures.decided.count:,}"),
        ("Clausewise was in doubt and asked for a person's judgement", figures.needed_person.words),
        ("Median time from message to decision", figures.message_to_decision.words),
        ("Median time from message to acknowledgement of a complaint", figures.message_to_acknowledgement.words),
        ("Complaints recorded as acknowledged within five working days", figures.acknowledged_in_time.words),
    ]
    add_table(document, ("Matters", "Count"), (70, 30), [[[Said(name)], [Said(count)]] for name, count in rows])


def _add_intake(document: Document, figures: Figures) -> None:
    document.add_heading("1. Not accepted at intake", level=1)
    if not figures.declined.count:
        add_said(document, Said(NONE_DECLINED))
    else:
        dissatisfied = "matters in which a resident was dissatisfied"
        add_said(document, Said(f"We declined {share_of(figures.declined, dissatisfied)}."))
        rows = [
            [
                [Said(GROUND_NAMES[each.ground])],
                [Said("the Code's" if each.kind == "Code" else "our policy's")],
                [Said("; ".join(each.rests_on))],
                [Said(Share(count=each.count, of=figures.declined.count).words)],
            ]
            for each in figures.declined_by_ground
        ]
        add_table(document, ("Ground", "Whose ground", "Rests on", "Declined"), (32, 16, 34, 18), rows)
        document.add_heading("By month", level=2)
        _add_months(document, figures)
    for about in ("discretion", "letters", "accept", "merits") if figures.declined.count else ("discretion",):
        said = commentary(about, figures)
        # How many were declined, and on which grounds, is in the table above.
        sentences = said.sentences[1:] if about == "accept" else said.sentences
        add_said(document, Said(" ".join(sentences)))
        add_said(document, Said(f"Not shown by this log: {said.not_shown}", "note"))


def _add_months(document: Document, figures: Figures) -> None:
    grounds = [each.ground for each in figures.declined_by_ground]
    labels = list(figures.by_label)
    header = (
        "Month",
        *(f"Declined: {GROUND_NAMES[g].lower()}" for g in grounds),
        *(LABEL_NAMES[lb] for lb in labels[:2]),
    )
    rows = [
        [
            [Said(f"{month.first_day:%B %Y}")],
            *([Said(f"{month.declined_by_ground.get(ground, 0):,}")] for ground in grounds),
            *([Said(f"{month.by_label[label]:,}")] for label in labels[:2]),
        ]
        for month in figures.by_month
    ]
    add_table(document, header, (14, *(10 for _ in header[1:])), rows)
