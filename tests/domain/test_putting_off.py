"""Putting a reminder off: when it comes again, and when it can't."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.content import Lead
from bot.domain.members import Preferences
from bot.domain.quiet import quiet_ends
from bot.domain.reminders import Later, Mark, Status, reminder_key
from bot.domain.replanning import LEAST_USE, later_at, offered, put_off
from bot.errors import InputError
from tests.domain.case_samples import DAY, HOUR, a_case, an_interview, delivered, row_of, turned
from tests.domain.plan_samples import NEW_YORK, at_local

ACME = an_interview()
SENT = delivered(a_case(ACME), at_local("2026-11-26 18:00") + timedelta(minutes=1))
"""Thursday 18:01: the reminder of a week before has come a minute ago."""
ROW = row_of(SENT, "T-7")
TICK = timedelta.resolution


@pytest.mark.parametrize(
    ("choice", "now", "at"),
    [
        (Later.HOUR, "2026-11-26 18:01", "2026-11-26 19:01"),
        (Later.HOUR, "2026-11-26 20:30", "2026-11-27 08:00"),
        (Later.EVENING, "2026-11-26 09:00", "2026-11-26 18:00"),
        (Later.EVENING, "2026-11-26 17:54", "2026-11-26 18:00"),
        (Later.EVENING, "2026-11-26 17:55", "2026-11-26 20:00"),
        (Later.EVENING, "2026-11-26 18:01", "2026-11-26 20:00"),
        (Later.EVENING, "2026-11-26 19:58", "2026-11-26 20:03"),
        (Later.EVENING, "2026-11-26 20:57", "2026-11-27 08:00"),
        (Later.TOMORROW, "2026-11-26 18:01", "2026-11-27 09:00"),
        (Later.TOMORROW, "2026-11-26 00:30", "2026-11-27 09:00"),
    ],
)
def test_later_means_an_instant_outside_quiet_hours(choice: Later, now: str, at: str) -> None:
    assert later_at(choice, at_local(now), NEW_YORK, Preferences()) == at_local(at)


@pytest.mark.parametrize(
    ("remind_at", "at"), [(time(15, 59), "20:00"), (time(16), "16:00"), (time(19), "19:00")]
)
def test_this_evening_is_her_own_time_where_that_is_an_evening(remind_at: time, at: str) -> None:
    found = later_at(Later.EVENING, at_local("2026-11-26 09:00"), NEW_YORK, Preferences(remind_at=remind_at))
    assert found == at_local(f"2026-11-26 {at}")


def test_tomorrow_is_when_quiet_hours_end_where_they_end_late() -> None:
    preferences = Preferences(quiet_until=time(10, 30))
    found = later_at(Later.TOMORROW, at_local("2026-11-26 18:01"), NEW_YORK, preferences)
    assert found == at_local("2026-11-27 10:30")


def test_quiet_hours_end_only_while_it_is_quiet() -> None:
    assert quiet_ends(at_local("2026-11-26 20:59"), NEW_YORK, Preferences()) is None
    assert quiet_ends(at_local("2026-11-26 21:00"), NEW_YORK, Preferences()) == at_local("2026-11-27 08:00")
    assert quiet_ends(at_local("2026-11-27 08:00"), NEW_YORK, Preferences()) is None


def ways(now: str, until: str) -> tuple[Later, ...]:
    row = replace(ROW, useful_until=at_local(until))
    return offered(row, at_local(now), NEW_YORK, Preferences())


def test_only_what_leaves_time_to_act_is_offered() -> None:
    assert ways("2026-11-26 12:00", "2026-11-28 18:00") == (Later.HOUR, Later.EVENING, Later.TOMORROW)
    assert ways("2026-11-26 12:00", "2026-11-26 13:05") == (Later.HOUR,)
    assert ways("2026-11-26 12:00", "2026-11-26 13:04") == ()
    assert ways("2026-11-26 12:00", "2026-11-26 18:05") == (Later.HOUR, Later.EVENING)
    assert ways("2026-11-26 12:00", "2026-11-26 18:04") == (Later.HOUR,)
    assert ways("2026-11-26 12:00", "2026-11-27 09:05") == (Later.HOUR, Later.EVENING, Later.TOMORROW)
    assert ways("2026-11-26 12:00", "2026-11-27 09:04") == (Later.HOUR, Later.EVENING)


def test_a_label_stays_true() -> None:
    """An hour that the night turns into the morning is no hour, and an evening that is an hour away is one."""
    assert ways("2026-11-26 20:30", "2026-11-28 18:00") == (Later.TOMORROW,)
    assert ways("2026-11-26 17:00", "2026-11-28 18:00") == (Later.HOUR, Later.TOMORROW)
    assert ways("2026-11-26 17:01", "2026-11-28 18:00") == (Later.HOUR, Later.TOMORROW)


def test_a_reminder_put_off_is_owed_again_as_one_child() -> None:
    case, child = put_off(SENT, ROW, Later.HOUR)
    assert child == replace(
        ROW,
        key=reminder_key("acme", "T-7", ACME.starts_at, 1),
        snooze=1,
        due_at=SENT.now + HOUR,
        status=Status.PENDING,
        sent_at=None,
    )
    assert case.owed[child.key] == child
    assert case.owed[ROW.key] == ROW


def test_a_second_press_moves_the_child_and_one_that_came_has_a_sibling() -> None:
    once, _ = put_off(SENT, ROW, Later.HOUR)
    twice, child = put_off(once, ROW, Later.TOMORROW)
    assert child.snooze == 1
    assert twice.owed[child.key].due_at == at_local("2026-11-27 09:00")
    assert len(twice.owed) == len(once.owed)
    cancelled = twice.without([child.key], "the plan changed")
    assert put_off(cancelled, ROW, Later.HOUR)[1].snooze == 1
    came = replace(twice, owed={**twice.owed, child.key: replace(child, status=Status.SENT)})
    assert put_off(came, ROW, Later.TOMORROW)[1].snooze == 2


def test_nothing_of_an_attempt_goes_along() -> None:
    tried = replace(ROW, attempts=3, attempted_at=SENT.now, reason="late", told=True)
    _, child = put_off(replace(SENT, owed={**SENT.owed, ROW.key: tried}), tried, Later.HOUR)
    assert (child.attempts, child.attempted_at, child.reason, child.told) == (0, None, "", False)


def test_whoever_wants_to_hear_it_again_has_not_done_it() -> None:
    case, _ = put_off(SENT.marked(ACME, [Lead.T_7, Lead.T_5], Mark.DONE), ROW, Later.HOUR)
    assert case.marks_of(ACME) == {Lead.T_5: Mark.DONE}


def test_what_would_be_of_no_use_is_not_put_off() -> None:
    just = replace(ROW, useful_until=SENT.now + HOUR + LEAST_USE)
    assert put_off(SENT, just, Later.HOUR)[1].due_at == SENT.now + HOUR
    with pytest.raises(InputError, match="of no use any more"):
        put_off(SENT, replace(just, useful_until=just.useful_until - TICK), Later.HOUR)


def test_what_was_for_another_time_or_is_settled_is_not_put_off() -> None:
    moved = replace(ACME, day=ACME.day + DAY)
    with pytest.raises(InputError, match="a time that has changed"):
        put_off(SENT.with_interview(moved), ROW, Later.HOUR)
    with pytest.raises(InputError, match="a time that has changed"):
        put_off(SENT.with_interview(replace(ACME, cancelled=True)), ROW, Later.HOUR)


def test_nothing_is_put_off_into_a_pause() -> None:
    until = SENT.now + HOUR
    case = SENT.with_preferences(replace(SENT.preferences, paused_until=until))
    assert put_off(case, ROW, Later.HOUR)[1].due_at == until
    case = SENT.with_preferences(replace(SENT.preferences, paused_until=until + TICK))
    with pytest.raises(InputError, match="paused until then"):
        put_off(case, ROW, Later.HOUR)


def test_a_row_of_another_start_is_no_sibling() -> None:
    old = replace(ROW, key="old", snooze=4, starts_at=ACME.starts_at - DAY)
    other = replace(ROW, key="other", snooze=5, lead=Lead.T_5)
    case = replace(SENT, owed={**SENT.owed, "old": old, "other": other})
    assert put_off(case, ROW, Later.HOUR)[1].snooze == 1
    assert turned(case, "T-7", Status.SENT) == case
