"""The next time of an event that repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.documents.invitations import recurrence, values
from bot.documents.invitations.components import Component, Property
from bot.documents.invitations.decoding import EXAMPLE
from bot.documents.invitations.events import Events, shifted
from bot.domain.calendar import local
from bot.domain.invitations import Invitation, Moment
from bot.errors import InputError

MOST_DATES: Final = 500
_FIRST: Final = "It repeats; I took its first time. Check the day."
_NEXT: Final = "It repeats; I took the next time. Check the day."


def repeats(event: Component) -> bool:
    """Whether an event takes place more than once."""
    return event.first("RRULE") is not None or event.first("RDATE") is not None


def following(
    events: Events, master: Component, moved: list[Component], now: datetime, own: str
) -> Invitation:
    """Return the next occurrence of a repeating event, or its last if all are past.

    `moved` are the occurrences that were given another time, `own` is the zone for times without one. Raises
    InputError where the repeats cannot be followed and the first has passed.
    """
    first = events.read(master)
    held, first = first.starts.zone, _as_given(first, master)
    starts = first.starts
    wall = datetime.combine(starts.day, starts.time or datetime.min.time())
    here = local(now, starts.zone or own).replace(tzinfo=None)
    times = _times(master, wall, here, starts.zone)
    if times is None or any(each.first("RECURRENCE-ID", RANGE="THISANDFUTURE") for each in moved):
        if wall < here:
            raise InputError(
                "That event repeats in a way I can't follow. Type the day and the time of your interview.",
                example=EXAMPLE,
            )
        return _marked(first, _FIRST, held)
    replaced = {_in_zone(stamp, starts) for stamp in _replaced(master, moved)}
    options = [_at(first, time - wall) for time in times if time not in replaced]
    options = sorted([*options, *map(events.read, moved)], key=lambda each: each.ordered_by(own))
    if not options:
        raise InputError("Every time of that repeating event has been called off.", example=EXAMPLE)
    coming = [each for each in options if each.ordered_by(own) >= now]
    return _marked(
        next((each for each in coming if not each.cancelled), (coming or options[-1:])[0]), _NEXT, held
    )


def _as_given(first: Invitation, master: Component) -> Invitation:
    """Return a start that was given in UTC in UTC again: it repeats by that clock, whatever zone it is shown in."""
    given = values.stamp(master.value("DTSTART"))
    if given is None or given.offset is None or first.starts.zone is None:
        return first
    return replace(
        first, starts=first.starts.held_in("UTC"), ends=first.ends.held_in("UTC") if first.ends else None
    )


def _marked(chosen: Invitation, doubt: str, zone: str | None) -> Invitation:
    """Return the occurrence with its doubt, by the clock that the event is held in."""
    if zone is not None and chosen.starts.zone == "UTC" != zone:
        ends = chosen.ends.held_in(zone) if chosen.ends else None
        chosen = replace(chosen, starts=chosen.starts.held_in(zone), ends=ends)
    return replace(chosen, repeats=True, doubts=(*chosen.doubts, doubt))


def _times(master: Component, wall: datetime, here: datetime, zone: str | None) -> list[datetime] | None:
    found = [wall]
    rules = master.all("RRULE")
    if rules:
        times = recurrence.times(rules[0].value, wall, here, zone) if len(rules) == 1 else None
        if times is None:
            return None
        found = times
    for stamp in (stamp for each in master.all("RDATE") for stamp in _stamps(each)):
        if stamp.offset is None or zone is None:
            found.append(stamp.wall)
        else:
            found.append(local(stamp.wall.replace(tzinfo=UTC) - stamp.offset, zone).replace(tzinfo=None))
    return sorted(set(found))


def _replaced(master: Component, moved: list[Component]) -> Iterator[values.Stamp]:
    for each in master.all("EXDATE"):
        yield from _stamps(each)
    for event in moved:
        for each in event.all("RECURRENCE-ID"):
            yield from _stamps(each)


def _stamps(each: Property) -> Iterator[values.Stamp]:
    for part in each.value.split(",")[:MOST_DATES]:
        if (stamp := values.stamp(part.partition("/")[0])) is not None:
            yield stamp


def _in_zone(stamp: values.Stamp, starts: Moment) -> datetime:
    """Return the wall time of an occurrence by the series' own clock."""
    if stamp.time is None and starts.time is not None:
        return datetime.combine(stamp.day, starts.time)
    if stamp.offset is None or starts.zone is None:
        return stamp.wall
    return local(stamp.wall.replace(tzinfo=UTC) - stamp.offset, starts.zone).replace(tzinfo=None)


def _at(first: Invitation, later: timedelta) -> Invitation:
    """Return an occurrence some days after the first, by the clock on the wall."""
    ends = shifted(first.ends, later) if first.ends else None
    return replace(first, starts=shifted(first.starts, later), ends=ends)
