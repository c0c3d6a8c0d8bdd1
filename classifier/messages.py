"""The labelled messages the classifier learns from, read from `training_data/messages` and checked row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from classifier.labels import SIGNALS, Label
from knowledge.grounds import Ground

Channel = Literal[
    "phone_note",
    "voicemail",
    "sms",
    "webchat",
    "email",
    "letter",
    "web_form",
    "social",
    "survey",
    "caseworker",
    "solicitor",
    "in_person",
]


class BadRow(ValueError):
    """A row of the training data that cannot be used; the message names file, line and reason."""


class LabelledMessage(BaseModel):
    """A message with the label a person gave it. `label` is None where nobody could judge it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    received: date
    channel: Channel
    label: Label | None
    ground: Ground | None
    signals: tuple[str, ...]
    batch: str = Field(min_length=1)
    pair: str | None = None
    """The id of the message of the same batch that is nearly alike and has another label."""
    why: str = Field(min_length=1)

    @field_validator("text")
    @classmethod
    def text_says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("the text is blank")
        return text

    @model_validator(mode="after")
    def parts_agree(self) -> Self:
        if (self.label is Label.EXCLUDED) != (self.ground is not None):
            raise ValueError("a ground is given when, and only when, the label is `excluded`")
        if unknown := sorted(set(self.signals) - set(SIGNALS)):
            raise ValueError(f"unknown signal {unknown[0]!r} (there are: {', '.join(SIGNALS)})")
        if len(set(self.signals)) != len(self.signals):
            raise ValueError("a signal is named twice")
        return self


def training_folder() -> Path:
    """Return the folder of the messages that come with Clausewise."""
    return Path(str(files("training_data").joinpath("messages")))


def by_number(batch: str) -> tuple[int, str]:
    """Return what puts names of batches in the order of their numbers: b100 comes after b99, not after b10."""
    return len(batch.split("-", maxsplit=1)[0]), batch


def load_messages(folder: Path | None = None) -> list[LabelledMessage]:
    """Return what `read_messages` yields; raises what it raises."""
    return [*read_messages(folder)]


def read_messages(folder: Path | None = None) -> Iterator[LabelledMessage]:
    """Yield every labelled message of `folder`, file by file in order of number; none but the last need be held.

    Raises
    ------
    BadRow : at the first row that is not JSON, breaks the schema, or repeats an id or a text.
    FileNotFoundError : if the folder holds no `.jsonl` file.
    """
    folder = folder or training_folder()
    paths = sorted(folder.glob("*.jsonl"), key=lambda path: by_number(path.stem))
    if not paths:
        raise FileNotFoundError(f"There are no labelled messages in {folder} (*.jsonl).")
    ids: dict[str, str] = {}
    texts: dict[bytes, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            where = f"{path.name}, line {number}"
            message = _read_row(line, where)
            if message.id in ids:
                raise BadRow(f"{where}: the id {message.id!r} stands already in {ids[message.id]}.")
            # The same words on another day can be another matter: eleven months after it happened, or fourteen.
            folded = sha256(
                f"{message.received} {' '.join(message.text.casefold().split())}".encode("utf-8", "surrogatepass")
            ).digest()
            if folded in texts:
                raise BadRow(f"{where}: the text of {message.id!r} stands already in {texts[folded]}.")
            ids[message.id] = texts[folded] = where
            yield message


def _read_row(line: str, where: str) -> LabelledMessage:
    try:
        return LabelledMessage.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadRow(f"{where}: not valid JSON ({error.msg} at character {error.pos}).") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        raise BadRow(f"{where}: {field}: {first['msg']}.") from None


def load_question_texts() -> list[tuple[str, str]]:
    """Return every staff question that comes with Clausewise as (batch, question)."""
    folder = Path(str(files("training_data").joinpath("questions")))
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = map(json.loads, lines)
    return [(str(row["batch"]), str(row["question"])) for row in rows]


def data_hash(messages: Iterable[LabelledMessage]) -> str:
    """Return the SHA-256 of the messages as they are used, in hexadecimal."""
    digest = sha256()
    for message in messages:
        digest.update(message.model_dump_json().encode())
        digest.update(b"\n")
    return digest.hexdigest()
