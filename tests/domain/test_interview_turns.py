"""An interview added, moved, called off, settled: what follows for its reminders and for the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain import lifecycle, reflection
from bot.domain.content import Lead, Proof
from bot.domain.greeting import PATIENCE, USEFUL_FOR, OwedGreeting, doubtful, greet, greet_again
from bot.domain.interviews import Format, Outcome
from bot.domain.keeping import DONE_BY_SIX, Story, count_stories, keep_story, remove_story, stories
from bot.domain.members import Greeting, Platform
from bot.domain.outcomes import OF_USE_FOR
from bot.domain.reflection import OwedReflection
from bot.domain.reminders import Mark, Status, reminder_key
from bot.domain.replanning import replan
from bot.domain.sheets import Sheet
from tests.domain.case_samples import (
    DAY,
    HOUR,
    LIBRARY,
    NOW,
    STORIES,
    TASKS,
    a_case,
    a_member,
    a_task,
    an_interview,
    delivered,
    later,
    leads,
)
from tests.domain.plan_samples import NEW_YORK, at_local
from tests.fakes import FakeCatalog

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
CASE = a_case(ACME)
BEHIND = delivered(CASE, ACME.starts_at + 3 * HOUR)


def offer(case, interview=ACME):
    """The offer to look back on an interview, if there is a row of it."""
    return case.owed.get(reminder_key(interview.id, "reflection", interview.starts_at, 0))


def test_a_new_interview_is_there_and_owed_for() -> None:
    assert CASE.interviews == (ACME,)
    assert len(leads(CASE)) == 11
    assert not any(isinstance(row, OwedGreeting) for row in CASE.owed.values())


def test_where_reminders_are_pushed_a_first_message_is_owed_once() -> None:
    case = a_case(ACME, member=a_member(Platform.SLACK))
    [hello] = [row for row in case.owed.values() if isinstance(row, OwedGreeting)]
    assert (hello.due_at, hello.useful_until, hello.quiet_ok) == (NOW, NOW + USEFUL_FOR, True)
    assert hello.key == reminder_key("ada", "hello", NOW, 0)
    assert (case.member.greeting, case.member.greeted_at) == (Greeting.ASKED, NOW)
    assert greet(case) == case
    assert greet_again(case) == case, "two presses in one second owe one message"
    again = greet_again(later(case, HOUR))
    assert len(again.owed) == len(case.owed) + 1


@pytest.mark.parametrize(
    ("greeting", "after", "doubts"),
    [
        (Greeting.NONE, 2 * PATIENCE, False),
        (Greeting.ASKED, PATIENCE, True),
        (Greeting.ASKED, PATIENCE / 2, False),
        (Greeting.SEEN, 2 * PATIENCE, False),
        (Greeting.DOUBTED, 2 * PATIENCE, False),
        (Greeting.CLOSED, 0 * PATIENCE, True),
    ],
)
def test_an_hour_without_a_press_is_a_doubt(greeting: Greeting, after, doubts: bool) -> None:
    member = replace(a_member(), greeting=greeting, greeted_at=NOW)
    assert doubtful(member, NOW + after) is doubts


def test_nobody_is_in_doubt_of_a_message_that_was_never_due() -> None:
    assert not doubtful(replace(a_member(), greeting=Greeting.ASKED), NOW)


def test_what_was_done_once_counts_for_a_new_interview_from_the_start() -> None:
    case = lifecycle.add(CASE.ticked(ACME, [STORIES]), GLOBEX)
    assert case.marks_of(GLOBEX) == {Lead.T_7: Mark.DONE}
    assert "T-7" not in leads(case, "globex")


def move(case, **to):
    interview = case.interview("acme")
    after = {"day": interview.day, "at": interview.time, "zone": interview.zone, **to}
    return lifecycle.move(case, interview, **after)


def test_a_move_takes_the_new_time_and_everything_is_owed_for_it() -> None:
    case = move(CASE, day=ACME.day + DAY, at=time(16), zone="Europe/Berlin")
    moved = case.interview("acme")
    assert (moved.day, moved.time, moved.zone) == (ACME.day + DAY, time(16), "Europe/Berlin")
    assert {row.starts_at for row in case.pending(moved)} == {moved.starts_at}
    assert len(leads(case)) == 11


@pytest.mark.parametrize("to", [{"at": time(16)}, {"zone": "America/Chicago"}, {"day": ACME.day + DAY}])
def test_any_part_of_the_time_is_a_move(to) -> None:
    assert move(CASE, **to).interview("acme").starts_at != ACME.starts_at


def test_a_move_to_the_time_that_it_has_changes_nothing() -> None:
    named = replace(ACME, answer_by=ACME.day + 9 * DAY)
    told = replan(CASE.with_interview(named), named)
    assert move(told) == told


def test_a_move_brings_a_cancelled_interview_back_and_forgets_what_was_said_of_its_day() -> None:
    off = replace(ACME, cancelled=True, outcome=Outcome.NO, outcome_at=NOW, answer_by=ACME.day)
    for case in (move(CASE.with_interview(off)), move(CASE.with_interview(off), at=time(16))):
        found = case.interview("acme")
        assert (found.cancelled, found.outcome, found.outcome_at, found.answer_by) == (
            False,
            None,
            None,
            None,
        )
        assert len(leads(case)) == 11


def test_what_is_tied_to_the_day_is_done_again_and_research_stays_done() -> None:
    case = move(CASE.marked(ACME, list(Lead), Mark.DONE), day=ACME.day + DAY)
    assert case.marks_of(ACME).keys() == {Lead.BOOKING, Lead.T_7, Lead.T_5, Lead.T_3, Lead.T_2, Lead.ANY}


def test_short_notice_is_counted_anew_only_when_it_comes_days_sooner() -> None:
    case = later(CASE, DAY)
    assert move(case, day=ACME.day - 2 * DAY).interview("acme").planned_from == case.now
    assert move(case, day=ACME.day - DAY).interview("acme").planned_from == NOW
    assert move(case, day=ACME.day + DAY).interview("acme").planned_from == NOW
    sooner = move(case, day=ACME.day - 2 * DAY)
    assert move(later(sooner, HOUR), day=ACME.day).interview("acme").planned_from == NOW
    again = move(later(sooner, HOUR), day=ACME.day - DAY)
    assert again.interview("acme").planned_from == sooner.now, "it had come sooner than this before"


def test_a_change_is_taken_over_with_its_plan_and_none_changes_nothing() -> None:
    phone = replace(ACME, format=Format.PHONE)
    assert lifecycle.change(CASE, ACME) is CASE
    assert lifecycle.change(CASE, phone).interview("acme") == phone


def test_calling_off_stops_everything_and_restoring_brings_it_back() -> None:
    off = lifecycle.cancel(CASE, ACME)
    assert off.interview("acme").cancelled
    assert leads(off) == []
    assert lifecycle.stopped(CASE, off, ACME) == 11
    assert lifecycle.stopped(CASE, CASE, ACME) == 0
    assert lifecycle.restore(off, off.interview("acme")) == CASE


def test_restoring_takes_an_outcome_back_that_was_not_called_off() -> None:
    told = lifecycle.settle(CASE, ACME, Outcome.OFFER)
    back = lifecycle.restore(told, told.interview("acme"))
    assert back == CASE
    off = lifecycle.cancel(told, told.interview("acme"))
    on = lifecycle.restore(off, off.interview("acme")).interview("acme")
    assert (on.cancelled, on.outcome) == (False, Outcome.OFFER), "what came of it before stands"


@pytest.mark.parametrize("outcome", Outcome)
def test_an_answer_stops_the_reminders_and_waiting_does_not(outcome: Outcome) -> None:
    case = lifecycle.settle(CASE, replace(ACME, cancelled=True), outcome)
    found = case.interview("acme")
    assert (found.outcome, found.outcome_at, found.cancelled) == (outcome, NOW, False)
    assert bool(leads(case)) is (outcome is Outcome.WAITING)


def test_the_same_answer_told_again_keeps_its_instant_and_another_gets_its_own() -> None:
    told = later(lifecycle.settle(CASE, ACME, Outcome.NO), DAY)
    assert lifecycle.settle(told, told.interview("acme"), Outcome.NO).interview("acme").outcome_at == NOW
    other = lifecycle.settle(told, told.interview("acme"), Outcome.NEXT)
    assert other.interview("acme").outcome_at == NOW + DAY


def test_after_a_no_the_offer_to_look_back_is_owed_a_week_later() -> None:
    told = lifecycle.settle(BEHIND, ACME, Outcome.NO)
    row = offer(told)
    assert row.due_at == at_local("2026-12-10 18:00")
    assert row.useful_until == row.due_at + OF_USE_FOR
    assert (type(row), row.interview_id, row.member_id) == (OwedReflection, "acme", "ada")
    assert row not in told.pending(ACME), "it is part of no plan"


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.NEXT, Outcome.WAITING])
def test_no_other_answer_is_looked_back_on(outcome: Outcome) -> None:
    assert offer(lifecycle.settle(BEHIND, ACME, outcome)) is None


def test_the_offer_goes_with_its_no() -> None:
    told = lifecycle.settle(BEHIND, ACME, Outcome.NO)
    no = told.interview("acme")
    for case in (
        lifecycle.cancel(told, no),
        lifecycle.restore(told, no),
        lifecycle.settle(told, no, Outcome.NEXT),
        lifecycle.move(told, no, day=ACME.day + 30 * DAY, at=ACME.time, zone=NEW_YORK),
    ):
        assert offer(case).status is Status.CANCELLED
        assert offer(case).reason == "not after a no"


def test_a_no_told_after_two_weeks_and_more_is_not_looked_back_on() -> None:
    told = replace(ACME, outcome=Outcome.NO, outcome_at=NOW)
    owed = at_local("2026-11-29 18:00") + OF_USE_FOR
    case = CASE.with_interview(told)
    assert offer(reflection.follow(replace(case, now=owed - HOUR), told)) is not None
    assert offer(reflection.follow(replace(case, now=owed), told)) is None


def test_what_is_written_when_looking_back_is_kept_and_emptied() -> None:
    case = reflection.keep(CASE, ACME, {"well": "calm", "again": "", "try": "shorter"})
    assert reflection.written(case, ACME) == {"well": "calm", "try": "shorter"}
    assert reflection.written(reflection.keep(case, ACME, {"well": ""}), ACME) == {"try": "shorter"}


def test_the_others_go_on_while_something_is_still_to_come() -> None:
    case = a_case(ACME, GLOBEX)
    assert lifecycle.others_going_on(case, ACME) == (GLOBEX,)
    assert lifecycle.others_going_on(replace(case, now=ACME.starts_at), GLOBEX) == (ACME,)
    over = replace(case, owed={})
    assert lifecycle.others_going_on(replace(over, now=ACME.starts_at), GLOBEX) == ()
    assert lifecycle.others_going_on(over, GLOBEX) == (ACME,)
    assert lifecycle.others_going_on(case.with_interview(replace(ACME, cancelled=True)), GLOBEX) == ()


def test_a_round_leaves_its_words_to_the_next() -> None:
    after = replace(GLOBEX, previous="acme")
    case = a_case(ACME, after).with_sheet(Sheet.DEBRIEF, "acme", {"promised": {"text": "a sample"}})
    left = lifecycle.round_before(case, after)
    assert left is not None
    assert (left.interview_id, left.promised, left.written) == ("acme", "a sample", True)
    assert lifecycle.round_before(case, ACME) is None
    assert lifecycle.round_before(case, replace(after, previous="gone")) is None


SIX_TASKS = [a_task(name) for name in DONE_BY_SIX]
SHELF = FakeCatalog(
    tasks=[*TASKS, *SIX_TASKS], plans=[LIBRARY.plan(pace) for pace in type(CASE.preferences.pace)]
)
SIX = [proof for proof in Proof if proof not in {Proof.MOTIVATION, Proof.COMMUNICATION}]


def with_stories(case, count: int):
    for proof in SIX[:count]:
        case, _ = keep_story(case, proof, Story(headline=f"of {proof}"))
    return case


def test_the_sixth_story_finishes_what_six_finish_for_every_interview_ahead() -> None:
    case = with_stories(replace(a_case(ACME, GLOBEX), library=SHELF), 5)
    assert case.ticks == {}
    case, ticked = keep_story(case, SIX[5], Story(headline="last", result="it held"))
    assert [task.id for task in ticked] == list(DONE_BY_SIX)
    assert case.ticks_of(ACME).keys() == case.ticks_of(GLOBEX).keys() == set(DONE_BY_SIX)
    assert stories(case)[SIX[5]] == Story(headline="last", result="it held")
    assert count_stories(case) == (case, ())


def test_stories_finish_nothing_for_what_is_over() -> None:
    case = with_stories(replace(a_case(ACME), library=SHELF, now=ACME.starts_at), 6)
    assert case.ticks == {}


def test_six_stories_written_before_count_for_a_new_interview() -> None:
    case = lifecycle.add(with_stories(replace(a_case(), library=SHELF), 6), ACME)
    assert case.ticks_of(ACME).keys() == set(DONE_BY_SIX)


def test_a_story_removed_is_gone_and_what_was_ticked_off_stays() -> None:
    case = with_stories(replace(a_case(ACME), library=SHELF), 6)
    gone = remove_story(case, SIX[0])
    assert list(stories(gone)) == SIX[1:]
    assert gone.ticks == case.ticks
    assert remove_story(gone, SIX[0]) == gone


def test_rows_of_a_plan_know_nothing_of_the_offer() -> None:
    told = lifecycle.settle(BEHIND, ACME, Outcome.NO)
    assert offer(told) in told.owed.values()
    assert offer(told) not in told.rows(ACME)
