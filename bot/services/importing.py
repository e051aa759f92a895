"""Which calendar event an interview came from, and what a newer version of it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.importing import theirs
from bot.domain.interviews import Format, Interview, Person
from bot.domain.members import Member
from bot.domain.sheets import Entry, Sheet
from bot.ports import Catalog, UnitOfWork
from bot.services.planning import replan


@dataclass(frozen=True, slots=True)
class Known:
    """An interview that came from an event; `said` is what the event's last version said of it."""

    interview: Interview
    sequence: int
    said: Mapping[str, str]


async def known(unit: UnitOfWork, member: Member, uid: str) -> Known | None:
    """Return the member's interview that came from the event of that UID: one that is open before one that is not.

    One with an answer is over: its event then says nothing of it any more.
    """
    if not uid:
        return None
    found = []
    for entry in await unit.sheets.every(member.id, Sheet.INVITATION):
        if entry.values.get("uid") != uid:
            continue
        interview = await unit.interviews.get(member.id, entry.interview_id)
        if interview is not None and interview.outcome is None:
            found.append(_known(interview, entry))
    return max(found, key=lambda each: (not each.interview.cancelled, each.sequence), default=None)


async def said_before(unit: UnitOfWork, interview: Interview) -> Known:
    """Return what is known of the event that an interview came from; nothing for one that was typed."""
    entries = await unit.sheets.of(interview.member_id, Sheet.INVITATION, interview.id)
    return _known(interview, entries.get(""))


async def remember(
    unit: UnitOfWork, member: Member, interview_id: str, values: Mapping[str, str], now: datetime
) -> None:
    """Note which event an interview came from, and what it says. Without a UID there is nothing to note."""
    if not values.get("uid"):
        return
    said = {name: value for name, value in theirs(values).items() if value}
    await unit.sheets.put(
        Entry(
            member_id=member.id,
            interview_id=interview_id,
            sheet=Sheet.INVITATION,
            values={"uid": values["uid"], "sequence": values.get("sequence", "0"), **said},
            saved_at=now,
        )
    )


async def heard(unit: UnitOfWork, known: Known, values: Mapping[str, str], now: datetime) -> None:
    """Note that a newer version of an event has come, so that an older one that comes after it is known for that."""
    if int(values.get("sequence", "0")) > known.sequence:
        newer = {**known.said, "sequence": values["sequence"]}
        await unit.sheets.put(Entry.about(known.interview, Sheet.INVITATION, "", newer, now))


async def renew(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interview: Interview,
    changed: Mapping[str, str],
    now: datetime,
) -> Interview:
    """Take changed details over into an interview; its reminders follow."""
    renewed = replace(
        interview,
        role=changed.get("role", interview.role),
        format=Format(changed["format"]) if "format" in changed else interview.format,
        interviewers=_people(changed["interviewers"])
        if "interviewers" in changed
        else interview.interviewers,
        place=changed.get("place", interview.place),
    )
    if renewed != interview:
        await unit.interviews.save(renewed)
        await replan(unit, catalog, member, renewed, now)
    return renewed


def _known(interview: Interview, entry: Entry | None) -> Known:
    values = entry.values if entry else {}
    sequence = values.get("sequence", "")
    return Known(interview, int(sequence) if sequence.isdecimal() else 0, values)


def _people(lines: str) -> tuple[Person, ...]:
    pairs = (line.partition(",") for line in lines.splitlines())
    return tuple(Person(name.strip(), title.strip()) for name, _, title in pairs if name.strip())
