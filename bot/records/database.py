"""Opening the log's database, and saying in a sentence when that fails."""

from __future__ import annotations

import threading
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from sqlite3 import OperationalError as DriverError
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

WAIT_FOR_A_LOCK = timedelta(seconds=10)


class LogUnavailable(Exception):
    """The decision log cannot be opened, read or written; the sentence is fit to be shown to staff."""


def make_engine(url: str, *, wait_for_a_lock: timedelta = WAIT_FOR_A_LOCK, lasting: bool = True) -> Engine:
    """Make the engine for `url`: for SQLite with everything that keeps a decision once it is committed.

    lasting : False for what can be made again at any time: it is faster, and a power failure may spoil it.
    """
    # Parameters are a resident's words: they stay out of error messages and so out of the process's log.
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    # Overflow without limit: a SQLite connection is a file handle, and waiting for one would only add a second queue.
    engine = create_engine(url, hide_parameters=True, max_overflow=-1)
    # Writers of one process take turns here, in order: SQLite lets whoever asks at the right moment go first, and under
    # load somebody never does.
    engine.update_execution_options(turn=threading.Lock(), patience=wait_for_a_lock.total_seconds())

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours (below): the driver's own comes too late to lock
        for pragma in (
            f"busy_timeout={int(wait_for_a_lock.total_seconds() * 1000)}",
            "journal_mode=WAL",
            f"synchronous={'FULL' if lasting else 'OFF'}",
            "foreign_keys=ON",
            "secure_delete=ON",  # Erased words are overwritten in the file.
        ):
            _set(connection, pragma, wait_for_a_lock.total_seconds())

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer locks before it reads: what it read is then still true when it writes.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _set(connection: sqlite3.Connection, pragma: str, patience: float) -> None:
    """Set a pragma. While another process sets the journal's mode SQLite refuses at once, whatever its time-out."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}").close()
        except DriverError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is committed on leaving, or rolled back on an error.

    Raises
    ------
    LogUnavailable : when it cannot be opened, written or committed.
    """
    with (
        saying("Nothing was logged: the decision log cannot be written"),
        _turn(engine),
        engine.connect() as connection,
        connection.execution_options(writes=True).begin(),
    ):
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Wait for this thread's turn to write, where the database itself keeps no order."""
    options = engine.get_execution_options()
    turn: threading.Lock | None = options.get("turn")
    if turn is None:
        yield
        return
    if not turn.acquire(timeout=options["patience"]):
        raise TimeoutError("the database is locked")
    try:
        yield
    finally:
        turn.release()


def clear_write_ahead_log(engine: Engine) -> None:
    """Empty SQLite's write-ahead file, where deleted words stand until it is written over; readers may put it off."""
    if engine.dialect.name == "sqlite":
        with saying("The write-ahead file cannot be emptied"), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the log throughout.

    Raises
    ------
    LogUnavailable : when the log cannot be opened or read.
    """
    # SQLite's own transactions already keep to one state.
    options: dict[str, Any] = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with (
        saying("The decision log cannot be read"),
        engine.connect() as connection,
        connection.execution_options(**options).begin(),
    ):
        yield connection


@contextmanager
def saying(what_failed: str) -> Iterator[None]:
    """Turn what databases and files raise when they are not to be had into `LogUnavailable`."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except (DBAPIError, NoConnectionFree, OSError) as error:
        why = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        raise LogUnavailable(
            f"{what_failed} ({why}). Triage by hand for now and tell whoever runs Clausewise: "
            "the folder must exist and be writable, with room on the disk, or the database server be running."
        ) from error
