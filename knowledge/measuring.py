"""Measure answers on questions that nothing which answers them has seen.

Questions are dealt into groups of whole batches. What is measured on a group was fitted on the others: the encoder, the
questions that clauses carry as further text, the learned words, the weights of both beside meaning, the curves and the
threshold. One thing is shared: the scores that weights, curves and threshold are fitted on come from encoders that had
seen the group measured, though never the question they score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from knowledge.edition import Edition
from knowledge.fitting import Asked, Told, ask, fit_on, told
from knowledge.questions import StaffQuestion
from knowledge.retrieval import Match, Weights

WORST = 10
NEWEST = Edition.CODE_2024


@dataclass(frozen=True)
class Result:
    """A question asked, the first clause found for it, whether the answer is refused, and the clause's probability."""

    asked: Asked
    match: Match
    weights: Weights
    refused: bool
    confidence: float


@dataclass(frozen=True)
class Ranking:
    """How well the right clause is ranked, over the answerable questions of an edition; shares from 0 to 1."""

    hit_at_1: float
    hit_at_3: float
    mean_reciprocal_rank: float


@dataclass(frozen=True)
class EditionFigures:
    """The figures of one edition, each on questions whose group took part in nothing that answered them."""

    edition: Edition
    answerable: int
    unanswerable: int
    joined: Ranking
    words: Ranking
    learned: Ranking
    meaning: Ranking
    false_answers: float
    """Of the questions the edition does not answer, those answered all the same."""
    false_refusals: float
    """Of the questions the edition answers, those refused."""


@dataclass(frozen=True)
class Miss:
    """A question whose first clause was wrong, the surest first."""

    question: str
    edition: Edition
    wanted: tuple[str, ...]
    found: str
    confidence: float


@dataclass(frozen=True)
class BatchFigures:
    """How often the first clause of the newest edition is the right one, in one batch of questions."""

    batch: str
    answerable: int
    hit_at_1: float


@dataclass(frozen=True)
class Figures:
    questions: int
    never_answered: int
    """Questions that no edition answers."""
    false_answers_to_those: float
    editions: tuple[EditionFigures, ...]
    batches: tuple[BatchFigures, ...]
    worst: tuple[Miss, ...]


def measure(
    questions: Sequence[StaffQuestion], *, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Figures:
    """Measure answers to the shipped questions group by group."""
    everything = told(questions)
    folds = np.unique(everything.groups).tolist()
    results: list[Result] = []
    progress("Asking unseen questions", 0, len(folds))
    for number, found in enumerate(
        Parallel(n_jobs=-1, return_as="generator")(delayed(_measured)(everything, group) for group in folds), start=1
    ):
        results += found
        progress("Asking unseen questions", number, len(folds))
    never = [result.refused for result in results if not result.asked.question.answered]
    return Figures(
        questions=len(questions),
        never_answered=sum(not q.answered for q in questions),
        false_answers_to_those=1.0 - float(np.mean(never)),
        editions=tuple(_edition_figures(edition, results) for edition in Edition),
        batches=_batch_figures(results),
        worst=_worst(results),
    )


def _measured(everything: Told, group: int) -> list[Result]:
    """Ask the questions of one group of what was fitted on the others."""
    known = everything.of(everything.groups != group)
    fitted = fit_on(known)
    results = []
    for asked in ask(known.retrieval(), everything.of(everything.groups == group)):
        match, curves = asked.first(fitted.weights), fitted.curves[asked.edition]
        results.append(Result(asked, match, fitted.weights, curves.refuses(match), curves.probability(match)))
    return results


def _batch_figures(results: Sequence[Result]) -> tuple[BatchFigures, ...]:
    found: dict[str, list[bool]] = {}
    for result in results:
        asked = result.asked
        if asked.edition is NEWEST and asked.answerable:
            right = asked.rank(asked.scored.together(result.weights)) == 1
            found.setdefault(asked.question.batch, []).append(right)
    return tuple(BatchFigures(batch, len(each), float(np.mean(each))) for batch, each in sorted(found.items()))


def _edition_figures(edition: Edition, results: Sequence[Result]) -> EditionFigures:
    mine = [result for result in results if result.asked.edition is edition]
    answerable = [result for result in mine if result.asked.answerable]
    no = [result.refused for result in mine if not result.asked.answerable]
    return EditionFigures(
        edition=edition,
        answerable=len(answerable),
        unanswerable=len(no),
        joined=_ranking([r.asked.rank(r.asked.scored.together(r.weights)) for r in answerable]),
        words=_ranking([r.asked.rank(r.asked.scored.words) for r in answerable]),
        learned=_ranking([r.asked.rank(r.asked.scored.learned) for r in answerable]),
        meaning=_ranking([r.asked.rank(r.asked.scored.meaning) for r in answerable]),
        false_answers=1.0 - float(np.mean(no)),
        false_refusals=float(np.mean([result.refused for result in answerable])),
    )


def _ranking(ranks: Sequence[int]) -> Ranking:
    found = np.array(ranks)
    return Ranking(float((found == 1).mean()), float((found <= 3).mean()), float((1 / found).mean()))  # noqa: PLR2004 - hit@3


def _worst(results: Sequence[Result]) -> tuple[Miss, ...]:
    wrong = [r for r in results if r.asked.answerable and not r.refused and not r.asked.is_right(r.match)]
    wrong.sort(key=lambda result: -result.confidence)
    return tuple(
        Miss(
            r.asked.question.question,
            r.asked.edition,
            r.asked.question.clauses[r.asked.edition],
            r.match.clause.id,
            r.confidence,
        )
        for r in wrong[:WORST]
    )
