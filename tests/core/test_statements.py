"""What a press asks of the database: the same few statements, however many interviews the member has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.reminders import Reminder, Status
from bot.invocation import Invocation
from bot.storage.store import SqlStore
from tests.conftest import HeldClock, Person, open_in

MOST = 12
MANY = 10
DAY = timedelta(days=1)


@contextmanager
def counted(person: Person) -> Iterator[list[str]]:
    """Collect the statements that the database executes; one with many rows counts once, transactions do not."""
    store = person.encore.store
    assert isinstance(store, SqlStore)
    engine = store._engine.sync_engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(" ".join(statement.split())[:90])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(params=[1, 3, MANY])
async def member(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Person]:
    """Someone with so many interviews, all in the weeks ahead; the first reminder has come."""
    clock = HeldClock()
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        for number in range(request.param):
            await person.adds(f"Company {number}, analyst, 2026-12-{3 + number:02} 15:00")
        await person.live_through(5 * DAY)
        yield person


async def first_key(person: Person) -> str:
    """The key of the first reminder that was sent."""
    async with person.encore.store.unit() as unit:
        known = await unit.members.get(person.caller.member)
        assert known is not None
        interviews = await unit.interviews.of(known.id)
        rows = [row for one in interviews for row in await unit.owed.of(Reminder, one.id)]
    return next(row.key for row in rows if row.status is Status.SENT)


def few(statements: list[str]) -> None:
    assert len(statements) <= MOST, "\n".join([f"{len(statements)} statements", *statements])


async def test_done_under_a_reminder(member: Person) -> None:
    key = await first_key(member)
    with counted(member) as statements:
        await member.ask(Invocation("reminder done", {"key": key}))
    assert "Ticked off" in member.says
    few(statements)


async def test_done_under_a_message_that_several_reminders_share(member: Person) -> None:
    key = await first_key(member)
    with counted(member) as statements:
        await member.ask(Invocation("reminder done", {"key": key, "beside": "yes"}))
    assert "Ticked off" in member.says
    few(statements)


async def test_moving_an_interview(member: Person) -> None:
    with counted(member) as asking:
        await member.type("/interview move Company 0 to 2026-12-04 16:00")
    few(asking)
    with counted(member) as moving:
        await member.press(member.labels[0])
    assert "reminders" in member.says
    few(moving)


async def test_what_came_of_an_interview(member: Person) -> None:
    with counted(member) as statements:
        await member.ask(
            Invocation("interview result", {"what": "Company 0", "outcome": "no", "sure": "yes"})
        )
    assert member.message.title
    few(statements)


async def test_changing_the_pace(member: Person) -> None:
    with counted(member) as statements:
        await member.type("/encore settings pace thorough")
    assert "horough" in member.says
    few(statements)


async def test_the_plan_and_home(member: Person) -> None:
    with counted(member) as plan:
        await member.type("/interview plan Company 0")
    assert "Company 0" in member.says
    few(plan)
    with counted(member) as home:
        await member.type("/prep")
    assert "Company 0" in member.says
    few(home)
