"""Reading a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.documents.invitations import values
from bot.documents.invitations.components import Component, parse
from bot.documents.invitations.decoding import lines_of
from bot.documents.invitations.events import Events, sequence
from bot.documents.invitations.occurrences import following, repeats
from bot.documents.invitations.zones import Zones
from bot.domain.dates.read import check_aware, no_city
from bot.domain.dates.zones import City
from bot.domain.invitations import Invitation
from bot.errors import InputError


def read_calendar(
    data: bytes, now: datetime, *, zone: str | None = None, city: City = no_city
) -> tuple[Invitation, ...]:
    """Return the events of a calendar file: those to come first, soonest first, then the latest past.

    `now` is aware. `zone` is the member's IANA zone, if known: it orders times without a zone, and is preferred
    where the file's clock rules are kept by several zones. `city` returns the zone of a place, or None. Of each
    event the newest version is returned, and of one that repeats its next time. Raises InputError for a file
    that is no calendar, too large, or without one event that can be read.
    """
    check_aware(now)
    lines, ended = lines_of(data)
    root = parse(lines, ended=ended)
    head = next((each for each in root.components if each.name == "VCALENDAR"), root)
    definitions = {
        values.line(each.value("TZID").strip('"')).casefold(): each for each in root.children("VTIMEZONE")
    }
    zones = Zones(definitions, head.value("X-WR-TIMEZONE"), zone, city)
    home = zone or "UTC"
    found, problems = _read(root, Events(zones, head.value("METHOD").upper()), now.astimezone(UTC), home)
    if not found:
        raise problems[0]
    if problems:
        doubt = "Another event in the file could not be read."
        found = [replace(each, doubts=(*each.doubts, doubt)) for each in found]
    found.sort(key=lambda each: _order(each, home))
    coming = [each for each in found if _order(each, home) >= now]
    return (*coming, *reversed(found[: len(found) - len(coming)]))


def _read(
    root: Component, events: Events, now: datetime, own: str
) -> tuple[list[Invitation], list[InputError]]:
    """Return what could be read of each event, and what was wrong with the others."""
    found: list[Invitation] = []
    problems: list[InputError] = []
    for versions in _newest(list(root.children("VEVENT"))):
        is_series = not versions[0].value("RECURRENCE-ID") and repeats(versions[0])
        try:
            if is_series:
                moved = [each for each in versions[1:] if not _taken_back(versions[0], each)]
                found.append(following(events, versions[0], moved, now, own))
            else:
                found += map(events.read, versions)
        except InputError as problem:
            problems.append(problem)
    return found, problems


def _taken_back(master: Component, moved: Component) -> bool:
    """Whether a newer version of a series leaves out the occurrence that an older version had moved."""
    left_out = {part for each in master.all("EXDATE") for part in each.value.split(",")}
    return moved.value("RECURRENCE-ID") in left_out and sequence(moved) < sequence(master)


def _order(invitation: Invitation, zone: str) -> datetime:
    """Return the instant until which an event is still to come: a whole day until it is over."""
    end_of_day = timedelta(days=1) if invitation.all_day else timedelta(0)
    return invitation.ordered_by(zone) + end_of_day


def _newest(events: list[Component]) -> Iterator[list[Component]]:
    """Yield the events of each UID: the newest version of the event, then of each of its moved occurrences."""
    series: dict[str, dict[str, Component]] = {}
    for number, event in enumerate(events):
        versions = series.setdefault(event.value("UID") or f"\n{number}", {})
        occurrence = event.value("RECURRENCE-ID")
        known = versions.get(occurrence)
        if known is None or _version(event) >= _version(known):
            versions[occurrence] = event
    for versions in series.values():
        yield [versions[key] for key in sorted(versions)]


def _version(event: Component) -> tuple[int, str]:
    return sequence(event), event.value("DTSTAMP")
