"""The delivery promise through outages of every part, each part being the real one: messengers, engine, database."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from bot.delivery.engine import Delivery
from bot.delivery.sending import LEASE
from bot.scheduler.timers import Timers
from bot.storage.store import SqlStore
from bot.storage.tables import members, owed
from tests.conftest import HeldClock
from tests.database import SQLITE, Database, Postgres, new_database
from tests.persistence.encores import open_on
from tests.soak.recorder import BROKEN_AFTER, LOST, Faults, Recorder, Taken, recording
from tests.soak.replica import messengers
from tests.soak.seeding import Owed, seed
from tests.soak.soaking import rows_of

COUNT = 40
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ALWAYS_LOST = Faults(posting=((LOST, 1.0),))


class Stage:
    """One platform server and one database, on which any number of replicas may deliver; `clock` is everyone's."""

    def __init__(self, database: Database, store: SqlStore, recorder: Recorder, clock: HeldClock) -> None:
        self.database = database
        self.store = store
        self.recorder = recorder
        self.clock = clock
        self.owed: dict[str, Owed] = {}

    async def owe(self, count: int, apart: timedelta = timedelta(0)) -> None:
        now = self.clock.now()
        dues = [now + apart * number for number in range(count)]
        self.owed = await seed(self.store, dues, now=now, public=count // 4)

    @asynccontextmanager
    async def replica(
        self, clock: HeldClock | None = None, *, serving: bool = True
    ) -> AsyncIterator[Delivery]:
        """Give the delivery of a replica; with `serving` off its platforms have not started yet."""
        async with (
            open_on(self.database, clock or self.clock, seed=random.randrange(10**6)) as encore,
            messengers(self.recorder.slack_url, self.recorder.discord_url) as served,
        ):
            if serving:
                for platform, messenger in served.items():
                    encore.delivery.serve(platform, messenger)
            yield encore.delivery

    async def all_arrived_once(self) -> None:
        assert self.recorder.keys() == dict.fromkeys(self.owed, 1)
        assert {status for status, _ in (await rows_of(self.store)).values()} == {"sent"}

    async def change(self, key: str, **values: Any) -> None:
        async with self.store._engine.begin() as connection:
            await connection.execute(update(owed).where(owed.c.key == key).values(**values))


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with staged(database) as made:
        yield made


@asynccontextmanager
async def staged(database: Database) -> AsyncIterator[Stage]:
    clock = HeldClock(NOON)
    async with recording(now=lambda: clock.now().timestamp()) as recorder:
        store = await database.open()
        try:
            yield Stage(database, store, recorder, clock)
        finally:
            await store.close()


async def rounds(stage: Stage, delivery: Delivery, ahead: timedelta) -> None:
    """Let time pass, with a look every minute at what is due, whatever becomes of it."""
    until = stage.clock.now() + ahead
    while stage.clock.now() < until:
        stage.clock.at += MINUTE
        with suppress(Exception):
            await delivery.deliver_due()


async def test_platforms_that_are_gone_for_ten_minutes_cost_nothing_and_repeat_nothing(stage: Stage) -> None:
    await stage.owe(COUNT)

    async def leave(_: Taken) -> None:
        if len(stage.recorder.taken) == COUNT // 2:
            await stage.recorder.go_away()

    stage.recorder.on_taken = leave
    async with stage.replica() as delivery:
        await delivery.deliver_due()
        await rounds(stage, delivery, 10 * MINUTE)
        there = len(stage.recorder.taken)
        assert COUNT // 2 <= there < COUNT
        await stage.recorder.come_back()
        await rounds(stage, delivery, 20 * MINUTE)
    await stage.all_arrived_once()


async def test_a_server_that_is_gone_for_a_minute_in_the_middle_costs_nothing_and_repeats_nothing(
    postgres: Postgres, postgresql: Database
) -> None:
    async with staged(postgresql) as stage:
        await stage.owe(COUNT)

        async def stop(_: Taken) -> None:
            if len(stage.recorder.taken) == COUNT // 4:
                postgres.stop()

        stage.recorder.on_taken = stop
        async with stage.replica() as delivery:
            with suppress(Exception):
                await delivery.deliver_due()
            await rounds(stage, delivery, MINUTE)
            assert len(stage.recorder.taken) >= COUNT // 4
            postgres.start()
            await rounds(stage, delivery, 3 * LEASE)
        await stage.all_arrived_once()


async def test_a_disk_that_is_full_for_a_while_costs_nothing_and_repeats_nothing(
    request: pytest.FixtureRequest, tmp_path: Any
) -> None:
    with new_database(SQLITE, request, tmp_path) as database:
        async with staged(database) as stage:
            await stage.owe(5 * COUNT)
            pages, failed = 1_000_000, 0

            def limit(connection: Any) -> None:
                connection.exec_driver_sql(
                    f"PRAGMA max_page_count={pages}"
                )  # as many as there are, at the least

            def count(_: Any) -> None:
                nonlocal failed
                failed += 1

            async def fill(_: Taken) -> None:
                nonlocal pages
                pages = 1

            stage.recorder.on_taken = fill
            async with stage.replica() as delivery:
                engine = delivery._store._engine.sync_engine
                event.listen(engine, "begin", limit)
                event.listen(engine, "handle_error", count)
                with suppress(OperationalError):
                    await delivery.deliver_due()
                assert failed
                assert {"pending"} <= {status for status, _ in (await rows_of(stage.store)).values()}
                stage.recorder.on_taken = None
                pages = 1_000_000
                await rounds(stage, delivery, 20 * MINUTE)
            await stage.all_arrived_once()


async def test_a_clock_that_is_set_forward_and_back_again_repeats_nothing_and_loses_nothing(
    stage: Stage,
) -> None:
    await stage.owe(COUNT, apart=MINUTE)
    async with stage.replica() as delivery:
        await rounds(stage, delivery, 5 * MINUTE)
        before = len(stage.recorder.taken)
        assert 0 < before < COUNT
        stage.clock.at += 15 * MINUTE
        await delivery.deliver_due()
        early = len(stage.recorder.taken)
        stage.clock.at -= 15 * MINUTE
        await rounds(stage, delivery, 10 * MINUTE)
        assert len(stage.recorder.taken) == early > before, "what was said early is not said again"
        await rounds(stage, delivery, timedelta(minutes=COUNT))
    await stage.all_arrived_once()


async def test_every_reply_being_lost_for_an_hour_repeats_nothing(stage: Stage) -> None:
    await stage.owe(COUNT)
    stage.recorder.faults = Faults(posting=((LOST, 0.5), (BROKEN_AFTER, 0.5)), others=0.3)
    async with stage.replica() as delivery:
        await rounds(stage, delivery, HOUR)
        stage.recorder.faults = Faults()
        await rounds(stage, delivery, HOUR / 2)
    await stage.all_arrived_once()
    assert stage.recorder.counted[LOST] + stage.recorder.counted[BROKEN_AFTER] == COUNT


# A doubt outlives whatever comes between it and the next attempt.


async def test_a_doubt_outlives_a_start_before_the_platforms(stage: Stage) -> None:
    await stage.owe(4)
    stage.recorder.faults = ALWAYS_LOST
    async with stage.replica() as delivery:
        await delivery.deliver_due()
    stage.recorder.faults = Faults()
    stage.clock.at += LEASE
    async with stage.replica(serving=False) as delivery:
        await delivery.deliver_due()
    stage.clock.at += LEASE
    async with stage.replica() as delivery:
        await delivery.deliver_due()
    await stage.all_arrived_once()


async def test_a_doubt_outlives_the_night(stage: Stage) -> None:
    await stage.owe(4)
    for key in stage.owed:
        await stage.change(key, quiet_ok=False)
    async with stage.store._engine.begin() as connection:
        await connection.execute(update(members).values(quiet_from=time(12, 10), quiet_until=time(18, 0)))
    stage.recorder.faults = ALWAYS_LOST
    async with stage.replica() as delivery:
        await delivery.deliver_due()
        await stage.recorder.go_away()
        await rounds(stage, delivery, 20 * MINUTE)
        stage.recorder.faults = Faults()
        await stage.recorder.come_back()
        await rounds(stage, delivery, 7 * HOUR)
    await stage.all_arrived_once()


# A replica that outlived its lease has no say any more: the database was slow, or the process was held up.


class HeldUp:
    """Holds a replica up before it does something that `Sending` does."""

    def __init__(self, delivery: Delivery, name: str) -> None:
        self._there, self._on = asyncio.Event(), asyncio.Event()
        self._act: Callable[..., Awaitable[Any]] = getattr(delivery._sending, name)
        self._delivering: asyncio.Task[int] | None = None
        self._delivery = delivery
        setattr(delivery._sending, name, self._slowly)

    async def begin(self) -> None:
        """Have the replica deliver, until it is held up."""
        self._delivering = asyncio.create_task(self._delivery.deliver_due())
        there = asyncio.create_task(self._there.wait())
        await asyncio.wait({there, self._delivering}, return_when=asyncio.FIRST_COMPLETED)
        there.cancel()
        assert self._there.is_set(), "it was done without"

    async def end(self) -> None:
        """Let it go on to the end."""
        assert self._delivering is not None
        self._on.set()
        await self._delivering

    async def _slowly(self, *arguments: Any, **named: Any) -> Any:
        self._there.set()
        await self._on.wait()
        return await self._act(*arguments, **named)


async def test_one_that_comes_to_send_after_its_lease_leaves_it_to_the_new_holder(stage: Stage) -> None:
    await stage.owe(4)
    async with stage.replica() as late, stage.replica() as other:
        sending = HeldUp(late, "_post")
        await sending.begin()
        stage.clock.at += LEASE
        await other.deliver_due()
        await sending.end()
    await stage.all_arrived_once()


async def test_one_that_comes_to_send_after_its_lease_waits_for_the_new_holders_answer(stage: Stage) -> None:
    """Its row is not final yet: the new holder has noted its attempt, and the platform has it or will have it."""
    await stage.owe(1)
    [key] = stage.owed
    async with stage.replica() as late, stage.replica() as other:
        sending = HeldUp(late, "_post")
        await sending.begin()
        stage.clock.at += LEASE
        its_record = HeldUp(other, "_record")
        await its_record.begin()
        await sending.end()
        assert stage.recorder.keys() == {key: 1}
        await its_record.end()
    await stage.all_arrived_once()


async def test_one_that_gives_back_after_its_lease_does_not_end_the_new_holders(stage: Stage) -> None:
    await stage.owe(1)
    async with stage.replica() as late, stage.replica() as other, stage.replica() as third:
        stage.recorder.faults = Faults(posting=(("429", 1.0),))
        giving_back = HeldUp(late, "_hold")
        await giving_back.begin()
        stage.clock.at += LEASE
        stage.recorder.faults = Faults()
        its_record = HeldUp(other, "_record")
        await its_record.begin()
        await giving_back.end()
        stage.clock.at += timedelta(seconds=2)
        assert await third.deliver_due() == 0
        await its_record.end()
    await stage.all_arrived_once()


async def test_the_alarm_never_passes_a_wake_up_over_however_busy_the_process_is() -> None:
    """Delivery asks to be woken at once, many times over, while there is much to do."""
    clock = SystemClock()
    alarm = Timers(clock)
    passed_over = 0

    def note(_: object) -> None:
        nonlocal passed_over
        passed_over += 1
        alarm.wake()  # nobody else would

    async def be_busy() -> None:
        while True:
            sum(range(20_000))
            await asyncio.sleep(0)

    busy = asyncio.create_task(be_busy())
    alarm.start()
    alarm._scheduler.add_listener(note, EVENT_JOB_MAX_INSTANCES)
    try:
        for _ in range(300):
            await alarm.sleep_until(clock.now())
    finally:
        alarm.stop()
        busy.cancel()
    assert passed_over == 0
