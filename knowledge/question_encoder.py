"""The fine-tuned encoder of staff's questions: how well each clause of an edition answers, and whether any does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from knowledge.clauses import shipped_edition
from knowledge.edition import Edition
from knowledge.questions import StaffQuestion
from sentence_encoder.encoder_files import EncoderFiles

MOST_PIECES = 160  # Word pieces of a question that are read.
NO_ANSWER = "none"
GROUPS = 4
CROSS_FITTED_FILE = "cross_fitted.npz"


class NotCrossFitted(RuntimeError):
    """A question has no scores by an encoder that had not seen it: the encoder has to be fine-tuned again."""


@cache
def columns() -> tuple[str, ...]:
    """Return what the encoder's scores stand for: "2024 6.2" for every clause, then "2024 none" by edition."""
    clauses = [f"{edition.value} {clause.id}" for edition in Edition for clause in shipped_edition(edition).clauses]
    return (*clauses, *(f"{edition.value} {NO_ANSWER}" for edition in Edition))


@cache
def columns_of(edition: Edition) -> list[int]:
    """Return where the scores of one edition stand: its clauses in its order, then "none"."""
    return [n for n, name in enumerate(columns()) if name.startswith(f"{edition.value} ")]


@dataclass(frozen=True)
class Believed:
    """What the encoder believes of one question in one edition.

    clauses : float array (n_clauses,), log probability that each clause answers, in the edition's order.
    none : log probability that none does.
    """

    clauses: NDArray[np.float64]
    none: float


def believed(scores: NDArray[np.float32], edition: Edition) -> Believed:
    """Return the belief in the clauses of `edition` from the scores of one question, shape (n_columns,)."""
    logs = log_softmax(scores[columns_of(edition)].astype(np.float64))
    return Believed(clauses=logs[:-1], none=float(logs[-1]))  # "none" stands behind all clauses.


def encoder_folder() -> Path:
    """Return the folder of the encoder that comes with Clausewise."""
    return Path(str(files("knowledge").joinpath("encoder_files")))


def question_key(question: str) -> str:
    """Return what a question is known by in the table: the first half of its SHA-256, in hexadecimal."""
    return sha256(question.encode()).hexdigest()[:32]


class QuestionEncoder:
    """The encoder of one folder, opened at first use."""

    def __init__(self, folder: Path | None = None) -> None:
        self.files = EncoderFiles(folder or encoder_folder())

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return the scores of one question, float32 array (n_columns,).

        Raises
        ------
        EncoderRefused : at first use, if a file is not the one the manifest names.
        """
        (scores,) = self.files.run(self.files.pieces(question).ids[:MOST_PIECES], ["scores"])
        return scores


@cache
def shipped_question_encoder() -> QuestionEncoder:
    """Return the encoder that comes with Clausewise, opened once a process."""
    return QuestionEncoder()


def groups_of(questions: Sequence[StaffQuestion]) -> NDArray[np.int_]:
    """Return the group of each question, 0 to `GROUPS` - 1: its batches are dealt out in the order of their names."""
    place = {batch: n % GROUPS for n, batch in enumerate(sorted({q.batch for q in questions}))}
    return np.array([place[q.batch] for q in questions])


def cross_fitted_scores(questions: Sequence[str], folder: Path | None = None) -> NDArray[np.float32]:
    """Return scores (n, n_columns) of shipped questions by encoders that had not seen their batches.

    Raises
    ------
    NotCrossFitted : if a question was added or changed since the encoder was fine-tuned.
    """
    with np.load((folder or encoder_folder()) / CROSS_FITTED_FILE) as table:
        rows = {str(key): n for n, key in enumerate(table["keys"])}
        try:
            order = [rows[question_key(question)] for question in questions]
        except KeyError:
            raise NotCrossFitted(
                "A question was added or changed since the encoder of questions was fine-tuned. "
                "Run `make encoder STEPS=questions`, or `make encoder STEPS=added`."
            ) from None
        return np.asarray(table["scores"][order], dtype=np.float32)
