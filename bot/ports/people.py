"""Storage of members, and of all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.case import Case
from bot.domain.drafts import Draft
from bot.domain.interviews import Interview
from bot.domain.members import Feed, Member, MemberRef
from bot.domain.plans import Library
from bot.domain.sheets import Entry, Sheet, Slot


class Members(Protocol):
    """The members of every platform."""

    async def get(self, ref: MemberRef) -> Member | None:
        """Return the member known by that identity."""
        ...

    async def by_id(self, member_id: str) -> Member | None:
        """Return the member with that id."""
        ...

    async def add(self, member: Member) -> None:
        """Insert a member; a second insert of the same identity leaves the first in place."""
        ...

    async def save(self, member: Member) -> None:
        """Write a member's settings and state."""
        ...

    async def remember_channel(self, member_id: str, channel: str) -> None:
        """Note the platform's private channel with a member, and nothing else of them."""
        ...

    async def delete(self, member_id: str) -> None:
        """Delete the member and everything that hangs on them, in every table."""
        ...


class Drafts(Protocol):
    """Unfinished forms and unconfirmed dates; expired ones are never returned."""

    async def get(self, member_id: str, draft_id: str, now: datetime) -> Draft | None:
        """Return the member's draft."""
        ...

    async def of(self, member_id: str, now: datetime) -> tuple[Draft, ...]:
        """Return the member's drafts, newest first."""
        ...

    async def put(self, draft: Draft) -> None:
        """Insert or replace by id."""
        ...

    async def delete(self, member_id: str, draft_id: str) -> None:
        """Remove one."""
        ...


class Practice(Protocol):
    """What a member has been shown and what they kept. `kind` is "tip" or "question"."""

    async def seen(self, member_id: str, kind: str) -> frozenset[str]:
        """Return the ids already shown in this round."""
        ...

    async def see(self, member_id: str, kind: str, item: str, at: datetime) -> None:
        """Note that an item was shown."""
        ...

    async def forget(self, member_id: str, kind: str, items: Collection[str]) -> None:
        """Begin a new round for these items."""
        ...

    async def saved(self, member_id: str) -> tuple[tuple[str, datetime], ...]:
        """Return saved item ids with when they were saved, newest first."""
        ...

    async def save(self, member_id: str, item: str, at: datetime) -> None:
        """Keep an item; keeping it twice does no harm."""
        ...

    async def unsave(self, member_id: str, item: str) -> None:
        """Let an item go."""
        ...


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A message that lies in a terminal member's inbox; `again` means that it may have been printed before."""

    key: str
    again: bool


class Inbox(Protocol):
    """The terminal's platform: sent means that it lies here, written in the transaction that records it."""

    async def add(self, member_id: str, key: str, at: datetime) -> None:
        """Put a reminder into the inbox; a second time does nothing."""
        ...

    async def waiting(self, member_id: str) -> tuple[InboxLine, ...]:
        """Return what was not confirmed as shown, oldest first."""
        ...

    async def showing(self, member_id: str, keys: Collection[str]) -> None:
        """Note that these are about to be printed."""
        ...

    async def shown(self, member_id: str, keys: Collection[str], at: datetime) -> None:
        """Note that these have been printed."""
        ...


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


class Cases(Protocol):
    """Members' cases. What they cost does not depend on how many interviews there are."""

    async def load(self, member: Member, now: datetime, library: Library) -> Case:
        """Return the case of a member who was read in this unit, so that nobody else acts for them until it ends."""
        ...

    async def save(self, before: Case, after: Case) -> None:
        """Write what leads from a case, as it was loaded or last saved in this unit, to what was decided upon it.

        Rows that are sent or expired are final, whatever was decided; one that is being sent keeps its lease.
        """
        ...
