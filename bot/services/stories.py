"""Keeping stories, and ticking off what is done with them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from bot.domain.content import Proof, Task
from bot.domain.members import Member
from bot.domain.sheets import Entry, Sheet
from bot.domain.stories import DONE_BY_SIX, Story, gaps, stories_of, worth_steering
from bot.ports import Catalog, UnitOfWork
from bot.services.research import tick_off


async def stories(unit: UnitOfWork, member: Member) -> dict[Proof, Story]:
    """Return the member's stories; one that has no headline is none."""
    return stories_of(await unit.sheets.of(member.id, Sheet.STORIES))


async def to_practise(unit: UnitOfWork, member: Member) -> frozenset[Proof]:
    """Return the proofs that are to come up sooner in practice."""
    return worth_steering(await stories(unit, member))


async def keep(
    unit: UnitOfWork, catalog: Catalog, member: Member, proof: Proof, story: Story, now: datetime
) -> tuple[Task, ...]:
    """Keep a story; return the tasks that it ticked off."""
    values = {name: words for name, words in asdict(story).items() if words}
    entry = Entry(member_id=member.id, sheet=Sheet.STORIES, slot=proof, values=values, saved_at=now)
    await unit.sheets.put(entry)
    return await count(unit, catalog, member, now)


async def remove(unit: UnitOfWork, member: Member, proof: Proof) -> None:
    """Remove a story; a second time does no harm. What was ticked off stays so."""
    await unit.sheets.delete(member.id, Sheet.STORIES, "", proof)


async def count(unit: UnitOfWork, catalog: Catalog, member: Member, now: datetime) -> tuple[Task, ...]:
    """Tick off, for the interviews ahead, what six headlines finish; return what was open until now."""
    if gaps(await stories(unit, member)):
        return ()
    ticked: dict[str, Task] = {}
    for interview in await unit.interviews.of(member.id):
        if not interview.settled and interview.starts_at > now:
            for task in await tick_off(unit, catalog, member, interview, DONE_BY_SIX, now):
                ticked[task.id] = task
    return tuple(ticked.values())
