"""`App.handle` beside the bare statements that it needs, and on a full database beside an empty one."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.table import Row
from bot.clock import SystemClock

ROUNDS = 300
MEMBERS = 100_000
INTERVIEWS = 300_000


async def median(action: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    """Return the median wall time of an awaited action."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        await action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
