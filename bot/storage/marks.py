"""What members said of the steps of their plans, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import sqlite

from bot.domain.content import Lead
from bot.domain.reminders import Mark
from bot.storage.dialects import upsert
from bot.storage.tables import marks
from bot.storage.transaction import Transaction

OF = select(marks.c.lead, marks.c.mark).where(marks.c.interview_id == bindparam("interview_id"))
CLEAR = delete(marks).where(
    marks.c.interview_id == bindparam("interview_id"), marks.c.lead.in_(bindparam("leads", expanding=True))
)


@cache
def _set(dialect: str) -> sqlite.Insert:
    return upsert(marks, dialect)


class SqlMarks:
    """Fills `bot.ports.Marks`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, interview_id: str) -> Mapping[Lead, Mark]:
        """Return the marks of one interview."""
        rows = await self._transaction.rows(OF, {"interview_id": interview_id})
        return {Lead(lead): Mark(mark) for lead, mark in rows}

    async def set(self, interview_id: str, lead: Lead, mark: Mark, at: datetime) -> None:
        """Set or replace a mark."""
        values = {"interview_id": interview_id, "lead": lead.value, "mark": mark.value, "at": at}
        await self._transaction.write(_set(self._transaction.dialect), values)

    async def clear(self, interview_id: str, leads: Collection[Lead]) -> None:
        """Remove marks."""
        if leads:
            values = {"interview_id": interview_id, "leads": [lead.value for lead in leads]}
            await self._transaction.write(CLEAR, values)
