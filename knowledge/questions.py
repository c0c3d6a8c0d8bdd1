"""Staff's questions with the clauses that answer them: more text to find a clause by, and the base of an honest no."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.edition import Edition


class BadQuestion(ValueError):
    """A row of the questions that cannot be used; the message names file, line and reason."""


class StaffQuestion(BaseModel):
    """A question, and for each edition the ids of the clauses that answer it.

    `also` are reasonable beside them. Where an edition has no clauses, it does not answer the question; where none has,
    the Code does not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    question: str = Field(min_length=1)
    edition: Edition | None
    """The edition the question names in words; it is then asked of that one only."""
    clauses: dict[Edition, tuple[str, ...]]
    also: dict[Edition, tuple[str, ...]]
    batch: str

    @model_validator(mode="after")
    def every_edition_has_its_clauses(self) -> Self:
        if set(self.clauses) != set(Edition) or set(self.also) != set(Edition):
            raise ValueError("clauses and also are given for each of the editions 2020, 2022 and 2024")
        if self.edition and any(self.clauses[e] or self.also[e] for e in Edition if e is not self.edition):
            raise ValueError("a question that names its edition has clauses of that edition only")
        if any(set(self.clauses[e]) & set(self.also[e]) for e in Edition):
            raise ValueError("a clause stands either in clauses or in also")
        return self

    @property
    def answered(self) -> bool:
        """Whether any edition answers it."""
        return any(self.clauses.values())

    def asked_of(self) -> tuple[Edition, ...]:
        """Return the editions it can be asked of."""
        return (self.edition,) if self.edition else tuple(Edition)


def questions_folder() -> Path:
    return Path(str(files("training_data").joinpath("questions")))


@cache
def load_questions() -> tuple[StaffQuestion, ...]:
    """Return the shipped questions in order of file and line.

    Raises
    ------
    BadQuestion : at the first row that is not JSON, breaks the schema, or repeats an id.
    """
    questions: list[StaffQuestion] = []
    ids: set[str] = set()
    for path in sorted(questions_folder().glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                questions.append(StaffQuestion.model_validate(json.loads(line)))
            except (json.JSONDecodeError, ValidationError) as error:
                reason = (
                    str(error).splitlines()[-1] if isinstance(error, json.JSONDecodeError) else error.errors()[0]["msg"]
                )
                raise BadQuestion(f"{path.name}, line {number}: {reason}") from None
            if questions[-1].id in ids:
                raise BadQuestion(f"{path.name}, line {number}: the id {questions[-1].id!r} stands twice")
            ids.add(questions[-1].id)
    return tuple(questions)


def questions_hash(questions: Sequence[StaffQuestion]) -> str:
    """Return the SHA-256 of the questions as they are used, in hexadecimal."""
    return sha256("\n".join(question.model_dump_json() for question in questions).encode()).hexdigest()
