"""Wall time and zone to an instant, and back.

A wall time that a clock change skips (02:30 on a spring morning) is read with the offset from before the
change, so 02:30 becomes 03:30: one hour later on the clock, the hour the member would find. One that a
change repeats is the first of the two: early is never too late. This is PEP 495's fold=0.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SATURDAY = 5


@lru_cache(maxsize=1024)
def zone_of(key: str) -> ZoneInfo:
    """Return the IANA zone; raises ValueError for a name that is none."""
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{key!r} is not an IANA time zone") from error


def aware(moment: datetime) -> datetime:
    """Return `moment` in UTC; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {moment}")
    return moment.astimezone(UTC)


def instant_of(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant at which clocks in `zone` show `day` and `at`, by the rule above."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), zone_of(zone)).astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Return `moment` (aware) as clocks in `zone` show it."""
    if moment.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {moment}")
    return moment.astimezone(zone_of(zone))


def add_business_days(day: date, count: int, days_off: AbstractSet[date] | None = None) -> date:
    """Return the day `count` business days after (or, negative, before) `day`.

    `days_off` are the days on which nobody works, weekends included; None means Saturdays and Sundays.
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= SATURDAY if days_off is None else day in days_off:
            day += step
    return day


def weekends(first: date, last: date) -> frozenset[date]:
    """Return the Saturdays and Sundays from `first` to `last`, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(day for day in days if day.weekday() >= SATURDAY)


def city_of(zone: str) -> str:
    """Return the place in a zone's name, as people say it: "New York" for "America/New_York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@dataclass(frozen=True, slots=True)
class City:
    """A city and the zone (IANA) that its clocks keep.

    `country` is its English name. `region` is the code of the state or province where people usually add it
    (United States, Canada, Australia), else empty. `population` is 0 for a place known only by its zone.
    """

    name: str
    country: str
    region: str
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What a name may stand for: one of several clocks (IANA zones, likeliest first), or no place at all.

    `everyday` where it is a first name or a common word too, `small` where it is a town that few know. `reason` is
    safe to show and says what to write instead.
    """

    zones: tuple[str, ...]
    reason: str
    everyday: bool = False
    small: bool = False

    @property
    def only(self) -> str | None:
        """The zone, where the name of a place was asked for and can only be this one."""
        return self.zones[0] if len(self.zones) == 1 else None


Placed: TypeAlias = str | Doubtful | None
"""What is known of a name: the IANA zone that it certainly means, what it may mean, or nothing."""
