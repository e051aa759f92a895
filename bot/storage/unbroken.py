"""Awaiting a driver to the end, whatever becomes of whoever waits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

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
