"""What is done and what is skipped: steps, and tasks, which where once is enough count for every interview."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from typing import TypeAlias

from bot.domain.case import Case
from bot.domain.content import Lead, Status, Task
from bot.domain.interviews import Interview
from bot.domain.overview import overview
from bot.domain.reminders import Mark
from bot.domain.replanning import replan

REMEMBERED = timedelta(days=90)
"""For so long after an interview what was done once for it counts for a new one."""

Count: TypeAlias = Callable[[Case, Interview, Collection[str]], tuple[Case, bool]]
"""Counts tasks for one interview, or takes them back; also tells whether that touched its steps."""


def mark(case: Case, interview: Interview, lead: Lead, said: Mark | None) -> Case:
    """Note what the member says of a step, or with None open it again; steps merged into it go along.

    Reminders follow: a step that is done is not reminded of.
    """
    line = next((line for line in overview(case, interview).lines if line.lead is lead), None)
    leads = (lead, *line.includes) if line else (lead,)
    steps, _ = case.steps_for(interview)
    tasks = [step.task for each in leads if (step := steps.get(each)) and step.task]
    if said is None:
        before = case.marks_of(interview)
        case = case.unmarked(interview, leads)
        # A step that was only left out took nothing off the others' plans.
        return _everywhere(case, interview, tasks if Mark.DONE in map(before.get, leads) else (), _take_back)
    case = case.marked(interview, leads, said)
    return _everywhere(case, interview, tasks if said is Mark.DONE else (), count_for)


def stands_against(case: Case, interview: Interview, lead: Lead, said: Mark | None) -> Mark | None:
    """Return what was said of a step before and holds against `said`: a skip never takes back a tick."""
    before = case.marks_of(interview).get(lead) if said else None
    return before if before is said or before is Mark.DONE else None


def tick(case: Case, interview: Interview, tasks: Collection[str]) -> Case:
    """Note that tasks are done, wherever that was; a step that is about one of them is done with it."""
    return _everywhere(case, interview, tasks, count_for)


def untick(case: Case, interview: Interview, tasks: Collection[str]) -> Case:
    """Open tasks again, wherever they counted."""
    return _everywhere(case, interview, tasks, _take_back)


def tick_off(case: Case, interview: Interview, tasks: Iterable[str]) -> tuple[Case, tuple[Task, ...]]:
    """Tick off those of the tasks that there are and that are not done yet; return them too."""
    ticks = case.ticks_of(interview)
    known = [found for task in tasks if (found := case.library.task(task)) and found.status is Status.LIVE]
    open_ones = tuple(task for task in known if ticks.get(task.id) is not Mark.DONE)
    if open_ones:
        case = tick(case, interview, [task.id for task in open_ones])
    return case, open_ones


def inherit(case: Case, interview: Interview) -> Case:
    """Count what was done once for another interview, not long ago, for this one too."""
    lately = {
        other.id
        for other in case.interviews
        if other.id != interview.id and other.starts_at > case.now - REMEMBERED
    }
    done = [
        task
        for (owner, task), said in case.ticks.items()
        if owner in lately and said is Mark.DONE and _once(case, task)
    ]
    return count_for(case, interview, done)[0]


def count_for(case: Case, interview: Interview, tasks: Collection[str]) -> tuple[Case, bool]:
    """Note that tasks are done for one interview, and the steps about them; return whether there are such steps."""
    marks = case.marks_of(interview)
    done = [lead for lead in _about(case, interview, tasks) if lead not in marks]
    return case.ticked(interview, tasks).marked(interview, done, Mark.DONE), bool(done)


def _take_back(case: Case, interview: Interview, tasks: Collection[str]) -> tuple[Case, bool]:
    marks = case.marks_of(interview)
    done = [lead for lead in _about(case, interview, tasks) if marks.get(lead) is Mark.DONE]
    return case.unticked(interview, tasks).unmarked(interview, done), bool(done)


def _everywhere(case: Case, interview: Interview, tasks: Collection[str], count: Count) -> Case:
    """Count tasks for an interview, and where one serves every interview, for the others ahead; plans follow."""
    case, _ = count(case, interview, tasks)
    once = [task for task in tasks if _once(case, task)]
    touched = []
    for other in case.ahead:
        if once and other.id != interview.id:
            case, steps = count(case, other, once)
            touched += [other] if steps else []
    return replan(case, *touched, interview)


def _about(case: Case, interview: Interview, tasks: Collection[str]) -> list[Lead]:
    """Return the steps before an interview whose task is one of `tasks`."""
    steps, _ = case.steps_for(interview)
    return [lead for lead, step in steps.items() if step.task in tasks and not lead.after]


def _once(case: Case, task: str) -> bool:
    found = case.library.task(task)
    return found is not None and found.once
