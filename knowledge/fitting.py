"""Fit the confidence of answers on staff's questions, and measure retrieval on batches of questions it has not seen.

`python -m knowledge.fitting` rewrites `confidence.yaml`; needed whenever the questions or the retrieval change.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.questions import StaffQuestion, load_questions, questions_hash
from knowledge.retrieval import Match, Retrieval

MOST = 10
_GRID = np.round(np.arange(0.2, 0.96, 0.01), 2)


@dataclass(frozen=True)
class Asked:
    """A question and what a retrieval that had not seen its batch found for it, best first."""

    question: StaffQuestion
    found: tuple[Match, ...]

    @property
    def measures(self) -> tuple[float, float, float, float]:
        return self.found[0].measures if self.found else (0.0, 0.0, 0.0, 0.0)

    @property
    def first_is_right(self) -> bool:
        wanted = {*self.question.clauses, *self.question.also}
        return bool(self.found) and self.found[0].clause.id in wanted


@dataclass(frozen=True)
class Figures:
    """Shares, 0 to 1, over questions whose batch took part in nothing that answered them."""

    questions: int
    hit_at_1: float
    hit_at_3: float
    mean_reciprocal_rank: float
    false_answers: float
    """Of the questions the Code does not answer, those answered all the same."""
    false_refusals: float
    """Of the questions the Code answers, those refused."""


def batches(questions: Sequence[StaffQuestion]) -> Iterator[tuple[list[StaffQuestion], list[StaffQuestion]]]:
    """Yield (the others, the batch) for each batch."""
    for batch in sorted({q.batch for q in questions}):
        yield [q for q in questions if q.batch != batch], [q for q in questions if q.batch == batch]


def ask_unseen(questions: Sequence[StaffQuestion]) -> list[Asked]:
    """Ask each batch of a retrieval that carries the other batches only."""
    asked = []
    for others, batch in batches(questions):
        retrieval = Retrieval(others)
        asked += [Asked(q, retrieval.best(q.question, q.edition, most=MOST)) for q in batch]
    return asked


def _fit(asked: Sequence[Asked], wanted: Sequence[bool]) -> LogisticRegression:
    return LogisticRegression(C=10.0).fit(np.array([a.measures for a in asked]), np.array(wanted))


def choose_threshold(answerable: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the threshold with the fewest false answers and false refusals, as shares of their own kind."""
    errors = [(probability[~answerable] >= t).mean() + (probability[answerable] < t).mean() for t in _GRID]
    return float(_GRID[int(np.argmin(errors))])


def measure(questions: Sequence[StaffQuestion]) -> Figures:
    """Measure retrieval batch by batch; curve and threshold for each batch come from the others."""
    asked: list[Asked] = []
    refused: list[bool] = []
    for others, batch in batches(questions):
        learned = ask_unseen(others)
        answerable = np.array([a.question.answered for a in learned])
        curve = _fit(learned, list(answerable))
        threshold = choose_threshold(answerable, curve.predict_proba(np.array([a.measures for a in learned]))[:, 1])
        retrieval = Retrieval(others)
        fresh = [Asked(q, retrieval.best(q.question, q.edition, most=MOST)) for q in batch]
        asked += fresh
        refused += list(curve.predict_proba(np.array([a.measures for a in fresh]))[:, 1] < threshold)
    answered = [a for a in asked if a.question.answered]
    ranks = [_rank(a) for a in answered]
    no = np.array(refused)
    truly = np.array([a.question.answered for a in asked])
    return Figures(
        questions=len(asked),
        hit_at_1=float(np.mean([rank == 1 for rank in ranks])),
        hit_at_3=float(np.mean([0 < rank <= 3 for rank in ranks])),  # noqa: PLR2004 - hit@3
        mean_reciprocal_rank=float(np.mean([1 / rank if rank else 0.0 for rank in ranks])),
        false_answers=float((~no[~truly]).mean()),
        false_refusals=float(no[truly].mean()),
    )


def _rank(asked: Asked) -> int:
    """Return the place of the first clause that answers the question, 1 being the best; 0 if it is not among them."""
    ids = [match.clause.id for match in asked.found]
    return next((n for n, id_ in enumerate(ids, start=1) if id_ in asked.question.clauses), 0)


def fit() -> str:
    """Return the text of `confidence.yaml` for the shipped questions."""
    questions = load_questions()
    asked = ask_unseen(questions)
    answerable = np.array([a.question.answered for a in asked])
    curves = {"answerable": _fit(asked, list(answerable)), "right": _fit(asked, [a.first_is_right for a in asked])}
    measures = np.array([a.measures for a in asked])
    threshold = choose_threshold(answerable, curves["answerable"].predict_proba(measures)[:, 1])
    lines = ["# Made by `python -m knowledge.fitting` from training_data/questions; do not edit by hand."]
    for name, curve in curves.items():
        lines += [f"{name}:", f"  intercept: {_number(curve.intercept_[0])}", f"  weights: {_numbers(curve.coef_[0])}"]
    return "\n".join([*lines, f"threshold: {threshold}", f"questions_sha256: {questions_hash(questions)}"]) + "\n"


def figures_as_text() -> str:
    """Measure the shipped questions and say it in words."""
    figures = measure(load_questions())
    return (
        f"{figures.questions} staff questions; each batch asked of a retrieval fitted on the other batches\n"
        f"  first clause right (hit@1)            {figures.hit_at_1:.3f}\n"
        f"  right among the first three (hit@3)   {figures.hit_at_3:.3f}\n"
        f"  mean reciprocal rank                  {figures.mean_reciprocal_rank:.3f}\n"
        f"  false answers to unanswerable ones    {figures.false_answers:.3f}\n"
        f"  false refusals of answerable ones     {figures.false_refusals:.3f}"
    )


def _number(value: Any) -> str:
    return f"{float(value):.5f}"


def _numbers(values: Any) -> str:
    return "[" + ", ".join(_number(value) for value in values) + "]"


if __name__ == "__main__":
    Path(__file__).with_name("confidence.yaml").write_text(fit(), encoding="utf-8")
    sys.stdout.write(figures_as_text() + "\n")
