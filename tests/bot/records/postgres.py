"""A PostgreSQL server of this machine's own programs, for the time of the tests, on loopback alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
# What is lost in a crash does not matter here, except to the tests that crash it, and those kill the server alone:
# what it handed to the system is there when it comes back.
_CONFIGURED = (
    "fsync=off",
    "max_connections=60",
    "shared_buffers=16MB",
    "unix_socket_directories=",
    "log_min_messages=panic",
)


class NoPostgres(Exception):
    """The server cannot be had on this machine; the sentence says why."""


@dataclass
class Server:
    """A running server; `stop` and `start` are for tests that take it away in the middle."""

    programs: Path
    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = [part for name in _CONFIGURED for part in ("-c", name)]
        address = ["-c", "listen_addresses=127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder, *address, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=_unprivileged(),
        )
        while not self._answers():
            if self._process.poll() is not None:
                raise NoPostgres("PostgreSQL ended at once")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it as a crash would: connections are cut, nothing is finished."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def a_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"clausewise_{uuid4().hex}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        name = url.rpartition("/")[2]
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(self._address("postgres"), autocommit=True) as connection,
        ):
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"


@contextmanager
def a_server() -> Iterator[Server]:
    """Run a server until the end; its data go with it.

    Raises
    ------
    NoPostgres : if its programs are not on this machine, or it cannot run here.
    """
    on_path = [Path(found).parent for found in [shutil.which("postgres")] if found]
    programs = next((each for each in [*_DEBIAN, *on_path] if (each / "initdb").exists()), None)
    if programs is None:
        raise NoPostgres("PostgreSQL's server programs are not on this machine")
    # A folder of its own: those of pytest may be entered by nobody but the user who runs the tests.
    with TemporaryDirectory(prefix="clausewise-postgres-", ignore_cleanup_errors=True) as folder:
        server = Server(programs, Path(folder), _free_port())
        _make(server)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _make(server: Server) -> None:
    user = _unprivileged()
    if user is not None:
        shutil.chown(server.folder, user)
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [str(server.programs / "initdb"), "-D", str(server.folder), *options]
    made = subprocess.run(command, capture_output=True, check=False, user=user, cwd=server.folder)
    if made.returncode != 0:
        raise NoPostgres(f"initdb failed: {made.stderr.decode(errors='replace').strip().splitlines()[-1:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _unprivileged() -> str | None:
    """Return the user to run as, for PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgres("PostgreSQL does not run as root, and there is no other user to run it as")
