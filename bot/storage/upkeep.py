"""What an operator does with a whole database: bring it up to date, copy it while it runs."""

from __future__ import annotations

import asyncio
import os
import shlex
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import ConfigurationError, InputError
from bot.storage.engine import POSTGRESQL, address_of, file_of, open_engine
from bot.storage.trouble import explain, explaining, place_of

HEAD = "0007"
"""The newest revision; a test holds it equal to the scripts'."""
SCRIPTS = Path(__file__).with_name("migrations")
TURN = 0x656E636F7265
"""The number of the advisory lock that one of several starts holds: "encore"."""
ASK_AGAIN = 0.1
"""Seconds."""


async def upgrade(engine: AsyncEngine) -> str | None:
    """Run the migrations that a database lacks; return the revision that it had, None for one without tables.

    Of several that start at once one runs them, and the others find it done. Raises ConfigurationError for a database
    from a newer Encore. One that is up to date costs one look: importing Alembic takes longer than the rest of a start.
    """
    async with engine.begin() as connection:
        version = await connection.run_sync(_version)
    if version == HEAD:
        return version
    if version is not None and version > HEAD:
        raise ConfigurationError(
            f"This database was written by a newer Encore (revision {version}; this one knows {HEAD}). "
            "Install that version again."
        )
    async with engine.begin() as connection:
        await _take_turn(connection)
        await connection.run_sync(_run)
    return version


async def _take_turn(connection: AsyncConnection) -> None:
    """Wait until nobody else migrates; on SQLite whoever has begun a transaction has the file to itself already."""
    if connection.dialect.name == POSTGRESQL:
        # Asked again and again, since no statement may wait for as long as a migration may take.
        while True:
            if await connection.scalar(select(func.pg_try_advisory_xact_lock(TURN))):
                return
            await asyncio.sleep(ASK_AGAIN)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - heavy, and seldom needed
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


PATIENCE = 10.0
"""Seconds that another's writing is waited for."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Where the database lies and its revisions; `before` is None for one that had no tables."""

    place: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of a database, in bytes."""

    source: Path
    file: Path
    size: int


async def bring_up_to_date(url: str) -> Upgraded:
    """Run the migrations that the database lacks; it is made where there is none.

    Raises ConfigurationError when it cannot be used.
    """
    address = address_of(url)
    engine = open_engine(address)
    try:
        with explaining(address):
            before = await upgrade(engine)
    finally:
        await engine.dispose()
    return Upgraded(place_of(address), before, HEAD)


async def back_up(url: str, file: Path) -> Copied:
    """Copy an SQLite database into a new file, as it is at one moment, whoever writes to it meanwhile.

    Raises InputError where it must not or cannot be done so, with what to do instead.
    """
    address = address_of(url)
    source = file_of(address)
    if source is None:
        raise InputError(
            "PostgreSQL makes its own backups: run its pg_dump, which asks for the password.",
            example=_pg_dump(address, file),
        )
    try:
        size = await asyncio.to_thread(_copy, source, file)
    except FileExistsError:
        raise InputError(
            f"{file} is there already, and a backup never writes over anything. Name a new file."
        ) from None
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}). Name another file.") from None
    except sqlite3.Error as error:
        raise explain(address, error) from None
    return Copied(source, file, size)


def _copy(source: Path, file: Path) -> int:
    """Copy the database to where nothing is yet; return the size of the copy in bytes.

    In one go, since a copy that is made in pieces begins anew with every write in between. The file has nothing in it
    until the copy is whole and checked. Source: "Using the SQLite Online Backup API" in SQLite's documentation.
    """
    if not source.exists():
        raise ConfigurationError(
            f"There is no database at {source} yet. ENCORE_DATABASE__URL names its place."
        )
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        os.close(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _copy_into(source, beside)
        size = beside.stat().st_size
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        file.unlink()
        raise
    return size


def _copy_into(source: Path, file: Path) -> None:
    there = f"{source.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(there, uri=True, timeout=PATIENCE)) as original,
        closing(sqlite3.connect(file)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself
        [[verdict]] = copy.execute("PRAGMA quick_check(1)").fetchall()
    if verdict != "ok":
        raise sqlite3.DatabaseError("damaged")
    with file.open("rb+") as whole:
        os.fsync(whole.fileno())


def _pg_dump(address: URL, file: Path) -> str:
    host = address.host or address.query.get("host")
    options = {
        "--host": host if isinstance(host, str) else None,
        "--port": address.port and str(address.port),
        "--username": address.username,
    }
    words = [f"{name}={value}" for name, value in options.items() if value]
    return shlex.join(
        ["pg_dump", "--format=custom", f"--file={file}", *words, address.database or "postgres"]
    )
