"""Delivering and showing what arrives while a member types."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.terminal.clock import Timekeeper
from adapters.terminal.inbox import InboxPrinter
from bot.domain.members import MemberRef
from bot.faults import log_fault

LOOK = 5.0
"""Seconds between looks for what another chat on the same database has done."""


@asynccontextmanager
async def watching(time: Timekeeper, inbox: InboxPrinter) -> AsyncIterator[None]:
    """Deliver, and show what arrives, for as long as the block lasts."""
    arrived = asyncio.Event()

    async def note(_: MemberRef) -> None:
        arrived.set()

    time.delivery.on_delivered.append(note)
    tasks = [asyncio.create_task(time.delivery.run()), asyncio.create_task(_watch(time, inbox, arrived))]
    try:
        yield
    finally:
        time.delivery.on_delivered.remove(note)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(time: Timekeeper, inbox: InboxPrinter, arrived: asyncio.Event) -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived.wait(), LOOK)
        arrived.clear()
        try:
            async with time.moving:
                await time.catch_up()
                await inbox.show_new()
        except Exception as error:  # noqa: BLE001 - a tick: a database busy for a moment must not end the watch
            log_fault(error, "inbox")
