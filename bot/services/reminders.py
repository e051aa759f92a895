"""What a reminder says."""

from __future__ import annotations

from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.library import steps_of
from bot.domain.members import Member
from bot.domain.putting_off import offered
from bot.domain.reminder_context import PLAIN, Occasion
from bot.domain.reminders import Reminder
from bot.ports import Catalog
from bot.views.reminders import ReminderView


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
