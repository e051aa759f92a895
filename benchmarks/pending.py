"""What it costs that a million reminders are pending: idle, in memory, in lag, and when an interview is added.

Run with `python -m benchmarks.pending`, with `full` for the million. Each side is a process of its own, as delivery is;
beside each reminder that falls due while it sleeps there is a bare timer of the event loop, between two of them.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.burst import interview, member
from benchmarks.databases import Database, each_kind, open_at
from benchmarks.dispatch import Nothing
from benchmarks.owed import DAY, Crowd
from benchmarks.table import Row, interleaved_awaits
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.clock import SystemClock, new_id
from bot.delivery.engine import Delivery
from bot.domain.content import Lead
from bot.domain.members import Member, Platform
from bot.domain.reminders import Reminder, reminder_key
from bot.domain.replanning import replan
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.ports import Catalog, Receipt, Store
from bot.scheduler.timers import Timers
from bot.views.blocks import Message

LEADS = tuple(lead for lead in Lead if lead is not Lead.BOOKING)
FEW, SOME, MANY = 10, 50_000, 1_000_000
FAR_AHEAD = timedelta(days=60)
IDLE = 10.0
SETTLE = 1.0
"""Seconds."""
AHEAD = timedelta(seconds=4)
"""How long before the first falls due they are written."""
TIMES, APART = 300, timedelta(milliseconds=60)
ADDED, WARM_UP = 300, 20
MEGABYTE = 1 << 20
STATM = Path("/proc/self/statm")
FIVE_MILLISECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one process: CPU seconds a second while idle, bytes, and the 99th percentile of lags."""

    idle: float
    memory: int
    lag: float
    timer: float


class Prompt(Nothing):
    """Notes how late each message left."""

    def __init__(self) -> None:
        super().__init__()
        self.due: dict[str, datetime] = {}
        self.lags: list[float] = []
        self.done = asyncio.Event()

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Say that it was sent."""
        self.lags.append((datetime.now(UTC) - self.due[key]).total_seconds())
        if len(self.lags) == len(self.due):
            self.done.set()
        return await super().send(to, message, key)


def far_ahead(number: int) -> timedelta:
    """Return when a member's first reminder is due."""
    return FAR_AHEAD + timedelta(seconds=number)


async def watch_one(url: str) -> Seen:
    """Let an engine sleep, then wake it by reminders that fall due one by one."""
    store, prompt = await open_at(url), Prompt()
    clock = SystemClock()
    delivery = Delivery(
        store=store,
        kinds=Kinds(all_kinds(), load([builtin_packs()])),
        clock=clock,
        rng=random.Random(1),
        messengers={Platform.SLACK: prompt},
        alarm=lambda: Timers(clock),
    )
    running = asyncio.create_task(delivery.run())
    async with store.watch(delivery.wake):
        await asyncio.sleep(SETTLE)
        gc.collect()
        used = time.process_time()
        await asyncio.sleep(IDLE)
        idle = (time.process_time() - used) / IDLE
        timers = await _fall_due(store, delivery, prompt)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()
    return Seen(idle, _memory(), _late(prompt.lags), _late(timers))


def _memory() -> int:
    """Return the bytes held now; what was held at most is, on Linux, no less than what our parent held."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def _fall_due(store: Store, delivery: Delivery, prompt: Prompt) -> list[float]:
    """Owe the first member reminders a moment apart, and wait until they are sent; return the timers' lags."""
    loop = asyncio.get_running_loop()
    first = datetime.now(UTC) + AHEAD
    async with store.unit() as unit:
        [known, *_] = await unit.interviews.of(member(0, Platform.SLACK, "").id)
        for number in range(TIMES):
            key = reminder_key(known.id, Lead.T_1, known.starts_at, number + 1)
            prompt.due[key] = due_at = first + APART * number
            owed = Reminder(
                key=key,
                member_id=known.member_id,
                interview_id=known.id,
                lead=Lead.T_1,
                starts_at=known.starts_at,
                snooze=number + 1,
                due_at=due_at,
                useful_until=due_at + DAY,
                quiet_ok=True,
            )
            await unit.owed.put([owed])
        await unit.commit()
    delivery.wake()
    lags: list[float] = []

    def note(at: float) -> None:
        lags.append(loop.time() - at)

    started = loop.time() + (first - datetime.now(UTC)).total_seconds() + APART.total_seconds() / 2
    for number in range(TIMES):
        at = started + number * APART.total_seconds()
        loop.call_at(at, note, at)
    async with asyncio.timeout(60 + TIMES * APART.total_seconds()):
        await prompt.done.wait()
    await asyncio.sleep(SETTLE)
    return lags


def _late(lags: list[float]) -> float:
    return sorted(lags)[-max(1, len(lags) // 100)]


def seen_at(url: str) -> Seen:
    """Watch one in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pending", url], stdout=subprocess.PIPE, check=True, text=True
    )
    return Seen(**json.loads(done.stdout))


def compare(many: Database, few: Database, number: int) -> Iterator[Row]:
    """Fill both, watch both, and add interviews to both in turn."""
    now = datetime.now(UTC)
    asyncio.run(Crowd(number // len(LEADS), now, LEADS, wait=far_ahead).move_in(many))
    asyncio.run(Crowd(1, now, LEADS[:FEW], wait=far_ahead).move_in(few))
    name = f"{number:,} pending / {FEW}, {many.kind}"
    yield asyncio.run(_adding(many, few, now, name))
    large, small = seen_at(many.url), seen_at(few.url)
    idle = f"{large.idle * 1e3:.2f} ms/s, {small.idle * 1e3:.2f} ms/s"
    yield Row(f"{name}: idle CPU", large.idle / small.idle, 1.5, idle)
    more = (large.memory - small.memory) / MEGABYTE
    memory = f"{large.memory / MEGABYTE:.0f} MB, {small.memory / MEGABYTE:.0f} MB"
    yield Row(f"{name}: memory more / 20 MB", more / 20, 1.0, memory)
    allowed = 2 * large.timer + FIVE_MILLISECONDS
    lag = f"{large.lag * 1e3:.1f} ms, timer {large.timer * 1e3:.1f} ms; {small.lag * 1e3:.1f} ms at {FEW}"
    yield Row(f"{number:,} pending, {many.kind}: p99 lag / 2 timers+5 ms", large.lag / allowed, 1.0, lag)


async def _adding(many: Database, few: Database, now: datetime, name: str) -> Row:
    catalog = load([builtin_packs()])
    large, small = await open_at(many.url), await open_at(few.url)
    async with large.unit() as unit:
        people = 1 if await unit.members.by_id(_id(1)) is None else 1_000
    in_large, in_small = adding(large, catalog, now, people), adding(small, catalog, now, 1)
    await interleaved_awaits(in_large, in_small, WARM_UP)
    ours, theirs = await interleaved_awaits(in_large, in_small, ADDED)
    await large.close()
    await small.close()
    detail = f"{ours * 1e3:.2f} ms, {theirs * 1e3:.2f} ms"
    return Row(f"{name}: a new interview", ours / theirs, 1.2, detail)


def adding(store: Store, catalog: Catalog, now: datetime, people: int) -> Callable[[], Awaitable[None]]:
    """Return what adds an interview with its reminders, to one member after another."""
    ids, rng = itertools.cycle(range(people)), random.Random(5)

    async def add() -> None:
        async with store.unit() as unit:
            someone = await unit.members.by_id(_id(next(ids)))
            assert someone is not None
            made = replace(
                interview(0),
                id=new_id(rng),
                member_id=someone.id,
                day=(now + timedelta(days=20)).date(),
                created_at=now,
                planned_from=now,
            )
            before = await unit.cases.load(someone, now, catalog)
            after = replan(before.with_interview(made), made)
            assert len(after.pending(made)) >= len(LEADS) - 1, after.rows(made)
            await unit.cases.save(before, after)
            await unit.commit()

    return add


def _id(number: int) -> str:
    return member(number, Platform.SLACK, "").id


def run(*, full: bool = False) -> Iterator[Row]:
    """Compare on each kind of database, with a million in a full run."""
    with each_kind() as databases:
        for database in databases:
            yield from compare(database, database.another(), MANY if full else SOME)


def main() -> None:
    """Print the table, or what is seen at an address."""
    asked = sys.argv[1:]
    if asked in ([], ["full"]):
        for row in run(full=bool(asked)):
            print(row, flush=True)
    else:
        print(json.dumps(asdict(asyncio.run(watch_one(asked[0])))))


if __name__ == "__main__":
    main()
