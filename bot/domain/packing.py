"""Tasks packed into the days that are left: by importance, by minutes, and by the member's minutes a day.

The steps of a plan lie where they lie, since their reminders say so. What else there is to do fills the room
beside them, the most important first, each as near to the day when it helps most as there is room. What has no
room is left out and said so. A step whose day has gone by undone comes along with what is still to be placed, so a
missed day costs nothing but the day.

Everything here is a pure function of the tasks, the marks and the day, so a day still to come can be looked at too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.content import Lead, Modality, Task
from bot.domain.interviews import Format, Interview

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
