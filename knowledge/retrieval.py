"""Find the clause that answers a question, by its words and by its meaning, or give an honest "not in the Code".

By words: BM25, each clause one unit that carries staff's own ways of asking as further text; abbreviations and everyday
words are expanded (`staff_words.yaml`). By learned words: what a linear model of staff's questions makes of them
(`knowledge.learned_words`). By meaning: what the fine-tuned encoder of questions believes of each clause
(`knowledge.question_encoder`). The three are added with weights. Two logistic curves of each edition turn a match into
the probability that it answers at all, and that a clause is the right one. Weights and curves are fitted on staff's
questions by `knowledge.fitting` (`confidence.yaml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, expm1, log
from typing import NamedTuple

import bm25s
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from knowledge import kept
from knowledge.clauses import Clause, load_edition, read_yaml, shipped_edition
from knowledge.edition import Edition
from knowledge.learned_words import LearnedWords
from knowledge.question_encoder import believed, columns_of, shipped_question_encoder
from knowledge.question_words import AskedWords, Read, read, shortened

SEE_ALSO = 2
SMOOTHING = 0.5
# BM25's length normalisation is low, for a long clause is not a worse answer than a short one.
K1, B = 1.2, 0.4
MEASURES = 8

_CLAUSE_NUMBER = re.compile(r"\b(c?\d{1,2}\.\d{1,2})\b", re.IGNORECASE)


class FoundClause(BaseModel):
    """A clause and the probability (0 to 1) that it is the one that answers the question."""

    model_config = ConfigDict(frozen=True)
    clause: Clause
    confidence: float = Field(ge=0, le=1)


class Curve(BaseModel):
    """A logistic curve over the measures of a match, in the order of `Match.measures`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    intercept: float
    weights: tuple[float, ...] = Field(min_length=MEASURES, max_length=MEASURES)

    def probability(self, measures: Iterable[float]) -> float:
        total = self.intercept + sum(w * m for w, m in zip(self.weights, measures, strict=True))
        return 1 / (1 + exp(-max(-60.0, min(60.0, total))))


class Weights(NamedTuple):
    """What words and learned words count beside meaning, which counts 1."""

    words: float
    learned: float


class Curves(BaseModel):
    """What was fitted for one edition: the two curves, and the least probability that is answered.

    An edition has its own, for what it does not settle differs: the later editions settle more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    answerable: Curve
    right: Curve
    threshold: float = Field(ge=0, le=1)


class Confidence(BaseModel):
    """What was fitted: the weights beside meaning, and the curves of each edition."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    weights: Weights
    curves: dict[Edition, Curves]
    questions_sha256: str
    encoder_sha256: str


@dataclass(frozen=True)
class Match:
    """A clause that fits a question.

    measures : the log probability that it answers, by meaning; the log odds that none does, by meaning; BM25 score over
        the root of the number of query terms; the share of the question's own terms, weighted by rarity, that the
        clause holds; the lead over the next clause; how much more the question sounds like those the Code answers
        than those it does not (log odds over the root of the number of terms); and, by learned words, the score of the
        clause and that of none.
    """

    clause: Clause
    measures: tuple[float, ...]


@dataclass(frozen=True)
class Scored:
    """What is held for each clause of an edition as the answer to one question.

    words : float array (n_clauses,), BM25 score over the root of the number of query terms.
    learned : float array (n_clauses,), by learned words.
    meaning : float array (n_clauses,), log probability by the encoder.
    none : the log probability that no clause answers, by the encoder.
    learned_none : that no clause answers, by learned words.
    """

    words: NDArray[np.float64]
    learned: NDArray[np.float64]
    meaning: NDArray[np.float64]
    none: float
    learned_none: float

    def together(self, weights: Weights) -> NDArray[np.float64]:
        """Return all three added, shape (n_clauses,)."""
        return np.asarray(self.meaning + weights.words * self.words + weights.learned * self.learned, dtype=np.float64)


@cache
def confidence() -> Confidence:
    """Return the curves as shipped in `knowledge/confidence.yaml`."""
    return Confidence.model_validate(
        read_yaml(files("knowledge").joinpath("confidence.yaml").read_text(encoding="utf-8"))
    )


class Retrieval:
    """The clauses of every edition, indexed with staff's questions. Built once; searching changes nothing."""

    def __init__(self, asked: AskedWords, learned: LearnedWords) -> None:
        self.learned = learned
        self._editions = {edition: Index(edition, asked.documents[edition]) for edition in Edition}
        self._answered, self._unanswered = asked.answered, asked.unanswered
        self._odds = log((asked.n_answered + 1) / (asked.n_unanswered + 1))

    def scored(
        self, words: Read, edition: Edition, scores: NDArray[np.float32], learned: NDArray[np.float32]
    ) -> Scored:
        """Return what is held for each clause of `edition`, from the question's scores by encoder and learned words."""
        index = self._editions[edition]
        query = [term for term in (*words.own, *words.added) if term in index.vocabulary]
        found = index.bm25.get_scores(query) / len(query) ** 0.5 if query else np.zeros(len(index.clauses))
        belief = believed(scores, edition)
        by_words = learned[columns_of(edition)].astype(np.float64)  # "none" stands behind all clauses.
        return Scored(
            words=np.asarray(found, dtype=np.float64),
            learned=by_words[:-1],
            meaning=belief.clauses,
            none=belief.none,
            learned_none=float(by_words[-1]),
        )

    def best(
        self, words: Read, edition: Edition, scored: Scored, *, weights: Weights, most: int = 1 + SEE_ALSO
    ) -> tuple[Match, ...]:
        """Return the clauses that fit best, best first."""
        index = self._editions[edition]
        together = scored.together(weights)
        order = np.argsort(-together, kind="stable")[: most + 1]
        sound = self._sound(words)
        odds = scored.none - log(-expm1(min(scored.none, -1e-6)))
        return tuple(
            Match(
                clause=index.clauses[i],
                measures=(
                    float(scored.meaning[i]),
                    odds,
                    float(scored.words[i]),
                    index.coverage(int(i), words.own),
                    float(together[i] - together[below]),
                    sound,
                    float(scored.learned[i]),
                    scored.learned_none,
                ),
            )
            for i, below in pairwise(order)
        )

    def _sound(self, words: Read) -> float:
        telling = words.telling
        answered, unanswered = ([counts.get(t, 0) for t in telling] for counts in (self._answered, self._unanswered))
        weights = (
            log((yes + SMOOTHING) / (no + SMOOTHING)) - self._odds for yes, no in zip(answered, unanswered, strict=True)
        )
        return float(sum(weights) / max(1, len(telling)) ** 0.5)


class Index:
    """The clauses of one edition by their words."""

    def __init__(self, edition: Edition, documents: Sequence[Sequence[str]]) -> None:
        self.clauses = shipped_edition(edition).clauses
        self._held = [frozenset(document) for document in documents]
        counts = Counter(term for held in self._held for term in held)
        self.vocabulary = frozenset(counts)
        self._rarity = {term: log(1 + len(documents) / count) for term, count in counts.items()}
        self._unknown = log(1 + len(documents))
        self.bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        self.bm25.index([[*document] for document in documents], show_progress=False)

    def coverage(self, position: int, own: Sequence[str]) -> float:
        weights = {term: self._rarity.get(term, self._unknown) for term in own}
        held = sum(weight for term, weight in weights.items() if term in self._held[position])
        return held / sum(weights.values()) if weights else 0.0


@cache
def _retrieval() -> Retrieval:
    return Retrieval(*kept.read(confidence().questions_sha256))


def make_ready() -> None:
    """Read what every question needs, a second's work or two, so that the first is answered as quickly as the next."""
    _retrieval()
    confidence()
    shipped_question_encoder().scores("ready")


def find_clauses(question: str, edition: Edition) -> tuple[FoundClause, ...]:
    """Return the clause that answers `question`, and up to two to see also, best first; empty if none answers it.

    A clause named by its number ("what does 6.3 say") is found by that number.
    """
    by_id = {clause.id.casefold(): clause for clause in load_edition(edition).clauses}
    named = [by_id[number.casefold()] for number in _CLAUSE_NUMBER.findall(question) if number.casefold() in by_id]
    if named:
        return tuple(FoundClause(clause=c, confidence=1.0) for c in dict.fromkeys(named))[: 1 + SEE_ALSO]
    curves = confidence().curves[edition]
    words, retrieval = read(question), _retrieval()
    if not any(any(letter.isalpha() for letter in term) for term in words.own):
        return ()  # Figures and signs ask nothing.
    plain = shortened(question)
    scores, (learned,) = shipped_question_encoder().scores(plain), retrieval.learned.scores([plain])
    scored = retrieval.scored(words, edition, scores, learned)
    matches = retrieval.best(words, edition, scored, weights=confidence().weights)
    if curves.answerable.probability(matches[0].measures) < curves.threshold:
        return ()
    found: list[FoundClause] = []
    for match in matches:
        ceiling = found[-1].confidence if found else 1.0
        likely = min(ceiling, curves.right.probability(match.measures))
        found.append(FoundClause(clause=by_id[match.clause.id.casefold()], confidence=likely))
    return tuple(found)
