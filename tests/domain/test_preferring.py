"""Settings changed, reminders paused and resumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.domain.content import Lead
from bot.domain.members import Audience, Pace
from bot.domain.reminders import Status
from bot.domain.replanning import pending, prefer, replan, resume
from tests.domain.case_samples import (
    DAY,
    HOUR,
    NOW,
    PRACTICE,
    SHARED,
    a_case,
    an_interview,
    later,
    leads,
    row_of,
)
from tests.domain.plan_samples import at_local

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
CASE = a_case(ACME, GLOBEX)


def test_what_plans_depend_on_is_planned_by_for_every_interview() -> None:
    case = prefer(CASE, replace(CASE.preferences, remind_at=time(12)))
    assert case.preferences.remind_at == time(12)
    assert row_of(case, "T-7").due_at == at_local("2026-11-26 12:00")
    assert row_of(case, "T-7", "globex").due_at == at_local("2026-12-03 12:00")
    light = prefer(CASE, replace(CASE.preferences, pace=Pace.LIGHT))
    assert "T-5" not in leads(light)
    assert "T-5" not in leads(light, "globex")


def test_what_no_plan_depends_on_changes_no_row() -> None:
    preferences = replace(CASE.preferences, discreet=False, audience=Audience.MANAGER)
    stale = replace(CASE, owed={})
    case = prefer(stale, preferences)
    assert case.preferences == preferences
    assert case.owed == {}


def test_all_that_is_owed_comes_in_its_order() -> None:
    rows = pending(CASE)
    assert [row.due_at for row in rows] == sorted(row.due_at for row in CASE.owed.values())
    assert {row.interview_id for row in rows} == {"acme", "globex"}
    assert len(rows) == 22


def paused(until):
    return prefer(CASE, replace(CASE.preferences, paused_until=until))


def test_a_pause_holds_back_what_falls_into_it() -> None:
    case = paused(at_local("2026-11-29 12:00"))
    assert leads(case)[0] == "T-3"
    assert len(leads(case, "globex")) == 11


def test_resuming_at_once_brings_everything_back() -> None:
    resumed = resume(paused(at_local("2026-11-29 12:00")))
    assert resumed.case == CASE
    assert resumed.carried == resumed.let_go == ()
    assert resumed.case.preferences.paused_until is None


def test_what_went_by_is_carried_on_by_the_next_step() -> None:
    resumed = resume(later(paused(at_local("2026-12-20 12:00")), 7 * DAY))
    assert resumed.carried == (Lead.T_7, Lead.T_5)
    assert resumed.let_go == ()
    assert row_of(resumed.case, "T-3").includes == ("T-7", "T-5")
    assert row_of(resumed.case, "T-7", "globex").status is Status.PENDING


def test_what_went_by_with_the_interview_is_let_go() -> None:
    case = replace(paused(at_local("2026-12-20 12:00")), now=ACME.starts_at + HOUR)
    resumed = resume(case)
    assert {Lead.T_1, Lead.MORNING, Lead.T_1H} <= set(resumed.let_go)
    assert leads(resumed.case)[0] == "+2h"


def test_what_had_passed_when_the_interview_was_added_was_not_missed() -> None:
    near = an_interview(planned_from=at_local("2026-11-29 10:00"), created_at=NOW)
    case = replace(a_case(), now=near.planned_from)
    case = case.with_preferences(replace(case.preferences, paused_until=at_local("2026-12-20 12:00")))
    case = replace(case.with_interview(near), now=near.planned_from + HOUR)
    assert resume(case).carried == resume(case).let_go == ()


def test_days_are_packed_anew_after_a_pause() -> None:
    resumed = resume(later(paused(at_local("2026-12-20 12:00")), 7 * DAY)).case
    assert row_of(resumed, "T-2").tasks == (PRACTICE, SHARED)
    assert replan(resumed, *resumed.interviews) == resumed
