"""Calendar files, written (RFC 5545). The library escapes, folds and spells the values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bot.domain.agenda import Appointment
from bot.domain.calendar import aware, local, zone_of

PRODUCT: Final = "-//Encore//Encore//EN"
LOOK_AGAIN: Final = timedelta(hours=4)
"""How often a calendar that follows the file may look whether it has changed."""
AROUND: Final = timedelta(days=400)
"""Of clock changes before the first event of a zone and after its last: a whole year of them each way."""
LONG_AGO: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time, as a VTIMEZONE has it
_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_NEVER: Final = frozenset({"Cc", "Cs"})
"""Control characters and halves of characters: RFC 5545 has no place for them, nor has UTF-8 for the latter."""


def write(appointments: Sequence[Appointment], *, name: str) -> bytes:
    """Return an iCalendar file with these events; the same events give the same bytes. `name` is the calendar's.

    It has no METHOD: it is nobody's invitation, and a calendar takes its events in as its owner's own.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for zone in sorted({each.zone for each in appointments} - {"UTC"}):
        calendar.add_component(_timezone(zone, [each for each in appointments if each.zone == zone]))
    for appointment in appointments:
        calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.revision)
    event.add("dtstamp", appointment.changed_at)
    event.add("last-modified", appointment.changed_at)
    _add_start(event, appointment)
    # A length, not an end: where the clock goes back meanwhile, the time at which it ends comes twice.
    event.add("duration", timedelta(minutes=appointment.minutes))
    event.add("summary", _line(appointment.title))
    if appointment.notes:
        event.add("description", _lines(appointment.notes))
    if appointment.place:
        event.add("location", _line(appointment.place))
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    # Others who may see when its owner is busy are not to read what with.
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if appointment.busy and not appointment.cancelled else "TRANSPARENT")
    if appointment.alarm is not None:
        event.add_component(_alarm(appointment.title, appointment.alarm))
    return event


def _add_start(event: Event, appointment: Appointment) -> None:
    there = local(appointment.starts_at, appointment.zone)
    if appointment.zone == "UTC" or there.fold:
        # Where the clock shows a time twice, iCalendar means the first (3.3.5); the second is told in UTC.
        event.add("dtstart", aware(appointment.starts_at))
    else:
        # The zone is named by us: the library takes Reykjavik's and others for UTC itself, and would not name them.
        event.add("dtstart", there.replace(tzinfo=None), parameters={"TZID": appointment.zone})


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(title))
    alarm.add("trigger", -before)
    return alarm


def _timezone(zone: str, appointments: Sequence[Appointment]) -> Timezone:
    """Return the rules of a zone for as long as its events need them, each clock change by itself.

    The library's own are not used: they look at clocks every 64 days at first, and so miss that Morocco's go back
    for the month of Ramadan.
    """
    starts = [each.starts_at for each in appointments]
    component = Timezone()
    component.add("tzid", zone)
    first = local(min(starts) - AROUND, zone)
    offset = first.utcoffset() or timedelta(0)
    component.add_component(_observance(first, LONG_AGO, offset))
    for change in _changes(zone, min(starts) - AROUND, max(starts) + AROUND):
        before, offset = offset, change.utcoffset() or timedelta(0)
        wall = change.astimezone(UTC).replace(tzinfo=None) + before
        component.add_component(_observance(change, wall, before))
    return component


def _observance(since: datetime, wall: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """Return what clocks show from `since` on; `wall` is what they showed at that moment, `before` it."""
    component = TimezoneDaylight() if since.dst() else TimezoneStandard()
    component.DTSTART = wall
    component.TZOFFSETFROM = before
    component.TZOFFSETTO = since.utcoffset() or timedelta(0)
    component.add("tzname", since.tzname() or "")
    return component


def _changes(zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the first moment after each clock change, to the second; no zone has changed twice within a day."""
    day, second, rules = timedelta(days=1), timedelta(seconds=1), zone_of(zone)
    at = start.astimezone(UTC).replace(microsecond=0)
    while at < end:
        low, high = at, at + day
        if low.astimezone(rules).utcoffset() != high.astimezone(rules).utcoffset():
            while high - low > second:
                middle = low + timedelta(seconds=(high - low) // second // 2)
                same = middle.astimezone(rules).utcoffset() == low.astimezone(rules).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high.astimezone(rules)
        at += day


def _lines(words: str) -> str:
    """Return words without what no calendar may hold; their line breaks are plain ones."""
    plain = _BREAKS.sub("\n", words)
    return "".join(char for char in plain if char in "\n\t" or unicodedata.category(char) not in _NEVER)


def _line(words: str) -> str:
    return " ".join(_lines(words).split())
