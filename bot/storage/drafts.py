"""Drafts in storage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.domain.drafts import Draft
from bot.storage.rows import DRAFTS
from bot.storage.session import Session, replacing
from bot.storage.tables import drafts
from bot.storage.vault import Vault

MINE = select(drafts).where(
    drafts.c.member_id == bindparam("member_id"), drafts.c.expires_at > bindparam("now")
)
ALL = MINE.order_by(drafts.c.saved_at.desc(), drafts.c.id)
ONE = MINE.where(drafts.c.id == bindparam("id"))
DELETE = delete(drafts).where(drafts.c.member_id == bindparam("mine"), drafts.c.id == bindparam("which"))


class SqlDrafts:
    """Implements `bot.ports.Drafts`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def get(self, member_id: str, draft_id: str, now: datetime) -> Draft | None:
        """Return the member's draft."""
        row = await self._session.row(ONE, {"member_id": member_id, "id": draft_id, "now": now})
        return DRAFTS.read(row, self._vault) if row else None

    async def of(self, member_id: str, now: datetime) -> tuple[Draft, ...]:
        """Return the member's drafts, newest first."""
        rows = await self._session.rows(ALL, {"member_id": member_id, "now": now})
        return tuple(DRAFTS.read(row, self._vault) for row in rows)

    async def put(self, draft: Draft) -> None:
        """Insert or replace by id; another member's row of that id stays as it is."""
        mine = drafts.c.member_id == draft.member_id
        upsert = replacing(drafts, self._session.dialect, where=mine)
        await self._session.write(upsert, DRAFTS.values(draft, self._vault))

    async def delete(self, member_id: str, draft_id: str) -> None:
        """Remove one."""
        await self._session.write(DELETE, {"mine": member_id, "which": draft_id})
