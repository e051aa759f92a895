"""What was shown and what was kept, in storage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.storage.session import Session, upserting
from bot.storage.tables import saved, seen

SEEN = select(seen.c.item).where(seen.c.member_id == bindparam("member_id"), seen.c.kind == bindparam("kind"))
FORGET = delete(seen).where(
    seen.c.member_id == bindparam("mine"),
    seen.c.kind == bindparam("sort"),
    seen.c.item.in_(bindparam("items", expanding=True)),
)
SAVED = (
    select(saved.c.item, saved.c.at)
    .where(saved.c.member_id == bindparam("member_id"))
    .order_by(saved.c.at.desc(), saved.c.item)
)
UNSAVE = delete(saved).where(saved.c.member_id == bindparam("mine"), saved.c.item == bindparam("which"))


class SqlPractice:
    """Implements `bot.ports.Practice`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def seen(self, member_id: str, kind: str) -> frozenset[str]:
        """Return the ids already shown in this round."""
        rows = await self._session.rows(SEEN, {"member_id": member_id, "kind": kind})
        return frozenset(row["item"] for row in rows)

    async def see(self, member_id: str, kind: str, item: str, at: datetime) -> None:
        """Note that an item was shown."""
        insert = upserting(seen, self._session.dialect).on_conflict_do_nothing()
        await self._session.write(insert, {"member_id": member_id, "kind": kind, "item": item, "at": at})

    async def forget(self, member_id: str, kind: str, items: Collection[str]) -> None:
        """Begin a new round for these items."""
        await self._session.write(FORGET, {"mine": member_id, "sort": kind, "items": list(items)})

    async def saved(self, member_id: str) -> tuple[tuple[str, datetime], ...]:
        """Return saved item ids with when they were saved, newest first."""
        rows = await self._session.rows(SAVED, {"member_id": member_id})
        return tuple((row["item"], row["at"]) for row in rows)

    async def save(self, member_id: str, item: str, at: datetime) -> None:
        """Keep an item; keeping it twice does no harm."""
        insert = upserting(saved, self._session.dialect).on_conflict_do_nothing()
        await self._session.write(insert, {"member_id": member_id, "item": item, "at": at})

    async def unsave(self, member_id: str, item: str) -> None:
        """Let an item go."""
        await self._session.write(UNSAVE, {"mine": member_id, "which": item})
