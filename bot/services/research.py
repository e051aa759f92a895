"""Filling and emptying the sheet of an interview, and ticking off what is done with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.brief import suited
from bot.domain.calendar import local
from bot.domain.content import Ask, Status, Task
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.practice import Situation, fits
from bot.domain.reminders import Mark
from bot.domain.research import Line, Noted, Research, finished, lay_out
from bot.domain.research_notes import Slot
from bot.domain.sheets import Entry, Sheet
from bot.ports import Catalog, UnitOfWork
from bot.services.planning import tick

OFFERED = 2
"""Questions of the library to start from."""


async def research(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> Research:
    """Return the sheet of an interview as it stands."""

    def minutes_of(task: str) -> int:
        found = catalog.task(task)
        return found.minutes if found else 0

    return lay_out(
        interview,
        await unit.sheets.of(member.id, Sheet.RESEARCH, interview.id),
        local(now, member.preferences.zone or interview.zone).date(),
        over=interview.settled or interview.starts_at <= now,
        minutes_of=minutes_of,
    )


async def note(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    sheet: Research,
    *,
    line: Line,
    found: Noted,
    now: datetime,
) -> tuple[Task, ...]:
    """Put a note into a line; return the tasks that it ticked off. One that is filled already ticks nothing again."""
    values = {
        "notes": found.notes,
        "link": found.link,
        "date": found.since.isoformat(),
        "name": line.person,
    }
    entry = _entry(sheet, line.slot, values, now)
    await unit.sheets.put(entry)
    if line.entry is not None or sheet.over or line.guide is None:
        return ()
    after = _with(sheet, replace(line, entry=entry))
    return await tick_off(unit, catalog, member, sheet.interview, finished(after, line.slot), now)


async def ask(unit: UnitOfWork, sheet: Research, words: str, now: datetime) -> None:
    """Keep the question that the member will ask."""
    await unit.sheets.put(_entry(sheet, Slot.QUESTION, {"text": words}, now))


async def empty(unit: UnitOfWork, member: Member, interview: Interview, slot: str) -> None:
    """Empty a slot; a second time does no harm. What was ticked off stays so."""
    await unit.sheets.delete(member.id, Sheet.RESEARCH, interview.id, slot)


def starts(catalog: Catalog, member: Member, interview: Interview) -> tuple[Ask, ...]:
    """Return questions of the library to start from, for whom the member meets."""
    preferences = member.preferences
    situation = Situation(format=interview.format, audience=preferences.audience, region=preferences.region)
    asks = catalog.asks()
    fitting = [a for a, distance in zip(asks, fits(asks, situation).distances, strict=True) if not distance]
    by_text = {" ".join(found.text.split()): found for found in fitting}
    chosen = (by_text.get(" ".join(words.split())) for words in suited(fitting, interview))
    return tuple(found for found in chosen if found)[:OFFERED]


async def tick_off(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    tasks: Collection[str],
    now: datetime,
) -> tuple[Task, ...]:
    """Tick off those of the tasks that there are and that are not done yet; return them."""
    marks = (await unit.marks.tasks([interview.id])).get(interview.id, {}) if tasks else {}
    known = [found for task in tasks if (found := catalog.task(task)) and found.status is Status.LIVE]
    open_ones = tuple(task for task in known if marks.get(task.id) is not Mark.DONE)
    if open_ones:
        await tick(unit, catalog, member, interview, [task.id for task in open_ones], now)
    return open_ones


def _entry(sheet: Research, slot: str, values: dict[str, str], now: datetime) -> Entry:
    written = {name: words for name, words in values.items() if words}
    return Entry.about(sheet.interview, Sheet.RESEARCH, slot, written, now)


def _with(sheet: Research, line: Line) -> Research:
    def swapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line if one.key == line.key else one for one in lines)

    return replace(sheet, people=swapped(sheet.people), others=swapped(sheet.others))
