"""Moving everything from one database to another, of the same kind or not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import URL, RowMapping, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.owed import Status
from bot.errors import ConfigurationError, InputError
from bot.storage.engine import POSTGRESQL, address_of, file_of, open_engine
from bot.storage.examination import examine
from bot.storage.tables import FLEETING, metadata, owed
from bot.storage.trouble import explaining, place_of
from bot.storage.types import Ciphertext, Sealed
from bot.storage.upkeep import upgrade

BATCH = 1000
LASTING = tuple(table for table in metadata.sorted_tables if table.name not in FLEETING)
FROM, TO = "--from", "--to"
Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many rows of how many have been copied."""


@dataclass(frozen=True, slots=True)
class Moved:
    """From where to where, and how many rows of each table."""

    source: str
    target: str
    rows: Mapping[str, int]


async def move(source: str, target: str, *, now: datetime, lease: timedelta, progress: Progress) -> Moved:
    """Copy every row to a database that holds none yet; what is sealed stays so, with the same key.

    The source is read as it is at one moment, and nobody can write to it meanwhile; it stays as it is. On failure no
    row stays in the target. An Encore that is sending is noticed by what it has leased for up to `lease`.
    Raises InputError or ConfigurationError, each saying what to do.
    """
    origin, destination = address_of(source, FROM), address_of(target, TO)
    if _same(origin, destination):
        raise InputError(f"{FROM} and {TO} name the same database.")
    await _check(source, origin)
    async with _opened(origin, FROM) as old, _opened(destination, TO) as new:
        with explaining(destination, TO):
            await upgrade(new)
        with explaining(origin, FROM):
            async with old.connect() as reading:
                await _hold_still(reading)
                await _check_nobody_sends(reading, now, lease)
                with explaining(destination, TO):
                    rows = await _write(reading, new, destination, progress)
    return Moved(place_of(origin), place_of(destination), rows)


async def _write(
    reading: AsyncConnection, new: AsyncEngine, destination: URL, progress: Progress
) -> dict[str, int]:
    """Write all or nothing; return the rows of each table."""
    rows = await _counts(reading)
    async with new.begin() as writing:
        await _hold_still(writing)
        await _check_empty(writing, destination)
        await _copy(reading, writing, sum(rows.values()), progress)
        if await _counts(writing) != rows:
            raise ConfigurationError("Not every row arrived, so none was kept. Try again.")
    return rows


def _same(one: URL, other: URL) -> bool:
    files = file_of(one), file_of(other)
    if files[0] and files[1]:
        return files[0].resolve() == files[1].resolve()
    return place_of(one) == place_of(other)


async def _check(source: str, origin: URL) -> None:
    found = await examine(source, FROM)
    if found.revision is None:
        raise InputError(f"There is no database of Encore's at {place_of(origin)}, which {FROM} names.")
    if found.too_new:
        raise InputError(
            f"{FROM} names a database that a newer Encore has written. Use that version to move it."
        )
    if not found.up_to_date:
        raise InputError(
            f"{FROM} names a database from an older Encore. Bring it up to date first, with ENCORE_DATABASE__URL "
            "naming it.",
            example="encore db upgrade",
        )


@asynccontextmanager
async def _opened(address: URL, named: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(address, named)
    try:
        yield engine
    finally:
        await engine.dispose()


async def _hold_still(connection: AsyncConnection) -> None:
    """Let nobody else write until the transaction ends; on SQLite to begin one is enough."""
    names = ", ".join(metadata.tables)
    if connection.dialect.name == POSTGRESQL:
        await connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


async def _check_nobody_sends(connection: AsyncConnection, now: datetime, lease: timedelta) -> None:
    held = (owed.c.held_until > now, owed.c.held_until <= now + lease)
    leased = select(func.count()).where(owed.c.status == Status.PENDING.value, owed.c.owner != "", *held)
    number = await connection.scalar(leased)
    if number:
        raise InputError(
            f"Another Encore runs on the database that {FROM} names: it is sending {number} reminders. Stop it, wait "
            f"{lease.total_seconds():.0f} seconds, and try again."
        )


async def _check_empty(connection: AsyncConnection, destination: URL) -> None:
    filled = [name for name, number in (await _counts(connection)).items() if number]
    if filled:
        raise InputError(
            f"The database {place_of(destination)}, which {TO} names, is not empty: there are rows in "
            f"{', '.join(filled)}. Name a new one; Encore must not have been started with it."
        )


async def _counts(connection: AsyncConnection) -> dict[str, int]:
    return {
        table.name: await connection.scalar(select(func.count()).select_from(table)) or 0 for table in LASTING
    }


async def _copy(source: AsyncConnection, target: AsyncConnection, total: int, progress: Progress) -> None:
    """Copy tables in the order in which they depend on each other."""
    done = 0
    progress(done, total)
    for table in LASTING:
        result = await source.stream(select(table))
        async for page in result.mappings().partitions(BATCH):
            await target.execute(insert(table), [_as_it_is(table, row) for row in page])
            done += len(page)
            progress(done, total)


def _as_it_is(table: Table, row: RowMapping) -> dict[str, Any]:
    """Return a row that can be written again: its sealed columns hold what the vault has sealed already."""
    sealed = {column.name for column in table.c if isinstance(column.type, Sealed)}
    return {
        name: Ciphertext(value) if name in sealed and value is not None else value
        for name, value in row.items()
    }
