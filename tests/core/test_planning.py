from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.conftest import Person, words

DUE = timedelta(days=4, hours=8)
"""From Sunday 10:00 to Thursday 18:00, when the first reminder of the interview below is due."""


async def test_a_change_in_the_very_instant_neither_loses_nor_delays_what_is_due(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    member.clock.move_to(member.clock.now() + DUE)
    await member.type("/encore settings time 19:00")
    assert await member.encore.delivery.deliver_due() == 1
    [message] = await member.inbox()
    assert message.title == "A week before"
    assert await member.encore.delivery.deliver_due() == 0


async def test_a_change_of_pace_sends_nothing_twice(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    titles = [message.title for _, message in await member.live_through(timedelta(days=9))]
    await member.type("/encore settings pace light")
    titles += [message.title for _, message in await member.live_through(timedelta(days=1))]
    await member.type("/encore settings pace thorough")
    titles += [message.title for _, message in await member.live_through(timedelta(days=40))]
    assert len(titles) == len(set(titles))


async def test_a_done_step_is_not_reminded_of_and_reopening_brings_it_back(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/interview plan")
    await member.press("Done: a week before")
    due = await member.encore.delivery.next_due()
    await member.press("Undo: a week before")
    again = await member.encore.delivery.next_due()
    assert due is not None
    assert again is not None
    assert again < due


async def test_a_member_who_moves_keeps_her_hours_in_her_new_zone(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/encore settings zone Berlin")
    due = await member.encore.delivery.next_due()
    assert due is not None
    assert f"{due:%d %H:%M}" == "26 17:00", "18:00 in Berlin"
    await member.type("/interview show Acme")
    assert "15:00, New York (21:00 in Berlin, for you)" in member.says


async def test_the_plan_shows_what_was_sent_what_was_done_and_what_is_to_come(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.live_through(timedelta(days=5))
    await member.type("/interview plan")
    assert "now: from before  Write six story headlines" in member.says, (
        "its day has gone by: it lies on today"
    )
    await member.press("Done: Write six story headlines")
    assert "done: 18:00  Write six story headlines" in member.says
    assert "1/12 steps done" in member.says


async def test_after_the_interview_the_steps_before_it_pass_by_without_reproach(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.live_through(timedelta(days=11, hours=8))
    await member.type("/interview plan")
    assert "Passed by; no harm done." in member.says
    await member.type("/prep")
    assert "Write three short lists" in words(member.message)


async def test_short_notice_says_what_was_left_out_and_why(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-11-25 15:00")
    await member.type("/interview plan")
    [left_out] = re.findall("Left out: .*", member.says)
    assert left_out.startswith("Left out: two days before (too little time)")
    assert "also  Fill three lines: newest product" in member.says, "a step's task can have another day"


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-03 15:00",
        "2026-11-26 15:00",
        "2026-11-25 15:00",
        "tomorrow 3pm",
        "today 3pm",
        "today 10:30am",
    ],
)
async def test_steps_and_reminders_are_counted_alike_at_booking_and_in_the_plan(
    member: Person, line: str
) -> None:
    await member.adds(f"Acme, analyst, {line}")
    booked = member.says
    await member.type("/interview plan")
    [steps] = re.findall(r"0/(\d+) steps done", member.says)
    assert f"Your plan has {steps} steps, the first of them now." in booked
    assert f"I will send you {int(steps) - 1} small reminder" in booked
    await member.type("/interview show Acme")
    assert f"Plan: 0 of {steps} steps done" in member.says
    await member.type("/interview cancel Acme")
    assert f"{int(steps) - 1} reminders stopped" in member.says
    await member.press("Undo")
    assert f"with {int(steps) - 1} reminders ahead" in member.says


async def test_four_days_are_four_days_whatever_the_hour(member: Person) -> None:
    """Added a minute after its own time of day, an interview "in 4 days" keeps the steps of four days."""
    member.clock.move_to(member.clock.now() + timedelta(hours=5, minutes=1))
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    arrived = [f"{at:%a %H:%M}" for at, _ in await member.live_through(timedelta(days=3, hours=4))]
    assert arrived == ["Mon 18:00", "Tue 18:00", "Wed 18:00"]
