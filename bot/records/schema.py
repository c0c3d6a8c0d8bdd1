"""Bringing a database to the schema this version of Clausewise knows."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.records.database import make_engine, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy import Connection


_PATIENCE = timedelta(minutes=2)  # Another process may be making the tables.
_LOCK = 2024_0401  # any number that nothing else in the database locks


class SchemaTooNew(Exception):
    """A later version of Clausewise has written the log."""


def upgrade_to_head(url: str) -> None:
    """Make or upgrade the tables in one transaction; starting twice at once, or again, does no harm.

    Raises
    ------
    SchemaTooNew : the tables were made by a later version; nothing is changed.
    LogUnavailable : the database cannot be opened or written.
    """
    engine = make_engine(url, wait_for_a_lock=_PATIENCE)
    try:
        with writing(engine) as connection:
            _upgrade(connection)
    finally:
        engine.dispose()


def newest_schema() -> str:
    """Return the schema this version of Clausewise writes."""
    with _scripts() as (_, scripts):
        return scripts.get_current_head() or ""


def schema_in(url: str) -> str | None:
    """Return the schema a database has; None if it has no tables yet. Nothing is changed.

    Raises
    ------
    LogUnavailable : the database cannot be opened.
    """
    from alembic.migration import MigrationContext

    engine = make_engine(url)
    try:
        with reading(engine) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


@contextmanager
def _scripts() -> Iterator[tuple[Config, ScriptDirectory]]:
    """Yield where the migrations lie."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    with as_file(files("bot.records") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        yield config, ScriptDirectory.from_config(config)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.migration import MigrationContext

    if connection.dialect.name == "postgresql":
        # SQLite has locked already; here a second process that starts waits until the first has made the tables.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    with _scripts() as (config, scripts):
        known = {script.revision for script in scripts.walk_revisions()}
        found = MigrationContext.configure(connection).get_current_heads()
        if unknown := set(found) - known:
            raise SchemaTooNew(
                f"The decision log was written by a later version of Clausewise (schema {', '.join(sorted(unknown))}; "
                f"this one knows up to {max(known)}). Start the later version, or name another database."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
