"""Read the landlord's own copy of an edition of the Code, and say what of it was found. Nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from knowledge.clause_finder import find_clauses_in
from knowledge.clauses import shipped_edition
from knowledge.document_text import Document, read_document
from knowledge.edition import Edition
from knowledge.own_copy import OwnClause, OwnCopy

# A copy holds at least this share of the edition's numbered clauses.
LEAST_SHARE = 1 / 3
# How alike (0 to 1) the clauses must be to those shipped, on average. Copies of the right edition have 0.97 to 1 where
# the Code's own words are shipped and 0.5 where summaries are; another edition, or the look-alike, has at most 0.24.
LEAST_LIKENESS = {"verbatim": 0.6, "summary": 0.28}
# Below this, a single clause is named for a person to look at.
EXPECTED_LIKENESS = {"verbatim": 0.95, "summary": 0.1}

_FEW = 5  # Too few to say from their words what they are.
_ENDS = re.compile(r"(?:[.!?…]|https?://\S+)[\"'’”)\]]*$")
_HOUSING = re.compile(r"\b(?:landlord|resident|tenant)s?\b", re.IGNORECASE)
_OTHER_SERVICES = re.compile(r"\b(?:organisation|individual)s?\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")


class WrongFile(ValueError):
    """The file is no copy of the edition; the message says what it looks like and what to do."""


@dataclass(frozen=True)
class CopyRead:
    """What a document holds of an edition. Clause numbers are in the order of the edition."""

    document: Document
    edition: Edition
    clauses: tuple[OwnClause, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unknown: tuple[str, ...]
    """Numbers that stand in the document like clauses, but that no clause of the edition has."""
    doubts: Mapping[str, str]
    """Clauses whose words a person should compare with the document, and why."""

    def as_own_copy(self, imported_on: date) -> OwnCopy:
        return OwnCopy(
            edition=self.edition,
            source_name=self.document.name,
            source_sha256=self.document.sha256,
            imported_on=imported_on,
            clauses=self.clauses,
        )


def numbered_ids(edition: Edition) -> tuple[str, ...]:
    """Return the ids of the clauses that carry a number. The paragraphs of Part A of the 2020 Code do not."""
    return tuple(clause.id for clause in shipped_edition(edition).clauses if clause.part != "A")


def read_copy(file: Path, edition: Edition) -> CopyRead:
    """Return what the document in `file` holds of `edition`.

    Raises
    ------
    DocumentUnreadable : if the file is no document that can be read (see `document_text`).
    WrongFile : if it is another edition, the look-alike Code of the Local Government and Social Care Ombudsman, not the
        Code at all, or has less than a third of the edition's clauses.
    """
    document = read_document(file)
    found = find_clauses_in(document.lines, edition)
    known = numbered_ids(edition)
    chosen = {id_: _best(found[id_]) for id_ in known if id_ in found}
    missing = tuple(id_ for id_ in known if id_ not in found)
    _check(document, edition, chosen, len(known))
    return CopyRead(
        document=document,
        edition=edition,
        clauses=tuple(chosen.values()),
        missing=missing,
        twice=tuple(id_ for id_ in chosen if len({clause.all_words for clause in found[id_]}) > 1),
        unknown=tuple(id_ for id_ in found if id_ not in known),
        doubts=_doubts(chosen, missing, edition),
    )


def _best(occurrences: Sequence[OwnClause]) -> OwnClause:
    """Return the longest, for a contents page or a cross reference is shorter than the clause.

    Some councils answer both Codes in one document, so words that speak of a landlord or a resident go first.
    """
    return max(occurrences, key=lambda clause: (bool(_HOUSING.search(clause.all_words)), len(clause.all_words)))


def _check(document: Document, edition: Edition, chosen: Mapping[str, OwnClause], numbered: int) -> None:
    name = document.name
    if not chosen:
        hint = " If Word numbers the clauses itself, save it as PDF and import that." if document.kind == "DOCX" else ""
        raise WrongFile(f"{name} holds no clause of the {edition.code}: no line begins with a clause's number.{hint}")
    if len(chosen) >= _FEW:
        _check_words(document, edition, chosen)
    if len(chosen) < LEAST_SHARE * numbered:
        raise WrongFile(
            f"{name} holds {len(chosen)} of the {numbered} numbered clauses of the {edition.code}: too few for a copy "
            "of it. Give the whole Code, or a whole self-assessment form."
        )


def _check_words(document: Document, edition: Edition, chosen: Mapping[str, OwnClause]) -> None:
    words = [clause.all_words for clause in chosen.values()]
    housing = sum(bool(_HOUSING.search(text)) for text in words)
    if housing < len(words) / 2 and sum(bool(_OTHER_SERVICES.search(text)) for text in words) > housing:
        raise WrongFile(
            f"{document.name} speaks of organisations and individuals, not of landlords and residents. It looks like "
            "the Code of the Local Government and Social Care Ombudsman, which has almost the same headings: give the "
            f"Housing Ombudsman's {edition.code}."
        )
    alike = {edition: _likeness(chosen, edition)}
    for other in set(Edition) - {edition}:
        there = find_clauses_in(document.lines, other)
        alike[other] = _likeness({id_: _best(there[id_]) for id_ in there}, other)
    nearest = max(alike, key=lambda candidate: alike[candidate])
    if alike[nearest] < LEAST_LIKENESS[shipped_edition(nearest).wording]:
        raise WrongFile(
            f"{document.name} has clause numbers, but its words are not those of the {edition.code}. Give the Code "
            "itself or a self-assessment form that quotes it, not a policy with numbers of its own."
        )
    if nearest is not edition:
        raise WrongFile(
            f"{document.name} looks like the {nearest.code}, not the {edition.code}. Import it with "
            f"--edition {nearest.value}, or give a copy of the {edition.code}."
        )


def _likeness(clauses: Mapping[str, OwnClause], edition: Edition) -> float:
    """Return how alike clauses are, on average, to those shipped under the same numbers, from 0 to 1."""
    shipped = _shipped_words(edition)
    each = [alike(clause.all_words, shipped[id_]) for id_, clause in clauses.items() if id_ in shipped]
    return mean(each) if each else 0.0


def _shipped_words(edition: Edition) -> dict[str, str]:
    return {clause.id: clause.words for clause in shipped_edition(edition).clauses}


def _folded(words: str) -> list[str]:
    return re.findall(r"\w+", words.casefold())


def alike(one: str, other: str) -> float:
    """Return the share of words of four letters and more that two texts have in common, from 0 to 1."""
    first, second = (Counter(_WORD.findall(text.casefold())) for text in (one, other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _doubts(chosen: Mapping[str, OwnClause], missing: Sequence[str], edition: Edition) -> dict[str, str]:
    """Return the clauses whose words may not be quite those of the document, with the reason."""
    wording = shipped_edition(edition).wording
    unlike = "differs from the shipped words" if wording == "verbatim" else "has hardly a word of our summary"
    shipped = _shipped_words(edition)
    doubts = {}
    for id_, clause in chosen.items():
        words = clause.all_words
        same = [e for e in Edition if e is not edition and _folded(words) == _folded(_shipped_words(e).get(id_, ""))]
        held = [other for other in missing if f" {other.removeprefix('C')} " in words]
        reasons = [unlike] if alike(words, shipped[id_]) < EXPECTED_LIKENESS[wording] else []
        reasons += [f"is word for word the {other.code}'s" for other in same] if wording == "summary" else []
        reasons += [f"has the number {other} in its words, which was not found" for other in held]
        reasons += [] if _ENDS.search(words) else ["ends without a full stop"]
        if reasons:
            doubts[id_] = "; ".join(reasons)
    return doubts
