"""Writing a file in one piece or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
