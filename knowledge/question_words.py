"""The words of staff's questions: read one by one, with the Code's words for everyday ones, and counted over all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import Stemmer

from knowledge.clauses import read_yaml, shipped_edition
from knowledge.edition import Edition
from knowledge.questions import StaffQuestion

MAX_QUESTION_WORDS = 300  # Nobody types more into a question; a pasted book would only slow everybody down.

_WORD = re.compile(r"[a-z0-9]+(?:['&-][a-z0-9]+)*")
_STOP_WORDS = frozenset(
    """a about all also am an and any are as at be because been being both but by can cant could did do does doing dont
    for from get gets getting got had has have having he her hers him his how i if im in into is isnt it its ive just
    let like may me might my no now of off ok on one or our ours out over own please really she should so some such than
    that thats the their them then there these they theyre theyve thing things this those through to too u under up us
    very was we were weve what whats when where which while who whom why will with would you your yours code say says
    need needs still mean means know want ask tell""".split()  # noqa: SIM905 - as prose it can be read
)


@cache
def _staff_words() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str], str], ...]]:
    """Return the words of each abbreviation, and each phrase as its first word, its pattern and its words."""
    data = read_yaml(files("knowledge").joinpath("staff_words.yaml").read_text(encoding="utf-8"))
    abbreviations = {str(word).casefold(): str(words) for word, words in data["abbreviations"].items()}
    phrases = [(str(phrase).casefold(), str(words)) for phrase, words in data["phrases"].items()]
    return abbreviations, tuple(
        (re.findall(r"\w+", phrase)[0], re.compile(rf"\b{re.escape(phrase)}\b"), words) for phrase, words in phrases
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
    begins = shortened(question)
    return Read(own=tuple(terms(begins)), added=tuple(terms(expand(begins))))


def shortened(question: str) -> str:
    return " ".join(question.split()[:MAX_QUESTION_WORDS])


@dataclass(frozen=True)
class AskedWords:
    """The words of many questions, and of the clauses that answer them.

    documents : for each edition the terms of its clauses, in their order: of a clause's own words, and of the questions
        it answers.
    answered, unanswered : in how many of the questions that some edition answers, and that none does, a term is.
    n_answered, n_unanswered : how many questions those are.
    """

    documents: Mapping[Edition, Sequence[Sequence[str]]]
    answered: Mapping[str, int]
    unanswered: Mapping[str, int]
    n_answered: int
    n_unanswered: int

    @classmethod
    def of(cls, questions: Sequence[StaffQuestion], words: Sequence[Read] | None = None) -> AskedWords:
        """Count the words of `questions`; `words` are theirs, where they have been read before."""
        words = [read(q.question) for q in questions] if words is None else words
        pairs = list(zip(questions, words, strict=True))
        n_answered = sum(q.answered for q in questions)
        return cls(
            documents={edition: _documents(edition, pairs) for edition in Edition},
            answered=Counter(term for q, each in pairs if q.answered for term in each.telling),
            unanswered=Counter(term for q, each in pairs if not q.answered for term in each.telling),
            n_answered=n_answered,
            n_unanswered=len(questions) - n_answered,
        )


def _documents(edition: Edition, asked: Iterable[tuple[StaffQuestion, Read]]) -> list[list[str]]:
    clauses = shipped_edition(edition).clauses  # What was fitted, was fitted on these words.
    ways: dict[str, list[str]] = {clause.id: [] for clause in clauses}
    for question, each in asked:
        for id_ in question.clauses[edition]:
            ways[id_] += each.own
    return [terms(" ".join([c.section, c.heading or "", c.words, *c.topics, *c.topics])) + ways[c.id] for c in clauses]
