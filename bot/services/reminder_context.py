"""Reading what reminders say beside their own rows, for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.interviews import Interview
from bot.domain.reminder_context import PLAIN, WITH_SHEETS, Occasion
from bot.domain.reminders import Reminder
from bot.domain.sheets import Entry, Sheet
from bot.ports import UnitOfWork


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
