from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reminders import Reminder
from bot.invocation import Invocation
from bot.views.blocks import Message
from tests.conftest import HeldClock, Person, open_in, words

WEEK = timedelta(days=7)
MONTH = timedelta(days=40)


def hours(arrived: list[tuple[object, Message]]) -> list[str]:
    return [f"{at:%a %d %b %H:%M}" for at, _ in arrived]


async def test_every_reminder_of_the_plan_comes_at_the_right_local_hour(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-12-03 15:00")
    assert hours(await member.live_through(MONTH)) == [
        "Thu 26 Nov 18:00",
        "Sat 28 Nov 18:00",
        "Mon 30 Nov 18:00",
        "Tue 01 Dec 18:00",
        "Wed 02 Dec 18:00",
        "Thu 03 Dec 08:00",
        "Thu 03 Dec 14:00",
        "Thu 03 Dec 17:00",
        "Fri 04 Dec 09:00",
        "Thu 10 Dec 18:00",
        "Thu 17 Dec 18:00",
    ]


async def test_nothing_is_sent_a_second_time(member: Person) -> None:
    await member.adds()
    first = await member.live_through(MONTH)
    assert first
    assert await member.encore.delivery.deliver_due() == 0
    assert await member.inbox() == []


async def test_four_days_fold_the_week_before_into_now(member: Person) -> None:
    await member.adds()
    await member.type("/interview plan")
    today, tomorrow = member.says.index("Today, Sunday"), member.says.index("Tomorrow, Monday")
    assert today < member.says.index("also  Write six story headlines") < tomorrow


async def test_under_36_hours_there_are_three_touches_then_thanks(member: Person) -> None:
    await member.adds("Acme, analyst, tomorrow 3pm")
    arrived = hours(await member.live_through(timedelta(days=2)))
    assert arrived == ["Mon 23 Nov 14:00", "Mon 23 Nov 17:00", "Tue 24 Nov 09:00"]


async def test_done_ticks_the_step_and_says_what_comes_next(member: Person) -> None:
    await member.adds()
    await member.live_through(timedelta(days=2))
    await press_last(member, "Done")
    assert "Ticked off" in member.says
    assert "Next" in member.says


async def test_later_puts_it_off_and_a_second_press_moves_it(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "In an hour")
    assert "again" in member.says
    await press(member, message, "Tomorrow")
    arrived = await member.live_through(timedelta(days=1))
    assert hours(arrived) == ["Fri 27 Nov 09:00"]


async def test_a_later_that_was_sent_can_be_put_off_again(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "In an hour")
    [(at, again)] = await member.live_through(timedelta(hours=1))
    assert f"{at:%H:%M}" == "19:00"
    await press(member, again, "In an hour")
    assert hours(await member.live_through(timedelta(hours=1))) == ["Thu 26 Nov 20:00"]


async def test_an_hour_later_that_falls_into_the_night_waits_for_the_morning(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await member.live_through(timedelta(hours=2, minutes=30))
    await press(member, message, "In an hour")
    assert hours(await member.live_through(timedelta(days=1))) == ["Fri 27 Nov 08:00"]


async def test_a_later_survives_a_pause(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "Tomorrow")
    await member.type("/encore pause")
    assert await member.live_through(timedelta(hours=20)) == []
    await member.type("/encore pause off")
    assert hours(await member.live_through(timedelta(hours=1))) == ["Fri 27 Nov 14:00"]


async def test_a_pause_holds_back_what_falls_into_it_and_nothing_else(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/encore pause 7 days")
    arrived = hours(await member.live_through(timedelta(days=9)))
    assert arrived == ["Mon 30 Nov 18:00"]


async def test_a_reminder_is_never_put_off_past_its_use(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    arrived = await member.live_through(timedelta(days=11, hours=4, minutes=30))
    last = arrived[-1][1]
    assert "One hour before" in last.title
    assert not [b for b in last.buttons if b.label in {"In an hour", "This evening", "Tomorrow"}]


async def test_moving_plans_everything_again_and_the_old_times_stay_silent(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/prep move Acme to 2026-12-10 11:00")
    await member.press("Right")
    assert "Thursday 10 December 2026, 11:00" in member.says
    arrived = hours(await member.live_through(timedelta(days=19)))
    assert arrived[0] == "Thu 03 Dec 18:00"
    assert "Thu 10 Dec 10:00" in arrived


async def test_moving_there_and_back_gives_the_first_plan(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/interview plan")
    before = member.says
    for when in ("2026-12-10 11:00", "2026-12-03 15:00"):
        await member.type(f"/prep move Acme to {when}")
        await member.press("Right")
    await member.type("/interview plan")
    assert member.says == before


async def test_a_day_gained_makes_the_plan_no_poorer(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    await member.live_through(timedelta(days=1, hours=9))
    await member.type("/prep move Acme to 2026-11-27 16:00")
    await member.press("Right")
    arrived = hours(await member.live_through(timedelta(days=3)))
    assert arrived == ["Tue 24 Nov 18:00", "Wed 25 Nov 18:00", "Thu 26 Nov 18:00"]


async def test_what_the_first_step_took_along_is_not_said_again_after_a_move(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    await member.live_through(timedelta(days=1, hours=9))
    await member.type("/prep move Acme to 2026-11-27 16:00")
    await member.press("Right")
    for _, message in await member.live_through(timedelta(days=3)):
        assert "from earlier" not in words(message)


async def test_what_the_first_step_took_along_is_not_said_again_after_a_change_of_settings(
    member: Person,
) -> None:
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    await member.live_through(timedelta(hours=3))
    await member.type("/encore settings time 19:00")
    for _, message in await member.live_through(timedelta(days=3)):
        assert "from earlier" not in words(message)


async def test_an_interview_brought_forward_to_tomorrow_is_planned_as_short_notice(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/prep move Acme to tomorrow 3pm")
    await member.press("Right")
    arrived = hours(await member.live_through(timedelta(days=1, hours=8)))
    assert arrived == ["Mon 23 Nov 14:00", "Mon 23 Nov 17:00"]


async def test_a_moved_interview_gets_its_steps_again(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    await member.live_through(timedelta(days=3, hours=23))
    await member.type("/prep move Acme to 2026-12-10 11:00")
    await member.press("Right")
    arrived = hours(await member.live_through(timedelta(days=14)))
    assert "Thu 03 Dec 18:00" in arrived
    assert "Wed 09 Dec 18:00" in arrived


async def test_cancelling_stops_everything_and_undo_brings_it_back(member: Person) -> None:
    await member.adds()
    await member.type("/interview cancel Acme")
    assert "stopped" in member.says
    cancelled = member.message
    assert await member.encore.delivery.next_due() is None
    await press(member, cancelled, "Undo")
    assert await member.live_through(WEEK)


async def test_a_no_stops_everything_at_once(member: Person) -> None:
    await member.adds()
    await member.type("/interview result Acme no")
    await member.press("I heard: a no")
    assert await member.live_through(timedelta(days=7)) == []
    assert [message.title for _, message in await member.live_through(MONTH)] == ["Looking back, if you like"]


@pytest.mark.parametrize("outcome", ["no", "offer", "next", "waiting"])
async def test_a_result_before_the_interview_is_asked_about_first(member: Person, outcome: str) -> None:
    await member.adds("Acme, analyst, 2026-12-04 15:00")
    await member.type(f"/interview result Acme {outcome}")
    assert "still ahead: it is in 12 days. Did they cancel, or did you hear already?" in member.says
    assert member.labels[0] == "They cancelled"
    asked = member.message
    due = await member.encore.delivery.next_due()
    assert due is not None, "nothing was stopped"
    await press(member, asked, "Leave it as it is")
    assert "State:" not in member.says
    await press(member, asked, asked.buttons[1].label)
    assert member.message.notice == "Your result is noted"
    await member.press("That is not right")
    await member.press("A no")
    assert member.message.notice == "Your result is noted", "asked once"


async def test_an_interview_that_was_called_off_is_cancelled_from_there(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-04 15:00")
    await member.type("/interview result Acme no")
    await member.press("They cancelled")
    assert member.message.title == "Acme is cancelled"
    assert await member.encore.delivery.next_due() is None


async def test_a_result_after_the_interview_is_noted_at_once(member: Person) -> None:
    await member.adds()
    await member.live_through(timedelta(days=5))
    await member.type("/interview result Acme no")
    assert member.message.notice == "Your result is noted"


async def test_an_outcome_that_is_none_is_asked_for(member: Person) -> None:
    await member.adds()
    await member.ask(Invocation("interview result", {"what": "Acme", "outcome": "purple"}))
    assert member.labels == ["An offer", "Another round", "A no", "Still waiting"]


async def test_waiting_keeps_the_follow_ups(member: Person) -> None:
    await member.adds()
    await member.live_through(timedelta(days=5))
    await member.type("/interview result Acme waiting")
    assert len(await member.live_through(MONTH)) == 2


async def test_a_reminder_on_the_lock_screen_names_nobody(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    arrived = await member.live_through(MONTH)
    assert arrived
    for _, message in arrived:
        assert "Acme" not in message.notice
        assert "Acme" not in message.title, "a phone may show more than the notice"
        assert "Acme" in words(message)


async def test_a_restart_loses_nothing_and_repeats_nothing(tmp_path: Path, clock: HeldClock) -> None:
    seen = []
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, analyst, 2026-12-03 15:00")
        seen += await person.live_through(timedelta(days=7))
    for _ in range(40):
        async with open_in(tmp_path, clock) as encore:
            seen += await Person(encore, clock).live_through(timedelta(days=1))
    assert len(seen) == 11
    assert len({message.title for _, message in seen}) == 11


async def test_a_week_away_is_told_honestly_and_the_missed_step_rides_along(
    tmp_path: Path, clock: HeldClock
) -> None:
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, analyst, 2026-12-03 15:00")
    clock.move_to(clock.now() + timedelta(days=8, hours=2))  # Monday 30 November, 12:00
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        assert await encore.delivery.deliver_due() == 1
        [message] = await person.inbox()
        assert message.title == "Five days before"
        assert "was due Sat 28 Nov, 18:00" in words(message)
        assert "from earlier: Write six story headlines" in words(message)
        await person.type("/prep")
        assert "a week before" in person.says
        await person.type("/prep")
        assert "a week before" not in person.says


async def test_a_late_reminder_says_so_and_keeps_out_of_the_night(tmp_path: Path, clock: HeldClock) -> None:
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, analyst, 2026-12-03 15:00")
    clock.move_to(clock.now() + timedelta(days=4, hours=13))  # Thursday 26 November, 23:00
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await encore.delivery.deliver_due()
        assert await person.inbox() == []
        [(at, message)] = await person.live_through(timedelta(hours=12))
        assert f"{at:%H:%M}" == "08:00"
        assert "was due yesterday 18:00" in words(message)


async def test_a_line_that_a_crash_may_have_cut_off_comes_again_and_says_so(member: Person) -> None:
    await member.adds()
    member.clock.move_to(member.clock.now() + timedelta(days=3, hours=8))
    await member.encore.delivery.deliver_due()
    [first] = await member.encore.inboxes.waiting(member.caller)
    assert not first.again
    await member.encore.inboxes.showing(member.caller, [first.key])
    [second] = await member.encore.inboxes.waiting(member.caller)
    assert second.again
    assert second.key == first.key


async def press(member: Person, message: Message, label: str) -> None:
    [button] = [b for b in message.buttons if b.label == label]
    await member.ask(button.invocation)


async def press_last(member: Person, label: str) -> None:
    """Press a button of the newest reminder that was delivered."""
    async with member.encore.store.unit() as unit:
        who = await unit.members.get(member.caller.member)
        assert who is not None
        [interview] = await unit.interviews.of(who.id)
        sent = [row for row in await unit.owed.of(Reminder, interview.id) if row.sent_at is not None]
    await member.type("/prep")
    await member.ask(_reminder(sent[-1].key))
    await member.press(label)


def _reminder(key: str) -> Invocation:
    return Invocation("reminder show", {"key": key})


async def test_a_done_step_is_not_reminded_of_even_when_it_waits_out_the_night(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    member.clock.move_to(member.clock.now() + timedelta(days=4, hours=11, minutes=30))
    await member.encore.delivery.deliver_due()
    await member.type("/interview plan")
    await member.press("Done: a week before")
    assert await member.live_through(timedelta(hours=20)) == []


async def test_later_after_done_opens_the_step_again(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "Done")
    await press(member, message, "In an hour")
    await member.type("/interview plan")
    assert "done" not in member.says.splitlines()[5]
    assert hours(await member.live_through(timedelta(hours=1))) == ["Thu 26 Nov 19:00"]


async def test_done_on_an_old_message_leaves_the_new_start_alone(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    arrived = await member.live_through(timedelta(days=10, hours=9))
    old = arrived[-1][1]
    assert old.title == "The evening before"
    await member.type("/prep move Acme to 2026-12-10 15:00")
    await member.press("Right")
    await press(member, old, "Done")
    assert "has changed" in member.says
    assert "Wed 09 Dec 18:00" in hours(await member.live_through(timedelta(days=8)))


async def test_an_hour_sooner_and_back_gives_the_first_plan(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.live_through(timedelta(days=7, hours=9))
    await member.type("/interview plan")
    before = member.says
    for when in ("2026-12-03 14:00", "2026-12-03 15:00"):
        await member.type(f"/prep move Acme to {when}")
        await member.press("Right")
    await member.type("/interview plan")
    assert member.says == before


async def test_nothing_is_put_off_into_a_pause(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await member.type("/encore pause")
    await press(member, message, "In an hour")
    assert "paused" in member.says


async def test_a_carried_step_survives_a_change_of_plan(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    member.clock.move_to(member.clock.now() + timedelta(days=6, hours=11, minutes=30))
    await member.encore.delivery.deliver_due()
    await member.type("/encore pause")
    await member.type("/encore pause off")
    arrived = await member.live_through(timedelta(days=3))
    assert "Write six story headlines" in words(arrived[0][1])


async def test_home_shows_the_thank_you_note_before_the_next_interviews_beginnings(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.adds("Bolt, analyst, 2026-12-22 15:00")
    await member.live_through(timedelta(days=12))
    await member.type("/prep")
    assert "Next: Send each person you met" in member.says


async def test_a_later_comes_along_when_the_interview_moves(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    arrived = await member.live_through(timedelta(days=9, hours=8))
    await press(member, arrived[-1][1], "Tomorrow")
    await member.type("/prep move Acme to 2026-12-03 16:00")
    await member.press("Right")
    assert hours(await member.live_through(timedelta(days=1))) == ["Wed 02 Dec 09:00", "Wed 02 Dec 18:00"]


async def test_skip_after_done_leaves_the_tick_and_says_so(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "Done")
    await press(member, message, "Skip")
    assert "ticked off already" in member.says
    assert "Undo" in member.labels
    await member.press("Undo")
    assert "now: 18:00  Write six story headlines" in member.says


async def test_done_pressed_twice_says_that_it_is_done_already(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "Done")
    await press(member, message, "Done")
    assert "ticked off already" in member.says
    assert "Undo" in member.labels
    await member.type("/interview plan")
    assert "done: 18:00  Write six story headlines" in member.says


async def test_done_after_skip_makes_it_done(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await press(member, message, "Skip")
    await press(member, message, "Skip")
    assert "left out already" in member.says
    await press(member, message, "Done")
    assert "Ticked off. Well done." in member.says
    await member.type("/interview plan")
    assert "done: 18:00  Write six story headlines" in member.says


async def test_an_old_plan_skips_nothing_that_was_done_since(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.type("/interview plan")
    old = member.message
    await press(member, old, "Done: a week before")
    await press(member, old, "Skip: a week before")
    assert "ticked off already" in member.says
    assert "done: 18:00  Write six story headlines" in member.says


async def test_an_old_button_is_answered_calmly_since_it_is_no_mistake(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    [(_, message)] = await member.live_through(timedelta(days=4, hours=8))
    await member.type("/prep move Acme to 2026-12-10 15:00")
    await member.press("Right")
    await press(member, message, "In an hour")
    assert member.message.title == "Nothing was put off"
    assert "a time that has changed" in member.says
    for path in ("reminder done", "reminder skip", "reminder show"):
        await member.ask(Invocation(path, {"key": "gone"}))
        assert member.message.title == "Gone", path
        assert "gone now" in member.says
