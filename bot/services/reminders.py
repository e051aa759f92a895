"""What reminders say, and what their messages are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.plans import steps_of
from bot.domain.reminder_context import PLAIN, WITH_SHEETS, Occasion
from bot.domain.reminders import Reminder
from bot.domain.replanning import offered
from bot.domain.sheets import Entry, Sheet
from bot.ports import Catalog, UnitOfWork
from bot.views.reminders import ReminderView


async def occasions(unit: UnitOfWork, items: Sequence[tuple[Interview, Reminder]]) -> Mapping[str, Occasion]:
    """Return what each reminder's message is made of, by the reminder's key."""
    asked = {reminder.member_id for _, reminder in items if reminder.lead in WITH_SHEETS}
    entries: dict[tuple[str, str, Sheet], dict[str, Entry]] = {}
    for entry in await unit.sheets.of_many(asked) if asked else ():
        entries.setdefault((entry.member_id, entry.interview_id, entry.sheet), {})[entry.slot] = entry
    found = {}
    for interview, reminder in items:
        if reminder.member_id not in asked:
            found[reminder.key] = PLAIN
            continue
        found[reminder.key] = Occasion(
            stories=entries.get((reminder.member_id, "", Sheet.STORIES), {}),
            research=entries.get((reminder.member_id, interview.id, Sheet.RESEARCH), {}),
            debrief=entries.get((reminder.member_id, interview.id, Sheet.DEBRIEF), {}),
            thanks=entries.get((reminder.member_id, interview.id, Sheet.THANKS), {}),
        )
    return found


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
