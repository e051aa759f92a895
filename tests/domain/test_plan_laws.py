"""What holds for every plan, whoever plans what and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.calendar import local
from bot.domain.content import Condition, Lead, PlanStep, PlanTemplate
from bot.domain.interviews import Format, Interview
from bot.domain.members import Preferences
from bot.domain.plans import Plan, plan
from tests.domain.clock_changes import CHANGES, ZONES
from tests.domain.plan_samples import (
    STANDARD,
    business_days,
    days,
    hours,
    interview,
    preferences,
    step,
    template,
)

LEADS = list(Lead)
BEFORE = frozenset(LEADS[: LEADS.index(Lead.AFTER_2H)])
NOBODY: frozenset[str] = frozenset()


def is_quiet(moment: datetime, settings: Preferences, zone: str) -> bool:
    at = local(moment, zone).time()
    start, end = settings.quiet_from, settings.quiet_until
    within = start <= at or at < end if start > end else start <= at < end
    return within and start != end


def assert_lawful(
    made: Plan,
    chosen: Interview,
    outline: PlanTemplate,
    settings: Preferences,
    now: datetime,
    *,
    settled: frozenset[str] = NOBODY,
    covered: frozenset[str] = NOBODY,
) -> None:
    zone = settings.zone or chosen.zone
    interview_day = local(chosen.starts_at, zone).date()
    a_day: Counter[object] = Counter()
    for item in made.steps:
        assert item.due_at.tzinfo is UTC
        assert item.due_at < item.useful_until
        if item.step.lead in BEFORE:
            assert item.useful_until <= chosen.starts_at
        else:
            assert item.due_at > chosen.starts_at
        if item.step.lead is Lead.BOOKING:
            assert item.due_at == chosen.planned_from
            continue
        assert item.due_at >= now
        assert item.step.quiet_ok or not is_quiet(item.due_at, settings, zone)
        assert not settings.paused(item.due_at)
        assert item.moved_from is None or is_quiet(item.moved_from, settings, zone)
        day = local(item.due_at, zone).date()
        a_day[day] += day < interview_day
    assert all(count <= 2 for count in a_day.values())
    dues = [item.due_at for item in made.steps]
    assert all(earlier < following for earlier, following in pairwise(dues))
    places = [LEADS.index(item.step.lead) for item in made.steps]
    assert places == sorted(set(places))
    assert_nothing_vanished(made, outline, settled, covered)


def assert_nothing_vanished(
    made: Plan, outline: PlanTemplate, settled: frozenset[str], covered: frozenset[str]
) -> None:
    named: list[PlanStep] = [left.step for left in made.left_out]
    for item in made.steps:
        named += [item.step, *item.includes]
        assert list(item.includes) == sorted(item.includes, key=outline.steps.index)
    times = Counter(each.id for each in named)
    leads = {each.lead for each in named}
    for each in outline.steps:
        if each.lead in settled:
            assert times[each.id] == 0
        elif times[each.id] == 0:
            assert each.lead in covered or each.lead in leads, f"{each.id} vanished"
        else:
            assert times[each.id] == 1


wall_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
skips = st.lists(st.sampled_from(Condition), max_size=1).map(tuple)


@st.composite
def outlines(draw: st.DrawFn) -> PlanTemplate:
    """Plans that no coach would write: crowded, out of step, any of it allowed in quiet hours."""
    steps = [step(Lead.BOOKING, None, skip_if=draw(skips))]
    for lead in LEADS[1:-1]:
        if lead in BEFORE:
            offset = draw(
                st.one_of(st.integers(-8, 0).map(days), st.integers(-90, -1).map(lambda h: hours(h / 2)))
            )
        else:
            offset = draw(
                st.one_of(
                    st.integers(1, 20).map(days),
                    st.integers(1, 12).map(business_days),
                    st.integers(1, 90).map(lambda h: hours(h / 2)),
                )
            )
        at = draw(st.one_of(st.none(), wall_times))
        steps.append(step(lead, offset, at, skip_if=draw(skips), quiet_ok=draw(st.booleans())))
        if draw(st.booleans()):
            steps.append(step(lead, offset, at, skip_if=draw(skips), number=2))
    kept = draw(st.lists(st.sampled_from(steps), unique_by=lambda each: each.id, min_size=1))
    return template(*sorted(kept, key=steps.index))


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    """Interviews of every notice, on any day or within days of a clock change."""
    zone, change = draw(st.sampled_from(CHANGES))
    near = local(change, zone).date() + timedelta(days=draw(st.integers(-12, 8)))
    return interview(
        draw(st.timedeltas(timedelta(hours=-40), timedelta(days=20))),
        day=near,
        at=draw(wall_times),
        zone=draw(st.sampled_from([zone, *ZONES])),
        form=draw(st.sampled_from(Format)),
    )


@st.composite
def settings_of(draw: st.DrawFn) -> Preferences:
    quiet = draw(st.one_of(st.none(), st.tuples(wall_times, wall_times)))
    hours_of_quiet = {"quiet_from": quiet[0], "quiet_until": quiet[1]} if quiet else {}
    return preferences(draw(st.sampled_from(ZONES)), remind_at=draw(wall_times), **hours_of_quiet)


leads = st.frozensets(st.sampled_from([lead.value for lead in LEADS]), max_size=5)
later = st.one_of(st.just(timedelta(0)), st.timedeltas(timedelta(hours=-2), timedelta(days=30)))
"""How long after booking a plan is worked out again."""


pauses = st.one_of(st.none(), st.timedeltas(timedelta(days=-3), timedelta(days=12)))


@given(
    chosen=interviews(),
    outline=st.one_of(st.just(STANDARD), outlines()),
    settings=settings_of(),
    wait=later,
    known=st.tuples(leads, leads),
    pause=pauses,
)
def test_every_plan_keeps_the_laws(
    *,
    chosen: Interview,
    outline: PlanTemplate,
    settings: Preferences,
    wait: timedelta,
    known: tuple[frozenset[str], frozenset[str]],
    pause: timedelta | None,
) -> None:
    now = chosen.planned_from + wait
    settled, covered = known
    if pause is not None:
        settings = replace(settings, paused_until=now + pause)
    made = plan(chosen, outline, settings, now, settled=settled, covered=covered)
    assert_lawful(made, chosen, outline, settings, now, settled=settled, covered=covered)
    assert made == plan(chosen, outline, settings, now, settled=settled, covered=covered)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_every_clock_change_is_crossed_lawfully(zone: str, change: datetime) -> None:
    """From a week before to a week after, for members here and elsewhere, on either side of midnight."""
    for shift in range(-8, 9, 2):
        day = local(change, zone).date() + timedelta(days=shift)
        for at in (time(0, 30), time(2, 30), time(9), time(23, 30)):
            for elsewhere in ("America/New_York", "Australia/Lord_Howe", zone):
                for reader, quiet_until in ((zone, time(8)), (elsewhere, time(2, 30))):
                    chosen = interview(timedelta(days=9), day=day, at=at, zone=elsewhere)
                    settings = preferences(reader, quiet_until=quiet_until, remind_at=time(2, 15))
                    made = plan(chosen, STANDARD, settings, chosen.planned_from)
                    assert_lawful(made, chosen, STANDARD, settings, chosen.planned_from)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_local_hours_hold_on_both_sides_of_a_clock_change(zone: str, change: datetime) -> None:
    for shift in range(-9, 9):
        day = local(change, zone).date() + timedelta(days=shift)
        chosen = interview(timedelta(days=9), day=day, at=time(15), zone=zone)
        made = plan(chosen, STANDARD, preferences(zone), chosen.planned_from)
        at = {item.step.lead: local(item.due_at, zone).time() for item in made.steps}
        assert {at[lead] for lead in (Lead.T_7, Lead.T_5, Lead.T_1, Lead.AFTER_5BD)} == {time(18)}
        assert (at[Lead.MORNING], at[Lead.T_1H], at[Lead.AFTER_20H]) == (time(8), time(14), time(9))


@given(interviews(), interviews(), settings_of(), leads)
def test_moving_there_and_back_gives_the_first_plan(
    chosen: Interview, other: Interview, settings: Preferences, done: frozenset[str]
) -> None:
    """What was done for one start is covered for the other, and counts again on the way back."""
    now = chosen.planned_from
    first = plan(chosen, STANDARD, settings, now, settled=done)
    there = replace(chosen, day=other.day, time=other.time, zone=other.zone, planned_from=now)
    plan(there, STANDARD, settings, now, covered=done)
    back = replace(there, day=chosen.day, time=chosen.time, zone=chosen.zone, planned_from=now)
    assert plan(back, STANDARD, settings, now, settled=done) == first


def leads_of(steps: Iterable[PlanStep]) -> frozenset[str]:
    return frozenset(each.lead for each in steps)


@given(interviews(), settings_of(), st.timedeltas(timedelta(0), timedelta(hours=3)))
@example(
    interview(timedelta(days=4), day=date(2026, 3, 8), at=time(0)),
    preferences(quiet_from=time(12, 1), quiet_until=time(12), remind_at=time(0)),
    timedelta(microseconds=1),
)
def test_planning_again_after_each_step_leaves_the_rest_as_it_was(
    chosen: Interview, settings: Preferences, wait: timedelta
) -> None:
    rest = plan(chosen, STANDARD, settings, chosen.planned_from).steps
    assume(rest)
    settled: frozenset[str] = frozenset()
    while rest:
        first, *others = rest
        settled |= leads_of((first.step, *first.includes))
        now = min([first.due_at + wait, *(item.due_at for item in others[:1])])
        made = plan(chosen, STANDARD, settings, now, settled=settled)
        assert made.steps == tuple(others)
        rest = made.steps
