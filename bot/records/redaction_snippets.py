"""The snippets that redaction is measured on: texts with every personal detail in them marked by its kind."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Span = tuple[int, int]


class Kind(StrEnum):
    """The kinds of personal details, as the snippets mark them."""

    EMAIL = "e-mail"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NATIONAL_INSURANCE = "national insurance"
    BANK_OR_CARD = "bank or card"
    DATE_OF_BIRTH = "date of birth"
    NAME = "name"
    NAME_WITHOUT_A_CUE = "name without a cue"


class BadSnippet(ValueError):
    """A row of the snippets that cannot be used; the message says which and why."""


class Detail(BaseModel):
    """One personal detail of a snippet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    words: str = Field(min_length=1)


class Snippet(BaseModel):
    """A text with its personal details, in the order in which they stand, and the words that must survive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    personal: tuple[Detail, ...]
    keep: tuple[str, ...]

    @model_validator(mode="after")
    def everything_marked_stands_in_the_text(self) -> Self:
        self.personal_spans()
        for words in self.keep:
            if not self.keep_spans(words):
                raise ValueError(f"{words!r} is to be kept, but does not stand in the text outside what is personal")
        return self

    def personal_spans(self) -> tuple[Span, ...]:
        """Return where each detail stands: words marked twice are found at two places."""
        taken: list[Span] = []
        for detail in self.personal:
            free = [span for span in _occurrences(detail.words, self.text) if not _touches(span, taken)]
            if not free:
                raise ValueError(f"{detail.words!r} is marked, but does not stand in the text")
            taken.append(free[0])
        return tuple(taken)

    def keep_spans(self, words: str) -> tuple[Span, ...]:
        """Return every place where `words` stand outside what is personal."""
        personal = self.personal_spans()
        return tuple(span for span in _occurrences(words, self.text) if not _touches(span, personal))


def measuring_snippets() -> list[Snippet]:
    """Return the snippets that figures are measured on: no rule is ever changed for their sake."""
    return load_snippets(_folder() / "measuring.jsonl")


def development_snippets() -> list[Snippet]:
    """Return the snippets that the rules may be changed for."""
    return load_snippets(_folder() / "development.jsonl")


def load_snippets(path: Path) -> list[Snippet]:
    """Return the snippets of a file, one JSON object a line.

    Raises
    ------
    BadSnippet : at the first row that is not JSON, breaks the schema, or repeats an id.
    """
    snippets: dict[str, Snippet] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}, line {number}"
        try:
            snippet = Snippet.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadSnippet(f"{where}: not valid JSON ({error.msg} at character {error.pos}).") from None
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise BadSnippet(f"{where}: {'.'.join(map(str, first['loc'])) or 'row'}: {first['msg']}.") from None
        if snippet.id in snippets:
            raise BadSnippet(f"{where}: the id {snippet.id!r} stands already further up.")
        snippets[snippet.id] = snippet
    return list(snippets.values())


def _folder() -> Path:
    return Path(str(files("training_data").joinpath("redaction")))


def _occurrences(words: str, text: str) -> list[Span]:
    """Return where `words` stand as whole words: "Jo" is not found in "Joanne"."""
    before, after = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    return [match.span() for match in re.finditer(before + re.escape(words) + after, text)]


def _touches(span: Span, others: tuple[Span, ...] | list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
