"""The terminal's platform is the database: sent means that the message lies in the member's inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import Caller, Member
from bot.domain.reminders import Reminder
from bot.ports import Catalog, Clock, Sent, Store, UnitOfWork
from bot.services.combined import company, waiting_together
from bot.services.reminder_context import occasions
from bot.services.reminders import message_of
from bot.views.view import View


class InboxMessenger:
    """Delivers into the inbox in the very transaction that records the sending: nothing is ever in doubt."""

    async def deliver(
        self, unit: UnitOfWork, member: Member, reminders: Sequence[Reminder], now: datetime
    ) -> None:
        """Put the reminders of one message into the inbox and record them as sent."""
        for reminder in reminders:
            await unit.inbox.add(member.id, reminder.key, now)
        await unit.reminders.sent([Sent(reminder.key, now, "inbox") for reminder in reminders])


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message waiting to be shown, sent `at` that instant; `again`: it may have been shown before a crash.

    `key` is that of one of its reminders.
    """

    key: str
    again: bool
    view: View
    at: datetime | None = None


class Inboxes:
    """What lies in a terminal member's inbox, and what was done with it. A key stands for the whole message."""

    def __init__(self, *, store: Store, catalog: Catalog, clock: Clock) -> None:
        self._store = store
        self._catalog = catalog
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
                reminder = await unit.reminders.get(member.id, line.key)
                if reminder is None or line.key in told:
                    continue
                rows = await company(unit, reminder)
                told.update(row.key for row in rows)
                sent_at = reminder.sent_at or self._clock.now()
                view = await self._view(unit, member, rows, sent_at)
                if view is not None:
                    found.append(Delivered(line.key, line.again, view, sent_at))
        return tuple(found)

    async def _view(
        self, unit: UnitOfWork, member: Member, rows: Sequence[Reminder], sent_at: datetime
    ) -> View | None:
        """Return what one message says, as it was sent."""
        if len(rows) > 1:
            return await waiting_together(unit, self._catalog, member, rows, sent_at)
        [reminder] = rows
        interview = await unit.interviews.get(member.id, reminder.interview_id)
        if interview is None:
            return None
        known = await occasions(unit, [(member, interview, reminder)])
        return message_of(self._catalog, member, interview, reminder, sent_at, known[reminder.key])

    async def showing(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these are about to be printed, so that a crash right after is known for what it is."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.showing(member.id, await _whole(unit, member, keys))
                await unit.commit()

    async def shown(self, caller: Caller, keys: Collection[str]) -> None:
        """Note that these have been printed."""
        async with self._store.unit() as unit:
            member = await unit.members.get(caller.member)
            if member is not None:
                await unit.inbox.shown(member.id, await _whole(unit, member, keys), self._clock.now())
                await unit.commit()


async def _whole(unit: UnitOfWork, member: Member, keys: Collection[str]) -> list[str]:
    """Return the keys of everything that these messages say."""
    found = dict.fromkeys(keys)
    for key in keys:
        reminder = await unit.reminders.get(member.id, key)
        if reminder is not None:
            found |= dict.fromkeys(row.key for row in await company(unit, reminder))
    return list(found)
