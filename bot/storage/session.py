"""One open transaction, as the repositories see it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Insert, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import POSTGRESQL

T = TypeVar("T")


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns. A cancellation is passed on when the work is over, not before.

    A statement that is broken off in the middle leaves SQLite's driver with a connection whose transaction nobody
    ends, and with it the lock that every other unit waits for. Statements take milliseconds: waiting costs nothing.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()
        raise


def upserting(table: Table, dialect: str) -> Any:
    """Return the dialect's INSERT that knows ON CONFLICT; both dialects share its form."""
    if dialect == POSTGRESQL:
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - heavy, and a terminal never needs it

        return postgresql.insert(table)
    return sqlite.insert(table)


def replacing(table: Table, dialect: str, *, where: Any = None, **instead: Any) -> Any:
    """Return an INSERT that writes over the row of the same key, if `where` holds; `instead` goes in only then."""
    insert = upserting(table, dialect)
    new = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=new | instead, where=where
    )


class Session:
    """A connection inside a transaction, which remembers whether anything was written.

    `owed` tells whether reminders were: whoever sleeps until the next one is due may have to wake sooner. `held` are
    the members whose rows it holds to its end.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.changed = False
        self.owed = False
        self.held: set[str] = set()

    @property
    def shared(self) -> bool:
        """Whether others may write at the same time, so that what is read to be changed must be locked.

        On SQLite a unit has the whole database to itself.
        """
        return self.dialect == POSTGRESQL

    async def _execute(self, statement: Executable, values: Any) -> CursorResult[Any]:
        return await unbroken(self.connection.execute(statement, values))

    async def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Return all rows as mappings."""
        result = await self._execute(statement, values or {})
        return result.mappings().all()

    async def tuples(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        """Return all rows as tuples, for statements that bring many wide ones."""
        result = await self._execute(statement, values)
        return result.all()

    async def row(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any | None:
        """Return the first row as a mapping, or None."""
        result = await self._execute(statement, values or {})
        return result.mappings().first()

    async def write(self, statement: Executable | Insert, values: Any = None) -> int:
        """Execute a statement that changes rows, or one for each of a list; return how many were changed.

        -1 says that the driver did not count, which it does not for a list on PostgreSQL; it passes for a change.
        """
        if isinstance(values, list) and not values:
            return 0
        result = await self._execute(statement, values if values is not None else {})
        if result.rowcount != 0:
            self.changed = True
        return result.rowcount
