"""Storage of what is owed: the rows that keep the delivery promise, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.domain.members import Member, Platform
from bot.domain.owed import Channel, Owed

Row = TypeVar("Row", bound=Owed)
Recipient: TypeAlias = Member | Channel


@dataclass(frozen=True, slots=True)
class Due:
    """A row that may be claimed, and what it shares budgets with."""

    key: str
    platform: Platform
    group: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row under lease, with its recipient, and what else its kind has read to say it.

    `taken_over` says that another owner let its lease run out. `riders` are rows of the same member that come in the
    same message, each under a lease of its own.
    """

    row: Owed
    to: Recipient
    taken_over: bool = False
    known: Any = None
    riders: tuple[Claimed, ...] = ()

    @property
    def together(self) -> tuple[Claimed, ...]:
        """Return everything that the message says, this one first."""
        return (self, *self.riders)

    @property
    def platform(self) -> Platform:
        """Return the platform that carries it."""
        return self.to.platform


@dataclass(frozen=True, slots=True)
class Sent:
    """A row whose message a platform took; `receipt` is its proof."""

    key: str
    at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rows are owed, how many of them overdue at this moment, and for how long the oldest has been."""

    owed: int
    overdue: int
    oldest: timedelta


class OwedRows(Protocol):
    """The rows owed. Status changes here are what keeps the delivery promise."""

    async def of(self, kind: type[Row], subject: str) -> tuple[Row, ...]:
        """Return every row of one kind about one subject, whatever its status, by due instant."""
        ...

    async def get(self, kind: type[Row], member_id: str, key: str) -> Row | None:
        """Return the member's row of this kind (`Owed` for any); another's is None."""
        ...

    async def put(self, rows: Sequence[Owed]) -> None:
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
        come first that are soonest of no use (`useful_until`). A kind that this Encore does not know is left out.
        """
        ...

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, keys: Collection[str]
    ) -> tuple[Claimed, ...]:
        """Lease those of the keys that are due and that nobody holds, soonest `useful_until` first.

        Counts an attempt. A row whose earlier attempt has no recorded outcome still has `attempted_at` set. While
        another owner holds a row of the same recipient, or has just sent one, it is left: channels are paced, too.
        """
        ...

    async def companions(
        self,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        within: timedelta,
        of: Sequence[Claimed],
        early: Callable[[Owed], bool],
    ) -> tuple[Claimed, ...]:
        """Lease what may come in the same message as claimed rows: of the same kind and member, of other subjects.

        These are rows that are due, and those that may come `early` and fall due `within` so much after the latest
        of the member's claimed rows. None is taken that somebody holds or that waits for something, nor one whose
        earlier attempt has no recorded outcome.
        """
        ...

    async def company(self, row: Row) -> tuple[Row, ...]:
        """Return the member's rows of this kind that left in the same instant as this one, most urgent first."""
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

    async def untold(self, kind: type[Row], member_id: str) -> tuple[Row, ...]:
        """Return expired rows of one kind that the member has not been told of."""
        ...

    async def mark_told(self, keys: Collection[str]) -> None:
        """Note that the member has been told."""
        ...
