"""How days, times and waits are worded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.calendar import city_of, local, zone_of
from bot.domain.interviews import Interview
from bot.text import Moment

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SOON = timedelta(hours=20)


def long_day(day: date) -> str:
    """Return "Thursday 26 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """Return "Thu 26 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def clock(at: time | datetime) -> str:
    """Return "15:00"."""
    return f"{at:%H:%M}"


def count(number: int, noun: str) -> str:
    """Return "1 step" or "3 steps"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(wait: timedelta) -> str:
    """Return a positive length of time as people say it: "40 minutes", "3 hours", "2 days"."""
    if wait < HOUR:
        return count(max(1, round(wait / MINUTE)), "minute")
    if wait < timedelta(hours=36):
        return count(round(wait / HOUR), "hour")
    return count(round(wait / timedelta(days=1)), "day")


def wait_until(moment: datetime, now: datetime, zone: str) -> str:
    """Return how far off `moment` is: by the calendar of `zone` in days, by the clock when it is near."""
    days = (local(moment, zone).date() - local(now, zone).date()).days
    ahead = moment - now
    if timedelta(0) <= ahead < MINUTE:
        return "now"
    if abs(ahead) < SOON and abs(days) <= 1:
        return f"in {duration(ahead)}" if ahead > timedelta(0) else f"{duration(-ahead)} ago"
    if days in {-1, 0, 1}:
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def when(interview: Interview, reader_zone: str | None, now: datetime) -> Moment:
    """Return the whole time of an interview, its own zone first, the reader's second where it differs."""
    return moment_of(interview.day, interview.time, interview.zone, interview.starts_at, reader_zone, now)


def moment_of(
    day: date, at: time, zone: str, starts_at: datetime, reader_zone: str | None, now: datetime
) -> Moment:
    """Return "Thursday 26 November 2026, 15:00, New York, in 4 days", and the reader's time where it differs."""
    words = f"{long_day(day)}, {clock(at)}, {city_of(zone)}"
    reader = local(starts_at, reader_zone) if reader_zone else None
    if (
        reader is not None
        and reader_zone is not None
        and reader.replace(tzinfo=None) != datetime.combine(day, at)
    ):
        there = "" if reader.date() == day else f" on {short_day(reader.date())}"
        words += f" ({clock(reader)}{there} in {city_of(reader_zone)}, for you)"
    return Moment(f"{words}, {wait_until(starts_at, now, reader_zone or zone)}", starts_at)


def comes_twice(day: date, at: time, zone: str) -> bool:
    """Whether clocks in `zone` show that time twice on that day, since they go back."""
    first = datetime.combine(day, at.replace(fold=0), zone_of(zone))
    earlier, later = first.utcoffset(), first.replace(fold=1).utcoffset()
    return earlier is not None and later is not None and earlier > later


def day_and_time(moment: datetime, zone: str, now: datetime) -> str:
    """Return "today 18:00", "tomorrow 08:00" or "Mon 23 Nov, 18:00" in `zone`."""
    there, here = local(moment, zone), local(now, zone)
    days = (there.date() - here.date()).days
    named = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    if named:
        return f"{named} {clock(there)}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"{short_day(there.date())}{year}, {clock(there)}"
