"""One event of a calendar as an invitation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.documents.invitations import links, markup, particulars, values
from bot.documents.invitations.components import Component
from bot.documents.invitations.decoding import EXAMPLE, OTHERWISE
from bot.documents.invitations.people import interviewers
from bot.documents.invitations.zones import Zones
from bot.domain.calendar import local
from bot.domain.invitations import Contact, Invitation, Moment, ZoneSource
from bot.errors import InputError

MOST_PEOPLE: Final = 50
LONGEST_NOTES: Final = 20_000
LONGEST_PROSE: Final = 8_000
"""Characters of the notes that are searched for names and the like."""

_LINKS: Final = (
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "CONFERENCE",
    "URL",
)
_CUT: Final = "The file stops before its end; something may be missing."
MIDNIGHT: Final = time()
_FAMILY_FIRST: Final = re.compile(
    r"^([^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?), (?!(?:Inc|Ltd|LLC|GmbH|Jr|Sr|PhD|MD)\b)([^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*)?)$"
)
"""A name as directories write it: "Lind, Bo"."""
_ABOUT_METHOD: Final = {
    "COUNTER": ("This proposes another time, which may not be agreed yet.",),
    "REPLY": ("This is somebody's answer to an invitation, not the invitation itself.",),
}


class Events:
    """Reads the events of one file, which share its zones and its method."""

    def __init__(self, zones: Zones, method: str) -> None:
        self._zones = zones
        self._method = method

    def read(self, event: Component) -> Invitation:
        """Return what an event says; raises InputError for one without a start that can be read."""
        off = self._method == "CANCEL" or event.value("STATUS").upper() in {"CANCELLED", "CANCELED"}
        undated = off and event.first("DTSTART") is None
        starts, doubts = _noted(event) if undated else self._start(event)
        title = markup.plain_marks(values.line(_value(event, "SUMMARY")))[:300]
        location = values.text(_value(event, "LOCATION"))
        notes = _notes(event)
        words = f"{title}\n{notes}"[:LONGEST_PROSE]
        joins = _link(event, location, notes)
        met = interviewers(words)
        place = particulars.place_of(location) or particulars.place(words)
        return Invitation(
            uid=event.value("UID")[:500],
            sequence=sequence(event),
            method=self._method[:20],
            cancelled=off,
            undated=undated,
            clock=_unread_clock(event, starts),
            title=title,
            starts=starts,
            ends=self._end(event, starts),
            place=place,
            # A place that is an address may be any house's own meeting page, or a map: it is kept and proves nothing.
            link=joins or (location.strip() if links.is_address(location.strip()) else ""),
            organizer=next(iter(_contacts(event, "ORGANIZER")), None),
            attendees=tuple(_contacts(event, "ATTENDEE")),
            interviewers=met,
            company=particulars.company(words, met),
            role=particulars.role(words),
            format=particulars.format_of(words, link=joins, place=place, location=location),
            panel=particulars.is_panel(words),
            notes=notes,
            doubts=(*doubts, *_ABOUT_METHOD.get(self._method, ()), *(() if event.ended else (_CUT,))),
        )

    def _start(self, event: Component) -> tuple[Moment, tuple[str, ...]]:
        found = {(each.value.strip(), each.parameters.get("TZID", "")): each for each in event.all("DTSTART")}
        if len(found) > 1:
            raise InputError(
                f"That file gives two different starts for one event. {OTHERWISE}", example=EXAMPLE
            )
        start = next(iter(found.values()), None)
        stamp = values.stamp(start.value) if start else None
        if start is None or stamp is None:
            problem = "gives no start for the event" if start is None else "has a start that I can't read"
            raise InputError(f"That file {problem}. {OTHERWISE}", example=EXAMPLE)
        # Some write VALUE=DATE and a time all the same; midnight is then no time.
        dated = start.parameters.get("VALUE", "").upper() == "DATE" and stamp.time in {None, MIDNIGHT}
        if dated or event.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
            stamp = stamp._replace(time=None, offset=None)
        return self._zones.moment(stamp, start.parameters.get("TZID", ""))

    def _end(self, event: Component, starts: Moment) -> Moment | None:
        """Return when it ends by the clock of its start; None where that is not told or cannot be."""
        if starts.time is None:
            return None
        end = event.first("DTEND")
        stamp = values.stamp(end.value) if end else None
        if end is None or stamp is None:
            length = values.duration(event.value("DURATION"))
            return None if length is None else _later(starts, length)
        moment, _ = self._zones.moment(stamp, end.parameters.get("TZID", ""))
        if starts.zone is not None and moment.instant is not None:
            moment = moment.held_in(starts.zone)
        moment = replace(moment, zone=starts.zone, source=starts.source)
        length = _elapsed(starts, moment)
        return moment if length is not None and timedelta(0) < length <= values.LONGEST_STAY else None


def _unread_clock(event: Component, starts: Moment) -> str:
    """Return what an event calls its zone, where that is none that anybody knows."""
    start = event.first("DTSTART")
    named = values.line(start.parameters.get("TZID", "")).strip('"') if start else ""
    return named[:60] if starts.source is ZoneSource.FLOATING and starts.time is not None else ""


def _noted(event: Component) -> tuple[Moment, tuple[str, ...]]:
    """Return the day on which a cancellation was written that names no start; it needs none (RFC 5546, 3.2.5)."""
    stamp = values.stamp(event.value("DTSTAMP"))
    day = stamp.day if stamp else date(values.FIRST_YEAR, 1, 1)
    return Moment(day, None, None, ZoneSource.FLOATING), ()


def sequence(event: Component) -> int:
    """Return the number of an event's version; 0 for none and for one that is no number."""
    value = event.value("SEQUENCE")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _value(event: Component, name: str) -> str:
    found = event.first(name)
    return found.value if found else ""


def _notes(event: Component) -> str:
    """Return the description as plain text; Outlook's HTML stands in where there is no other."""
    notes = values.text(_value(event, "DESCRIPTION")) or values.text(_value(event, "COMMENT"))
    html = values.text(_value(event, "X-ALT-DESC"))
    if len(notes.strip()) < 3 and html:
        notes = html
    plain = markup.plain(notes) if markup.is_html(notes) else notes
    return markup.plain_marks(plain)[:LONGEST_NOTES]


def _link(event: Component, location: str, notes: str) -> str:
    """Return the address that joins the meeting; else the event's own, where it is no calendar page."""
    named = [each.value.strip() for name in _LINKS for each in event.all(name)]
    html = values.text(_value(event, "X-ALT-DESC"))
    return links.meeting([*named, location, notes, markup.plain(html) if html else ""])


def _contacts(event: Component, name: str) -> Iterator[Contact]:
    """Yield people, not rooms; a name that is only the address again is left out."""
    for each in event.all(name)[:MOST_PEOPLE]:
        if each.parameters.get("CUTYPE", "").upper() in {"ROOM", "RESOURCE"}:
            continue
        value = each.value.strip()
        address = value.partition(":")[2].strip() if value.lower().startswith("mailto:") else value
        address = address if "@" in address and not set(address) & set(" /<>") else ""
        called = values.line(each.parameters.get("CN", "")).strip("'\" ")[:200]
        called = "" if called.casefold() == address.casefold() else _FAMILY_FIRST.sub(r"\2 \1", called)
        if called or address:
            yield Contact(called, address[:320])


def _later(starts: Moment, length: timedelta) -> Moment:
    """Return the moment `length` of real time after the start, by the same clock."""
    if (instant := starts.instant) is None or starts.zone is None:
        return shifted(starts, length)
    there = local(instant + length, starts.zone)
    return replace(starts, day=there.date(), time=there.time())


def _elapsed(starts: Moment, ends: Moment) -> timedelta | None:
    if starts.time is None or ends.time is None:
        return None
    if (begin := starts.instant) is not None and (end := ends.instant) is not None:
        return end - begin
    return datetime.combine(ends.day, ends.time) - datetime.combine(starts.day, starts.time)


def shifted(moment: Moment, later: timedelta) -> Moment:
    """Return the moment that much later by the clock on the wall."""
    wall = datetime.combine(moment.day, moment.time or datetime.min.time()) + later
    return replace(moment, day=wall.date(), time=wall.time() if moment.time is not None else None)
