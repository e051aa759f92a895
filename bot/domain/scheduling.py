"""Steps in time: the instant of each, out of quiet hours, and which of them fall together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Self

from bot.domain.calendar import add_business_days, aware, instant_of, local
from bot.domain.content import Lead, PlanStep
from bot.domain.interviews import Interview
from bot.domain.leads import Offset
from bot.domain.members import Preferences
from bot.domain.quiet import QuietHours

ASKED_AGAIN = 5
"""Business days from the day after the one that they named to the second follow-up."""
MOST_A_DAY = 2
"""Reminders on one day before the interview's own; what is shown at booking does not count."""

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every step is measured against. `zone` is the member's, and `day` the interview's date there.

    `settled` and `covered` are the leads handled for this start and for an earlier one. `answer_by` is the day by
    which they said they would answer, `days_off` when nobody works there (None: Saturdays and Sundays).
    """

    now: datetime
    planned_from: datetime
    starts_at: datetime
    zone: str
    day: date
    preferences: Preferences
    quiet: QuietHours
    settled: frozenset[str]
    covered: frozenset[str]
    answer_by: date | None = None
    days_off: frozenset[date] | None = None

    @classmethod
    def of(
        cls,
        interview: Interview,
        preferences: Preferences,
        now: datetime,
        settled: frozenset[str],
        covered: frozenset[str],
        days_off: frozenset[date] | None = None,
    ) -> Self:
        """Return the frame of an interview; a `now` before `planned_from` counts as that instant."""
        zone = preferences.zone or interview.zone
        planned_from, starts_at = aware(interview.planned_from), interview.starts_at
        return cls(
            now=max(aware(now), planned_from),
            planned_from=planned_from,
            starts_at=starts_at,
            zone=zone,
            day=local(starts_at, zone).date(),
            preferences=preferences,
            quiet=QuietHours(preferences.quiet_from, preferences.quiet_until, zone),
            settled=settled,
            covered=covered,
            answer_by=interview.answer_by,
            days_off=days_off,
        )


@dataclass(slots=True, eq=False)
class Slot:
    """A step on its way into a plan: the instant it asks for, and the one it gets.

    `due` is None where quiet hours leave no useful moment. `merged` are the steps it has taken in.
    """

    step: PlanStep
    wanted: datetime = EARLIEST
    due: datetime | None = None
    merged: list[PlanStep] = field(default_factory=list)

    def take(self, other: Slot) -> None:
        """Take another step in, with everything that it had taken in."""
        self.merged += [*other.merged, other.step]


def place(frame: Frame, slots: Sequence[Slot], *, now: datetime, start: datetime, end: datetime) -> None:
    """Give each of `slots` (in order) its instant, between `start` and `end` where it has to move.

    `now` is the first instant that is still to come. One that has passed keeps its instant.
    """
    for slot in slots:
        slot.wanted = _instant(frame, slot.step)
    for slot, following in zip_longest(slots, slots[1:]):
        if slot.step.quiet_ok or slot.wanted >= end or not frame.quiet.cover(slot.wanted):
            slot.due = slot.wanted
        else:
            bound = following.wanted if following and following.wanted > slot.wanted else end
            # What was handled keeps the place it had, so that the steps around it keep theirs.
            first = EARLIEST if slot.step.lead in frame.settled else now
            slot.due = _moved(frame, slot, first, start, bound)
        start = slot.due or start


def merge(frame: Frame, slots: Sequence[Slot], end: datetime) -> tuple[list[Slot], list[Slot]]:
    """Merge steps that come at or after the next one, or are one too many on a day, into the next.

    Return those that stand, in order, and those that have no next: at or after `end`, or without a moment.
    """
    kept: list[Slot] = []
    strays: list[Slot] = []
    a_day: Counter[date] = Counter()
    for slot in reversed(slots):
        limit = kept[-1].due if kept else end
        if slot.due is None or limit is None or slot.due >= limit:
            (kept[-1].take(slot) if kept else strays.append(slot))
            continue
        day = local(slot.due, frame.zone).date()
        if day < frame.day and a_day[day] == MOST_A_DAY:
            kept[-1].take(slot)
            continue
        a_day[day] += 1
        kept.append(slot)
    return kept[::-1], strays[::-1]


def _instant(frame: Frame, step: PlanStep) -> datetime:
    offset = _offset(step)
    if offset.elapsed is not None:
        return frame.starts_at + offset.elapsed
    day = add_business_days(frame.day + timedelta(days=offset.days), offset.business_days, frame.days_off)
    if frame.answer_by is not None:
        day = _after_their_day(frame, frame.answer_by, step.lead, day)
    return instant_of(day, step.local_time or frame.preferences.remind_at, frame.zone)


def _after_their_day(frame: Frame, answer_by: date, lead: Lead, usual: date) -> date:
    """Return the day of a step where they named one: the first follow-up comes the business day after theirs.

    The second comes a business week after that, and never sooner than it would have.
    """
    asked = add_business_days(max(answer_by, frame.day), 1, frame.days_off)
    match lead:
        case Lead.AFTER_5BD:
            return asked
        case Lead.AFTER_10BD:
            return max(usual, add_business_days(asked, ASKED_AGAIN, frame.days_off))
        case _:
            return usual


def _moved(frame: Frame, slot: Slot, now: datetime, start: datetime, end: datetime) -> datetime | None:
    """Return the nearest allowed instant that is still to come and of use, or None.

    A step that asked for an instant now past, and has no other, keeps it, so that it is found overdue.
    """
    for way in frame.quiet.ways_out(slot.wanted):
        if way >= now and start < way < end and _means_the_same(frame, slot, way):
            return way
    return slot.wanted if slot.wanted < now else None


def _means_the_same(frame: Frame, slot: Slot, way: datetime) -> bool:
    """Whether what a step says is still true at `way`.

    "Tomorrow" and "this morning" hold on their own day only, and hours after the start are there for the
    interview to be over, so such a step never moves earlier.
    """
    offset = _offset(slot.step)
    if offset.elapsed is not None:
        return offset.elapsed < timedelta(0) or way > slot.wanted
    if offset.business_days or offset.days not in {-1, 0}:
        return True
    return local(way, frame.zone).date() == local(slot.wanted, frame.zone).date()


def _offset(step: PlanStep) -> Offset:
    if step.offset is None:
        raise ValueError(f"step {step.id} has no offset, so it has no time")
    return step.offset
