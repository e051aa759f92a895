"""The values of properties: texts, dates with times, durations, distances from UTC (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2100
LONGEST_STAY: Final = timedelta(days=31)
"""A longer event is no interview, and its end is left out."""

_STAMP: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?", re.ASCII)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_SPACES: Final = re.compile(r"[ \t\xa0]+")


class Stamp(NamedTuple):
    """A date, perhaps with a wall time, perhaps with its distance from UTC."""

    day: date
    time: time | None
    offset: timedelta | None

    @property
    def wall(self) -> datetime:
        """The wall time, naive; a whole day begins at midnight."""
        return datetime.combine(self.day, self.time or time())


def text(value: str) -> str:
    """Undo the escapes of a TEXT value."""
    return _ESCAPE.sub(lambda mark: "\n" if mark[1] in "nN" else mark[1], value).strip()


def line(value: str) -> str:
    """Return a text as one line, without runs of spaces."""
    return _SPACES.sub(" ", " ".join(text(value).split())).strip()


def stamp(value: str) -> Stamp | None:
    """Return what "20261203T150000Z" and its like say, seconds dropped; None for what is no date."""
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, _, zone = found.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        when = date(int(year), int(month), int(day))
        at = time(int(hour), int(minute)) if hour else None
    except ValueError:
        return None
    return Stamp(when, at, offset(zone) if zone else None)


def offset(value: str) -> timedelta | None:
    """Return the distance that "+0530" is from UTC, to the minute; None for what is none."""
    if value in {"Z", "z"}:
        return timedelta(0)
    found = _OFFSET.fullmatch(value.strip())
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -distance if found[1] == "-" else distance


def duration(value: str) -> timedelta | None:
    """Return a DURATION; None for what is none, or no length of an interview."""
    from icalendar.prop import vDuration  # noqa: PLC0415 - see components

    try:
        length = vDuration.from_ical(value.strip())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return length if timedelta(0) < length <= LONGEST_STAY else None
