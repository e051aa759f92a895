"""How the steps of a plan stand, and what that comes to on each day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.content import Lead, PlanStep, Task
from bot.domain.interviews import Interview
from bot.domain.leads import ORDER
from bot.domain.plans import Plan
from bot.domain.reminders import Mark, Reminder, Status


class State(StrEnum):
    """Where a step stands. `NOW` was sent and is current; `MISSED` can no longer be done."""

    OPEN = "open"
    NOW = "now"
    DONE = "done"
    SKIPPED = "skipped"
    MISSED = "missed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One step as it stands. `minutes` is 0 where no task goes with it.

    `includes` are the steps merged into it, `also` what they ask for. `task` is the id of its task.
    """

    lead: Lead
    due_at: datetime
    state: State
    action: str
    minutes: int = 0
    includes: tuple[Lead, ...] = ()
    also: tuple[str, ...] = ()
    task: str = ""

    @property
    def open(self) -> bool:
        """Whether it can still be done."""
        return self.state in {State.OPEN, State.NOW}


def progress(
    interview: Interview,
    planned: Plan,
    rows: Sequence[Reminder],
    marks: Mapping[Lead, Mark],
    now: datetime,
    *,
    step_of: Callable[[Lead], PlanStep | None],
    task_of: Callable[[str], Task | None],
) -> tuple[PlanLine, ...]:
    """Return the steps in order of their time.

    `planned` is the plan as it was made; a row, where there is one, knows better when and whether.
    `step_of` finds the step of a lead that the plan no longer holds, since the pace may have changed.
    """
    here = {
        Lead(row.lead): row
        for row in sorted(rows, key=lambda row: row.snooze)
        if row.starts_at == interview.starts_at
    }
    steps = {item.step.lead: item for item in planned.steps}
    merged = {
        Lead(lead) for row in here.values() if row.status is not Status.CANCELLED for lead in row.includes
    }
    merged |= {step.lead for lead, item in steps.items() if lead not in here for step in item.includes}
    lines = []
    for lead in {**steps, **here}:
        row, item = here.get(lead), steps.get(lead)
        step = item.step if item else step_of(lead)
        mark = marks.get(lead)
        if step is None or (row is None and mark is None and lead is not Lead.BOOKING):
            continue
        if mark is None and row is not None and row.status is Status.CANCELLED and not interview.settled:
            continue
        if lead in merged:
            continue
        due_at = row.due_at if row else item.due_at if item else None
        if due_at is None:
            continue
        includes = (
            tuple(Lead(lead) for lead in row.includes)
            if row
            else tuple(s.lead for s in item.includes)
            if item
            else ()
        )
        action, minutes = _action(step, task_of)
        merged_steps = [found for included in includes if (found := step_of(included)) is not None]
        lines.append(
            PlanLine(
                lead=lead,
                due_at=due_at,
                state=_state(interview, row, mark, now),
                action=action,
                minutes=minutes,
                includes=includes,
                also=tuple(_action(step, task_of)[0] for step in merged_steps),
                task=step.task or "",
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.due_at, ORDER[line.lead])))


def next_of(lines: Sequence[PlanLine], now: datetime) -> PlanLine | None:
    """Return the one thing to do now: the latest open step whose time has come, else the first to come."""
    open_lines = [line for line in lines if line.open]
    begun = [line for line in open_lines if line.due_at <= now]
    return begun[-1] if begun else next(iter(open_lines), None)


def _action(step: PlanStep, task_of: Callable[[str], Task | None]) -> tuple[str, int]:
    task = task_of(step.task) if step.task else None
    return (task.text, task.minutes) if task else (first_sentence(step.text), 0)


def first_sentence(words: str) -> str:
    """Return the words up to the first full stop that ends a sentence."""
    head, stop, _ = words.partition(". ")
    return head + stop.strip()


def _state(interview: Interview, row: Reminder | None, mark: Mark | None, now: datetime) -> State:
    if mark is not None:
        return State.DONE if mark is Mark.DONE else State.SKIPPED
    if interview.settled:
        return State.STOPPED
    before = row is None or row.due_at < interview.starts_at
    if before and now >= interview.starts_at:
        return State.MISSED
    if row is None:
        return State.NOW
    if row.status is Status.SENT:
        return State.NOW if now < row.useful_until else State.OPEN
    if row.status is Status.EXPIRED:
        return State.MISSED
    return State.OPEN


MOST_DAYS = 30
"""Days that are shown one by one."""


@dataclass(frozen=True, slots=True)
class CountdownDay:
    """One day: how many minutes of work lie on it, how many of them are done, and whether it is the interview's."""

    day: date
    minutes: int
    done: int
    interview: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """The days from `today` to the interview, in order. It names no company, person, place or task."""

    today: date
    days: tuple[CountdownDay, ...]

    @property
    def minutes(self) -> int:
        """All minutes of work."""
        return sum(day.minutes for day in self.days)

    @property
    def done(self) -> int:
        """Those that are done; on no day more than lie on it."""
        return sum(done_of(day) for day in self.days)

    @property
    def longest(self) -> int:
        """The minutes of the fullest day, at least one."""
        return max([1, *(day.minutes for day in self.days)])

    @property
    def interview(self) -> date | None:
        """The interview's day."""
        return next((day.day for day in self.days if day.interview), None)


@dataclass(frozen=True, slots=True)
class Folded:
    """What is shown one by one, and how many days with how many minutes were folded into one row.

    The folded ones lie between `near` and `last`, which holds the interview's day.
    """

    near: tuple[CountdownDay, ...]
    days: int = 0
    minutes: int = 0
    done: int = 0
    last: tuple[CountdownDay, ...] = ()


def folded(countdown: Countdown, most: int = MOST_DAYS) -> Folded:
    """Return the days in at most `most` rows: the far ones but the last, the interview's, in one."""
    days = countdown.days
    if len(days) <= most:
        return Folded(days)
    near, far, last = days[: most - 2], days[most - 2 : -1], days[-1:]
    return Folded(near, len(far), sum(day.minutes for day in far), sum(map(done_of, far)), last)


def done_of(day: CountdownDay) -> int:
    """Return the minutes of a day that are done, within what lies on it."""
    return max(0, min(day.done, day.minutes))
