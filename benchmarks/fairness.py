"""How long small groups wait behind a large one, with the engine's quota and without.

Run with `python -m benchmarks.fairness`. Of twenty thousand reminders due at once, one group owns half; two hundred
groups share the others. All are equally urgent. What is measured is when the last of the small ones has left.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator

from benchmarks.databases import Database, each_kind, open_at
from benchmarks.dispatch import Nothing, delivery
from benchmarks.owed import Crowd
from benchmarks.table import Row
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.delivery.engine import QUOTA
from bot.domain.members import Member
from bot.ports import Catalog, Receipt
from bot.views.blocks import Message

COUNT, SMALL = 20_000, 200
LARGE = "large"
WITHOUT = COUNT
"""A quota that no group reaches."""
ROUNDS = 3


def one_large(number: int) -> str:
    """Return the group of a member."""
    return f"small-{number % SMALL}" if number < COUNT // 2 else LARGE


class Watching(Nothing):
    """Notes when a message to a small group left last."""

    def __init__(self) -> None:
        super().__init__()
        self.last = 0.0

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Say that it was sent."""
        if to.group != LARGE:
            self.last = time.perf_counter()
        return await super().send(to, message, key)


async def seconds_until_small_are_done(url: str, catalog: Catalog, quota: int) -> float:
    """Deliver everything; return how long it took the small groups."""
    store = await open_at(url)
    watching = Watching()
    begun = time.perf_counter()
    sent = await delivery(store, catalog, watching, quota).deliver_due()
    await store.close()
    if sent != COUNT:
        raise RuntimeError(f"{sent} of {COUNT} were sent")
    return watching.last - begun


def compare(database: Database, catalog: Catalog) -> Row:
    """Deliver with the quota and without, in turn."""
    asyncio.run(Crowd(COUNT, group=one_large).move_in(database))
    times: dict[int, list[float]] = {QUOTA: [], WITHOUT: []}
    for _ in range(ROUNDS):
        for quota, taken in times.items():
            url = database.copy()
            taken.append(asyncio.run(seconds_until_small_are_done(url, catalog, quota)))
            database.drop(url)
    fair, unfair = (statistics.median(taken) for taken in times.values())
    name = f"{SMALL} groups beside a large one, {database.kind} / no quota"
    return Row(name, fair / unfair, 0.6, f"{fair:.1f} s, {unfair:.1f} s")


def run() -> Iterator[Row]:
    """Deliver twenty thousand, six times on each kind of database."""
    catalog = load([builtin_packs()])
    with each_kind() as databases:
        for database in databases:
            yield compare(database, catalog)


if __name__ == "__main__":
    for row in run():
        print(row, flush=True)
