"""What staff's questions teach about the words each clause is asked for with: kernel ridge regression over words.

BM25 knows which words stand in a clause and in the questions it answers; this knows what each word speaks for and
against. The weights of the shipped questions are kept (`learned_words.npz`, made by `knowledge.fitting`), for fitting
takes seconds; the words themselves are read from the questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.kernel_ridge import KernelRidge

from knowledge.clauses import shipped_edition
from knowledge.edition import Edition
from knowledge.question_encoder import columns, columns_of
from knowledge.questions import StaffQuestion, questions_hash

# With 1.0 the first clause was right a little less often, joined with the rest. This, and to take words rather than
# characters or stems, was chosen on the first 3,406 questions with all their groups in sight, those of batches 1 to 18.
ALPHA = 0.3
BESIDE = 0.15  # What a clause that is reasonable beside the right ones counts, against 1 for those.
WEIGHTS_FILE = "learned_words.npz"
_WORDS = r"(?u)\b\w[\w']*\b"


class WeightsRefused(RuntimeError):
    """The kept weights are not those of the shipped questions."""


class LearnedWords:
    """Fitted on questions, or given the weights that such a fit has left, float array (n_questions, n_columns)."""

    def __init__(self, questions: Sequence[StaffQuestion], weights: NDArray[np.float32] | None = None) -> None:
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORDS)
        self._known = self._words.fit_transform([q.question for q in questions])
        self.weights = self._fitted(questions) if weights is None else weights

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return how much `question` is asked like those of each clause, float32 array (n_columns,): 1 or so if alike.

        Columns as the encoder of questions has them (`question_encoder.columns`).
        """
        alike = (self._words.transform([question]) @ self._known.T).toarray()[0]
        return np.asarray(alike @ self.weights, dtype=np.float32)

    def _fitted(self, questions: Sequence[StaffQuestion]) -> NDArray[np.float32]:
        weights = np.zeros((len(questions), len(columns())), dtype=np.float32)
        for edition in Edition:
            rows = [n for n, q in enumerate(questions) if edition in q.asked_of()]
            wanted = np.array([_wanted(questions[n], edition) for n in rows])
            fitted = KernelRidge(alpha=ALPHA, kernel="linear").fit(self._known[rows], wanted)
            weights[np.ix_(rows, columns_of(edition))] = fitted.dual_coef_
        return weights


def _wanted(question: StaffQuestion, edition: Edition) -> NDArray[np.float32]:
    """Return what the clauses of `edition`, and "none" behind them, should get of `question`."""
    ids = [clause.id for clause in shipped_edition(edition).clauses]
    wanted = np.zeros(len(ids) + 1, dtype=np.float32)
    right = question.clauses[edition]
    wanted[[ids.index(id_) for id_ in right]] = 1.0
    wanted[[ids.index(id_) for id_ in question.also[edition] if right]] = BESIDE
    wanted[-1] = float(not right)
    return wanted


def weights_path() -> Path:
    return Path(str(files("knowledge").joinpath(WEIGHTS_FILE)))


def keep_weights(questions: Sequence[StaffQuestion]) -> None:
    """Fit on `questions` and keep the weights, in half precision, with the hash of the questions."""
    weights = LearnedWords(questions).weights.astype(np.float16)
    np.savez_compressed(weights_path(), weights=weights, questions_sha256=np.array(questions_hash(questions)))


def kept(questions: Sequence[StaffQuestion]) -> LearnedWords:
    """Return what was learned from `questions`, from the kept weights.

    Raises
    ------
    WeightsRefused : if the kept weights are those of other questions.
    """
    with np.load(weights_path()) as file:
        if str(file["questions_sha256"]) != questions_hash(questions):
            raise WeightsRefused(
                "The questions changed since the words of clauses were learned. See knowledge.fitting."
            )
        return LearnedWords(questions, file["weights"].astype(np.float32))
