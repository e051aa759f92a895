"""Members in storage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.domain.members import Member, MemberRef
from bot.storage.locks import hold_identity
from bot.storage.mapping import MEMBERS
from bot.storage.session import Session, upserting
from bot.storage.tables import members
from bot.storage.vault import Vault

BY_REF = (
    select(members)
    .where(
        members.c.platform == bindparam("platform"),
        members.c.workspace == bindparam("workspace"),
        members.c.user == bindparam("user"),
    )
    .with_for_update(key_share=True)
)
BY_ID = select(members).where(members.c.id == bindparam("id")).with_for_update(key_share=True)
DELETE = delete(members).where(members.c.id == bindparam("which"))
SAVE = update(members).where(members.c.id == bindparam("which"))


class SqlMembers:
    """Implements `bot.ports.Members`.

    Reading a member holds the row until the unit ends: `save` writes all of it, and must not undo what another
    unit has written to it meanwhile.
    """

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def get(self, ref: MemberRef) -> Member | None:
        """Return the member known by that identity."""
        values = {"platform": str(ref.platform), "workspace": ref.workspace, "user": ref.user}
        row = await self._session.row(BY_REF, values)
        if row is None and self._session.shared:
            await hold_identity(self._session, ref)
            row = await self._session.row(BY_REF, values)
        return self._held(row)

    async def by_id(self, member_id: str) -> Member | None:
        """Return the member with that id."""
        row = await self._session.row(BY_ID, {"id": member_id})
        return self._held(row)

    def _held(self, row: Any) -> Member | None:
        if row is None:
            return None
        self._session.held.add(row["id"])
        return MEMBERS.read(row, self._vault)

    async def add(self, member: Member) -> None:
        """Insert a member; a second insert of the same identity leaves the first in place."""
        insert = upserting(members, self._session.dialect).on_conflict_do_nothing()
        await self._session.write(insert, MEMBERS.values(member, self._vault))

    async def save(self, member: Member) -> None:
        """Write a member's settings and state."""
        await self._session.write(SAVE, {**MEMBERS.values(member, self._vault), "which": member.id})

    async def remember_channel(self, member_id: str, channel: str) -> None:
        """Note the platform's private channel with a member, and nothing else of them."""
        await self._session.write(SAVE, {"channel": channel, "which": member_id})

    async def delete(self, member_id: str) -> None:
        """Delete the member; foreign keys take everything else along."""
        await self._session.write(DELETE, {"which": member_id})
