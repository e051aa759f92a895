"""The plan of one interview: which steps there are, when each is due, and what became of the others.

The planner is a pure function of the interview, the plan's template, the member's settings and the present.
Days, times of day, quiet hours and the limit of two a day are in the member's zone; hours count from the
instant at which the interview starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest
from typing import Protocol

from bot.domain.calendar import add_business_days, instant_of, local
from bot.domain.content import Lead, Notice, PlanStep, PlanTemplate, Task
from bot.domain.interviews import Interview
from bot.domain.leads import ORDER, Trait
from bot.domain.members import Pace, Preferences
from bot.domain.scheduling import EARLIEST, LATEST, Frame, Slot, merge, place


class Library(Protocol):
    """The plans and tasks in force, and the days on which nobody works."""

    def plan(self, pace: Pace) -> PlanTemplate:
        """Return the plan for a pace."""
        ...

    def task(self, identifier: str) -> Task | None:
        """Return one task, retired ones included."""
        ...

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        """Return the days from `first` to `last` on which nobody is in the office there, weekends included.

        `region` is a member's own ("any", or a country by its two letters), `zone` (IANA) stands in where it names
        no country.
        """
        ...


def steps_of(library: Library, pace: Pace) -> dict[str, PlanStep]:
    """Return the step of each lead, by `pace` first; another pace's serves a lead that this one lacks."""
    paces = sorted(Pace, key=lambda other: other is pace)
    return {step.lead: step for other in paces for step in reversed(library.plan(other).steps)}


LAST_USE = 5
"""Business days for which the last step of a plan is of use."""

A_DAY = timedelta(days=1)
COUNTED = timedelta(days=90)
"""Three business weeks, however many holidays fall into them."""


class Reason(StrEnum):
    """Why a step is not in the plan.

    `TOO_LATE`: its time has passed, or would come after the start. `QUIET`: quiet hours leave it no moment.
    """

    SHORT_NOTICE = "short notice"
    FORMAT = "format"
    TOO_LATE = "too late"
    PAUSED = "paused"
    QUIET = "quiet hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step that may be sent at any t with `due_at` <= t < `useful_until`, aware UTC.

    `includes` are the steps merged into this one, in the plan's order. `moved_from` is the instant it had
    before quiet hours moved it.
    """

    step: PlanStep
    due_at: datetime
    useful_until: datetime
    includes: tuple[PlanStep, ...] = ()
    moved_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that the plan does without."""

    step: PlanStep
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, each strictly later than the one before it, and those left out, in the template's order."""

    steps: tuple[PlannedStep, ...]
    left_out: tuple[LeftOut, ...]


def plan(
    interview: Interview,
    template: PlanTemplate,
    preferences: Preferences,
    now: datetime,
    *,
    settled: frozenset[str] = frozenset(),
    covered: frozenset[str] = frozenset(),
    days_off: frozenset[date] | None = None,
) -> Plan:
    """Work out the plan at `now` (aware). Raises ValueError for a naive instant or an unknown zone.

    `settled` leads were sent, done or skipped for this very start: they appear nowhere.
    `covered` leads were handled for an earlier start: they come again only if their time is still ahead.
    The step of lead `booking` stands at `planned_from`, even when that is past: it is shown, never sent.
    `days_off` are the days of `days_after` on which nobody works there; None means Saturdays and Sundays.
    """
    if interview.settled:
        return Plan((), ())
    frame = Frame.of(interview, preferences, now, settled, covered, days_off)
    reasons: dict[str, Reason] = {}
    slots = [Slot(step) for step in _choose(frame, interview, template, reasons)]
    before = _before(frame, [slot for slot in slots if not slot.step.lead.after], reasons)
    after = _after(frame, [slot for slot in slots if slot.step.lead.after], reasons)
    left_out = (
        LeftOut(step, reasons[step.id])
        for step in template.steps
        if step.id in reasons and step.lead not in settled and step.lead not in covered
    )
    return Plan(_planned(frame, [*before, *after], template), tuple(left_out))


def days_after(interview: Interview) -> tuple[date, date]:
    """Return the first and last of the days among which the business days after an interview are counted."""
    named = interview.answer_by or interview.day
    return interview.day - A_DAY, max(interview.day, named) + COUNTED


def steps_for(
    interview: Interview, template: PlanTemplate, preferences: Preferences
) -> tuple[Mapping[Lead, PlanStep], tuple[PlanStep, ...]]:
    """Return the step that each lead has in an interview's plan, and those that its notice was too short for."""
    frame = Frame.of(interview, preferences, interview.planned_from, frozenset(), frozenset())
    reasons: dict[str, Reason] = {}
    chosen = {step.lead: step for step in _choose(frame, interview, template, reasons)}
    short = tuple(step for step in template.steps if reasons.get(step.id) is Reason.SHORT_NOTICE)
    return chosen, short


def _choose(
    frame: Frame, interview: Interview, template: PlanTemplate, reasons: dict[str, Reason]
) -> list[PlanStep]:
    """Return one step a lead, in the order of leads. An alternative that was not taken needs no reason."""
    chosen: dict[Lead, PlanStep] = {}
    refused: list[tuple[PlanStep, Reason]] = []
    for step in template.steps:
        reason = _refusal(frame, interview, step)
        if reason is None:
            chosen.setdefault(step.lead, step)
        else:
            refused.append((step, reason))
    reasons.update((step.id, reason) for step, reason in refused if step.lead not in chosen)
    return sorted(chosen.values(), key=lambda step: ORDER[step.lead])


def _refusal(frame: Frame, interview: Interview, step: PlanStep) -> Reason | None:
    days = (frame.day - local(frame.planned_from, frame.zone).date()).days
    notice = Notice(days, frame.starts_at - frame.planned_from, interview.format)
    holding = next((one.facts for one in step.skip_if if one.facts.holds(notice)), None)
    if holding is None:
        return None
    if holding.of_format:
        return Reason.FORMAT
    return Reason.SHORT_NOTICE if frame.now < frame.starts_at else Reason.TOO_LATE


def _before(frame: Frame, slots: Sequence[Slot], reasons: dict[str, Reason]) -> list[Slot]:
    """Return the steps that lead up to the interview, the one of booking first."""
    booking = [slot for slot in slots if slot.step.lead is Lead.BOOKING]
    others = [slot for slot in slots if slot.step.lead is not Lead.BOOKING]
    shown = [slot for slot in booking if _shown(frame, slot, reasons)]
    just_shown = shown if frame.now == frame.planned_from else []
    # What is due in the instant at which booking is shown is said with it.
    now = frame.now + timedelta.resolution if just_shown else frame.now
    place(frame, others, now=now, start=EARLIEST, end=frame.starts_at)
    ahead, overdue = _divide(frame, others, now, reasons)
    kept, strays = merge(frame, ahead, frame.starts_at)
    _hand_over(overdue, [*just_shown, *kept][:1], reasons)
    _hand_over(strays, [*just_shown, *kept][-1:], reasons)
    return [*shown, *kept]


def _after(frame: Frame, slots: Sequence[Slot], reasons: dict[str, Reason]) -> list[Slot]:
    """Return the steps that follow the interview. One found overdue is of use until the next one's time."""
    place(frame, slots, now=frame.now, start=frame.starts_at, end=LATEST)
    ahead, overdue = _divide(frame, slots, frame.now, reasons)
    kept, strays = merge(frame, ahead, LATEST)
    useful = {slot.step.id for slot, following in pairwise(slots) if frame.now < following.wanted}
    _hand_over([slot for slot in overdue if slot.step.id in useful], kept[:1], reasons)
    _hand_over([slot for slot in overdue if slot.step.id not in useful], [], reasons)
    _hand_over(strays, kept[-1:], reasons)
    return kept


def _shown(frame: Frame, slot: Slot, reasons: dict[str, Reason]) -> bool:
    """Whether the step of booking still stands; gives it its instant."""
    slot.wanted = slot.due = frame.planned_from
    if frame.now >= frame.starts_at:
        reasons[slot.step.id] = Reason.TOO_LATE
        return False
    passed = slot.step.lead in frame.covered and slot.due < frame.now
    return not passed and slot.step.lead not in frame.settled


def _divide(
    frame: Frame, slots: Sequence[Slot], now: datetime, reasons: dict[str, Reason]
) -> tuple[list[Slot], list[Slot]]:
    """Return the steps still ahead and those overdue, without what was handled and what falls in a pause.

    A step that was past before there was a plan is overdue, whatever was paused at the time.
    """
    ahead: list[Slot] = []
    overdue: list[Slot] = []
    for slot in slots:
        at = slot.due or slot.wanted
        late = at < now
        if slot.step.lead in frame.settled or (at <= now and slot.step.lead in frame.covered):
            continue
        if frame.preferences.paused(at) and not (late and at <= frame.planned_from):
            reasons[slot.step.id] = Reason.PAUSED
        elif late:
            overdue.append(slot)
        else:
            ahead.append(slot)
    return ahead, overdue


def _hand_over(slots: Sequence[Slot], to: Sequence[Slot], reasons: dict[str, Reason]) -> None:
    """Merge `slots` into the one step of `to`, or say why they are left out when there is none."""
    for slot in slots:
        if to:
            to[0].take(slot)
        else:
            reasons.update(
                (step.id, Reason.QUIET if slot.due is None else Reason.TOO_LATE)
                for step in (*slot.merged, slot.step)
            )


def _planned(frame: Frame, slots: Sequence[Slot], template: PlanTemplate) -> tuple[PlannedStep, ...]:
    place_of = {step.id: position for position, step in enumerate(template.steps)}
    planned = []
    for slot, following in zip_longest(slots, slots[1:]):
        assert slot.due is not None
        planned.append(
            PlannedStep(
                step=slot.step,
                due_at=slot.due,
                useful_until=_useful_until(frame, slot, following),
                includes=tuple(sorted(slot.merged, key=lambda step: place_of[step.id])),
                moved_from=slot.wanted if slot.due != slot.wanted else None,
            )
        )
    return tuple(planned)


def _useful_until(frame: Frame, slot: Slot, following: Slot | None) -> datetime:
    next_due = following.due if following else None
    if not slot.step.lead.after:
        if next_due is None or slot.step.lead.has(Trait.UNTIL_START):
            return frame.starts_at
        return min(next_due, frame.starts_at)
    if next_due is not None:
        return next_due
    here = local(slot.due or slot.wanted, frame.zone)
    return instant_of(add_business_days(here.date(), LAST_USE, frame.days_off), here.time(), frame.zone)
