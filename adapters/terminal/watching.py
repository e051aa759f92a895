"""Delivering and showing what arrives while a member types."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.terminal.session import Session
from bot.domain.members import MemberRef
from bot.fault_log import log_fault

LOOK = 5.0
"""Seconds between looks for what another chat on the same database has done."""


@asynccontextmanager
async def watching(session: Session) -> AsyncIterator[None]:
    """Deliver, and show what arrives, for as long as the block lasts."""
    arrived = asyncio.Event()
    delivery = session.time.delivery

    async def note(_: MemberRef) -> None:
        arrived.set()

    delivery.on_delivered.append(note)
    tasks = [asyncio.create_task(_deliver(session)), asyncio.create_task(_watch(session, arrived))]
    try:
        yield
    finally:
        delivery.on_delivered.remove(note)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _deliver(session: Session) -> None:
    # The first prompt comes first: what is due by then has been delivered, and the engine takes a while to load.
    await session.greeted.wait()
    await session.time.delivery.run()


async def _watch(session: Session, arrived: asyncio.Event) -> None:
    await session.greeted.wait()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived.wait(), LOOK)
        arrived.clear()
        try:
            async with session.time.moving:
                await session.time.catch_up()
                await session.inbox.show_new()
        except Exception as error:  # noqa: BLE001 - a tick: a database busy for a moment must not end the watch
            log_fault(error, "inbox")
