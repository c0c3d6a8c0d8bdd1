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
    """A question and the ids of the clauses of `edition` that answer it; `also` are reasonable beside them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    question: str = Field(min_length=1)
    edition: Edition
    clauses: tuple[str, ...]
    also: tuple[str, ...]
    answered: bool
    batch: str

    @model_validator(mode="after")
    def clauses_go_with_an_answer(self) -> Self:
        if self.answered != bool(self.clauses):
            raise ValueError("clauses are given when, and only when, the Code answers the question")
        return self


def questions_folder() -> Path:
    return Path(str(files("training_data").joinpath("questions")))


@cache
def load_questions() -> tuple[StaffQuestion, ...]:
    """Return the shipped questions in order of file and line.

    Raises
    ------
    BadQuestion : at the first row that is not JSON or breaks the schema.
    """
    questions = []
    for path in sorted(questions_folder().glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                questions.append(StaffQuestion.model_validate(json.loads(line)))
            except (json.JSONDecodeError, ValidationError) as error:
                reason = (
                    str(error).splitlines()[-1] if isinstance(error, json.JSONDecodeError) else error.errors()[0]["msg"]
                )
                raise BadQuestion(f"{path.name}, line {number}: {reason}") from None
    return tuple(questions)


def questions_hash(questions: Sequence[StaffQuestion]) -> str:
    """Return the SHA-256 of the questions as they are used, in hexadecimal."""
    return sha256("\n".join(question.model_dump_json() for question in questions).encode()).hexdigest()
