"""Bringing a database to the schema this version of Clausewise knows."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.records.database import make_engine, writing

if TYPE_CHECKING:
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


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        # SQLite has locked already; here a second process that starts waits until the first has made the tables.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    with as_file(files("bot.records") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        found = MigrationContext.configure(connection).get_current_heads()
        if unknown := set(found) - known:
            raise SchemaTooNew(
                f"The decision log was written by a later version of Clausewise (schema {', '.join(sorted(unknown))}; "
                f"this one knows up to {max(known)}). Start the later version, or name another database."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
