"""The engine behind the promise: nothing owed is lost, nothing is said twice, nothing too late to help.

A due row is leased, its sending noted, sent, and its receipt recorded; never deleted first. What a crash
leaves in doubt is asked of the platform before anything is sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot.clock import new_id
from bot.delivery.fair_queue import Held, Lanes
from bot.delivery.inbox import InboxMessenger
from bot.delivery.rate_budgets import Share
from bot.delivery.sending import LEASE, Sending, Unreached, report
from bot.domain.members import Member, MemberRef, Platform
from bot.domain.owed import SAME_HOUR, Owed
from bot.fault_log import log_fault
from bot.owed.kind import Kinds
from bot.ports import Alarm, Claimed, Clock, Due, Measures, Messenger, Store

BATCH = 200
"""Rows claimed in one transaction."""
LISTED = 5_000
"""Rows that one look at what is due brings, lest each batch cost a sorting of all."""
QUOTA = 10
"""Rows of a group before it is another group's turn."""
GRACE = 10.0
"""Seconds that a stop waits for what is being sent."""
LOOK_AGAIN = 1.0
"""Seconds after which what is due is looked at again while something is still being sent."""
LOOKING = 0.1
"""The part of our time that looking may take, when much is due."""
NOT_AGAIN, NEVER_AGAIN = timedelta(seconds=0.5), timedelta(seconds=30)
"""How long what is due and not for us is left alone: held elsewhere, or of a platform that is not served."""
AFTER_FAULT = timedelta(seconds=5)
Listener: TypeAlias = Callable[[MemberRef], Awaitable[None]]


class Delivery:
    """Sends what is due. Any number may run on one database; rows are shared out by lease."""

    def __init__(
        self,
        *,
        store: Store,
        kinds: Kinds,
        clock: Clock,
        rng: random.Random,
        messengers: Mapping[Platform, Messenger | InboxMessenger],
        alarm: Callable[[], Alarm],
        measures: Measures | None = None,
        quota: int = QUOTA,
    ) -> None:
        """`quota` is how many rows of a group leave before it is another group's turn."""
        self._store = store
        self._kinds = kinds
        self._clock = clock
        self._owner = new_id(rng)
        self._measures = measures = measures or Measures()
        self.share = Share(store, self._owner, measures)
        self._messengers = dict(messengers)
        self._sending = Sending(
            store=store,
            kinds=kinds,
            clock=clock,
            messengers=self._messengers,
            measures=measures,
        )
        self._new_alarm = alarm
        self._alarm: Alarm | None = None
        self._quota = quota
        self._patience = NOT_AGAIN
        self._looked_at = clock.now()
        self.on_delivered: list[Listener] = []
        self.on_unreachable: list[Listener] = []

    def serve(self, platform: Platform, messenger: Messenger) -> None:
        """Send a platform's messages from now on; until then they wait."""
        self._messengers[platform] = messenger
        self.wake()

    async def next_due(self) -> datetime | None:
        """Return the instant at which there is something to do next."""
        async with self._store.unit() as unit:
            return await unit.owed.next_due()

    def wake(self) -> None:
        """Look again now: something may be due sooner than it was."""
        if self._alarm is not None:
            self._alarm.wake()

    async def run(self) -> None:
        """Send what is due, sleep until something is, and so on until cancelled."""
        await self.share.join()
        keeping = asyncio.create_task(self.share.keep())
        self._alarm = alarm = self._new_alarm()
        alarm.start()
        try:
            while True:
                due = await self._round()
                await alarm.sleep_until(due)
        finally:
            alarm.stop()
            self._alarm = None
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _round(self) -> datetime | None:
        try:
            sent = await self.deliver_due()
            due = await self.next_due()
        except Exception as error:  # noqa: BLE001 - a database that is away for a minute must not end delivery
            log_fault(error, "delivery")
            return self._clock.now() + AFTER_FAULT
        fell_due_since = due is None or due > self._looked_at
        if sent or fell_due_since:
            self._patience = NOT_AGAIN
        if fell_due_since:
            return due
        wait, self._patience = self._patience, min(2 * self._patience, NEVER_AGAIN)
        return self._clock.now() + wait

    async def deliver_due(self) -> int:
        """Deal with everything that is due now; returns how many messages left.

        Rows are claimed as workers become free. A stop lets what is being sent finish and gives back the rest.
        """
        lanes, look, running = Lanes(), _Look(), _Running()
        sent = 0
        try:
            while True:
                await self._replenish(lanes, look)
                for held in lanes.start():
                    running.add(held, self._deliver(held))
                if not running:
                    return sent
                for held, task in await running.finished():
                    lanes.finished(held)
                    sent += task.result()
        except asyncio.CancelledError:
            await self._wind_up(running.tasks, lanes.rest())
            raise

    async def _replenish(self, lanes: Lanes, look: _Look) -> None:
        """Claim more, if workers may soon have nothing to do; look at what is due where that is used up or old."""
        while True:
            keys = lanes.to_claim(BATCH)
            if keys:
                lanes.add(await self._claim(keys))
            elif look.due(used_up=not lanes.listed):
                began = _now()
                due = await self._due()
                look.took(_now() - began, whole=len(due) < LISTED)
                lanes.set_due(due)
            else:
                return

    async def _due(self) -> Sequence[Due]:
        self._looked_at = self._clock.now()
        async with self._store.unit() as unit:
            # What belongs to a platform that is not served, or not yet, is left alone.
            return await unit.owed.due(
                self._looked_at, platforms=self._messengers.keys(), quota=self._quota, limit=LISTED
            )

    async def _claim(self, keys: Sequence[str]) -> list[Held]:
        """Return rows leased to us, each with those that come in the same message."""
        now = self._clock.now()
        async with self._store.unit() as unit:
            claimed = await unit.owed.claim(now, owner=self._owner, lease=LEASE, keys=keys)
            claimed += await unit.owed.companions(
                now,
                owner=self._owner,
                lease=LEASE,
                within=SAME_HOUR,
                of=[item for item in claimed if self._kinds.joins(item.row)],
                early=self._kinds.may_come_early,
            )
            known = await self._kinds.read(unit, [item.row for item in claimed])
            await unit.commit()
        claimed = tuple(replace(item, known=known.get(item.row.key)) for item in claimed)
        for item in claimed:
            if item.taken_over:
                self._measures.stolen(item.platform)
        hand_back_at = now + LEASE / 2
        # Those that are of no use any more come first: they ride along with the ones behind them.
        gone = [item for item in claimed if now >= item.row.useful_until]
        for item in gone:
            await self._deliver(Held(item, hand_back_at))
        rest = [item for item in claimed if now < item.row.useful_until]
        return [Held(item, hand_back_at) for item in self._grouped(await self._refreshed(rest, gone), now)]

    async def _wind_up(self, running: Collection[asyncio.Task[bool]], waiting: Sequence[Held]) -> None:
        if running:
            _, late = await asyncio.wait(running, timeout=GRACE)
            for task in late:
                task.cancel()
        # A database that does not answer must not hold a stop up: leases run out by themselves.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                for held in waiting:
                    await self._sending.give_back(held.item)

    async def _refreshed(self, items: Sequence[Claimed], gone: Sequence[Claimed]) -> list[Claimed]:
        """Return the claimed items with what has just been carried over into them."""
        touched = {(item.row.kind, item.row.subject) for item in gone}
        if not touched:
            return list(items)
        fresh = []
        async with self._store.unit() as unit:
            for item in items:
                row = None
                if (item.row.kind, item.row.subject) in touched:
                    row = await unit.owed.get(Owed, item.row.member_id, item.row.key)
                fresh.append(replace(item, row=row) if row else item)
        return fresh

    def _grouped(self, items: Sequence[Claimed], now: datetime) -> list[Claimed]:
        """Return the rows, those that make one message as riders of the first of it."""
        if len({item.row.member_id for item in items}) == len(items):
            return list(items)
        by_key = {item.row.key: item for item in items}
        # In an order that does not depend on who was claimed and who came along: it is found again afterwards.
        rows = sorted((item.row for item in items), key=lambda row: row.urgency)
        made = [[by_key[row.key] for row in message] for message in self._kinds.messages(rows, now)]
        return [replace(first, riders=tuple(riders)) for first, *riders in made]

    async def _deliver(self, held: Held) -> bool:
        """Deal with one message's leased rows. A fault in one message never holds up the others."""
        item = held.item
        try:
            if self._clock.now() >= held.hand_back_at:
                # Sending took so long that the lease may run out: whoever is free takes the rest.
                await self._sending.give_back(item)
                return False
            left = await self._sending.deal_with(item)
        except Unreached:
            await self._tell(self.on_unreachable, item)
            return False
        except Exception as error:  # noqa: BLE001 - the engine must outlive any one row
            report(error, "delivery of a reminder", item)
            # Where that fails too, as with a database that is away, the lease runs out by itself.
            with contextlib.suppress(Exception):
                await self._sending.back_off(item, "fault")
            return False
        if left:
            await self._tell(self.on_delivered, item)
        return left

    async def _tell(self, listeners: Sequence[Listener], item: Claimed) -> None:
        if not isinstance(item.to, Member):
            return
        for listener in listeners:
            try:
                await listener(item.to.ref)
            except Exception as error:  # noqa: BLE001 - what was sent is sent; one listener's fault stops nobody
                log_fault(error, "a listener to deliveries")


class _Look:
    """When what is due is looked at: at first, when more was due than one look brings, and now and then."""

    def __init__(self) -> None:
        self._again_at = 0.0
        self._whole = False

    def due(self, *, used_up: bool) -> bool:
        """Whether it is time, `used_up` being whether all that the last look brought is claimed."""
        return _now() >= self._again_at or (used_up and not self._whole)

    def took(self, seconds: float, *, whole: bool) -> None:
        """Note how long a look took, and whether it brought everything."""
        self._again_at = _now() + max(LOOK_AGAIN, seconds / LOOKING)
        self._whole = whole


class _Running:
    """What is being sent. To wait for many tasks costs in proportion to all of them; these tell when they end."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[bool]] = set()
        self._finished: list[tuple[Held, asyncio.Task[bool]]] = []
        self._news = asyncio.Event()

    def __len__(self) -> int:
        """Return how many have not been told of yet."""
        return len(self.tasks) + len(self._finished)

    def add(self, held: Held, sending: Coroutine[Any, Any, bool]) -> None:
        """Begin to send."""
        task = asyncio.create_task(sending)
        self.tasks.add(task)

        def on_end(task: asyncio.Task[bool]) -> None:
            self.tasks.discard(task)
            self._finished.append((held, task))
            self._news.set()

        task.add_done_callback(on_end)

    async def finished(self) -> list[tuple[Held, asyncio.Task[bool]]]:
        """Wait until some are, a second at most; return them."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                await self._news.wait()
        self._news.clear()
        finished, self._finished = self._finished, []
        return finished


def _now() -> float:
    return asyncio.get_running_loop().time()
