"""Drafts, marks, practice, the inbox, facts, and the transaction around them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.content import Lead
from bot.domain.drafts import InterviewDraft, MoveDraft
from bot.domain.reminders import Mark, Reminder
from bot.domain.sheets import Sheet
from bot.ports import InboxLine, Store, UnitOfWork
from tests.cases import case_of, change, step, task
from tests.persistence.samples import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    a_draft,
    a_feed,
    a_member,
    a_reminder,
    an_entry,
    an_interview,
    claim_due,
    fill,
    writing,
)  # fmt: skip

WEEK = timedelta(days=7)


async def test_a_draft_comes_back_whole_until_seven_days_have_passed(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
    async with store.unit() as unit:
        last = NOW + WEEK - timedelta(microseconds=1)
        assert await unit.drafts.get("id-ada", "dr-one", last) == a_draft()
        assert await unit.drafts.of("id-ada", last) == (a_draft(),)
        assert await unit.drafts.get("id-ada", "dr-one", NOW + WEEK) is None
        assert await unit.drafts.of("id-ada", NOW + WEEK) == ()


async def test_drafts_come_newest_first_and_only_the_members_own(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft("old"))
        await unit.drafts.put(a_draft("new", saved_at=NOW + HOUR))
        await unit.drafts.put(a_draft("theirs", "bea"))
    async with store.unit() as unit:
        assert [draft.id for draft in await unit.drafts.of("id-ada", NOW)] == ["dr-new", "dr-old"]
        assert await unit.drafts.get("id-ada", "dr-theirs", NOW) is None


async def test_a_draft_is_replaced_by_its_id_and_lives_seven_days_more(store: Store) -> None:
    again = a_draft(content=MoveDraft(interview_id="in-first", when="Globex"), saved_at=NOW + DAY)
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
        await unit.drafts.put(again)
    async with store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW + WEEK) == (again,)


async def test_another_members_draft_is_neither_replaced_nor_deleted(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
        await unit.drafts.put(a_draft(owner="bea", content=InterviewDraft(company="Mine")))
        await unit.drafts.delete("id-bea", "dr-one")
    async with store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW) == (a_draft(),)
        assert await unit.drafts.of("id-bea", NOW) == ()


async def test_a_deleted_draft_is_gone(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
    async with writing(store) as unit:
        await unit.drafts.delete("id-ada", "dr-one")
        await unit.drafts.delete("id-ada", "dr-never")
    async with store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW) == ()


async def test_a_mark_is_set_replaced_and_cleared_for_one_interview(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await change(unit, step("in-first", Lead.T_7, Mark.SKIPPED))
        await change(unit, step("in-first", Lead.T_7, Mark.DONE))
        await change(unit, step("in-first", Lead.T_3, Mark.SKIPPED))
        await change(unit, step("in-other", Lead.T_7, Mark.SKIPPED), "id-bea")
    async with writing(store) as unit:
        marks = (await case_of(unit)).marks
        assert marks == {("in-first", Lead.T_7): Mark.DONE, ("in-first", Lead.T_3): Mark.SKIPPED}
        await change(unit, step("in-first", Lead.T_7, None))
    async with store.unit() as unit:
        assert (await case_of(unit)).marks == {("in-first", Lead.T_3): Mark.SKIPPED}
        assert (await case_of(unit, "id-bea")).marks == {("in-other", Lead.T_7): Mark.SKIPPED}


async def test_what_was_shown_is_kept_by_member_and_kind_until_forgotten(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        for item in ("tip-a", "tip-b", "tip-a"):
            await unit.practice.see("id-ada", "tip", item, NOW)
        await unit.practice.see("id-ada", "question", "tip-a", NOW)
        await unit.practice.see("id-bea", "tip", "tip-a", NOW)
    async with writing(store) as unit:
        assert await unit.practice.seen("id-ada", "tip") == {"tip-a", "tip-b"}
        await unit.practice.forget("id-ada", "tip", ["tip-a", "tip-never"])
    async with store.unit() as unit:
        assert await unit.practice.seen("id-ada", "tip") == {"tip-b"}
        assert await unit.practice.seen("id-ada", "question") == {"tip-a"}
        assert await unit.practice.seen("id-bea", "tip") == {"tip-a"}


async def test_what_is_kept_comes_newest_first_and_once(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.practice.save("id-ada", "tip-old", NOW)
        await unit.practice.save("id-ada", "tip-new", NOW + HOUR)
        await unit.practice.save("id-ada", "tip-old", NOW + DAY)
        await unit.practice.save("id-bea", "tip-old", NOW)
    async with writing(store) as unit:
        assert await unit.practice.saved("id-ada") == (("tip-new", NOW + HOUR), ("tip-old", NOW))
        await unit.practice.unsave("id-ada", "tip-old")
    async with store.unit() as unit:
        assert await unit.practice.saved("id-ada") == (("tip-new", NOW + HOUR),)
        assert await unit.practice.saved("id-bea") == (("tip-old", NOW),)


async def test_the_inbox_tells_what_may_have_been_printed_before(store: Store) -> None:
    first, second = a_reminder("T-7"), a_reminder("T-5")
    await fill(store, first, second)
    async with writing(store) as unit:
        await unit.inbox.add("id-ada", second.key, NOW + MINUTE)
        await unit.inbox.add("id-ada", first.key, NOW)
        await unit.inbox.add("id-ada", first.key, NOW + DAY)
    async with writing(store) as unit:
        assert await unit.inbox.waiting("id-ada") == (
            InboxLine(first.key, again=False),
            InboxLine(second.key, again=False),
        )
        assert await unit.inbox.waiting("id-bea") == ()
        await unit.inbox.showing("id-ada", [first.key])
    async with writing(store) as unit:
        assert await unit.inbox.waiting("id-ada") == (
            InboxLine(first.key, again=True),
            InboxLine(second.key, again=False),
        )
        await unit.inbox.shown("id-ada", [first.key], NOW + HOUR)
    async with writing(store) as unit:
        await unit.inbox.add("id-ada", first.key, NOW + DAY)
        assert await unit.inbox.waiting("id-ada") == (InboxLine(second.key, again=False),)


async def test_a_member_marks_only_her_own_inbox(store: Store) -> None:
    row = a_reminder()
    await fill(store, row)
    async with writing(store) as unit:
        await unit.inbox.add("id-ada", row.key, NOW)
        await unit.inbox.showing("id-bea", [row.key])
        await unit.inbox.shown("id-bea", [row.key], NOW)
    async with store.unit() as unit:
        assert await unit.inbox.waiting("id-ada") == (InboxLine(row.key, again=False),)


async def test_a_fact_is_written_and_replaced(store: Store) -> None:
    async with writing(store) as unit:
        assert await unit.notes.get("offset") is None
        await unit.notes.set("offset", "1")
        await unit.notes.set("offset", "2")
        await unit.notes.set("other", "3")
    async with store.unit() as unit:
        assert await unit.notes.get("offset") == "2"
        assert await unit.notes.get("other") == "3"


async def test_leaving_without_a_commit_leaves_nothing_behind(store: Store) -> None:
    await fill(store)
    async with store.unit() as unit:
        await unit.members.add(a_member("eve"))
        await unit.notes.set("offset", "1")
    async with store.unit() as unit:
        assert await unit.members.by_id("id-eve") is None
        assert await unit.notes.get("offset") is None


async def test_an_error_inside_rolls_back_and_passes_on(store: Store) -> None:
    async def fail(unit: UnitOfWork) -> None:
        await unit.notes.set("offset", "2")
        raise RuntimeError

    async with writing(store) as unit:
        await unit.notes.set("offset", "1")
    with pytest.raises(RuntimeError):
        async with writing(store) as unit:
            await fail(unit)
    async with store.unit() as unit:
        assert await unit.notes.get("offset") == "1"


async def test_what_follows_a_commit_is_rolled_back_alone(store: Store) -> None:
    async with store.unit() as unit:
        await unit.notes.set("offset", "1")
        await unit.commit()
        await unit.notes.set("offset", "2")
    async with store.unit() as unit:
        assert await unit.notes.get("offset") == "1"


async def test_a_unit_reads_what_it_has_written(store: Store) -> None:
    async with store.unit() as unit:
        await unit.members.add(a_member())
        await unit.interviews.add(an_interview())
        assert await unit.interviews.of("id-ada") == (an_interview(),)


async def test_reading_is_no_change(store: Store) -> None:
    row = a_reminder()
    await fill(store, row)
    async with store.unit() as unit:
        assert not unit.changed
        await unit.members.get(a_member().ref)
        await unit.members.by_id("id-ada")
        await unit.interviews.of("id-ada")
        await unit.interviews.get("id-ada", "in-first")
        await unit.owed.of(Reminder, "in-first")
        await unit.owed.get(Reminder, "id-ada", row.key)
        await unit.owed.next_due()
        await unit.owed.untold(Reminder, "id-ada")
        await claim_due(unit, NOW - DAY, owner="runner-1", limit=1)
        await case_of(unit)
        await unit.drafts.of("id-ada", NOW)
        await unit.practice.seen("id-ada", "tip")
        await unit.practice.saved("id-ada")
        await unit.inbox.waiting("id-ada")
        await unit.notes.get("offset")
        assert not unit.changed


async def _claim(unit: UnitOfWork, at: datetime) -> None:
    await claim_due(unit, at, owner="runner-1", limit=1)


WRITES = {
    "member added": lambda unit: unit.members.add(a_member("eve")),
    "member saved": lambda unit: unit.members.save(a_member(reachable=False)),
    "member deleted": lambda unit: unit.members.delete("id-ada"),
    "interview added": lambda unit: unit.interviews.add(an_interview("second")),
    "interview saved": lambda unit: unit.interviews.save(an_interview(notes="")),
    "reminder put": lambda unit: unit.owed.put([a_reminder("T-1")]),
    "reminders claimed": lambda unit: _claim(unit, NOW),
    "reminder cancelled": lambda unit: unit.owed.cancel([a_reminder().key], "moved"),
    "mark set": lambda unit: change(unit, step("in-first")),
    "task marked": lambda unit: change(unit, task("in-first")),
    "written down": lambda unit: unit.sheets.put(an_entry()),
    "feed made": lambda unit: unit.feeds.put(a_feed()),
    "draft put": lambda unit: unit.drafts.put(a_draft()),
    "item seen": lambda unit: unit.practice.see("id-ada", "tip", "tip-a", NOW),
    "item kept": lambda unit: unit.practice.save("id-ada", "tip-a", NOW),
    "inbox": lambda unit: unit.inbox.add("id-ada", a_reminder().key, NOW),
    "fact set": lambda unit: unit.notes.set("offset", "1"),
}


@pytest.mark.parametrize("write", WRITES)
async def test_every_write_is_a_change(store: Store, write: str) -> None:
    await fill(store, a_reminder())
    async with store.unit() as unit:
        await WRITES[write](unit)
        assert unit.changed


NOTHINGS = {
    "member added again": lambda unit: unit.members.add(a_member()),
    "stranger saved": lambda unit: unit.members.save(a_member("eve")),
    "stranger deleted": lambda unit: unit.members.delete("id-eve"),
    "draft deleted": lambda unit: unit.drafts.delete("id-ada", "dr-never"),
    "mark cleared": lambda unit: change(unit, step("in-first", mark=None)),
    "task cleared": lambda unit: change(unit, task("in-first", mark=None)),
    "slot emptied": lambda unit: unit.sheets.delete("id-ada", (Sheet.RESEARCH, "in-first", "press")),
    "feed revoked": lambda unit: unit.feeds.revoke("id-ada"),
    "item forgotten": lambda unit: unit.practice.forget("id-ada", "tip", ["tip-never"]),
    "item let go": lambda unit: unit.practice.unsave("id-ada", "tip-never"),
    "stranger's inbox": lambda unit: unit.inbox.showing("id-bea", [a_reminder().key]),
}


@pytest.mark.parametrize("write", NOTHINGS)
async def test_a_write_that_finds_nothing_to_do_is_no_change(store: Store, write: str) -> None:
    await fill(store, a_reminder())
    async with store.unit() as unit:
        await NOTHINGS[write](unit)
        assert not unit.changed


async def test_tasks_are_marked_by_themselves(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await change(unit, task("in-first", "task-a", Mark.SKIPPED))
        await change(unit, task("in-first", "task-b", Mark.SKIPPED))
        await change(unit, task("in-first", "task-a", Mark.DONE))
        await change(unit, task("in-other", "task-c"), "id-bea")
    async with writing(store) as unit:
        ticks = (await case_of(unit)).ticks
        assert ticks == {("in-first", "task-a"): Mark.DONE, ("in-first", "task-b"): Mark.SKIPPED}
        assert (await case_of(unit, "id-bea")).ticks == {("in-other", "task-c"): Mark.DONE}
        await change(unit, task("in-first", "task-a", None))
    async with store.unit() as unit:
        assert (await case_of(unit)).ticks == {("in-first", "task-b"): Mark.SKIPPED}
        assert (await case_of(unit)).marks == {}


async def test_what_is_written_down_comes_back_by_sheet_and_slot(store: Store) -> None:
    await fill(store)
    story = an_entry("trust", sheet=Sheet.STORIES, interview_id="", saved_at=NOW + DAY)
    async with writing(store) as unit:
        for entry in (an_entry(), an_entry("social"), story, an_entry(owner="bea")):
            await unit.sheets.put(entry)
        await unit.sheets.put(an_entry(values={"notes": "They sold it again."}))
    async with writing(store) as unit:
        sheet = await unit.sheets.of("id-ada", Sheet.RESEARCH, "in-first")
        assert sheet == {
            "press": an_entry(values={"notes": "They sold it again."}),
            "social": an_entry("social"),
        }
        assert await unit.sheets.of("id-ada", Sheet.STORIES) == {"trust": story}
        assert await unit.sheets.of("id-ada", Sheet.RESEARCH) == {}
        assert [entry.slot for entry in await unit.sheets.every("id-ada")] == ["press", "social", "trust"]
        assert await unit.sheets.every("id-ada", Sheet.STORIES) == (story,)
        both = await unit.sheets.of_many(["id-ada", "id-bea"])
        assert sorted((entry.member_id, entry.slot) for entry in both) == [
            ("id-ada", "press"), ("id-ada", "social"), ("id-ada", "trust"), ("id-bea", "press"),
        ]  # fmt: skip
        await unit.sheets.delete("id-ada", (Sheet.RESEARCH, "in-first", "press"))
    async with store.unit() as unit:
        assert list(await unit.sheets.of("id-ada", Sheet.RESEARCH, "in-first")) == ["social"]


async def test_what_was_written_for_an_interview_long_past_goes_and_stories_stay(store: Store) -> None:
    await fill(store)
    story = an_entry("trust", sheet=Sheet.STORIES, interview_id="")
    async with writing(store) as unit:
        await unit.sheets.put(an_entry())
        await unit.sheets.put(story)
    held = an_interview().starts_at
    await store.purge(held + timedelta(days=180))
    async with store.unit() as unit:
        assert len(await unit.sheets.every("id-ada")) == 2
    await store.purge(held + timedelta(days=180, seconds=1))
    async with store.unit() as unit:
        assert await unit.sheets.every("id-ada") == (story,)


async def test_an_address_is_found_by_its_token_until_there_is_another(store: Store) -> None:
    await fill(store)
    async with writing(store) as unit:
        await unit.feeds.put(a_feed())
        await unit.feeds.put(a_feed("bea"))
    async with writing(store) as unit:
        assert await unit.feeds.by_token("token-of-ada") == a_feed()
        assert await unit.feeds.of("id-bea") == a_feed("bea")
        await unit.feeds.put(a_feed(token="another", detailed=True))
    async with writing(store) as unit:
        assert await unit.feeds.by_token("token-of-ada") is None
        assert await unit.feeds.by_token("another") == a_feed(token="another", detailed=True)
        await unit.feeds.revoke("id-ada")
    async with store.unit() as unit:
        assert await unit.feeds.by_token("another") is None
        assert await unit.feeds.of("id-bea") == a_feed("bea")
