"""The Ombudsman's self-assessment forms as data: the definition and exclusions rows of each edition, in their order."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.clauses import find_clause, read_yaml
from knowledge.edition import Edition

SUMMARY_NOTE = (
    "Summary in our own words: copy the requirement from the Ombudsman's form, or import your own copy of the Code."
)
Holds = Literal["number", "requirement", "answer", "evidence", "commentary", "both"]
About = Literal[
    "definition",
    "word",
    "requests",
    "became",
    "surveys",
    "accept",
    "grounds",
    "discretion",
    "letters",
    "merits",
    "escalation",
    "escalation_explained",
]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FormColumn(_Data):
    """A column of the form; `both` holds evidence and commentary in one cell."""

    title: str
    holds: Holds
    width: int = Field(ge=1, le=100)


class FormRow(_Data):
    """A row of the form: a clause of the edition, or a question in the form's own words."""

    number: str
    clause: str | None = None
    question: str | None = None
    about: tuple[About, ...]
    policy: bool = False
    """Whether the row also needs the section of the landlord's own policy, which no log knows."""


class FormTable(_Data):
    title: str
    rows: tuple[FormRow, ...]


class FormLayout(_Data):
    """The rows of one edition's form."""

    edition: Edition
    title: str
    columns: tuple[FormColumn, ...]
    tables: tuple[FormTable, ...]

    @model_validator(mode="after")
    def columns_fill_the_page(self) -> FormLayout:
        if sum(column.width for column in self.columns) != 100:  # noqa: PLR2004 - per cent
            raise ValueError("the widths of the columns must come to 100")
        return self


class Requirement(_Data):
    """What the landlord is to answer, with where the words come from if they are not the form's own."""

    words: str
    note: str | None


def load_form(edition: Edition) -> FormLayout:
    """Return the layout of the form that belongs to `edition`."""
    return FormLayout.model_validate(
        read_yaml(files("knowledge").joinpath("forms", f"{edition.value}.yaml").read_text(encoding="utf-8"))
    )


def requirement_of(row: FormRow, edition: Edition) -> Requirement:
    """Return the words of a row: the form's question, the clause word for word, or our summary marked as one."""
    if row.clause is None:
        return Requirement(words=row.question or "", note=None)
    clause = find_clause(edition, row.clause)
    words = clause.words if row.question is None else f"{row.question}\n{clause.words}"
    of_incomplete = None if clause.complete else clause.note
    return Requirement(words=words, note=SUMMARY_NOTE if clause.summary else of_incomplete)
