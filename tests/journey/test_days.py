"""The days of a plan: what lies beside the steps, and what becomes of it when a day is missed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reminders import Reminder, Status
from bot.views.blocks import Picture
from tests.conftest import HeldClock, Person, open_in, words

ROUTE = "Check the route, the entrance"
TALK = "Say three of your stories aloud"
DAY = timedelta(days=1)


@pytest.fixture
async def member(tmp_path: Path):
    clock = HeldClock()
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        yield person


async def plan(person: Person, what: str = "") -> str:
    await person.type(f"/interview plan {what}".strip())
    return person.says


async def arrive(person: Person, ahead: timedelta) -> list[str]:
    """Let time pass with every reminder on the way, and return what they say."""
    until = person.clock.now() + ahead
    while (due := await person.encore.delivery.next_due()) is not None and due <= until:
        person.clock.move_to(max(due, person.clock.now()))
        await person.encore.delivery.deliver_due()
    person.clock.move_to(until)
    return [words(message) for message in await person.inbox()]


def day_of(says: str, task: str) -> str:
    """The heading under which a task stands."""
    heading = ""
    for line in says.splitlines():
        if " 2026" in line and ": " not in line:
            heading = line
        if task in line:
            return heading
    raise AssertionError(f"{task!r} is not in {says}")


async def test_the_plan_shows_what_lies_beside_the_steps(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    says = await plan(member)
    assert f"open: also  {ROUTE}" in says
    assert day_of(says, ROUTE) == "Monday 30 November 2026"
    assert "11 days to go" in says
    assert any(isinstance(block, Picture) for block in member.message.blocks)


async def test_a_reminder_says_what_lies_on_the_days_until_the_next(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [first] = await arrive(member, 5 * DAY)
    assert "When you have time, before the next reminder:" in first
    assert "Message one person who works there" in first
    assert TALK not in first, "what a later reminder is about is not said before"


async def test_what_is_ticked_off_is_said_no_more_and_can_be_opened_again(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await plan(member)
    await member.press("Done: List up to three answers")
    assert "Done besides: List up to three answers" in member.says
    assert "open: also  List up to three answers" not in member.says
    await member.press("Undo")
    assert "open: also  List up to three answers" in member.says
    await member.press("Done: List up to three answers")
    [first] = await arrive(member, 5 * DAY)
    assert "List up to three answers" not in first


async def test_a_missed_day_costs_nothing_but_the_day(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await arrive(member, 6 * DAY)
    says = await plan(member)
    assert "from before  Write six story headlines" in says
    assert day_of(says, "Write six story headlines").startswith(("Today", "Tomorrow"))
    for scolding in ("missed", "too late", "behind", "should have"):
        assert scolding not in says
    [reminder] = await arrive(member, DAY)
    assert "Write six story headlines" in reminder


async def test_little_time_a_day_keeps_what_matters_and_names_what_it_leaves(member: Person) -> None:
    await member.type("/encore settings minutes a day 20")
    await member.adds("Acme, analyst, 2026-11-27 15:00")
    says = await plan(member)
    assert "20 minutes a day hold what matters most. No room for: " in says
    assert "It is fine without." in says


async def test_under_a_day_and_a_half_there_is_nothing_beside_the_steps(member: Person) -> None:
    await member.adds("Acme, analyst, tomorrow 3pm")
    says = await plan(member)
    assert "also  " not in says
    assert "No room for" not in says


async def test_more_minutes_a_day_bring_more_at_once(member: Person) -> None:
    await member.type("/encore settings minutes a day 20")
    await member.adds("Acme, analyst, 2026-11-27 15:00")
    before = (await plan(member)).count("also  ")
    await member.type("/encore settings minutes a day 90")
    assert (await plan(member)).count("also  ") > before


async def test_what_serves_both_interviews_counts_once(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.adds("Globex, analyst, 2026-12-10 15:00")
    await arrive(member, 5 * DAY)
    await plan(member, "Acme")
    await member.press("Done: Write six story headlines")
    says = await plan(member, "Globex")
    assert "done: 18:00  Write six story headlines" in says or "Done besides: Write six" in says
    later = await arrive(member, 13 * DAY)
    told = [words for words in later if "Globex" in words and "(15 min)" in words]
    assert not any(words.count("Write six story headlines") for words in told)


async def test_what_was_done_once_counts_for_an_interview_added_later(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await arrive(member, 5 * DAY)
    await plan(member)
    await member.press("Done: Write six story headlines")
    await member.adds("Globex, analyst, 2026-12-10 15:00")
    says = await plan(member, "Globex")
    assert "open: 18:00  Write six story headlines" not in says


async def test_two_interviews_share_the_minutes_of_a_day(member: Person) -> None:
    await member.type("/encore settings minutes a day 20")
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    alone = (await plan(member)).count("also  ")
    await member.adds("Globex, analyst, 2026-12-02 15:00")
    assert (await plan(member, "Acme")).count("also  ") < alone


async def test_the_rows_owed_know_what_they_will_say(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    async with member.encore.store.unit() as unit:
        known = await unit.members.get(member.caller.member)
        [interview] = await unit.interviews.of(known.id)
        rows = [row for row in await unit.owed.of(Reminder, interview.id) if row.status is Status.PENDING]
    by_lead = {row.lead: row.tasks for row in rows}
    assert "task-review-001" in by_lead["T-7"]
    assert by_lead["T-1"] == ()
    assert by_lead["+2h"] == ()


async def test_undo_takes_back_what_counted_for_the_other_interview_and_its_reminder_comes(
    member: Person,
) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.adds("Globex, analyst, 2026-12-10 15:00")
    before = await plan(member, "Globex")
    await plan(member, "Acme")
    await member.press("Done: a week before")
    assert await plan(member, "Globex") != before
    await plan(member, "Acme")
    await member.press("Undo")
    assert await plan(member, "Globex") == before
    await plan(member, "Acme")
    await member.press("Done: a week before")
    await plan(member, "Acme")
    await member.press("Undo")
    came = await arrive(member, 12 * DAY)
    assert any("Globex" in words and "Write six story headlines" in words for words in came)


async def test_undo_opens_a_task_that_is_a_merged_step_s_own(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-11-27 15:00")
    before = await plan(member)
    assert "also  Write six story headlines" in before
    await member.press("Done: Write six story headlines")
    await member.press("Undo")
    assert "also  Write six story headlines" in member.says
    assert await plan(member) == before


async def test_undoing_a_skip_takes_back_no_tick_of_the_other_interview(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.adds("Globex, analyst, 2026-12-10 15:00")
    await plan(member, "Acme")
    await member.press("Skip: a week before")
    await plan(member, "Globex")
    await member.press("Done: a week before")
    done = await plan(member, "Globex")
    await plan(member, "Acme")
    await member.press("Undo")
    assert await plan(member, "Globex") == done
