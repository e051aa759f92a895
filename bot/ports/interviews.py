"""Storage of interviews, and of what a member wrote down around them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.domain.feeds import Feed
from bot.domain.interviews import Interview
from bot.domain.sheets import Entry, Sheet, Slot


class Interviews(Protocol):
    """Interviews, always loaded with their owner."""

    async def get(self, member_id: str, interview_id: str) -> Interview | None:
        """Return the member's interview; another's is None."""
        ...

    async def of(self, member_id: str) -> tuple[Interview, ...]:
        """Return all of a member's interviews, by start."""
        ...

    async def of_many(self, ids: Collection[str]) -> Mapping[str, Interview]:
        """Return several members' interviews by id; what is gone is left out."""
        ...

    async def add(self, *added: Interview) -> None:
        """Insert interviews."""
        ...

    async def save(self, *changed: Interview) -> None:
        """Write changed interviews, and count that."""
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

    async def put(self, *entries: Entry) -> None:
        """Insert or replace what stands in slots."""
        ...

    async def delete(self, member_id: str, *slots: Slot) -> None:
        """Empty slots."""
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
