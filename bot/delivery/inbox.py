"""The terminal's platform is the database: sent means that the message lies in the member's inbox."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import Caller, Member
from bot.domain.reminders import Reminder
from bot.ports import Catalog, Clock, Sent, Store, UnitOfWork
from bot.services.occasions import occasions
from bot.services.reminders import message_of
from bot.views.view import View


class InboxMessenger:
    """Delivers into the inbox in the very transaction that records the sending: nothing is ever in doubt."""

    async def deliver(self, unit: UnitOfWork, member: Member, reminder: Reminder, now: datetime) -> None:
        """Put the reminder into the inbox and record it as sent."""
        await unit.inbox.add(member.id, reminder.key, now)
        await unit.reminders.sent([Sent(reminder.key, now, "inbox")])


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message waiting to be shown; `again` means that it may have been shown before a crash."""

    key: str
    again: bool
    view: View


class Inboxes:
    """What lies in a terminal member's inbox, and what was done with it."""

    def __init__(self, *, store: Store, catalog: Catalog, clock: Clock) -> None:
        self._store = store
        self._catalog = catalog
        self._clock = clock

    async def waiting(self, caller: Caller) -> tuple[Delivered, ...]:
        """Return what has not been shown for certain, oldest first."""
        found = []
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is None:
                return ()
            for line in await unit.inbox.waiting(member.id):
                reminder = await unit.reminders.get(member.id, line.key)
                interview = await unit.interviews.get(member.id, reminder.interview_id) if reminder else None
                if reminder is None or interview is None:
                    continue
                sent_at = reminder.sent_at or self._clock.now()
                known = await occasions(unit, [(member, interview, reminder)])
                view = message_of(self._catalog, member, interview, reminder, sent_at, known[reminder.key])
                found.append(Delivered(line.key, line.again, view))
        return tuple(found)

    async def showing(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these are about to be printed, so that a crash right after is known for what it is."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.showing(member.id, keys)
                await unit.commit()

    async def shown(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these have been printed."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.shown(member.id, keys, self._clock.now())
                await unit.commit()
