"""Storage of what is owed: the rows that keep the delivery promise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.interviews import Interview
from bot.domain.members import Member, Platform
from bot.domain.reminder_context import PLAIN, Occasion
from bot.domain.reminders import Reminder


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that may be claimed, and what it shares budgets with."""

    key: str
    platform: Platform
    group: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A reminder under lease, with everything that sending it needs, read in the same go.

    `taken_over` says that another owner let its lease run out. `riders` are reminders of the same member that come
    in the same message, each under a lease of its own.
    """

    reminder: Reminder
    member: Member
    interview: Interview
    taken_over: bool = False
    occasion: Occasion = PLAIN
    riders: tuple[Claimed, ...] = ()

    @property
    def together(self) -> tuple[Claimed, ...]:
        """Return everything that the message says, this one first."""
        return (self, *self.riders)


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that a platform took; `receipt` is its proof."""

    key: str
    at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many reminders are owed, how many of them overdue at this moment, and for how long the oldest has been."""

    owed: int
    overdue: int
    oldest: timedelta


class Reminders(Protocol):
    """The rows owed. Status changes here are what keeps the delivery promise."""

    async def of(self, interview_id: str) -> tuple[Reminder, ...]:
        """Return every reminder of one interview's steps, whatever its status, by due instant."""
        ...

    async def get(self, member_id: str, key: str) -> Reminder | None:
        """Return the member's reminder; another's is None."""
        ...

    async def put(self, reminders: Sequence[Reminder]) -> None:
        """Insert, or bring pending and cancelled rows of the same key up to date (status too).

        Sent and expired rows are final and stay as they are.
        """
        ...

    async def cancel(self, keys: Collection[str], reason: str) -> None:
        """Cancel those that are still pending."""
        ...

    async def next_due(self) -> datetime | None:
        """Return the earliest instant at which a pending row is due (or its lease runs out)."""
        ...

    async def backlog(self, now: datetime) -> Backlog:
        """Return how much is owed and how far behind we are."""
        ...

    async def due(
        self, now: datetime, *, platforms: Collection[Platform], quota: int, limit: int
    ) -> tuple[Due, ...]:
        """Return pending rows of these platforms that are due and that nobody holds, in the order to send them in.

        Every group has its turn: `quota` rows of each, then as many again. Within a turn, and within a group, those
        come first that are soonest of no use (`useful_until`).
        """
        ...

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, keys: Collection[str]
    ) -> tuple[Claimed, ...]:
        """Lease those of the keys that are due and that nobody holds, soonest `useful_until` first.

        Counts an attempt. A row whose earlier attempt has no recorded outcome still has `attempted_at` set. While
        another owner holds a row of the same member, or has just sent one, it is left: channels are paced, too.
        """
        ...

    async def companions(
        self, now: datetime, *, owner: str, lease: timedelta, within: timedelta, of: Sequence[Claimed]
    ) -> tuple[Claimed, ...]:
        """Lease what may come in the same message as claimed rows: the same members', of other interviews.

        These are steps that are due, and those that may come early and fall due `within` so much after the latest of
        the member's claimed rows. None is taken that somebody holds or that waits for something, nor one whose
        earlier attempt has no recorded outcome.
        """
        ...

    async def company(self, member_id: str, key: str) -> tuple[Reminder, ...]:
        """Return the member's steps that left in the same instant as this one, itself included, most urgent first."""
        ...

    async def pending(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that are still owed."""
        ...

    async def sent(self, sent: Sequence[Sent]) -> None:
        """Record what platforms took: final."""
        ...

    async def expire(self, key: str, *, reason: str) -> None:
        """Record that it is of no use any more: final; `told` stays false until the member hears of it."""
        ...

    async def depart(self, leases: Mapping[str, int], now: datetime, *, until: datetime) -> frozenset[str]:
        """Note that requests are about to leave, so that a crash after it is known for what it is; return for which.

        Only those are noted, and may be sent, that are still owed and that nobody has leased since: `leases` are the
        keys with the number of attempts that the claim counted. Their leases last `until` from now on.
        """
        ...

    async def give_back(
        self, key: str, *, until: datetime, reason: str, unknown: bool = False, lease: int | None = None
    ) -> None:
        """End the lease; it may be claimed again from `until`. `unknown` keeps `attempted_at` so that `find` is asked first."""
        ...

    async def untold(self, member_id: str) -> tuple[Reminder, ...]:
        """Return expired reminders of steps that the member has not been told of."""
        ...

    async def mark_told(self, keys: Collection[str]) -> None:
        """Note that the member has been told."""
        ...
