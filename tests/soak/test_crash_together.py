"""A process is killed (-9) over messages that say the steps of two interviews: each step arrives once all the same."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.clock import ShiftedClock
from bot.domain.reminders import reminder_key
from bot.invocation import decode
from bot.storage.mapping import INTERVIEWS
from bot.storage.owed_rows import owed_values
from bot.storage.store import SqlStore
from bot.storage.tables import interviews
from bot.storage.tables import owed as owed_rows
from tests.database import Database
from tests.persistence.encores import open_on
from tests.soak.crash import (
    ANSWERED,
    ASKED,
    CLAIMED,
    COMMITTED,
    NOTED,
    RECORDING,
    TAKEN,
)  # fmt: skip
from tests.soak.nursery import Nursery
from tests.soak.recorder import recording
from tests.soak.replica import messengers
from tests.soak.seeding import group_of, interview, reminder, seed
from tests.soak.soaking import rows_of
from tests.soak.test_crash_points import Scene, nursery

__all__ = ["nursery"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
MEMBERS = 4
ROWS = 2 * MEMBERS
SOON = timedelta(minutes=30)


@dataclass
class Together(Scene):
    """Each member has two interviews: of two members both rows are due, of the others the second only soon."""

    async def finished(self) -> None:
        """Let a process finish which nobody kills, now and when the last row is due."""
        for later in (timedelta(0), SOON):
            async with (
                open_on(self.database, ShiftedClock(self.ahead + later), seed=self.came) as encore,
                messengers(self.recorder.slack_url, self.recorder.discord_url) as served,
            ):
                for platform, messenger in served.items():
                    encore.delivery.serve(platform, messenger)
                await encore.delivery.deliver_due()

    async def all_arrived_once(self) -> None:
        assert self.said() == dict.fromkeys(self.owed, 1)
        assert {status for status, _ in (await rows_of(self.store)).values()} == {"sent"}

    def said(self) -> Counter[str]:
        """How often each row's step was said, by the buttons of what the platforms took."""
        return Counter(key for taken in self.recorder.taken for key in set(_keys(taken.body)))


def _keys(body: dict[str, Any]) -> Iterator[str]:
    for row in (*body.get("blocks", ()), *body.get("components", ())):
        for element in (*row.get("elements", ()), *row.get("components", ())):
            pressed = decode(str(element.get("action_id") or element.get("custom_id") or ""))
            if pressed.path == "reminder done":
                yield pressed.arguments["key"]


async def second_interviews(store: SqlStore, due_at: datetime) -> dict[str, Any]:
    """Give each member another interview with a row; return what is owed by it."""
    now, owed = datetime.now(UTC), {}
    meetings, rows = [], []
    for number in range(MEMBERS):
        identifier = f"j{number:011}"
        meeting = replace(interview(number, now), id=identifier, company="Globex")
        meetings.append(INTERVIEWS.values(meeting, store._vault))
        at = due_at if number < MEMBERS // 2 else now + SOON - timedelta(minutes=1)
        row = replace(
            reminder(number, "T-3", meeting.starts_at, at),
            key=reminder_key(identifier, "T-3", meeting.starts_at, 0),
            interview_id=identifier,
        )
        rows.append(owed_values(row, *group_of(number)))
        owed[row.key] = None
    async with store._engine.begin() as connection:
        await connection.execute(insert(interviews), meetings)
        await connection.execute(insert(owed_rows), rows)
    return owed


@pytest.fixture
async def scene(database: Database, nursery: Nursery) -> AsyncIterator[Together]:
    store = await database.open()
    due_at = datetime.now(UTC) - timedelta(minutes=1)
    try:
        owed = {
            **await seed(store, [due_at] * MEMBERS, each=1),
            **await second_interviews(store, due_at),
        }
        async with recording(now=lambda: time.time() + scene.ahead.total_seconds()) as recorder:
            scene = Together(database, recorder, store, owed, nursery)
            yield scene
    finally:
        await store.close()


async def test_nobody_being_killed_each_member_gets_one_message(scene: Together) -> None:
    await scene.finished()
    assert len(scene.recorder.taken) == MEMBERS
    await scene.all_arrived_once()


@pytest.mark.parametrize(
    ("point", "taken", "status", "messages"),
    [
        (CLAIMED, 0, "pending", MEMBERS),
        (NOTED, 0, "pending", ROWS),
        (TAKEN, MEMBERS, "pending", MEMBERS),
        (ANSWERED, MEMBERS, "pending", MEMBERS),
        (RECORDING, MEMBERS, "pending", MEMBERS),
        (COMMITTED, MEMBERS, "sent", MEMBERS),
    ],
)
async def test_what_a_process_was_killed_over_is_said_once_row_by_row(
    scene: Together, point: str, taken: int, status: str, messages: int
) -> None:
    await scene.killed_at(point, MEMBERS)
    assert len(scene.recorder.taken) == taken
    assert await scene.statuses() == {status}
    await scene.finished()
    assert len(scene.recorder.taken) == messages
    await scene.all_arrived_once()


async def test_processes_that_are_killed_one_after_another_say_each_row_once(scene: Together) -> None:
    for point, rows, taken in (
        (CLAIMED, MEMBERS, 0),
        (TAKEN, MEMBERS, MEMBERS),
        (ASKED, ROWS, MEMBERS),
        (ANSWERED, ROWS, MEMBERS),
    ):
        await scene.killed_at(point, rows)
        assert len(scene.recorder.taken) == taken
        assert await scene.statuses() == {"pending"}
    await scene.finished()
    assert len(scene.recorder.taken) == MEMBERS
    await scene.all_arrived_once()
