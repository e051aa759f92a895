"""A member's case on a small library, and short ways to look at what is owed in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.case import Case
from bot.domain.content import Lead, PlanTemplate, Stage, Task, Topic
from bot.domain.interviews import Interview
from bot.domain.lifecycle import add
from bot.domain.members import Member, MemberRef, Pace, Platform, Preferences
from bot.domain.reminders import Reminder, Status
from tests.domain.plan_samples import NEW_YORK, STANDARD, at_local
from tests.fakes import FakeCatalog

NOW = at_local("2026-11-22 10:00")
"""Sunday; the first interview is on Thursday week."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STORIES, ROUTE, PRACTICE, SHARED = "task-stories", "task-route", "task-practice", "task-shared"


def a_task(name: str, minutes: int = 15, lead: Lead = Lead.T_5, **more: Any) -> Task:
    return Task(
        id=name,
        topic=Topic.STORY_BANK,
        stage=Stage.RESEARCH,
        reviewed=date(2026, 11, 1),
        text=f"Do {name}.",
        done_when="It is done.",
        minutes=minutes,
        lead=lead,
        **more,
    )


TASKS = (
    a_task(STORIES, 20, Lead.T_7, once=True),
    a_task(PRACTICE, 30, Lead.T_3),
    a_task(ROUTE, 10, Lead.T_2),
    a_task(SHARED, 15, Lead.T_5, once=True),
)
OF_STEPS = {Lead.T_7: STORIES, Lead.T_3: PRACTICE}


def a_plan(pace: Pace) -> PlanTemplate:
    """The sample plan with tasks at two of its steps, and two more beside them; the light one has fewer steps."""
    steps = tuple(replace(step, task=OF_STEPS.get(step.lead)) for step in STANDARD.steps)
    if pace is Pace.LIGHT:
        steps = tuple(step for step in steps if step.lead not in {Lead.T_5, Lead.T_2})
    return replace(STANDARD, pace=pace, steps=steps, tasks=(SHARED, ROUTE))


LIBRARY = FakeCatalog(tasks=TASKS, plans=[a_plan(pace) for pace in Pace])


def a_member(platform: Platform = Platform.TERMINAL, **settings: Any) -> Member:
    return Member(
        id="ada",
        ref=MemberRef(platform, "local", "ada"),
        preferences=Preferences(**{"zone": NEW_YORK, **settings}),
        created_at=NOW,
    )


def an_interview(name: str = "acme", day: date = date(2026, 12, 3), **changes: Any) -> Interview:
    made = Interview(
        id=name,
        member_id="ada",
        company=name.title(),
        day=day,
        time=time(15),
        zone=NEW_YORK,
        created_at=NOW,
        planned_from=NOW,
    )
    return replace(made, **changes)


def a_case(*interviews: Interview, member: Member | None = None, now: datetime = NOW) -> Case:
    """A case into which these interviews were added at `now`."""
    case = Case(member=member or a_member(), now=now, library=LIBRARY)
    for interview in interviews:
        case = add(case, interview)
    return case


def later(case: Case, by: timedelta) -> Case:
    """The case so much later, with nothing sent meanwhile."""
    return replace(case, now=case.now + by)


def turned(case: Case, lead: str, status: Status, interview: str = "acme", **changes: Any) -> Case:
    """The case in which the row of a step has become something, as delivery would make it."""
    row = row_of(case, lead, interview)
    return replace(case, owed={**case.owed, row.key: replace(row, status=status, **changes)})


def delivered(case: Case, until: datetime) -> Case:
    """The case at `until`, everything sent that was due before."""
    owed = {
        key: replace(row, status=Status.SENT, sent_at=row.due_at)
        if row.status is Status.PENDING and row.due_at < until
        else row
        for key, row in case.owed.items()
    }
    return replace(case, owed=owed, now=until)


def row_of(case: Case, lead: str, interview: str = "acme", snooze: int = 0) -> Reminder:
    """The row of a step for the start that its interview has now."""
    found = case.interview(interview)
    [row] = [
        row
        for row in case.rows(found)
        if (row.lead, row.snooze, row.starts_at) == (lead, snooze, found.starts_at)
    ]
    return row


def leads(case: Case, interview: str = "acme") -> list[str]:
    """What is still owed for an interview, the next first."""
    return [str(row.lead) for row in case.pending(case.interview(interview))]
