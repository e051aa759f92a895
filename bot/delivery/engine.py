"""The engine behind the promise: nothing owed is lost, nothing is said twice, nothing too late to help.

A due row is leased, its sending noted, sent, and its receipt recorded; never deleted first. What a crash
leaves in doubt is asked of the platform before anything is sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.clock import new_id
from bot.delivery.inbox import InboxMessenger
from bot.delivery.sending import LEASE, Sending, Unreached
from bot.domain.members import MemberRef, Platform
from bot.faults import log_fault
from bot.ports import Alarm, Catalog, Claimed, Clock, Measures, Messenger, Store, Uncounted

BATCH = 200
WORKERS = 50
"""Sendings under way at once, so that one slow answer in a hundred holds nobody up."""
GRACE = 10.0
"""Seconds that a stop waits for what is being sent."""
LOOK_AGAIN = 1.0
"""Seconds after which claiming goes on while something is still being sent."""
AFTER_FAULT = timedelta(seconds=5)
Listener: TypeAlias = Callable[[MemberRef], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Held:
    """A claimed row, and until when nobody else will take it."""

    item: Claimed
    hand_back_at: datetime


class Delivery:
    """Sends what is due. Any number may run on one database; rows are shared out by lease."""

    def __init__(
        self,
        *,
        store: Store,
        catalog: Catalog,
        clock: Clock,
        rng: random.Random,
        messengers: Mapping[Platform, Messenger | InboxMessenger],
        alarm: Callable[[], Alarm],
        measures: Measures | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._owner = new_id(rng)
        self._messengers = dict(messengers)
        self._sending = Sending(
            store=store,
            catalog=catalog,
            clock=clock,
            messengers=self._messengers,
            measures=measures or Uncounted(),
        )
        self._new_alarm = alarm
        self._alarm: Alarm | None = None
        self.on_delivered: list[Listener] = []
        self.on_unreachable: list[Listener] = []

    def serve(self, platform: Platform, messenger: Messenger) -> None:
        """Send a platform's messages from now on; until then they wait."""
        self._messengers[platform] = messenger
        self.wake()

    async def next_due(self) -> datetime | None:
        """Return the instant at which there is something to do next."""
        async with self._store.unit() as unit:
            return await unit.reminders.next_due()

    def wake(self) -> None:
        """Look again now: something may be due sooner than it was."""
        if self._alarm is not None:
            self._alarm.wake()

    async def run(self) -> None:
        """Send what is due, sleep until something is, and so on until cancelled."""
        self._alarm = alarm = self._new_alarm()
        alarm.start()
        try:
            while True:
                due = await self._round()
                await alarm.sleep_until(due)
        finally:
            alarm.stop()
            self._alarm = None

    async def _round(self) -> datetime | None:
        try:
            await self.deliver_due()
            return await self.next_due()
        except Exception as error:  # noqa: BLE001 - a database that is away for a minute must not end delivery
            log_fault(error, "delivery")
            return self._clock.now() + AFTER_FAULT

    async def deliver_due(self) -> int:
        """Deal with everything that is due now; returns how many messages left.

        Rows are claimed as workers become free. A stop lets what is being sent finish and gives back the rest.
        """
        waiting: deque[_Held] = deque()
        running: set[asyncio.Task[bool]] = set()
        sent, more = 0, True
        loop = asyncio.get_running_loop()
        looked = loop.time()
        try:
            while True:
                if more and len(waiting) < WORKERS:
                    looked = loop.time()
                    claimed, more = await self._claim()
                    waiting.extend(claimed)
                while waiting and len(running) < WORKERS:
                    running.add(asyncio.create_task(self._deliver(waiting.popleft())))
                if not running:
                    return sent
                done, running = await asyncio.wait(
                    running, timeout=LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
                sent += sum(task.result() for task in done)
                # A call that takes long must not hold back what falls due meanwhile.
                more = more or (bool(running) and loop.time() - looked > LOOK_AGAIN)
        except asyncio.CancelledError:
            await self._wind_up(running, waiting)
            raise

    async def _claim(self) -> tuple[list[_Held], bool]:
        """Return rows leased to us, and whether there may be more."""
        now = self._clock.now()
        async with self._store.unit() as unit:
            claimed = await unit.reminders.claim(now, owner=self._owner, lease=LEASE, limit=BATCH)
            await unit.commit()
        hand_back_at = now + LEASE / 2
        # Those that are of no use any more come first: they ride along with the ones behind them.
        gone = [item for item in claimed if now >= item.reminder.useful_until]
        for item in gone:
            await self._deliver(_Held(item, hand_back_at))
        rest = await self._refreshed(claimed[len(gone) :], gone)
        return [_Held(item, hand_back_at) for item in rest], len(claimed) == BATCH

    async def _wind_up(self, running: set[asyncio.Task[bool]], waiting: Sequence[_Held]) -> None:
        if running:
            _, late = await asyncio.wait(running, timeout=GRACE)
            for task in late:
                task.cancel()
        # A database that does not answer must not hold a stop up: leases run out by themselves.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                for held in waiting:
                    await self._sending.give_back(held.item.reminder)

    async def _refreshed(self, items: Sequence[Claimed], gone: Sequence[Claimed]) -> list[Claimed]:
        """Return the claimed items with what has just been carried over into them."""
        touched = {item.interview.id for item in gone}
        if not touched:
            return list(items)
        fresh = []
        async with self._store.unit() as unit:
            for item in items:
                row = None
                if item.interview.id in touched:
                    row = await unit.reminders.get(item.member.id, item.reminder.key)
                fresh.append(replace(item, reminder=row) if row else item)
        return fresh

    async def _deliver(self, held: _Held) -> bool:
        """Deal with one leased row. A fault in one never holds up the others."""
        item = held.item
        try:
            if self._clock.now() >= held.hand_back_at:
                # Sending took so long that the lease may run out: whoever is free takes the rest.
                await self._sending.give_back(item.reminder)
                return False
            left = await self._sending.deal_with(item)
        except Unreached:
            await self._tell(self.on_unreachable, item.member.ref)
            return False
        except Exception as error:  # noqa: BLE001 - the engine must outlive any one row
            log_fault(error, "delivery of a reminder")
            await self._sending.back_off(item.reminder, "fault")
            return False
        if left:
            await self._tell(self.on_delivered, item.member.ref)
        return left

    async def _tell(self, listeners: Sequence[Listener], member: MemberRef) -> None:
        for listener in listeners:
            try:
                await listener(member)
            except Exception as error:  # noqa: BLE001 - what was sent is sent; one listener's fault stops nobody
                log_fault(error, "a listener to deliveries")
