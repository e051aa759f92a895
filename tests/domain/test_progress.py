"""How far a member has come: each step's state, by its row and by what she said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.content import Lead
from bot.domain.overview import overview
from bot.domain.plans import Plan
from bot.domain.progress import PlanLine, State, first_sentence, next_of, progress
from bot.domain.reminders import Mark, Status
from tests.domain.case_samples import (
    DAY,
    HOUR,
    NOW,
    STORIES,
    a_case,
    an_interview,
    delivered,
    later,
    row_of,
    turned,
)
from tests.domain.plan_samples import STANDARD, at_local

ACME = an_interview()
CASE = a_case(ACME)
DUE = row_of(CASE, Lead.T_5).due_at


def line_of(case, lead: Lead) -> PlanLine | None:
    return next((line for line in overview(case, ACME).lines if line.lead is lead), None)


def states(case) -> dict[str, str]:
    return {str(line.lead): str(line.state) for line in overview(case, ACME).lines}


def test_a_plan_is_shown_whole_and_in_order() -> None:
    assert states(CASE) == {
        "booking": "now",
        "T-7": "open",
        "T-5": "open",
        "T-3": "open",
        "T-2": "open",
        "T-1": "open",
        "morning": "open",
        "T-1h": "open",
        "+2h": "open",
        "+20h": "open",
        "+5bd": "open",
        "+10bd": "open",
    }


def test_a_step_has_its_task_s_words_and_minutes_or_else_its_own_first_sentence() -> None:
    assert line_of(CASE, Lead.T_7) == PlanLine(
        lead=Lead.T_7,
        due_at=at_local("2026-11-26 18:00"),
        state=State.OPEN,
        action="Do task-stories.",
        minutes=20,
        task=STORIES,
    )
    assert line_of(CASE, Lead.T_5) == PlanLine(
        lead=Lead.T_5, due_at=DUE, state=State.OPEN, action="What there is to do at T-5."
    )


@pytest.mark.parametrize(
    ("status", "at", "state"),
    [
        (Status.PENDING, DUE - HOUR, State.OPEN),
        (Status.PENDING, DUE + HOUR, State.OPEN),
        (Status.SENT, DUE + HOUR, State.NOW),
        (Status.SENT, row_of(CASE, Lead.T_5).useful_until - timedelta.resolution, State.NOW),
        (Status.SENT, row_of(CASE, Lead.T_5).useful_until, State.OPEN),
        (Status.EXPIRED, DUE + HOUR, State.MISSED),
        (Status.SENT, ACME.starts_at - timedelta.resolution, State.OPEN),
        (Status.SENT, ACME.starts_at, State.MISSED),
        (Status.PENDING, ACME.starts_at, State.MISSED),
    ],
)
def test_a_step_stands_where_its_row_and_the_hour_put_it(status: Status, at, state: State) -> None:
    found = line_of(replace(turned(CASE, "T-5", status), now=at), Lead.T_5)
    assert found is not None
    assert found.state is state
    assert found.open == (state in {State.OPEN, State.NOW})


@pytest.mark.parametrize(("mark", "state"), [(Mark.DONE, State.DONE), (Mark.SKIPPED, State.SKIPPED)])
@pytest.mark.parametrize("status", Status)
def test_what_was_said_of_a_step_counts_more_than_its_row(mark: Mark, state: State, status: Status) -> None:
    case = turned(CASE.marked(ACME, [Lead.T_5], mark), "T-5", status)
    found = line_of(later(case, 20 * DAY), Lead.T_5)
    assert found is not None
    assert found.state is state
    assert not found.open


def test_a_step_after_the_interview_is_not_missed_by_it() -> None:
    after = delivered(CASE, ACME.starts_at + 3 * HOUR)
    assert states(after)["T-1h"] == State.MISSED
    assert states(after)["+2h"] == State.NOW
    assert states(after)["+20h"] == State.OPEN


def test_a_settled_interview_has_stopped() -> None:
    settled = replace(ACME, cancelled=True)
    lines = overview(CASE.with_interview(settled), settled).lines
    assert {line.state for line in lines} == {State.STOPPED}
    assert len(lines) == 12


def test_a_cancelled_row_s_step_is_gone_while_the_interview_goes_on() -> None:
    case = turned(CASE, "T-5", Status.CANCELLED)
    assert line_of(case, Lead.T_5) is None
    assert line_of(case.marked(ACME, [Lead.T_5], Mark.DONE), Lead.T_5) is not None


def test_what_a_row_carries_is_shown_with_it_alone() -> None:
    case = turned(CASE, "T-3", Status.PENDING, includes=("T-7", "T-5"))
    assert line_of(case, Lead.T_7) is line_of(case, Lead.T_5) is None
    found = line_of(case, Lead.T_3)
    assert found is not None
    assert found.includes == (Lead.T_7, Lead.T_5)
    assert found.also == ("Do task-stories.", "What there is to do at T-5.")


def test_a_cancelled_row_carries_nothing() -> None:
    """What rode along with a reminder that was called off stands by itself again."""
    case = turned(CASE, "T-3", Status.CANCELLED, includes=("T-7", "T-5"))
    assert line_of(case, Lead.T_3) is None
    assert line_of(case, Lead.T_7) is not None
    assert line_of(case, Lead.T_5) is not None


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED, Status.PENDING])
def test_a_row_that_was_not_called_off_carries_what_it_carried(status: Status) -> None:
    assert line_of(turned(CASE, "T-3", status, includes=("T-7",)), Lead.T_7) is None


def test_a_row_of_another_start_says_nothing() -> None:
    moved = replace(ACME, day=ACME.day + DAY)
    lines = overview(CASE.with_interview(moved), moved).lines
    assert [line.lead for line in lines] == [Lead.BOOKING]


def test_the_latest_time_that_a_step_was_put_off_to_counts() -> None:
    row = row_of(CASE, Lead.T_5)
    child = replace(row, key="again", snooze=1, due_at=row.due_at + HOUR)
    case = replace(CASE, owed={"again": child, **CASE.owed})
    found = line_of(case, Lead.T_5)
    assert found is not None
    assert found.due_at == row.due_at + HOUR


def test_a_step_that_the_plan_lost_is_found_where_another_pace_has_it() -> None:
    nothing = Plan((), ())
    row = row_of(CASE, Lead.T_5)
    step = next(step for step in STANDARD.steps if step.lead is Lead.T_5)

    def shown(step_of) -> tuple[PlanLine, ...]:
        return progress(ACME, nothing, [row], {}, NOW, step_of=step_of, task_of=lambda _: None)

    assert [line.lead for line in shown({Lead.T_5: step}.get)] == [Lead.T_5]
    assert shown({}.get) == ()


def test_one_thing_is_next_the_latest_that_has_begun_or_else_the_first_to_come() -> None:
    def next_lead(case) -> str | None:
        found = next_of(overview(case, ACME).lines, case.now)
        return found and str(found.lead)

    assert next_lead(CASE) == "booking"
    assert next_lead(CASE.marked(ACME, [Lead.BOOKING], Mark.DONE)) == "T-7"
    sent = delivered(CASE, row_of(CASE, Lead.T_5).due_at + HOUR)
    assert next_lead(sent) == "T-5"
    assert next_lead(replace(sent, now=row_of(CASE, Lead.T_5).due_at)) == "T-5"
    done = CASE.marked(ACME, list(Lead), Mark.DONE)
    assert next_lead(done) is None


@pytest.mark.parametrize(
    ("words", "first"),
    [("One. Two.", "One."), ("One.", "One."), ("At 3 p.m", "At 3 p.m"), ("", ""), ("A b. C", "A b.")],
)
def test_the_first_sentence(words: str, first: str) -> None:
    assert first_sentence(words) == first
