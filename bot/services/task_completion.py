"""Tasks that are done: for one interview, and where once is enough, for all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.reminders import Mark
from bot.ports import Catalog, UnitOfWork
from bot.services.agenda import live, steps_of_plan

REMEMBERED = timedelta(days=90)
"""For so long after an interview what was done once for it counts for a new one."""


async def inherit(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> None:
    """Count what was done once for another interview, not long ago, for this one too."""
    others = [
        other
        for other in await unit.interviews.of(member.id)
        if other.id != interview.id and other.starts_at > now - REMEMBERED
    ]
    if not others:
        return
    done = {
        task
        for marks in (await unit.marks.tasks([other.id for other in others])).values()
        for task, mark in marks.items()
        if mark is Mark.DONE and _once(catalog, task)
    }
    await count_for(unit, catalog, member, interview, done, now)


async def count(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> tuple[Interview, ...]:
    """Note that tasks are done: for this interview, and where one serves every interview, for the others ahead.

    Return the others whose steps it touched: their plans are to be worked out again.
    """
    await count_for(unit, catalog, member, interview, tasks, now)
    once, others = await _shared(unit, catalog, member, interview, tasks, now)
    return tuple([each for each in others if await count_for(unit, catalog, member, each, once, now)])


async def uncount(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> tuple[Interview, ...]:
    """Take back that tasks are done, wherever they counted; return the other interviews whose steps it touched."""
    await _uncount_for(unit, catalog, member, interview, tasks)
    once, others = await _shared(unit, catalog, member, interview, tasks, now)
    return tuple([each for each in others if await _uncount_for(unit, catalog, member, each, once)])


async def count_for(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> bool:
    """Note that tasks are done for one interview, and the steps about them; return whether there are such steps."""
    await unit.marks.set_tasks(interview.id, tasks, Mark.DONE, now)
    marks = await unit.marks.of(interview.id) if tasks else {}
    done = [lead for lead in _about(catalog, member, interview, tasks) if lead not in marks]
    for lead in done:
        await unit.marks.set(interview.id, lead, Mark.DONE, now)
    return bool(done)


async def _uncount_for(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, tasks: Collection[str]
) -> bool:
    await unit.marks.clear_tasks(interview.id, tasks)
    marks = await unit.marks.of(interview.id) if tasks else {}
    done = [lead for lead in _about(catalog, member, interview, tasks) if marks.get(lead) is Mark.DONE]
    await unit.marks.clear(interview.id, done)
    return bool(done)


def _about(catalog: Catalog, member: Member, interview: Interview, tasks: Collection[str]) -> list[Lead]:
    """Return the steps before an interview whose task is one of `tasks`."""
    steps, _ = steps_of_plan(catalog, member, interview)
    return [lead for lead, step in steps.items() if step.task in tasks and not lead.after]


async def _shared(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> tuple[set[str], list[Interview]]:
    """Return those of the tasks that serve every interview, and the others ahead that they serve."""
    once = {task for task in tasks if _once(catalog, task)}
    ahead = await live(unit, member, now) if once else []
    return once, [other for other in ahead if other.id != interview.id]


def _once(catalog: Catalog, task: str) -> bool:
    found = catalog.task(task)
    return found is not None and found.once
