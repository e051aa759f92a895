"""Writing what became of reminders, many in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

from bot.ports import Store, UnitOfWork

Entry = TypeVar("Entry")
Written = TypeVar("Written")
Scribe: TypeAlias = Callable[[UnitOfWork, Sequence[Entry]], Awaitable[Sequence[Written]]]
"""Writes entries and returns what came of each, in the same order."""
MOST = 200
"""Entries in one transaction."""


class Ledger(Generic[Entry, Written]):
    """Commits the entries of many tasks together: a transaction costs a flush to disk, whoever shares it.

    An entry is written when `write` returns, in the order in which entries came. While one transaction is
    under way the next gathers, so a single entry never waits for company.
    """

    def __init__(self, store: Store, scribe: Scribe[Entry, Written]) -> None:
        self._store = store
        self._scribe = scribe
        self._waiting: list[tuple[Entry, asyncio.Future[Written]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, entry: Entry) -> Written:
        """Return what came of an entry once it is committed."""
        written: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._run())
        return await written

    async def _run(self) -> None:
        batch: list[tuple[Entry, asyncio.Future[Written]]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write_batch(batch)
        finally:
            # Only a cancellation leaves any over: nobody shall wait for what will never be written.
            for _, written in (*batch, *self._waiting):
                written.cancel()

    async def _write_batch(self, batch: Sequence[tuple[Entry, asyncio.Future[Written]]]) -> None:
        try:
            await self._commit(batch)
        except Exception:  # noqa: BLE001 - one bad entry must not take the others down: each is tried alone
            for one in batch:
                await self._alone(one)

    async def _commit(self, batch: Sequence[tuple[Entry, asyncio.Future[Written]]]) -> None:
        async with self._store.unit() as unit:
            results = await self._scribe(unit, [entry for entry, _ in batch])
            await unit.commit()
        for (_, written), result in zip(batch, results, strict=True):
            if not written.done():
                written.set_result(result)

    async def _alone(self, one: tuple[Entry, asyncio.Future[Written]]) -> None:
        written = one[1]
        try:
            if not written.done():
                await self._commit([one])
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for this entry
            written.set_exception(error)
