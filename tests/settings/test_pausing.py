from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.pausing import read_end
from bot.domain.members import INDEFINITELY
from bot.errors import InputError
from tests.conftest import NEW_YORK, SUNDAY, Person

ACME = "Acme, analyst, 3 December 3pm"


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("3", "2026-11-25 10:00"),
        ("3 days", "2026-11-25 10:00"),
        ("for 3 days", "2026-11-25 10:00"),
        ("a day", "2026-11-23 10:00"),
        ("2 weeks", "2026-12-06 10:00"),
        ("a week", "2026-11-29 10:00"),
        ("90", "2027-02-20 10:00"),
        ("until friday", "2026-11-27 00:00"),
        ("friday", "2026-11-27 00:00"),
        ("until fri 2pm", "2026-11-27 14:00"),
        ("in 3 days", "2026-11-25 00:00"),
        ("until 2026-12-01 09:00", "2026-12-01 09:00"),
    ],
)
def test_the_end_of_a_pause_is_read_on_the_members_clock(typed: str, ends: str) -> None:
    [end] = read_end(typed, SUNDAY, NEW_YORK)
    hours = timedelta(hours=5)  # New York is five hours behind in winter
    assert end == datetime.fromisoformat(ends).replace(tzinfo=UTC) + hours


def test_days_are_counted_on_the_clock_across_a_clock_change() -> None:
    before = datetime(2026, 10, 30, 12, 0, tzinfo=UTC)  # 08:00 in New York, two days before clocks go back
    [end] = read_end("3 days", before, NEW_YORK)
    assert end == datetime(2026, 11, 2, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["0", "91", "14 weeks", "9999", "soonish", "until yesterday", "-3", "3 months", "²"]
)
def test_an_end_that_can_not_be_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_end(typed, SUNDAY, NEW_YORK)
    assert refused.value.example


async def paused_until(person: Person) -> datetime | None:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
    assert member is not None
    return member.preferences.paused_until


async def test_an_end_that_reads_two_ways_is_asked(member: Person) -> None:
    await member.type("/encore pause until next tuesday")
    assert member.labels == ["Until Tue 24 Nov", "Until Tue 1 Dec"]
    assert await paused_until(member) is None
    await member.press("Until Tue 1 Dec")
    assert await paused_until(member) == datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


async def test_a_pause_without_an_end_lasts_until_it_is_resumed(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause")
    assert await paused_until(member) == INDEFINITELY
    assert "until you resume them" in member.says
    assert member.labels == ["Resume reminders"]
    assert await member.live_through(timedelta(days=60)) == []


async def test_a_pause_with_an_end_says_what_will_not_come_and_what_comes_next(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause until 29 November")
    assert "until Sun 29 Nov, 00:00" in member.says
    assert "2 reminders fall into that time" in member.says
    assert "The next one comes Mon 30 Nov, 18:00" in member.says
    arrived = await member.live_through(timedelta(days=9))
    assert f"{arrived[0][0]:%d %H:%M}" == "30 18:00"


async def test_resuming_says_what_went_by_and_what_carries_it_on(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause")
    await member.live_through(timedelta(days=6, hours=12))
    await member.type("/prep")
    await member.press("Resume")
    assert await paused_until(member) is None
    assert "this went by: a week before; five days before. The next step carries it on" in member.says
    assert "The next reminder comes Mon 30 Nov, 18:00" in member.says
    arrived = await member.live_through(timedelta(days=2))
    assert len(arrived) == 1


async def test_resuming_after_the_interview_lets_go_of_what_is_too_late(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause")
    await member.live_through(timedelta(days=11, hours=12))
    await member.type("/encore pause off")
    assert "Too late to help now" in member.says
    assert "one hour before" in member.says
    assert "The next reminder comes tomorrow 09:00" in member.says


async def test_a_short_pause_misses_nothing(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause")
    await member.type("/encore resume")
    assert "You missed nothing" in member.says


async def test_what_short_notice_left_out_is_not_called_missed(member: Person) -> None:
    await member.adds("Acme, analyst, Fri 3pm")
    await member.type("/encore pause")
    await member.type("/encore pause off")
    assert "You missed nothing" in member.says


async def test_resuming_what_was_not_paused_changes_nothing(member: Person) -> None:
    await member.type("/encore pause off")
    assert "there was nothing to resume" in member.says


async def test_a_pause_that_ended_by_itself_is_over(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause 2")
    await member.live_through(timedelta(days=3))
    await member.type("/encore settings")
    assert "paused" not in member.says
    await member.type("/encore pause off")
    assert "there was nothing to resume" in member.says


async def test_settings_changed_in_a_pause_leave_it_on(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/encore pause")
    await member.type("/encore settings time 7pm")
    assert "still paused" in member.says
    assert await member.live_through(timedelta(days=30)) == []
