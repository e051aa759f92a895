"""The soak: replicas that are killed, replies that are lost, a database that goes down; and what came of it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.storage.store import SqlStore, open_store
from bot.storage.tables import owed as owed_rows
from tests.database import ROWS
from tests.prepared import KEY
from tests.soak.nursery import Nursery, Order
from tests.soak.recorder import ALL, Recorder, recording
from tests.soak.replica import LEASE
from tests.soak.seeding import Owed, seed

NONCE_SECONDS = 180.0
"""How long Discord is taken to remember a nonce ("a few minutes"); shortened as the lease is."""
STARTED_AGAIN_AFTER = 0.5
"""Seconds that a replica which ended is left lying, as by whoever watches over it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to happen. Times are in seconds; `restart` stops the database for so long, in the middle."""

    count: int
    replicas: int
    over: float
    lease: float
    backlog: float = 0.05
    killed_every: tuple[float, float] = (3.0, 7.0)
    """Of each replica."""
    restart: float = 0.0
    away: float = 5.0
    patience: float = 300.0
    seed: int = 1


@dataclass
class Outcome:
    """What was owed, what the platforms took, and what the rows say."""

    owed: Mapping[str, Owed]
    recorder: Recorder
    began: datetime
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The status and the receipt of each key."""
    kills: int = 0
    restarts: int = 0
    ended: int = 0
    seconds: float = 0.0

    @property
    def once(self) -> int:
        taken = self.recorder.keys()
        return sum(taken[key] == 1 for key in self.owed)

    @property
    def missing(self) -> list[str]:
        taken = self.recorder.keys()
        return [key for key in self.owed if not taken[key]]

    @property
    def repeated(self) -> dict[str, int]:
        return {key: times for key, times in self.recorder.keys().items() if times > 1}

    @property
    def astray(self) -> list[str]:
        """What nobody was owed, or not there."""
        return [
            one.key
            for one in self.recorder.taken
            if one.key not in self.owed or self.owed[one.key].channel != one.channel
        ]

    @property
    def statuses(self) -> dict[str, int]:
        return dict(Counter(status for status, _ in self.rows.values()))

    @property
    def wrong_receipts(self) -> list[str]:
        """Rows whose receipt is not that of a message that was taken."""
        taken = {(one.key, one.id) for one in self.recorder.taken}
        return [key for key, (_, receipt) in self.rows.items() if (key, receipt) not in taken]

    @property
    def kept(self) -> bool:
        """Whether everything that was owed was taken once, and the rows say so."""
        faults = (self.missing, self.repeated, self.astray, self.wrong_receipts)
        return not any(faults) and self.statuses == {"sent": len(self.owed)}

    def lateness(self) -> list[float]:
        """Seconds from the instant, or the soak's begin when that came later, to when it was taken; sorted."""
        return sorted(
            one.at - max(self.owed[one.key].due_at, self.began).timestamp()
            for one in self.recorder.taken
            if one.key in self.owed
        )

    def told(self) -> list[tuple[str, str]]:
        """Return the table's lines."""
        late = self.lateness() or [0.0]
        hundredths = statistics.quantiles(late, n=100) if len(late) > 1 else late * 99
        counted = sorted(self.recorder.counted.items())
        return [
            ("reminders owed", str(len(self.owed))),
            ("taken once", str(self.once)),
            ("taken twice or more", str(len(self.repeated))),
            ("missing", str(len(self.missing))),
            ("taken that nobody was owed", str(len(self.astray))),
            ("rows", ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))),
            ("rows with another receipt", str(len(self.wrong_receipts))),
            ("replicas killed (-9)", str(self.kills)),
            ("replicas that found no database", str(self.ended)),
            ("database restarts", str(self.restarts)),
            *((name, str(count)) for name, count in counted),
            (
                "late: median, p99, most",
                f"{statistics.median(late):.2f} s, {hundredths[98]:.2f} s, {late[-1]:.2f} s",
            ),
            ("wall time", f"{self.seconds:.0f} s"),
        ]


class Replicas:
    """Processes that are started again whenever they end, whoever ended them."""

    def __init__(self, count: int) -> None:
        self.ended = 0
        """How many ended of their own accord: whoever starts while the database is away does."""
        self._nurseries = [Nursery("tests.soak.replica") for _ in range(count)]
        self._running: set[int] = set()

    def kill_one(self, rng: random.Random) -> bool:
        """Return whether there was one to kill."""
        if self._running:
            os.kill(rng.choice(sorted(self._running)), signal.SIGKILL)
        return bool(self._running)

    async def ready(self) -> None:
        """Wait until they can be started."""
        for nursery in self._nurseries:
            await nursery.ready()

    async def run(self, order: Order) -> None:
        """Keep all of them running until cancelled."""
        async with asyncio.TaskGroup() as group:
            for nursery in self._nurseries:
                group.create_task(self._keep_one(nursery, order))

    def close(self) -> None:
        """End them."""
        for nursery in self._nurseries:
            nursery.close()

    async def _keep_one(self, nursery: Nursery, order: Order) -> None:
        while True:
            process = await nursery.begin(order)
            self._running.add(process)
            ended = await nursery.end()
            self._running.discard(process)
            self.ended += ended >= 0
            await asyncio.sleep(STARTED_AGAIN_AFTER)


async def soak(
    plan: Plan,
    url: str,
    log: Path,
    *,
    stop: Callable[[], None] | None = None,
    start: Callable[[], None] | None = None,
) -> Outcome:
    """Carry a plan out on the database at `url`; `stop` and `start` are its server's."""
    store = await open_store(url, keys=(KEY,), key_file=Path("nowhere"), kinds=ROWS)
    replicas = Replicas(plan.replicas)
    remembered = NONCE_SECONDS * plan.lease / LEASE
    try:
        await replicas.ready()
        async with recording(faults=ALL, seed=plan.seed, nonce_seconds=remembered) as recorder:
            began = datetime.now(UTC) + timedelta(seconds=plan.count / 2000)
            owed = await seed(store, instants(plan, began), public=plan.count // 10)
            await store.close()  # no connection of ours is cut off with the database
            outcome = Outcome(owed, recorder, began)
            begun = time.monotonic()
            addresses = {
                "database_url": url,
                "slack_url": recorder.slack_url,
                "discord_url": recorder.discord_url,
                "lease": plan.lease,
            }
            order = Order(str(log), addresses)
            try:
                async with asyncio.TaskGroup() as group:
                    running = group.create_task(replicas.run(order))
                    await _trouble(plan, replicas, outcome, stop, start)
                    await _nothing_owed(plan, url, outcome)
                    running.cancel()
            finally:
                replicas.close()
            outcome.ended = replicas.ended
            outcome.seconds = time.monotonic() - begun
            outcome.rows = await rows_of(store)
            return outcome
    finally:
        replicas.close()
        await store.close()


def instants(plan: Plan, began: datetime) -> list[datetime]:
    """Return when reminders are due: some have been for an hour, the rest fall due one after another."""
    behind = int(plan.count * plan.backlog)
    ahead = plan.count - behind
    return [began - timedelta(hours=1)] * behind + [
        began + timedelta(seconds=plan.over * number / ahead) for number in range(ahead)
    ]


async def rows_of(store: SqlStore) -> dict[str, tuple[str, str]]:
    async with store._engine.connect() as connection:
        found = await connection.execute(select(owed_rows.c.key, owed_rows.c.status, owed_rows.c.receipt))
        return {key: (status, receipt) for key, status, receipt in found}


async def _trouble(
    plan: Plan,
    replicas: Replicas,
    outcome: Outcome,
    stop: Callable[[], None] | None,
    start: Callable[[], None] | None,
) -> None:
    troubles = [_kill(plan, replicas, outcome), _leave(plan, outcome.recorder)]
    if stop is not None and start is not None:
        troubles.append(_restart(plan, outcome, stop, start))
    await asyncio.gather(*troubles)


async def _kill(plan: Plan, replicas: Replicas, outcome: Outcome) -> None:
    """Kill a replica every few seconds while reminders fall due."""
    rng = random.Random(plan.seed)
    until = time.monotonic() + plan.over
    while True:
        wait = rng.uniform(*plan.killed_every) / plan.replicas
        if time.monotonic() + wait > until:
            return
        await asyncio.sleep(wait)
        outcome.kills += replicas.kill_one(rng)


async def _leave(plan: Plan, recorder: Recorder) -> None:
    """Have both platforms away for a while."""
    await asyncio.sleep(plan.over / 4)
    await recorder.go_away()
    await asyncio.sleep(plan.away)
    await recorder.come_back()


async def _restart(plan: Plan, outcome: Outcome, stop: Callable[[], None], start: Callable[[], None]) -> None:
    await asyncio.sleep(plan.over / 2)
    await asyncio.to_thread(stop)
    await asyncio.sleep(plan.restart)
    await asyncio.to_thread(start)
    outcome.restarts += 1


async def _nothing_owed(plan: Plan, url: str, outcome: Outcome) -> None:
    """Wait until every row has come to its end; past the patience, what is still owed is what it is."""
    until = time.monotonic() + plan.patience
    while time.monotonic() < until:
        await asyncio.sleep(1)
        if len(outcome.recorder.keys()) < len(outcome.owed):
            continue
        store = await open_store(url, keys=(KEY,), key_file=Path("nowhere"), kinds=ROWS)
        try:
            rows = await rows_of(store)
        finally:
            await store.close()
        if all(status != "pending" for status, _ in rows.values()):
            # Whoever still believes a message to be unsent would send it about now.
            await asyncio.sleep(plan.lease / 4)
            return
