"""How an interview's plan stands, and what is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import Lead, Status, Task
from bot.domain.interviews import Interview
from bot.domain.packing import Packed, packed
from bot.domain.plans import Reason, plan, steps_of
from bot.domain.progress import Countdown, CountdownDay, PlanLine, State, progress
from bot.domain.reminders import Mark
from bot.domain.replanning import replan, sent_before

REASONS = {
    Reason.SHORT_NOTICE: "too little time",
    Reason.FORMAT: "not needed for this format",
    Reason.TOO_LATE: "its time had passed",
    Reason.PAUSED: "reminders were paused",
    Reason.QUIET: "your quiet hours leave it no room",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan as it stands. `left_out` pairs a step's lead with why it is not there."""

    lines: tuple[PlanLine, ...]
    left_out: tuple[tuple[Lead, str], ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(line.state is State.DONE for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a plan shows beside its steps. `left_out` are the steps whose task has no other day either."""

    packed: Packed
    also_done: tuple[Task, ...]
    left_out: tuple[tuple[Lead, str], ...]
    countdown: Countdown | None


def overview(case: Case, interview: Interview) -> Overview:
    """Return the steps as they stand, in order, and what was left out with the reason."""
    made = plan(
        replace(interview, cancelled=False, outcome=None),
        case.template,
        replace(case.preferences, paused_until=None),
        interview.planned_from,
        covered=frozenset(sent_before(case, interview)),
        days_off=case.days_off(interview),
    )
    lines = progress(
        interview,
        made,
        case.rows(interview),
        case.marks_of(interview),
        case.now,
        step_of=steps_of(case.library, case.preferences.pace).get,
        task_of=case.library.task,
    )
    return Overview(lines, tuple((left.step.lead, REASONS[left.reason]) for left in made.left_out))


def days_of(case: Case, interview: Interview, view: Overview) -> Days:
    """Return what lies on the days of an interview's plan, whose overview is `view`."""
    ahead = not interview.settled and interview.starts_at > case.now
    beside = packed(case, interview) if ahead else Packed()
    done = {name for name, mark in case.ticks_of(interview).items() if mark is Mark.DONE}
    own = {line.task for line in view.lines}
    placed = {job.task.id for jobs in beside.days.values() for job in jobs} | done | own
    _, short = case.steps_for(interview)
    elsewhere = {step.lead for step in short if step.task in placed}
    return Days(
        packed=beside,
        also_done=tuple(task for name in sorted(done - own) if (task := case.library.task(name))),
        left_out=tuple((lead, why) for lead, why in view.left_out if lead not in elsewhere),
        countdown=_countdown(case, interview, view, beside) if ahead else None,
    )


def _countdown(case: Case, interview: Interview, view: Overview, beside: Packed) -> Countdown:
    zone = case.zone_of(interview)
    today, last = local(case.now, zone).date(), local(interview.starts_at, zone).date()
    moved = {job.lead for jobs in beside.days.values() for job in jobs}
    minutes: dict[date, int] = {}
    done: dict[date, int] = {}
    for line in view.lines:
        if line.due_at >= interview.starts_at or line.lead in moved:
            continue
        day = _day_of(line, today, zone)
        if line.open or line.state is State.DONE:
            minutes[day] = minutes.get(day, 0) + line.minutes
        if line.state is State.DONE:
            done[day] = done.get(day, 0) + line.minutes
    for day, jobs in beside.days.items():
        minutes[day] = minutes.get(day, 0) + sum(job.task.minutes for job in jobs)
    every = (today + timedelta(days=further) for further in range((last - today).days + 1))
    return Countdown(
        today,
        tuple(
            CountdownDay(day, minutes.get(day, 0), done.get(day, 0), interview=day == last) for day in every
        ),
    )


def _day_of(line: PlanLine, today: date, zone: str) -> date:
    # The step of booking is for now, as long as it is open.
    return today if line.lead is Lead.BOOKING and line.open else local(line.due_at, zone).date()


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
