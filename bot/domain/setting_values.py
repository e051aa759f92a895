"""The values of settings: reading them as they are typed, and what follows from them."""

from __future__ import annotations

import re
from datetime import time, timedelta

from bot.domain.members import Pace, Preferences
from bot.errors import InputError

EXAMPLE = "19:30 or 7:30pm"
WINDOW_EXAMPLE = "22:00-07:00"
MORNING_HOURS = 12

NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0), "24:00": time(0), "2400": time(0)}
WRITTEN = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)?\s*(?P<half>[ap]\.?m\.?)?", re.ASCII)
DIGITS = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})", re.ASCII)
BETWEEN = re.compile(r"\s*(?:-|\bto\b|\buntil\b|\btill\b|\band\b)\s*")


def read_daytime(typed: str, *, bare: bool = False) -> time:
    """Return the time of day that was typed: "7pm", "19:30", "1930", "noon".

    `bare` lets an hour stand alone below 13, as it may beside one that leaves no doubt ("22-7").
    Raises InputError with what to write instead.
    """
    words = typed.strip().casefold().removeprefix("at ").strip()
    if words in NAMED:
        return NAMED[words]
    found = DIGITS.fullmatch(words) or WRITTEN.fullmatch(words)
    if found is None:
        raise InputError(f"I can't read that as a time of day. Write it like {EXAMPLE}.")
    hour, parts = int(found["hour"]), found.groupdict()
    half = (parts.get("half") or "")[:1]
    clear = bool(half or found["minute"] or words.endswith("h"))
    if not clear and not bare and 1 <= hour <= MORNING_HOURS:
        raise InputError(f"Is that {hour}am or {hour}pm?")
    if half and not 1 <= hour <= MORNING_HOURS:
        raise InputError(f"With am or pm the hour goes from 1 to 12. Write it like {EXAMPLE}.")
    if half:
        hour = hour % MORNING_HOURS + (MORNING_HOURS if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0))
    except ValueError:
        raise InputError(f"There is no such time of day. Write it like {EXAMPLE}.") from None


def read_window(typed: str) -> tuple[time, time]:
    """Return the two ends that were typed: "22:00-07:00", "10pm to 7am", "from 22 until 7".

    Raises InputError with what to write instead.
    """
    words = typed.strip().casefold()
    for lead in ("from ", "between "):
        words = words.removeprefix(lead)
    ends = BETWEEN.split(words)
    if len(ends) != 2 or not all(ends):
        raise InputError(f"I need a beginning and an end. Write them like {WINDOW_EXAMPLE} or 10pm-7am.")
    # One end in 24-hour style says that the other is too: in "22-7" the 7 is a morning.
    bare = any(_counts_to_24(end) for end in ends)
    return read_daytime(ends[0], bare=bare), read_daytime(ends[1], bare=bare)


def _counts_to_24(end: str) -> bool:
    hour = re.match(r"\d{1,2}", end)
    return hour is not None and "m" not in end and (":" in end or not 1 <= int(hour[0]) <= MORNING_HOURS)


LEAST_AWAKE = timedelta(hours=3)
"""Quiet hours must leave this much of a day, or there is hardly a moment to remind in."""
LEAST_MINUTES, MOST_MINUTES = 5, 240
DAY = timedelta(days=1)
MIDNIGHT = time(0)
BEFORE_QUIET = timedelta(minutes=30)
LIGHT_UP_TO, STANDARD_UP_TO = 20, 60
"""Minutes a day. The standard plan's longest step takes 45."""
YES = frozenset({"on", "yes", "true", "y"})
NO = frozenset({"off", "no", "false", "n"})
LENGTH = re.compile(r"(\d{1,4})\s*(?:(h|hours?)|m|min|mins|minutes?)?(?:\s+(?:a|per) day)?", re.ASCII)


def is_quiet(preferences: Preferences, at: time) -> bool:
    """Return whether a time of day lies in the quiet hours."""
    start, end = preferences.quiet_from, preferences.quiet_until
    return start <= at < end if start <= end else at >= start or at < end


def awake_times(preferences: Preferences) -> tuple[time, ...]:
    """Return times for reminders just outside the quiet hours: half an hour before they begin, and their end."""
    before = _later(preferences.quiet_from, DAY - BEFORE_QUIET)
    return tuple(at for at in (before, preferences.quiet_until) if not is_quiet(preferences, at))


def pace_for(minutes_a_day: int) -> Pace:
    """Return the pace that fits the minutes a day that someone has."""
    if minutes_a_day <= LIGHT_UP_TO:
        return Pace.LIGHT
    return Pace.STANDARD if minutes_a_day <= STANDARD_UP_TO else Pace.THOROUGH


def read_quiet(words: str) -> tuple[time, time]:
    """Return when quiet begins and ends. Raises InputError when hardly a moment is left to remind in."""
    if words in NO | {"none", "never"}:
        return MIDNIGHT, MIDNIGHT
    start, end = read_window(words)
    quiet = _since_midnight(end) - _since_midnight(start)
    if quiet <= timedelta(0):
        quiet += DAY
    if DAY - quiet < LEAST_AWAKE:
        raise InputError(
            "That leaves less than 3 hours a day for reminders. Leave a little more, for example 21:00-08:00."
        )
    return start, end


def read_pace(words: str) -> Pace:
    """Return a pace by its name. Raises InputError."""
    if words not in set(Pace):
        raise InputError("Light, standard or thorough?")
    return Pace(words)


def read_yes(words: str) -> bool:
    """Return whether words mean yes. Raises InputError when they mean neither."""
    if words in YES:
        return True
    if words in NO:
        return False
    raise InputError("On or off?")


def read_minutes(words: str) -> int:
    """Return minutes a day. Raises InputError saying which there may be."""
    found = LENGTH.fullmatch(words)
    minutes = int(found[1]) * (60 if found[2] else 1) if found else 0
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise InputError(f"A number of minutes from {LEAST_MINUTES} to {MOST_MINUTES}, for example 30.")
    return minutes


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _later(at: time, wait: timedelta) -> time:
    minutes = (_since_midnight(at) + wait) // timedelta(minutes=1) % (24 * 60)
    return time(minutes // 60, minutes % 60)
