"""The days left before an interview, as a picture shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
