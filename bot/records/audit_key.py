"""The key of the audit chain: made once, kept outside the database."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.records.database import LogUnavailable

if TYPE_CHECKING:
    from pathlib import Path

KEY_FILE = "audit.key"
_BYTES = 32


def audit_key(home: Path, setting: str | None) -> bytes:
    """Return the key: the one that is set, or the one in `home`, which is made when there is none.

    Raises
    ------
    LogUnavailable : if the file cannot be made or read, or holds no key.
    """
    if setting is not None:
        return setting.encode("utf-8")
    path = home / KEY_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise LogUnavailable(
            f"The key of the decision log cannot be kept in {home}: {error.strerror}. Choose a folder you may write to "
            "with CLAUSEWISE_HOME, or set CLAUSEWISE_AUDIT_KEY."
        ) from None
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise LogUnavailable(
            f"{path} holds no audit key. Put the file back from your backup: the log cannot do without."
        )
    return key


def _make(path: Path) -> None:
    """Write a new key for this user alone; of two processes that start at once, the first one's stays."""
    draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
