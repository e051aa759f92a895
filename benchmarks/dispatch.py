"""Dispatching what is due, to a messenger that does nothing, beside a loop by hand and beside others' schedulers.

Run with `python -m benchmarks.dispatch`, with `full` for a hundred thousand. Pacing is on, with limits that nobody
reaches. Every contestant has a copy of the same database for each of its turns.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

from benchmarks import bare, others
from benchmarks.databases import NO_SERVER, POSTGRESQL, Database, each_kind, open_at
from benchmarks.member import StoppedClock
from benchmarks.owed import Crowd
from benchmarks.table import Row
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.delivery.engine import QUOTA, Delivery
from bot.delivery.rate_budgets import Pace, Paces
from bot.domain.members import Member, Platform
from bot.domain.owed import Channel
from bot.errors import Scope
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.ports import Alarm, Catalog, Receipt, Recipient, Store
from bot.reply import PublicMessage
from bot.views.blocks import Message

COUNT, MANY = 10_000, 100_000
FEWER = 2_000
"""What procrastinate is given, which is slow: speeds are compared."""
ROUNDS, OTHERS_ROUNDS = 3, 1
TICK = 0.001
UNLIMITED = (1e9, 1.0)
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Turn:
    """How many a second were dispatched, and for how many seconds the event loop was blocked at the longest."""

    rate: float
    blocked: float


Contestant: TypeAlias = Callable[[str], Awaitable[Turn]]
"""Dispatches everything that is due in the database at an address."""


class Nothing:
    """Implements `Messenger`: takes every message at once, within limits that are kept and never reached."""

    def __init__(self) -> None:
        self._all = Pace(*UNLIMITED)
        self._groups = Paces(*UNLIMITED)

    async def send(self, to: Member, message: Message, key: str) -> Receipt:  # noqa: ARG002
        """Say that it was sent."""
        await self._all.turn(patience=PATIENCE, scope=Scope.PLATFORM, reason="the platform")
        await self._groups.of(to.group).turn(patience=PATIENCE, scope=Scope.WORKSPACE, reason="the group")
        return Receipt("1", to.channel)

    async def publish(self, to: Channel, message: PublicMessage, key: str) -> Receipt:
        """Take nothing: no channel is owed anything here."""
        raise NotImplementedError

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Say that nothing was."""
        return None


def delivery(store: Store, catalog: Catalog, messenger: Nothing, quota: int = QUOTA) -> Delivery:
    """Return an engine that sends through `messenger`, with the usual quota or another."""
    return Delivery(
        store=store,
        kinds=Kinds(all_kinds(), catalog),
        clock=StoppedClock(),
        rng=random.Random(1),
        messengers={Platform.SLACK: messenger},
        alarm=never,
        quota=quota,
    )


def never() -> Alarm:
    """Refuse: everything is due at once."""
    raise RuntimeError("nothing sleeps in a dispatch of what is due")


async def by_engine(catalog: Catalog, count: int, url: str) -> Turn:
    """Dispatch with the engine."""
    store = await open_at(url)
    engine = delivery(store, catalog, Nothing())

    async def deliver() -> None:
        sent = await engine.deliver_due()
        if sent != count:
            raise RuntimeError(f"{sent} of {count} were sent")

    turn = await timed(deliver, count)
    await store.close()
    return turn


async def by_hand(lay_out: bare.LayOut, count: int, url: str) -> Turn:
    """Dispatch with the loop by hand."""

    async def loop() -> None:
        on_a_file = url.startswith("sqlite")
        sent = bare.on_sqlite(url, lay_out) if on_a_file else await bare.on_postgresql(url, lay_out)
        if sent != count:
            raise RuntimeError(f"{sent} of {count} were sent")

    return await timed(loop, count)


async def by_jobs(count: int, url: str) -> Turn:
    """Dispatch with APScheduler."""
    return await timed(partial(others.run_jobs, url, count), count)


async def by_worker(count: int, url: str) -> Turn:
    """Dispatch with procrastinate."""
    return await timed(partial(others.work, url, count), count)


async def timed(dispatch: Callable[[], Awaitable[None]], count: int) -> Turn:
    """Return how fast it was, and how long a task that would run every millisecond had to wait for it."""
    async with _ticking() as gaps:
        begun = time.perf_counter()
        await dispatch()
        took = time.perf_counter() - begun
    return Turn(count / took, max(gaps))


@asynccontextmanager
async def _ticking() -> AsyncIterator[list[float]]:
    gaps = [0.0]

    async def tick() -> None:
        before = time.perf_counter()
        while True:
            try:
                await asyncio.sleep(TICK)
            finally:
                now = time.perf_counter()
                gaps.append(now - before - TICK)
                before = now

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield gaps
    finally:
        ticker.cancel()
        with suppress(asyncio.CancelledError):
            await ticker


def medians(database: Database, contestants: Mapping[str, Contestant], rounds: int) -> dict[str, Turn]:
    """Let each have its turn, round by round, so that a noisy moment falls on all.

    What is loaded by then is taken out of the garbage collector's sight, as the service does.
    """
    turns: dict[str, list[Turn]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            url = database.copy()
            gc.collect()
            gc.freeze()

            async def take(contestant: Contestant = contestant, url: str = url) -> Turn:
                return await contestant(url)

            turns[name].append(asyncio.run(take()))
            database.drop(url)
    return {
        name: Turn(
            statistics.median(one.rate for one in taken), statistics.median(one.blocked for one in taken)
        )
        for name, taken in turns.items()
    }


def dispatched(database: Database, catalog: Catalog, count: int) -> tuple[Turn, list[Row]]:
    """Set the engine against the loop by hand, with the messages laid out by both, and by the engine alone."""
    asyncio.run(Crowd(count).move_in(database))
    found = medians(
        database,
        {
            "ours": partial(by_engine, catalog, count),
            "hand": partial(by_hand, bare.laying_out(catalog), count),
            "mute": partial(by_hand, bare.nothing, count),
        },
        ROUNDS,
    )
    ours, hand, mute = found.values()
    detail = f"{ours.rate:,.0f}/s, {hand.rate:,.0f}/s; {mute.rate:,.0f}/s if it lays nothing out"
    name = f"{count:,} due, {database.kind}, rate / loop by hand"
    return ours, [Row(name, ours.rate / hand.rate, 0.7, detail, at_least=True)]


def beside_jobs(database: Database, ours: Turn, count: int) -> list[Row]:
    """Set the engine's speed, and for how long it blocks the loop, against APScheduler's."""
    name = f"{count:,} due, {database.kind}, rate / APScheduler's jobs"
    why = others.missing(database.kind)
    if why:
        return [others.absent(name, why)]
    jobs = database.another()
    others.put_jobs(jobs, count)
    [theirs] = medians(jobs, {"jobs": partial(by_jobs, count)}, OTHERS_ROUNDS).values()
    blocked = f"{ours.blocked * 1e3:.0f} ms, {theirs.blocked * 1e3:,.0f} ms"
    return [
        Row(name, ours.rate / theirs.rate, 13.0, _rates(ours, theirs), at_least=True),
        Row(
            "the same, longest block of the loop / 1% of theirs",
            ours.blocked / theirs.blocked * 100,
            1.0,
            blocked,
        ),
    ]


def beside_workers(database: Database, ours: Turn, count: int) -> Row:
    """Set the engine's speed against that of procrastinate, which is given fewer."""
    name = f"{count:,} due, {database.kind}, rate / procrastinate"
    why = others.missing(database.kind, "procrastinate")
    if why:
        return others.absent(name, why)
    jobs = database.another()
    asyncio.run(others.defer(jobs.url, FEWER))
    [theirs] = medians(jobs, {"worker": partial(by_worker, FEWER)}, OTHERS_ROUNDS).values()
    return Row(name, ours.rate / theirs.rate, 1.0, f"{_rates(ours, theirs)} of {FEWER:,}", at_least=True)


def _rates(*turns: Turn) -> str:
    return ", ".join(f"{turn.rate:,.0f}/s" for turn in turns)


def run(*, full: bool = False) -> Iterator[Row]:
    """Dispatch ten thousand, and in a full run a hundred thousand too."""
    catalog = load([builtin_packs()])
    with each_kind() as databases:
        for database in databases:
            ours, rows = dispatched(database, catalog, COUNT)
            yield from rows
            yield from beside_jobs(database, ours, COUNT)
            if database.kind == POSTGRESQL:
                yield beside_workers(database, ours, COUNT)
            if full:
                _, rows = dispatched(database.another(), catalog, MANY)
                yield from rows
        if len(databases) == 1:
            yield others.absent(f"{COUNT:,} due, {POSTGRESQL}", NO_SERVER)


if __name__ == "__main__":
    for row in run(full="full" in sys.argv):
        print(row, flush=True)
