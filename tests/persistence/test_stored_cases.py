"""Members' cases in storage: what was decided comes back, and what became final meanwhile stays so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.content import Lead
from bot.domain.reminders import Mark, Reminder, Status
from bot.domain.sheets import Sheet
from bot.ports import Sent, Store
from tests.cases import case_of, change
from tests.persistence.samples import (
    DAY,
    HOUR,
    LEASE,
    NOW,
    a_reminder,
    an_entry,
    an_interview,
    claim_due,
    fill,
    writing,
)

FIRST, SECOND = an_interview(), an_interview("second", day=an_interview().day + DAY)
ROW = a_reminder()


async def test_a_case_is_all_that_is_stored_of_one_member(store: Store) -> None:
    theirs = a_reminder(owner="bea", interview="other")
    await fill(store, ROW, theirs)
    async with writing(store) as unit:
        await unit.sheets.put(an_entry(), an_entry(owner="bea"))
    async with store.unit() as unit:
        ada, bea = await case_of(unit), await case_of(unit, "id-bea")
    assert [one.id for one in ada.interviews] == ["in-first"]
    assert ada.owed == {ROW.key: ROW}
    assert list(ada.entries) == [(Sheet.RESEARCH, "in-first", "press")]
    assert [one.id for one in bea.interviews] == ["in-other"]
    assert bea.owed == {theirs.key: theirs}
    assert list(bea.entries) == [(Sheet.RESEARCH, "in-other", "press")]


async def test_what_is_decided_comes_back(store: Store) -> None:
    await fill(store, ROW, a_reminder("T-1"))
    async with writing(store) as unit:
        before = await case_of(unit)
        decided = (
            before.with_preferences(replace(before.preferences, discreet=True))
            .with_interview(SECOND)
            .with_interview(replace(FIRST, cancelled=True))
            .without([ROW.key], "moved")
            .owing([a_reminder("T-2"), a_reminder("T-1", due_at=NOW + HOUR)])
            .marked(FIRST, [Lead.T_7, Lead.T_5], Mark.DONE)
            .marked(SECOND, [Lead.T_7], Mark.SKIPPED)
            .ticked(FIRST, ["task-a", "task-b"])
            .with_sheet(Sheet.STORIES, "", {"trust": {"headline": "x"}})
        )
        await unit.cases.save(before, decided)
        assert unit.changed
    async with writing(store) as unit:
        stored = await case_of(unit)
        # Each time that an interview is written anew is counted with it.
        assert stored == replace(
            decided,
            interviews=(replace(FIRST, cancelled=True, revision=1), SECOND),
        )
        taken_back = stored.unmarked(FIRST, [Lead.T_7]).unticked(FIRST, ["task-a"])
        taken_back = taken_back.with_sheet(Sheet.STORIES, "", {"trust": {}})
        await unit.cases.save(stored, taken_back)
    async with store.unit() as unit:
        assert await case_of(unit) == taken_back


async def test_where_nothing_was_decided_nothing_is_written(store: Store) -> None:
    await fill(store, ROW)
    async with store.unit() as unit:
        case = await case_of(unit)
        await unit.cases.save(case, case.owing(case.owed.values()))
        assert not unit.changed


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED])
async def test_what_became_final_meanwhile_stays_so(store: Store, status: Status) -> None:
    """Two units may not act for one member at once; a row that is final is so whatever an older case says."""
    await fill(store, ROW, a_reminder("T-1"))
    async with store.unit() as unit:
        before = await case_of(unit)
    async with writing(store) as unit:
        for row in (ROW, a_reminder("T-1")):
            if status is Status.SENT:
                await unit.owed.sent([Sent(row.key, NOW, "receipt")])
            else:
                await unit.owed.expire(row.key, reason="too late")
    async with writing(store) as unit:
        later = a_reminder("T-1", due_at=NOW + HOUR)
        await unit.cases.save(before, before.without([ROW.key], "moved").owing([later]))
    async with store.unit() as unit:
        owed = (await case_of(unit)).owed
    assert {row.status for row in owed.values()} == {status}
    assert owed[later.key].due_at == a_reminder("T-1").due_at


async def test_what_is_let_go_for_good_is_told(store: Store) -> None:
    await fill(store, ROW)
    async with writing(store) as unit:
        await change(unit, lambda case: case.without([ROW.key], "no use", Status.EXPIRED))
    async with store.unit() as unit:
        [row] = (await case_of(unit)).owed.values()
        assert (row.status, row.reason, row.told) == (Status.EXPIRED, "no use", True)
        assert await unit.owed.untold(Reminder, "id-ada") == ()


async def test_a_row_that_is_being_sent_keeps_its_lease(store: Store) -> None:
    await fill(store, ROW)
    async with store.unit() as unit:
        before = await case_of(unit)
    async with writing(store) as unit:
        assert len(await claim_due(unit, NOW, owner="runner-1", limit=1)) == 1
    async with writing(store) as unit:
        await unit.cases.save(before, before.owing([replace(ROW, tasks=("task-a",))]))
    async with writing(store) as unit:
        assert await claim_due(unit, NOW + LEASE / 2, owner="runner-2", limit=1) == ()
        [again] = await claim_due(unit, NOW + LEASE, owner="runner-2", limit=1)
        assert (again.taken_over, again.row.tasks, again.row.attempts) == (True, ("task-a",), 2)
