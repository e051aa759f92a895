"""What is done and what is skipped, and where else it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.content import Lead, Status
from bot.domain.overview import (
    REMEMBERED,
    count_for,
    inherit,
    mark,
    stands_against,
    tick,
    tick_off,
    untick,
)
from bot.domain.reminders import Mark
from tests.domain.case_samples import (
    DAY,
    HOUR,
    LIBRARY,
    PRACTICE,
    ROUTE,
    SHARED,
    STORIES,
    TASKS,
    a_case,
    a_task,
    an_interview,
    leads,
    row_of,
    turned,
)
from tests.fakes import FakeCatalog

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
ALONE = a_case(ACME)
BOTH = a_case(ACME, GLOBEX)


def test_a_done_step_is_marked_its_task_ticked_and_its_reminder_called_off() -> None:
    case = mark(ALONE, ACME, Lead.T_3, Mark.DONE)
    assert case.marks_of(ACME) == {Lead.T_3: Mark.DONE}
    assert case.ticks_of(ACME) == {PRACTICE: Mark.DONE}
    assert "T-3" not in leads(case)


def test_a_skipped_step_is_marked_and_its_task_stays_open() -> None:
    case = mark(ALONE, ACME, Lead.T_3, Mark.SKIPPED)
    assert case.marks_of(ACME) == {Lead.T_3: Mark.SKIPPED}
    assert case.ticks == {}
    assert "T-3" not in leads(case)


def test_a_step_without_a_task_ticks_nothing() -> None:
    case = mark(ALONE, ACME, Lead.T_5, Mark.DONE)
    assert case.marks_of(ACME) == {Lead.T_5: Mark.DONE}
    assert case.ticks == {}


@pytest.mark.parametrize("said", Mark)
def test_what_is_opened_again_is_as_it_was(said: Mark) -> None:
    assert mark(mark(BOTH, ACME, Lead.T_7, said), ACME, Lead.T_7, None) == BOTH


def test_steps_merged_into_one_go_along() -> None:
    case = turned(ALONE, "T-3", ALONE.pending(ACME)[0].status, includes=("T-7",))
    done = mark(case, ACME, Lead.T_3, Mark.DONE)
    assert done.marks_of(ACME) == {Lead.T_3: Mark.DONE, Lead.T_7: Mark.DONE}
    assert done.ticks_of(ACME) == {PRACTICE: Mark.DONE, STORIES: Mark.DONE}


def test_what_serves_every_interview_counts_for_those_ahead() -> None:
    case = mark(BOTH, ACME, Lead.T_7, Mark.DONE)
    assert case.ticks_of(GLOBEX) == {STORIES: Mark.DONE}
    assert case.marks_of(GLOBEX) == {Lead.T_7: Mark.DONE}
    assert leads(case, "globex")[0] == "T-5"
    behind = replace(BOTH, now=ACME.starts_at + HOUR)
    case = mark(behind, GLOBEX, Lead.T_7, Mark.DONE)
    assert case.ticks_of(ACME) == {}


def test_what_serves_one_interview_counts_for_it_alone() -> None:
    case = mark(BOTH, ACME, Lead.T_3, Mark.DONE)
    assert case.ticks_of(GLOBEX) == case.marks_of(GLOBEX) == {}
    assert tick(BOTH, ACME, [ROUTE]).ticks_of(GLOBEX) == {}


def test_taking_a_skip_back_takes_no_tick_of_another_interview_back() -> None:
    case = mark(mark(BOTH, ACME, Lead.T_7, Mark.SKIPPED), GLOBEX, Lead.T_7, Mark.DONE)
    assert case.marks_of(ACME) == {Lead.T_7: Mark.SKIPPED}
    again = mark(case, ACME, Lead.T_7, None)
    assert again.marks_of(ACME) == {}
    assert again.ticks_of(GLOBEX) == {STORIES: Mark.DONE}
    assert again.marks_of(GLOBEX) == {Lead.T_7: Mark.DONE}


def test_a_tick_is_done_with_its_step_and_a_mark_that_is_there_stays() -> None:
    case = tick(ALONE, ACME, [STORIES, SHARED])
    assert case.ticks_of(ACME) == {STORIES: Mark.DONE, SHARED: Mark.DONE}
    assert case.marks_of(ACME) == {Lead.T_7: Mark.DONE}
    assert "T-7" not in leads(case)
    skipped = tick(mark(ALONE, ACME, Lead.T_7, Mark.SKIPPED), ACME, [STORIES])
    assert skipped.marks_of(ACME) == {Lead.T_7: Mark.SKIPPED}


def test_a_tick_that_is_taken_back_opens_what_it_did_and_no_skip() -> None:
    assert untick(tick(BOTH, ACME, [STORIES, SHARED]), ACME, [STORIES, SHARED]) == BOTH
    skipped = tick(mark(ALONE, ACME, Lead.T_7, Mark.SKIPPED), ACME, [STORIES])
    assert untick(skipped, ACME, [STORIES]).marks_of(ACME) == {Lead.T_7: Mark.SKIPPED}


def test_counting_tells_whether_steps_were_about_it() -> None:
    assert count_for(ALONE, ACME, [STORIES])[1]
    assert not count_for(ALONE, ACME, [ROUTE])[1]
    assert not count_for(ALONE.marked(ACME, [Lead.T_7], Mark.SKIPPED), ACME, [STORIES])[1]
    assert count_for(ALONE, ACME, []) == (ALONE, False)


def test_a_step_after_the_interview_is_not_done_with_a_task() -> None:
    steps = tuple(
        replace(step, task=STORIES if step.lead in {Lead.AFTER_2H, Lead.T_1H} else None)
        for step in ALONE.template.steps
    )
    library = FakeCatalog(tasks=TASKS, plans=[replace(ALONE.template, steps=steps)])
    case, _ = count_for(replace(ALONE, library=library), ACME, [STORIES])
    assert case.marks_of(ACME) == {Lead.T_1H: Mark.DONE}


def test_only_what_is_there_and_open_is_ticked_off() -> None:
    retired = a_task("task-old", status=Status.RETIRED)
    case = replace(ALONE, library=FakeCatalog(tasks=[*TASKS, retired], plans=[ALONE.template]))
    case = replace(case, library=LIBRARY)
    ticked, tasks = tick_off(case.ticked(ACME, [ROUTE]), ACME, [ROUTE, SHARED, "task-never"])
    assert [task.id for task in tasks] == [SHARED]
    assert ticked.ticks_of(ACME) == {ROUTE: Mark.DONE, SHARED: Mark.DONE}
    assert tick_off(ticked, ACME, [ROUTE, SHARED]) == (ticked, ())


def test_a_retired_task_is_not_ticked_off() -> None:
    plans = [LIBRARY.plan(pace) for pace in type(ALONE.preferences.pace)]
    retired = a_task("task-old", status=Status.RETIRED)
    case = replace(ALONE, library=FakeCatalog(tasks=[*TASKS, retired], plans=plans))
    assert tick_off(case, ACME, ["task-old"]) == (case, ())


def test_what_was_done_once_not_long_ago_counts_for_a_new_interview() -> None:
    done = ALONE.ticked(ACME, [STORIES, ROUTE])
    new = an_interview("new", ACME.day + 30 * DAY)

    def inherited(after) -> dict[str, Mark]:
        case = replace(done, now=ACME.starts_at + after).with_interview(new)
        return inherit(case, new).ticks_of(new)

    assert inherited(DAY) == {STORIES: Mark.DONE}
    assert inherited(REMEMBERED - HOUR) == {STORIES: Mark.DONE}
    assert inherited(REMEMBERED) == {}
    skipped = replace(done, ticks={("acme", STORIES): Mark.SKIPPED}).with_interview(new)
    assert inherit(skipped, new).ticks_of(new) == {}


def test_an_interview_inherits_nothing_from_itself() -> None:
    case = ALONE.ticked(ACME, [STORIES])
    assert inherit(case, ACME) == case


@pytest.mark.parametrize(
    ("before", "said", "stands"),
    [
        (None, Mark.DONE, None),
        (None, Mark.SKIPPED, None),
        (Mark.DONE, Mark.DONE, Mark.DONE),
        (Mark.DONE, Mark.SKIPPED, Mark.DONE),
        (Mark.SKIPPED, Mark.SKIPPED, Mark.SKIPPED),
        (Mark.SKIPPED, Mark.DONE, None),
        (Mark.DONE, None, None),
    ],
)
def test_a_skip_never_takes_a_tick_back(before: Mark | None, said: Mark | None, stands: Mark | None) -> None:
    case = ALONE.marked(ACME, [Lead.T_3], before) if before else ALONE
    assert stands_against(case, ACME, Lead.T_3, said) is stands


def test_a_mark_packs_the_days_anew() -> None:
    assert SHARED in row_of(ALONE, "T-5").tasks
    assert SHARED not in row_of(tick(ALONE, ACME, [SHARED]), "T-5").tasks
