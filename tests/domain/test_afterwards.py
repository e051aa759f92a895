"""What follows an interview: the debrief, the notes that have gone, and the day that they named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import afterwards
from bot.domain.content import Lead
from bot.domain.debrief import Debrief
from bot.domain.interviews import Outcome, Person
from bot.domain.reminders import Mark, Status
from bot.domain.sheets import Sheet
from tests.domain.case_samples import DAY, HOUR, a_case, an_interview, delivered, leads, row_of, turned
from tests.domain.plan_samples import at_local

DANA, BEN = Person("Dana", "lead"), Person("Ben")
ACME = an_interview(interviewers=(DANA, BEN))
CASE = delivered(a_case(ACME), ACME.starts_at + 3 * HOUR)
"""Thursday 18:00, three hours after the start: the steps from the next morning on are still to come."""
FRIDAY_WEEK = ACME.day + timedelta(days=8)


def test_a_debrief_is_kept_and_the_step_of_two_hours_after_is_done_with_it() -> None:
    case = afterwards.debriefed(CASE, ACME, Debrief(asked="why us", promised="a sample"))
    assert afterwards.noted(case, ACME) == Debrief(asked="why us", promised="a sample")
    assert case.marks_of(ACME) == {Lead.AFTER_2H: Mark.DONE}


def test_an_answer_left_empty_removes_what_stood_there() -> None:
    case = afterwards.debriefed(CASE, ACME, Debrief(asked="why us", missed="numbers"))
    case = afterwards.debriefed(case, ACME, Debrief(missed="names"))
    assert afterwards.noted(case, ACME) == Debrief(missed="names")


def test_a_debrief_with_nothing_in_it_does_nothing() -> None:
    assert afterwards.debriefed(CASE, ACME, Debrief()) == CASE


def test_the_day_that_a_debrief_names_moves_the_question() -> None:
    case = afterwards.debriefed(CASE, ACME, Debrief(answer_by=FRIDAY_WEEK))
    assert case.interview("acme").answer_by == FRIDAY_WEEK
    assert case.marks_of(ACME) == {Lead.AFTER_2H: Mark.DONE}
    assert row_of(case, "+5bd").due_at == at_local("2026-12-14 18:00"), "the business day after theirs"


def sent(case) -> list[str]:
    return [one.person.name for one in afterwards.to_thank(case, ACME) if one.sent]


def test_with_the_last_note_the_step_of_the_next_morning_is_done() -> None:
    one = afterwards.thanked(CASE, ACME, 1, CASE.now)
    assert sent(one) == ["Ben"]
    assert one.marks_of(ACME) == {}
    both = afterwards.thanked(one, ACME, 0, CASE.now + HOUR)
    assert [each.sent for each in afterwards.to_thank(both, ACME)] == [CASE.now + HOUR, CASE.now]
    assert both.marks_of(ACME) == {Lead.AFTER_20H: Mark.DONE}
    assert "+20h" not in leads(both)


def test_a_note_taken_back_opens_the_step_that_was_done_with_it() -> None:
    both = afterwards.thanked(afterwards.thanked(CASE, ACME, 0, CASE.now), ACME, 1, CASE.now)
    back = afterwards.thanked(both, ACME, 0, None)
    assert sent(back) == ["Ben"]
    assert back.marks_of(ACME) == {}
    assert "+20h" in leads(back)
    marked = back.marked(ACME, [Lead.AFTER_20H], Mark.SKIPPED)
    assert afterwards.thanked(marked, ACME, 1, None).marks_of(ACME) == {Lead.AFTER_20H: Mark.SKIPPED}


def test_a_second_time_changes_nothing() -> None:
    one = afterwards.thanked(CASE, ACME, 0, CASE.now)
    assert afterwards.thanked(one, ACME, 0, CASE.now + HOUR) == one
    assert afterwards.thanked(CASE, ACME, 0, None) == CASE


def test_who_has_another_place_now_is_kept_at_it() -> None:
    one = afterwards.thanked(CASE, ACME, 1, CASE.now)
    turned_round = replace(ACME, interviewers=(BEN, DANA))
    case = afterwards.thanked(one.with_interview(turned_round), turned_round, 1, CASE.now)
    assert {slot: entry.values["name"] for slot, entry in case.sheet(Sheet.THANKS, "acme").items()} == {
        "person-0": "Ben",
        "person-1": "Dana",
    }


def test_the_day_that_they_named_is_noted_and_planned_by() -> None:
    case = afterwards.expect(CASE, ACME, FRIDAY_WEEK)
    named = case.interview("acme")
    assert named.answer_by == FRIDAY_WEEK
    assert afterwards.next_question(case, named) == at_local("2026-12-14 18:00")
    assert afterwards.expect(case, named, FRIDAY_WEEK) is case
    back = afterwards.expect(case, named, None)
    assert back == CASE


def test_whoever_was_asked_is_asked_once_more_after_the_day_that_is_named_now() -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    assert row_of(asked, "+5bd").status is Status.SENT
    day = ACME.day + timedelta(days=14)
    case = afterwards.expect(asked.marked(ACME, [Lead.AFTER_5BD], Mark.DONE), ACME, day)
    again = row_of(case, "+5bd", snooze=1)
    assert (again.status, again.due_at) == (Status.PENDING, at_local("2026-12-18 18:00"))
    assert again.useful_until == row_of(case, "+10bd").due_at
    assert case.marks_of(ACME) == {}, "whoever names a later day waits again"


def test_a_later_day_moves_the_second_question_and_a_third_is_owed_after_it_was_said() -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    once = afterwards.expect(asked, ACME, ACME.day + timedelta(days=14))
    twice = afterwards.expect(once, once.interview("acme"), ACME.day + timedelta(days=18))
    assert row_of(twice, "+5bd", snooze=1).due_at == at_local("2026-12-22 18:00")
    assert not any(row.snooze == 2 for row in twice.owed.values())
    said = replace(once, owed={**once.owed})
    child = row_of(said, "+5bd", snooze=1)
    said = replace(said, owed={**said.owed, child.key: replace(child, status=Status.SENT)})
    third = afterwards.expect(said, said.interview("acme"), ACME.day + timedelta(days=18))
    assert row_of(third, "+5bd", snooze=2).due_at == at_local("2026-12-22 18:00")


def test_where_nobody_was_asked_yet_the_plan_alone_moves() -> None:
    case = afterwards.expect(CASE, ACME, FRIDAY_WEEK)
    assert not any(row.snooze for row in case.owed.values())


def test_a_day_taken_back_lets_the_question_go_that_was_owed_for_it() -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    named = afterwards.expect(asked, ACME, ACME.day + timedelta(days=14))
    case = afterwards.expect(named, named.interview("acme"), None)
    gone = row_of(case, "+5bd", snooze=1)
    assert (gone.status, gone.reason, gone.told) == (Status.EXPIRED, "no day is named any more", True)


def test_a_question_that_was_put_off_by_hand_stays() -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    named = afterwards.expect(asked, ACME, ACME.day + timedelta(days=14))
    child = row_of(named, "+5bd", snooze=1)
    by_hand = replace(named, owed={**named.owed, child.key: replace(child, due_at=child.due_at + HOUR)})
    case = afterwards.expect(by_hand, by_hand.interview("acme"), None)
    assert row_of(case, "+5bd", snooze=1).status is Status.PENDING


def test_after_an_answer_a_day_is_noted_and_nobody_asked() -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    settled = replace(ACME, outcome=Outcome.NO, outcome_at=asked.now)
    case = asked.with_interview(settled).marked(ACME, [Lead.AFTER_5BD], Mark.DONE)
    after = afterwards.expect(case, settled, ACME.day + timedelta(days=14))
    assert after.interview("acme").answer_by == ACME.day + timedelta(days=14)
    assert leads(after) == []
    assert after.marks_of(ACME) == {Lead.AFTER_5BD: Mark.DONE}


def test_the_next_question_is_the_first_that_is_owed_for_this_start() -> None:
    assert afterwards.next_question(CASE, ACME) == row_of(CASE, "+5bd").due_at
    once = turned(CASE, "+5bd", Status.SENT)
    assert afterwards.next_question(once, ACME) == row_of(CASE, "+10bd").due_at
    assert afterwards.next_question(turned(once, "+10bd", Status.SENT), ACME) is None
    moved = replace(ACME, day=ACME.day + DAY)
    assert afterwards.next_question(CASE.with_interview(moved), moved) is None


@pytest.mark.parametrize("paused", [True, False])
def test_a_pause_does_not_hide_that_they_are_asked_again(paused: bool) -> None:
    asked = delivered(CASE, row_of(CASE, "+5bd").due_at + HOUR)
    until = asked.now + 60 * DAY if paused else None
    asked = asked.with_preferences(replace(asked.preferences, paused_until=until))
    case = afterwards.expect(asked, ACME, ACME.day + timedelta(days=14))
    assert row_of(case, "+5bd", snooze=1).status is (Status.CANCELLED if paused else Status.PENDING)
