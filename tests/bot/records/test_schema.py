"""The tables: how they come about, and what happens when they cannot be had."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, create_engine, event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from bot.records.database import make_engine
from bot.records.decision_log import DecisionLog, LogUnavailable
from bot.records.schema import SchemaTooNew, upgrade_to_head
from bot.records.tables import metadata
from tests.bot.records.builders import KEY, a_decision, a_decision_numbered, a_log, a_url

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_make_the_tables_the_code_knows(tmp_path: Path) -> None:
    upgrade_to_head(a_url(tmp_path))
    with create_engine(a_url(tmp_path)).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        known: Any = [metadata, *of_slack_sdk()]  # Alembic takes several, but is typed for one.
        assert compare_metadata(context, known) == []


def of_slack_sdk() -> list[MetaData]:
    """Return the tables that the Slack SDK's own stores expect in the same database."""
    nowhere = create_engine("sqlite://")
    return [SQLAlchemyInstallationStore("1", nowhere).metadata, SQLAlchemyOAuthStateStore(600, nowhere).metadata]


def test_upgrading_again_changes_nothing(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    upgrade_to_head(a_url(tmp_path))
    assert log.find("d-1") is not None


def test_processes_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    failed = list[BaseException]()

    def start() -> None:
        try:
            upgrade_to_head(a_url(tmp_path))
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failed.append(error)

    threads = [Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_tables_of_a_later_version_are_refused_and_left_alone(tmp_path: Path) -> None:
    upgrade_to_head(a_url(tmp_path))
    with create_engine(a_url(tmp_path)).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="later version of Clausewise"):
        upgrade_to_head(a_url(tmp_path))
    with create_engine(a_url(tmp_path)).connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_every_table_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    assert "TIMESTAMP WITH TIME ZONE" in "".join(made)


def test_the_database_keeps_what_is_committed(tmp_path: Path) -> None:
    with make_engine(a_url(tmp_path)).connect() as connection:
        pragmas = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}
    assert pragmas == PRAGMAS


PRAGMAS: dict[str, Any] = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_folder_that_is_missing_is_said_so_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable, match=r"^Nothing was logged: .*folder must exist"):
        DecisionLog(a_url(tmp_path / "missing"), key=KEY).record(a_decision(), reply_to=None)
    with pytest.raises(LogUnavailable, match="cannot be read"):
        DecisionLog(a_url(tmp_path / "missing"), key=KEY).find("d-1")
    with pytest.raises(LogUnavailable):
        upgrade_to_head(a_url(tmp_path / "missing"))


def test_a_folder_in_place_of_the_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "log.db").mkdir()
    with pytest.raises(LogUnavailable, match=r"^Nothing was logged"):
        DecisionLog(a_url(tmp_path), key=KEY).record(a_decision(), reply_to=None)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_text("not a database, and long enough to be read as a header" * 50)
    with pytest.raises(LogUnavailable, match=r"^Nothing was logged"):
        DecisionLog(a_url(tmp_path), key=KEY).record(a_decision(), reply_to=None)


def test_a_log_that_may_only_be_read_can_be_read_and_says_so_when_written(tmp_path: Path) -> None:
    writable = a_log(tmp_path)
    writable.record(a_decision(), reply_to=None)
    log = DecisionLog(f"sqlite:///file:{tmp_path / 'log.db'}?mode=ro&uri=true", key=KEY)
    assert log.find("d-1") is not None
    with pytest.raises(LogUnavailable, match=r"^Nothing was logged"):
        log.record(a_decision_numbered(2), reply_to=None)


def test_a_full_disk_loses_nothing_that_was_committed_and_is_said_so(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    full = make_engine(a_url(tmp_path))

    @event.listens_for(full, "connect")
    def fill(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    with pytest.raises(LogUnavailable, match=r"^Nothing was logged") as raised:
        DecisionLog(full, key=KEY).record(a_decision_numbered(2, text="zanzibar " * 4000), reply_to=None)
    assert "zanzibar" not in str(raised.value) + str(raised.value.__cause__)
    assert log.find("d-1") is not None
    assert log.find("d-2") is None


def test_a_log_that_another_process_holds_is_said_so(tmp_path: Path) -> None:
    a_log(tmp_path)
    impatient = DecisionLog(make_engine(a_url(tmp_path), wait_for_a_lock=timedelta(0)), key=KEY)
    with make_engine(a_url(tmp_path)).connect() as holder:
        holder.execution_options(writes=True).begin()
        with pytest.raises(LogUnavailable, match="locked"):
            impatient.record(a_decision(), reply_to=None)
    assert impatient.record(a_decision(), reply_to=None)[1]
