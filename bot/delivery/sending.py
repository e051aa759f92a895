"""What becomes of one message that is due: whether it is still owed, sent, put off or let go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from bot.delivery.inbox import InboxMessenger
from bot.delivery.ledger import Ledger
from bot.domain.members import Member, Platform
from bot.domain.owed import PAUSED, QUIET, Owed
from bot.domain.quiet import quiet_ends
from bot.errors import DeliveryError, Permanent, Transient, UnknownOutcome
from bot.fault_log import log_fault
from bot.owed.kind import Kinds
from bot.ports import Claimed, Clock, Measures, Messenger, Receipt, Sent, Store, UnitOfWork
from bot.reply import PublicMessage
from bot.views.blocks import Message, View, present

LEASE = timedelta(minutes=2)
"""Longer than the longest call to a platform may take."""
TRIES = 3
FAULTY = "could not be laid out, try"
NOT_YET = "not due yet"
A_DAY = timedelta(days=1)
"""How long until what a pause holds back is looked at again: it comes at its time of day."""
LATE = timedelta(minutes=15)
"""What is this late no longer goes out inside quiet hours."""

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
        kinds: Kinds,
        clock: Clock,
        messengers: Mapping[Platform, Messenger | InboxMessenger],
        measures: Measures,
    ) -> None:
        self._kinds = kinds
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
        messenger = self._messengers[item.platform]
        if isinstance(messenger, InboxMessenger):
            return await self._put_into_inbox(messenger, ready, now)
        return await self._send(messenger, ready, now)

    async def _without_sending(self, item: Claimed, now: datetime) -> bool | None:
        """See to a row that cannot be sent now; return whether its message had left, or None when it can be."""
        row, messenger = item.row, self._messengers.get(item.platform)
        if not self._kinds.of(row).is_owed(row, item.known):
            await self._write(lambda unit: unit.owed.cancel([row.key], "no longer owed"))
            return False
        if row.due_at > now:
            return await self._not_yet(item, now) if self._must_wait(item, now) else None
        if now >= row.useful_until:
            if await self._arrived_after_all(messenger, item, now):
                return True
            self._measures.expired(item.platform)
            await self._expire(row, "too late to help")
            return False
        if isinstance(item.to, Member) and not item.to.reachable:
            await self._expire(row, "the member cannot be reached")
            return False
        waits = self._waits(item, now)
        if waits is not None:
            await self._hold(row, *waits, unknown=_in_doubt(row))
            return False
        if messenger is None:
            await self._hold(row, now + LEASE, "platform not running", unknown=_in_doubt(row))
            return False
        return None

    async def _led_by_one_that_is_due(self, items: Sequence[Claimed], now: datetime) -> list[Claimed]:
        """Return the items, or none when not one of them is due: what comes early comes along, never by itself."""
        if any(one.row.due_at <= now for one in items):
            return list(items)
        for one in items:
            await self._not_yet(one, now)
        return []

    async def _not_yet(self, item: Claimed, now: datetime) -> bool:
        """Leave a row alone until it is due; return whether it had left before, with another."""
        row, messenger = item.row, self._messengers.get(item.platform)
        if _in_doubt(row) and await self._arrived_after_all(messenger, item, now):
            return True
        await self._hold(row, row.due_at, NOT_YET, unknown=_in_doubt(row))
        return False

    def _must_wait(self, item: Claimed, now: datetime) -> bool:
        """Whether a row may not come early: by night, and when it is to be asked about first."""
        by_night = not item.row.quiet_ok and self._night_ends(item, now) is not None
        return by_night or _in_doubt(item.row)

    async def _put_into_inbox(
        self, messenger: InboxMessenger, items: Sequence[Claimed], now: datetime
    ) -> bool:
        async def put(unit: UnitOfWork) -> bool:
            owed = await unit.owed.pending([one.row.key for one in items])
            rows = [one.row for one in items if one.row.key in owed]
            if not any(row.due_at <= now for row in rows):
                for row in rows:
                    await unit.owed.give_back(row.key, until=row.due_at, reason=NOT_YET)
                return False
            if len(rows) > 1:
                # So that they are known for one message afterwards.
                await unit.owed.depart({row.key: row.attempts for row in rows}, now, until=now + LEASE)
            await messenger.deliver(unit, items[0].row.member_id, rows, now)
            return True

        return bool(await self._written.write(put))

    async def _send(self, messenger: Messenger, items: Sequence[Claimed], now: datetime) -> bool:
        first = items[0]
        try:
            if await self._arrived(messenger, first, now):
                return True
        except Transient as error:
            await self._hold(first.row, now + error.retry_after, error.reason, unknown=True)
            return False
        except Permanent as error:
            await self._give_up(items, now, error.reason)
            return False
        return await self._post(messenger, items, now)

    async def _post(self, messenger: Messenger, items: Sequence[Claimed], now: datetime) -> bool:
        leaving, message = await self._laid_out(items, now)
        while leaving:
            ours = await self._noted.write({one.row.key: one.row.attempts for one in leaving})
            if len(ours) == len(leaving):
                break
            # Somebody called one off in the meantime: it must not be spoken of.
            leaving, message = await self._laid_out([one for one in leaving if one.row.key in ours], now)
        if not leaving or message is None:
            return False
        first = leaving[0]
        platform = first.platform
        try:
            receipt = await _sent(messenger, first, message)
        except Transient as error:
            self._measures.failed(platform, error.reason)
            for one in leaving:
                await self._hold(one.row, now + error.retry_after, error.reason)
        except UnknownOutcome as error:
            self._measures.doubted(platform)
            for one in leaving:
                await self._hold(one.row, now + LEASE, error.reason, unknown=True)
        except Permanent as error:
            await self._give_up(leaving, now, error.reason)
        else:
            await self._record(replace(first, riders=tuple(leaving[1:])), receipt, now)
            return True
        return False

    async def _laid_out(
        self, items: Sequence[Claimed], now: datetime
    ) -> tuple[list[Claimed], Message | PublicMessage | None]:
        """Return what can be said now and the message that says it; nothing when no row is left that is due."""
        said: dict[str, View | PublicMessage] = {}
        laid_out: dict[str, Message | PublicMessage] = {}
        for one in items:
            try:
                said[one.row.key] = words = self._said(one, now)
                laid_out[one.row.key] = words if isinstance(words, PublicMessage) else present(words)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with this row, it must not come up for ever
                await self._set_aside(one, error)
        sound = await self._led_by_one_that_is_due([one for one in items if one.row.key in laid_out], now)
        if len(sound) > 1:
            views = [view for one in sound if not isinstance(view := said[one.row.key], PublicMessage)]
            return sound, present(self._kinds.of(sound[0].row).together(views))
        return sound, laid_out[sound[0].row.key] if sound else None

    def _said(self, item: Claimed, now: datetime) -> View | PublicMessage:
        if isinstance(item.to, Member):
            return self._kinds.view(item.row, item.known, item.to, now)
        return self._kinds.public(item.row, item.known)

    async def _set_aside(self, item: Claimed, error: Exception) -> None:
        """Try a row that cannot be laid out a few times, since content may be mended meanwhile; then let it go."""
        row = item.row
        reference = report(error, "laying out a reminder", item)
        tried = row.reason.removeprefix(FAULTY).strip() if row.reason.startswith(FAULTY) else "0"
        if int(tried) + 1 < TRIES:
            await self.back_off(replace(item, riders=()), f"{FAULTY} {int(tried) + 1}")
            return
        await self._expire(row, f"set aside: {type(error).__name__}, {reference}")

    async def _give_up(self, items: Sequence[Claimed], now: datetime, reason: str) -> None:
        """Mark a member as one who cannot be reached; what was not due yet waits until it is, and for a word."""
        to = items[0].to
        self._measures.failed(to.platform, reason)
        for one in items:
            if one.row.due_at > now:
                await self._hold(one.row, one.row.due_at, NOT_YET)
            else:
                await self._write(partial(_unreachable, item=one, reason=reason))
        if isinstance(to, Member):
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
        row = item.row
        if row.attempted_at is None:
            return False
        receipt = await messenger.find(item.to, row.key, row.attempted_at)
        self._measures.resolved(item.platform, arrived=receipt is not None)
        if receipt is not None:
            await self._record(item, receipt, now)
        return receipt is not None

    async def _record(self, item: Claimed, receipt: Receipt, now: datetime) -> None:
        await self._recorded.write(_Taken(item, receipt, now))
        for one in item.together:
            self._measures.sent(one.platform, one.row.late_by(now))

    async def _note(self, unit: UnitOfWork, leaving: Sequence[Leases]) -> list[frozenset[str]]:
        """Note that requests are about to leave for those still owed, which members may call off, and still ours."""
        now = self._clock.now()
        leases = {key: lease for message in leaving for key, lease in message.items()}
        ours = await unit.owed.depart(leases, now, until=now + LEASE)
        return [ours & message.keys() for message in leaving]

    async def _record_all(self, unit: UnitOfWork, taken: Sequence[_Taken]) -> list[None]:
        await unit.owed.sent(
            [Sent(row.row.key, one.at, one.receipt.id) for one in taken for row in one.item.together]
        )
        for one in taken:
            to, channel = one.item.to, one.receipt.channel
            if isinstance(to, Member) and channel not in ("", to.channel):
                await unit.members.remember_channel(to.id, channel)
        return [None] * len(taken)

    def _waits(self, item: Claimed, now: datetime) -> tuple[datetime, str] | None:
        """Return until when a row that is due must wait, and why: for the member to go on, or for the morning."""
        if not isinstance(item.to, Member):
            return None
        if self._kinds.of(item.row).waits and item.to.preferences.paused(now):
            return now + A_DAY, PAUSED
        quiet_until = self._held_by_quiet_hours(item, now)
        return (quiet_until, QUIET) if quiet_until is not None else None

    def _held_by_quiet_hours(self, item: Claimed, now: datetime) -> datetime | None:
        """Return when the night ends, for a message that comes late; one on time was planned so.

        What no plan holds is not planned again when quiet hours change, so it may fall into them on time.
        """
        on_time = item.row.late_by(now) < LATE and not self._kinds.of(item.row).waits
        return None if item.row.quiet_ok or on_time else self._night_ends(item, now)

    def _night_ends(self, item: Claimed, now: datetime) -> datetime | None:
        """Return when the member's quiet hours end, if it is quiet now."""
        if not isinstance(item.to, Member):
            return None
        preferences = item.to.preferences
        zone = preferences.zone or self._kinds.of(item.row).zone(item.known)
        return quiet_ends(now, zone, preferences)

    async def _hold(self, row: Owed, until: datetime, reason: str, *, unknown: bool = False) -> None:
        """Try again at `until`, or give up honestly when that would be too late."""
        if until >= row.useful_until and not unknown:
            await self._expire(row, reason)
            return
        until = min(until, row.useful_until)
        await self._write(
            lambda unit: unit.owed.give_back(
                row.key, until=until, reason=reason, unknown=unknown, lease=row.attempts
            )
        )

    async def _expire(self, row: Owed, reason: str) -> None:
        """Let a row go, with what follows from that in its kind."""

        async def expire(unit: UnitOfWork) -> None:
            await unit.owed.expire(row.key, reason=reason)
            await self._kinds.of(row).let_go(unit, row)

        await self._write(expire)

    async def give_back(self, item: Claimed) -> None:
        """End leases at once; whoever is free may take the rows."""
        for one in item.together:
            await self._hold(one.row, self._clock.now(), "handed back", unknown=True)

    async def back_off(self, item: Claimed, reason: str) -> None:
        """End leases after a fault; the rows may be taken again after a while that grows."""
        for one in item.together:
            wait = timedelta(seconds=min(600, 2**one.row.attempts))
            # Whether a request left is in the row, not in the copy that was claimed: it stays as it is.
            await self._hold(one.row, self._clock.now() + wait, reason, unknown=True)

    async def _write(self, action: Action) -> None:
        await self._written.write(action)


def report(error: Exception, where: str, item: Claimed) -> str:
    """Log a fault that befell a row; return its reference."""
    member = item.to.ref if isinstance(item.to, Member) else None
    return log_fault(error, where, member=member, group="" if member else item.to.group)


def _in_doubt(row: Owed) -> bool:
    """Whether a request left of which no answer came: whatever puts the row off, that stays to be asked about."""
    return row.attempted_at is not None


async def _sent(messenger: Messenger, item: Claimed, message: Message | PublicMessage) -> Receipt:
    """Send to the recipient what is for them: nothing but a public message comes into a channel."""
    if isinstance(item.to, Member):
        assert isinstance(message, Message), "members are written to in private"
        return await messenger.send(item.to, message, item.row.key)
    assert isinstance(message, PublicMessage), "only what is public comes into a channel"
    return await messenger.publish(item.to, message, item.row.key)


async def _one_by_one(unit: UnitOfWork, actions: Sequence[Action]) -> list[object]:
    return [await action(unit) for action in actions]


async def _unreachable(unit: UnitOfWork, item: Claimed, reason: str) -> None:
    if isinstance(item.to, Member):
        known = await unit.members.by_id(item.to.id)
        if known is not None:
            await unit.members.save(known.refusing())
    await unit.owed.expire(item.row.key, reason=reason)
