"""Open the log: make the folder, bring the schema up to date, refuse a newer one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.records.audit_chain import adopt, check_key
from bot.records.database import LogUnavailable, make_engine, writing
from bot.records.decision_log import DecisionLog
from bot.records.schema import upgrade_to_head


def open_log(
    url: str,
    *,
    key: bytes,
    keep_full_text: bool = False,
    lasting: bool = True,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> DecisionLog:
    """Return the log at `url`, ready to be written; `lasting` as in `make_engine`.

    Raises
    ------
    LogUnavailable : if it cannot be opened or written.
    SchemaTooNew : if a later version of Clausewise has written it.
    WrongKey : if its chain was begun with another key.
    """
    prepare(url)
    upgrade_to_head(url)
    engine = make_engine(url, lasting=lasting)
    with writing(engine) as connection:
        check_key(connection, key)
        adopt(connection, key)
    return DecisionLog(engine, key=key, keep_full_text=keep_full_text, clock=clock)


def prepare(url: str) -> None:
    """Make the folder an SQLite file is kept in; raises `LogUnavailable` if it, or the URL, is of no use."""
    try:
        database = make_url(url)
        database.get_dialect().import_dbapi()
    except (ArgumentError, ImportError):
        raise LogUnavailable(
            "CLAUSEWISE_DATABASE_URL names no database that can be used here: write it as sqlite:////folder/log.db or "
            "postgresql+psycopg://…, and install the driver it names."
        ) from None
    if database.get_backend_name() == "sqlite" and database.database and database.database != ":memory:":
        folder = Path(database.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LogUnavailable(
                f"The decision log cannot be kept in {folder}: {error.strerror}. Choose a folder you may write to with "
                "CLAUSEWISE_HOME."
            ) from None
