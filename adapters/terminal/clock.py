"""Encore's clock at a terminal: a week can be lived in a minute, and no due instant is ever jumped over.

How far the clock runs ahead is kept in the database, so that every chat on it, now or later, lives in the
same time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import ShiftedClock
from bot.delivery.engine import Delivery
from bot.domain.calendar import instant_of
from bot.domain.members import Caller
from bot.errors import InputError
from bot.ports import Store

OFFSET = "clock-offset"
"""The note that holds it, in seconds."""
FURTHEST = timedelta(days=366)
EXAMPLE = "clock +3d, clock +2h30m, clock 2026-11-26 09:00"
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
PART = re.compile(r"(\d{1,6})\s*([wdhm])", re.IGNORECASE)
UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
LEASED_ELSEWHERE = 0.05
"""Seconds between looks at a reminder that another chat is delivering this moment."""
MOST_LOOKS = 100


def unwound() -> ShiftedClock:
    """Return a clock that stands before everything, until the database has said what time it is.

    What is kept for a time only is forgotten by this clock; it must not run ahead of the database's.
    """
    return ShiftedClock(BEFORE_ALL - datetime.now(UTC))


def target_of(words: str, now: datetime, zone: str) -> datetime:
    """Return the instant (UTC) that "+3d" or "2026-11-26 09:00" means at `now` on clocks in `zone`.

    Raises InputError for anything else, for the past, and for more than a year ahead.
    """
    typed = words.strip()
    if typed.startswith("-"):
        ahead = -_ahead(typed[1:])
    else:
        ahead = _ahead(typed[1:]) if typed.startswith("+") else moment_of(typed, zone) - now
    if ahead < timedelta(0):
        raise InputError(
            "The clock only goes forward: reminders that have gone out cannot be called back. "
            "For an earlier time, begin with another database.",
            example="encore chat --db other.db --now 2026-11-22T10:00",
        )
    if ahead > FURTHEST:
        raise InputError("That is more than a year ahead; move in smaller steps.", example="clock +4w")
    return now + ahead


def moment_of(typed: str, zone: str) -> datetime:
    """Return the instant (UTC) of an ISO date and time: on clocks in `zone` unless it names an offset."""
    try:
        moment = datetime.fromisoformat(typed)
        if moment.tzinfo is None:
            return instant_of(moment.date(), moment.time(), zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError("I could not read that as a time for the clock.", example=EXAMPLE) from None


def _ahead(typed: str) -> timedelta:
    """Return how long "2h30m" is."""
    if not typed.strip() or PART.sub("", typed).strip():
        raise InputError(
            "After clock +, say how far: weeks, days, hours or minutes (w, d, h, m).", example=EXAMPLE
        )
    parts = PART.findall(typed)
    return sum((timedelta(**{UNITS[unit.lower()]: int(number)}) for number, unit in parts), timedelta(0))


@dataclass(slots=True, kw_only=True)
class Timekeeper:
    """Moves the clock and keeps the database told. `zone` is the one that `caller` reads times in."""

    clock: ShiftedClock
    store: Store
    delivery: Delivery
    caller: Caller
    zone: str = "UTC"
    fresh: bool = False
    """Whether the database had no clock of its own before this start."""
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while the clock walks, so that nobody else shows what arrives on the way."""

    async def begin(self, at: datetime | None = None) -> datetime:
        """Set the clock by the database and return the time.

        A database without a clock of its own starts at `at`, or at the time that it is.
        """
        offset = await self._kept()
        self.fresh = offset is None
        if offset is None:
            offset = await self._keep((at or datetime.now(UTC)) - datetime.now(UTC))
        self.clock.offset = offset
        return self.clock.now()

    async def catch_up(self) -> None:
        """Follow a clock that another chat on the same database has moved on."""
        kept = await self._kept()
        if kept is not None and kept > self.clock.offset:
            self.clock.offset = kept
            self.delivery.wake()

    async def walk(self, target: datetime, arrived: Callable[[], Awaitable[int]]) -> int:
        """Go to `target` by way of every due instant, delivering at each; return how many messages came.

        `arrived` shows what was delivered and returns how much that was.
        """
        async with self.moving:
            count = await self._stop_at_each(target, arrived)
            await self._move(target)
            await self.delivery.deliver_due()
            count += await arrived()
        self.delivery.wake()
        return count

    async def _stop_at_each(self, target: datetime, arrived: Callable[[], Awaitable[int]]) -> int:
        count = looks = 0
        before = None
        while (due := await self.delivery.next_due()) is not None and due <= target and looks < MOST_LOOKS:
            await self._move(due)
            looks = looks + 1 if due == before else 0
            if looks:
                await asyncio.sleep(LEASED_ELSEWHERE)
            await self.delivery.deliver_due()
            count += await arrived()
            before = due
        return count

    async def member_zone(self) -> str | None:
        """Return the zone in the member's settings, if they have one."""
        async with self.store.unit() as unit:
            member = await unit.members.get(self.caller.member)
        return member.preferences.zone if member else None

    async def learn_zone(self) -> None:
        """Tell times in the member's own zone from now on, or in the machine's while there is none."""
        self.zone = await self.member_zone() or self.caller.zone or "UTC"

    async def _move(self, instant: datetime) -> None:
        """Move on to `instant`, if it lies ahead.

        The database is told first: killed right after, the next start delivers at this very instant.
        """
        ahead = instant - self.clock.now()
        if ahead > timedelta(0):
            self.clock.offset = await self._keep(self.clock.offset + ahead)

    async def _kept(self) -> timedelta | None:
        async with self.store.unit() as unit:
            return _offset(await unit.notes.get(OFFSET))

    async def _keep(self, offset: timedelta) -> timedelta:
        """Write the offset, unless another chat has gone further; return the one that holds now."""
        async with self.store.unit() as unit:
            kept = _offset(await unit.notes.get(OFFSET))
            if kept is not None and kept >= offset:
                return kept
            await unit.notes.set(OFFSET, str(offset.total_seconds()))
            await unit.commit()
        return offset


def _offset(note: str | None) -> timedelta | None:
    return timedelta(seconds=float(note)) if note is not None else None
