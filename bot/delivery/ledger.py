"""Writing what became of reminders, many in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from bot.ports import Store, UnitOfWork

T = TypeVar("T")
Entry: TypeAlias = Callable[[UnitOfWork], Awaitable[Any]]
MOST = 200
"""Entries in one transaction."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    entry: Entry
    written: asyncio.Future[Any]


class Ledger:
    """Commits the entries of many tasks together: a transaction costs a flush to disk, whoever shares it.

    An entry is written when `write` returns, in the order in which entries came. While one transaction is
    under way the next gathers, so a single entry never waits for company.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, entry: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Do `entry` within a transaction and return what it returned once that is committed."""
        written: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(entry, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._run())
        return await written

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._together(batch)
            except Exception:  # noqa: BLE001 - one bad entry must not take the others down: each is tried alone
                for waiting in batch:
                    await self._alone(waiting)

    async def _together(self, batch: Sequence[_Waiting]) -> None:
        async with self._store.unit() as unit:
            results = [await waiting.entry(unit) for waiting in batch]
            await unit.commit()
        for waiting, result in zip(batch, results, strict=True):
            if not waiting.written.done():
                waiting.written.set_result(result)

    async def _alone(self, waiting: _Waiting) -> None:
        if waiting.written.done():
            return
        try:
            async with self._store.unit() as unit:
                result = await waiting.entry(unit)
                await unit.commit()
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for this entry
            waiting.written.set_exception(error)
        else:
            waiting.written.set_result(result)
