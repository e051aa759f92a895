"""A process is killed (-9) at each point between a claim and its record, and another one finishes: once each."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import ShiftedClock
from bot.delivery.sending import LEASE
from bot.storage.store import SqlStore
from tests.database import Database
from tests.persistence.encores import open_on
from tests.soak.crash import (
    ANSWERED,
    ASKED,
    CLAIMED,
    COMMITTED,
    COMMITTING,
    NOTED,
    RECORDING,
    TAKEN,
)  # fmt: skip
from tests.soak.nursery import Nursery, Order
from tests.soak.recorder import Recorder, Taken, recording
from tests.soak.replica import messengers
from tests.soak.seeding import Owed, seed
from tests.soak.soaking import rows_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
ROWS, PUBLIC = 6, 2
"""Two members on either platform, of whom one has no private channel yet, and a public channel on either."""
PAST = LEASE + timedelta(seconds=5)
"""By so much is the clock of each process ahead of the one before."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery("tests.soak.crash")
    try:
        asyncio.run(made.ready())
        yield made
    finally:
        made.close()


@dataclass
class Scene:
    """Reminders that are due, the platforms, and the processes that come one after another."""

    database: Database
    recorder: Recorder
    store: SqlStore
    owed: dict[str, Owed]
    nursery: Nursery
    came: int = 0

    @property
    def ahead(self) -> timedelta:
        return self.came * PAST

    async def killed_at(self, point: str, rows: int = ROWS) -> None:
        """Run a process that comes to this point with so many rows, and no further."""
        recorder, taken = self.recorder, asyncio.Barrier(rows)
        arguments = {
            "point": point,
            "rows": rows,
            "ahead": self.ahead.total_seconds(),
            "database_url": self.database.url,
            "slack_url": recorder.slack_url,
            "discord_url": recorder.discord_url,
        }
        log = self.database.folder / "log"
        process = await self.nursery.begin(Order(str(log), arguments))

        async def kill(_: Taken) -> None:
            await taken.wait()  # no reply leaves before all are here
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            await asyncio.Event().wait()

        recorder.on_taken = kill if point == TAKEN else None
        ended = await self.nursery.end()
        recorder.on_taken = None
        assert ended == -signal.SIGKILL, said(log)
        self.came += 1

    async def finished(self) -> None:
        """Let a process finish which nobody kills."""
        async with (
            open_on(self.database, ShiftedClock(self.ahead), seed=self.came) as encore,
            messengers(self.recorder.slack_url, self.recorder.discord_url) as served,
        ):
            for platform, messenger in served.items():
                encore.delivery.serve(platform, messenger)
            await encore.delivery.deliver_due()
            assert await encore.delivery.next_due() is None

    async def statuses(self) -> set[str]:
        return {status for status, _ in (await rows_of(self.store)).values()}

    async def all_arrived_once(self) -> None:
        assert self.recorder.keys() == dict.fromkeys(self.owed, 1)
        taken = {one.key: (one.channel, one.id) for one in self.recorder.taken}
        assert {key: channel for key, (channel, _) in taken.items()} == {
            key: one.channel for key, one in self.owed.items()
        }
        assert await rows_of(self.store) == {key: ("sent", found) for key, (_, found) in taken.items()}


@pytest.fixture
async def scene(database: Database, nursery: Nursery) -> AsyncIterator[Scene]:
    store = await database.open()
    due_at = datetime.now(UTC) - timedelta(minutes=1)
    try:
        owed = await seed(store, [due_at] * ROWS, each=1, public=PUBLIC)
        async with recording(now=lambda: time.time() + scene.ahead.total_seconds()) as recorder:
            scene = Scene(database, recorder, store, owed, nursery)
            yield scene
    finally:
        await store.close()


def said(log: Path) -> str:
    return log.read_text() if log.exists() else ""


@pytest.mark.parametrize(
    ("point", "taken", "status"),
    [
        (CLAIMED, 0, "pending"),
        (NOTED, 0, "pending"),
        (TAKEN, ROWS, "pending"),
        (ANSWERED, ROWS, "pending"),
        (RECORDING, ROWS, "pending"),
        (COMMITTED, ROWS, "sent"),
    ],
)
async def test_what_a_process_was_killed_over_arrives_once(
    scene: Scene, point: str, taken: int, status: str
) -> None:
    await scene.killed_at(point)
    assert len(scene.recorder.taken) == taken
    assert await scene.statuses() == {status}
    await scene.finished()
    await scene.all_arrived_once()


async def test_what_a_process_was_killed_over_while_the_database_committed_arrives_once(
    scene: Scene,
) -> None:
    """Whether the commit lasted is the database's to say: either way nothing is sent again."""
    await scene.killed_at(COMMITTING)
    assert len(scene.recorder.taken) == ROWS
    await scene.finished()
    await scene.all_arrived_once()


async def test_processes_that_are_killed_one_after_another_at_every_point_send_once(scene: Scene) -> None:
    for point, taken in (
        (CLAIMED, 0),
        (NOTED, 0),
        (ASKED, 0),
        (TAKEN, ROWS),
        (ASKED, ROWS),
        (ANSWERED, ROWS),
    ):
        await scene.killed_at(point)
        assert len(scene.recorder.taken) == taken
        assert await scene.statuses() == {"pending"}
    await scene.finished()
    await scene.all_arrived_once()
