"""The landlord's own copy of an edition, kept as one JSON file: the words of its clauses and where they came from."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.edition import Edition


class OwnCopyDamaged(ValueError):
    """The file of an imported edition is not as it was written."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnClause(_Data):
    """A clause's words as they stand in the landlord's copy."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    bullets: tuple[str, ...] = ()
    closing: str | None = None

    @property
    def all_words(self) -> str:
        return " ".join([self.text, *self.bullets, self.closing or ""]).strip()


class OwnCopy(_Data):
    """An edition as the landlord's own document has it, or as much of it as was found there."""

    edition: Edition
    source_name: str = Field(min_length=1)
    source_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    imported_on: date
    clauses: tuple[OwnClause, ...] = Field(min_length=1)


def own_copy_file(folder: Path, edition: Edition) -> Path:
    return folder / f"code-{edition.value}.json"


def write_own_copy(copy: OwnCopy, folder: Path) -> Path:
    """Write the copy into `folder`, in one piece or not at all, in place of an earlier one of the same edition."""
    folder.mkdir(parents=True, exist_ok=True)
    file = own_copy_file(folder, copy.edition)
    kept = copy.model_dump(mode="json")
    text = json.dumps({"copy": kept, "sha256": _digest(kept)}, ensure_ascii=False, indent=1)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".code-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return file


def read_own_copy(folder: Path, edition: Edition) -> OwnCopy | None:
    """Return the copy of `edition` in `folder`, or None if none was imported.

    Raises
    ------
    OwnCopyDamaged : if a word of it was changed since, or it cannot be read. Nothing is quoted from such a file.
    """
    file = own_copy_file(folder, edition)
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        copy = OwnCopy.model_validate(kept["copy"])
        whole = copy.edition is edition and kept["sha256"] == _digest(kept["copy"])
    except FileNotFoundError:
        return None
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise OwnCopyDamaged(
            f"{file} is damaged or was changed by hand, so nothing is quoted from it. Import your copy of the "
            f"{edition.code} again, or delete the file to go back to the words that come with Clausewise."
        )
    return copy


def _digest(kept: object) -> str:
    return sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
