"""What answering needs of the shipped questions, kept in one file: reading all of them anew takes seconds and room.

Made by `python -m knowledge.fitting`. There are only numbers and words in it, no objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge.edition import Edition
from knowledge.learned_words import LearnedWords
from knowledge.question_words import AskedWords
from knowledge.questions import StaffQuestion, questions_hash

FILE = "questions_kept.npz"


class KeptRefused(RuntimeError):
    """What is kept was made of other questions."""


def path() -> Path:
    return Path(str(files("knowledge").joinpath(FILE)))


def write(questions: Sequence[StaffQuestion]) -> None:
    """Keep what `questions` teach, with their hash."""
    asked, learned = AskedWords.of(questions), LearnedWords.of(questions)
    words = sorted({term for documents in asked.documents.values() for document in documents for term in document})
    place = {word: n for n, word in enumerate(words)}
    documents = dict(named for each in Edition for named in _documents(each, asked.documents[each], place))
    telling = sorted({*asked.answered, *asked.unanswered})
    np.savez_compressed(
        path(),
        allow_pickle=False,
        questions_sha256=np.array(questions_hash(questions)),
        words=_as_bytes(words),
        **documents,
        telling=_as_bytes(telling),
        answered=np.array([asked.answered.get(term, 0) for term in telling]),
        unanswered=np.array([asked.unanswered.get(term, 0) for term in telling]),
        n_questions=np.array([asked.n_answered, asked.n_unanswered]),
        learned=_as_bytes(learned.terms),
        rarity=learned.rarity.astype(np.float32),
        known=learned.known.data.astype(np.float32),
        known_columns=learned.known.indices.astype(np.int32),
        known_ends=learned.known.indptr.astype(np.int32),
        weights=learned.weights.astype(np.float16),
    )


def read(questions_sha256: str) -> tuple[AskedWords, LearnedWords]:
    """Return what is kept, of the questions with this hash.

    Raises
    ------
    KeptRefused : if it was made of other questions.
    """
    with np.load(path()) as file:
        if str(file["questions_sha256"]) != questions_sha256:
            raise KeptRefused(
                "The questions changed since what they teach was kept. Run `python -m knowledge.fitting`."
            )
        words, telling = _as_words(file["words"]), _as_words(file["telling"])
        n_answered, n_unanswered = file["n_questions"].tolist()
        asked = AskedWords(
            documents={each: [*_read_documents(each, file, words)] for each in Edition},
            answered=_counts(telling, file["answered"]),
            unanswered=_counts(telling, file["unanswered"]),
            n_answered=n_answered,
            n_unanswered=n_unanswered,
        )
        terms, ends = _as_words(file["learned"]), file["known_ends"]
        known = csr_matrix((file["known"], file["known_columns"], ends), shape=(len(ends) - 1, len(terms)))
        return asked, LearnedWords(terms, file["rarity"], known, file["weights"].astype(np.float32))


def _documents(
    edition: Edition, documents: Sequence[Sequence[str]], place: Mapping[str, int]
) -> Iterator[tuple[str, NDArray[np.int32]]]:
    yield f"terms_{edition.value}", np.array([place[term] for each in documents for term in each], dtype=np.int32)
    yield f"ends_{edition.value}", np.cumsum([0, *map(len, documents)], dtype=np.int32)


def _read_documents(edition: Edition, file: Mapping[str, NDArray[Any]], words: Sequence[str]) -> Iterator[list[str]]:
    terms = file[f"terms_{edition.value}"].tolist()
    for first, last in pairwise(file[f"ends_{edition.value}"].tolist()):
        yield [words[n] for n in terms[first:last]]


def _counts(telling: Sequence[str], numbers: NDArray[Any]) -> dict[str, int]:
    return {term: number for term, number in zip(telling, numbers.tolist(), strict=True) if number}


def _as_bytes(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _as_words(written: NDArray[np.uint8]) -> list[str]:
    return written.tobytes().decode().split("\n")
