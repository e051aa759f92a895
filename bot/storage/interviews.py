"""Interviews in storage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import bindparam, insert, select, update

from bot.domain.interviews import Interview
from bot.storage.rows import INTERVIEWS
from bot.storage.session import Session
from bot.storage.tables import interviews
from bot.storage.types import among
from bot.storage.vault import Vault

MINE = select(interviews).where(interviews.c.member_id == bindparam("member_id"))
ONE = MINE.where(interviews.c.id == bindparam("id"))
ALL = MINE.order_by(interviews.c.starts_at, interviews.c.id)
THESE = select(interviews).where(among(interviews.c.id, "ids"))
COLUMNS = tuple(interviews.c.keys())
ADD = insert(interviews)
SAVE = update(interviews).where(
    interviews.c.id == bindparam("which"), interviews.c.member_id == bindparam("mine")
)


class SqlInterviews:
    """Implements `bot.ports.Interviews`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def get(self, member_id: str, interview_id: str) -> Interview | None:
        """Return the member's interview; another's is None."""
        row = await self._session.row(ONE, {"member_id": member_id, "id": interview_id})
        return INTERVIEWS.read(row, self._vault) if row else None

    async def of(self, member_id: str) -> tuple[Interview, ...]:
        """Return all of a member's interviews, by start."""
        rows = await self._session.rows(ALL, {"member_id": member_id})
        return tuple(INTERVIEWS.read(row, self._vault) for row in rows)

    async def of_many(self, ids: Collection[str]) -> Mapping[str, Interview]:
        """Return several members' interviews by id."""
        rows = await self._session.tuples(THESE, {"ids": list(ids)}) if ids else ()
        found = (INTERVIEWS.read(dict(zip(COLUMNS, row, strict=True)), self._vault) for row in rows)
        return {interview.id: interview for interview in found}

    async def add(self, *added: Interview) -> None:
        """Insert interviews."""
        await self._session.write(ADD, [INTERVIEWS.values(interview, self._vault) for interview in added])

    async def save(self, *changed: Interview) -> None:
        """Write changed interviews, and count that."""
        written = (replace(interview, revision=interview.revision + 1) for interview in changed)
        rows = [
            INTERVIEWS.values(one, self._vault) | {"which": one.id, "mine": one.member_id} for one in written
        ]
        await self._session.write(SAVE, rows)
