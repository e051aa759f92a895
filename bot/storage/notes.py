"""A few facts about this installation, in the database."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite

from bot.storage.dialects import insert_into
from bot.storage.tables import notes
from bot.storage.transaction import Transaction

GET = select(notes.c.value).where(notes.c.name == bindparam("name"))


@cache
def _set(dialect: str) -> sqlite.Insert:
    fresh = insert_into(notes, dialect)
    return fresh.on_conflict_do_update(index_elements=[notes.c.name], set_={"value": fresh.excluded.value})


class SqlNotes:
    """Fills `bot.ports.Notes`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, name: str) -> str | None:
        """Return a fact."""
        row = await self._transaction.row(GET, {"name": name})
        fact: str | None = row[0] if row else None
        return fact

    async def set(self, name: str, value: str) -> None:
        """Write a fact."""
        await self._transaction.write(_set(self._transaction.dialect), {"name": name, "value": value})
