"""What there is to do beside the steps, packed into the days left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, zip_longest

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.interviews import Interview
from bot.domain.leads import WHOLE_DAYS, Lead
from bot.domain.packing import Load, Packed, Pin, pack, suits
from bot.domain.reminders import Mark, Reminder, Status

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
