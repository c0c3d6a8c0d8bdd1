"""The Code's clauses as data: read from `editions/*.yaml`, checked once, found by edition and number.

Where the landlord has imported its own copy of an edition, its words take the place of those shipped
(`use_own_copies`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.edition import Edition
from knowledge.own_copy import OwnClause, OwnCopy, read_own_copy

_LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})[.)]\s")
_LONGEST_NAME = 60


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
    own_copy: str | None = None
    """The landlord's own file the words were taken from, or None where they are as shipped."""

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
        bullets = (bullet if _LETTERED.match(bullet) else f"• {bullet}" for bullet in self.bullets)
        return "\n".join([self.text, *bullets, *([self.closing] if self.closing else [])])


class CodeEdition(BaseModel):
    """An edition: its clauses, where the words come from and what is missing."""

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


_own_copies: dict[Edition, OwnCopy] = {}


def use_own_copies(folder: Path | None) -> None:
    """Quote the landlord's own copies in `folder` from now on, in the whole process; None goes back to shipped words.

    Raises
    ------
    OwnCopyDamaged : if a copy cannot be trusted; what was quoted before is then still quoted.
    """
    copies = {edition: read_own_copy(folder, edition) for edition in Edition} if folder else {}
    _own_copies.clear()
    _own_copies.update({edition: copy for edition, copy in copies.items() if copy})
    load_edition.cache_clear()
    _by_id.cache_clear()


@cache
def shipped_edition(edition: Edition) -> CodeEdition:
    """Return an edition of the Code as shipped in `knowledge/editions`, whatever the landlord has imported."""
    raw = read_yaml(files("knowledge").joinpath("editions", f"{edition.value}.yaml").read_text(encoding="utf-8"))
    summary = raw["wording"] == "summary"
    raw["clauses"] = [{**clause, "edition": edition, "summary": summary} for clause in raw["clauses"]]
    return CodeEdition.model_validate(raw)


@cache
def load_edition(edition: Edition) -> CodeEdition:
    """Return an edition of the Code: in the words of the landlord's own copy where it has any, else as shipped."""
    shipped, copy = shipped_edition(edition), _own_copies.get(edition)
    return _in_own_words(shipped, copy) if copy else shipped


def _in_own_words(shipped: CodeEdition, copy: OwnCopy) -> CodeEdition:
    own = {clause.id: clause for clause in copy.clauses}
    name = copy.source_name
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    clauses = tuple(_quoted(c, own[c.id], short) if c.id in own else c for c in shipped.clauses)
    others = [clause.id for clause in clauses if clause.own_copy is None]
    source = f"the landlord's own copy ({short}, imported on {copy.imported_on.day} {copy.imported_on:%B %Y})"
    attribution = f"Word for word from {source}."
    if others:
        quoted = len(clauses) - len(others)
        attribution = (
            f"{quoted} of {len(clauses)} clauses word for word from {source}. The others: {shipped.attribution}"
        )
    return shipped.model_copy(
        update={
            "clauses": clauses,
            "wording": "summary" if any(clause.summary for clause in clauses) else "verbatim",
            "attribution": attribution,
            "gaps": (*shipped.gaps, f"Not in the landlord's own copy: {', '.join(others)}.") if others else (),
        }
    )


def _quoted(clause: Clause, own: OwnClause, name: str) -> Clause:
    # What is noted of the shipped words, such as that the source cut them short, holds for the same words only.
    return clause.model_copy(
        update={
            "text": own.text,
            "bullets": own.bullets,
            "closing": own.closing,
            **({} if _folded(own.all_words) == _folded(clause.words) else {"complete": True, "note": None}),
            "verified": True,
            "source": None,
            "summary": False,
            "own_copy": name,
        }
    )


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


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
