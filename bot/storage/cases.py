"""Members' cases in storage: one statement a table to read one, one a kind of change to write it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Select, Table, bindparam, delete, literal, select, union_all

from bot.domain.case import Case
from bot.domain.changes import Changes, changes
from bot.domain.content import Lead
from bot.domain.library import Library
from bot.domain.members import Member
from bot.domain.reminders import Mark
from bot.storage.interviews import SqlInterviews
from bot.storage.members import SqlMembers
from bot.storage.owed import SqlOwedRows
from bot.storage.session import Session, replacing
from bot.storage.sheets import SqlSheets
from bot.storage.tables import interviews, marks, task_marks

Said: TypeAlias = Mapping[tuple[str, Any], Mark]


def _of_member(table: Table, what: Column[str], *, step: bool) -> Select[Any]:
    return (
        select(literal(step).label("step"), table.c.interview_id, what, table.c.mark)
        .join_from(table, interviews, interviews.c.id == table.c.interview_id)
        .where(interviews.c.member_id == bindparam("member_id"))
    )


MARKS = union_all(
    _of_member(marks, marks.c.lead, step=True), _of_member(task_marks, task_marks.c.task, step=False)
)
UNMARK = delete(marks).where(
    marks.c.interview_id == bindparam("of_interview"), marks.c.lead == bindparam("about")
)
UNTICK = delete(task_marks).where(
    task_marks.c.interview_id == bindparam("of_interview"), task_marks.c.task == bindparam("about")
)


class SqlCases:
    """Implements `bot.ports.Cases`."""

    def __init__(
        self,
        session: Session,
        members: SqlMembers,
        interviews: SqlInterviews,
        owed: SqlOwedRows,
        sheets: SqlSheets,
    ) -> None:
        self._session = session
        self._members = members
        self._interviews = interviews
        self._owed = owed
        self._sheets = sheets

    async def load(self, member: Member, now: datetime, library: Library) -> Case:
        """Return the case of a member."""
        owed = await self._owed.every(member.id)
        said = await self._session.tuples(MARKS, {"member_id": member.id})
        written = await self._sheets.every(member.id)
        return Case(
            member=member,
            now=now,
            library=library,
            interviews=await self._interviews.of(member.id),
            owed={row.key: row for row in owed},
            marks={(interview, Lead(lead)): Mark(mark) for step, interview, lead, mark in said if step},
            ticks={(interview, task): Mark(mark) for step, interview, task, mark in said if not step},
            entries={(entry.sheet, entry.interview_id, entry.slot): entry for entry in written},
        )

    async def save(self, before: Case, after: Case) -> None:
        """Write what leads from one case to the other."""
        found = changes(before, after)
        if found.member is not None:
            await self._members.save(found.member)
        await self._interviews.add(*found.added)
        await self._interviews.save(*found.changed)
        await self._save_marks(found)
        await self._owed.call_off(found.called_off)
        await self._owed.put(found.owed)
        await self._sheets.delete(after.member.id, *found.emptied)
        await self._sheets.put(*found.written)

    async def _save_marks(self, found: Changes) -> None:
        await self._session.write(UNMARK, _places(found.unmarked))
        await self._session.write(UNTICK, _places(found.unticked))
        await self._set(marks, marks.c.lead, found.marked, found.at)
        await self._set(task_marks, task_marks.c.task, found.ticked, found.at)

    async def _set(self, table: Table, what: Column[str], said: Said, at: datetime) -> None:
        rows = [
            {"interview_id": interview, what.name: str(about), "mark": str(mark), "at": at}
            for (interview, about), mark in said.items()
        ]
        await self._session.write(replacing(table, self._session.dialect), rows)


def _places(places: Collection[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"of_interview": interview, "about": str(about)} for interview, about in places]
