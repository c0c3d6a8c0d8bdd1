"""The dialogs in which a manager says which days, and what, a file is to be about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.evidence.documents import DocumentKind
from bot.evidence.export_file import Format
from bot.evidence.periods import STRETCH_NAMES, Stretch, days_of_stretch
from bot.time_limit import plain_day
from knowledge.edition import Edition, edition_on

EXPORT_VIEW, EVIDENCE_VIEW = "export_asked", "evidence_asked"
STRETCH = "stretch"
_FROM, _TO, _WHAT, _EDITION = "from", "to", "what", "edition"
_DAY, _CHOICE = "day", "choice"

FORMAT_NAMES: dict[Format, str] = {
    Format.XLSX: "an Excel workbook",
    Format.CSV: "a CSV file",
    Format.JSONL: "a JSON Lines file",
    Format.PARQUET: "a Parquet file",
}
_FORMATS: dict[str, str] = {
    Format.XLSX: "Excel workbook (.xlsx)",
    Format.CSV: "CSV (.csv)",
    Format.JSONL: "JSON Lines (.jsonl)",
    Format.PARQUET: "Parquet (.parquet)",
}
DOCUMENT_NAMES: dict[DocumentKind, str] = {
    DocumentKind.SELF_ASSESSMENT: "The self-assessment's rows on definition and exclusions",
    DocumentKind.WORKBOOK: "The figures behind the self-assessment",
    DocumentKind.ANNUAL: "The analysis of matters refused, for the annual report",
}
_DOCUMENTS: dict[str, str] = {
    DocumentKind.SELF_ASSESSMENT: "Self-assessment: definition and exclusions (Word)",
    DocumentKind.WORKBOOK: "The figures behind it (Excel)",
    DocumentKind.ANNUAL: "Analysis of matters refused, for the annual report (Word)",
}


class Asked(BaseModel):
    """What stands in one of the dialogs, with the block each day stands in."""

    model_config = ConfigDict(frozen=True)
    first: date | None
    last: date | None
    choice: str
    edition: Edition | None
    first_block: str
    last_block: str


def export_view(stretch: Stretch, today: date, *, drawn: int = 0) -> View:
    """Return the dialog behind **Export…**.

    drawn : how often its days were filled in: each time in new inputs, or Slack would keep those of before.
    """
    first, last = days_of_stretch(stretch, today)
    chosen = StaticSelectElement(action_id=_CHOICE, options=_options(_FORMATS), initial_option=_options(_FORMATS)[0])
    blocks: list[Block] = [
        _stretches(),
        _day(_FROM, "From", first, drawn, optional=True, hint="Empty: from the first decision on."),
        _day(_TO, "To", last, drawn, optional=True, hint="This day included. Empty: up to today."),
        InputBlock(block_id=_WHAT, label="Format", element=chosen),
    ]
    return _modal(EXPORT_VIEW, "Export the log", blocks, drawn)


def evidence_view(stretch: Stretch, today: date, *, drawn: int = 0) -> View:
    """Return the dialog behind **Evidence…**; the edition that is proposed was in force on the last day."""
    first, last = days_of_stretch(stretch, today)
    editions = {edition.value: edition.code for edition in sorted(Edition, reverse=True)}
    in_force = edition_on(last)
    edition = StaticSelectElement(
        action_id=_CHOICE,
        options=_options(editions),
        initial_option=next(each for each in _options(editions) if each.value == in_force.value),
    )
    what = RadioButtonsElement(action_id=_CHOICE, options=_options(_DOCUMENTS), initial_option=_options(_DOCUMENTS)[0])
    blocks: list[Block] = [
        InputBlock(block_id=_WHAT, label="What to write", element=what),
        _stretches(),
        _day(_FROM, "From", first, drawn),
        _day(_TO, "To", last, drawn, hint="This day included."),
        InputBlock(
            block_id=_EDITION,
            label="Edition of the Code",
            hint="Only matters judged under it are counted; the analysis of matters refused counts all.",
            element=edition,
        ),
    ]
    return _modal(EVIDENCE_VIEW, "Evidence", blocks, drawn)


def asked_for(values: Mapping[str, Mapping[str, Any]]) -> Asked:
    """Return what was filled in."""
    blocks = {name: next(id_ for id_ in values if id_.startswith(f"{name}-")) for name in (_FROM, _TO)}
    first, last = (values[blocks[name]][_DAY].get("selected_date") for name in (_FROM, _TO))
    edition = values.get(_EDITION, {}).get(_CHOICE, {}).get("selected_option")
    return Asked(
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
        choice=values[_WHAT][_CHOICE]["selected_option"]["value"],
        edition=Edition(edition["value"]) if edition else None,
        first_block=blocks[_FROM],
        last_block=blocks[_TO],
    )


def first_input(values: Mapping[str, Any]) -> str:
    """Return the first input of a dialog: Slack says what is wrong only under inputs."""
    return next(iter(values))


def problems_of(asked: Asked, today: date) -> dict[str, str]:
    """Return, by block, why the days cannot be; empty if they can."""
    to_come = f"That day is still to come: today is {plain_day(today)}."
    problems = {}
    if asked.first and asked.first > today:
        problems[asked.first_block] = to_come
    if asked.last and asked.last > today:
        problems[asked.last_block] = to_come
    if asked.first and asked.last and asked.last < asked.first and not problems:
        problems[asked.last_block] = f"That is before the first day, {plain_day(asked.first)}."
    return problems


def _stretches() -> ActionsBlock:
    return ActionsBlock(
        elements=[
            ButtonElement(text=name, action_id=f"{STRETCH}-{stretch}", value=stretch)
            for stretch, name in STRETCH_NAMES.items()
        ]
    )


def _day(
    name: str, label: str, value: date, drawn: int, *, optional: bool = False, hint: str | None = None
) -> InputBlock:
    picker: InputInteractiveElement = DatePickerElement(action_id=_DAY, initial_date=value.isoformat())
    return InputBlock(block_id=f"{name}-{drawn}", label=label, hint=hint, optional=optional, element=picker)


def _options(names: Mapping[str, str]) -> list[Option]:
    return [Option(value=value, text=PlainTextObject(text=text)) for value, text in names.items()]


def _modal(callback_id: str, title: str, blocks: Sequence[Block], drawn: int) -> View:
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit="Send it to me",
        close="Cancel",
        private_metadata=str(drawn),
        blocks=list(blocks),
    )
