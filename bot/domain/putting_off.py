"""Putting a reminder off: the instants that "later" means, and the row that comes then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.members import Preferences
from bot.domain.quiet import quiet_ends
from bot.domain.reminders import Later, Reminder, Status, reminder_key
from bot.errors import InputError

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
