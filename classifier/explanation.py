"""Why the model said so: what each word and each fact added to the label's score.

The label's score is a sum over features, each bounded. The n-gram model's part splits exactly into n-grams, the facts'
part into facts. The encoder's scores are sums over word pieces, so its part splits exactly into pieces as well; but a
piece has read its neighbours, so its share says where the evidence stands, not that the word alone would do it. The
models' constants belong to no word and are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline

from classifier.encoder import Encoder
from classifier.facts import FACT_NAMES, facts_of, without_date_note
from classifier.features import normalise, shipped_encoder
from classifier.one_text import Grams, Seen
from classifier.prediction import SpokenFact, SpokenWords

MOST_WORDS, MOST_FACTS = 6, 4
LEAST_SHARE = 0.1  # Of the strongest: what moved the score less than this is not worth a reader's time.
_WORD = re.compile(r"[^\W_][\w'’]{0,59}")  # A stretch of letters longer than any word is shown in parts.


@dataclass(frozen=True)
class Explanation:
    """The strongest reasons, strongest first; words stand in the message as they are given."""

    words_for: tuple[SpokenWords, ...]
    words_against: tuple[SpokenWords, ...]
    facts: tuple[SpokenFact, ...]


def explain(pipeline: Pipeline, dated: str, seen: Seen, column: int) -> Explanation:
    """Return what moved a fitted label pipeline towards the label of `column` and away from it.

    dated : the text as the pipeline reads it, behind the line of its dates.
    seen : what the pipeline's models see of it.
    """
    features = seen.features
    bounded = pipeline.named_steps["label"].calibrated_classifiers_[0].estimator
    weights = _against_others(bounded.named_steps["linear"].coef_, column) / bounded.named_steps["scale"].scale_
    # What a bounded score adds is its unbounded parts' sum, each in the same proportion.
    weights = weights * np.divide(np.tanh(features), features, out=np.ones_like(features), where=features != 0)
    union = dict(pipeline.named_steps["features"].transformer_list)
    lexical, facts, encoder = np.split(weights, np.cumsum([_width(union["lexical"]), len(FACT_NAMES)]))
    words = [hit.span() for hit in _WORD.finditer(dated)]
    plain = [normalise(dated[start:end]) for start, end in words]
    by_word = _lexical(union["lexical"].model_, seen.grams, plain, lexical)
    source = union["encoder"].named_steps["scores"].encoder or shipped_encoder()
    totals = [by_word.get(word, 0.0) for word in plain]
    if isinstance(source, Encoder):
        share = encoder / union["encoder"].named_steps["scale"].scale_
        starts, pieces = [start for start, _ in words], source.pieces(dated)
        for start, added in zip(pieces.starts, (pieces.scores @ share).tolist(), strict=True):
            n = bisect_right(starts, start) - 1  # The word the piece begins in, if it begins in one.
            if n >= 0 and start < words[n][1]:
                totals[n] += added
    offset = len(dated) - len(without_date_note(dated))
    spans = [(start, end, total) for (start, end), total in zip(words, totals, strict=True) if start >= offset]
    first = _width(union["lexical"])
    scaled = features[first : first + len(FACT_NAMES)]
    return Explanation(
        words_for=_strongest(dated, spans, 1),
        words_against=_strongest(dated, spans, -1),
        facts=_facts(np.array(facts_of(dated)), scaled, facts * scaled),
    )


def _against_others(coefficients: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    """Return the weights of one label against the mean of the others; with two labels there is one row of weights."""
    if len(coefficients) == 1:
        return np.asarray(coefficients[0] * (1 if column else -1), dtype=np.float64)
    others = [n for n in range(len(coefficients)) if n != column]
    return np.asarray(coefficients[column] - coefficients[others].mean(axis=0), dtype=np.float64)


def _width(lexical: object) -> int:
    return len(lexical.model_.named_steps["linear"].coef_)  # type: ignore[attr-defined]


def _lexical(model: Pipeline, grams: Grams, words: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    """Return what each of `words` adds through words and pairs; a pair's share is halved between its two."""
    coefficients = weights @ model.named_steps["linear"].coef_[:, grams.columns]
    names = _in_order(model.named_steps["words"])
    added: dict[str, float] = defaultdict(float)
    counts = Counter(words)
    for i, share in zip(grams.columns.tolist(), (grams.weights * coefficients).tolist(), strict=True):
        parts = names[i].split(" ")
        for part in parts:
            added[part] += share / len(parts) / (counts[part] or 1)
    return added


@lru_cache(maxsize=4)
def _in_order(words: TfidfVectorizer) -> list[str]:
    """Return a fitted vectoriser's n-grams by their columns; sorting a hundred thousand takes longer than judging."""
    return sorted(words.vocabulary_, key=words.vocabulary_.__getitem__)


def _strongest(text: str, spans: list[tuple[int, int, float]], sign: int) -> tuple[SpokenWords, ...]:
    """Return the strongest stretches of words that all point one way."""
    strengths = [sign * weight for _, _, weight in spans]
    top = max(strengths, default=0.0)
    kept = [n for n, strength in enumerate(strengths) if strength > LEAST_SHARE * top and strength > 0]
    stretches: list[list[int]] = []
    for n in kept:
        if stretches and n == stretches[-1][-1] + 1 and len(stretches[-1]) < MOST_WORDS and not _broken(text, spans, n):
            stretches[-1].append(n)
        else:
            stretches.append([n])
    spoken = [
        SpokenWords(words=text[spans[s[0]][0] : spans[s[-1]][1]], weight=sum(spans[n][2] for n in s)) for s in stretches
    ]
    spoken.sort(key=lambda each: -sign * each.weight)
    return tuple(spoken[:MOST_WORDS])


def _broken(text: str, spans: list[tuple[int, int, float]], n: int) -> bool:
    """Return whether more than a blank stands between word `n` and the one before it."""
    (_, end, _), (start, _, _) = spans[n - 1], spans[n]
    return text[end:start] != " "


def _facts(
    values: NDArray[np.float64], scaled: NDArray[np.float64], moved: NDArray[np.float64]
) -> tuple[SpokenFact, ...]:
    """Return the facts the message has, more than messages have on average, that moved the score most, either way."""
    there = [n for n in range(len(values)) if values[n] > 0 and scaled[n] > 0]
    there.sort(key=lambda n: -abs(moved[n]))
    top = abs(moved[there[0]]) if there else 0.0
    strong = [n for n in there[:MOST_FACTS] if abs(moved[n]) > LEAST_SHARE * top]
    return tuple(SpokenFact(fact=FACT_NAMES[n], weight=float(moved[n])) for n in strong)
