"""The terminal's platform is the database: sent means that the message lies in the member's inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import Caller, Member
from bot.domain.owed import Owed
from bot.owed.kind import Kinds
from bot.ports import Clock, Sent, Store, UnitOfWork
from bot.views.blocks import View


class InboxMessenger:
    """Delivers into the inbox in the very transaction that records the sending: nothing is ever in doubt."""

    async def deliver(self, unit: UnitOfWork, member_id: str, rows: Sequence[Owed], now: datetime) -> None:
        """Put the rows of one message into the member's inbox and record them as sent."""
        for row in rows:
            await unit.inbox.add(member_id, row.key, now)
        await unit.owed.sent([Sent(row.key, now, "inbox") for row in rows])


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message waiting to be shown, sent `at` that instant; `again`: it may have been shown before a crash.

    `key` is that of one of its rows.
    """

    key: str
    again: bool
    view: View
    at: datetime | None = None


class Inboxes:
    """What lies in a terminal member's inbox, and what was done with it. A key stands for the whole message."""

    def __init__(self, *, store: Store, kinds: Kinds, clock: Clock) -> None:
        self._store = store
        self._kinds = kinds
        self._clock = clock

    async def waiting(self, caller: Caller) -> tuple[Delivered, ...]:
        """Return what has not been shown for certain, oldest first."""
        found: list[Delivered] = []
        told: set[str] = set()
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is None:
                return ()
            for line in await unit.inbox.waiting(member.id):
                row = await unit.owed.get(Owed, member.id, line.key)
                if row is None or line.key in told:
                    continue
                rows = await self._kinds.of(row).company(unit, row)
                told.update(one.key for one in rows)
                sent_at = row.sent_at or self._clock.now()
                view = await self._view(unit, member, rows, sent_at)
                if view is not None:
                    found.append(Delivered(line.key, line.again, view, sent_at))
        return tuple(found)

    async def _view(
        self, unit: UnitOfWork, member: Member, rows: Sequence[Owed], sent_at: datetime
    ) -> View | None:
        """Return what one message says, as it was sent; None when what it was about is gone."""
        kind = self._kinds.of(rows[0])
        known = await kind.read(unit, rows)
        views = [self._kinds.view(row, known[row.key], member, sent_at) for row in rows if row.key in known]
        return kind.together(views) if len(views) > 1 else next(iter(views), None)

    async def showing(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these are about to be printed, so that a crash right after is known for what it is."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.showing(member.id, await self._whole(unit, member, keys))
                await unit.commit()

    async def shown(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these have been printed."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.shown(member.id, await self._whole(unit, member, keys), self._clock.now())
                await unit.commit()

    async def _whole(self, unit: UnitOfWork, member: Member, keys: Collection[str]) -> list[str]:
        """Return the keys of everything that these messages say."""
        found = dict.fromkeys(keys)
        for key in keys:
            row = await unit.owed.get(Owed, member.id, key)
            if row is not None:
                found |= dict.fromkeys(one.key for one in await self._kinds.of(row).company(unit, row))
        return list(found)
