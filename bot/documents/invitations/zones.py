"""The IANA zone that a calendar means by a TZID: an IANA key, a Windows name, a vendor's path, rules of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from bot.documents.invitations import values
from bot.documents.invitations.components import Component
from bot.documents.invitations.observances import Clocks, clocks, same_clocks
from bot.domain.calendar import Doubtful, city_of, zone_of
from bot.domain.dates import Reading, read
from bot.domain.dates.read import no_city
from bot.domain.dates.zones import City
from bot.domain.invitations import Moment, ZoneSource

LONGEST_NAME: Final = 200
MOST_WORKED_OUT: Final = 20
"""Pairs of a zone and a year; an invitation has one."""

_UTC: Final = frozenset(
    {"utc", "z", "zulu", "uct", "gmt", "etc/utc", "etc/gmt", "etc/uct", "etc/zulu", "universal"}
)
_UTC_NAMES: Final = _UTC | {
    "etc/universal",
    "coordinated universal time",
    "tzone://microsoft/utc",
    "utc+00:00",
}
_NEW_NAMES: Final = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Europe/Kiev": "Europe/Kyiv",
    "US/Eastern": "America/New_York",
    "US/Central": "America/Chicago",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
    "US/Alaska": "America/Anchorage",
    "US/Hawaii": "Pacific/Honolulu",
    "US/Arizona": "America/Phoenix",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}
"""Names that IANA keeps for old files (its `backward`), and what it calls the same clocks today."""
_NEW_IN_WINDOWS: Final = {
    "Alberta Standard Time": "America/Edmonton",
    "British Columbia Standard Time": "America/Vancouver",
    "Manitoba Standard Time": "America/Winnipeg",
}
"""Windows' names of 2026, which CLDR has and the library's copy of its table (April 2025) has not."""
_SHOWN: Final = re.compile(r"\s*\((?:UTC|GMT)\s*([+-]\d\d[:.]?\d\d)?\)\s*(.*)", re.IGNORECASE)
_AMERICAN: Final = re.compile(
    r"(Eastern|Central|Mountain|Pacific) Time \(US (?:&|and) Canada\)", re.IGNORECASE
)
_DAYLIGHT: Final = re.compile(r"\b(Daylight|Summer) Time\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(r" \d{1,2}$")
_LETTERS: Final = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Zones:
    """What resolves a file's times. `own` is the member's zone, if known; `city` knows the zones of cities."""

    definitions: Mapping[str, Component]
    calendar: str
    own: str | None = None
    city: City = no_city
    worked_out: dict[tuple[str, int], Clocks | None] = field(default_factory=dict)

    def moment(self, stamp: values.Stamp, tzid: str) -> tuple[Moment, tuple[str, ...]]:
        """Return the moment that a stamp with this TZID ("" for none) means, and what is doubtful about it."""
        if stamp.time is None:
            return Moment(stamp.day, None, None, ZoneSource.FLOATING), ()
        if stamp.offset is not None:
            return self._instant(stamp, stamp.offset, tzid)
        if tzid:
            return self._named(stamp, stamp.time, tzid)
        if (zone := self._known(self.calendar)) is not None:
            doubt = f"The time names no zone; I took the calendar's, {city_of(zone)}."
            return Moment(stamp.day, stamp.time, zone, ZoneSource.CALENDAR), (doubt,)
        return Moment(stamp.day, stamp.time, None, ZoneSource.FLOATING), ()

    def _instant(self, stamp: values.Stamp, offset: timedelta, tzid: str) -> tuple[Moment, tuple[str, ...]]:
        instant = stamp.wall.replace(tzinfo=timezone(offset)).astimezone(UTC)
        moment = Moment(instant.date(), instant.time(), "UTC", ZoneSource.INSTANT)
        zone = self._known(tzid) or self._known(self.calendar)
        if zone is None:
            return moment, ()
        moment = moment.held_in(zone)
        if not tzid or (moment.day, moment.time) == (stamp.day, stamp.time):
            return moment, ()
        doubt = (
            f"The file gives the time in UTC and names {city_of(zone)} too. I took it as {moment.time:%H:%M} there; "
            "check it against the invitation."
        )
        return moment, (doubt,)

    def _named(self, stamp: values.Stamp, at: time, tzid: str) -> tuple[Moment, tuple[str, ...]]:
        definition = self.definitions.get(_plain(tzid).casefold())
        rules = self._rules(_plain(tzid).casefold(), stamp.day.year)
        zone = self._known(tzid)
        if zone is None and definition is not None:
            zone = self._known(definition.value("X-LIC-LOCATION"))
        if zone is not None:
            moment = Moment(stamp.day, at, zone, ZoneSource.NAMED)
            return moment, _disagreement(moment, rules, stamp)
        if _plain(tzid).casefold() in _UTC_NAMES or _is_fixed(tzid):
            fixed = zone_of(_fixed_key(tzid)).utcoffset(stamp.wall)
            return self._instant(stamp, fixed or timedelta(0), "")
        return self._worked_out(stamp, at, _plain(tzid), rules)

    def _rules(self, tzid: str, year: int) -> Clocks | None:
        """Return the file's own clocks of that name, worked out once a year that is asked for."""
        if (tzid, year) not in self.worked_out:
            definition = self.definitions.get(tzid) if len(self.worked_out) < MOST_WORKED_OUT else None
            self.worked_out[tzid, year] = clocks(definition, year) if definition is not None else None
        return self.worked_out[tzid, year]

    def _worked_out(
        self, stamp: values.Stamp, at: time, tzid: str, rules: Clocks | None
    ) -> tuple[Moment, tuple[str, ...]]:
        """Read a name that is none: by the rules that come with it, else by its words."""
        if rules is not None:
            zone = same_clocks(rules, stamp.day, self.own)
            if zone is not None:
                doubt = f"The invitation calls its time zone “{tzid[:60]}”; its clocks are those of {city_of(zone)}."
                return Moment(stamp.day, at, zone, ZoneSource.MATCHED), (doubt,)
            moment, _ = self._instant(stamp, rules.offset(stamp.wall), "")
            return moment, (
                f"The invitation calls its time zone “{tzid[:60]}”, which could be in several places.",
            )
        zone = self._shown(tzid, stamp.day) or self._said(tzid, stamp.day, at)
        if zone is not None:
            doubt = f"The invitation calls its time zone “{tzid[:60]}”; I took it as {city_of(zone)}."
            return Moment(stamp.day, at, zone, ZoneSource.MATCHED), (doubt,)
        doubt = f"The invitation calls its time zone “{tzid[:60]}”, which I don't know."
        return Moment(stamp.day, at, None, ZoneSource.FLOATING), (doubt,)

    def _known(self, name: str) -> str | None:
        """Return the zone for an IANA key, a Windows name or a vendor's path that ends in a key."""
        name = _plain(name)
        if not name or len(name) > LONGEST_NAME:
            return None
        return _iana(name) or _windows(name) or _after_prefix(name)

    def _shown(self, name: str, day: date) -> str | None:
        """Read what Windows shows for a zone: "(UTC+01:00) Amsterdam, Berlin, Bern, Rome"."""
        if american := _AMERICAN.search(name):
            return _windows(f"{american[1].title()} Standard Time")
        shown = _SHOWN.fullmatch(name)
        if shown is None:
            return None
        standard = values.offset((shown[1] or "+00:00").replace(".", ":"))
        for place in shown[2].split(",")[:6]:
            found = self.city(place.strip())
            zone = found.only if isinstance(found, Doubtful) else found
            if zone is not None and _standard(zone, day) == standard:
                return zone
        return None

    def _said(self, name: str, day: date, at: time) -> str | None:
        """Read a zone's abbreviation or a city as people say it, if it has one meaning at that time."""
        now = datetime.combine(day, at, zone_of(self.own) if self.own else UTC)
        reading = read(f"{day:%Y-%m-%d} {at:%H:%M} {name[:60]}", now, city=self.city)
        if not isinstance(reading, Reading) or len(reading.readings) != 1:
            return None
        when = reading.readings[0]
        return when.zone if (when.day, when.time) == (day, at) else None


def _plain(name: str) -> str:
    return values.line(name.strip().strip('"'))


def _iana(name: str) -> str | None:
    """Return the zone of a key with its area; one without ("EST", "GMT") says too little."""
    name = _NEW_NAMES.get(name, name)
    if "/" not in name or name.startswith(("/", "Etc/", "posix/", "right/", "SystemV/")):
        return None
    for key in (name, _LETTERS.sub(lambda word: word[0].capitalize(), name)):
        key = _NEW_NAMES.get(key, key)  # noqa: PLW2901 - the current name stands for it from here
        try:
            return zone_of(key).key
        except ValueError:
            continue
    return None


def _windows(name: str) -> str | None:
    """Return the zone for a Windows name, by CLDR's windowsZones; "Eastern Standard Time 1" is one of two alike."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - see components

    names = _NEW_IN_WINDOWS | WINDOWS_TO_OLSON
    wanted = _DAYLIGHT.sub("Standard Time", _NUMBERED.sub("", name)).casefold()
    found = next((zone for windows, zone in names.items() if windows.casefold() == wanted), None)
    return None if found is None or found.startswith("Etc/") else _NEW_NAMES.get(found, found)


def _after_prefix(name: str) -> str | None:
    """Return the zone in "/freeassociation.sourceforge.net/Europe/London", the longest key at its end."""
    parts = name.strip("/").split("/")
    ends = ("/".join(parts[start:]) for start in range(max(1, len(parts) - 3), len(parts) - 1))
    return next((zone for end in ends if (zone := _iana(end)) is not None), None)


def _is_fixed(name: str) -> bool:
    return _fixed_key(name) != "UTC"


def _fixed_key(name: str) -> str:
    """Return the key of a clock that never changes, "Etc/GMT+5", whose sign is turned round; else "UTC"."""
    name = _plain(name)
    if not name.startswith("Etc/GMT"):
        return "UTC"
    try:
        return zone_of(name).key
    except ValueError:
        return "UTC"


def _standard(zone: str, day: date) -> timedelta | None:
    """Return a zone's distance from UTC in winter, which is what Windows shows."""
    tz = zone_of(zone)
    seasons = [tz.utcoffset(datetime(day.year, month, 15)) for month in (1, 7)]  # noqa: DTZ001 - a wall time
    return min(season for season in seasons if season is not None)


def _disagreement(moment: Moment, rules: Clocks | None, stamp: values.Stamp) -> tuple[str, ...]:
    """Say so where the file's own rules set the clock otherwise than the zone it names."""
    if rules is None or moment.zone is None or moment.instant is None:
        return ()
    if rules.offset(stamp.wall) == zone_of(moment.zone).utcoffset(stamp.wall):
        return ()
    doubt = (
        f"The file's own clock rules differ from {city_of(moment.zone)}'s that day. "
        f"I took {moment.time:%H:%M} as {city_of(moment.zone)} time; check it against the invitation."
    )
    return (doubt,)
