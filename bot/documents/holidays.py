"""Public holidays and weekends, by country, from the `holidays` library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from bot.documents.regions import ALSO_CALLED
from bot.domain.calendar import weekends

COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
"""A member's region where it is a country: its two letters, and a part of it (ISO 3166-2)."""


def days_off(region: str, zone: str, first: date, last: date) -> frozenset[date]:
    """Return the days from `first` to `last` on which nobody is in the office, weekends included.

    The country is the one that `region` names, else that of `zone` (IANA). Of a part of it that the library does not
    know the country's own holidays count, and of a country that it does not know Saturdays and Sundays.
    """
    country, part = _named(region) or (country_of(zone), "")
    years = range(first.year, last.year + 1)
    found = frozenset[date]().union(*(_in_year(country, part, year) for year in years))
    return frozenset(day for day in found if first <= day <= last)


@lru_cache(maxsize=1024)
def country_of(zone: str) -> str:
    """Return the two letters of the country in which a zone (IANA) lies; "" for one that lies in none."""
    countries = _countries()
    return countries.get(zone) or countries.get(_links().get(zone, ""), "")


def _named(region: str) -> tuple[str, str] | None:
    """Return the country that a region names, with the part of it; None for "any", and for a union of countries."""
    found = COUNTRY.fullmatch(ALSO_CALLED.get(region, region).upper())
    if found is None or found[1] not in _countries().values():
        return None
    return found[1], found[2] or ""


@lru_cache(maxsize=1024)
def _in_year(country: str, part: str, year: int) -> frozenset[date]:
    """Return a year's days off: a millisecond of work, but for the first, which loads the library (80 ms)."""
    if not country:
        return weekends(date(year, 1, 1), date(year, 12, 31))
    from holidays import country_holidays  # noqa: PLC0415 - most starts plan nothing

    try:
        calendar = country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        # Its word for a place that it has no data of.
        return _in_year(country if part else "", "", year)
    return frozenset(day for day in _days_of(year) if not calendar.is_working_day(day))


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return the country of each zone, as the time zone database's `zone.tab` tells it."""
    lines = (line.split("\t") for line in _lines("zone.tab") if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in lines}


@lru_cache(maxsize=1)
def _links() -> Mapping[str, str]:
    """Return the zone that each older name stands for ("US/Eastern")."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {name: target for _, target, name in links}


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
