"""From a typed city to the zone that its clocks keep."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.command import Context
from bot.domain.calendar import zone_of
from bot.ports import Cities
from bot.reply import Choice

NAMED = 4


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a name gives no zone; safe to show beside the field."""

    reason: str


def place(cities: Cities, typed: str) -> str | Unplaced:
    """Return the IANA zone for a typed city, or why there is none."""
    typed = typed.strip()
    zone = (cities.zone(typed) or _bare_zone(typed)) if typed else None
    if zone:
        return zone
    found = cities.find(typed) if typed else ()
    if not found:
        shown = typed if len(typed) <= 40 else typed[:39] + "…"
        return Unplaced(
            f"I don't know a city called “{shown}”. Try the nearest large one: Berlin, New York, Mumbai."
        )
    names = "; ".join(cities.label(city) for city in found[:NAMED])
    return Unplaced(f"There are several: {names}. Please add the state or country.")


async def complete_cities(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest cities, the most populous first."""
    return tuple(
        Choice(context.cities.label(city), context.cities.label(city))
        for city in context.cities.suggest(typed)
    )


def _bare_zone(typed: str) -> str | None:
    """Return an IANA zone that is no city, such as UTC."""
    try:
        return zone_of(typed.upper()).key
    except ValueError:
        return None
