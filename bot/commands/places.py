"""From a typed city to the zone that its clocks keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.command import Context
from bot.domain.calendar import City, Doubtful, local, zone_of
from bot.ports import Cities
from bot.reply import Choice
from bot.text import said_back

CONSIDERED = 100
"""Places that begin like what was typed, among which the reader's own country comes first."""
NAMED = 8
"""Places named in one sentence."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a name gives no zone; safe to show beside the field."""

    reason: str


def place(cities: Cities, typed: str) -> str | Unplaced:
    """Return the IANA zone for a typed city, or why there is none."""
    typed = typed.strip()
    meant = cities.meant(typed) if typed else None
    zone = meant.only if isinstance(meant, Doubtful) else meant
    if zone := zone or (_bare_zone(typed) if typed else None):
        return zone
    found = cities.find(typed) if typed else ()
    if not found and isinstance(meant, Doubtful):
        return Unplaced(meant.reason)
    if not found:
        return Unplaced(
            f"I don't know a city called “{said_back(typed)}”. Try the nearest large one: Berlin, New York, Mumbai."
        )
    labels = [*dict.fromkeys(cities.label(city) for city in namesakes(cities, typed, found))]
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return Unplaced(
        f"There are several: {'; '.join(labels[:NAMED])}{more}. Please add the state or country: {labels[0]}."
    )


def namesakes(cities: Cities, typed: str, found: Sequence[City]) -> Sequence[City]:
    """Return all places of a name that `found` stands for, which counts those of one zone once."""
    zones = {city.zone for city in found}
    # Behind a comma everything of the name is suggested, whatever clock it shares.
    every = typed if "," in typed else f"{typed},"
    return [city for city in cities.suggest(every) if city.zone in zones] or found


async def complete_cities(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest cities with the time it is there: those of the reader's country first, then the most populous."""
    found = context.cities.suggest(typed, CONSIDERED)
    at_home = [city for city in found if context.cities.at_home(city, context.caller.locale)]
    return tuple(_choice(context, city) for city in dict.fromkeys((*at_home, *found)))


def _choice(context: Context, city: City) -> Choice:
    label = context.cities.label(city)
    return Choice(f"{label} ({local(context.now, city.zone):%H:%M})", label)


def _bare_zone(typed: str) -> str | None:
    """Return an IANA zone that is no city, such as UTC."""
    try:
        return zone_of(typed.upper()).key
    except ValueError:
        return None
