"""The rows owed: what changes their status, who holds them, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.domain.reminders import Reminder, Status
from bot.ports import Claimed, Sent, Store
from tests.persistence.samples import (
    DAY,
    FIRST,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    a_member,
    a_reminder,
    claim_due,
    depart,
    fill,
    writing,
)  # fmt: skip

ROW = a_reminder()


async def read(store: Store, key: str = ROW.key) -> Reminder:
    async with store.unit() as unit:
        row = await unit.owed.get(Reminder, "id-ada", key)
    assert row is not None
    return row


async def claim(store: Store, at: datetime = NOW, owner: str = FIRST, limit: int = 10) -> tuple[Claimed, ...]:
    async with writing(store) as unit:
        return await claim_due(unit, at, owner=owner, limit=limit)


async def put(store: Store, *reminders: Reminder) -> None:
    async with writing(store) as unit:
        await unit.owed.put(reminders)


async def attempt(store: Store, at: datetime = NOW) -> None:
    async with writing(store) as unit:
        await depart(unit, ROW.key, at)


async def give_back(store: Store, until: datetime, *, unknown: bool = False) -> None:
    async with writing(store) as unit:
        await unit.owed.give_back(ROW.key, until=until, reason="asked to wait", unknown=unknown)


async def finish(store: Store, status: Status) -> None:
    async with writing(store) as unit:
        match status:
            case Status.SENT:
                await unit.owed.sent([Sent(ROW.key, NOW, "receipt-1")])
            case Status.EXPIRED:
                await unit.owed.expire(ROW.key, reason="too late to help")
            case Status.CANCELLED:
                await unit.owed.cancel([ROW.key], "moved")
            case Status.PENDING:
                pass


async def next_due(store: Store) -> datetime | None:
    async with store.unit() as unit:
        return await unit.owed.next_due()


def leads(claimed: Sequence[Claimed]) -> list[str]:
    return [item.row.lead for item in claimed]


async def test_a_reminder_comes_back_whole(store: Store) -> None:
    row = a_reminder(quiet_ok=True, reason="put off", snooze=2)
    await fill(store, row, a_reminder("T-1", includes=()))
    assert await read(store, row.key) == row
    assert (await read(store, a_reminder("T-1").key)).includes == ()


async def test_a_member_sees_only_reminders_of_her_own(store: Store) -> None:
    theirs = a_reminder(owner="bea", interview="other")
    await fill(store, ROW, theirs)
    async with store.unit() as unit:
        assert await unit.owed.get(Reminder, "id-ada", theirs.key) is None
        assert await unit.owed.of(Reminder, "in-other") == (theirs,)


async def test_an_interviews_reminders_come_by_due_instant_whatever_their_status(store: Store) -> None:
    rows = [a_reminder("T-1", due_at=NOW + HOUR), ROW, a_reminder("T-7", due_at=NOW - DAY)]
    await fill(store, *rows)
    await finish(store, Status.CANCELLED)
    async with store.unit() as unit:
        assert [row.lead for row in await unit.owed.of(Reminder, "in-first")] == ["T-7", "T-3", "T-1"]


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED])
async def test_putting_again_brings_an_open_row_up_to_date(store: Store, status: Status) -> None:
    await fill(store, ROW)
    await finish(store, status)
    again = a_reminder(
        due_at=NOW + HOUR, useful_until=NOW + 2 * DAY, quiet_ok=True, includes=("T-2",), reason="put off"
    )
    await put(store, again)
    assert await read(store) == again
    assert await next_due(store) == NOW + HOUR


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED])
async def test_putting_again_leaves_a_final_row_as_it_is(store: Store, status: Status) -> None:
    await fill(store, ROW)
    await finish(store, status)
    before = await read(store)
    await put(store, a_reminder(due_at=NOW + HOUR, includes=()))
    assert before.status is status
    assert await read(store) == before
    assert await next_due(store) is None


async def test_a_row_can_be_put_as_cancelled(store: Store) -> None:
    await fill(store, ROW)
    await put(store, replace(ROW, status=Status.CANCELLED, reason="moved"))
    assert (await read(store)).status is Status.CANCELLED
    assert await claim(store) == ()


async def test_a_claim_brings_the_reminder_with_its_member_and_interview(store: Store) -> None:
    await fill(store, ROW)
    [claimed] = await claim(store)
    assert claimed == Claimed(replace(ROW, attempts=1), a_member())


async def test_what_loses_its_use_first_is_claimed_first(store: Store) -> None:
    await fill(
        store,
        a_reminder("T-7", useful_until=NOW + 3 * HOUR),
        a_reminder("T-5", useful_until=NOW + HOUR, due_at=NOW),
        a_reminder("T-2", useful_until=NOW + 2 * HOUR),
    )
    assert leads(await claim(store, limit=2)) == ["T-5", "T-2"]
    assert leads(await claim(store, limit=2)) == ["T-7"]


async def test_what_is_not_due_is_not_claimed(store: Store) -> None:
    await fill(store, a_reminder(due_at=NOW + MINUTE))
    assert await claim(store) == ()
    assert leads(await claim(store, NOW + MINUTE)) == ["T-3"]


async def test_a_lease_keeps_others_out_until_it_runs_out(store: Store) -> None:
    await fill(store, ROW)
    assert leads(await claim(store)) == ["T-3"]
    assert await claim(store, NOW + LEASE - MINUTE, SECOND) == ()
    assert leads(await claim(store, NOW + LEASE, SECOND)) == ["T-3"]
    assert await claim(store, NOW + LEASE, FIRST) == ()


async def test_every_claim_counts_an_attempt(store: Store) -> None:
    await fill(store, ROW)
    counts = [item.row.attempts for turn in range(3) for item in await claim(store, NOW + turn * LEASE)]
    assert counts == [1, 2, 3]
    assert (await read(store)).attempts == 3


async def test_a_claim_that_is_not_committed_holds_nothing(store: Store) -> None:
    await fill(store, ROW)
    async with store.unit() as unit:
        assert await claim_due(unit, NOW, owner=FIRST, limit=1)
    [claimed] = await claim(store, owner=SECOND)
    assert claimed.row.attempts == 1


@pytest.mark.parametrize("attempted", [True, False], ids=["on its way", "not yet on its way"])
async def test_a_leased_row_that_is_put_again_keeps_its_lease(store: Store, *, attempted: bool) -> None:
    """It may be leaving at this very moment; a second holder would send it twice."""
    await fill(store, ROW)
    await claim(store)
    if attempted:
        await attempt(store)
    await put(store, a_reminder(includes=("T-2",)))
    row = await read(store)
    assert row.includes == ("T-2",)
    assert row.attempts == 1
    assert row.attempted_at == (NOW if attempted else None)
    assert await claim(store, NOW + MINUTE, SECOND) == ()
    assert leads(await claim(store, NOW + LEASE, SECOND)) == ["T-3"]


async def test_a_leased_row_that_is_cancelled_and_revived_keeps_its_lease(store: Store) -> None:
    await fill(store, ROW)
    await claim(store)
    await attempt(store)
    await finish(store, Status.CANCELLED)
    await put(store, ROW)
    row = await read(store)
    assert (row.status, row.attempted_at) == (Status.PENDING, NOW)
    assert await claim(store, NOW + MINUTE, SECOND) == ()


async def test_a_leased_row_that_is_put_off_waits_for_its_new_instant(store: Store) -> None:
    await fill(store, ROW)
    await claim(store)
    await put(store, a_reminder(due_at=NOW + HOUR))
    assert await claim(store, NOW + LEASE, SECOND) == ()
    await give_back(store, NOW + MINUTE)
    assert await next_due(store) == NOW + HOUR
    assert await claim(store, NOW + LEASE, SECOND) == ()
    assert leads(await claim(store, NOW + HOUR, SECOND)) == ["T-3"]


async def test_a_row_whose_outcome_is_in_doubt_stays_so_when_it_is_put_again(store: Store) -> None:
    await fill(store, ROW)
    await claim(store)
    await attempt(store)
    await give_back(store, NOW + HOUR, unknown=True)
    await put(store, ROW)
    assert (await read(store)).attempted_at == NOW
    assert await next_due(store) == NOW + HOUR


async def test_a_row_that_only_waits_is_freed_when_it_is_put_again(store: Store) -> None:
    """She may have ended the quiet hours for which it waited."""
    await fill(store, ROW)
    await claim(store)
    await give_back(store, NOW + HOUR)
    await put(store, ROW)
    assert await next_due(store) == ROW.due_at
    assert leads(await claim(store, NOW, SECOND)) == ["T-3"]


async def test_a_row_given_back_may_be_claimed_from_the_instant_named(store: Store) -> None:
    await fill(store, ROW)
    await claim(store)
    await give_back(store, NOW + MINUTE)
    row = await read(store)
    assert (row.status, row.reason) == (Status.PENDING, "asked to wait")
    assert await next_due(store) == NOW + MINUTE
    assert await claim(store, NOW, SECOND) == ()
    assert leads(await claim(store, NOW + MINUTE, SECOND)) == ["T-3"]


@pytest.mark.parametrize(("unknown", "kept"), [(True, NOW), (False, None)])
async def test_only_an_unknown_outcome_keeps_the_instant_of_the_attempt(
    store: Store, *, unknown: bool, kept: datetime | None
) -> None:
    await fill(store, ROW)
    await claim(store)
    await attempt(store)
    assert (await read(store)).attempted_at == NOW
    await give_back(store, NOW + MINUTE, unknown=unknown)
    assert (await read(store)).attempted_at == kept
    [claimed] = await claim(store, NOW + MINUTE)
    assert claimed.row.attempted_at == kept


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED])
async def test_a_final_row_changes_no_more(store: Store, status: Status) -> None:
    await fill(store, ROW)
    await claim(store)
    await finish(store, status)
    before = await read(store)
    for other in (Status.SENT, Status.EXPIRED, Status.CANCELLED):
        if other is not status:
            await finish(store, other)
    await attempt(store, NOW + HOUR)
    await give_back(store, NOW)
    assert await read(store) == before
    assert await claim(store, NOW + DAY) == ()
    assert await next_due(store) is None


async def test_a_sent_row_has_its_instant(store: Store) -> None:
    await fill(store, ROW)
    await finish(store, Status.SENT)
    assert await read(store) == replace(ROW, status=Status.SENT, sent_at=NOW)


async def test_a_row_that_was_cancelled_while_it_left_is_recorded_as_sent(store: Store) -> None:
    """The platform took it: reviving the row later must not send it again."""
    await fill(store, ROW)
    await claim(store)
    await attempt(store)
    await finish(store, Status.CANCELLED)
    await finish(store, Status.SENT)
    await put(store, ROW)
    assert (await read(store)).status is Status.SENT


async def test_a_cancelled_row_is_neither_due_nor_claimed(store: Store) -> None:
    await fill(store, ROW)
    await finish(store, Status.CANCELLED)
    row = await read(store)
    assert (row.status, row.reason) == (Status.CANCELLED, "moved")
    assert await next_due(store) is None
    assert await claim(store) == ()


async def test_next_due_is_the_earliest_of_what_is_owed(store: Store) -> None:
    assert await next_due(store) is None
    await fill(store, a_reminder("T-1", due_at=NOW + HOUR), a_reminder("T-2", due_at=NOW + MINUTE), ROW)
    assert await next_due(store) == ROW.due_at
    await claim(store)
    assert await next_due(store) == NOW + MINUTE
    await claim(store, NOW + MINUTE)
    assert await next_due(store) == NOW + LEASE


async def test_a_member_is_told_once_of_what_expired(store: Store) -> None:
    theirs = a_reminder(owner="bea", interview="other")
    await fill(store, ROW, a_reminder("T-1"), theirs)
    async with writing(store) as unit:
        for key in (ROW.key, theirs.key):
            await unit.owed.expire(key, reason="too late to help")
    async with writing(store) as unit:
        [row] = await unit.owed.untold(Reminder, "id-ada")
        assert (row.key, row.reason, row.told) == (ROW.key, "too late to help", False)
        await unit.owed.mark_told([row.key])
    async with store.unit() as unit:
        assert await unit.owed.untold(Reminder, "id-ada") == ()
        assert [row.key for row in await unit.owed.untold(Reminder, "id-bea")] == [theirs.key]


@pytest.mark.parametrize("call", ["put", "cancel", "mark_told"])
async def test_naming_no_rows_changes_none(store: Store, call: str) -> None:
    arguments: dict[str, tuple[Any, ...]] = {
        "put": ([],), "cancel": ([], "moved"), "mark_told": ([],)
    }  # fmt: skip
    await fill(store, ROW)
    async with store.unit() as unit:
        await getattr(unit.owed, call)(*arguments[call])
        assert not unit.changed
        assert await unit.owed.of(Reminder, "in-first") == (ROW,)
