"""Fit the joining of words and meaning and the confidence of answers, and measure them on questions they have not seen.

Questions are dealt into groups of whole batches. What is measured on a group was fitted on the others: the encoder, the
questions that clauses carry as further text, the learned words, the weights of both beside meaning, the curves and the
threshold. One thing is shared: the scores that weights, curves and threshold are fitted on come from encoders that had
seen the group measured, though never the question they score.

`python -m knowledge.fitting` rewrites `confidence.yaml` and `learned_words.npz`; needed whenever the questions or the
retrieval change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.learned_words import keep_weights
from knowledge.question_encoder import cross_fitted_scores, groups_of, shipped_question_encoder
from knowledge.questions import StaffQuestion, load_questions, questions_hash
from knowledge.retrieval import Match, Read, Retrieval, Scored, Weights, read

WEIGHTS = tuple(
    Weights(words, learned) for words in (0.0, 0.6, 1.3, 2.0, 3.0) for learned in (0.0, 10.0, 15.0, 25.0, 40.0, 60.0)
)
WORST = 10
NEWEST = Edition.CODE_2024
_GRID = np.round(np.arange(0.2, 0.96, 0.01), 2)


@dataclass(frozen=True)
class Asked:
    """A question asked of one edition, by a retrieval that had not seen its group."""

    question: StaffQuestion
    words: Read
    edition: Edition
    retrieval: Retrieval
    scored: Scored

    def first(self, weights: Weights) -> Match:
        """Return the first clause's match, words counting as much beside meaning."""
        return self.retrieval.best(self.words, self.edition, self.scored, weights=weights, most=1)[0]

    @property
    def answerable(self) -> bool:
        return bool(self.question.clauses[self.edition])

    def is_right(self, match: Match) -> bool:
        return match.clause.id in {*self.question.clauses[self.edition], *self.question.also[self.edition]}

    def rank(self, scores: NDArray[np.float64]) -> int:
        """Return the place of the first clause that answers, by `scores` (n_clauses,), 1 being the best."""
        ids = [clause.id for clause in load_edition(self.edition).clauses]
        wanted = [ids.index(id_) for id_ in self.question.clauses[self.edition]]
        return 1 + int((scores > scores[wanted].max()).sum())


@dataclass(frozen=True)
class Fitted:
    """What is fitted on questions asked: the weights of words, the two curves, and the threshold."""

    weights: Weights
    answerable: LogisticRegression
    right: LogisticRegression
    threshold: float

    def refuses(self, match: Match) -> bool:
        return float(self.answerable.predict_proba([match.measures])[0, 1]) < self.threshold


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


@dataclass(frozen=True)
class Told:
    """Questions with what is known of each before it is asked.

    words : their words.
    scores : float32 array (n_questions, n_columns), by encoders that had not seen their groups.
    groups : int array (n_questions,).
    """

    questions: tuple[StaffQuestion, ...]
    words: tuple[Read, ...]
    scores: NDArray[np.float32]
    groups: NDArray[np.int_]

    def of(self, rows: NDArray[np.bool_]) -> Told:
        """Return those that `rows` marks, bool array (n_questions,)."""
        kept = np.flatnonzero(rows).tolist()
        return Told(
            tuple(self.questions[n] for n in kept),
            tuple(self.words[n] for n in kept),
            self.scores[kept],
            self.groups[kept],
        )

    def retrieval(self) -> Retrieval:
        return Retrieval(self.questions, self.words)


def told(questions: Sequence[StaffQuestion]) -> Told:
    """Return the shipped questions with their words and cross-fitted scores."""
    scores = cross_fitted_scores([q.question for q in questions])
    return Told(tuple(questions), tuple(read(q.question) for q in questions), scores, groups_of(questions))


def ask(retrieval: Retrieval, those: Told) -> list[Asked]:
    """Ask each question of `retrieval`, of each edition it can be asked of."""
    return [
        Asked(question, words, edition, retrieval, retrieval.scored(words, edition, scores, learned))
        for question, words, scores in zip(those.questions, those.words, those.scores, strict=True)
        for learned in [retrieval.learned.scores(question.question)]
        for edition in question.asked_of()
    ]


def ask_unseen(those: Told) -> list[Asked]:
    """Ask each question of a retrieval that carries the questions of the other groups only."""
    asked = []
    for group in np.unique(those.groups):
        asked += ask(those.of(those.groups != group).retrieval(), those.of(those.groups == group))
    return asked


def choose_weights(asked: Sequence[Asked]) -> Weights:
    """Return the weights of words beside meaning with which the first clause is right most often."""
    answerable = [a for a in asked if a.answerable]

    def right(weights: Weights) -> float:
        return float(np.mean([a.rank(a.scored.together(weights)) == 1 for a in answerable]))

    return max(WEIGHTS, key=right)


def choose_threshold(answerable: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the threshold with the fewest false answers and false refusals, as shares of their own kind."""
    errors = [(probability[~answerable] >= t).mean() + (probability[answerable] < t).mean() for t in _GRID]
    return float(_GRID[int(np.argmin(errors))])


def fit_on(those: Told) -> Fitted:
    """Fit everything on questions each asked of a retrieval that had not seen its group."""
    asked = ask_unseen(those)
    weights = choose_weights(asked)
    matches = [a.first(weights) for a in asked]
    measures = np.array([match.measures for match in matches])
    truly = np.array([a.answerable for a in asked])
    answerable = LogisticRegression(C=10.0, max_iter=1000).fit(measures, truly)
    rightly = [a.is_right(match) for a, match in zip(asked, matches, strict=True)]
    right = LogisticRegression(C=10.0, max_iter=1000).fit(measures, rightly)
    threshold = choose_threshold(truly, answerable.predict_proba(measures)[:, 1])
    return Fitted(weights, answerable, right, threshold)


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
        match = asked.first(fitted.weights)
        confidence = float(fitted.right.predict_proba([match.measures])[0, 1])
        results.append(Result(asked, match, fitted.weights, fitted.refuses(match), confidence))
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


def fit() -> str:
    """Return the text of `confidence.yaml` for the shipped questions."""
    questions = load_questions()
    fitted = fit_on(told(questions))
    lines = [
        "# Made by `python -m knowledge.fitting` from training_data/questions; do not edit by hand.",
        f"weights: {[*fitted.weights]}",
    ]
    for name, curve in (("answerable", fitted.answerable), ("right", fitted.right)):
        lines += [f"{name}:", f"  intercept: {_number(curve.intercept_[0])}", f"  weights: {_numbers(curve.coef_[0])}"]
    lines += [
        f"threshold: {fitted.threshold}",
        f"questions_sha256: {questions_hash(questions)}",
        f"encoder_sha256: {shipped_question_encoder().files.sha256}",
    ]
    return "\n".join(lines) + "\n"


def _number(value: Any) -> str:
    return f"{float(value):.5f}"


def _numbers(values: Any) -> str:
    return "[" + ", ".join(_number(value) for value in values) + "]"


if __name__ == "__main__":
    Path(__file__).with_name("confidence.yaml").write_text(fit(), encoding="utf-8")
    keep_weights(load_questions())
