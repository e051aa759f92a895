"""Looking back on a no: offered once, a week later, and kept if the member writes anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.outcomes import OF_USE_FOR, is_no, look_back_at
from bot.domain.reminders import REFLECTION, Reminder, reminder_key
from bot.domain.sheets import Entry, Sheet
from bot.ports import UnitOfWork

SLOTS = ("well", "again", "try")
"""Of the debrief's sheet: what went well, what to do again, what to try differently."""


async def follow(unit: UnitOfWork, member: Member, interview: Interview, now: datetime) -> None:
    """Bring the offer to look back in line with what came of an interview: owed after a no, else not.

    There is one for each start of an interview: a no that is taken back and told again moves it, and one that was
    sent is never made again.
    """
    if not is_no(interview):
        await call_off(unit, interview)
        return
    told_at = interview.outcome_at or now
    due_at = look_back_at(told_at, member.preferences.zone or interview.zone, member.preferences)
    if now >= due_at + OF_USE_FOR:
        return
    owed = Reminder(
        key=_key(interview),
        member_id=member.id,
        interview_id=interview.id,
        lead=REFLECTION,
        starts_at=interview.starts_at,
        due_at=due_at,
        useful_until=due_at + OF_USE_FOR,
    )
    await unit.reminders.put([owed])


async def call_off(unit: UnitOfWork, interview: Interview) -> None:
    """Offer nothing, if nothing has been offered yet."""
    await unit.reminders.cancel([_key(interview)], "not after a no")


async def written(unit: UnitOfWork, interview: Interview) -> dict[str, str]:
    """Return what the member wrote when they looked back, by slot."""
    entries = await unit.sheets.of(interview.member_id, Sheet.DEBRIEF, interview.id)
    return {slot: entries[slot].values.get("text", "") for slot in SLOTS if slot in entries}


async def keep(unit: UnitOfWork, interview: Interview, answers: Mapping[str, str], now: datetime) -> None:
    """Keep the answers, by slot. An empty one removes what stood there."""
    for slot, words in answers.items():
        if not words:
            await unit.sheets.delete(interview.member_id, Sheet.DEBRIEF, interview.id, slot)
            continue
        await unit.sheets.put(Entry.about(interview, Sheet.DEBRIEF, slot, {"text": words}, now))


def _key(interview: Interview) -> str:
    return reminder_key(interview.id, REFLECTION, interview.starts_at, 0)
