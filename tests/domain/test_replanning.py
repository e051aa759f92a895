"""Rows in line with the plan: what stays, what is called off, and what is brought up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Pace
from bot.domain.reminders import Mark, Reminder, Status, reminder_key
from bot.domain.replanning import in_line, replan, sent_before
from tests.domain.case_samples import (
    DAY,
    HOUR,
    NOW,
    PRACTICE,
    ROUTE,
    SHARED,
    STORIES,
    a_case,
    an_interview,
    delivered,
    leads,
    row_of,
    turned,
)
from tests.domain.plan_samples import at_local

ACME = an_interview()
CASE = a_case(ACME)
ALL = ["T-7", "T-5", "T-3", "T-2", "T-1", "morning", "T-1h", "+2h", "+20h", "+5bd", "+10bd"]
TICK = timedelta.resolution


def test_a_plan_s_steps_are_owed_but_the_one_that_is_shown_at_once() -> None:
    assert leads(CASE) == ALL
    assert row_of(CASE, "T-7") == Reminder(
        key=reminder_key("acme", "T-7", ACME.starts_at, 0),
        member_id="ada",
        interview_id="acme",
        lead=Lead.T_7,
        starts_at=ACME.starts_at,
        due_at=at_local("2026-11-26 18:00"),
        useful_until=at_local("2026-11-28 18:00"),
    )
    assert row_of(CASE, "T-1h").quiet_ok
    assert not row_of(CASE, "morning").quiet_ok


def test_planning_again_changes_nothing() -> None:
    assert replan(CASE, ACME) == CASE


def test_what_the_plan_no_longer_wants_is_called_off_and_comes_back_when_it_does() -> None:
    light = CASE.with_preferences(replace(CASE.preferences, pace=Pace.LIGHT))
    fewer = replan(light, ACME)
    assert leads(fewer) == [lead for lead in ALL if lead not in {"T-5", "T-2"}]
    assert row_of(fewer, "T-5").status is Status.CANCELLED
    assert row_of(fewer, "T-5").reason == "the plan changed"
    again = replan(fewer.with_preferences(CASE.preferences), ACME)
    assert leads(again) == ALL
    assert row_of(again, "T-5").reason == ""


def test_nothing_is_owed_for_a_settled_interview() -> None:
    settled = replace(ACME, cancelled=True)
    assert leads(replan(CASE.with_interview(settled), settled)) == []


def test_nothing_is_owed_while_reminders_are_paused() -> None:
    paused = CASE.with_preferences(replace(CASE.preferences, paused_until=at_local("2026-11-29 12:00")))
    assert leads(replan(paused, ACME)) == ALL[2:]


@pytest.mark.parametrize("mark", Mark)
def test_a_marked_step_is_not_owed(mark: Mark) -> None:
    assert "T-5" not in leads(replan(CASE.marked(ACME, [Lead.T_5], mark), ACME))


def test_what_was_sent_is_not_owed_again_and_neither_is_what_rode_along() -> None:
    sent = turned(CASE, "T-5", Status.SENT, includes=("T-7",))
    again = replan(turned(sent, "T-7", Status.CANCELLED), ACME)
    assert leads(again) == ALL[2:]
    assert row_of(again, "T-5").status is Status.SENT
    assert row_of(again, "T-7").status is Status.CANCELLED


def test_what_expired_is_over_unless_a_row_to_come_carries_it() -> None:
    at = row_of(CASE, "T-5").due_at - HOUR
    gone = replace(turned(CASE, "T-7", Status.EXPIRED), now=at)
    assert row_of(replan(gone, ACME), "T-5").includes == ()
    carried = turned(gone, "T-5", Status.PENDING, includes=("T-7",))
    assert row_of(replan(carried, ACME), "T-5").includes == ("T-7",)


@pytest.mark.parametrize(
    ("after", "stays"),
    [(timedelta(0), True), (HOUR, True), (-TICK, False)],
)
def test_what_is_due_this_moment_is_left_to_be_sent(after: timedelta, stays: bool) -> None:
    due = row_of(CASE, "T-7").due_at
    at_seven = replace(CASE.preferences, remind_at=CASE.preferences.remind_at.replace(hour=19))
    wants_later = CASE.with_preferences(at_seven)
    case = replan(replace(wants_later, now=due + after), ACME)
    assert (row_of(case, "T-7").due_at == due) is stays
    assert row_of(case, "T-7").status is Status.PENDING


def test_what_is_of_no_use_any_more_is_carried_on_by_the_next() -> None:
    row = row_of(CASE, "T-7")
    at = replace(CASE, now=row.useful_until)
    case = replan(turned(at, "T-5", Status.CANCELLED), ACME)
    assert row_of(case, "T-7").status is Status.CANCELLED
    assert "T-7" in row_of(case, leads(case)[0]).includes


def a_later(case: Case, lead: str = "T-5", snooze: int = 1, **changes) -> Case:
    row = row_of(case, lead)
    key = reminder_key("acme", lead, row.starts_at, snooze)
    child = replace(row, key=key, snooze=snooze, due_at=row.due_at + HOUR, **changes)
    return replace(case, owed={**turned(case, lead, Status.SENT).owed, key: child})


def test_a_later_that_was_asked_for_is_kept() -> None:
    case = replan(replace(a_later(CASE), now=row_of(CASE, "T-5").due_at), ACME)
    child = row_of(case, "T-5", snooze=1)
    assert child.status is Status.PENDING
    assert child.due_at == row_of(CASE, "T-5").due_at + HOUR


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED])
def test_a_later_that_was_held_back_comes_now(status: Status) -> None:
    at = row_of(CASE, "T-5").due_at + 5 * HOUR
    case = replan(replace(a_later(CASE, status=status, reason="paused"), now=at), ACME)
    child = row_of(case, "T-5", snooze=1)
    assert (child.status, child.due_at, child.reason) == (Status.PENDING, at, "")


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED])
def test_a_later_that_came_is_not_said_again(status: Status) -> None:
    case = replan(replace(a_later(CASE, status=status), now=row_of(CASE, "T-5").due_at), ACME)
    assert row_of(case, "T-5", snooze=1).status is status


def test_of_several_laters_the_newest_counts() -> None:
    case = a_later(a_later(CASE, status=Status.PENDING), snooze=2, status=Status.PENDING)
    case = replan(replace(case, now=row_of(CASE, "T-5").due_at), ACME)
    assert row_of(case, "T-5", snooze=1).status is Status.CANCELLED
    assert row_of(case, "T-5", snooze=2).status is Status.PENDING


def test_a_later_goes_with_its_mark_with_the_interview_and_when_it_is_of_no_use() -> None:
    due = row_of(CASE, "T-5").due_at
    case = replace(a_later(CASE), now=due)

    def status(changed: Case, interview: Interview = ACME) -> Status:
        return row_of(replan(changed, interview), "T-5", snooze=1).status

    assert status(case) is Status.PENDING
    assert status(case.marked(ACME, [Lead.T_5], Mark.DONE)) is Status.CANCELLED
    settled = replace(ACME, cancelled=True)
    assert status(case.with_interview(settled), settled) is Status.CANCELLED
    assert status(a_later(CASE, useful_until=due + HOUR)) is Status.CANCELLED
    assert status(a_later(CASE, useful_until=due + HOUR + TICK)) is Status.PENDING
    paused = replace(case.preferences, paused_until=due + HOUR + TICK)
    assert status(case.with_preferences(paused)) is Status.CANCELLED
    paused = replace(case.preferences, paused_until=due + HOUR)
    assert status(case.with_preferences(paused)) is Status.PENDING


def test_a_moved_interview_gets_its_steps_again_and_the_old_ones_are_called_off() -> None:
    moved = replace(ACME, day=ACME.day + 7 * DAY)
    case = replan(CASE.with_interview(moved), moved)
    assert leads(case) == ALL
    assert {row.starts_at for row in case.pending(moved)} == {moved.starts_at}
    assert sum(row.status is Status.CANCELLED for row in case.owed.values()) == len(ALL)


def test_what_was_said_for_another_start_is_not_said_late() -> None:
    """A step that was sent for the earlier date comes again only if its time is still ahead."""
    sent = delivered(CASE, row_of(CASE, "T-3").due_at + HOUR)
    assert sent_before(sent, ACME) == set()
    moved = replace(ACME, day=ACME.day + DAY)
    case = replan(sent.with_interview(moved), moved)
    assert sent_before(case, moved) == {"T-7", "T-5", "T-3"}
    assert leads(case) == ALL[2:]
    assert row_of(case, "T-3").includes == ()


def test_what_rode_along_for_another_start_was_said_then() -> None:
    sent = turned(CASE, "T-3", Status.SENT, includes=("T-7", "T-5"))
    moved = replace(ACME, day=ACME.day + 7 * DAY)
    assert sent_before(sent.with_interview(moved), moved) == {"T-3", "T-7", "T-5"}
    pending = turned(CASE, "T-3", Status.PENDING, includes=("T-7",))
    assert sent_before(pending.with_interview(moved), moved) == set()


def test_what_was_overdue_when_a_plan_was_first_shown_is_not_said_later() -> None:
    """Added five days before, the steps of a week and of five days before were said with the first one."""
    near = an_interview(created_at=NOW, planned_from=at_local("2026-11-29 10:00"))
    case = Case(member=CASE.member, now=near.planned_from, library=CASE.library).with_interview(near)
    _, made = in_line(case, near)
    [booking, *_] = made.steps
    assert [step.lead for step in booking.includes] == ["T-7", "T-5"]
    after = replan(replace(replan(case, near), now=near.planned_from + HOUR), near)
    assert [row.includes for row in after.pending(near)] == [()] * len(leads(after))
    assert leads(after)[0] == "T-3"


def test_a_later_moves_along_with_its_interview() -> None:
    due = row_of(CASE, "T-5").due_at
    moved = replace(ACME, day=ACME.day - DAY)
    case = replace(a_later(CASE, tasks=("x",)), now=due).with_interview(moved)
    # It is asked for under the old start, and no row of the new start speaks of it.
    case = replan(case, moved)
    child = row_of(case, "T-5", snooze=1)
    assert (child.status, child.due_at) == (Status.PENDING, due + HOUR)
    assert child.useful_until <= moved.starts_at
    late = replace(a_later(CASE), now=due + HOUR).with_interview(moved)
    assert not any(
        row.snooze and row.starts_at == moved.starts_at for row in replan(late, moved).owed.values()
    )


def test_days_are_packed_beside_the_steps() -> None:
    tasks = {str(row.lead): row.tasks for row in CASE.pending(ACME)}
    assert tasks == {
        **dict.fromkeys(ALL, ()),
        "T-5": (STORIES, SHARED),
        "T-3": (SHARED,),
        "T-2": (STORIES, SHARED, ROUTE),
    }
    assert PRACTICE not in {task for row in CASE.pending(ACME) for task in row.tasks}


def test_interviews_share_the_minutes_and_what_serves_both_is_done_once() -> None:
    globex = an_interview("globex", ACME.day + 2 * DAY)
    case = a_case(ACME, globex)
    assert row_of(case, "T-5").tasks == (STORIES, SHARED)
    assert all(SHARED not in row.tasks for row in case.pending(globex) if row.due_at < ACME.starts_at)
