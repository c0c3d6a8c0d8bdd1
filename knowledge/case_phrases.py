"""How staff say it: the phrases of `case_phrases.yaml` as patterns."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.clauses import read_yaml


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(files("knowledge").joinpath("case_phrases.yaml").read_text(encoding="utf-8"))
    return data


def _with_parts(phrase: str) -> str:
    """Return the phrase with what its <names> stand for."""
    while (named := re.search(r"<([a-z_]+)>", phrase)) and named[1] in _data()["parts"]:
        phrase = phrase.replace(named[0], _data()["parts"][named[1]])
    return phrase


def _whole_words(ways: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.IGNORECASE)


@cache
def any_of(name: str) -> re.Pattern[str]:
    """Return a pattern for whichever phrase of the list `name` stands in a text, at whole words."""
    return _whole_words("|".join(_with_parts(str(phrase)) for phrase in _data()[name]))


@cache
def events() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """Return one pattern with a group (m0, m1 …) for each kind of event, and what each is: happening and form."""
    groups: list[str] = []
    kinds: list[tuple[str, str]] = []
    for entry in _data()["events"]:
        ways = "|".join(_with_parts(str(phrase)) for phrase in entry["phrases"])
        groups.append(f"(?P<m{len(groups)}>{ways})")
        kinds.append((entry["happening"], entry["form"]))
    return _whole_words("|".join(groups)), tuple(kinds)


@cache
def plain_words() -> frozenset[str]:
    """Return the words of a question that is about nothing else than "it": when it is due and who sent it."""
    return frozenset(str(_data()["plain_words"]).split())
