"""Keeping the rows owed in step with the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.calendar import local
from bot.domain.content import Lead, PlanTemplate
from bot.domain.interviews import Interview
from bot.domain.members import Member, Preferences
from bot.domain.plans import Plan, Reason, days_after, plan, steps_for
from bot.domain.progress import PlanLine, progress
from bot.domain.reminders import FINAL, Mark, Reminder, Status, reminder_key
from bot.ports import Catalog, UnitOfWork
from bot.services.agenda import repack
from bot.services.reminders import steps_of
from bot.services.task_completion import count, uncount

REASONS = {
    Reason.SHORT_NOTICE: "too little time",
    Reason.FORMAT: "not needed for this format",
    Reason.TOO_LATE: "its time had passed",
    Reason.PAUSED: "reminders were paused",
    Reason.QUIET: "your quiet hours leave it no room",
}


@dataclass(frozen=True, slots=True)
class Replanned:
    """What is owed after planning: rows pending, in order, and how many were stopped."""

    pending: tuple[Reminder, ...]
    stopped: int
    plan: Plan


async def mark(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    now: datetime,
    *,
    lead: Lead,
    said: Mark | None,
) -> Overview:
    """Note what the member says of a step, or with None open it again; steps merged into it go along.

    Reminders follow: a step that is done is not reminded of.
    """
    view = await overview(unit, catalog, member, interview, now)
    line = next((line for line in view.lines if line.lead is lead), None)
    leads = (lead, *line.includes) if line else (lead,)
    steps = steps_for(interview, catalog.plan(member.preferences.pace), member.preferences)[0]
    tasks = [step.task for each in leads if (step := steps.get(each)) and step.task]
    if said is None:
        before = await unit.marks.of(interview.id)
        # A step that was only left out took nothing off the others' plans.
        was_done = any(before.get(each) is Mark.DONE for each in leads)
        await unit.marks.clear(interview.id, leads)
        touched = await uncount(unit, catalog, member, interview, tasks, now) if was_done else ()
    else:
        for each in leads:
            await unit.marks.set(interview.id, each, said, now)
        done = said is Mark.DONE
        touched = await count(unit, catalog, member, interview, tasks, now) if done else ()
    await replan(unit, catalog, member, interview, now, *touched)
    return await overview(unit, catalog, member, interview, now)


async def tick(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> None:
    """Note that tasks are done, wherever that was; a step that is about one of them is done with it."""
    touched = await count(unit, catalog, member, interview, tasks, now)
    await replan(unit, catalog, member, interview, now, *touched)


async def untick(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> None:
    """Open tasks again."""
    touched = await uncount(unit, catalog, member, interview, tasks, now)
    await replan(unit, catalog, member, interview, now, *touched)


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan as it stands. `left_out` pairs a step's lead with why it is not there."""

    lines: tuple[PlanLine, ...]
    left_out: tuple[tuple[Lead, str], ...]


async def replan(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    now: datetime,
    *others: Interview,
) -> Replanned:
    """Work the plan out at `now`, bring the reminders' rows in line with it, and pack the days anew.

    Interviews share the member's minutes, so the tasks of the others' reminders may change too; `others` are those
    whose own plans are worked out with it.
    """
    for other in others:
        await _replan(unit, catalog, member, other, now)
    replanned = await _replan(unit, catalog, member, interview, now)
    await repack(unit, catalog, member, now)
    return replanned


async def _replan(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> Replanned:
    """Bring the rows in line with the plan.

    What was sent or has expired for this start stays; what is due this very moment is left to be sent;
    pending rows that the plan no longer wants are cancelled; the rest is inserted, updated or revived.
    """
    rows = await unit.reminders.of(interview.id)
    marks = await unit.marks.of(interview.id)
    here = [row for row in rows if row.starts_at == interview.starts_at]
    preferences = member.preferences
    carried = {lead for row in here if row.status is not Status.SENT for lead in row.includes}
    held_back = interview.settled or preferences.paused(now)
    leaving = [row for row in here if not held_back and row.lead not in marks and _leaving(row, now)]
    put_off = [] if interview.settled else _put_off(here, marks, preferences, now)
    kept = [*leaving, *put_off]
    # What expired and rides along with a row that is still to come is overdue, not over.
    settled = {row.lead for row in here if row.status in FINAL and row.lead not in carried}
    settled |= {row.lead for row in kept} | {str(lead) for lead in marks}
    settled |= {lead for row in here if row.status is Status.SENT for lead in row.includes}
    template = catalog.plan(member.preferences.pace)
    covered = _sent_before(interview, rows)
    if now > interview.planned_from:
        covered |= _shown_at_booking(interview, template, preferences, rows)
    worked_out = plan(
        interview,
        template,
        preferences,
        now,
        settled=frozenset(settled),
        covered=frozenset(covered),
        days_off=days_off(catalog, member, interview),
    )
    said = {row.key: row.tasks for row in here}
    wanted = [replace(row, tasks=said.get(row.key, ())) for row in _rows(interview, worked_out)]
    if not held_back:
        spoken_for = {row.lead for row in (*kept, *wanted)} | {str(lead) for lead in marks}
        wanted += _brought_along(interview, [row for row in rows if row.lead not in spoken_for], now)
    keep = {row.key for row in (*kept, *wanted)}
    stale = [row.key for row in rows if row.status is Status.PENDING and row.key not in keep]
    await unit.reminders.cancel(stale, "the plan changed")
    await unit.reminders.put([*wanted, *put_off])
    return Replanned(tuple(sorted((*kept, *wanted), key=lambda row: row.due_at)), len(stale), worked_out)


async def replan_all(unit: UnitOfWork, catalog: Catalog, member: Member, now: datetime) -> None:
    """Work out every interview's plan again, after the member's settings changed."""
    for interview in await unit.interviews.of(member.id):
        await _replan(unit, catalog, member, interview, now)
    await repack(unit, catalog, member, now)


async def overview(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> Overview:
    """Return the steps as they stand, in order, and what was left out with the reason."""
    rows = await unit.reminders.of(interview.id)
    marks = await unit.marks.of(interview.id)
    template = catalog.plan(member.preferences.pace)
    covered = _sent_before(interview, rows)
    unpaused = replace(member.preferences, paused_until=None)
    made = plan(
        replace(interview, cancelled=False, outcome=None),
        template,
        unpaused,
        interview.planned_from,
        covered=frozenset(covered),
        days_off=days_off(catalog, member, interview),
    )
    steps = steps_of(catalog, member.preferences.pace)
    lines = progress(interview, made, rows, marks, now, step_of=steps.get, task_of=catalog.task)
    return Overview(lines, tuple((left.step.lead, REASONS[left.reason]) for left in made.left_out))


def days_off(catalog: Catalog, member: Member, interview: Interview) -> frozenset[date]:
    """Return the days after an interview on which nobody works, as far as its plan is counted."""
    zone = member.preferences.zone or interview.zone
    return catalog.days_off(member.preferences.region, zone, *days_after(interview))


def _sent_before(interview: Interview, rows: Sequence[Reminder]) -> set[str]:
    """Return the leads that were said for an earlier start of this interview, those that rode along included."""
    others = [row for row in rows if row.starts_at != interview.starts_at and row.status is Status.SENT]
    return {lead for row in others for lead in (row.lead, *row.includes)}


def _shown_at_booking(
    interview: Interview, template: PlanTemplate, preferences: Preferences, rows: Sequence[Reminder]
) -> set[str]:
    """Return the leads that were overdue when a plan was first shown, and so were said with its first step.

    The plan was shown for the start that it had then, which may not be the one it has now.
    """
    shown: set[str] = set()
    for start in {interview.starts_at, *(row.starts_at for row in rows)}:
        there = local(start, interview.zone)
        as_it_was = replace(interview, day=there.date(), time=there.time())
        made = plan(as_it_was, template, preferences, interview.planned_from)
        steps = (item.includes for item in made.steps if item.step.lead is Lead.BOOKING)
        shown |= {step.lead for includes in steps for step in includes}
    return shown


def _leaving(row: Reminder, now: datetime) -> bool:
    """Whether a row is due and about to be sent: planning again must neither lose nor delay it."""
    return row.status is Status.PENDING and row.due_at <= now < row.useful_until


def _put_off(
    rows: Sequence[Reminder], marks: Mapping[Lead, Mark], preferences: Preferences, now: datetime
) -> list[Reminder]:
    """Return the "later"s that the member asked for and still wants; one that a pause held back comes now."""
    newest = {row.lead: row for row in sorted(rows, key=lambda row: row.snooze)}
    wanted = (
        replace(row, due_at=max(row.due_at, now), status=Status.PENDING, reason="")
        for row in newest.values()
        if row.snooze > 0 and row.status in {Status.PENDING, Status.CANCELLED} and row.lead not in marks
    )
    return [row for row in wanted if row.due_at < row.useful_until and not preferences.paused(row.due_at)]


def _brought_along(interview: Interview, rows: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """Return the "later"s asked for under another start, brought over to the one that the interview has now."""
    moved = (
        replace(
            row,
            key=reminder_key(interview.id, row.lead, interview.starts_at, row.snooze),
            starts_at=interview.starts_at,
            useful_until=min(row.useful_until, interview.starts_at),
        )
        for row in rows
        if row.snooze > 0 and row.status is Status.PENDING and row.starts_at != interview.starts_at
    )
    return [row for row in moved if now < row.due_at < row.useful_until]


def _rows(interview: Interview, worked_out: Plan) -> list[Reminder]:
    return [
        Reminder(
            key=reminder_key(interview.id, planned.step.lead, interview.starts_at, 0),
            member_id=interview.member_id,
            interview_id=interview.id,
            lead=planned.step.lead,
            starts_at=interview.starts_at,
            due_at=planned.due_at,
            useful_until=planned.useful_until,
            quiet_ok=planned.step.quiet_ok,
            includes=tuple(step.lead for step in planned.includes),
        )
        for planned in worked_out.steps
        if planned.step.lead is not Lead.BOOKING
    ]
