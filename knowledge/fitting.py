"""Fit the joining of words and meaning and the confidence of answers.

`python -m knowledge.fitting` rewrites `confidence.yaml` and `questions_kept.npz`; needed whenever the questions or the
retrieval change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge import kept
from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.learned_words import LearnedWords
from knowledge.question_encoder import cross_fitted_scores, groups_of, shipped_question_encoder
from knowledge.question_words import AskedWords, Read, read
from knowledge.questions import StaffQuestion, load_questions, questions_hash
from knowledge.retrieval import Match, Retrieval, Scored, Weights

WEIGHTS = tuple(
    Weights(words, learned) for words in (0.0, 0.6, 1.3, 2.0, 3.0) for learned in (0.0, 10.0, 15.0, 25.0, 40.0, 60.0)
)
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

    @property
    def answers(self) -> NDArray[np.bool_]:
        """Which clauses of the edition, in its order, answer the question, shape (n_clauses,)."""
        return np.array(
            [clause.id in self.question.clauses[self.edition] for clause in load_edition(self.edition).clauses]
        )

    def rank(self, scores: NDArray[np.float64]) -> int:
        """Return the place of the first clause that answers, by `scores` (n_clauses,), 1 being the best."""
        return 1 + int((scores > scores[self.answers].max()).sum())


@dataclass(frozen=True)
class FittedCurves:
    """What is fitted on questions asked of one edition: the two curves, and the threshold."""

    answerable: LogisticRegression
    right: LogisticRegression
    threshold: float

    def refuses(self, match: Match) -> bool:
        return float(self.answerable.predict_proba([match.measures])[0, 1]) < self.threshold

    def probability(self, match: Match) -> float:
        """Return the probability that the clause is the right one."""
        return float(self.right.predict_proba([match.measures])[0, 1])


@dataclass(frozen=True)
class Fitted:
    """What is fitted on questions asked: the weights of words, and the curves of each edition."""

    weights: Weights
    curves: dict[Edition, FittedCurves]


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
        return Retrieval(AskedWords.of(self.questions, self.words), LearnedWords.of(self.questions))


def told(questions: Sequence[StaffQuestion]) -> Told:
    """Return the shipped questions with their words and cross-fitted scores."""
    scores = cross_fitted_scores([q.question for q in questions])
    return Told(tuple(questions), tuple(read(q.question) for q in questions), scores, groups_of(questions))


def ask(retrieval: Retrieval, those: Told) -> list[Asked]:
    """Ask each question of `retrieval`, of each edition it can be asked of."""
    learned = retrieval.learned.scores([q.question for q in those.questions])
    return [
        Asked(question, words, edition, retrieval, retrieval.scored(words, edition, scores, by_words))
        for question, words, scores, by_words in zip(those.questions, those.words, those.scores, learned, strict=True)
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
    by_edition = [[a for a in asked if a.edition is edition and a.answerable] for edition in Edition]
    stacked = [  # Of each edition all questions' scores, one question a row, and which clauses answer them.
        (
            Scored(
                words=np.stack([a.scored.words for a in those]),
                learned=np.stack([a.scored.learned for a in those]),
                meaning=np.stack([a.scored.meaning for a in those]),
                none=np.nan,
                learned_none=np.nan,
            ),
            np.stack([a.answers for a in those]),
        )
        for those in by_edition
    ]

    def right(weights: Weights) -> int:
        found = ((scored.together(weights), answers) for scored, answers in stacked)
        return sum(int((np.where(answers, t, -np.inf).max(axis=1) == t.max(axis=1)).sum()) for t, answers in found)

    return max(WEIGHTS, key=right)


def choose_threshold(answerable: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the threshold with the fewest false answers and false refusals, as shares of their own kind."""
    errors = [(probability[~answerable] >= t).mean() + (probability[answerable] < t).mean() for t in _GRID]
    return float(_GRID[int(np.argmin(errors))])


def fit_on(those: Told) -> Fitted:
    """Fit everything on questions each asked of a retrieval that had not seen its group."""
    asked = ask_unseen(those)
    weights = choose_weights(asked)
    return Fitted(weights, {each: _fit_curves([a for a in asked if a.edition is each], weights) for each in Edition})


def _fit_curves(asked: Sequence[Asked], weights: Weights) -> FittedCurves:
    matches = [a.first(weights) for a in asked]
    measures = np.array([match.measures for match in matches])
    truly = np.array([a.answerable for a in asked])
    answerable = LogisticRegression(C=10.0, max_iter=1000).fit(measures, truly)
    rightly = [a.is_right(match) for a, match in zip(asked, matches, strict=True)]
    right = LogisticRegression(C=10.0, max_iter=1000).fit(measures, rightly)
    threshold = choose_threshold(truly, answerable.predict_proba(measures)[:, 1])
    return FittedCurves(answerable, right, threshold)


def fit() -> str:
    """Return the text of `confidence.yaml` for the shipped questions."""
    questions = load_questions()
    fitted = fit_on(told(questions))
    lines = [
        "# Made by `python -m knowledge.fitting` from training_data/questions; do not edit by hand.",
        f"weights: {[*fitted.weights]}",
        "curves:",
    ]
    for edition, curves in fitted.curves.items():
        lines += [f"  '{edition.value}':", f"    threshold: {curves.threshold}"]
        for name, curve in (("answerable", curves.answerable), ("right", curves.right)):
            lines += [
                f"    {name}:",
                f"      intercept: {_number(curve.intercept_[0])}",
                f"      weights: {_numbers(curve.coef_[0])}",
            ]
    lines += [
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
    kept.write(load_questions())
