"""Keeping what a member noted after an interview."""

from __future__ import annotations

from datetime import datetime

from bot.domain.content import Lead
from bot.domain.debrief import SLOTS, Debrief, debrief_of
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.reminders import Mark
from bot.domain.sheets import Entry, Sheet
from bot.ports import Catalog, UnitOfWork
from bot.services import planning, thank_you


async def noted(unit: UnitOfWork, interview: Interview) -> Debrief:
    """Return what stands in an interview's debrief."""
    return debrief_of(interview, await unit.sheets.of(interview.member_id, Sheet.DEBRIEF, interview.id))


async def keep(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, said: Debrief, now: datetime
) -> Interview:
    """Put the answers in place of those that stood there; the step of two hours after is done with them.

    An empty answer removes what stood there. The day that was named moves the steps that ask for news.
    """
    words = said.words
    for slot in SLOTS:
        if slot in words:
            entry = Entry.about(interview, Sheet.DEBRIEF, slot, {"text": words[slot]}, now)
            await unit.sheets.put(entry)
        else:
            await unit.sheets.delete(member.id, Sheet.DEBRIEF, interview.id, slot)
    interview = await thank_you.expect(unit, catalog, member, interview, said.answer_by, now)
    if said.written:
        await planning.mark(unit, catalog, member, interview, now, lead=Lead.AFTER_2H, said=Mark.DONE)
    return interview
