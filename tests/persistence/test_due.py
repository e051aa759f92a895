"""What is due, in the order in which it should leave, and who may claim it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.members import MemberRef, Platform
from bot.domain.owed import QUIET
from bot.domain.reminders import Reminder
from bot.ports import Beat, Due, Sent, Store
from tests.database import Database
from tests.persistence.samples import (
    FIRST,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    a_member,
    a_reminder,
    an_interview,
    claim_due,
    open_sqlite,
    writing,
)  # fmt: skip


async def add_group(store: Store, group: str, number: int, **changes: object) -> list[Reminder]:
    """Store members of one group with a reminder each; `soon` in minutes is how long each is of use."""
    platform = changes.pop("platform", Platform.SLACK)
    soon = changes.pop("soon", 60)
    assert isinstance(platform, Platform)
    assert isinstance(soon, int)
    rows = []
    async with writing(store) as unit:
        for one in range(number):
            name = f"{group}{one}"
            await unit.members.add(a_member(name, ref=MemberRef(platform, group, name), group=group))
            await unit.interviews.add(an_interview(name, name))
            useful_until = NOW + (soon + one) * MINUTE
            rows.append(a_reminder(owner=name, interview=name, useful_until=useful_until, **changes))
        await unit.owed.put(rows)
    return rows


async def due(
    store: Store, quota: int = 10, limit: int = 100, platforms: Collection[Platform] = tuple(Platform)
) -> tuple[Due, ...]:
    async with store.unit() as unit:
        return await unit.owed.due(NOW, platforms=platforms, quota=quota, limit=limit)


async def test_the_most_urgent_comes_first_within_a_group(store: Store) -> None:
    rows = await add_group(store, "T1", 5)
    assert [one.key for one in await due(store)] == [row.key for row in rows]
    assert (await due(store))[0] == Due(rows[0].key, Platform.SLACK, "T1")


async def test_each_group_has_its_turn_before_another_has_a_second(store: Store) -> None:
    await add_group(store, "T1", 7, soon=1)
    await add_group(store, "T2", 3, soon=100)
    assert [one.group for one in await due(store, quota=2)] == [
        "T1", "T1", "T2", "T2", "T1", "T1", "T2", "T1", "T1", "T1"
    ]  # fmt: skip


async def test_groups_of_one_name_on_two_platforms_are_two(store: Store) -> None:
    await add_group(store, "T1", 3, soon=1)
    async with writing(store) as unit:
        await unit.members.add(a_member("eve", ref=MemberRef(Platform.DISCORD, "", "eve"), group="T1"))
        await unit.interviews.add(an_interview("eve", "eve"))
        await unit.owed.put([a_reminder(owner="eve", interview="eve")])
    assert [one.platform for one in await due(store, quota=1)] == ["slack", "discord", "slack", "slack"]


async def test_only_the_platforms_asked_for_are_listed(store: Store) -> None:
    await add_group(store, "T1", 2)
    await add_group(store, "G1", 1, platform=Platform.DISCORD)
    assert [one.group for one in await due(store, platforms=[Platform.DISCORD])] == ["G1"]
    assert await due(store, platforms=[Platform.TERMINAL]) == ()
    assert await due(store, platforms=[]) == ()


async def test_no_more_are_listed_than_were_asked_for(store: Store) -> None:
    await add_group(store, "T1", 9)
    await add_group(store, "T2", 1, soon=500)
    assert [one.group for one in await due(store, quota=3, limit=4)] == ["T1", "T1", "T1", "T2"]


async def test_what_is_held_sent_or_to_come_is_not_due(store: Store) -> None:
    held, sent, owed = await add_group(store, "T1", 3)
    await add_group(store, "T2", 1, due_at=NOW + MINUTE)
    async with writing(store) as unit:
        await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=[held.key, sent.key])
        await unit.owed.sent([Sent(sent.key, NOW, "r")])
    assert [one.key for one in await due(store)] == [owed.key]


async def test_only_what_is_free_is_claimed(store: Store) -> None:
    rows = await add_group(store, "T1", 3)
    keys = [row.key for row in rows]
    async with writing(store) as unit:
        [one] = await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=keys[:1])
    assert one.row.key == keys[0]
    async with writing(store) as unit:
        claimed = await unit.owed.claim(NOW, owner=SECOND, lease=LEASE, keys=[*keys, "nobody's"])
    assert [item.row.key for item in claimed] == keys[1:]


@pytest.mark.parametrize(("owner", "taken_over"), [(FIRST, False), (SECOND, True)])
async def test_a_lease_that_ran_out_in_others_hands_is_known(
    store: Store, owner: str, taken_over: bool
) -> None:
    await add_group(store, "T1", 1)
    async with writing(store) as unit:
        [item] = await claim_due(unit, NOW, owner=FIRST)
    assert not item.taken_over
    async with writing(store) as unit:
        [item] = await claim_due(unit, NOW + LEASE, owner=owner)
    assert item.taken_over is taken_over


async def test_who_outlived_a_lease_may_send_nothing_and_give_nothing_back(store: Store) -> None:
    [row] = await add_group(store, "T1", 1)
    async with writing(store) as unit:
        await claim_due(unit, NOW, owner=FIRST)
    async with writing(store) as unit:
        await claim_due(unit, NOW + LEASE, owner=SECOND)
    late = NOW + LEASE + MINUTE
    async with writing(store) as unit:
        assert await unit.owed.depart({row.key: 1}, late, until=late + LEASE) == frozenset()
        await unit.owed.give_back(row.key, until=late, reason="handed back", lease=1)
    assert await due(store) == ()
    async with writing(store) as unit:
        assert await unit.owed.depart({row.key: 2}, late, until=late + LEASE) == {row.key}
    async with store.unit() as unit:
        assert await unit.owed.next_due() == late + LEASE


async def test_what_was_called_off_does_not_leave(store: Store) -> None:
    called_off, owed = await add_group(store, "T1", 2)
    async with writing(store) as unit:
        await claim_due(unit, NOW, owner=FIRST)
        await unit.owed.cancel([called_off.key], "moved")
        leases = {called_off.key: 1, owed.key: 1}
        assert await unit.owed.depart(leases, NOW, until=NOW + LEASE) == {owed.key}


async def test_one_that_was_handed_back_is_nobodys(store: Store) -> None:
    [row] = await add_group(store, "T1", 1)
    async with writing(store) as unit:
        await claim_due(unit, NOW, owner=FIRST)
        await unit.owed.give_back(row.key, until=NOW, reason="handed back")
    async with writing(store) as unit:
        [item] = await claim_due(unit, NOW, owner=SECOND)
    assert not item.taken_over


async def test_the_backlog_tells_what_is_owed_and_for_how_long(store: Store) -> None:
    async with store.unit() as unit:
        nothing = await unit.owed.backlog(NOW)
    assert (nothing.owed, nothing.overdue, nothing.oldest) == (0, 0, timedelta(0))
    await add_group(store, "T1", 2)
    await add_group(store, "T2", 3, due_at=NOW + HOUR)
    async with store.unit() as unit:
        backlog = await unit.owed.backlog(NOW)
        later = await unit.owed.backlog(NOW + 2 * HOUR)
    assert (backlog.owed, backlog.overdue, backlog.oldest) == (5, 2, HOUR)
    assert (later.owed, later.overdue, later.oldest) == (5, 5, 3 * HOUR)


async def test_what_waits_for_the_morning_is_not_overdue(store: Store) -> None:
    [row] = await add_group(store, "T1", 1)
    async with writing(store) as unit:
        await claim_due(unit, NOW, owner=FIRST)
        await unit.owed.give_back(row.key, until=NOW + HOUR, reason=QUIET)
    async with store.unit() as unit:
        night, morning = await unit.owed.backlog(NOW), await unit.owed.backlog(NOW + HOUR)
    assert (night.owed, night.overdue, night.oldest) == (1, 0, timedelta(0))
    assert (morning.owed, morning.overdue, morning.oldest) == (1, 1, 2 * HOUR)


# Several replicas, which only PostgreSQL has.


async def two_for_one_member(store: Store) -> list[str]:
    [first] = await add_group(store, "T1", 1)
    second = a_reminder("T-1", owner="T10", interview="T10")
    async with writing(store) as unit:
        await unit.owed.put([second])
    return [first.key, second.key]


async def claim(store: Store, owner: str, key: str, after: timedelta = timedelta(0)) -> bool:
    async with writing(store) as unit:
        return bool(await unit.owed.claim(NOW + after, owner=owner, lease=LEASE, keys=[key]))


async def test_a_members_channel_belongs_to_one_replica_at_a_time(postgresql: Database) -> None:
    store = await postgresql.open()
    one, other = await two_for_one_member(store)
    assert await claim(store, FIRST, one)
    assert not await claim(store, SECOND, other)
    assert await claim(store, FIRST, other)
    await store.close()


async def test_after_a_sending_the_channel_has_a_second_of_rest(postgresql: Database) -> None:
    store = await postgresql.open()
    one, other = await two_for_one_member(store)
    await claim(store, FIRST, one)
    async with writing(store) as unit:
        await unit.owed.sent([Sent(one, NOW, "r")])
    assert not await claim(store, SECOND, other, timedelta(seconds=0.5))
    assert await claim(store, SECOND, other, timedelta(seconds=1.5))
    await store.close()


async def test_a_lease_that_ran_out_holds_no_channel(postgresql: Database) -> None:
    store = await postgresql.open()
    one, other = await two_for_one_member(store)
    await claim(store, FIRST, one)
    assert await claim(store, SECOND, other, LEASE)
    await store.close()


async def test_replicas_count_each_other_until_their_leases_run_out(postgresql: Database) -> None:
    stores = [await postgresql.open() for _ in range(2)]
    assert await stores[0].beat("one", 60.0, {}) == Beat(1, {})
    assert (await stores[1].beat("two", 0.2, {})).replicas == 2
    assert (await stores[0].beat("one", 60.0, {})).replicas == 2
    async with stores[0]._engine.connect() as connection:
        await connection.exec_driver_sql("SELECT pg_sleep(0.3)")
    assert (await stores[0].beat("one", 60.0, {})).replicas == 1
    await stores[0].leave("one")
    assert (await stores[1].beat("two", 60.0, {})).replicas == 1
    for store in stores:
        await store.close()


async def test_the_longest_wait_that_anybody_was_asked_for_holds(postgresql: Database) -> None:
    store = await postgresql.open()
    await store.beat("one", 60.0, {"discord": 30.0, "slack messages T1": 5.0})
    beat = await store.beat("two", 60.0, {"discord": 10.0})
    assert 29 < beat.holds["discord"] <= 30
    assert 4 < beat.holds["slack messages T1"] <= 5
    await store.close()


async def test_beside_a_file_there_is_nobody_else(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path)
    assert await store.beat("one", 60.0, {"discord": 30.0}) == Beat(1, {})
    assert await store.beat("two", 60.0, {}) == Beat(1, {})
    await store.leave("one")
    await store.close()
