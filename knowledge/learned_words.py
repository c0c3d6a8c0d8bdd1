"""What staff's questions teach about the words each clause is asked for with: ridge regression over words.

BM25 knows which words stand in a clause and in the questions it answers; this knows what each word speaks for and
against. A weight for each word and clause would fill over a hundred megabytes; there are far fewer questions than
words, and what each question counts for each clause says the same. What the shipped questions taught is kept
(`knowledge.kept`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from knowledge.clauses import shipped_edition
from knowledge.edition import Edition
from knowledge.question_encoder import columns, columns_of
from knowledge.questions import StaffQuestion

# With 1.0 the first clause was right a little less often, joined with the rest. This, and to take words rather than
# characters or stems, was chosen on the first 3,406 questions with all their groups in sight, those of batches 1 to 18.
ALPHA = 0.3
TOLERANCE = 1e-6  # Of 6,000 questions, the weights are then within 0.00001 of the exact ones, which are up to 3.
BESIDE = 0.15  # What a clause that is reasonable beside the right ones counts, against 1 for those.
AT_A_TIME = 256
_WORDS = r"(?u)\b\w[\w']*\b"


class LearnedWords:
    """What was learned from questions, of which only numbers are left.

    terms : their words, one and two at a time, in the order of the columns of `known`.
    rarity : float array (n_terms,), how rare each is (inverse document frequency).
    known : sparse float array (n_questions, n_terms), the questions' rows.
    weights : float array (n_questions, n_columns), what each question counts for each clause.
    """

    def __init__(
        self,
        terms: Sequence[str],
        rarity: NDArray[np.floating[Any]],
        known: csr_matrix,
        weights: NDArray[np.float32],
    ) -> None:
        self._words = _unfitted(vocabulary={term: n for n, term in enumerate(terms)})
        self._words.idf_ = rarity
        self.terms, self.rarity, self.weights = terms, rarity, weights
        self._by_term = known.T.tocsr()  # Made once: to turn it round for every question took longer than all the rest.

    @property
    def known(self) -> csr_matrix:
        return self._by_term.T.tocsr()

    @classmethod
    def of(cls, questions: Sequence[StaffQuestion]) -> LearnedWords:
        """Return what `questions` teach."""
        words = _unfitted()
        known = words.fit_transform([q.question for q in questions])
        return cls(words.get_feature_names_out().tolist(), words.idf_, known, _weights(questions, known))

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Return how much each question is asked like those of each clause: 1 or so if alike.

        A float32 array (n_questions, n_columns), columns as the encoder of questions has them
        (`question_encoder.columns`).
        """
        scores = np.empty((len(questions), self.weights.shape[1]), dtype=np.float32)
        for first in range(0, len(questions), AT_A_TIME):
            some = slice(first, first + AT_A_TIME)
            alike = (self._words.transform(questions[some]) @ self._by_term).toarray()
            scores[some] = alike.astype(np.float32) @ self.weights  # Of one precision, or all weights are copied.
        return scores


def _unfitted(**given: Any) -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORDS, **given)


def _weights(questions: Sequence[StaffQuestion], known: csr_matrix) -> NDArray[np.float32]:
    weights = np.zeros((len(questions), len(columns())), dtype=np.float32)
    for edition in Edition:
        rows = [n for n, q in enumerate(questions) if edition in q.asked_of()]
        wanted = np.array([_wanted(questions[n], edition) for n in rows])
        theirs = known[rows]
        fitted = Ridge(alpha=ALPHA, fit_intercept=False, solver="sparse_cg", tol=TOLERANCE).fit(theirs, wanted)
        weights[np.ix_(rows, columns_of(edition))] = (wanted - theirs @ fitted.coef_.T) / ALPHA  # The dual solution.
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
