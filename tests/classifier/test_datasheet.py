"""Every table of training_data/README.md is counted again from the rows, so that the datasheet stays true."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from classifier.labels import SIGNALS, Label
from classifier.messages import LabelledMessage, by_number, load_messages
from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.grounds import Ground
from knowledge.questions import StaffQuestion, load_questions

ROOT = Path(__file__).parent.parent.parent
DATASHEET = (ROOT / "training_data" / "README.md").read_text(encoding="utf-8")
HELD_OUT = ROOT / "tests" / "held_out"

Rows = list[tuple[str, ...]]
LABELS: tuple[Label | None, ...] = (*Label, None)
BANDS = {
    "under 6": range(6),
    "6–11": range(6, 12),
    "12–50": range(12, 51),
    "51–120": range(51, 121),
    "over 120": range(121, 10_000),
}
# Whole words in any case; "court" finds block names such as "Ashgrove Court" too, as the datasheet says.
WORDS = {
    "complaint": r"complaints?",
    "complain": r"complain(?:s|ed|ing|er|ers)?",
    "again": "again",
    "disgust": r"disgust\w*",
    "unacceptable": "unacceptable",
    "court": "court",
    "insurance": "insurance",
    "years": "years",
    "solicitor": r"solicitors?",
    "still": "still",
}
ALIKE = (0.3, 0.4, 0.5)


@cache
def messages() -> tuple[LabelledMessage, ...]:
    return tuple(load_messages())


def held_out(name: str, field: str) -> list[str]:
    return [json.loads(line)[field] for line in (HELD_OUT / name).read_text(encoding="utf-8").splitlines()]


def by_label(found: Sequence[LabelledMessage]) -> tuple[str, ...]:
    """Return the counts for each label, for no label, and in all."""
    counts = Counter(message.label for message in found)
    return (*(str(counts[label]) for label in LABELS), str(len(found)))


def split(keys: Iterable[str], has: Callable[[LabelledMessage, str], bool]) -> Rows:
    return [(key, *by_label([m for m in messages() if has(m, key)])) for key in keys]


def length(message: LabelledMessage) -> int:
    return len(message.text.split())


def months() -> Rows:
    counts = Counter(f"{message.received:%Y-%m}" for message in messages())
    years = sorted({month[:4] for month in counts})
    return [(f"{n:02}", *(str(counts[f"{year}-{n:02}"]) for year in years)) for n in range(1, 13)]


def questions_by_batch() -> Rows:
    def row(batch: str) -> tuple[str, ...]:
        found = [q.answered for q in load_questions() if q.batch == batch]
        return batch, str(sum(found)), str(len(found) - sum(found)), str(len(found))

    return [row(batch) for batch in sorted({q.batch for q in load_questions()})]


def questions_by_edition() -> Rows:
    def row(edition: Edition) -> tuple[str, ...]:
        asked = [q for q in load_questions() if edition in q.asked_of()]
        answered = [q for q in asked if q.clauses[edition]]
        named = {id_ for q in answered for id_ in q.clauses[edition]}
        return edition, str(len(asked)), str(len(answered)), str(len(named)), str(len(load_edition(edition).clauses))

    return [row(edition) for edition in Edition]


def trigrams(text: str) -> set[str]:
    """Return the character trigrams of the text in small letters, punctuation aside, a space at either end."""
    plain = " ".join(["", *re.findall(r"[^\W_]+", text.casefold()), ""])
    return {plain[n : n + 3] for n in range(len(plain) - 2)}


def alike(trained: Sequence[str], other: Sequence[str], *, left_out: Callable[[int, int], bool]) -> tuple[str, ...]:
    """Return how many of the pairs (n of `trained`, m of `other`) not left out are alike at each of `ALIKE`.

    Where both are the same texts, each two are one pair, and none is one with itself.
    """
    least, once = min(ALIKE), trained is other
    rows = CountVectorizer(analyzer=trigrams, dtype=np.int32).fit_transform(trained if once else [*trained, *other])
    left = _by_size(rows[: len(trained)])
    right = left if once else _by_size(rows[len(trained) :])
    shares: list[float] = []
    for first in range(0, len(trained), 400):
        sizes = left.sizes[first : first + 400]
        # Texts of which one has three times as many trigrams as the other are not alike, whatever these are.
        start, end = np.searchsorted(right.sizes, [sizes[0] * least - 0.5, sizes[-1] / least + 0.5])
        start = first if once else start
        shared = (left.rows[first : first + 400] @ right.rows[start:end].T).toarray()
        # A text without letters ("👍") has no trigrams.
        share = shared / np.maximum(sizes[:, None] + right.sizes[None, start:end] - shared, 1)
        for n, m in np.argwhere(share >= least).tolist():
            twice = once and start + m <= first + n
            if not twice and not left_out(left.order[first + n], right.order[start + m]):
                shares.append(share[n, m])
    return tuple(str(sum(share >= least for share in shares)) for least in ALIKE)


class _BySize(NamedTuple):
    """Texts in the order of how many trigrams they have: their trigrams, how many, and which text it is."""

    rows: csr_matrix
    sizes: NDArray[np.int_]
    order: list[int]


def _by_size(rows: csr_matrix) -> _BySize:
    sizes = np.asarray(rows.sum(axis=1)).ravel()
    order = np.argsort(sizes, kind="stable")
    return _BySize(rows[order], sizes[order], order.tolist())


def likeness() -> Rows:
    texts, questions = [m.text for m in messages()], [q.question for q in load_questions()]
    ids, partners = [m.id for m in messages()], [m.pair for m in messages()]
    asked, held = held_out("questions.jsonl", "question"), held_out("messages.jsonl", "text")
    return [
        (
            "messages with each other",
            *alike(texts, texts, left_out=lambda n, m: partners[n] == ids[m] or partners[m] == ids[n]),
        ),
        ("messages with held-out messages", *alike(texts, held, left_out=lambda n, m: False)),
        ("questions with each other", *alike(questions, questions, left_out=lambda n, m: False)),
        ("questions with held-out questions", *alike(questions, asked, left_out=lambda n, m: False)),
    ]


def contrast_pairs() -> Rows:
    """Return how many pairs there are of each two labels, and in all."""
    of = {m.id: m.label or "none" for m in messages()}
    pairs = Counter(" / ".join(sorted((m.label or "none", of[m.pair]))) for m in messages() if m.pair and m.id < m.pair)
    return [*((labels, str(count)) for labels, count in sorted(pairs.items())), ("all", str(pairs.total()))]


TABLES: dict[str, Callable[[], Rows]] = {
    "Fields of a message": lambda: [(field,) for field in LabelledMessage.model_fields],
    "Labels": lambda: [(label or "none", str(sum(m.label is label for m in messages()))) for label in LABELS],
    "Grounds": lambda: [(ground, str(sum(m.ground is ground for m in messages()))) for ground in Ground],
    "Signals": lambda: split(SIGNALS, lambda m, signal: signal in m.signals),
    "Channels": lambda: split(sorted({m.channel for m in messages()}), lambda m, channel: m.channel == channel),
    "Batches": lambda: split(
        sorted({m.batch for m in messages()}, key=by_number),
        lambda m, batch: m.batch == batch,
    ),
    "Length in words": lambda: split(BANDS, lambda m, band: length(m) in BANDS[band]),
    "Months": months,
    "Words that do not decide": lambda: split(
        WORDS, lambda m, word: bool(re.search(rf"\b(?:{WORDS[word]})\b", m.text, re.IGNORECASE))
    ),
    "Contrast pairs": contrast_pairs,
    "Near-duplicates": likeness,
    "Fields of a question": lambda: [(field,) for field in StaffQuestion.model_fields],
    "Questions by batch": questions_by_batch,
    "Questions by edition": questions_by_edition,
}


def tables_of(text: str) -> dict[str, Rows]:
    """Return the tables by heading; of each row its first cell and the cells that are numbers, in order."""
    found: dict[str, Rows] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.startswith("|"):
            first, *others = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
            found.setdefault(heading, []).append((first, *(cell for cell in others if cell.isdecimal())))
    return {heading: rows[2:] for heading, rows in found.items()}  # a heading row and a row of dashes come first


def test_the_datasheet_has_the_tables_that_are_counted_and_no_other() -> None:
    assert set(tables_of(DATASHEET)) == set(TABLES)


@pytest.mark.parametrize("heading", TABLES)
def test_the_table_is_true(heading: str) -> None:
    assert tables_of(DATASHEET)[heading] == TABLES[heading]()


def test_the_two_of_a_pair_stand_in_one_batch_name_each_other_and_have_different_labels() -> None:
    by_id = {m.id: m for m in messages()}
    paired = [(m, by_id[m.pair]) for m in messages() if m.pair]
    assert paired
    assert all(m.batch == other.batch and other.pair == m.id and m.label is not other.label for m, other in paired)


def test_the_numbers_of_rows_in_the_text_are_true() -> None:
    batches = len({m.batch for m in messages()}), len({q.batch for q in load_questions()})
    assert f"{len(messages())} messages in {batches[0]} batches" in DATASHEET
    assert f"{len(load_questions())} questions in {batches[1]} batches" in DATASHEET
    texts, asked = held_out("messages.jsonl", "text"), held_out("questions.jsonl", "question")
    assert f"{len(texts)} messages and {len(asked)} questions are held out" in DATASHEET


def test_a_false_count_is_noticed() -> None:
    assert tables_of("## Labels\n\n| label | n |\n|---|---|\n| `complaint` | 3 |") == {"Labels": [("complaint", "3")]}
    (true,) = [row for row in TABLES["Labels"]() if row[0] == Label.COMPLAINT]
    falsified = DATASHEET.replace(f"| `complaint` | {true[1]} |", f"| `complaint` | {int(true[1]) + 1} |")
    assert tables_of(falsified)["Labels"] != TABLES["Labels"]()
