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
from bot.delivery.ledger import Ledger
from bot.domain.members import Greeting, Member, MemberRef, Platform
from bot.domain.reminders import GREETING, Reminder, Status
from bot.errors import DeliveryError, Permanent, Transient, UnknownOutcome
from bot.faults import log_fault
from bot.ports import Alarm, Catalog, Claimed, Clock, Messenger, Receipt, Sent, Store, UnitOfWork
from bot.services.reminders import message_of, quiet_ends
from bot.views.view import present

LEASE = timedelta(minutes=2)
"""Longer than the longest call to a platform may take."""
BATCH = 200
WORKERS = 50
"""Sendings under way at once, so that one slow answer in a hundred holds nobody up."""
GRACE = 10.0
"""Seconds that a stop waits for what is being sent."""
AFTER_FAULT = timedelta(seconds=5)
LATE = timedelta(minutes=15)
"""A reminder this late no longer goes out inside quiet hours."""


Listener: TypeAlias = Callable[[MemberRef], Awaitable[None]]
Action: TypeAlias = Callable[[UnitOfWork], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Held:
    """A claimed row, and until when nobody else will take it."""

    item: Claimed
    hand_back_at: datetime


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a platform took, and when."""

    item: Claimed
    receipt: Receipt
    at: datetime


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
    ) -> None:
        self._store = store
        self._noted = Ledger(store, self._note)
        self._recorded = Ledger(store, self._record_all)
        self._written = Ledger(store, _one_by_one)
        self._catalog = catalog
        self._clock = clock
        self._owner = new_id(rng)
        self._messengers = dict(messengers)
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
        try:
            while True:
                if more and len(waiting) < WORKERS:
                    claimed, more = await self._claim()
                    waiting.extend(claimed)
                while waiting and len(running) < WORKERS:
                    running.add(asyncio.create_task(self._deliver(waiting.popleft())))
                if not running:
                    return sent
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                sent += sum(task.result() for task in done)
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
                    await self._give_back(held.item.reminder)

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
                await self._give_back(item.reminder)
                return False
            left = await self._decide(item)
        except Exception as error:  # noqa: BLE001 - the engine must outlive any one row
            log_fault(error, "delivery of a reminder")
            await self._back_off(item.reminder, "fault")
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

    async def _decide(self, item: Claimed) -> bool:
        reminder, member, interview = item.reminder, item.member, item.interview
        now = self._clock.now()
        messenger = self._messengers.get(member.ref.platform)
        of_a_plan = reminder.lead != GREETING
        if of_a_plan and (interview.settled or reminder.starts_at != interview.starts_at):
            await self._write(lambda unit: unit.reminders.cancel([reminder.key], "no longer owed"))
            return False
        if now >= reminder.useful_until:
            if await self._arrived_after_all(messenger, item, now):
                return True
            await self._write(lambda unit: expire(unit, reminder, "too late to help"))
            return False
        if not member.reachable:
            await self._write(lambda unit: expire(unit, reminder, "the member cannot be reached"))
            return False
        quiet_until = self._held_by_quiet_hours(item, now)
        if quiet_until is not None:
            await self._hold(reminder, quiet_until, "quiet hours")
            return False
        if messenger is None:
            await self._hold(reminder, now + LEASE, "platform not running")
            return False
        if isinstance(messenger, InboxMessenger):
            return await self._put_into_inbox(messenger, item, now)
        return await self._send(messenger, item, now)

    async def _put_into_inbox(self, messenger: InboxMessenger, item: Claimed, now: datetime) -> bool:
        async def put(unit: UnitOfWork) -> bool:
            owed = await unit.reminders.pending([item.reminder.key])
            if owed:
                await messenger.deliver(unit, item.member, item.reminder, now)
            return bool(owed)

        return bool(await self._written.write(put))

    async def _send(self, messenger: Messenger, item: Claimed, now: datetime) -> bool:
        reminder, member = item.reminder, item.member
        try:
            if await self._arrived(messenger, item, now):
                return True
        except Transient as error:
            await self._hold(reminder, now + error.retry_after, error.reason, unknown=True)
            return False
        except Permanent as error:
            await self._give_up(member, reminder, error.reason)
            return False
        return await self._post(messenger, item, now)

    async def _post(self, messenger: Messenger, item: Claimed, now: datetime) -> bool:
        reminder, member = item.reminder, item.member
        message = present(message_of(self._catalog, member, item.interview, reminder, now))

        if not await self._noted.write(reminder.key):
            return False
        try:
            receipt = await messenger.send(member, message, reminder.key)
        except Transient as error:
            await self._hold(reminder, now + error.retry_after, error.reason)
        except UnknownOutcome as error:
            await self._hold(reminder, now + LEASE, error.reason, unknown=True)
        except Permanent as error:
            await self._give_up(member, reminder, error.reason)
        else:
            await self._record(item, receipt, now)
            return True
        return False

    async def _give_up(self, member: Member, reminder: Reminder, reason: str) -> None:
        await self._write(lambda unit: _unreachable(unit, member, reminder, reason))
        await self._tell(self.on_unreachable, member.ref)

    async def _arrived_after_all(
        self, messenger: Messenger | InboxMessenger | None, item: Claimed, now: datetime
    ) -> bool:
        """Ask a last time about a step that is of no use any more; no answer counts as no."""
        if messenger is None or isinstance(messenger, InboxMessenger):
            return False
        try:
            return await self._arrived(messenger, item, now)
        except DeliveryError:
            return False

    async def _arrived(self, messenger: Messenger, item: Claimed, now: datetime) -> bool:
        """Ask the platform about an attempt without an outcome; what has arrived is recorded."""
        reminder = item.reminder
        if reminder.attempted_at is None:
            return False
        receipt = await messenger.find(item.member, reminder.key, reminder.attempted_at)
        if receipt is not None:
            await self._record(item, receipt, now)
        return receipt is not None

    async def _record(self, item: Claimed, receipt: Receipt, now: datetime) -> None:
        await self._recorded.write(_Taken(item, receipt, now))

    async def _note(self, unit: UnitOfWork, keys: Sequence[str]) -> list[bool]:
        """Note that requests are about to leave for those that are still owed: members may have called some off."""
        owed = await unit.reminders.pending(keys)
        await unit.reminders.attempting(owed, self._clock.now())
        return [key in owed for key in keys]

    async def _record_all(self, unit: UnitOfWork, taken: Sequence[_Taken]) -> list[None]:
        await unit.reminders.sent([Sent(one.item.reminder.key, one.at, one.receipt.id) for one in taken])
        for one in taken:
            channel = one.receipt.channel
            if channel and channel != one.item.member.channel:
                await unit.members.remember_channel(one.item.member.id, channel)
        return [None] * len(taken)

    def _held_by_quiet_hours(self, item: Claimed, now: datetime) -> datetime | None:
        """Return when the night ends, for a reminder that comes late; one on time was planned so."""
        if item.reminder.quiet_ok or item.reminder.late_by(now) < LATE:
            return None
        zone = item.member.preferences.zone or item.interview.zone
        return quiet_ends(now, zone, item.member.preferences)

    async def _hold(self, reminder: Reminder, until: datetime, reason: str, *, unknown: bool = False) -> None:
        """Try again at `until`, or give up honestly when that would be too late."""
        if until >= reminder.useful_until and not unknown:
            await self._write(lambda unit: expire(unit, reminder, reason))
            return
        until = min(until, reminder.useful_until)
        await self._write(
            lambda unit: unit.reminders.give_back(reminder.key, until=until, reason=reason, unknown=unknown)
        )

    async def _give_back(self, reminder: Reminder) -> None:
        await self._hold(reminder, self._clock.now(), "handed back", unknown=True)

    async def _back_off(self, reminder: Reminder, reason: str) -> None:
        wait = timedelta(seconds=min(600, 2**reminder.attempts))
        # Whether a request left is in the row, not in the copy that was claimed: it stays as it is.
        await self._hold(reminder, self._clock.now() + wait, reason, unknown=True)

    async def _write(self, action: Action) -> None:
        await self._written.write(action)


async def _one_by_one(unit: UnitOfWork, actions: Sequence[Action]) -> list[object]:
    return [await action(unit) for action in actions]


async def expire(unit: UnitOfWork, reminder: Reminder, reason: str) -> None:
    """Let a reminder go, and carry its step over into the next one that is still to come."""
    await unit.reminders.expire(reminder.key, reason=reason)
    if reminder.lead == GREETING or reminder.due_at >= reminder.starts_at:
        return
    rows = [
        row for row in await unit.reminders.of(reminder.interview_id) if row.starts_at == reminder.starts_at
    ]
    # An earlier step may have been carried into this row since it was claimed.
    gone = next(row for row in rows if row.key == reminder.key)
    following = next(
        (row for row in rows if row.status is Status.PENDING and gone.due_at < row.due_at < row.starts_at),
        None,
    )
    if following is not None:
        includes = dict.fromkeys((*gone.includes, gone.lead, *following.includes))
        await unit.reminders.put([replace(following, includes=tuple(includes))])


async def _unreachable(unit: UnitOfWork, member: Member, reminder: Reminder, reason: str) -> None:
    known = await unit.members.by_id(member.id)
    if known is not None:
        await unit.members.save(replace(known, reachable=False, greeting=Greeting.CLOSED))
    await unit.reminders.expire(reminder.key, reason=reason)
