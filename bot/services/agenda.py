"""What there is to do beside the steps, packed into the days left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest

from bot.domain.calendar import local
from bot.domain.content import Lead, PlanStep, Task
from bot.domain.interviews import Interview
from bot.domain.leads import WHOLE_DAYS
from bot.domain.members import Member
from bot.domain.packing import Load, Packed, Pin, pack, suits
from bot.domain.plans import steps_for
from bot.domain.reminders import Mark, Reminder, Status
from bot.ports import Catalog, UnitOfWork

TOO_SHORT = timedelta(hours=36)
"""With less notice than this the steps are all there is to do."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A reminder and the days that it speaks for, until the next one; `held_on` is the interview's day."""

    row: Reminder
    first: date
    until: date
    held_on: date


Rows = Sequence[Reminder]
Marks = Mapping[Lead, Mark]


async def packed(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> Packed:
    """Return what lies on which of the days left for an interview, as things stand."""
    loads = [
        await _load_of(unit, catalog, member, one, await unit.reminders.of(one.id))
        for one in await live(unit, member, now)
    ]
    today = local(now, _zone(member, interview)).date()
    return pack(loads, today, member.preferences.minutes_a_day).get(interview.id, Packed())


async def repack(unit: UnitOfWork, catalog: Catalog, member: Member, now: datetime) -> None:
    """Bring what reminders say beside their steps up to date.

    What a reminder will say is worked out for its own day, as if nothing more were marked until then: a mark
    packs again.
    """
    loads: list[Load] = []
    windows: list[_Window] = []
    for interview in await live(unit, member, now):
        rows = await unit.reminders.of(interview.id)
        loads.append(await _load_of(unit, catalog, member, interview, rows))
        windows += _windows(interview, rows, loads[-1].day, _zone(member, interview))
    changed = []
    for day, group in groupby(sorted(windows, key=lambda window: window.first), lambda window: window.first):
        on_it = list(group)
        furthest = max(window.held_on for window in on_it)
        ahead = [load for load in loads if day < load.day <= furthest]
        found = pack(ahead, day, member.preferences.minutes_a_day)
        for window in on_it:
            jobs = found.get(window.row.interview_id, Packed()).between(window.first, window.until)
            tasks = tuple(job.task.id for job in jobs)
            if tasks != window.row.tasks:
                changed.append(replace(window.row, tasks=tasks))
    if changed:
        await unit.reminders.put(changed)


async def live(unit: UnitOfWork, member: Member, now: datetime) -> list[Interview]:
    """Return the interviews still ahead, the nearest first."""
    return [one for one in await unit.interviews.of(member.id) if not one.settled and one.starts_at > now]


async def _load_of(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, rows: Rows
) -> Load:
    marks = await unit.marks.of(interview.id)
    ticked = (await unit.marks.tasks([interview.id])).get(interview.id, {})
    return load_of(catalog, member, interview, rows, marks, ticked)


def load_of(
    catalog: Catalog,
    member: Member,
    interview: Interview,
    rows: Rows,
    marks: Marks,
    ticked: Mapping[str, Mark],
) -> Load:
    """Return what there is to do for one interview: its steps on their days, and what else its plan holds."""
    zone = _zone(member, interview)
    steps, short = steps_of_plan(catalog, member, interview)
    days = _days(interview, rows, marks, zone)
    pins = tuple(
        Pin(lead, day, task, open=lead not in marks and task.id not in ticked)
        for lead, day in days.items()
        if (task := _task(catalog, steps.get(lead))) is not None and not lead.after
    )
    names: list[str] = []
    if interview.starts_at - interview.planned_from >= TOO_SHORT:
        unplaced = [step for lead, step in steps.items() if lead in WHOLE_DAYS and lead not in days]
        names = [step.task for step in (*unplaced, *short) if step.task and step.lead in WHOLE_DAYS]
        names += catalog.plan(member.preferences.pace).tasks
    about_steps = {pin.task.id for pin in pins}
    others = (
        task
        for name in dict.fromkeys(names)
        if name not in ticked and name not in about_steps and (task := catalog.task(name)) is not None
    )
    return Load(
        interview_id=interview.id,
        day=local(interview.starts_at, zone).date(),
        begun=local(interview.planned_from, zone).date(),
        pins=pins,
        others=tuple(task for task in others if suits(task, interview)),
    )


def _days(interview: Interview, rows: Rows, marks: Marks, zone: str) -> dict[Lead, date]:
    """Return the day of each step: its reminder's, where those merged into another lie on that one's day.

    A step that was marked before it was due has no reminder any more; what it is about is done all the same.
    """
    days: dict[Lead, date] = dict.fromkeys(marks, interview.day)
    days[Lead.BOOKING] = local(interview.planned_from, zone).date()
    for row in sorted(rows, key=lambda row: row.snooze):
        if row.starts_at == interview.starts_at and row.status is not Status.CANCELLED:
            day = local(row.due_at, zone).date()
            days |= dict.fromkeys(map(Lead, (row.lead, *row.includes)), day)
    return days


def _task(catalog: Catalog, step: PlanStep | None) -> Task | None:
    return catalog.task(step.task) if step and step.task else None


def _windows(interview: Interview, rows: Rows, held_on: date, zone: str) -> Iterator[_Window]:
    """Yield the reminders still to come before an interview, each with the days that it speaks for."""
    ahead = sorted(
        (row for row in rows if row.status is Status.PENDING and row.due_at < interview.starts_at),
        key=lambda row: row.due_at,
    )
    for row, following in zip_longest(ahead, ahead[1:]):
        until = local(following.due_at, zone).date() if following else held_on
        yield _Window(row, local(row.due_at, zone).date(), until, held_on)


def steps_of_plan(
    catalog: Catalog, member: Member, interview: Interview
) -> tuple[Mapping[Lead, PlanStep], tuple[PlanStep, ...]]:
    """Return the step that each lead has in the member's plan, and those that the notice was too short for."""
    return steps_for(interview, catalog.plan(member.preferences.pace), member.preferences)


def _zone(member: Member, interview: Interview) -> str:
    return member.preferences.zone or interview.zone
