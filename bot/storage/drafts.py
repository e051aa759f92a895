"""Drafts and marks in storage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.domain.content import Lead
from bot.domain.drafts import Draft
from bot.domain.reminders import Mark
from bot.storage.rows import DRAFTS
from bot.storage.session import Session, replacing
from bot.storage.tables import drafts, marks, task_marks
from bot.storage.types import among
from bot.storage.vault import Vault

MINE = select(drafts).where(
    drafts.c.member_id == bindparam("member_id"), drafts.c.expires_at > bindparam("now")
)
ALL = MINE.order_by(drafts.c.saved_at.desc(), drafts.c.id)
ONE = MINE.where(drafts.c.id == bindparam("id"))
DELETE = delete(drafts).where(drafts.c.member_id == bindparam("mine"), drafts.c.id == bindparam("which"))
MARKS = select(marks.c.lead, marks.c.mark).where(marks.c.interview_id == bindparam("interview_id"))
UNMARK = delete(marks).where(
    marks.c.interview_id == bindparam("which"), marks.c.lead.in_(bindparam("steps", expanding=True))
)
TASK_MARKS = select(task_marks.c.interview_id, task_marks.c.task, task_marks.c.mark).where(
    among(task_marks.c.interview_id, "interviews")
)
UNMARK_TASKS = delete(task_marks).where(
    task_marks.c.interview_id == bindparam("which"), task_marks.c.task.in_(bindparam("names", expanding=True))
)


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


class SqlMarks:
    """Implements `bot.ports.Marks`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def of(self, interview_id: str) -> Mapping[Lead, Mark]:
        """Return the marks of one interview."""
        rows = await self._session.rows(MARKS, {"interview_id": interview_id})
        return {Lead(row["lead"]): Mark(row["mark"]) for row in rows}

    async def set(self, interview_id: str, lead: Lead, mark: Mark, at: datetime) -> None:
        """Set or replace a mark."""
        values = {"interview_id": interview_id, "lead": str(lead), "mark": str(mark), "at": at}
        await self._session.write(replacing(marks, self._session.dialect), values)

    async def clear(self, interview_id: str, leads: Collection[Lead]) -> None:
        """Remove marks."""
        await self._session.write(UNMARK, {"which": interview_id, "steps": [str(lead) for lead in leads]})

    async def tasks(self, interview_ids: Collection[str]) -> Mapping[str, Mapping[str, Mark]]:
        """Return what was said of tasks, by interview and task."""
        found: dict[str, dict[str, Mark]] = {}
        for row in await self._session.rows(TASK_MARKS, {"interviews": list(interview_ids)}):
            found.setdefault(row["interview_id"], {})[row["task"]] = Mark(row["mark"])
        return found

    async def set_tasks(self, interview_id: str, tasks: Collection[str], mark: Mark, at: datetime) -> None:
        """Set or replace the marks of tasks."""
        rows = [{"interview_id": interview_id, "task": task, "mark": str(mark), "at": at} for task in tasks]
        await self._session.write(replacing(task_marks, self._session.dialect), rows)

    async def clear_tasks(self, interview_id: str, tasks: Collection[str]) -> None:
        """Remove the marks of tasks."""
        await self._session.write(UNMARK_TASKS, {"which": interview_id, "names": list(tasks)})
