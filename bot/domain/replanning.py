"""Keeping the rows owed in step with the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Preferences
from bot.domain.plans import Plan, plan
from bot.domain.reminders import FINAL, Mark, Reminder, Status, reminder_key
from bot.domain.workload import repack


def replan(case: Case, *interviews: Interview) -> Case:
    """Work plans out at the case's instant, bring the rows in line with them, and pack the days anew.

    Interviews share the member's minutes, so the tasks of the others' reminders may change too.
    """
    for interview in interviews:
        case, _ = in_line(case, interview)
    return repack(case)


def in_line(case: Case, interview: Interview) -> tuple[Case, Plan]:
    """Bring an interview's rows in line with its plan; return the plan too.

    What was sent or has expired for this start stays; what is due this very moment is left to be sent;
    pending rows that the plan no longer wants are cancelled; the rest is inserted, updated or revived.
    """
    now, preferences, rows = case.now, case.preferences, case.rows(interview)
    marks = case.marks_of(interview)
    here = [row for row in rows if row.starts_at == interview.starts_at]
    carried = {lead for row in here if row.status is not Status.SENT for lead in row.includes}
    held_back = interview.settled or preferences.paused(now)
    leaving = [row for row in here if not held_back and row.lead not in marks and _leaving(row, now)]
    put_off = [] if interview.settled else _put_off(here, marks, preferences, now)
    kept = [*leaving, *put_off]
    # What expired and rides along with a row that is still to come is overdue, not over.
    settled = {row.lead for row in here if row.status in FINAL and row.lead not in carried}
    settled |= {row.lead for row in kept} | {str(lead) for lead in marks}
    settled |= {lead for row in here if row.status is Status.SENT for lead in row.includes}
    covered = sent_before(case, interview)
    if now > interview.planned_from:
        covered |= _shown_at_booking(case, interview, rows)
    worked_out = plan(
        interview,
        case.template,
        preferences,
        now,
        settled=frozenset(settled),
        covered=frozenset(covered),
        days_off=case.days_off(interview),
    )
    said = {row.key: row.tasks for row in here}
    wanted = [replace(row, tasks=said.get(row.key, ())) for row in _rows(interview, worked_out)]
    if not held_back:
        spoken_for = {row.lead for row in (*kept, *wanted)} | {str(lead) for lead in marks}
        wanted += _brought_along(interview, [row for row in rows if row.lead not in spoken_for], now)
    keep = {row.key for row in (*kept, *wanted)}
    stale = [row.key for row in rows if row.key not in keep]
    return case.without(stale, "the plan changed").owing([*wanted, *put_off]), worked_out


def sent_before(case: Case, interview: Interview) -> set[str]:
    """Return the leads that were said for an earlier start of this interview, those that rode along included."""
    rows = case.rows(interview)
    others = [row for row in rows if row.starts_at != interview.starts_at and row.status is Status.SENT]
    return {lead for row in others for lead in (row.lead, *row.includes)}


def _shown_at_booking(case: Case, interview: Interview, rows: Sequence[Reminder]) -> set[str]:
    """Return the leads that were overdue when a plan was first shown, and so were said with its first step.

    The plan was shown for the start that it had then, which may not be the one it has now.
    """
    shown: set[str] = set()
    for start in {interview.starts_at, *(row.starts_at for row in rows)}:
        there = local(start, interview.zone)
        as_it_was = replace(interview, day=there.date(), time=there.time())
        made = plan(as_it_was, case.template, case.preferences, interview.planned_from)
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
