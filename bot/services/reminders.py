"""What a member does with a reminder: done, later, skip; and what a reminder says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.content import Lead, PlanStep
from bot.domain.interviews import Interview
from bot.domain.members import Member, Pace, Preferences
from bot.domain.quiet import QuietHours
from bot.domain.reminder_context import PLAIN, Occasion
from bot.domain.reminders import GREETING, REFLECTION, Later, Reminder, Status, reminder_key
from bot.errors import InputError, NotFound
from bot.ports import Catalog, UnitOfWork
from bot.views.greeting import GreetingView
from bot.views.reflection import ReflectionOffer
from bot.views.reminders import ReminderView
from bot.views.view import View

HOUR = timedelta(hours=1)
LEAST_USE = timedelta(minutes=5)
"""A reminder put off must come at least this long before it stops being useful."""
EVENING_FROM = 16
LATE_EVENING = time(20, 0)
NEXT_MORNING = time(9, 0)


async def load(unit: UnitOfWork, member: Member, key: str) -> tuple[Reminder, Interview]:
    """Return the member's reminder and its interview. Raises NotFound for another's and a deleted one alike."""
    reminder = await unit.reminders.get(member.id, key)
    interview = await unit.interviews.get(member.id, reminder.interview_id) if reminder else None
    if reminder is None or interview is None:
        raise NotFound("That reminder belongs to something that is gone now.", example="/prep")
    return reminder, interview


def put_off(choice: Later, now: datetime, zone: str, preferences: Preferences) -> datetime:
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
    if left >= HOUR and put_off(Later.HOUR, now, zone, preferences) == now + HOUR:
        choices[now + HOUR] = Later.HOUR
    if left >= HOUR:
        at = put_off(Later.EVENING, now, zone, preferences)
        if now + HOUR <= at <= reminder.useful_until - LEAST_USE and local(at, zone).date() == today:
            choices.setdefault(at, Later.EVENING)
    if local(reminder.useful_until, zone).date() > today:
        at = put_off(Later.TOMORROW, now, zone, preferences)
        if at <= reminder.useful_until - LEAST_USE:
            choices.setdefault(at, Later.TOMORROW)
    return tuple(choices.values())


async def later(
    unit: UnitOfWork, member: Member, reminder: Reminder, interview: Interview, choice: Later, now: datetime
) -> Reminder:
    """Put a reminder off: one child row; a second press moves it.

    Raises InputError when it would come too late to help.
    """
    zone = member.preferences.zone or interview.zone
    due_at = put_off(choice, now, zone, member.preferences)
    if reminder.starts_at != interview.starts_at or interview.settled:
        raise InputError(
            "This was for a time that has changed; the plan has what is next.", example="/interview plan"
        )
    if member.preferences.paused(due_at):
        raise InputError(
            "Reminders are paused until then. Resume them first, then put it off.", example="/encore resume"
        )
    if due_at + LEAST_USE > reminder.useful_until:
        raise InputError("By then this step would be of no use any more. It is better done now, or skipped.")
    # Whoever wants to hear it again has not done it.
    await unit.marks.clear(interview.id, [Lead(reminder.lead)])
    family = [
        row
        for row in await unit.reminders.of(interview.id)
        if row.lead == reminder.lead and row.starts_at == reminder.starts_at
    ]
    last = max(family, key=lambda row: row.snooze)
    snooze = (
        last.snooze if last.snooze and last.status in {Status.PENDING, Status.CANCELLED} else last.snooze + 1
    )
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
    await unit.reminders.put([child])
    return child


def message_of(
    catalog: Catalog,
    member: Member,
    interview: Interview,
    reminder: Reminder,
    now: datetime,
    occasion: Occasion = PLAIN,
) -> View:
    """Return what a row owed says at `now`: a step of the plan, the first private message, the offer to look back."""
    if reminder.lead == GREETING:
        return GreetingView(reminder.key)
    if reminder.lead == REFLECTION:
        return ReflectionOffer(reminder.key, interview.company)
    return view_of(catalog, member, interview, reminder, now, occasion)


def view_of(
    catalog: Catalog,
    member: Member,
    interview: Interview,
    reminder: Reminder,
    now: datetime,
    occasion: Occasion = PLAIN,
) -> ReminderView:
    """Return what a reminder says at `now`. Raises LookupError when the plan no longer holds its step."""
    zone = member.preferences.zone or interview.zone
    steps = steps_of(catalog, member.preferences.pace)
    step = steps.get(reminder.lead)
    if step is None:
        raise LookupError(f"no plan has a step {reminder.lead}")
    missed = (steps[lead].task for lead in reminder.includes if lead in steps)
    return ReminderView(
        key=reminder.key,
        interview=interview,
        reader_zone=zone,
        now=now,
        lead=step.lead,
        words=step.text,
        due_at=reminder.due_at,
        discreet=member.preferences.discreet,
        task=catalog.task(step.task) if step.task else None,
        missed=tuple(task for name in missed if name and (task := catalog.task(name))),
        tip=catalog.tip(step.tip) if step.tip else None,
        questions=tuple(question for name in step.questions if (question := catalog.question(name))),
        plan_prompt=step.plan_prompt or "",
        laters=offered(reminder, now, zone, member.preferences),
        occasion=occasion,
        also=tuple(task for name in reminder.tasks if (task := catalog.task(name))),
    )


def steps_of(catalog: Catalog, pace: Pace) -> dict[str, PlanStep]:
    """Return the step of each lead, by `pace` first; another pace's serves a lead that this one lacks."""
    paces = sorted(Pace, key=lambda other: other is pace)
    return {step.lead: step for other in paces for step in reversed(catalog.plan(other).steps)}


def quiet_ends(now: datetime, zone: str, preferences: Preferences) -> datetime | None:
    """Return when the quiet hours around `now` end, or None when it is not quiet or nothing else is left."""
    quiet = QuietHours(preferences.quiet_from, preferences.quiet_until, zone)
    if not quiet.cover(now):
        return None
    return next((way for way in quiet.ways_out(now) if way > now), None)


def _after_quiet(moment: datetime, zone: str, preferences: Preferences) -> datetime:
    return quiet_ends(moment, zone, preferences) or moment
