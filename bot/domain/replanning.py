"""Keeping the rows owed in step with the plan, with what the member wants, and with what they put off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Preferences
from bot.domain.packing import repack
from bot.domain.plans import Plan, Reason, plan
from bot.domain.quiet import quiet_ends
from bot.domain.reminders import FINAL, Later, Mark, Reminder, Status, reminder_key
from bot.domain.settings import planned_alike
from bot.errors import InputError


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


@dataclass(frozen=True, slots=True)
class Resumed:
    """A member whose reminders are on again. Steps whose time went by meanwhile are carried on or let go."""

    case: Case
    carried: tuple[Lead, ...]
    let_go: tuple[Lead, ...]


def prefer(case: Case, preferences: Preferences) -> Case:
    """Take new preferences over, and work every plan out again, unless no plan depends on what changed."""
    after = case.with_preferences(preferences)
    if planned_alike(case.preferences, preferences):
        return after
    return replan(after, *after.interviews)


def pending(case: Case) -> tuple[Reminder, ...]:
    """Return the reminders still owed for all of a member's interviews, the next first."""
    rows = [row for interview in case.interviews for row in case.pending(interview)]
    return tuple(sorted(rows, key=lambda row: row.due_at))


def resume(case: Case) -> Resumed:
    """End a pause, plan from now on, and find out what went by."""
    case = case.with_preferences(replace(case.preferences, paused_until=None))
    carried: list[Lead] = []
    let_go: list[Lead] = []
    for interview in case.interviews:
        case, planned = in_line(case, interview)
        missed = _overdue(planned) - _overdue(_as_made(case, interview))
        carried += [lead for lead in _merged(planned) if lead in missed]
        let_go += [lead for lead in _too_late(planned) if lead in missed]
    return Resumed(repack(case), tuple(dict.fromkeys(carried)), tuple(dict.fromkeys(let_go)))


def _as_made(case: Case, interview: Interview) -> Plan:
    """Return the plan as it stood when the interview was added or moved: what it merged then was not missed."""
    return plan(
        interview,
        case.template,
        case.preferences,
        interview.planned_from,
        days_off=case.days_off(interview),
    )


def _overdue(planned: Plan) -> set[Lead]:
    return {*_merged(planned), *_too_late(planned)}


def _merged(planned: Plan) -> list[Lead]:
    return [step.lead for item in planned.steps for step in item.includes]


def _too_late(planned: Plan) -> list[Lead]:
    return [left.step.lead for left in planned.left_out if left.reason is Reason.TOO_LATE]


HOUR = timedelta(hours=1)
LEAST_USE = timedelta(minutes=5)
"""A reminder put off must come at least this long before it stops being useful."""
EVENING_FROM = 16
LATE_EVENING = time(20, 0)
NEXT_MORNING = time(9, 0)


def later_at(choice: Later, now: datetime, zone: str, preferences: Preferences) -> datetime:
    """Return the instant that "later" means, outside quiet hours.

    "This evening" is the member's own time for reminders, or 20:00 when that has passed.
    "Tomorrow" is the morning: 09:00, or the end of quiet hours when that is later.
    """
    here = local(now, zone)
    if choice is Later.HOUR:
        return _after_quiet(now + HOUR, zone, preferences)
    if choice is Later.EVENING:
        evening = instant_of(here.date(), preferences.remind_at, zone)
        if preferences.remind_at.hour < EVENING_FROM or evening <= now + LEAST_USE:
            evening = instant_of(here.date(), LATE_EVENING, zone)
        return _after_quiet(max(evening, now + LEAST_USE), zone, preferences)
    return _after_quiet(instant_of(here.date() + timedelta(days=1), NEXT_MORNING, zone), zone, preferences)


def offered(reminder: Reminder, now: datetime, zone: str, preferences: Preferences) -> tuple[Later, ...]:
    """Return the ways of putting it off that still leave time to act, without two at the same instant."""
    # Asked for every message that leaves: what cannot be is left out before it is worked out.
    choices: dict[datetime, Later] = {}
    left = reminder.useful_until - now - LEAST_USE
    today = local(now, zone).date()
    # The label must stay true: an hour that the night turns into the morning is no hour.
    if left >= HOUR and later_at(Later.HOUR, now, zone, preferences) == now + HOUR:
        choices[now + HOUR] = Later.HOUR
    if left >= HOUR:
        at = later_at(Later.EVENING, now, zone, preferences)
        if now + HOUR <= at <= reminder.useful_until - LEAST_USE and local(at, zone).date() == today:
            choices.setdefault(at, Later.EVENING)
    if local(reminder.useful_until, zone).date() > today:
        at = later_at(Later.TOMORROW, now, zone, preferences)
        if at <= reminder.useful_until - LEAST_USE:
            choices.setdefault(at, Later.TOMORROW)
    return tuple(choices.values())


def put_off(case: Case, reminder: Reminder, choice: Later) -> tuple[Case, Reminder]:
    """Put a reminder off: one child row, which is returned too; a second press moves it.

    Raises InputError when it would come too late to help.
    """
    interview = case.interview(reminder.interview_id)
    due_at = later_at(choice, case.now, case.zone_of(interview), case.preferences)
    if reminder.starts_at != interview.starts_at or interview.settled:
        raise InputError(
            "This was for a time that has changed; the plan has what is next.", example="/interview plan"
        )
    if case.preferences.paused(due_at):
        raise InputError(
            "Reminders are paused until then. Resume them first, then put it off.", example="/encore resume"
        )
    if due_at + LEAST_USE > reminder.useful_until:
        raise InputError("By then this step would be of no use any more. It is better done now, or skipped.")
    family = [
        row
        for row in case.rows(interview)
        if row.lead == reminder.lead and row.starts_at == reminder.starts_at
    ]
    last = max(family, key=lambda row: row.snooze)
    waits = last.snooze and last.status in {Status.PENDING, Status.CANCELLED}
    snooze = last.snooze if waits else last.snooze + 1
    child = replace(
        reminder,
        key=reminder_key(interview.id, reminder.lead, reminder.starts_at, snooze),
        snooze=snooze,
        due_at=due_at,
        status=Status.PENDING,
        sent_at=None,
        attempts=0,
        attempted_at=None,
        reason="",
        told=False,
    )
    # Whoever wants to hear it again has not done it.
    return case.unmarked(interview, [Lead(reminder.lead)]).owing([child]), child


def _after_quiet(moment: datetime, zone: str, preferences: Preferences) -> datetime:
    return quiet_ends(moment, zone, preferences) or moment
