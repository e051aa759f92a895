"""A plan as it stands: what was left out, what lies beside it, the countdown, and the calendar made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.agenda import KEPT, STEP_MINUTES, in_feed, in_file
from bot.domain.content import Lead
from bot.domain.interviews import Outcome
from bot.domain.members import Feed, Pace
from bot.domain.overview import days_of, overview
from bot.domain.progress import CountdownDay
from bot.domain.reminders import Mark, Status
from bot.domain.replanning import replan
from tests.domain.case_samples import (
    DAY,
    HOUR,
    LIBRARY,
    NOW,
    PRACTICE,
    ROUTE,
    SHARED,
    STORIES,
    TASKS,
    a_case,
    an_interview,
    delivered,
    row_of,
    turned,
)
from tests.fakes import FakeCatalog

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
CASE = a_case(ACME)


def days(case, interview=ACME):
    return days_of(case, interview, overview(case, interview))


def minutes(case) -> dict[str, tuple[int, int]]:
    """The days of the countdown on which there is anything to do, with what is done of it."""
    countdown = days(case).countdown
    assert countdown is not None
    return {f"{day.day:%d}": (day.minutes, day.done) for day in countdown.days if day.minutes}


def test_what_lies_on_which_day_beside_the_steps() -> None:
    found = days(CASE).packed
    assert {day: [job.task.id for job in jobs] for day, jobs in found.days.items()} == {
        date(2026, 11, 28): [SHARED],
        date(2026, 12, 1): [ROUTE],
    }
    assert found.left_out == ()


def test_a_step_that_has_no_day_of_its_own_is_worth_doing_on_another() -> None:
    found = days(turned(CASE, "T-7", Status.CANCELLED)).packed
    assert {job.task.id: day for day, jobs in found.days.items() for job in jobs} == {
        STORIES: date(2026, 11, 26),
        SHARED: date(2026, 11, 28),
        ROUTE: date(2026, 12, 1),
    }
    marked = CASE.marked(ACME, [Lead.T_7], Mark.SKIPPED)
    assert STORIES not in {job.task.id for jobs in days(marked).packed.days.values() for job in jobs}


def test_with_too_little_notice_the_steps_are_all_there_is() -> None:
    start = ACME.starts_at
    for notice, placed in ((timedelta(hours=36), True), (timedelta(hours=36) - timedelta.resolution, False)):
        near = replace(ACME, planned_from=start - notice, created_at=start - notice)
        case = replace(a_case(), now=start - notice).with_interview(near)
        assert bool(days(case, near).packed.days) is placed


def test_a_countdown_has_every_day_to_the_interview_and_its_minutes() -> None:
    countdown = days(CASE).countdown
    assert countdown is not None
    assert countdown.today == date(2026, 11, 22)
    assert [day.day for day in countdown.days] == [date(2026, 11, 22) + number * DAY for number in range(12)]
    assert countdown.days[-1] == CountdownDay(ACME.day, 0, 0, interview=True)
    assert not any(day.interview for day in countdown.days[:-1])
    assert minutes(CASE) == {"26": (20, 0), "28": (15, 0), "30": (30, 0), "01": (10, 0)}


def test_what_is_done_stays_on_its_day_and_what_is_skipped_goes() -> None:
    done = replan(CASE.marked(ACME, [Lead.T_7], Mark.DONE).marked(ACME, [Lead.T_3], Mark.SKIPPED), ACME)
    assert minutes(done) == {"26": (20, 20), "28": (15, 0), "01": (10, 0)}


def test_the_step_of_booking_is_for_now_as_long_as_it_is_open() -> None:
    def with_a_task(pace):
        made = LIBRARY.plan(pace)
        steps = (replace(one, task=ROUTE) if one.lead is Lead.BOOKING else one for one in made.steps)
        return replace(made, steps=tuple(steps), tasks=())

    library = FakeCatalog(tasks=TASKS, plans=[with_a_task(pace) for pace in Pace])
    # On the eve there is no other day that it could be moved to.
    eve = replace(CASE, library=library, now=ACME.starts_at - DAY)
    assert minutes(eve) == {"02": (10, 0)}
    assert minutes(eve.marked(ACME, [Lead.BOOKING], Mark.DONE)) == {}


def test_a_missed_step_lies_where_it_was_moved_to() -> None:
    late = delivered(CASE, row_of(CASE, "T-7").due_at + DAY)
    assert minutes(late)["27"] == (20, 0)
    assert "26" not in minutes(late)


def test_what_was_done_besides_is_named_once() -> None:
    case = CASE.ticked(ACME, [ROUTE, STORIES])
    assert [task.id for task in days(case).also_done] == [ROUTE]
    skipped = replace(case, ticks={("acme", ROUTE): Mark.SKIPPED})
    assert days(skipped).also_done == ()


def test_what_the_notice_was_too_short_for_is_left_out_unless_it_has_another_day() -> None:
    near = an_interview(day=date(2026, 11, 25))
    case = a_case(near)
    left = dict(overview(case, near).left_out)
    assert left == dict.fromkeys((Lead.T_7, Lead.T_5, Lead.T_3, Lead.T_2), "too little time")
    assert dict(days(case, near).left_out) == dict.fromkeys((Lead.T_5, Lead.T_2), "too little time")


@pytest.mark.parametrize("changes", [{"cancelled": True}, {"outcome": Outcome.OFFER}])
def test_nothing_lies_ahead_of_what_is_settled_or_over(changes) -> None:
    settled = replace(ACME, **changes)
    for case, interview in (
        (CASE.with_interview(settled), settled),
        (replace(CASE, now=ACME.starts_at), ACME),
    ):
        assert days(case, interview).countdown is None
        assert days(case, interview).packed.days == {}


def test_steps_done_are_counted() -> None:
    assert overview(CASE, ACME).done == 0
    marked = CASE.marked(ACME, [Lead.T_7, Lead.T_5], Mark.DONE).marked(ACME, [Lead.T_3], Mark.SKIPPED)
    assert overview(marked, ACME).done == 2


def file(case, *interviews, detailed: bool = True):
    return in_file(case, interviews or case.interviews, detailed=detailed)


def test_a_calendar_file_holds_the_interview_and_the_steps_still_to_come() -> None:
    held = file(CASE)
    assert len(held) == 12
    assert [entry.starts_at for entry in held] == sorted(entry.starts_at for entry in held)
    [interview] = [entry for entry in held if entry.uid == "acme@encore"]
    assert (interview.starts_at, interview.title, interview.busy) == (ACME.starts_at, "Interview: Acme", True)
    assert (interview.alarm, interview.cancelled, interview.zone) == (HOUR, False, ACME.zone)
    [step] = [entry for entry in held if entry.uid == "acme-T-7@encore"]
    assert (step.minutes, step.notes, step.busy, step.zone) == (20, "Do task-stories.", False, "UTC")
    assert step.title == "Preparation for Acme: 20 minutes"
    assert step.alarm == timedelta(0)
    assert {entry.minutes for entry in held if entry.uid == "acme-T-5@encore"} == {STEP_MINUTES}
    [hour] = [entry for entry in held if entry.uid == "acme-T-1h@encore"]
    assert hour.alarm is None, "the interview's own rings then"


def test_a_discreet_file_says_neither_with_whom_nor_what() -> None:
    said = {word for entry in file(CASE, detailed=False) for word in (entry.title, entry.notes, entry.place)}
    assert said == {
        "Appointment",
        "",
        "Preparation: 20 minutes",
        "Preparation: 30 minutes",
        "Preparation",
        "Follow-up",
    }


def test_what_has_passed_or_is_done_is_in_no_file() -> None:
    uids = {entry.uid for entry in file(delivered(CASE, row_of(CASE, "T-3").due_at + HOUR))}
    assert not uids & {"acme-T-7@encore", "acme-T-5@encore", "acme-T-3@encore"}
    assert {"acme-T-2@encore", "acme@encore"} <= uids
    done = replan(CASE.marked(ACME, [Lead.T_2], Mark.DONE), ACME)
    assert "acme-T-2@encore" not in {entry.uid for entry in file(done)}
    over = {entry.uid for entry in file(delivered(CASE, ACME.starts_at))}
    assert "acme@encore" not in over
    assert "acme-+2h@encore" in over


@pytest.mark.parametrize("changes", [{"cancelled": True}, {"outcome": Outcome.NO}])
def test_what_is_off_is_told_as_cancelled_with_every_step(changes) -> None:
    off = replace(ACME, **changes)
    held = file(replan(CASE.with_interview(off), off))
    assert len(held) == 12
    assert all(entry.cancelled and entry.alarm is None for entry in held)


def test_a_later_file_is_newer_and_a_change_counts() -> None:
    def revisions(case) -> dict[str, int]:
        return {entry.uid: entry.revision for entry in file(case)}

    assert revisions(CASE)["acme@encore"] == 0
    assert revisions(CASE)["acme-T-7@encore"] == 1, "its own row"
    assert revisions(replace(CASE, now=NOW + HOUR))["acme@encore"] == 3600
    changed = replace(ACME, revision=2)
    assert revisions(CASE.with_interview(changed))["acme@encore"] == 2
    [entry] = [one for one in file(CASE.with_interview(changed)) if one.uid == "acme@encore"]
    assert entry.changed_at == NOW + timedelta(seconds=2)


def test_a_feed_keeps_what_passed_of_late_and_lets_go_of_what_is_long_over() -> None:
    feed = Feed(member_id="ada", token="x", made_at=NOW, detailed=True)

    def uids(case) -> set[str]:
        return {entry.uid for entry in in_feed(case, feed)}

    case = delivered(a_case(ACME, GLOBEX), ACME.starts_at + DAY)
    assert {"acme@encore", "acme-T-7@encore", "globex@encore", "acme-+5bd@encore"} <= uids(case)
    assert "acme-T-7@encore" in uids(case.marked(ACME, [Lead.T_7], Mark.DONE))
    assert "globex-T-1h@encore" in uids(case)
    assert "globex-T-1h@encore" not in uids(case.marked(GLOBEX, [Lead.T_1H], Mark.DONE))
    edge = ACME.starts_at + KEPT
    assert "acme@encore" in uids(replace(case, now=edge))
    assert not any(uid.startswith("acme") for uid in uids(replace(case, now=edge + timedelta.resolution)))
    off = replace(ACME, cancelled=True)
    assert {uid for uid in uids(case.with_interview(off)) if uid.startswith("acme")} == {"acme@encore"}


def test_an_address_made_anew_tells_newer_versions() -> None:
    made = Feed(member_id="ada", token="x", made_at=NOW + HOUR, detailed=False)
    [entry] = [one for one in in_feed(CASE, made) if one.uid == "acme@encore"]
    assert (entry.revision, entry.changed_at, entry.title) == (3600, NOW + HOUR, "Appointment")
    older = replace(made, made_at=NOW - HOUR)
    [entry] = [one for one in in_feed(CASE, older) if one.uid == "acme@encore"]
    assert (entry.revision, entry.changed_at) == (0, NOW)


def test_practice_is_the_step_s_own_and_lies_on_no_day_beside() -> None:
    assert all(job.task.id != PRACTICE for jobs in days(CASE).packed.days.values() for job in jobs)


@pytest.mark.parametrize("pace", Pace)
def test_a_step_that_rides_along_is_told_in_the_words_of_the_members_own_pace(pace: Pace) -> None:
    def worded(of: Pace):
        plan = LIBRARY.plan(of)
        return replace(
            plan, steps=tuple(replace(step, text=f"{of} {step.lead}.", task=None) for step in plan.steps)
        )

    library = FakeCatalog(tasks=TASKS, plans=[worded(of) for of in Pace])
    member = replace(CASE.member, preferences=replace(CASE.preferences, pace=pace))
    case = turned(
        replace(CASE, library=library, member=member), Lead.T_3, Status.PENDING, includes=(Lead.T_7,)
    )
    [line] = [line for line in overview(case, ACME).lines if line.lead is Lead.T_3]
    assert (line.action, line.also) == (f"{pace} T-3.", (f"{pace} T-7.",))
