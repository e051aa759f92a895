"""When a repeating event takes place. An interview is one event, so rules of one are rare and simple.

The days are walked through once, from the first to a last that is never far: dateutil counts on to the year 9999
for a rule that never comes true, for seconds. Rules beyond those that calendars offer are not followed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.documents.invitations import values
from bot.domain.calendar import zone_of

_TIME_OF_DAY: Final = re.compile(r";?\bBY(?:HOUR|MINUTE|SECOND)=\d{1,2}\b", re.IGNORECASE)
"""What some zones' rules repeat of the time of day of their start."""
AHEAD: Final = timedelta(days=800)
OLDEST: Final = timedelta(days=3 * 366)
LONGEST_RULE: Final = 300

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
_PARTS: Final = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile("0*[1-9][0-9]{0,2}"),
    "BYDAY": re.compile(rf"{_DAY}(?:,{_DAY}){{0,13}}"),
    "BYMONTHDAY": re.compile(r"[+-]?[0-9]{1,2}(?:,[+-]?[0-9]{1,2}){0,30}"),
    "BYMONTH": re.compile("[0-9]{1,2}(?:,[0-9]{1,2}){0,11}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "COUNT": re.compile("[0-9]{1,6}"),
    "UNTIL": re.compile("[0-9]{8}(?:T[0-9]{4,6}Z?)?"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """An RRULE (RFC 5545, 3.3.10). A weekday's number is its place in the month, 0 for each."""

    every: str
    interval: int
    weekdays: frozenset[tuple[int, int]]
    days: frozenset[int]
    months: frozenset[int]
    week_begins: int
    count: int | None
    until: str

    def has(self, day: date, first: date) -> bool:
        """Return whether a day is one of those of a rule that begins on `first`."""
        return (
            (not self.months or day.month in self.months)
            and self._in_step(day, first)
            and (not self.days or not self.days.isdisjoint(_numbers(day)))
            and (not self.weekdays or not self.weekdays.isdisjoint(_names(day)))
            and (bool(self.days or self.weekdays) or self._by_default(day, first))
        )

    def _in_step(self, day: date, first: date) -> bool:
        if self.every == "DAILY":
            passed = (day - first).days
        elif self.every == "WEEKLY":
            passed = (self._week(day) - self._week(first)).days // 7
        elif self.every == "MONTHLY":
            passed = 12 * (day.year - first.year) + day.month - first.month
        else:
            passed = day.year - first.year
        return passed % self.interval == 0

    def _week(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)

    def _by_default(self, day: date, first: date) -> bool:
        """Return whether a day is like the first, in what the rule leaves open."""
        if self.every == "DAILY":
            return True
        if self.every == "WEEKLY":
            return day.weekday() == first.weekday()
        return day.day == first.day and (
            self.every == "MONTHLY" or bool(self.months) or day.month == first.month
        )


def rule_of(text: str) -> Rule | None:
    """Return the rule, or None for one that is malformed, or finer than those that calendars offer."""
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").strip(";").split(";") if len(text) <= LONGEST_RULE else ():
        name, _, value = part.partition("=")
        form = _PARTS.get(name)
        if name in parts or form is None or not form.fullmatch(value):
            return None
        parts[name] = value
    weekdays = {(int(day[:-2] or 0), _DAYS.index(day[-2:])) for day in _list(parts, "BYDAY")}
    numbered = any(number for number, _ in weekdays)
    every = parts.get("FREQ", "")
    if not every or (numbered and not (every == "MONTHLY" or (every == "YEARLY" and "BYMONTH" in parts))):
        return None
    return Rule(
        every=every,
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=frozenset(weekdays),
        days=frozenset(map(int, _list(parts, "BYMONTHDAY"))),
        months=frozenset(map(int, _list(parts, "BYMONTH"))),
        week_begins=_DAYS.index(parts.get("WKST", "MO")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        until=parts.get("UNTIL", ""),
    )


def times(text: str, first: datetime, now: datetime, zone: str | None) -> list[datetime] | None:
    """Return the wall times in `zone` of an event that first takes place at `first`, until some time after `now`.

    All are naive. None for a rule that is not followed: malformed, too fine, or begun too long ago.
    """
    rule = rule_of(text)
    if rule is None or now - first > OLDEST:
        return None
    last = min(max(now, first) + AHEAD, _until(rule, zone))
    found = [first, *(wall for wall in _walk(rule, first, first.date(), last) if wall > first)]
    return found[: rule.count]


def yearly(text: str, first: datetime, year: int) -> list[datetime] | None:
    """Return when a rule of a VTIMEZONE sets in from two years before `year` to two after; None as above."""
    rule = rule_of(_TIME_OF_DAY.sub("", text))
    if rule is None or rule.every != "YEARLY" or rule.interval != 1 or rule.count is not None:
        return None
    # The end is given in UTC; a day more makes sure that the last change, if it is one, is in.
    last = min(datetime(year + 2, 12, 31), _until(rule, None) + timedelta(days=1))  # noqa: DTZ001 - wall times are naive
    begun = max(first.date(), date(year - 2, 1, 1))
    return list(_walk(rule, first, begun, last))


def _walk(rule: Rule, first: datetime, begun: date, last: datetime) -> Iterator[datetime]:
    for number in range((last.date() - begun).days + 1):
        day = begun + timedelta(days=number)
        if rule.has(day, first.date()) and (wall := datetime.combine(day, first.time())) <= last:
            yield wall


def _until(rule: Rule, zone: str | None) -> datetime:
    """Return the last wall time in `zone` that a rule allows; a date allows all of its day."""
    found = values.stamp(rule.until)
    if found is None:
        return datetime.max - timedelta(days=2)  # noqa: DTZ901 - wall times are naive
    if found.time is None:
        return found.wall + timedelta(days=1) - timedelta(minutes=1)
    if found.offset is None or zone is None:
        return found.wall
    return found.wall.replace(tzinfo=UTC).astimezone(zone_of(zone)).replace(tzinfo=None)


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _numbers(day: date) -> tuple[int, int]:
    """Return the number of a day in its month, from the beginning and from the end."""
    return day.day, day.day - monthrange(day.year, day.month)[1] - 1


def _names(day: date) -> tuple[tuple[int, int], ...]:
    """Return how rules call a day: "TH", and "1TH" or "-1TH" by its place in the month."""
    number, from_end = _numbers(day)
    weekday = day.weekday()
    return (0, weekday), ((number - 1) // 7 + 1, weekday), (-((-from_end - 1) // 7) - 1, weekday)
