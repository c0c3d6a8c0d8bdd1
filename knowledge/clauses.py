"""The Code's clauses as data: read from `editions/*.yaml`, checked once, found by edition and number."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.edition import Edition


class ClauseNotFound(LookupError):
    """The edition has no clause of that number."""


class ClauseTimescale(BaseModel):
    """A time limit as the 2024 data states it beside its clause; `knowledge.deadlines` is checked against it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: str
    working_days: int | None = None
    months: int | None = None
    every: str | None = None
    start: str | None = Field(default=None, alias="from")
    limit: str | None = None


class Clause(BaseModel):
    """One clause of one edition: the unit that is quoted, retrieved and cited."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    edition: Edition
    id: str = Field(min_length=1)
    part: Literal["A", "B", "C"] | None
    section: str
    heading: str | None
    text: str = Field(min_length=1)
    bullets: tuple[str, ...]
    closing: str | None
    level: Literal["must", "should"] | None
    stage: int | None
    complete: bool
    topics: tuple[str, ...]
    note: str | None
    verified: bool
    source: str | None
    timescale: ClauseTimescale | None
    summary: bool
    """Whether `text` is our summary (2024) and not the Code's own words."""

    @property
    def reference(self) -> str:
        """How the clause is cited, for example "2024 Code 6.2". A number without its edition means nothing."""
        if self.part == "A":
            section, paragraph = self.id.removeprefix("A").split("-")
            return f"{self.edition.code} Part A, {section}, paragraph {paragraph}"
        if self.part == "C":
            return f"{self.edition.code} Part C {self.id.removeprefix('C')}"
        return f"{self.edition.code} {self.id}"

    @property
    def words(self) -> str:
        """The clause's words with its bullets, one a line."""
        lines = [self.text, *(f"• {bullet}" for bullet in self.bullets), *([self.closing] if self.closing else [])]
        return "\n".join(lines)


class CodeEdition(BaseModel):
    """An edition as it is shipped: its clauses, where the words come from and what is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    edition: Edition
    title: str
    published: str
    in_force_from: date
    in_force_until: date | None
    wording: Literal["verbatim", "summary"]
    attribution: str
    official_page: str | None
    gaps: tuple[str, ...]
    clauses: tuple[Clause, ...]


def read_yaml(text: str) -> Any:
    """Parse YAML with the C loader where PyYAML has it (30 times faster on the editions)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders


@cache
def load_edition(edition: Edition) -> CodeEdition:
    """Return an edition of the Code as shipped in `knowledge/editions`."""
    raw = read_yaml(files("knowledge").joinpath("editions", f"{edition.value}.yaml").read_text(encoding="utf-8"))
    summary = raw["wording"] == "summary"
    raw["clauses"] = [{**clause, "edition": edition, "summary": summary} for clause in raw["clauses"]]
    return CodeEdition.model_validate(raw)


@cache
def _by_id(edition: Edition) -> dict[str, Clause]:
    return {clause.id.casefold(): clause for clause in load_edition(edition).clauses}


def find_clause(edition: Edition, number: str) -> Clause:
    """Return the clause of `edition` with that number ("6.3"; Part C of the 2020 Code as "C1.3").

    Raises
    ------
    ClauseNotFound : if the edition has no such clause; numbers differ between editions.
    """
    clause = _by_id(edition).get(number.strip().rstrip(".").casefold())
    if clause is None:
        known = ", ".join(clause.id for clause in load_edition(edition).clauses)
        raise ClauseNotFound(
            f"The {edition.code} has no clause {number.strip()[:40]!r} (it has: {known}). "
            "Numbers differ between editions: check the edition first."
        )
    return clause
