"""Find the clause that answers a question, by its words and by its meaning, or give an honest "not in the Code".

By words: BM25, each clause one unit that carries staff's own ways of asking as further text; abbreviations and everyday
words are expanded (`staff_words.yaml`). By learned words: what a linear model of staff's questions makes of them
(`knowledge.learned_words`). By meaning: what the fine-tuned encoder of questions believes of each clause
(`knowledge.question_encoder`). The three are added with weights. Two logistic curves turn a match into the probability
that the Code answers at all, and that a clause is the right one. Weights and curves are fitted on staff's questions by
`knowledge.fitting` (`confidence.yaml`).
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
import Stemmer
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from knowledge.clauses import Clause, load_edition, read_yaml, shipped_edition
from knowledge.edition import Edition
from knowledge.learned_words import LearnedWords, kept
from knowledge.question_encoder import believed, columns_of, shipped_question_encoder
from knowledge.questions import StaffQuestion, load_questions

SEE_ALSO = 2
MAX_QUESTION_WORDS = 300  # Nobody types more into a question; a pasted book would only slow everybody down.
SMOOTHING = 0.5
# BM25's length normalisation is low, for a long clause is not a worse answer than a short one.
K1, B = 1.2, 0.4
MEASURES = 8

_WORD = re.compile(r"[a-z0-9]+(?:['&-][a-z0-9]+)*")
_CLAUSE_NUMBER = re.compile(r"\b(c?\d{1,2}\.\d{1,2})\b", re.IGNORECASE)
_STOP_WORDS = frozenset(
    """a about all also am an and any are as at be because been being both but by can cant could did do does doing dont
    for from get gets getting got had has have having he her hers him his how i if im in into is isnt it its ive just
    let like may me might my no now of off ok on one or our ours out over own please really she should so some such than
    that thats the their them then there these they theyre theyve thing things this those through to too u under up us
    very was we were weve what whats when where which while who whom why will with would you your yours code say says
    need needs still mean means know want ask tell""".split()  # noqa: SIM905 - as prose it can be read
)


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


class Confidence(BaseModel):
    """What was fitted: the weights beside meaning, the curves, and the least probability that is answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    weights: Weights
    answerable: Curve
    right: Curve
    threshold: float = Field(ge=0, le=1)
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
def _staff_words() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str], str], ...]]:
    """Return the words of each abbreviation, and each phrase as its first word, its pattern and its words."""
    data = read_yaml(files("knowledge").joinpath("staff_words.yaml").read_text(encoding="utf-8"))
    abbreviations = {str(word).casefold(): str(words) for word, words in data["abbreviations"].items()}
    phrases = [(str(phrase).casefold(), str(words)) for phrase, words in data["phrases"].items()]
    return abbreviations, tuple(
        (re.findall(r"\w+", phrase)[0], re.compile(rf"\b{re.escape(phrase)}\b"), words) for phrase, words in phrases
    )


@cache
def confidence() -> Confidence:
    """Return the curves as shipped in `knowledge/confidence.yaml`."""
    return Confidence.model_validate(
        read_yaml(files("knowledge").joinpath("confidence.yaml").read_text(encoding="utf-8"))
    )


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def terms(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    words = [word for word in _WORD.findall(_plain(text)) if word.replace("'", "") not in _STOP_WORDS]
    parts = [part for word in words for part in ([word, *word.split("-")] if "-" in word else [word])]
    return list(Stemmer.Stemmer("english").stemWords(parts))


def expand(question: str) -> str:
    """Return the Code's words for the abbreviations and everyday phrases in `question`; empty if it has none."""
    abbreviations, phrases = _staff_words()
    plain = " ".join(_WORD.findall(_plain(question)))
    added = [abbreviations[word] for word in plain.split() if word in abbreviations]
    said = set(re.findall(r"\w+", plain))  # Most phrases are ruled out by their first word, without a search.
    return " ".join(added + [words for first, phrase, words in phrases if first in said and phrase.search(plain)])


@dataclass(frozen=True)
class Read:
    """A question's words: the stems of its own, and those of the Code's words that were added for them."""

    own: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def telling(self) -> set[str]:
        """Its terms, those added marked as such."""
        return {*self.own, *(f"+{term}" for term in self.added)}


def read(question: str) -> Read:
    """Return the words of `question`, of a pasted book only the first."""
    shortened = _shortened(question)
    return Read(own=tuple(terms(shortened)), added=tuple(terms(expand(shortened))))


def _shortened(question: str) -> str:
    return " ".join(question.split()[:MAX_QUESTION_WORDS])


class Retrieval:
    """The clauses of every edition, indexed with staff's questions. Built once; searching changes nothing."""

    def __init__(
        self,
        questions: Iterable[StaffQuestion],
        words: Sequence[Read] | None = None,
        learned: LearnedWords | None = None,
    ) -> None:
        """Index `questions`; `words` are theirs, where they have been read before, and `learned` what they taught."""
        asked = tuple(questions)
        self.learned = learned or LearnedWords(asked)
        words = [read(q.question) for q in asked] if words is None else words
        self._editions = {edition: _Index(edition, asked, words) for edition in Edition}
        pairs = list(zip(asked, words, strict=True))
        self._answered = Counter(term for q, each in pairs if q.answered for term in each.telling)
        self._unanswered = Counter(term for q, each in pairs if not q.answered for term in each.telling)
        self._odds = log((sum(q.answered for q in asked) + 1) / (sum(not q.answered for q in asked) + 1))

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
        weights = (
            log((self._answered[t] + SMOOTHING) / (self._unanswered[t] + SMOOTHING)) - self._odds for t in telling
        )
        return float(sum(weights) / max(1, len(telling)) ** 0.5)


class _Index:
    def __init__(self, edition: Edition, asked: tuple[StaffQuestion, ...], words: Sequence[Read]) -> None:
        self.clauses = shipped_edition(edition).clauses  # What was fitted, was fitted on these words.
        ways: dict[str, list[str]] = {clause.id: [] for clause in self.clauses}
        for question, each in zip(asked, words, strict=True):
            for id_ in question.clauses[edition]:
                ways[id_] += each.own
        documents = [
            terms(" ".join([c.section, c.heading or "", c.words, *c.topics, *c.topics])) + ways[c.id]
            for c in self.clauses
        ]
        self._held = [frozenset(document) for document in documents]
        counts = Counter(term for held in self._held for term in held)
        self.vocabulary = frozenset(counts)
        self._rarity = {term: log(1 + len(documents) / count) for term, count in counts.items()}
        self._unknown = log(1 + len(documents))
        self.bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        self.bm25.index(documents, show_progress=False)

    def coverage(self, position: int, own: Sequence[str]) -> float:
        weights = {term: self._rarity.get(term, self._unknown) for term in own}
        held = sum(weight for term, weight in weights.items() if term in self._held[position])
        return held / sum(weights.values()) if weights else 0.0


@cache
def _retrieval() -> Retrieval:
    questions = load_questions()
    return Retrieval(questions, learned=kept(questions))


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
    curves = confidence()
    words, retrieval = read(question), _retrieval()
    if not any(any(letter.isalpha() for letter in term) for term in words.own):
        return ()  # Figures and signs ask nothing.
    plain = _shortened(question)
    scores, learned = shipped_question_encoder().scores(plain), retrieval.learned.scores(plain)
    scored = retrieval.scored(words, edition, scores, learned)
    matches = retrieval.best(words, edition, scored, weights=curves.weights)
    if curves.answerable.probability(matches[0].measures) < curves.threshold:
        return ()
    found: list[FoundClause] = []
    for match in matches:
        ceiling = found[-1].confidence if found else 1.0
        likely = min(ceiling, curves.right.probability(match.measures))
        found.append(FoundClause(clause=by_id[match.clause.id.casefold()], confidence=likely))
    return tuple(found)
