"""One transaction, where transactions come from, and what an installation knows of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from bot.domain.installations import Installation
from bot.domain.members import Platform
from bot.ports.owed import OwedRows
from bot.ports.people import Cases, Drafts, Feeds, Inbox, Interviews, Members, Practice, Sheets


class Installations(Protocol):
    """Where Encore is installed, and the installations under way."""

    async def get(self, platform: Platform, workspace: str, *, lock: bool = False) -> Installation | None:
        """Return one, uninstalled or not. With `lock` nobody else reads it so until this unit ends."""
        ...

    async def of(self, platform: Platform) -> tuple[Installation, ...]:
        """Return all of a platform, uninstalled ones included."""
        ...

    async def revisions(self, platform: Platform) -> Mapping[str, int]:
        """Return the revision of each workspace's row, to tell which were written since."""
        ...

    async def put(self, installation: Installation) -> None:
        """Insert or replace, and count the revision."""
        ...

    async def uninstall(self, platform: Platform, workspace: str, at: datetime) -> None:
        """Drop the tokens and note when; news of an installation older than the one there changes nothing."""
        ...

    async def issue_state(self, state: str, until: datetime) -> None:
        """Expect a state to come back before `until`; only its hash is kept."""
        ...

    async def consume_state(self, state: str, now: datetime) -> bool:
        """Return whether the state was expected, which it is once."""
        ...


class Notes(Protocol):
    """A few facts about this installation: the clock's offset, for one."""

    async def get(self, name: str) -> str | None:
        """Return a fact."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Write a fact."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back. `changed` tells whether anything was written."""

    members: Members
    interviews: Interviews
    owed: OwedRows
    cases: Cases
    sheets: Sheets
    feeds: Feeds
    drafts: Drafts
    practice: Practice
    inbox: Inbox
    installations: Installations
    notes: Notes

    @property
    def changed(self) -> bool:
        """Whether anything was written since it was opened."""
        ...

    async def commit(self) -> None:
        """Make it last."""
        ...

    async def __aenter__(self) -> Self:
        """Begin."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed and give the connection back."""
        ...


@dataclass(frozen=True, slots=True)
class Beat:
    """How many processes deliver, this one included, and for how many seconds each budget named is on hold."""

    replicas: int
    holds: Mapping[str, float]


class Store(Protocol):
    """Where units of work come from."""

    def unit(self) -> UnitOfWork:
        """Return a fresh unit of work, to be entered with `async with`."""
        ...

    async def purge(self, now: datetime) -> int:
        """Delete expired drafts and other things kept for a time only; returns how many. Safe to run twice."""
        ...

    def watch(self, callback: Callable[[], None]) -> AbstractAsyncContextManager[None]:
        """Call `callback`, within about a second, whenever another store on this database has written what is owed.

        Never raises while the database is away; it calls once more when it is back. May call for nothing.
        """
        ...

    async def beat(self, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
        """Count `replica` among those that deliver for `lasts` seconds; return who does, and what all wait for.

        `asked` names budgets that a platform asked us not to use for so many seconds.
        """
        ...

    async def leave(self, replica: str) -> None:
        """Count `replica` no longer."""
        ...

    async def close(self) -> None:
        """Give everything back."""
        ...
