"""Another replica hears within a second that a reminder was written, and keeps hearing after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.storage import signals
from bot.storage.store import SqlStore
from tests.conftest import HeldClock, Person
from tests.database import SQLITE, Database
from tests.persistence.encores import two_replicas
from tests.persistence.samples import FIRST, NOW, a_reminder, claim_due, fill, writing

SOON = 1.5
"""Seconds: a second, and what a busy machine adds."""
QUIET = 0.3


class Ear:
    """Counts calls, and waits for the next."""

    def __init__(self) -> None:
        self.calls = 0
        self._called = asyncio.Event()

    def __call__(self) -> None:
        self.calls += 1
        self._called.set()

    async def hears(self, within: float = SOON) -> bool:
        try:
            await asyncio.wait_for(self._called.wait(), within)
        except TimeoutError:
            return False
        self._called.clear()
        return True


@pytest.fixture
async def stores(database: Database) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    pair = await database.open(), await database.open()
    await fill(pair[0])
    yield pair
    for store in pair:
        await store.close()


async def put(store: SqlStore) -> None:
    async with writing(store) as unit:
        await unit.owed.put([a_reminder()])


async def test_a_reminder_that_another_store_wrote_is_heard_of_within_a_second(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    ear = Ear()
    async with stores[1].watch(ear):
        await put(stores[0])
        assert await ear.hears()
        async with writing(stores[0]) as unit:
            await claim_due(unit, NOW, owner=FIRST, limit=1)
        await ear.hears(SOON)
        async with writing(stores[0]) as unit:
            await unit.owed.give_back(a_reminder().key, until=NOW, reason="handed back")
        assert await ear.hears()


async def test_what_was_taken_back_is_not_heard_of(stores: tuple[SqlStore, SqlStore]) -> None:
    ear = Ear()
    async with stores[1].watch(ear):
        async with stores[0].unit() as unit:
            await unit.owed.put([a_reminder()])
        assert not await ear.hears()
    assert ear.calls == 0


async def test_nothing_is_heard_after_the_end(stores: tuple[SqlStore, SqlStore]) -> None:
    ear = Ear()
    async with stores[1].watch(ear):
        pass
    await put(stores[0])
    assert not await ear.hears()


async def test_a_watcher_holds_nobody_up(stores: tuple[SqlStore, SqlStore]) -> None:
    async with stores[0].watch(Ear()), stores[1].watch(Ear()):
        for _ in range(20):
            await put(stores[0])
            await put(stores[1])


async def test_a_store_does_not_hear_itself_on_postgresql(postgresql: Database) -> None:
    store = await postgresql.open()
    ear = Ear()
    async with store.watch(ear):
        await fill(store, a_reminder())
        assert not await ear.hears(QUIET)
    await store.close()


async def test_only_reminders_are_spoken_of_on_postgresql_and_nothing_is_told_of_them(
    postgresql: Database,
) -> None:
    import asyncpg

    heard: list[Any] = []
    ear = Ear()
    store = await postgresql.open()
    listener = await asyncpg.connect(postgresql.url)
    await listener.add_listener(signals.CHANNEL, lambda *words: (heard.append(words[3]), ear()))
    await fill(store)
    await put(store)
    assert await ear.hears()
    await listener.close()
    await store.close()
    assert heard == [store._id]


async def test_a_listener_that_was_cut_off_listens_again(postgresql: Database) -> None:
    stores = await postgresql.open(), await postgresql.open()
    await fill(stores[0])
    ear = Ear()
    async with stores[1].watch(ear):
        async with stores[0]._engine.connect() as connection:
            await connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        assert await ear.hears(SOON + 1), "it may have missed something meanwhile"
        while await ear.hears(QUIET):
            pass
        await put(stores[0])
        assert await ear.hears()
    for store in stores:
        await store.close()


async def test_a_watcher_leaves_no_connection_that_listens_in_the_pool(postgresql: Database) -> None:
    store = await postgresql.open()
    async with store.watch(Ear()):
        pass
    asked = "SELECT count(*) FROM pg_listening_channels()"
    async with store._engine.connect() as connection:
        assert (await connection.exec_driver_sql(asked)).scalar() == 0
    await store.close()


async def test_one_replica_hears_what_a_member_tells_another(database: Database, clock: HeldClock) -> None:
    ear = Ear()
    async with two_replicas(database, clock) as (one, other), other.store.watch(ear):
        person = Person(one, clock)
        await person.live_in()
        if database.kind == SQLITE:
            await ear.hears()
        await person.adds()
        assert await ear.hears()
        due = await other.delivery.next_due()
        assert due is not None
