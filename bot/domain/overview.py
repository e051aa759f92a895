"""A plan as it stands: its steps, what lies on its days beside them, and the countdown that is drawn of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import Lead, Task
from bot.domain.countdown import Countdown, CountdownDay
from bot.domain.interviews import Interview
from bot.domain.library import steps_of
from bot.domain.packing import Packed
from bot.domain.plans import Reason, plan
from bot.domain.progress import PlanLine, State, progress
from bot.domain.reminders import Mark
from bot.domain.replanning import sent_before
from bot.domain.workload import packed

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
