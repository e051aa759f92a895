"""From what a day was called to the days it can be: likeliest first, and never a guess between two.

A week begins on Monday for some and on Sunday for others. "Next Tuesday" and "Tuesday next week" are certain
only where both, and the plain sense "the Tuesday that comes next", agree.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.dates.reading import ImpossibleError
from bot.domain.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES

Days: TypeAlias = tuple[date, ...]

SMALL_HOURS: Final = 4
"""Before this hour "tomorrow" may be said by someone who has not slept yet."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Piece:
    """One way in which a phrase names its day.

    `sort` is "date", "relative", "weekday" or "hours"; a phrase has at most one of each, and all must agree.
    `days` takes the present moment (aware). `weekday` is set when nothing but the day of the week is said.
    `iso` marks a date whose style makes a following 09:00 exact; `year` is one that a four-digit time could be;
    `elapsed` is the time to let pass for "in 2 hours".
    """

    sort: str
    days: Callable[[datetime], Days]
    weekday: int | None = None
    part: str | None = None
    iso: bool = False
    year: int | None = None
    elapsed: timedelta | None = None

    def allows(self, day: date, now: datetime) -> bool:
        """Whether `day` is one that this piece can mean."""
        return day.weekday() == self.weekday if self.weekday is not None else day in self.days(now)


_PRECEDENCE: Final = ("date", "relative", "weekday")


def agreed(pieces: tuple[Piece, ...], now: datetime) -> Days:
    """Return the days that all pieces allow; raises ImpossibleError when they contradict each other."""
    if len(pieces) == 1:
        return pieces[0].days(now)
    first, *others = sorted(pieces, key=lambda piece: _PRECEDENCE.index(piece.sort))
    candidates = first.days(now)
    days = tuple(day for day in candidates if all(other.allows(day, now) for other in others))
    if not days:
        raise ImpossibleError(_contradiction(candidates[0], others))
    return days


def _contradiction(day: date, others: Iterable[Piece]) -> str:
    said = next((piece.weekday for piece in others if piece.weekday is not None), day.weekday())
    if said == day.weekday():
        return "Two parts of that date name different days. Write only one of them, for example “3 December 15:00”."
    return (
        f"{in_words(day)} is a {WEEKDAY_NAMES[day.weekday()]}, not a {WEEKDAY_NAMES[said]}. "
        "Check which of the two is right and write it again."
    )


def in_words(day: date) -> str:
    """Return "3 December 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def exact(year: int, month: int, day: int) -> Days:
    """Return that date; raises ImpossibleError when there is none."""
    found = _date(year, month, day)
    if found is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleError(_no_such(year, month, day))
    return (found,)


def month_day(now: datetime, month: int, day: int) -> Days:
    """Return the date in this year, or if it has passed in the next; then the passed one as a last resort."""
    passed = (month, day) < (now.month, now.day)
    year = now.year + 1 if passed else now.year
    found = exact(year, month, day)
    gone = _date(now.year, month, day) if passed else None
    return (*found, gone) if gone else found


def day_of_month(now: datetime, day: int, months_ahead: int | None) -> Days:
    """Return the day that comes next with that number, or the one in the month so many ahead."""
    if months_ahead is not None:
        return exact(*_month_after(now.date(), months_ahead), day)
    coming = (_date(*_month_after(now.date(), ahead), day) for ahead in range(4))
    later = [found for found in coming if found is not None and found >= now.date()]
    if not later:
        raise ImpossibleError("No month has that day. Write for example “3 December 15:00”.")
    return tuple(later[:2]) if later[0] == now.date() else (later[0],)


def numeric(now: datetime, left: int, right: int, year: int, day_first: bool | None) -> Days:
    """Return what left/right[/year] can be, the nearest first; `year` is -1 when none was written."""
    ways = {True: (right, left), False: (left, right)}  # month and day, by whether the day is first
    possible = {
        order: days for order, (month, day) in ways.items() if (days := _numeric(now, month, day, year))
    }
    if not possible:
        raise ImpossibleError(
            "There is no such date. Write the month as a word, for example “3 December 15:00”."
        )
    if day_first is not None:
        return possible.get(day_first) or possible[not day_first]
    found = {day for days in possible.values() for day in days}
    return tuple(sorted(found, key=lambda day: (day < now.date(), day)))


def _numeric(now: datetime, month: int, day: int, year: int) -> Days:
    try:
        return month_day(now, month, day) if year < 0 else exact(year, month, day)
    except ImpossibleError:
        return ()


def dotted(now: datetime, day: int, month: int, year: int) -> Days:
    """Return 3.12. or 3.12.2026, which is day first wherever it is written."""
    return month_day(now, month, day) if year < 0 else exact(year, month, day)


def weekday(now: datetime, day: int, weeks: int = 0) -> Days:
    """Return the weekday that comes next, `weeks` later; on that very weekday, today and a week on."""
    today = now.date()
    first = today + timedelta(days=(day - today.weekday()) % 7, weeks=weeks)
    return (first, first + WEEK) if day == today.weekday() else (first,)


def coming_weekday(now: datetime, day: int) -> Days:
    """Return the weekday that comes next, never today."""
    return weekday(now, day)[-1:]


def weekday_in_week(now: datetime, day: int, weeks: int) -> Days:
    """Return the weekday of the week so many ahead, for weeks from Monday and from Sunday."""
    today = now.date()
    monday_week = today + timedelta(days=day - today.weekday(), weeks=weeks)
    sunday_week = today + timedelta(days=(day + 1) % 7 - (today.weekday() + 1) % 7, weeks=weeks)
    return unique((monday_week, sunday_week))


def next_weekday(now: datetime, day: int) -> Days:
    """Return "next Tuesday": of the next week by either custom, or simply the next that comes."""
    return unique((*weekday_in_week(now, day, 1), *coming_weekday(now, day)))


def from_today(now: datetime, days: int) -> Days:
    """Return the day so many days ahead."""
    return (now.date() + timedelta(days=days),)


def tomorrow(now: datetime, days: int) -> Days:
    """Return the day so many days ahead; in the small hours also the one that follows a night's sleep."""
    later = now.date() + timedelta(days=days)
    return (later, later - timedelta(days=1)) if now.hour < SMALL_HOURS else (later,)


def months_ahead(now: datetime, months: int) -> Days:
    """Return the same day of the month so many months ahead; raises ImpossibleError when that month is shorter."""
    return exact(*_month_after(now.date(), months), now.day)


def unique(days: Iterable[date]) -> Days:
    """Return the days in their order, each once."""
    return tuple(dict.fromkeys(days))


def _month_after(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_such(year: int, month: int, day: int) -> str:
    if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
        last = monthrange(year, month)[1]
        if day > last:
            return f"{MONTH_NAMES[month - 1]} {year} has {last} days. Check the day and write it again."
    return "There is no such date. Write the month as a word, for example “3 December 15:00”."
