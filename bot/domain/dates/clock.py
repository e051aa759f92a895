"""A time of day as written, and the times that it can mean at an interview.

The rule for an hour with neither am nor pm: 1 to 6 is the afternoon, 8 to 11 the morning, 12 is noon. Seven is
a real doubt (07:00 or 19:00), and so is "03:00", where the leading nought speaks for the 24-hour clock and the
subject against it: these have two readings. 12am is midnight by the book and noon in many minds: two readings.
"Midnight" is the end of the day named, or its beginning: two readings.
"""

from __future__ import annotations

from datetime import time
from enum import Enum, auto
from typing import NamedTuple

from bot.domain.dates.reading import ImpossibleError


class Style(Enum):
    """How an hour was written, which is how far it can be trusted."""

    TWELVE = auto()
    """"3" or "3:30": the half of the day is not said."""
    TWENTY_FOUR = auto()
    """"03:30" or "15h30"."""
    EXACT = auto()
    """From an ISO timestamp, or noon."""
    MIDNIGHT = auto()


class Clock(NamedTuple):
    """One time of day as written; `half` is "a", "p" or empty."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    style: Style = Style.TWELVE


class Span(NamedTuple):
    """A time of day with the end of the range, if one was said; `later` counts days after the day named."""

    start: time
    until: time | None = None
    later: int = 0


class Said(NamedTuple):
    """A time or a range as written. `bare` when it ends in a number that nothing marks as a time."""

    start: Clock
    end: Clock | None = None
    bare: bool = False


NOON = Clock(12, style=Style.EXACT)
MIDNIGHT = Clock(0, style=Style.MIDNIGHT)
DOUBTFUL_HOUR = 7
FIRST_HOUR, LAST_HOUR = (
    {"morning": 0, "afternoon": 12, "evening": 16},
    {"morning": 11, "afternoon": 18, "evening": 23},
)
EVENING_BEGINS = 4
"""An hour from 4 to 11 "in the evening" is after noon."""


def spans(said: Said, part: str | None) -> list[Span]:
    """Return what `said` can mean, likeliest first; raises ImpossibleError where it means nothing."""
    if said.end is None:
        if said.start.style is Style.MIDNIGHT:
            return _midnights(part)
        return [Span(at) for at in times(said.start, part)]
    found = []
    for start in _starts(said.start, said.end, part):
        until = _finish(said.end, start, counts_to_24=said.start.hour > 12)
        if until is not None:
            found.append(Span(start, until))
    if not found:
        raise ImpossibleError(
            "That ends before it starts. Write both ends in full, for example “Thu 9am to 10am”."
        )
    return found


def times(clock: Clock, part: str | None = None) -> list[time]:
    """Return the times that one written time can mean; raises ImpossibleError where there is none."""
    hours = _hours(clock, part)
    if clock.minute > 59 or clock.second > 59 or not all(hour <= 23 for hour in hours):
        raise ImpossibleError(
            "There is no such time of day. Hours go from 00:00 to 23:59, for example “15:30” or “3:30pm”."
        )
    if part:
        hours = tuple(hour for hour in hours if FIRST_HOUR[part] <= hour <= LAST_HOUR[part])
        if not hours:
            raise ImpossibleError(
                f"That time is not in the {part}. Write one of the two, for example “15:30”."
            )
    return [time(hour, clock.minute, clock.second) for hour in hours]


def _hours(clock: Clock, part: str | None) -> tuple[int, ...]:
    hour = clock.hour
    if clock.half:
        return _half_hours(hour, clock.half)
    if clock.style is Style.EXACT or not 1 <= hour <= 12:
        return (hour,)
    if part:
        return (_hour_in(part, hour),)
    if clock.style is Style.TWENTY_FOUR:
        return (hour + 12, hour) if hour < DOUBTFUL_HOUR else (hour,)
    if hour == DOUBTFUL_HOUR:
        return (hour, hour + 12)
    return (hour + 12,) if hour < DOUBTFUL_HOUR else (hour,)


def _half_hours(hour: int, half: str) -> tuple[int, ...]:
    if (half == "a" and hour > 12) or (half == "p" and hour == 0):
        raise ImpossibleError("The hour and am or pm do not go together. Write for example “3pm” or “15:00”.")
    if half == "a":
        return (0, 12) if hour == 12 else (hour,)
    return (hour if hour >= 12 else hour + 12,)


def _hour_in(part: str, hour: int) -> int:
    if part == "afternoon" and hour < 8:
        return hour + 12
    if part == "evening" and EVENING_BEGINS <= hour < 12:
        return hour + 12
    return hour


def _midnights(part: str | None) -> list[Span]:
    end_of_day = Span(time(0), None, 1)
    if part == "evening":
        return [end_of_day]
    if part:
        raise ImpossibleError(
            f"Midnight is not in the {part}. Write the time in figures, for example “15:30”."
        )
    return [end_of_day, Span(time(0))]


def _starts(start: Clock, end: Clock, part: str | None) -> list[time]:
    if Style.MIDNIGHT in {start.style, end.style}:
        raise ImpossibleError("A range that touches midnight is not clear. Write only when it starts.")
    if start.half or start.style is not Style.TWELVE or not end.half or part:
        return times(start, part)
    # "9-10am" and "11-1pm": the start takes the half of the end, unless that would put it after the end.
    finish = times(end)[0]
    for half in (end.half, "a" if end.half == "p" else "p"):
        if 1 <= start.hour <= 12 and (first := times(start._replace(half=half))[0]) < finish:
            return [first]
    return times(start, part)


def _finish(end: Clock, start: time, *, counts_to_24: bool) -> time | None:
    """Return the first time after the start that `end` can mean: a clock's face shows each hour twice."""
    if end.half or not 1 <= end.hour <= 12:
        ends = times(end)
    else:
        is_plain = counts_to_24 and end.style is not Style.TWELVE
        hours = {end.hour} if is_plain else {end.hour % 12, end.hour % 12 + 12}
        ends = [at for hour in hours for at in times(end._replace(hour=hour, style=Style.EXACT))]
    return min((at for at in ends if at > start), default=None)
