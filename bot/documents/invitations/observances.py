"""A VTIMEZONE's own clock rules (RFC 5545, 3.6.5), and the well-known zone that keeps the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.documents.invitations import values
from bot.documents.invitations.components import Component
from bot.documents.invitations.recurrence import yearly
from bot.domain.calendar import zone_of

MOST_RULES: Final = 16
_BEFORE: Final = timedelta(days=200)
_AFTER: Final = timedelta(days=400)
_NOON: Final = time(12)

WELL_KNOWN: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage",
    "America/Halifax", "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
    "Europe/London", "Europe/Paris", "Europe/Athens", "Europe/Chisinau", "Atlantic/Azores", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Beirut", "Asia/Jerusalem", "Asia/Hebron", "Australia/Sydney",
    "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Norfolk",
    "Pacific/Easter", "America/Nuuk", "America/Miquelon",
)  # fmt: skip
"""One zone for each pair of clock changes in use; of zones that keep the same clocks, the largest city's."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The distance from UTC that each change of the clocks brings, by the wall time of the change."""

    changes: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]
    """One more than the changes: the first holds before them all."""

    def offset(self, wall: datetime) -> timedelta:
        """Return the distance from UTC at a naive wall time."""
        return self.offsets[bisect_right(self.changes, wall)]


def clocks(zone: Component, year: int) -> Clocks | None:
    """Return the clocks of a VTIMEZONE in the years around `year`, or None for one that cannot be followed."""
    changes: dict[datetime, timedelta] = {}
    begun: list[tuple[datetime, timedelta]] = []
    rules = [each for each in zone.components if each.name in {"STANDARD", "DAYLIGHT"}]
    if not 0 < len(rules) <= MOST_RULES:
        return None
    for rule in rules:
        before, after = (values.offset(rule.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        onsets = _onsets(rule, year)
        if before is None or after is None or onsets is None:
            return None
        changes |= dict.fromkeys(onsets, after)
        begun.append((min(onsets), before))
    ordered = sorted(changes)
    return Clocks(tuple(ordered), (min(begun)[1], *(changes[onset] for onset in ordered)))


def _onsets(rule: Component, year: int) -> list[datetime] | None:
    """Return when a rule sets in, from two years before `year` to two after, and its first time if earlier."""
    start = values.stamp(_recent(rule.value("DTSTART")))
    if start is None or start.time is None:
        return None
    found = [start.wall]
    for each in rule.all("RDATE"):
        found += [extra.wall for part in each.value.split(",")[:200] if (extra := values.stamp(part))]
    repeats = rule.all("RRULE")
    if not repeats and start.wall.year > year:
        # A file that lists only what is still to come: the clocks changed in the years before as well.
        found += [start.wall - timedelta(weeks=52 * back) for back in range(1, start.wall.year - year + 3)]
    repeated = yearly(repeats[0].value, start.wall, year) if len(repeats) == 1 else []
    return None if repeated is None or len(repeats) > 1 else [*found, *repeated]


def _recent(value: str) -> str:
    """Bring a start in 1601, which is Windows' beginning of time, to a year that stamps may have."""
    return (
        f"{values.FIRST_YEAR}{value[4:]}"
        if value[:4].isdigit() and int(value[:4]) < values.FIRST_YEAR
        else value
    )


def same_clocks(found: Clocks, day: date, own: str | None) -> str | None:
    """Return the zone that keeps these clocks all year around `day`, or None where none or several countries do.

    `own`, the member's, goes first. Clocks that never change are kept by many countries, and are left by
    calendars that write only the rule of the day: they are matched with `own` alone.
    """
    days = list(_days(day))
    wanted = [found.offset(noon) for noon in days]
    changes = len(set(wanted)) > 1
    candidates: Iterable[str] = (*([own] if own else []), *(WELL_KNOWN if changes else ()))
    return next((zone for zone in candidates if _keeps(zone, days, wanted)), None)


def _keeps(zone: str, days: list[datetime], wanted: list[timedelta]) -> bool:
    tz = zone_of(zone)
    return all(tz.utcoffset(noon) == offset for noon, offset in zip(days, wanted, strict=True))


def _days(day: date) -> Iterator[datetime]:
    noon = datetime.combine(day, _NOON)
    for number in range(-_BEFORE.days, _AFTER.days):
        yield noon + timedelta(days=number)
