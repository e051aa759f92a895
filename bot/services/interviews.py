"""Adding, moving, cancelling and settling interviews; each brings its reminders along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.interviews import Interview, Outcome
from bot.domain.leads import Lead, Trait
from bot.domain.members import Member
from bot.domain.outcomes import LastTime, last_time
from bot.domain.reminders import Status
from bot.domain.sheets import Sheet
from bot.errors import NotFound
from bot.ports import Catalog, UnitOfWork
from bot.services import reflection, stories
from bot.services.greeting import greet
from bot.services.planning import Replanned, replan
from bot.services.task_completion import inherit

MUCH_SOONER = timedelta(days=1)


async def load(unit: UnitOfWork, member: Member, interview_id: str) -> Interview:
    """Return the member's interview. Raises NotFound for one that is not there or not theirs."""
    interview = await unit.interviews.get(member.id, interview_id)
    if interview is None:
        raise NotFound("I can't find that interview. It may have been deleted.", example="/interview list")
    return interview


async def add(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> Replanned:
    """Add an interview and everything that is owed for it, in one transaction."""
    await unit.interviews.add(interview)
    await greet(unit, member, interview, now)
    await inherit(unit, catalog, member, interview, now)
    planned = await replan(unit, catalog, member, interview, now)
    # Six stories written before there was an interview count for it too.
    if await stories.count(unit, catalog, member, now):
        planned = await replan(unit, catalog, member, interview, now)
    return planned


async def move(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    now: datetime,
    *,
    day: date,
    at: time,
    zone: str,
) -> tuple[Interview, Replanned]:
    """Give an interview a new time. A move to the time it has changes nothing."""
    if (day, at, zone) == (interview.day, interview.time, interview.zone) and not interview.cancelled:
        return interview, await replan(unit, catalog, member, interview, now)
    moved = replace(interview, day=day, time=at, zone=zone, cancelled=False, outcome=None, outcome_at=None)
    # By when they would answer was said of the day that it was.
    moved = replace(moved, answer_by=None)
    starts = {interview.starts_at, *(row.starts_at for row in await unit.reminders.of(interview.id))}
    # Short notice is counted anew only when the interview comes days sooner than it ever did. An hour, a day
    # gained, or a slip of the finger and back must not make the plan poorer.
    if moved.starts_at in starts:
        moved = replace(moved, planned_from=interview.created_at)
    elif moved.starts_at < min(starts) - MUCH_SOONER:
        moved = replace(moved, planned_from=now)
    await reflection.call_off(unit, interview)
    await unit.interviews.save(moved)
    await unit.marks.clear(moved.id, Lead.of(Trait.TIED))
    return moved, await replan(unit, catalog, member, moved, now)


async def cancel(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> tuple[Interview, Replanned]:
    """Call an interview off: nothing more is sent for it."""
    return await _change(unit, catalog, member, replace(interview, cancelled=True), now)


async def restore(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> tuple[Interview, Replanned]:
    """Undo a cancellation, or else take back what came of it; what is still ahead is owed again.

    What came of an interview before it was cancelled stands as it did then.
    """
    if interview.cancelled:
        restored = replace(interview, cancelled=False)
    else:
        restored = replace(interview, outcome=None, outcome_at=None)
    return await _change(unit, catalog, member, restored, now)


async def settle(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime, outcome: Outcome
) -> tuple[Interview, Replanned]:
    """Note what came of an interview; reminders follow it in the same transaction.

    The same outcome told again keeps the instant at which it was told first. Where something came of it, it was not
    called off.
    """
    told_before = interview.outcome_at if interview.outcome is outcome else None
    settled = replace(interview, cancelled=False, outcome=outcome, outcome_at=told_before or now)
    return await _change(unit, catalog, member, settled, now)


async def others_going_on(
    unit: UnitOfWork, member: Member, interview: Interview, now: datetime
) -> tuple[Interview, ...]:
    """Return the member's other interviews for which something is still to come."""
    found = []
    for other in await unit.interviews.of(member.id):
        if other.id == interview.id or other.settled:
            continue
        rows = await unit.reminders.of(other.id) if other.starts_at <= now else ()
        if other.starts_at > now or any(row.status is Status.PENDING for row in rows):
            found.append(other)
    return tuple(found)


async def round_before(unit: UnitOfWork, interview: Interview) -> LastTime | None:
    """Return what the round before left to this one; None where there was none or it is gone."""
    if not interview.previous:
        return None
    before = await unit.interviews.get(interview.member_id, interview.previous)
    return await left_by(unit, before) if before else None


async def left_by(unit: UnitOfWork, interview: Interview) -> LastTime:
    """Return what an interview leaves to the next round."""
    debrief = await unit.sheets.of(interview.member_id, Sheet.DEBRIEF, interview.id)
    return last_time(interview, debrief)


async def _change(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> tuple[Interview, Replanned]:
    await unit.interviews.save(interview)
    await reflection.follow(unit, member, interview, now)
    return interview, await replan(unit, catalog, member, interview, now)
