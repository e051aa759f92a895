"""What becomes of one reminder that is due: whether it is still owed, sent, put off or let go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from bot.delivery.inbox import InboxMessenger
from bot.delivery.ledger import Ledger
from bot.domain.members import Greeting, Member, Platform
from bot.domain.outcomes import is_owed, look_again_at
from bot.domain.quiet import quiet_ends
from bot.domain.reminders import GREETING, PAUSED, QUIET, REFLECTION, Reminder, Status
from bot.errors import DeliveryError, Permanent, Transient, UnknownOutcome
from bot.fault_log import log_fault
from bot.ports import Catalog, Claimed, Clock, Measures, Messenger, Receipt, Sent, Store, UnitOfWork
from bot.services.reminders import message_of
from bot.views.blocks import Message
from bot.views.combined import said_together
from bot.views.view import present

LEASE = timedelta(minutes=2)
"""Longer than the longest call to a platform may take."""
TRIES = 3
FAULTY = "could not be laid out, try"
NOT_YET = "not due yet"
LATE = timedelta(minutes=15)
"""A reminder this late no longer goes out inside quiet hours."""

Action: TypeAlias = Callable[[UnitOfWork], Awaitable[object]]
Leases: TypeAlias = Mapping[str, int]
"""The keys of one message's rows, with the number of attempts that each one's claim counted."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a platform took, and when."""

    item: Claimed
    receipt: Receipt
    at: datetime


class Unreached(Exception):  # noqa: N818 - says what it is
    """The platform refuses private messages to this member; it has been written down."""


class Sending:
    """Deals with leased rows, any number at once; what became of them is written together."""

    def __init__(
        self,
        *,
        store: Store,
        catalog: Catalog,
        clock: Clock,
        messengers: Mapping[Platform, Messenger | InboxMessenger],
        measures: Measures,
    ) -> None:
        self._catalog = catalog
        self._clock = clock
        self._messengers = messengers
        self._measures = measures
        self._noted = Ledger(store, self._note)
        self._recorded = Ledger(store, self._record_all)
        self._written = Ledger(store, _one_by_one)

    async def deal_with(self, item: Claimed) -> bool:
        """Deal with a row and those that come along; return whether a message left (or had left). Raises Unreached."""
        now = self._clock.now()
        left = False
        ready: list[Claimed] = []
        for one in item.together:
            outcome = await self._without_sending(one, now)
            if outcome is None:
                ready.append(one)
            else:
                left |= outcome
        ready = await self._led_by_one_that_is_due(ready, now)
        if not ready:
            return left
        messenger = self._messengers[item.member.ref.platform]
        if isinstance(messenger, InboxMessenger):
            return await self._put_into_inbox(messenger, ready, now)
        return await self._send(messenger, ready, now)

    async def _without_sending(self, item: Claimed, now: datetime) -> bool | None:
        """See to a row that cannot be sent now; return whether its message had left, or None when it can be."""
        reminder, member, interview = item.reminder, item.member, item.interview
        messenger = self._messengers.get(member.ref.platform)
        if not is_owed(reminder, interview):
            await self._write(lambda unit: unit.reminders.cancel([reminder.key], "no longer owed"))
            return False
        if reminder.due_at > now:
            return await self._not_yet(item, now) if self._must_wait(item, now) else None
        if now >= reminder.useful_until:
            if await self._arrived_after_all(messenger, item, now):
                return True
            self._measures.expired(member.ref.platform)
            await self._write(lambda unit: expire(unit, reminder, "too late to help"))
            return False
        if not member.reachable:
            await self._write(lambda unit: expire(unit, reminder, "the member cannot be reached"))
            return False
        waits = self._waits(item, now)
        if waits is not None:
            await self._hold(reminder, *waits, unknown=_in_doubt(reminder))
            return False
        if messenger is None:
            await self._hold(reminder, now + LEASE, "platform not running", unknown=_in_doubt(reminder))
            return False
        return None

    async def _led_by_one_that_is_due(self, items: Sequence[Claimed], now: datetime) -> list[Claimed]:
        """Return the items, or none when not one of them is due: what comes early comes along, never by itself."""
        if any(one.reminder.due_at <= now for one in items):
            return list(items)
        for one in items:
            await self._not_yet(one, now)
        return []

    async def _not_yet(self, item: Claimed, now: datetime) -> bool:
        """Leave a row alone until it is due; return whether it had left before, with another."""
        reminder = item.reminder
        messenger = self._messengers.get(item.member.ref.platform)
        if _in_doubt(reminder) and await self._arrived_after_all(messenger, item, now):
            return True
        await self._hold(reminder, reminder.due_at, NOT_YET, unknown=_in_doubt(reminder))
        return False

    @staticmethod
    def _must_wait(item: Claimed, now: datetime) -> bool:
        """Whether a row may not come early: by night, and when it is to be asked about first."""
        by_night = not item.reminder.quiet_ok and _night_ends(item, now) is not None
        return by_night or _in_doubt(item.reminder)

    async def _put_into_inbox(
        self, messenger: InboxMessenger, items: Sequence[Claimed], now: datetime
    ) -> bool:
        async def put(unit: UnitOfWork) -> bool:
            owed = await unit.reminders.pending([one.reminder.key for one in items])
            rows = [one.reminder for one in items if one.reminder.key in owed]
            if not any(row.due_at <= now for row in rows):
                for row in rows:
                    await unit.reminders.give_back(row.key, until=row.due_at, reason=NOT_YET)
                return False
            if len(rows) > 1:
                # So that they are known for one message afterwards.
                await unit.reminders.depart({row.key: row.attempts for row in rows}, now, until=now + LEASE)
            await messenger.deliver(unit, items[0].member, rows, now)
            return True

        return bool(await self._written.write(put))

    async def _send(self, messenger: Messenger, items: Sequence[Claimed], now: datetime) -> bool:
        first = items[0]
        try:
            if await self._arrived(messenger, first, now):
                return True
        except Transient as error:
            await self._hold(first.reminder, now + error.retry_after, error.reason, unknown=True)
            return False
        except Permanent as error:
            await self._give_up(items, now, error.reason)
            return False
        return await self._post(messenger, items, now)

    async def _post(self, messenger: Messenger, items: Sequence[Claimed], now: datetime) -> bool:
        leaving, message = await self._laid_out(items, now)
        while leaving:
            ours = await self._noted.write({one.reminder.key: one.reminder.attempts for one in leaving})
            if len(ours) == len(leaving):
                break
            # Somebody called one off in the meantime: it must not be spoken of.
            leaving, message = await self._laid_out([one for one in leaving if one.reminder.key in ours], now)
        if not leaving or message is None:
            return False
        first = leaving[0]
        platform = first.member.ref.platform
        try:
            receipt = await messenger.send(first.member, message, first.reminder.key)
        except Transient as error:
            self._measures.failed(platform, error.reason)
            for one in leaving:
                await self._hold(one.reminder, now + error.retry_after, error.reason)
        except UnknownOutcome as error:
            self._measures.doubted(platform)
            for one in leaving:
                await self._hold(one.reminder, now + LEASE, error.reason, unknown=True)
        except Permanent as error:
            await self._give_up(leaving, now, error.reason)
        else:
            await self._record(replace(first, riders=tuple(leaving[1:])), receipt, now)
            return True
        return False

    async def _laid_out(
        self, items: Sequence[Claimed], now: datetime
    ) -> tuple[list[Claimed], Message | None]:
        """Return what can be said now and the message that says it; nothing when no row is left that is due."""
        sound, views, messages = [], [], []
        for one in items:
            try:
                view = message_of(self._catalog, one.member, one.interview, one.reminder, now, one.occasion)
                messages.append(present(view))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with this row, it must not come up for ever
                await self._set_aside(one, error)
            else:
                sound.append(one)
                views.append(view)
        sound = await self._led_by_one_that_is_due(sound, now)
        if not sound:
            return [], None
        return sound, messages[0] if len(sound) == 1 else present(said_together(views))

    async def _set_aside(self, item: Claimed, error: Exception) -> None:
        """Try a row that cannot be laid out a few times, since content may be mended meanwhile; then let it go."""
        reminder = item.reminder
        reference = log_fault(error, "laying out a reminder", member=item.member.ref)
        tried = reminder.reason.removeprefix(FAULTY).strip() if reminder.reason.startswith(FAULTY) else "0"
        if int(tried) + 1 < TRIES:
            await self.back_off(replace(item, riders=()), f"{FAULTY} {int(tried) + 1}")
            return
        reason = f"set aside: {type(error).__name__}, {reference}"
        await self._write(lambda unit: expire(unit, reminder, reason))

    async def _give_up(self, items: Sequence[Claimed], now: datetime, reason: str) -> None:
        """Mark the member as one who cannot be reached; what was not due yet waits until it is, and for a word."""
        member = items[0].member
        self._measures.failed(member.ref.platform, reason)
        for one in items:
            reminder = one.reminder
            if reminder.due_at > now:
                await self._hold(reminder, reminder.due_at, NOT_YET)
            else:
                await self._write(partial(_unreachable, member=member, reminder=reminder, reason=reason))
        raise Unreached(reason)

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
        self._measures.resolved(item.member.ref.platform, arrived=receipt is not None)
        if receipt is not None:
            await self._record(item, receipt, now)
        return receipt is not None

    async def _record(self, item: Claimed, receipt: Receipt, now: datetime) -> None:
        await self._recorded.write(_Taken(item, receipt, now))
        for one in item.together:
            self._measures.sent(one.member.ref.platform, one.reminder.late_by(now))

    async def _note(self, unit: UnitOfWork, leaving: Sequence[Leases]) -> list[frozenset[str]]:
        """Note that requests are about to leave for those still owed, which members may call off, and still ours."""
        now = self._clock.now()
        leases = {key: lease for message in leaving for key, lease in message.items()}
        ours = await unit.reminders.depart(leases, now, until=now + LEASE)
        return [ours & message.keys() for message in leaving]

    async def _record_all(self, unit: UnitOfWork, taken: Sequence[_Taken]) -> list[None]:
        await unit.reminders.sent(
            [Sent(row.reminder.key, one.at, one.receipt.id) for one in taken for row in one.item.together]
        )
        for one in taken:
            channel = one.receipt.channel
            if channel and channel != one.item.member.channel:
                await unit.members.remember_channel(one.item.member.id, channel)
        return [None] * len(taken)

    def _waits(self, item: Claimed, now: datetime) -> tuple[datetime, str] | None:
        """Return until when a row that is due must wait, and why: for the member to go on, or for the morning."""
        again_at = look_again_at(item.reminder, item.member.preferences, now)
        if again_at is not None:
            return again_at, PAUSED
        quiet_until = self._held_by_quiet_hours(item, now)
        return (quiet_until, QUIET) if quiet_until is not None else None

    def _held_by_quiet_hours(self, item: Claimed, now: datetime) -> datetime | None:
        """Return when the night ends, for a reminder that comes late; one on time was planned so.

        What no plan holds is not planned again when quiet hours change, so it may fall into them on time.
        """
        on_time = item.reminder.late_by(now) < LATE and item.reminder.lead != REFLECTION
        return None if item.reminder.quiet_ok or on_time else _night_ends(item, now)

    async def _hold(self, reminder: Reminder, until: datetime, reason: str, *, unknown: bool = False) -> None:
        """Try again at `until`, or give up honestly when that would be too late."""
        if until >= reminder.useful_until and not unknown:
            await self._write(lambda unit: expire(unit, reminder, reason))
            return
        until = min(until, reminder.useful_until)
        await self._write(
            lambda unit: unit.reminders.give_back(
                reminder.key, until=until, reason=reason, unknown=unknown, lease=reminder.attempts
            )
        )

    async def give_back(self, item: Claimed) -> None:
        """End leases at once; whoever is free may take the rows."""
        for one in item.together:
            await self._hold(one.reminder, self._clock.now(), "handed back", unknown=True)

    async def back_off(self, item: Claimed, reason: str) -> None:
        """End leases after a fault; the rows may be taken again after a while that grows."""
        for one in item.together:
            wait = timedelta(seconds=min(600, 2**one.reminder.attempts))
            # Whether a request left is in the row, not in the copy that was claimed: it stays as it is.
            await self._hold(one.reminder, self._clock.now() + wait, reason, unknown=True)

    async def _write(self, action: Action) -> None:
        await self._written.write(action)


def _in_doubt(reminder: Reminder) -> bool:
    """Whether a request left of which no answer came: whatever puts the row off, that stays to be asked about."""
    return reminder.attempted_at is not None


def _night_ends(item: Claimed, now: datetime) -> datetime | None:
    """Return when the member's quiet hours end, if it is quiet now."""
    return quiet_ends(now, item.member.preferences.zone or item.interview.zone, item.member.preferences)


async def _one_by_one(unit: UnitOfWork, actions: Sequence[Action]) -> list[object]:
    return [await action(unit) for action in actions]


async def expire(unit: UnitOfWork, reminder: Reminder, reason: str) -> None:
    """Let a reminder go, and carry its step over into the next one that is still to come."""
    await unit.reminders.expire(reminder.key, reason=reason)
    if reminder.lead in {GREETING, REFLECTION} or reminder.due_at >= reminder.starts_at:
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
