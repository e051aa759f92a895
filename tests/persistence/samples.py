"""Rows to store, and a unit of work that commits at its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.domain.drafts import Draft, InterviewDraft
from bot.domain.interviews import Format, Interview, Person
from bot.domain.members import Feed, Member, MemberRef, Pace, Platform, Preferences
from bot.domain.reminders import Reminder, reminder_key
from bot.domain.sheets import Entry, Sheet
from bot.ports import Claimed, Store, UnitOfWork
from bot.storage.store import SqlStore, open_store
from tests.database import ROWS
from tests.prepared import KEY, place_tables

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LEASE = 2 * MINUTE
FIRST, SECOND = "runner-1", "runner-2"


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'encore.db'}"


async def open_sqlite(folder: Path, *keys: str) -> SqlStore:
    place_tables(folder / "encore.db")
    return await open_store(address(folder), keys=keys or (KEY,), key_file=folder / "no" / "key", kinds=ROWS)


@asynccontextmanager
async def writing(store: Store) -> AsyncIterator[UnitOfWork]:
    async with store.unit() as unit:
        yield unit
        await unit.commit()


def a_member(name: str = "ada", **changes: Any) -> Member:
    member = Member(
        id=f"id-{name}",
        ref=MemberRef(Platform.TERMINAL, "local", name),
        group="local",
        preferences=Preferences(
            zone="America/New_York",
            quiet_from=time(22, 30),
            quiet_until=time(7, 15),
            remind_at=time(17, 0),
            pace=Pace.LIGHT,
            discreet=False,
            minutes_a_day=20,
            paused_until=NOW + DAY,
        ),
        created_at=NOW,
    )
    return replace(member, **changes)


def an_interview(name: str = "first", owner: str = "ada", **changes: Any) -> Interview:
    interview = Interview(
        id=f"in-{name}",
        member_id=f"id-{owner}",
        company="Acme",
        role="data analyst",
        day=date(2026, 12, 3),
        time=time(15, 0),
        zone="America/New_York",
        format=Format.VIDEO,
        interviewers=(Person("Person A", "team lead"), Person("Person B")),
        place="https://meet.example/abc",
        notes="Ask about the first ninety days.",
        created_at=NOW,
        planned_from=NOW,
    )
    return replace(interview, **changes)


def a_reminder(lead: str = "T-3", owner: str = "ada", interview: str = "first", **changes: Any) -> Reminder:
    """A reminder that has been due for an hour at NOW and helps for a day more."""
    starts_at = an_interview().starts_at
    snooze = changes.get("snooze", 0)
    reminder = Reminder(
        key=reminder_key(f"in-{interview}", lead, starts_at, snooze),
        member_id=f"id-{owner}",
        interview_id=f"in-{interview}",
        lead=lead,
        starts_at=starts_at,
        due_at=NOW - HOUR,
        useful_until=NOW + DAY,
        includes=("T-7", "T-5"),
    )
    return replace(reminder, **changes)


def a_draft(name: str = "one", owner: str = "ada", **changes: Any) -> Draft:
    draft = Draft(
        id=f"dr-{name}",
        member_id=f"id-{owner}",
        content=InterviewDraft(company="Acme", when="next Thu 3pm"),
        saved_at=NOW,
    )
    return replace(draft, **changes)


def an_entry(slot: str = "press", owner: str = "ada", **changes: Any) -> Entry:
    entry = Entry(
        member_id=f"id-{owner}",
        interview_id="in-first" if owner == "ada" else "in-other",
        sheet=Sheet.RESEARCH,
        slot=slot,
        values={"notes": "They bought a mill.", "link": "https://example.com/mill"},
        saved_at=NOW,
    )
    return replace(entry, **changes)


def a_feed(owner: str = "ada", **changes: Any) -> Feed:
    return replace(Feed(member_id=f"id-{owner}", token=f"token-of-{owner}", made_at=NOW), **changes)


async def fill(store: Store, *reminders: Reminder) -> None:
    """Store two members with an interview each, and these reminders."""
    async with writing(store) as unit:
        for name, interview in (("ada", "first"), ("bea", "other")):
            await unit.members.add(a_member(name))
            await unit.interviews.add(an_interview(interview, name))
        await unit.owed.put(reminders)


async def count(store: Store) -> None:
    """Read a number of ada's and write the next, with a moment in between for others to do the same."""
    async with writing(store) as unit:
        member = await unit.members.get(a_member().ref)
        assert member is not None
        await asyncio.sleep(0)
        minutes = member.preferences.minutes_a_day + 1
        await unit.members.save(
            replace(member, preferences=replace(member.preferences, minutes_a_day=minutes))
        )


async def depart(unit: UnitOfWork, key: str, at: datetime = NOW, *, owner: str = "ada") -> None:
    """Note that a request is about to leave, whoever holds the row."""
    row = await unit.owed.get(Reminder, f"id-{owner}", key)
    assert row is not None
    await unit.owed.depart({key: row.attempts}, at, until=at + LEASE)


async def claim_due(
    unit: UnitOfWork, at: datetime, *, owner: str, limit: int = 10, lease: timedelta = LEASE
) -> tuple[Claimed, ...]:
    """Claim what is due in one go, the most urgent first."""
    due = await unit.owed.due(at, platforms=list(Platform), quota=limit, limit=limit)
    return await unit.owed.claim(at, owner=owner, lease=lease, keys=[one.key for one in due])
