"""Find the clause that answers a question: BM25 over one edition's clauses, or an honest "the Code does not answer that".

Each clause is one unit. The question's abbreviations and everyday words are expanded (`staff_words.yaml`), and a
logistic curve fitted on staff's questions (`confidence.yaml`, made by `clausewise train`) turns the match into a
probability that the clause answers the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

import bm25s
import numpy as np
import Stemmer
from pydantic import BaseModel, ConfigDict, Field

from knowledge.clauses import Clause, load_edition, read_yaml
from knowledge.edition import Edition

SEE_ALSO = 2
MAX_QUESTION_WORDS = 300  # Nobody types more into a question; a pasted book would only slow everybody down.

_WORD = re.compile(r"[a-z0-9]+(?:['’&-][a-z0-9]+)*")
_CLAUSE_NUMBER = re.compile(r"\b(c?\d{1,2}\.\d{1,2})\b", re.IGNORECASE)
_STOP_WORDS = frozenset(
    """a about all also am an and any are as at be because been being both but by can cant could did do does doing dont
    for from get gets getting got had has have having he her hers him his how i if im in into is isnt it its ive just let
    like may me might my no now of off ok on one or our ours out over own please really she should so some such than that
    thats the their them then there these they theyre theyve thing things this those through to too u under up us very
    was we were weve what whats when where which while who whom why will with would you your yours code say says need
    needs still mean means know want ask tell""".split()  # noqa: SIM905 - reads better as prose
)


class FoundClause(BaseModel):
    """A clause and the probability (0 to 1) that it answers the question."""

    model_config = ConfigDict(frozen=True)
    clause: Clause
    confidence: float = Field(ge=0, le=1)


class Confidence(BaseModel):
    """The logistic curve over a match, and the point below which nothing is answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    intercept: float
    per_score: float
    per_coverage: float
    per_lead: float
    threshold: float = Field(ge=0, le=1)


@dataclass(frozen=True)
class Match:
    """How well the best clauses fit a question.

    `scores` are BM25 scores divided by the number of query terms; `coverage` is the share of the question's own terms,
    weighted by how rare they are in the Code, that the clause holds; `lead` is the first score less the second.
    """

    clauses: tuple[Clause, ...]
    scores: tuple[float, ...]
    coverage: tuple[float, ...]
    lead: float


@cache
def _staff_words() -> tuple[dict[str, str], dict[str, str]]:
    data = read_yaml(files("knowledge").joinpath("staff_words.yaml").read_text(encoding="utf-8"))
    return (
        {str(word).casefold(): str(words) for word, words in data["abbreviations"].items()},
        {str(phrase).casefold(): str(words) for phrase, words in data["phrases"].items()},
    )


@cache
def confidence_curve() -> Confidence:
    """Return the curve as shipped in `knowledge/confidence.yaml`."""
    return Confidence.model_validate(
        read_yaml(files("knowledge").joinpath("confidence.yaml").read_text(encoding="utf-8"))
    )


def _terms(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    words = [word for word in _WORD.findall(text.casefold().replace("’", "'")) if word.replace("'", "") not in _STOP_WORDS]
    stemmer = Stemmer.Stemmer("english")
    parts = [part for word in words for part in ([word] if "-" not in word else [word, *word.split("-")])]
    return list(stemmer.stemWords(parts))


def expand(question: str) -> str:
    """Return the Code's words for the abbreviations and everyday phrases in `question`; empty if it has none."""
    abbreviations, phrases = _staff_words()
    plain = " ".join(_WORD.findall(question.casefold().replace("’", "'")))
    added = [abbreviations[word] for word in plain.split() if word in abbreviations]
    added += [words for phrase, words in phrases.items() if re.search(rf"\b{re.escape(phrase)}\b", plain)]
    return " ".join(added)


class _Index:
    """One edition's clauses, indexed. Built once a process; searched without locks."""

    def __init__(self, edition: Edition) -> None:
        self.clauses = load_edition(edition).clauses
        documents = [
            _terms(" ".join([clause.section, clause.heading or "", clause.words, *clause.topics, *clause.topics]))
            for clause in self.clauses
        ]
        self.terms = [frozenset(document) for document in documents]
        self.vocabulary = frozenset[str]().union(*self.terms)
        self.bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        self.bm25.index(documents, show_progress=False)
        held_by = {term: sum(term in terms for terms in self.terms) for term in self.vocabulary}
        self.rarity = {term: float(np.log(1 + len(self.terms) / count)) for term, count in held_by.items()}
        self.unknown_rarity = float(np.log(1 + len(self.terms)))

    def coverage(self, position: int, own: list[str], expanded: list[str]) -> float:
        """Weigh the question's own terms the clause holds; a term counts half where only its expansion is there."""
        weights = {term: self.rarity.get(term, self.unknown_rarity) for term in own}
        if not weights:
            return 0.0
        held = sum(weight for term, weight in weights.items() if term in self.terms[position])
        helped = bool(set(expanded) & self.terms[position])
        total = sum(weights.values())
        return min(1.0, (held + (0.5 * (total - held) if helped else 0.0)) / total)


@cache
def _index(edition: Edition) -> _Index:
    return _Index(edition)


def match(question: str, edition: Edition, most: int = 1 + SEE_ALSO) -> Match | None:
    """Return the clauses that fit best, best first, or None if the question shares no word with the Code."""
    index = _index(edition)
    shortened = " ".join(question.split()[:MAX_QUESTION_WORDS])
    own = _terms(shortened)
    expanded = _terms(expand(shortened))
    query = [term for term in [*own, *expanded] if term in index.vocabulary]
    if not query:
        return None
    scores: np.ndarray[Any, np.dtype[np.float32]] = index.bm25.get_scores(query)
    best = np.argsort(-scores, kind="stable")[: most + 1]
    per_term = len(query) ** 0.5
    return Match(
        clauses=tuple(index.clauses[i] for i in best[:most]),
        scores=tuple(float(scores[i]) / per_term for i in best[:most]),
        coverage=tuple(index.coverage(int(i), own, expanded) for i in best[:most]),
        lead=float(scores[best[0]] - scores[best[1]]) / per_term,
    )


def find_clauses(question: str, edition: Edition) -> tuple[FoundClause, ...]:
    """Return the clause that answers `question`, and up to two to see also, best first; empty if none answers it.

    A clause named by its number ("what does 6.3 say") is found by that number.
    """
    by_id = {clause.id.casefold(): clause for clause in load_edition(edition).clauses}
    named = [by_id[number.casefold()] for number in _CLAUSE_NUMBER.findall(question) if number.casefold() in by_id]
    found = [FoundClause(clause=clause, confidence=1.0) for clause in dict.fromkeys(named)]
    if not found:
        curve = confidence_curve()
        matched = match(question, edition)
        if matched is None:
            return ()
        found = [
            FoundClause(clause=clause, confidence=_confidence(curve, matched, position))
            for position, clause in enumerate(matched.clauses)
        ]
        if found[0].confidence < curve.threshold:
            return ()
    return tuple(found[: 1 + SEE_ALSO])


def _confidence(curve: Confidence, matched: Match, position: int) -> float:
    lead = matched.lead if position == 0 else 0.0
    score, coverage = matched.scores[position], matched.coverage[position]
    total = curve.intercept + curve.per_score * score + curve.per_coverage * coverage + curve.per_lead * lead
    first = 1 / (1 + exp(-total))
    return first if position == 0 else min(first, 0.99 * _confidence(curve, matched, position - 1))
