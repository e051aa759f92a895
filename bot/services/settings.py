"""Changing a member's settings, pausing and resuming; what is owed follows in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member, Preferences
from bot.domain.plans import Plan, Reason, plan
from bot.domain.reminders import Reminder, Status
from bot.domain.settings import planned_alike
from bot.ports import Catalog, UnitOfWork
from bot.services import planning
from bot.services.planning import replan, replan_all


@dataclass(frozen=True, slots=True)
class Resumed:
    """A member whose reminders are on again. Steps whose time went by meanwhile are carried on or let go."""

    member: Member
    carried: tuple[Lead, ...]
    let_go: tuple[Lead, ...]


async def change(
    unit: UnitOfWork, catalog: Catalog, member: Member, preferences: Preferences, now: datetime
) -> Member:
    """Write new preferences and work every plan out again, unless no plan depends on what changed."""
    changed = replace(member, preferences=preferences)
    await unit.members.save(changed)
    if not planned_alike(member.preferences, preferences):
        await replan_all(unit, catalog, changed, now)
    return changed


async def pending(unit: UnitOfWork, member: Member) -> tuple[Reminder, ...]:
    """Return the reminders still owed for all of a member's interviews, the next first."""
    rows = [
        row
        for interview in await unit.interviews.of(member.id)
        for row in await unit.reminders.of(interview.id)
        if row.status is Status.PENDING
    ]
    return tuple(sorted(rows, key=lambda row: row.due_at))


async def pause(unit: UnitOfWork, catalog: Catalog, member: Member, until: datetime, now: datetime) -> Member:
    """Hold reminders back until an instant (aware, ahead of `now`); what falls before it is not sent."""
    return await change(unit, catalog, member, replace(member.preferences, paused_until=until), now)


async def resume(unit: UnitOfWork, catalog: Catalog, member: Member, now: datetime) -> Resumed:
    """End a pause, plan from `now` on, and find out what went by."""
    resumed = replace(member, preferences=replace(member.preferences, paused_until=None))
    await unit.members.save(resumed)
    carried: list[Lead] = []
    let_go: list[Lead] = []
    for interview in await unit.interviews.of(member.id):
        planned = (await replan(unit, catalog, resumed, interview, now)).plan
        missed = _overdue(planned) - _overdue(_as_made(catalog, resumed, interview))
        carried += [lead for lead in _merged(planned) if lead in missed]
        let_go += [lead for lead in _too_late(planned) if lead in missed]
    return Resumed(resumed, tuple(dict.fromkeys(carried)), tuple(dict.fromkeys(let_go)))


def _as_made(catalog: Catalog, member: Member, interview: Interview) -> Plan:
    """Return the plan as it stood when the interview was added or moved: what it merged then was not missed."""
    template = catalog.plan(member.preferences.pace)
    days_off = planning.days_off(catalog, member, interview)
    return plan(interview, template, member.preferences, interview.planned_from, days_off=days_off)


def _overdue(planned: Plan) -> set[Lead]:
    return {*_merged(planned), *_too_late(planned)}


def _merged(planned: Plan) -> list[Lead]:
    return [step.lead for item in planned.steps for step in item.includes]


def _too_late(planned: Plan) -> list[Lead]:
    return [left.step.lead for left in planned.left_out if left.reason is Reason.TOO_LATE]
