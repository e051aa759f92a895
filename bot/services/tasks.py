"""Ticking tasks off, wherever they were done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.reminders import Mark
from bot.ports import UnitOfWork


async def tick(unit: UnitOfWork, interview: Interview, tasks: Collection[str], now: datetime) -> None:
    """Note that tasks of an interview's preparation are done; a second time does no harm."""
    if tasks:
        await unit.marks.set_tasks(interview.id, tasks, Mark.DONE, now)
