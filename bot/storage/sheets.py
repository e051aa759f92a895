"""What members wrote down, in storage."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, select

from bot.domain.sheets import Entry, Sheet, Slot
from bot.storage.rows import ENTRIES
from bot.storage.session import Session, replacing
from bot.storage.tables import sheets
from bot.storage.types import among
from bot.storage.vault import Vault

ALL = (
    select(sheets)
    .where(sheets.c.member_id == bindparam("member_id"))
    .order_by(sheets.c.saved_at, sheets.c.sheet, sheets.c.interview_id, sheets.c.slot)
)
OF_SHEET = ALL.where(sheets.c.sheet == bindparam("sheet"))
ONE_SHEET = OF_SHEET.where(sheets.c.interview_id == bindparam("interview_id"))
MANY = select(sheets).where(among(sheets.c.member_id, "members"))
DELETE = delete(sheets).where(
    sheets.c.member_id == bindparam("mine"),
    sheets.c.sheet == bindparam("which"),
    sheets.c.interview_id == bindparam("of_interview"),
    sheets.c.slot == bindparam("place"),
)


class SqlSheets:
    """Implements `bot.ports.Sheets`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of(self, member_id: str, sheet: Sheet, interview_id: str = "") -> Mapping[str, Entry]:
        """Return the entries of one sheet by slot."""
        asked = {"member_id": member_id, "sheet": str(sheet), "interview_id": interview_id}
        return {
            row["slot"]: ENTRIES.read(row, self._vault) for row in await self._session.rows(ONE_SHEET, asked)
        }

    async def every(self, member_id: str, sheet: Sheet | None = None) -> tuple[Entry, ...]:
        """Return a member's entries, oldest first."""
        if sheet is None:
            rows = await self._session.rows(ALL, {"member_id": member_id})
        else:
            rows = await self._session.rows(OF_SHEET, {"member_id": member_id, "sheet": str(sheet)})
        return tuple(ENTRIES.read(row, self._vault) for row in rows)

    async def of_many(self, member_ids: Collection[str]) -> tuple[Entry, ...]:
        """Return every entry of several members."""
        rows = await self._session.rows(MANY, {"members": list(member_ids)})
        return tuple(ENTRIES.read(row, self._vault) for row in rows)

    async def put(self, *entries: Entry) -> None:
        """Insert or replace what stands in slots."""
        upsert = replacing(sheets, self._session.dialect)
        await self._session.write(upsert, [ENTRIES.values(entry, self._vault) for entry in entries])

    async def delete(self, member_id: str, *slots: Slot) -> None:
        """Empty slots."""
        which = [
            {"mine": member_id, "which": str(sheet), "of_interview": interview_id, "place": slot}
            for sheet, interview_id, slot in slots
        ]
        await self._session.write(DELETE, which)
