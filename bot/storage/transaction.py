"""One connection in one transaction: what repositories speak through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Executable, Row, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.vault import Vault

Values: TypeAlias = Mapping[str, Any]


class Transaction:
    """Runs statements and notes whether any of them wrote."""

    __slots__ = ("_connection", "_reading", "changed", "dialect", "vault")

    def __init__(self, connection: AsyncConnection, vault: Vault, *, reading: bool = False) -> None:
        self._connection = connection
        self._reading = reading
        self.dialect = connection.dialect.name
        self.vault = vault
        self.changed = False

    async def rows(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        """Return every row that a query finds."""
        return (await self._connection.execute(statement, values)).all()

    async def row(self, statement: Executable, values: Values | None = None) -> Row[Any] | None:
        """Return the first row that a query finds."""
        return (await self._connection.execute(statement, values)).first()

    async def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """Run an INSERT, UPDATE or DELETE, once for each of `values`; return how many rows it touched.

        Raises RuntimeError in a unit that was opened for reading: its snapshot may be stale by now.
        """
        if self._reading:
            raise RuntimeError("a unit of work that was opened for reading can't write")
        touched: int = (await self._connection.execute(statement, values)).rowcount
        if touched:
            self.changed = True
        return touched


def by_name(table: Table, values: Iterable[Any]) -> dict[str, Any]:
    """Return a row's values, given in the order of the table's columns, by the columns' names."""
    return dict(zip(table.c.keys(), values, strict=True))
