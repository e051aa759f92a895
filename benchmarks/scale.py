"""`App.handle` with a hundred thousand members in the database, beside itself with ten.

Run with `python -m benchmarks.scale`. Members in both have the same: three interviews, their reminders, some tips
seen. Each answer is for the next member of a shuffled row, so that the large one is not asked for what lies warm.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.crowd import multiply, name_of
from benchmarks.member import PREP, TIP, Speaker, database_in, opened
from benchmarks.table import Row, interleaved_awaits
from bot.app import App
from bot.invocation import Invocation

ROUNDS = 1_500
WARM_UP = 100
FEW = 10
MANY = 100_000
WITH_REMINDERS = 10_000
LINES = ("Acme, 2026-11-19 15:00", "Globex, 2026-12-03 10:00", "Initech, 2026-12-17 9:30")
TIPS_SEEN = 10


async def fill(folder: Path, members: int, with_reminders: int) -> dict[str, int]:
    """Make a database of so many members; return how many rows each table has."""
    async with opened(folder) as app:
        first = Speaker(app, "first")
        await first.live_in_new_york()
        for line in LINES:
            await first.book(line)
        for _ in range(TIPS_SEEN):
            await first.ask(TIP)
    return multiply(database_in(folder), first.user, members - 1, with_reminders)


def asking(app: App, invocation: Invocation, members: int) -> Callable[[], Awaitable[object]]:
    """Return an action that asks for one member after another."""
    numbers = list(range(members))
    random.Random(3).shuffle(numbers)
    queue = itertools.cycle(numbers)
    return lambda: Speaker(app, name_of(next(queue))).ask(invocation)


async def measure(folder: Path) -> list[Row]:
    """Fill both, then ask in turn."""
    found = []
    few, many = folder / "few", folder / "many"
    await fill(few, FEW, FEW)
    rows = await fill(many, MANY, WITH_REMINDERS)
    held = f"{rows['interviews']:,} interviews, {rows['reminders']:,} reminders"
    async with opened(many) as large, opened(few) as small:
        for asked in (TIP, PREP):
            in_many = asking(large, asked, WITH_REMINDERS - 1)
            in_few = asking(small, asked, FEW - 1)
            await interleaved_awaits(in_many, in_few, WARM_UP)
            ours, theirs = await interleaved_awaits(in_many, in_few, ROUNDS)
            detail = f"{ours * 1e6:.0f} µs, {theirs * 1e6:.0f} µs; {held}"
            found.append(Row(f"/{asked.path} among {MANY:,} / among {FEW}", ours / theirs, 1.2, detail))
    return found


def run() -> list[Row]:
    """Fill two databases, which takes most of the time, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    for row in run():
        print(row)
