"""What comes along in the message of a claimed row, and who may take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.greeting import OwedGreeting
from bot.domain.owed import SAME_HOUR, Owed
from bot.domain.reflection import OwedReflection
from bot.domain.reminders import Reminder
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.ports import Claimed, Sent, Store, UnitOfWork
from tests.database import Database
from tests.fakes import FakeCatalog
from tests.persistence.samples import (
    FIRST,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    a_member,
    a_reminder,
    an_interview,
    writing,
)  # fmt: skip

EARLY = Kinds(all_kinds(), FakeCatalog()).may_come_early


async def of_ada(store: Store, *others: Owed) -> Reminder:
    """Store ada with three interviews, bea with one, a row of the first that is due, and others; return the first."""
    row = a_reminder(due_at=NOW - MINUTE)
    async with writing(store) as unit:
        for name in ("ada", "bea"):
            await unit.members.add(a_member(name))
        for interview, owner in (("first", "ada"), ("second", "ada"), ("third", "ada"), ("other", "bea")):
            await unit.interviews.add(an_interview(interview, owner))
        await unit.owed.put([row, *others])
    return row


def beside(lead: str = "T-1", interview: str = "second", **changes: Any) -> Reminder:
    return a_reminder(lead, interview=interview, **changes)


async def take(unit: UnitOfWork, row: Reminder, owner: str = FIRST) -> tuple[Claimed, ...]:
    claimed = await unit.owed.claim(NOW, owner=owner, lease=LEASE, keys=[row.key])
    return await unit.owed.companions(
        NOW, owner=owner, lease=LEASE, within=SAME_HOUR, of=claimed, early=EARLY
    )


async def stored(unit: UnitOfWork, row: Reminder) -> Reminder:
    found = await unit.owed.get(Reminder, row.member_id, row.key)
    assert found is not None
    return found


async def comes_along(store: Store, row: Reminder) -> set[str]:
    async with writing(store) as unit:
        return {item.row.key for item in await take(unit, row)}


async def test_what_is_due_and_what_soon_will_be_comes_along_under_a_lease(store: Store) -> None:
    due, soon = beside(), beside(interview="third", due_at=NOW - MINUTE)
    row = await of_ada(store, due, soon)
    async with writing(store) as unit:
        found = await take(unit, row)
    assert {item.row.key for item in found} == {due.key, soon.key}
    assert {(item.to.id, item.row.attempts) for item in found} == {("id-ada", 1)}
    async with store.unit() as unit:
        assert await unit.owed.claim(NOW, owner=SECOND, lease=LEASE, keys=[due.key, soon.key]) == ()


@pytest.mark.parametrize(("after", "comes"), [(59 * MINUTE, True), (60 * MINUTE, False)])
async def test_the_hour_is_counted_from_the_row_that_is_due(
    store: Store, after: timedelta, *, comes: bool
) -> None:
    later = beside(due_at=NOW - MINUTE + after)
    row = await of_ada(store, later)
    assert await comes_along(store, row) == ({later.key} if comes else set())


@pytest.mark.parametrize(
    "left",
    [
        beside("T-1h", due_at=NOW + MINUTE),
        beside("+2h", due_at=NOW + MINUTE),
        beside(due_at=NOW + MINUTE, snooze=1),
        OwedGreeting(key="greeting", member_id="id-ada", due_at=NOW, useful_until=NOW + LEASE),
        OwedReflection(
            key="reflection",
            member_id="id-ada",
            interview_id="in-second",
            starts_at=NOW,
            due_at=NOW,
            useful_until=NOW + LEASE,
        ),
        a_reminder("T-1", due_at=NOW),
        a_reminder("T-1", owner="bea", interview="other", due_at=NOW),
    ],
    ids=[
        "hour-before",
        "two-hours-after",
        "put-off",
        "greeting",
        "reflection",
        "same-interview",
        "another's",
    ],
)
async def test_what_is_tied_to_its_minute_or_belongs_elsewhere_is_left(store: Store, left: Owed) -> None:
    row = await of_ada(store, left)
    assert await comes_along(store, row) == set()


@pytest.mark.parametrize("lead", ["T-1h", "+2h"])
async def test_what_is_tied_to_its_minute_comes_along_once_it_is_due(store: Store, lead: str) -> None:
    due = beside(lead)
    row = await of_ada(store, due)
    assert await comes_along(store, row) == {due.key}


async def test_what_another_holds_is_in_doubt_or_waits_is_left(store: Store) -> None:
    held, doubted = beside(), beside(interview="third")
    row = await of_ada(store, held, doubted)
    async with writing(store) as unit:
        await unit.owed.claim(NOW - LEASE, owner=FIRST, lease=LEASE, keys=[doubted.key])
        await unit.owed.depart({doubted.key: 1}, NOW - LEASE, until=NOW)
    async with writing(store) as unit:
        await unit.owed.claim(NOW, owner=SECOND, lease=LEASE, keys=[held.key])
    async with store.unit() as unit:
        claimed = [
            Claimed(row, a_member()),
        ]
        assert (
            await unit.owed.companions(
                NOW, owner=FIRST, lease=LEASE, within=SAME_HOUR, of=claimed, early=EARLY
            )
            == ()
        )


async def test_one_that_was_asked_to_wait_does_not_come_early(store: Store) -> None:
    soon = beside(due_at=NOW - MINUTE)
    row = await of_ada(store, soon)
    async with writing(store) as unit:
        await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=[soon.key])
        await unit.owed.give_back(soon.key, until=NOW + 2 * MINUTE, reason="asked to wait")
    assert await comes_along(store, row) == set()


async def test_one_that_came_early_and_was_given_back_waits_until_it_is_due(store: Store) -> None:
    soon = beside(due_at=NOW + MINUTE)
    row = await of_ada(store, soon)
    async with writing(store) as unit:
        claimed = await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=[row.key])
        asked = {"owner": FIRST, "lease": LEASE, "within": SAME_HOUR, "of": claimed, "early": EARLY}
        assert len(await unit.owed.companions(NOW, **asked)) == 1
        await unit.owed.give_back(soon.key, until=NOW, reason="not due yet", lease=1)
        assert await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=[soon.key]) == ()
        [again] = await unit.owed.companions(NOW, **asked)
        assert again.row.attempts == 2


async def test_nothing_claimed_has_no_company(store: Store) -> None:
    await of_ada(store, beside())
    async with store.unit() as unit:
        assert (
            await unit.owed.companions(NOW, owner=FIRST, lease=LEASE, within=SAME_HOUR, of=(), early=EARLY)
            == ()
        )


async def test_what_left_in_one_instant_is_known_for_it_before_and_after_the_record(store: Store) -> None:
    other, alone = beside(), beside(interview="third")
    row = await of_ada(store, other, alone)
    keys = [row.key, other.key, alone.key]
    async with writing(store) as unit:
        await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=keys)
        await unit.owed.depart({row.key: 1, other.key: 1}, NOW, until=NOW + LEASE)
        await unit.owed.depart({alone.key: 1}, NOW + MINUTE, until=NOW + LEASE)
    async with writing(store) as unit:
        found = await unit.owed.company(await stored(unit, other))
        assert {one.key for one in found} == {row.key, other.key}
        await unit.owed.sent([Sent(row.key, NOW, "r")])
    async with store.unit() as unit:
        assert {one.key for one in await unit.owed.company(await stored(unit, row))} == {row.key, other.key}
        assert await unit.owed.company(replace(await stored(unit, row), member_id="id-bea")) == ()


async def test_what_never_left_has_no_company(store: Store) -> None:
    row = await of_ada(store, beside())
    async with store.unit() as unit:
        assert await unit.owed.company(await stored(unit, row)) == ()


async def test_two_replicas_at_once_take_each_companion_once(postgresql: Database) -> None:
    stores = [await postgresql.open() for _ in range(2)]
    others = [beside(), beside(interview="third")]
    row = await of_ada(stores[0], *others)
    async with writing(stores[0]) as one, writing(stores[1]) as two:
        first = await take(one, row)
        claimed = [Claimed(row, a_member())]
        second = await two.owed.companions(
            NOW, owner=SECOND, lease=LEASE, within=SAME_HOUR, of=claimed, early=EARLY
        )
    assert {item.row.key for item in first} == {other.key for other in others}
    assert second == ()
    for store in stores:
        await store.close()
