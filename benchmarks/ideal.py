"""How near the engine comes to the ideal when some of a platform's answers take long.

Run with `python -m benchmarks.ideal`. One send in a hundred takes 3 s, the others 60 ms; the ideal is that fifty are
under way at every moment, from the first to the last.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

from benchmarks.databases import a_folder, open_at
from benchmarks.dispatch import Nothing, delivery, timed
from benchmarks.owed import Crowd
from benchmarks.table import Row
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.delivery.fair_queue import WORKERS
from bot.domain.members import Member
from bot.ports import Receipt
from bot.views.blocks import Message

COUNT = 10_000
USUALLY, SOMETIMES = 0.06, 3.0
"""Seconds that a send takes."""
ONE_IN = 100


class Slow(Nothing):
    """Takes its time over every message."""

    def __init__(self) -> None:
        super().__init__()
        self._rng = random.Random(4)
        self.slept = 0.0

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Say that it was sent, after a while."""
        seconds = SOMETIMES if self._rng.randrange(ONE_IN) == 0 else USUALLY
        self.slept += seconds
        await asyncio.sleep(seconds)
        return await super().send(to, message, key)


async def measure(url: str) -> Row:
    """Send them all."""
    store = await open_at(url)
    slow = Slow()
    engine = delivery(store, load([builtin_packs()]), slow)

    async def deliver() -> None:
        await engine.deliver_due()

    rate = (await timed(deliver, COUNT)).rate
    await store.close()
    ideal = COUNT * WORKERS / slow.slept
    name = f"sends of {USUALLY * 1e3:.0f} ms, 1 in {ONE_IN} of {SOMETIMES:.0f} s / the ideal rate"
    return Row(name, rate / ideal, 0.75, f"{rate:.0f}/s, {ideal:.0f}/s", at_least=True)


def run() -> Iterator[Row]:
    """Send ten thousand, which takes some twenty seconds."""
    with a_folder() as database:
        asyncio.run(Crowd(COUNT).move_in(database))
        yield asyncio.run(measure(database.url))


if __name__ == "__main__":
    for row in run():
        print(row)
