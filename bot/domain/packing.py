"""What there is to do beside the steps, packed into the days left: evenly, within the minutes of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, zip_longest

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import Modality, Task
from bot.domain.interviews import Format, Interview
from bot.domain.leads import WHOLE_DAYS, Lead
from bot.domain.reminders import Mark, Reminder, Status

EVE = 1


@dataclass(frozen=True, slots=True)
class Pin:
    """A step's own task on the step's own day. `open` is false when it is done or left out."""

    lead: Lead
    day: date
    task: Task
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """All there is to do for one interview, held on `day` by the member's calendar and planned since `begun`.

    `others` are the tasks beside the steps, the most important first; none of them is done.
    """

    interview_id: str
    day: date
    begun: date = date.min
    pins: tuple[Pin, ...]
    others: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A task in its place. `lead` is the step it was missed at, or None."""

    task: Task
    lead: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What lies on which day beside the steps, and what has no room."""

    days: Mapping[date, tuple[Job, ...]] = field(default_factory=dict)
    left_out: tuple[Job, ...] = ()

    def between(self, first: date, until: date) -> tuple[Job, ...]:
        """Return what lies on `first` and after it, before `until`."""
        return tuple(job for day in sorted(self.days) if first <= day < until for job in self.days[day])


def pack(loads: Iterable[Load], today: date, minutes_a_day: int) -> dict[str, Packed]:
    """Return where everything lies that is still to do on `today`, by interview.

    The nearest interview comes first. All share the member's minutes, and a task that serves every interview is
    done for the nearest alone.
    """
    loads = sorted(loads, key=lambda load: (load.day, load.interview_id))
    taken: Counter[date] = Counter()
    for load in loads:
        for pin in load.pins:
            if pin.open and pin.day >= today:
                taken[pin.day] += pin.task.minutes
    served: set[str] = set()
    packed = {}
    for load in loads:
        packed[load.interview_id] = _pack(load, today, minutes_a_day, taken, served)
    return packed


def suits(task: Task, interview: Interview) -> bool:
    """Return whether a task belongs to an interview of this format; where it is not known yet, none is ruled out."""
    if Modality.ANY in task.modality or interview.format is Format.UNKNOWN:
        return True
    return Modality(interview.format.value) in task.modality


def _pack(load: Load, today: date, minutes_a_day: int, taken: Counter[date], served: set[str]) -> Packed:
    pinned = {pin.task.id: pin.day for pin in load.pins if pin.open and pin.day >= today}
    missed = [Job(pin.task, pin.lead) for pin in load.pins if pin.open and pin.day < today]
    wanted = [*missed, *(Job(task) for task in load.others)]
    jobs: dict[str, Job] = {}
    for job in wanted:
        if job.task.id not in pinned and job.task.id not in served:
            jobs.setdefault(job.task.id, job)
    served |= {job.task.id for job in jobs.values() if job.task.once}
    served |= {pin.task.id for pin in load.pins if pin.task.once}
    days: dict[date, list[Job]] = {}
    left_out: list[Job] = []
    placed = dict(pinned)
    for job in _in_order(jobs):
        waits = [name for name in job.task.depends_on if name in jobs or name in pinned]
        first = max([today, *(placed[name] for name in waits if name in placed)])
        day = None
        if all(name in placed for name in waits):
            day = _room(job.task, load, first, minutes_a_day, taken)
        if day is None:
            left_out.append(job)
            continue
        taken[day] += job.task.minutes
        placed[job.task.id] = day
        days.setdefault(day, []).append(job)
    return Packed(days={day: tuple(days[day]) for day in sorted(days)}, left_out=tuple(left_out))


def _in_order(jobs: Mapping[str, Job]) -> Sequence[Job]:
    """Return the jobs, the most important first, but none before those it waits for."""
    ordered: dict[str, Job] = {}

    def take(job: Job, waiting: frozenset[str]) -> None:
        for name in job.task.depends_on:
            if name in jobs and name not in ordered and name not in waiting:
                take(jobs[name], waiting | {job.task.id})
        ordered.setdefault(job.task.id, job)

    for job in jobs.values():
        take(job, frozenset())
    return tuple(ordered.values())


def _room(task: Task, load: Load, first: date, minutes_a_day: int, taken: Counter[date]) -> date | None:
    """Return the day with room for a task that is nearest to the one on which it helps most: a later one first."""
    held_on = load.day
    eve = held_on - timedelta(days=EVE)
    # The evening before is for what belongs there; only where there never was another day does more come to it.
    last = eve if task.lead is Lead.T_1 or load.begun >= eve else eve - timedelta(days=1)
    if first > last:
        return None
    days_before = task.lead.days_before
    # What has no day of its own helps most today.
    best = first if days_before is None else held_on - timedelta(days=days_before)
    best = min(max(best, first), last)
    if task.lead is Lead.T_1 and best < eve:
        return None
    later = (best + timedelta(days=further) for further in range((last - best).days + 1))
    earlier = (best - timedelta(days=sooner) for sooner in range(1, (best - first).days + 1))
    for day in (*later, *earlier):
        # What takes longer than she has on any day gets a day of its own.
        if taken[day] + task.minutes <= minutes_a_day or not taken[day]:
            return day
    return None


TOO_SHORT = timedelta(hours=36)
"""With less notice than this the steps are all there is to do."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A reminder and the days that it speaks for, until the next one; `held_on` is the interview's day."""

    row: Reminder
    first: date
    until: date
    held_on: date


def packed(case: Case, interview: Interview) -> Packed:
    """Return what lies on which of the days left for an interview, as things stand."""
    loads = [load_of(case, one) for one in case.ahead]
    today = local(case.now, case.zone_of(interview)).date()
    return pack(loads, today, case.preferences.minutes_a_day).get(interview.id, Packed())


def repack(case: Case) -> Case:
    """Bring what reminders say beside their steps up to date.

    What a reminder will say is worked out for its own day, as if nothing more were marked until then: a mark
    packs again.
    """
    loads = [load_of(case, interview) for interview in case.ahead]
    windows = [
        window
        for interview, load in zip(case.ahead, loads, strict=True)
        for window in _windows(case, interview, load.day)
    ]
    changed = []
    for day, group in groupby(sorted(windows, key=lambda window: window.first), lambda window: window.first):
        on_it = list(group)
        furthest = max(window.held_on for window in on_it)
        loads_then = [load for load in loads if day < load.day <= furthest]
        found = pack(loads_then, day, case.preferences.minutes_a_day)
        for window in on_it:
            jobs = found.get(window.row.interview_id, Packed()).between(window.first, window.until)
            changed.append(replace(window.row, tasks=tuple(job.task.id for job in jobs)))
    return case.owing(changed)


def load_of(case: Case, interview: Interview) -> Load:
    """Return what there is to do for one interview: its steps on their days, and what else its plan holds."""
    zone = case.zone_of(interview)
    marks, ticks = case.marks_of(interview), case.ticks_of(interview)
    steps, short = case.steps_for(interview)
    days = _days(interview, case.rows(interview), marks, zone)
    pins = tuple(
        Pin(lead, day, task, open=lead not in marks and task.id not in ticks)
        for lead, day in days.items()
        if (step := steps.get(lead)) is not None
        and step.task
        and (task := case.library.task(step.task)) is not None
        and not lead.after
    )
    names: list[str] = []
    if interview.starts_at - interview.planned_from >= TOO_SHORT:
        whole_days = (step for step in (*steps.values(), *short) if step.lead in WHOLE_DAYS)
        names = [step.task for step in whole_days if step.task]
        names += case.template.tasks
    about_steps = {pin.task.id for pin in pins}
    others = (
        task
        for name in dict.fromkeys(names)
        if name not in ticks and name not in about_steps and (task := case.library.task(name)) is not None
    )
    return Load(
        interview_id=interview.id,
        day=local(interview.starts_at, zone).date(),
        begun=local(interview.planned_from, zone).date(),
        pins=pins,
        others=tuple(task for task in others if suits(task, interview)),
    )


def _days(
    interview: Interview, rows: Sequence[Reminder], marks: Mapping[Lead, Mark], zone: str
) -> dict[Lead, date]:
    """Return the day of each step: its reminder's, where those merged into another lie on that one's day.

    A step that was marked before it was due has no reminder any more; what it is about is done all the same.
    """
    days: dict[Lead, date] = dict.fromkeys(marks, interview.day)
    days[Lead.BOOKING] = local(interview.planned_from, zone).date()
    for row in sorted(rows, key=lambda row: row.snooze):
        if row.starts_at == interview.starts_at and row.status is not Status.CANCELLED:
            day = local(row.due_at, zone).date()
            days |= dict.fromkeys(map(Lead, (row.lead, *row.includes)), day)
    return days


def _windows(case: Case, interview: Interview, held_on: date) -> Iterator[_Window]:
    """Yield the reminders still to come before an interview, each with the days that it speaks for."""
    zone = case.zone_of(interview)
    rows = [row for row in case.pending(interview) if row.due_at < interview.starts_at]
    for row, following in zip_longest(rows, rows[1:]):
        until = local(following.due_at, zone).date() if following else held_on
        yield _Window(row, local(row.due_at, zone).date(), until, held_on)
