"""The terminal's inbox, and a few facts about the installation, in storage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.ports import InboxLine
from bot.storage.session import Session, replacing, upserting
from bot.storage.tables import facts, inbox

WAITING = (
    select(inbox.c.key, inbox.c.showing)
    .where(inbox.c.member_id == bindparam("member_id"), inbox.c.shown_at.is_(None))
    .order_by(inbox.c.at, inbox.c.key)
)
MARK = update(inbox).where(
    inbox.c.member_id == bindparam("mine"), inbox.c.key.in_(bindparam("keys", expanding=True))
)
# Held until the unit ends, for whoever writes what depends on what it was.
FACT = select(facts.c.value).where(facts.c.name == bindparam("name")).with_for_update(key_share=True)


class SqlInbox:
    """Implements `bot.ports.Inbox`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, member_id: str, key: str, at: datetime) -> None:
        """Put a reminder into the inbox; a second time does nothing."""
        insert = upserting(inbox, self._session.dialect).on_conflict_do_nothing()
        values = {"member_id": member_id, "key": key, "at": at, "showing": False, "shown_at": None}
        await self._session.write(insert, values)

    async def waiting(self, member_id: str) -> tuple[InboxLine, ...]:
        """Return what was not confirmed as shown, oldest first."""
        rows = await self._session.rows(WAITING, {"member_id": member_id})
        return tuple(InboxLine(row["key"], row["showing"]) for row in rows)

    async def showing(self, member_id: str, keys: Collection[str]) -> None:
        """Note that these are about to be printed."""
        await self._session.write(MARK, {"mine": member_id, "keys": list(keys), "showing": True})

    async def shown(self, member_id: str, keys: Collection[str], at: datetime) -> None:
        """Note that these have been printed."""
        await self._session.write(MARK, {"mine": member_id, "keys": list(keys), "shown_at": at})


class SqlNotes:
    """Implements `bot.ports.Notes`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, name: str) -> str | None:
        """Return a fact."""
        row = await self._session.row(FACT, {"name": name})
        return row["value"] if row else None

    async def set(self, name: str, value: str) -> None:
        """Write a fact."""
        upsert = replacing(facts, self._session.dialect)
        await self._session.write(upsert, {"name": name, "value": value})
