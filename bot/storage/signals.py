"""Hearing that another process has written reminders: one may be due sooner than whoever sleeps believes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.fault_log import log_fault
from bot.storage.engine import POSTGRESQL
from bot.storage.session import Session

Callback: TypeAlias = Callable[[], None]
CHANNEL = "encore_reminders"
NOTIFY = select(func.pg_notify(CHANNEL, bindparam("store_id")))
LOOK_EVERY = 1.0
"""Seconds between two looks at an SQLite file, and before a connection that was lost is made again."""
STILL_THERE_EVERY = 30.0
"""Seconds of silence after which the server is asked whether it still is there."""


async def announce(session: Session, store_id: str) -> None:
    """Tell other stores that reminders were written; they hear of it when this transaction commits.

    Nothing is said but which store speaks. SQLite's file tells by itself.
    """
    if session.dialect == POSTGRESQL:
        await session.rows(NOTIFY, {"store_id": store_id})


@asynccontextmanager
async def watching(engine: AsyncEngine, store_id: str, callback: Callback) -> AsyncIterator[None]:
    """Call `callback` for what other stores write, from the entry to the end of the context."""
    follow = _listen if engine.dialect.name == POSTGRESQL else _look
    began = asyncio.Event()
    watcher = asyncio.create_task(_watch(lambda: follow(engine, store_id, callback, began), began, callback))
    try:
        await began.wait()
        yield
    finally:
        watcher.cancel()
        await asyncio.gather(watcher, return_exceptions=True)


async def _watch(follow: Callable[[], Awaitable[None]], began: asyncio.Event, callback: Callback) -> None:
    """Follow until cancelled, whatever becomes of the database meanwhile."""
    while True:
        try:
            await follow()
        except (DBAPIError, OSError):
            pass  # delivery meets the same trouble, and logs it
        except Exception as error:  # noqa: BLE001 - without a watcher others' reminders would come up to a minute late
            log_fault(error, "watching the database")
        began.set()
        await asyncio.sleep(LOOK_EVERY)
        callback()  # what was written in between made no sound


async def _look(engine: AsyncEngine, _: str, callback: Callback, began: asyncio.Event) -> None:
    """Ask the file whether another connection has committed: SQLite's `PRAGMA data_version`, a read of one page."""
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        known = None
        while True:
            # Past SQLAlchemy, which would begin a transaction, and that takes the write lock.
            async with driver.execute("PRAGMA data_version") as cursor:
                [version] = await cursor.fetchone()
            if known not in (None, version):
                callback()
            known = version
            began.set()
            await asyncio.sleep(LOOK_EVERY)


async def _listen(engine: AsyncEngine, store_id: str, callback: Callback, began: asyncio.Event) -> None:
    """Listen on a connection of our own until it is lost."""

    def heard(_: object, __: int, ___: str, speaker: object) -> None:
        if speaker != store_id:
            callback()

    lost = asyncio.Event()
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda _: lost.set())
        try:
            await driver.add_listener(CHANNEL, heard)
            began.set()
            while not lost.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), STILL_THERE_EVERY)
                    return
                await driver.fetchval("SELECT 1")
        finally:
            await connection.invalidate()  # never back into the pool: it listens
