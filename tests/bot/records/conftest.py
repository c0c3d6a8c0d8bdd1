"""Both stores: a test that asks for `each_store` runs once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Pool, event

from tests.bot.records.postgres import NoPostgres, Server, a_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    try:
        with a_server() as server:
            yield server
    except NoPostgres as why:
        pytest.skip(str(why))


@pytest.fixture(params=["sqlite", "postgresql"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Let `a_url(tmp_path)` name a database of one store; returns which."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    with a_database_on(request.getfixturevalue("postgres"), tmp_path):
        yield "postgresql"


@contextmanager
def a_database_on(server: Server, folder: Path) -> Iterator[None]:
    """Let `a_url(folder)` name a new database on the server, which goes at the end."""
    url, opened = server.a_database(), list[Any]()
    (folder / "database-url").write_text(url)

    def keep(connection: Any, _: Any) -> None:
        opened.append(connection)

    event.listen(Pool, "connect", keep)
    try:
        yield
    finally:
        event.remove(Pool, "connect", keep)
        for connection in opened:  # Tests leave their logs open, as a process that dies does.
            connection.close()
        server.drop(url)
