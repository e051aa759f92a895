"""Several who write at once: one member's affairs come one after another, nothing is lost and nobody is stuck."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import func, select, text

from bot.domain.members import Greeting, Pace, Preferences
from bot.domain.reminders import Reminder, Status
from bot.invocation import Invocation
from bot.ports import Sent, UnitOfWork
from bot.storage.store import SqlStore
from bot.storage.tables import interviews, members, owed
from bot.views.problems import Apology
from tests.conftest import NEW_YORK, HeldClock, Person
from tests.database import POSTGRESQL, Database
from tests.persistence.encores import two_replicas
from tests.persistence.samples import (
    DAY,
    FIRST,
    HOUR,
    LEASE,
    NOW,
    a_member,
    a_reminder,
    an_interview,
    claim_due,
    depart,
    fill,
    writing,
)  # fmt: skip

ROW = a_reminder()
A_MOMENT = 0.05
"""Seconds; long enough for the other to come as far as it can."""


class Turns:
    """Two units at once: what the second does happens while the first is still open, as far as it may."""

    def __init__(self, first: SqlStore, second: SqlStore) -> None:
        self._first, self._second = first, second
        self.waited = False

    async def run(
        self,
        begins: Callable[[UnitOfWork], Awaitable[object]],
        ends: Callable[[UnitOfWork], Awaitable[object]],
        meanwhile: Callable[[UnitOfWork], Awaitable[object]],
    ) -> None:
        async def other() -> None:
            async with writing(self._second) as unit:
                await meanwhile(unit)

        async with writing(self._first) as unit:
            await begins(unit)
            task = asyncio.create_task(other())
            await asyncio.sleep(A_MOMENT)
            self.waited = not task.done()
            await ends(unit)
        await task


@pytest.fixture
async def turns(sql_store: SqlStore, database: Database) -> Turns:
    """Two stores on one database, with a member, an interview and a reminder in it."""
    await fill(sql_store, ROW)
    return Turns(sql_store, sql_store)


async def nothing(_: UnitOfWork) -> None:
    pass


async def ada(store: SqlStore) -> object:
    async with store.unit() as unit:
        return await unit.members.by_id("id-ada")


async def rename_group(unit: UnitOfWork) -> None:
    member = await unit.members.get(a_member().ref)
    assert member is not None
    await unit.members.save(replace(member, group="changed"))


async def set_channel(unit: UnitOfWork) -> None:
    await unit.members.remember_channel("id-ada", "D1")


async def give_up(unit: UnitOfWork) -> None:
    known = await unit.members.by_id("id-ada")
    assert known is not None
    await unit.members.save(replace(known, reachable=False, greeting=Greeting.CLOSED))
    await unit.owed.expire(ROW.key, reason="closed")


async def record(unit: UnitOfWork) -> None:
    await unit.owed.sent([Sent(ROW.key, NOW, "r")])
    await set_channel(unit)


@pytest.mark.parametrize(
    ("meanwhile", "after"),
    [
        (set_channel, {"channel": "D1"}),
        (record, {"channel": "D1"}),
        (give_up, {"reachable": False, "greeting": Greeting.CLOSED}),
    ],
)
async def test_a_members_row_keeps_what_a_handler_and_the_engine_write_at_once(
    sql_store: SqlStore, turns: Turns, meanwhile: Callable[[UnitOfWork], Awaitable[None]], after: dict
) -> None:
    async def load(unit: UnitOfWork) -> None:
        await unit.members.get(a_member().ref)

    await turns.run(load, rename_group, meanwhile)
    assert turns.waited
    assert await ada(sql_store) == a_member(group="changed", **after)


async def test_and_the_other_way_round(sql_store: SqlStore, turns: Turns) -> None:
    async def know(unit: UnitOfWork) -> None:
        await unit.members.by_id("id-ada")

    await turns.run(know, give_up, rename_group)
    assert turns.waited
    assert await ada(sql_store) == a_member(group="changed", reachable=False, greeting=Greeting.CLOSED)


async def test_a_member_does_not_wait_for_another(
    sql_store: SqlStore, turns: Turns, database: Database
) -> None:
    async def other(unit: UnitOfWork) -> None:
        await unit.members.save(a_member("bea", group="changed"))

    async def load(unit: UnitOfWork) -> None:
        await unit.members.get(a_member().ref)

    await turns.run(load, nothing, other)
    assert turns.waited == (database.kind != POSTGRESQL)


async def test_what_is_called_off_after_it_was_found_owed_waits_until_that_is_noted(
    sql_store: SqlStore, turns: Turns
) -> None:
    async def find(unit: UnitOfWork) -> None:
        assert await unit.owed.pending([ROW.key]) == {ROW.key}

    async def note(unit: UnitOfWork) -> None:
        await depart(unit, ROW.key)

    async def call_off(unit: UnitOfWork) -> None:
        await unit.members.get(a_member().ref)
        await unit.owed.cancel([ROW.key], "moved")

    await turns.run(find, note, call_off)
    assert turns.waited
    async with sql_store.unit() as unit:
        row = await unit.owed.get(Reminder, "id-ada", ROW.key)
    assert row is not None
    assert (row.status, row.attempted_at) == (Status.CANCELLED, NOW)


async def test_a_purge_does_not_undo_what_is_written_meanwhile(sql_store: SqlStore, turns: Turns) -> None:
    async def load(unit: UnitOfWork) -> None:
        await unit.interviews.save(an_interview(company="Globex"))

    async def purge(_: UnitOfWork) -> None:
        await sql_store.purge(an_interview().starts_at + 181 * DAY)

    async with writing(sql_store) as unit:
        await load(unit)
        purging = asyncio.create_task(purge(unit))
        await asyncio.sleep(A_MOMENT)
    await purging
    async with sql_store.unit() as unit:
        assert await unit.interviews.of("id-ada") == (an_interview(company="Globex", notes="", revision=1),)


# Whole replicas


async def count(store: SqlStore, table: object) -> int:
    async with store._engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def test_two_first_words_at_once_make_one_member(database: Database, clock: HeldClock) -> None:
    async with two_replicas(database, clock) as replicas:
        people = [Person(encore, clock) for encore in replicas for _ in range(3)]
        await asyncio.gather(*(person.type("/tip") for person in people))
        assert not any(isinstance(person.reply.view, Apology) for person in people)
        assert await count(replicas[0].store, members) == 1


async def test_two_presses_at_once_add_one_interview(database: Database, clock: HeldClock) -> None:
    async with two_replicas(database, clock) as replicas:
        people = [Person(encore, clock) for encore in replicas]
        await people[0].live_in()
        await people[0].type("/prep add Acme, data analyst, next Thu 3pm")
        right = people[0].message.buttons[0].invocation
        await asyncio.gather(*(person.ask(right) for person in people for _ in range(2)))
        assert not any(isinstance(person.reply.view, Apology) for person in people)
        assert await count(replicas[0].store, interviews) == 1
        before = await count(replicas[0].store, owed)
        await people[1].ask(right)
        assert "in already" in people[1].says
        assert await count(replicas[0].store, owed) == before


async def test_settings_changed_at_once_are_all_kept(database: Database, clock: HeldClock) -> None:
    changes = {"pace": "light", "minutes": "30", "time": "17:00", "discreet": "no", "quiet": "22:00-06:00"}
    async with two_replicas(database, clock) as replicas:
        people = [Person(replicas[number % 2], clock) for number in range(len(changes))]
        await people[0].live_in()
        await asyncio.gather(
            *(
                person.ask(Invocation("encore settings", {"setting": setting, "value": value}))
                for person, (setting, value) in zip(people, changes.items(), strict=True)
            )
        )
        async with replicas[0].store.unit() as unit:
            member = await unit.members.get(people[0].caller.member)
        assert member is not None
        assert member.preferences == Preferences(
            zone=NEW_YORK,
            pace=Pace.LIGHT,
            minutes_a_day=30,
            remind_at=time(17, 0),
            discreet=False,
            quiet_from=time(22, 0),
            quiet_until=time(6, 0),
        )


# Nobody is stuck


async def test_handlers_and_engines_never_wait_for_each_other_in_a_ring(database: Database) -> None:
    """Rows of several members recorded together, while those members change their minds."""
    stores = [await database.open(), await database.open()]
    names = [f"m{number}" for number in range(6)]
    rows = {name: [a_reminder(owner=name, interview=name, snooze=n) for n in range(30)] for name in names}
    async with writing(stores[0]) as unit:
        for name in names:
            await unit.members.add(a_member(name))
            await unit.interviews.add(an_interview(name, name))
            await unit.owed.put(rows[name])
    dice = random.Random(3)

    async def handle(store: SqlStore) -> None:
        for _ in range(25):
            name = dice.choice(names)
            async with writing(store) as unit:
                member = await unit.members.get(a_member(name).ref)
                assert member is not None
                await unit.owed.cancel([row.key for row in dice.sample(rows[name], 2)], "moved")
                await asyncio.sleep(0)
                await unit.owed.put(dice.sample(rows[name], 10))
                await unit.members.save(member)

    async def deliver(store: SqlStore, owner: str) -> None:
        for turn in range(15):
            async with writing(store) as unit:
                now = NOW + turn * LEASE
                claimed = await claim_due(unit, now, owner=owner, limit=8)
            keys = [item.row.key for item in claimed]
            async with writing(store) as unit:
                leases = {item.row.key: item.row.attempts for item in claimed}
                await unit.owed.depart(leases, now, until=now + LEASE)
            async with writing(store) as unit:
                await unit.owed.sent([Sent(key, now, "r") for key in keys])
                for item in claimed:
                    await unit.members.remember_channel(item.to.id, f"D-{turn}")

    await asyncio.gather(
        *(handle(store) for store in stores for _ in range(2)),
        *(deliver(store, owner) for store, owner in zip(stores, (FIRST, "runner-2"), strict=True)),
    )
    if database.kind == POSTGRESQL:
        async with stores[0]._engine.connect() as connection:
            asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            assert (await connection.execute(text(asked))).scalar() == 0
    for store in stores:
        await store.close()


async def test_a_unit_of_a_replica_that_lost_its_power_is_ended_by_the_server(postgresql: Database) -> None:
    store = await postgresql.open()
    async with store._engine.connect() as connection:
        names = ("idle_in_transaction_session_timeout", "lock_timeout", "transaction_isolation")
        found = [(await connection.exec_driver_sql(f"SHOW {name}")).scalar() for name in names]
    await store.close()
    assert found == ["1min", "30s", "read committed"]


async def test_a_claim_passes_over_what_another_is_claiming_this_moment(postgresql: Database) -> None:
    stores = [await postgresql.open(), await postgresql.open()]
    await fill(stores[0], *(a_reminder(snooze=number) for number in range(4)))
    async with stores[0].unit() as one, stores[1].unit() as other:
        first = await claim_due(one, NOW, owner=FIRST, limit=2)
        second = await claim_due(other, NOW, owner="runner-2", limit=HOUR.seconds)
        await other.commit()
        await one.commit()
    keys = {item.row.key for item in (*first, *second)}
    assert (len(first), len(second), len(keys)) == (2, 2, 4)
    for store in stores:
        await store.close()
