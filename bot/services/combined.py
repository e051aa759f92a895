"""Reminders of several interviews that left in one message: which they were, and how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.combined import messages
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.outcomes import is_owed
from bot.domain.reminders import Mark, Reminder, Status
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
    rows = {row.key: row for row in await unit.reminders.company(reminder.member_id, reminder.key)}
    # What left in one instant, as it was before: the messages that it made.
    made = messages((replace(row, attempted_at=None) for row in rows.values()), reminder.attempted_at)
    for message in made:
        keys = [row.key for row in message]
        if reminder.key in keys:
            return tuple(rows[key] for key in keys)
    return (reminder,)


async def stand_together(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    pressed: Reminder,
    now: datetime,
    *,
    words: Said | None = None,
    next_words: str = "",
) -> Together | None:
    """Return the message of several that `pressed` came in as it stands now; None when it came alone.

    `words` tell what became of the pressed one; without them it stands open.
    """
    rows = await company(unit, pressed)
    if len(rows) == 1:
        return None
    found = await _with_interviews(unit, member, rows)
    known = await occasions(unit, found)
    parts: list[Part] = []
    for _, interview, row in found:
        said = words if row.key == pressed.key else await _said(unit, member, interview, row, now)
        if said is not None:
            parts.append(said)
        else:
            view = view_of(catalog, member, interview, row, now, known[row.key])
            parts.append(replace(view, now=row.sent_at or now))
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


async def _said(
    unit: UnitOfWork, member: Member, interview: Interview, row: Reminder, now: datetime
) -> Said | None:
    """Return what became of a row since it left, or None while its step is open."""
    lead = Lead(row.lead)
    mark = (await unit.marks.of(interview.id)).get(lead)
    part = Said(key=row.key, interview=interview, lead=lead, words="")
    if not is_owed(row, interview):
        return replace(part, words=CHANGED)
    if mark is not None:
        return replace(part, words=STANDS[mark], undo=True)
    later = next(
        (
            other
            for other in await unit.reminders.of(interview.id)
            if (other.lead, other.starts_at) == (row.lead, row.starts_at)
            and other.snooze > row.snooze
            and other.status is Status.PENDING
        ),
        None,
    )
    if later is None:
        return None
    at = day_and_time(later.due_at, member.preferences.zone or interview.zone, now)
    return replace(part, words=f"Put off. I will say it again {at}.", put_off=True)
