"""Facts about a text that its words alone do not show a linear model: dates, who did what, form and language.

Each fact is one number and has a name that can be shown to a person as a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MAX_CHARACTERS = 20_000

# Cues: how often a text says such a thing, counted up to three. The names are the reasons shown.
_CUES: dict[str, list[str]] = yaml.safe_load(files("classifier").joinpath("cues.yaml").read_text(encoding="utf-8"))
_MARKS: dict[str, str] = {
    "a note of a call": r"^(?:\W*\w+\W+){0,3}(?:t/?c|tt|tnt|caller|cllr|rang|phoned)\b|\b(?:tt|t/c)\b",
    "an e-mail": r"^\s*(?:subject|from|re|fw|fwd):|\bsent from my\b|\b(?:kind|best|many thanks|warm) regards\b",
    "a letter": r"\bdear (?:sir|madam|mr|mrs|ms|miss|housing|team|sirs)\b|yours (?:sincerely|faithfully|truly)",
    "quoted words of others": r"^>|\bwrote:\s*$",
    "a form": r"^[^\n:]{3,60}:\s*\S.*\n[^\n:]{3,60}:",
    "a social post": r"(?:^|\s)[@#]\w+",
    "a question": r"\?",
    "a cry": r"!",
    "money": r"£\s?\d|\d+ ?(?:quid|pounds|pence)\b",
    "a telephone number": r"\b0\d{3,4} ?\d{3}",
}  # fmt: skip
_DATE_NOTE = re.compile(
    r"^Dates: (?P<number>\d+) (?P<unit>day|week|month|year)s? before, (?P<standing>past|within|perhaps past) the limit"
    r"(?:; newest (?P<new_number>\d+) (?P<new_unit>day|week|month|year)s? before)?\.\n"
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_COMPILED = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (*(rf"\b(?:{'|'.join(words)})(?!\w)" for words in _CUES.values()), *_MARKS.values())
]
_FORM = (
    "long",
    "very short",
    "many lines",
    "in capitals",
    "figures",
    "letters foreign to English",
    "other than English",
)
_DATES = ("a date", "an old date", "past the time limit", "perhaps past the time limit", "a recent date")
FACT_NAMES: tuple[str, ...] = (*_CUES, *_MARKS, *_FORM, *_DATES)
_OTHER_LANGUAGE = FACT_NAMES.index("other than English")
MOST_COUNTED = 3
REMEMBERED = 1_000  # By hash, and no text is kept: judging one message asks for its facts several times.
_remembered: dict[bytes, tuple[float, ...]] = {}
_taken_over: dict[bytes, tuple[float, ...]] = {}
LAST_LATIN = "\u024f"
_FOREIGN = frozenset("łśżźćąęńğışțăâîñçãõ")
_ENOUGH_WORDS = 4  # Of fewer, no detector can tell the language.


# What tenants in the UK write in, as far as the detector knows it. With all its languages short English messages passed
# for Nigerian Pidgin and the like: of the judgeable training messages 319 were held for another, 82 with these.
# fmt: off
_LANGUAGES = (
    "am", "ar", "bg", "bn", "cs", "cy", "de", "el", "en", "es", "fa", "fr", "ga", "gu", "ha", "hi", "hr", "hu", "ig",
    "it", "ja", "ko", "ku", "lt", "lv", "ml", "ne", "nl", "pa", "pl", "ps", "pt", "ro", "ru", "sdh", "si", "sk", "so",
    "sq", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yo", "yue", "zh",
)
# fmt: on


@cache
def _languages() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    every = LanguageIdentifier.from_model_file(MODEL_FILE)
    every.set_languages(_LANGUAGES)
    # Made anew of what is left: `every` holds on to all it has read.
    return LanguageIdentifier(
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        norm_probs=True,
        tk_row=every.tk_row,
    )


def make_ready() -> None:
    """Read what telling languages apart needs, half a second's work, so that the first text is not kept waiting."""
    _languages()


def english_probability(text: str) -> float:
    """Return how probably `text` is English, 0 to 1; 1 for fewer than four words, which show no language."""
    if len(text.split()) < _ENOUGH_WORDS:
        return 1.0
    ranked = dict(_languages().rank(text[:MAX_CHARACTERS]))
    return float(ranked.get("en", 0.0))


def english_of(text: str) -> float:
    """Return `english_probability` of a text, dated or not, as its facts have it."""
    return 1.0 - facts_of(text)[_OTHER_LANGUAGE]


def without_date_note(text: str) -> str:
    """Return a dated text without the line of its dates."""
    return _DATE_NOTE.sub("", text, count=1)


def facts_of(text: str) -> tuple[float, ...]:
    """Return the facts of one text, dated or not, in the order of `FACT_NAMES`, each from 0 to about 1."""
    key = _key(text)
    facts = _taken_over.get(key) or _remembered.get(key)
    if facts is None:
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        facts = _remembered[key] = _read_facts(text)
    return facts


def remember(texts: Sequence[str], facts: Sequence[tuple[float, ...]]) -> None:
    """Take over what `facts_of` gave for `texts` in another process, for as long as this one runs."""
    _taken_over.update(zip(map(_key, texts), facts, strict=True))


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read_facts(text: str) -> tuple[float, ...]:
    note = _DATE_NOTE.match(text)
    bare = without_date_note(text)[:MAX_CHARACTERS].replace("’", "'")
    found = [min(len(pattern.findall(bare)), MOST_COUNTED) / MOST_COUNTED for pattern in _COMPILED]
    words = max(len(bare.split()), 1)
    letters = [*filter(str.isalpha, bare)]
    n_letters = max(len(letters), 1)
    form = [
        np.log1p(words) / 6,
        float(words < 6),  # noqa: PLR2004 - a handful
        np.log1p(bare.count("\n")) / 4,
        sum(map(str.isupper, letters)) / n_letters,
        sum(map(str.isdigit, bare)) / max(len(bare), 1),
        0.0 if bare.isascii() else sum(c > LAST_LATIN or c in _FOREIGN for c in letters) / n_letters,
        1.0 - english_probability(bare),
    ]
    return tuple(map(float, (*found, *form, *_date_facts(note))))


def _date_facts(note: re.Match[str] | None) -> list[float]:
    if note is None:
        return [0.0] * len(_DATES)
    oldest = int(note["number"]) * _DAYS[note["unit"]]
    newest = int(note["new_number"]) * _DAYS[note["new_unit"]] if note["new_unit"] else oldest
    standing = note["standing"]
    return [1.0, np.log1p(oldest) / 8, float(standing == "past"), float(standing == "perhaps past"), float(newest < 60)]  # noqa: PLR2004 - two months


class Facts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to facts, float array (n_texts, n_facts); nothing is learned."""

    def fit(self, texts: Sequence[str], y: object = None) -> Facts:
        return self

    def transform(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([facts_of(text) for text in texts]).reshape(len(texts), len(FACT_NAMES))

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def get_feature_names_out(self, _: object = None) -> NDArray[np.object_]:
        return np.array(FACT_NAMES, dtype=object)
