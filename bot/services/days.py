"""The days of a plan: what lies on them, what is done besides, and the countdown that is drawn of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import local
from bot.domain.content import Lead, Task
from bot.domain.countdown import Countdown, CountdownDay
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.packing import Packed
from bot.domain.plans import steps_for
from bot.domain.progress import PlanLine, State
from bot.domain.reminders import Mark
from bot.ports import Catalog, UnitOfWork
from bot.services.agenda import packed
from bot.services.planning import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a plan shows beside its steps. `left_out` are the steps whose task has no other day either."""

    packed: Packed
    also_done: tuple[Task, ...]
    left_out: tuple[tuple[Lead, str], ...]
    countdown: Countdown | None


async def days_of(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, view: Overview, now: datetime
) -> Days:
    """Return the days of an interview's plan; `view` is its overview at `now`."""
    ahead = not interview.settled and interview.starts_at > now
    beside = await packed(unit, catalog, member, interview, now) if ahead else Packed()
    ticked = (await unit.marks.tasks([interview.id])).get(interview.id, {})
    done = {name for name, mark in ticked.items() if mark is Mark.DONE}
    own = {line.task for line in view.lines}
    placed = {job.task.id for jobs in beside.days.values() for job in jobs} | done | own
    _, short = steps_for(interview, catalog.plan(member.preferences.pace), member.preferences)
    elsewhere = {step.lead for step in short if step.task in placed}
    return Days(
        packed=beside,
        also_done=tuple(task for name in sorted(done - own) if (task := catalog.task(name))),
        left_out=tuple((lead, why) for lead, why in view.left_out if lead not in elsewhere),
        countdown=_countdown(member, interview, view, beside, now) if ahead else None,
    )


def _countdown(
    member: Member, interview: Interview, view: Overview, beside: Packed, now: datetime
) -> Countdown:
    zone = member.preferences.zone or interview.zone
    today, last = local(now, zone).date(), local(interview.starts_at, zone).date()
    moved = {job.lead for jobs in beside.days.values() for job in jobs}
    minutes: dict[date, int] = {}
    done: dict[date, int] = {}
    for line in view.lines:
        if line.due_at >= interview.starts_at or line.lead in moved:
            continue
        day = _day_of(line, today, zone)
        if line.open or line.state is State.DONE:
            minutes[day] = minutes.get(day, 0) + line.minutes
        if line.state is State.DONE:
            done[day] = done.get(day, 0) + line.minutes
    for day, jobs in beside.days.items():
        minutes[day] = minutes.get(day, 0) + sum(job.task.minutes for job in jobs)
    every = (today + timedelta(days=further) for further in range((last - today).days + 1))
    return Countdown(
        today,
        tuple(
            CountdownDay(day, minutes.get(day, 0), done.get(day, 0), interview=day == last) for day in every
        ),
    )


def _day_of(line: PlanLine, today: date, zone: str) -> date:
    # The step of booking is for now, as long as it is open.
    return today if line.lead is Lead.BOOKING and line.open else local(line.due_at, zone).date()
