"""Writing a file in one piece or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.failures import SetUpProblem


def check_can_be_written(out: Path, example: str) -> None:
    """Raise `SetUpProblem` where there is no folder for `out`, or a folder in its place."""
    if (out.exists() and not out.is_file()) or not out.resolve().parent.is_dir():
        problem = "is no file" if out.exists() else "lies in a folder that is not there"
        raise SetUpProblem(f"{out} {problem}. Name a file in a folder that exists, for example {example}.")


@contextmanager
def in_one_piece(path: Path) -> Iterator[Path]:
    """Yield a draft beside `path` that takes its place on leaving; on an error it goes, and `path` stays as it was."""
    whole = path.resolve()  # A link keeps pointing where it did.
    handle, name = tempfile.mkstemp(dir=whole.parent, prefix=".clausewise-", suffix=path.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(whole)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_whole(out: Path, content: bytes) -> None:
    """Write `content` to `out`; if that fails, what was there before is still there and nothing else is."""
    try:
        with in_one_piece(out) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise SetUpProblem(f"{out} cannot be written: {error.strerror}. Nothing was written.") from None
