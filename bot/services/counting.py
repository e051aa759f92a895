"""Tasks that are done: for one interview, and where once is enough, for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.placing import ORDER
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
    await count_for(unit, catalog, member, [interview], done, now)


async def count_everywhere(
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
    if not tasks:
        return ()
    await unit.marks.set_tasks(interview.id, tasks, Mark.DONE, now)
    once = {task for task in tasks if _once(catalog, task)}
    others = [other for other in await live(unit, member, now) if other.id != interview.id] if once else []
    return await count_for(unit, catalog, member, others, once, now)


async def count_for(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interviews: Sequence[Interview],
    tasks: Collection[str],
    now: datetime,
) -> tuple[Interview, ...]:
    """Note that tasks are done for each of the interviews, and the steps about them; return those with such steps."""
    touched = []
    for interview in interviews if tasks else ():
        await unit.marks.set_tasks(interview.id, tasks, Mark.DONE, now)
        marks = await unit.marks.of(interview.id)
        done = [
            lead
            for lead, step in steps_of_plan(catalog, member, interview)[0].items()
            if step.task in tasks and lead not in marks and ORDER[lead] < ORDER[Lead.AFTER_2H]
        ]
        for lead in done:
            await unit.marks.set(interview.id, lead, Mark.DONE, now)
        if done:
            touched.append(interview)
    return tuple(touched)


async def uncount_everywhere(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> tuple[Interview, ...]:
    """Take back that tasks are done, wherever they counted; return the other interviews whose steps it touched."""
    once = {task for task in tasks if _once(catalog, task)}
    others = [other for other in await live(unit, member, now) if other.id != interview.id] if once else []
    touched = []
    for each in (interview, *others):
        gone = set(tasks) if each is interview else once
        await unit.marks.clear_tasks(each.id, gone)
        marks = await unit.marks.of(each.id)
        steps = steps_of_plan(catalog, member, each)[0]
        counted = [lead for lead, step in steps.items() if step.task in gone and marks.get(lead) is Mark.DONE]
        await unit.marks.clear(each.id, counted)
        if counted and each is not interview:
            touched.append(each)
    return tuple(touched)


def _once(catalog: Catalog, task: str) -> bool:
    found: Task | None = catalog.task(task)
    return found is not None and found.once
