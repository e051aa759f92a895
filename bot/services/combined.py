"""Reminders of several interviews that left in one message: which they were, and how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.combined import STEPS, messages, urgency
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.outcomes import is_owed
from bot.domain.reminder_context import occasion_of
from bot.domain.reminders import Mark, Reminder
from bot.ports import Catalog, UnitOfWork
from bot.services.reminder_context import occasions
from bot.services.reminders import view_of
from bot.views.combined import Part, Said, Together
from bot.views.times import day_and_time

STANDS = {Mark.DONE: "Ticked off.", Mark.SKIPPED: "Left out."}
CHANGED = "Its time has changed since, or it is settled; the plan has what is next."


async def company(unit: UnitOfWork, reminder: Reminder) -> tuple[Reminder, ...]:
    """Return the rows that left in one message with this one, itself included, in their order."""
    if reminder.attempted_at is None:
        return (reminder,)
    return _message_with(reminder, await unit.reminders.company(reminder.member_id, reminder.key))


def stand_together(
    case: Case, catalog: Catalog, pressed: Reminder, *, words: Said | None = None, next_words: str = ""
) -> Together | None:
    """Return the message of several that `pressed` came in as it stands now; None when it came alone.

    `words` tell what became of the pressed one; without them it stands open.
    """
    left = (
        row
        for row in case.owed.values()
        if row.attempted_at is not None and row.attempted_at == pressed.attempted_at and row.lead in STEPS
    )
    rows = _message_with(pressed, sorted(left, key=urgency))
    if len(rows) == 1:
        return None
    parts: list[Part] = []
    for row in rows:
        interview = case.interview(row.interview_id)
        said = words if row.key == pressed.key else _said(case, interview, row)
        if said is not None:
            parts.append(said)
        else:
            context = occasion_of(case, interview, row)
            view = view_of(catalog, case.member, interview, row, case.now, context)
            parts.append(replace(view, now=row.sent_at or case.now))
    return Together(parts=tuple(parts), next_words=next_words)


async def waiting_together(
    unit: UnitOfWork, catalog: Catalog, member: Member, rows: Sequence[Reminder], now: datetime
) -> Together:
    """Return rows as the message in which they leave, or left, at `now`."""
    found = await _with_interviews(unit, member, rows)
    known = await occasions(unit, found)
    return Together(parts=tuple(view_of(catalog, *one, now, known[one[2].key]) for one in found))


async def _with_interviews(
    unit: UnitOfWork, member: Member, rows: Sequence[Reminder]
) -> list[tuple[Member, Interview, Reminder]]:
    found = []
    for row in rows:
        interview = await unit.interviews.get(member.id, row.interview_id)
        if interview is not None:
            found.append((member, interview, row))
    return found


def _said(case: Case, interview: Interview, row: Reminder) -> Said | None:
    """Return what became of a row since it left, or None while its step is open."""
    lead = Lead(row.lead)
    mark = case.marks_of(interview).get(lead)
    part = Said(key=row.key, interview=interview, lead=lead, words="")
    if not is_owed(row, interview):
        return replace(part, words=CHANGED)
    if mark is not None:
        return replace(part, words=STANDS[mark], undo=True)
    later = next(
        (
            other
            for other in case.pending(interview)
            if (other.lead, other.starts_at) == (row.lead, row.starts_at) and other.snooze > row.snooze
        ),
        None,
    )
    if later is None:
        return None
    at = day_and_time(later.due_at, case.zone_of(interview), case.now)
    return replace(part, words=f"Put off. I will say it again {at}.", put_off=True)


def _message_with(reminder: Reminder, rows: Sequence[Reminder]) -> tuple[Reminder, ...]:
    """Return those of the rows that left in one instant with this one that came in its message, in their order."""
    known = {row.key: row for row in rows}
    if reminder.attempted_at is None:
        return (reminder,)
    # What left in one instant, as it was before: the messages that it made.
    made = messages((replace(row, attempted_at=None) for row in rows), reminder.attempted_at)
    keys = next((keys for keys in ([row.key for row in each] for each in made) if reminder.key in keys), [])
    return tuple(known[key] for key in keys) or (reminder,)
