"""Storage of interviews, and of what a member said and wrote down around them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.content import Lead
from bot.domain.feeds import Feed
from bot.domain.interviews import Interview
from bot.domain.reminders import Mark
from bot.domain.sheets import Entry, Sheet


class Interviews(Protocol):
    """Interviews, always loaded with their owner."""

    async def get(self, member_id: str, interview_id: str) -> Interview | None:
        """Return the member's interview; another's is None."""
        ...

    async def of(self, member_id: str) -> tuple[Interview, ...]:
        """Return all of a member's interviews, by start."""
        ...

    async def add(self, interview: Interview) -> None:
        """Insert an interview."""
        ...

    async def save(self, interview: Interview) -> None:
        """Write a changed interview."""
        ...


class Marks(Protocol):
    """What a member said of each step of an interview's plan."""

    async def of(self, interview_id: str) -> Mapping[Lead, Mark]:
        """Return the marks of one interview."""
        ...

    async def set(self, interview_id: str, lead: Lead, mark: Mark, at: datetime) -> None:
        """Set or replace a mark."""
        ...

    async def clear(self, interview_id: str, leads: Collection[Lead]) -> None:
        """Remove marks."""
        ...

    async def tasks(self, interview_ids: Collection[str]) -> Mapping[str, Mapping[str, Mark]]:
        """Return what was said of tasks, by interview and task; an interview without any is not there."""
        ...

    async def set_tasks(self, interview_id: str, tasks: Collection[str], mark: Mark, at: datetime) -> None:
        """Set or replace the marks of tasks."""
        ...

    async def clear_tasks(self, interview_id: str, tasks: Collection[str]) -> None:
        """Remove the marks of tasks."""
        ...


class Sheets(Protocol):
    """What members wrote down: research, stories, the debrief."""

    async def of(self, member_id: str, sheet: Sheet, interview_id: str = "") -> Mapping[str, Entry]:
        """Return the entries of one sheet by slot."""
        ...

    async def every(self, member_id: str, sheet: Sheet | None = None) -> tuple[Entry, ...]:
        """Return a member's entries of every interview, of one sheet if named, oldest first."""
        ...

    async def of_many(self, member_ids: Collection[str]) -> tuple[Entry, ...]:
        """Return every entry of several members."""
        ...

    async def put(self, entry: Entry) -> None:
        """Insert or replace what stands in a slot."""
        ...

    async def delete(self, member_id: str, sheet: Sheet, interview_id: str, slot: str) -> None:
        """Empty a slot."""
        ...


class Feeds(Protocol):
    """Private calendar addresses, at most one a member."""

    async def of(self, member_id: str) -> Feed | None:
        """Return the member's."""
        ...

    async def by_token(self, token: str) -> Feed | None:
        """Return the one of that token; only a hash of it is looked for."""
        ...

    async def put(self, feed: Feed) -> None:
        """Insert or replace; an earlier address stops to work."""
        ...

    async def revoke(self, member_id: str) -> None:
        """Remove it."""
        ...
