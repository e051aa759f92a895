"""Members' cases in storage: one statement a table to read one, one a kind of change to write it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Select, Table, bindparam, delete, insert, literal, select, union_all, update

from bot.domain.case import Case, Changes, changes
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.plans import Library
from bot.domain.reminders import Mark
from bot.storage.belongings import SqlSheets
from bot.storage.mapping import INTERVIEWS
from bot.storage.members import SqlMembers
from bot.storage.owed import SqlOwedRows
from bot.storage.session import Session, replacing
from bot.storage.tables import interviews, marks, task_marks
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
