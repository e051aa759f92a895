"""Members and interviews: what every store keeps, and whom it keeps apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.interviews import Format, Outcome
from bot.domain.members import INDEFINITELY, MemberRef, Platform, Preferences
from bot.ports import Store
from tests.persistence.samples import DAY, NOW, a_member, an_interview, fill, writing


async def test_a_member_comes_back_whole_by_identity_and_by_id(store: Store) -> None:
    async with writing(store) as unit:
        await unit.members.add(a_member())
    async with store.unit() as unit:
        assert await unit.members.get(a_member().ref) == a_member()
        assert await unit.members.by_id("id-ada") == a_member()


async def test_a_second_insert_of_an_identity_leaves_the_first_in_place(store: Store) -> None:
    async with writing(store) as unit:
        await unit.members.add(a_member())
        await unit.members.add(a_member(id="id-again", created_at=NOW + DAY))
    async with store.unit() as unit:
        assert await unit.members.get(a_member().ref) == a_member()
        assert await unit.members.by_id("id-again") is None


async def test_an_identity_is_platform_workspace_and_user_together(store: Store) -> None:
    refs = (
        MemberRef(Platform.SLACK, "T1", "ada"),
        MemberRef(Platform.SLACK, "T2", "ada"),
        MemberRef(Platform.DISCORD, "", "ada"),
    )
    async with writing(store) as unit:
        for number, ref in enumerate(refs):
            await unit.members.add(a_member(id=f"id-{number}", ref=ref))
    async with store.unit() as unit:
        found = [await unit.members.get(ref) for ref in refs]
        assert [member and member.id for member in found] == ["id-0", "id-1", "id-2"]


@pytest.mark.parametrize(
    "preferences", [Preferences(), Preferences(zone="Asia/Kolkata", paused_until=INDEFINITELY)]
)
async def test_saving_a_member_writes_every_setting(store: Store, preferences: Preferences) -> None:
    changed = a_member(preferences=preferences, privacy_shown=True, reachable=False)
    async with writing(store) as unit:
        await unit.members.add(a_member())
        await unit.members.add(a_member("bea"))
        await unit.members.save(changed)
    async with store.unit() as unit:
        assert await unit.members.by_id("id-ada") == changed
        assert await unit.members.by_id("id-bea") == a_member("bea")


async def test_saving_what_is_not_there_adds_nothing(store: Store) -> None:
    async with writing(store) as unit:
        await unit.members.add(a_member())
        await unit.members.save(a_member("bea"))
        await unit.interviews.save(an_interview())
    async with store.unit() as unit:
        assert await unit.members.by_id("id-bea") is None
        assert await unit.interviews.of("id-ada") == ()


async def test_a_deleted_member_is_gone_and_the_other_stays(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.members.delete("id-ada")
    async with store.unit() as unit:
        assert await unit.members.by_id("id-ada") is None
        assert await unit.interviews.of("id-ada") == ()
        assert await unit.members.by_id("id-bea") == a_member("bea")
        assert await unit.interviews.of("id-bea") == (an_interview("other", "bea"),)


async def test_an_interview_comes_back_whole(store: Store) -> None:
    bare = an_interview("bare", role="", interviewers=(), place="", notes="", outcome=Outcome.WAITING)
    async with writing(store) as unit:
        await unit.members.add(a_member())
        await unit.interviews.add(an_interview())
        await unit.interviews.add(bare)
    async with store.unit() as unit:
        assert await unit.interviews.get("id-ada", "in-first") == an_interview()
        assert await unit.interviews.get("id-ada", "in-bare") == bare


async def test_interviews_come_by_start(store: Store) -> None:
    days = {"c": 9, "a": 4, "b": 7}
    async with writing(store) as unit:
        await unit.members.add(a_member())
        for name, day in days.items():
            await unit.interviews.add(an_interview(name, day=date(2026, 12, day)))
    async with store.unit() as unit:
        assert [item.id for item in await unit.interviews.of("id-ada")] == ["in-a", "in-b", "in-c"]


async def test_a_saved_interview_has_its_changes_and_no_other_does(store: Store) -> None:
    changed = an_interview(
        company="Béatrice & Søn 株式会社",
        day=date(2027, 1, 5),
        time=time(9, 30),
        zone="Europe/Dublin",
        format=Format.ONSITE,
        round=3,
        cancelled=True,
        outcome=Outcome.NO,
        notes="",
        outcome_at=NOW,
        answer_by=date(2027, 1, 12),
        previous="in-before",
        planned_from=NOW + DAY,
    )
    await fill(store)
    async with writing(store) as unit:
        await unit.interviews.save(changed)
    async with store.unit() as unit:
        assert await unit.interviews.of("id-ada") == (replace(changed, revision=1),)
        assert await unit.interviews.of("id-bea") == (an_interview("other", "bea"),)


async def test_another_members_interview_is_neither_returned_nor_changed(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        assert await unit.interviews.get("id-ada", "in-other") is None
        await unit.interviews.save(replace(an_interview("other", "bea"), member_id="id-ada", company="Mine"))
    async with store.unit() as unit:
        assert await unit.interviews.of("id-ada") == (an_interview(),)
        assert await unit.interviews.of("id-bea") == (an_interview("other", "bea"),)
