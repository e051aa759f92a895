"""What follows an interview: thank-you notes that have gone, and the day by which they would answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.outcomes import asks_ahead
from bot.domain.plans import PlannedStep, plan
from bot.domain.reminders import FINAL, Mark, Reminder, Status, reminder_key
from bot.domain.sheets import Entry, Sheet
from bot.domain.thank_you import Recipient, recipients, slot_of
from bot.ports import Catalog, UnitOfWork
from bot.services import planning


async def to_thank(unit: UnitOfWork, interview: Interview) -> tuple[Recipient, ...]:
    """Return whom to thank, and who has been thanked."""
    return recipients(interview, await unit.sheets.of(interview.member_id, Sheet.THANKS, interview.id))


async def sent(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, number: int, now: datetime
) -> tuple[Recipient, ...]:
    """Note that the note to the person at a place has gone; a second time changes nothing.

    With the last of them the step of the next morning is done. Return whom to thank as it stands then.
    """
    everyone = await to_thank(unit, interview)
    if everyone[number].sent is not None:
        return everyone
    after = tuple(replace(one, sent=now) if one.number == number else one for one in everyone)
    await _keep(unit, interview, after, now)
    if all(one.sent for one in after):
        await planning.mark(unit, catalog, member, interview, now, lead=Lead.AFTER_20H, said=Mark.DONE)
    return after


async def not_sent(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, number: int, now: datetime
) -> tuple[Recipient, ...]:
    """Take back that the note to the person at a place has gone; the step that was done with it is open again."""
    everyone = await to_thank(unit, interview)
    if everyone[number].sent is None:
        return everyone
    after = tuple(replace(one, sent=None) if one.number == number else one for one in everyone)
    await _keep(unit, interview, after, now)
    if all(one.sent for one in everyone):
        await planning.mark(unit, catalog, member, interview, now, lead=Lead.AFTER_20H, said=None)
    return after


async def expect(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, day: date | None, now: datetime
) -> Interview:
    """Note the day by which they would answer (None: they named none), and plan by it.

    Where the member has been asked for news already, they are asked once more, after the day that is named now.
    """
    if day == interview.answer_by:
        return interview
    changed = replace(interview, answer_by=day)
    await unit.interviews.save(changed)
    rows = [
        row
        for row in await unit.reminders.of(interview.id)
        if row.lead == Lead.AFTER_5BD and row.starts_at == interview.starts_at
    ]
    if day is None:
        await _let_go(unit, catalog, member, interview, rows, now)
    elif not changed.settled:
        # Whoever names a later day waits again, whatever was done until then.
        await unit.marks.clear(interview.id, [Lead.AFTER_5BD])
        await _ask_once_more(unit, catalog, member, changed, rows, now)
    await planning.replan(unit, catalog, member, changed, now)
    return changed


async def next_question(unit: UnitOfWork, interview: Interview) -> datetime | None:
    """Return when the member will next be asked whether they have heard (aware, UTC), if ever."""
    rows = await unit.reminders.of(interview.id)
    pending = (row for row in rows if row.status is Status.PENDING and row.starts_at == interview.starts_at)
    return next(iter(asks_ahead(pending)), None)


async def _ask_once_more(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    rows: list[Reminder],
    now: datetime,
) -> None:
    """Owe the first question for news again, if it has been asked. Planning never repeats what was said."""
    step = _first_question(catalog, member, interview, now)
    if step is None or not any(row.status in FINAL for row in rows):
        return
    last = max(rows, key=lambda row: row.snooze)
    again = last.snooze + 1 if last.status in FINAL else last.snooze
    owed = Reminder(
        key=reminder_key(interview.id, Lead.AFTER_5BD, interview.starts_at, again),
        member_id=member.id,
        interview_id=interview.id,
        lead=Lead.AFTER_5BD,
        starts_at=interview.starts_at,
        snooze=again,
        due_at=step.due_at,
        useful_until=step.useful_until,
        quiet_ok=step.step.quiet_ok,
    )
    await unit.reminders.put([owed])


async def _let_go(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    rows: list[Reminder],
    now: datetime,
) -> None:
    """Let the question go that was owed again for the day named before; one that was put off by hand stays."""
    step = _first_question(catalog, member, interview, now)
    for row in rows:
        if step and row.snooze and row.status is Status.PENDING and row.due_at == step.due_at:
            # Final, since planning brings back what is only cancelled; and nothing that anybody has missed.
            await unit.reminders.expire(row.key, reason="no day is named any more")
            await unit.reminders.mark_told([row.key])


def _first_question(
    catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> PlannedStep | None:
    """Return the step that asks for news first, as it would be planned if nothing had been said yet."""
    made = plan(
        interview,
        catalog.plan(member.preferences.pace),
        replace(member.preferences, paused_until=None),
        now,
        days_off=planning.days_off(catalog, member, interview),
    )
    return next((item for item in made.steps if item.step.lead is Lead.AFTER_5BD), None)


async def _keep(
    unit: UnitOfWork, interview: Interview, everyone: tuple[Recipient, ...], now: datetime
) -> None:
    """Write down who has been thanked, each at the place that they have now."""
    for slot in await unit.sheets.of(interview.member_id, Sheet.THANKS, interview.id):
        await unit.sheets.delete(interview.member_id, Sheet.THANKS, interview.id, slot)
    for one in everyone:
        if one.sent is None:
            continue
        values = {"name": one.person.name, "sent": one.sent.isoformat()}
        await unit.sheets.put(Entry.about(interview, Sheet.THANKS, slot_of(one.number), values, now))
