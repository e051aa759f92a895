"""A member's settings as they are typed, checked and told apart. Zones are resolved elsewhere: they need cities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.audiences import read_audience, read_region
from bot.domain.daytimes import read_daytime, read_window
from bot.domain.members import Pace, Preferences
from bot.errors import InputError

LEAST_AWAKE = timedelta(hours=3)
"""Quiet hours must leave this much of a day, or there is hardly a moment to remind in."""
LEAST_MINUTES, MOST_MINUTES = 5, 240
DAY = timedelta(days=1)
MIDNIGHT = time(0)
BEFORE_QUIET = timedelta(minutes=30)
LIGHT_UP_TO, STANDARD_UP_TO = 20, 60
"""Minutes a day. The standard plan's longest step takes 45."""


class Setting(StrEnum):
    """What can be set."""

    ZONE = "zone"
    QUIET = "quiet"
    TIME = "time"
    PACE = "pace"
    DISCREET = "discreet"
    MINUTES = "minutes"
    AUDIENCE = "audience"
    REGION = "region"


NAMES: Mapping[Setting, tuple[str, ...]] = MappingProxyType(
    {
        Setting.ZONE: ("zone", "time zone", "timezone", "city", "home", "my city", "location"),
        Setting.QUIET: ("quiet", "quiet hours", "quiet time", "silence", "do not disturb"),
        Setting.TIME: (
            "time",
            "reminder time",
            "reminder",
            "reminders",
            "remind me",
            "remind",
            "time for reminders",
        ),
        Setting.PACE: ("pace", "plan", "speed"),
        Setting.DISCREET: (
            "discreet",
            "discreet notices",
            "notices",
            "notice",
            "lock screen",
            "notifications",
        ),
        Setting.AUDIENCE: ("audience", "tips for", "about me", "i am"),
        Setting.REGION: ("region", "country", "my country", "law"),
        Setting.MINUTES: ("minutes", "minutes a day", "minutes per day", "minute", "time a day"),
    }
)
YES = frozenset({"on", "yes", "true", "y"})
NO = frozenset({"off", "no", "false", "n"})
LENGTH = re.compile(r"(\d{1,4})\s*(?:(h|hours?)|m|min|mins|minutes?)?(?:\s+(?:a|per) day)?", re.ASCII)


def split(line: str) -> tuple[Setting, str] | None:
    """Return the setting that a line begins with and the rest ("quiet hours: 22-7"), or None."""
    words = " ".join(line.split())
    named = ((name, setting) for setting, names in NAMES.items() for name in names)
    for name, setting in sorted(named, key=lambda pair: -len(pair[0])):
        found = re.fullmatch(rf"{name}(?:\s*[:=]\s*|\s+(?:to|is|at)\s+|\s+|$)(.*)", words, re.IGNORECASE)
        if found:
            return setting, found[1]
    return None


def changed(preferences: Preferences, setting: Setting, typed: str) -> Preferences:
    """Return the preferences with one setting as typed; for `ZONE` that is an IANA name.

    Raises InputError, safe to show beside the field.
    """
    words = typed.strip().casefold()
    match setting:
        case Setting.ZONE:
            return replace(preferences, zone=typed)
        case Setting.QUIET:
            start, end = _quiet(words)
            return replace(preferences, quiet_from=start, quiet_until=end)
        case Setting.TIME:
            return replace(preferences, remind_at=read_daytime(words))
        case Setting.PACE:
            return replace(preferences, pace=_pace(words))
        case Setting.DISCREET:
            return replace(preferences, discreet=_yes(words))
        case Setting.MINUTES:
            return replace(preferences, minutes_a_day=_minutes(words))
        case Setting.AUDIENCE:
            return replace(preferences, audience=read_audience(words))
        case Setting.REGION:
            return replace(preferences, region=read_region(words))


def typed_of(preferences: Preferences, setting: Setting) -> str:
    """Return a setting's value as one would type it; `changed` reads it back."""
    match setting:
        case Setting.ZONE:
            return preferences.zone or ""
        case Setting.QUIET:
            if preferences.quiet_from == preferences.quiet_until:
                return "off"
            return f"{preferences.quiet_from:%H:%M}-{preferences.quiet_until:%H:%M}"
        case Setting.TIME:
            return f"{preferences.remind_at:%H:%M}"
        case Setting.PACE | Setting.AUDIENCE | Setting.REGION:
            return str(getattr(preferences, setting))
        case Setting.DISCREET:
            return "on" if preferences.discreet else "off"
        case Setting.MINUTES:
            return str(preferences.minutes_a_day)


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


def _quiet(words: str) -> tuple[time, time]:
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


def _pace(words: str) -> Pace:
    if words not in set(Pace):
        raise InputError("Light, standard or thorough?")
    return Pace(words)


def _yes(words: str) -> bool:
    if words in YES:
        return True
    if words in NO:
        return False
    raise InputError("On or off?")


def _minutes(words: str) -> int:
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
