"""What holds of every case, whatever is decided on it and in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import afterwards, lifecycle
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview, Outcome
from bot.domain.members import Pace
from bot.domain.overview import mark, tick, untick
from bot.domain.reminders import FINAL, Mark, Status
from bot.domain.replanning import prefer, replan, resume
from tests.domain.case_samples import DAY, PRACTICE, ROUTE, SHARED, STORIES, a_case, an_interview
from tests.fakes import FakeStore

Decision: TypeAlias = Callable[[Case, Interview], Case]
ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + timedelta(days=4))
LEADS = [lead for lead in Lead if lead is not Lead.ANY]
TASKS = st.lists(st.sampled_from([STORIES, ROUTE, PRACTICE, SHARED]), unique=True, min_size=1)


def moves(days: int) -> Decision:
    def move(case: Case, one: Interview) -> Case:
        return lifecycle.move(case, one, day=one.day + timedelta(days=days), at=one.time, zone=one.zone)

    return move


def passes(hours: int) -> Decision:
    """Time goes by, and what falls due is sent."""

    def wait(case: Case, _: Interview) -> Case:
        until = case.now + timedelta(hours=hours)
        due = {
            key: replace(row, status=Status.SENT, sent_at=row.due_at)
            for key, row in case.owed.items()
            if row.status is Status.PENDING and row.due_at <= until
        }
        return replace(case, owed={**case.owed, **due}, now=until)

    return wait


def pauses(days: int) -> Decision:
    return lambda case, _: prefer(case, replace(case.preferences, paused_until=case.now + days * DAY))


def paces(pace: Pace) -> Decision:
    return lambda case, _: prefer(case, replace(case.preferences, pace=pace))


DECISIONS: st.SearchStrategy[Decision] = st.one_of(
    st.builds(
        lambda lead, said: lambda case, one: mark(case, one, lead, said),
        st.sampled_from(LEADS),
        st.sampled_from([*Mark, None]),
    ),
    st.builds(lambda tasks: lambda case, one: tick(case, one, tasks), TASKS),
    st.builds(lambda tasks: lambda case, one: untick(case, one, tasks), TASKS),
    st.builds(moves, st.integers(-8, 8)),
    st.builds(passes, st.integers(1, 200)),
    st.builds(pauses, st.integers(1, 20)),
    st.builds(paces, st.sampled_from(Pace)),
    st.just(lambda case, _: resume(case).case),
    st.just(lifecycle.cancel),
    st.just(lifecycle.restore),
    st.builds(
        lambda outcome: lambda case, one: lifecycle.settle(case, one, outcome), st.sampled_from(Outcome)
    ),
    st.builds(
        lambda days: lambda case, one: afterwards.expect(case, one, one.day + timedelta(days=days)),
        st.integers(1, 20),
    ),
)
STORY = st.lists(st.tuples(DECISIONS, st.sampled_from(["acme", "globex"])), max_size=6)


def told(story: list[tuple[Decision, str]]) -> list[Case]:
    """The case after each decision, the first one before any."""
    cases = [a_case(ACME, GLOBEX)]
    for decide, about in story:
        cases.append(decide(cases[-1], cases[-1].interview(about)))
    return cases


@given(STORY)
def test_what_is_final_stays_as_it_is_and_no_row_is_lost(story: list[tuple[Decision, str]]) -> None:
    cases = told(story)
    for before, after in pairwise(cases):
        assert before.owed.keys() <= after.owed.keys()
        for key, row in before.owed.items():
            if row.status in FINAL:
                assert after.owed[key] == row


@given(STORY)
def test_planning_again_at_once_changes_nothing(story: list[tuple[Decision, str]]) -> None:
    planned = replan(told(story)[-1], *told(story)[-1].interviews)
    assert replan(planned, *planned.interviews) == planned


@given(STORY)
def test_what_is_owed_is_of_use_open_and_said_once(story: list[tuple[Decision, str]]) -> None:
    planned = replan(told(story)[-1], *told(story)[-1].interviews)
    for interview in planned.interviews:
        rows = planned.pending(interview)
        assert not (rows and interview.settled)
        spoken_of = [lead for row in rows for lead in (row.lead, *row.includes)]
        assert len(spoken_of) == len(set(spoken_of))
        assert not {row.lead for row in rows} & {str(lead) for lead in planned.marks_of(interview)}
        for row in rows:
            assert row.starts_at == interview.starts_at
            assert row.due_at < row.useful_until
            assert row.due_at >= planned.now
            assert not planned.preferences.paused(row.due_at)


@given(STORY)
async def test_what_is_stored_is_what_was_decided(story: list[tuple[Decision, str]]) -> None:
    """The changes from one case to the next, written one after another, are the last case."""
    cases = told(story)
    decided = cases[-1]
    async with FakeStore().unit() as unit:
        await unit.members.add(decided.member)
        nothing = Case(member=decided.member, now=decided.now, library=decided.library)
        for before, after in pairwise([nothing, *cases]):
            await unit.cases.save(before, after)
        stored = await unit.cases.load(decided.member, decided.now, decided.library)
    assert [replace(one, revision=0) for one in stored.interviews] == list(decided.interviews)
    assert (stored.marks, stored.ticks) == (decided.marks, decided.ticks)
    for interview in decided.interviews:
        assert stored.pending(interview) == decided.pending(interview)


@given(STORY, st.sampled_from(LEADS), st.sampled_from([*Mark]))
def test_a_mark_taken_back_leaves_every_row_as_it_was(
    story: list[tuple[Decision, str]], lead: Lead, said: Mark
) -> None:
    planned = told(story)[-1]
    planned = replan(planned, *planned.interviews)
    for interview in planned.interviews:
        if planned.marks_of(interview) or planned.ticks or interview.settled:
            continue
        back = mark(mark(planned, interview, lead, said), planned.interview(interview.id), lead, None)
        assert back.marks == planned.marks
        assert [row.lead for row in back.pending(interview)] == [
            row.lead for row in planned.pending(interview)
        ]
