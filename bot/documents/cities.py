"""Cities and their zones, by what people type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.documents.gazetteer import Gazetteer, fold, load, ranked
from bot.domain.calendar import City, city_of, zone_of

NO_DOUBT = 10
"""How many times more people than any other of its name a city needs, to be meant without asking."""

NOT_CITIES = frozenset(
    {"acst", "act", "adt", "aedt", "aest", "akdt", "akst", "ast", "bst", "cat", "cdt", "cest", "cet", "cst"}
    | {"eat", "edt", "eest", "eet", "est", "gmt", "hkt", "hst", "ist", "jst", "kst", "mdt", "met", "msk"}
    | {"mst", "ndt", "nst", "nzdt", "nzst", "pdt", "pst", "sast", "sgt", "utc", "wat", "west", "wet", "wib"}
)
"""Abbreviations of zones: several zones share most of them, and none says whether clocks change."""


SPOKEN_IN = {
    "bg": "BG", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "fi": "FI", "fr": "FR", "hi": "IN", "hr": "HR",
    "hu": "HU", "id": "ID", "it": "IT", "ja": "JP", "ko": "KR", "lt": "LT", "nl": "NL", "no": "NO", "pl": "PL",
    "ro": "RO", "ru": "RU", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
}  # fmt: skip
"""Where most who read a language live, for locales that name no country (Discord's list, reference/locales)."""


class Cities:
    """Finds cities by what people type. The data is read at the first question, once an instance."""

    def find(self, name: str) -> tuple[City, ...]:
        """Return the cities meant by `name`, most populous first; those of one name and zone count once.

        A name may carry its state, province or country ("Portland, Maine", "Paris France") or be an IANA
        key ("Europe/Berlin"). Other names of large cities ("Bombay", "NYC") count where no large city has
        that very name. Abbreviations of zones ("EST") name nothing.
        """
        if "/" in name and (place := self._by_key(name.strip())):
            return (place,)
        if fold(name) in NOT_CITIES:
            return ()
        return _collapsed(self._matches(name))

    def zone(self, name: str) -> str | None:
        """Return the zone if all cities of that name share it, or one is ten times larger than the rest.

        A city that is only also called so never wins silently over one whose own name it is.
        """
        found = self.find(name)
        if not found:
            return None
        typed, largest = fold(name), found[0]
        for rival in found[1:]:
            outspoken = typed.startswith(fold(rival.name)) and not typed.startswith(fold(largest.name))
            if rival.zone != largest.zone and (outspoken or rival.population * NO_DOUBT > largest.population):
                return None
        return largest.zone

    def suggest(self, typed: str, limit: int = 25) -> tuple[City, ...]:
        """Return at most `limit` cities that begin like `typed`: by their own names, then by others.

        Each group is ranked by population. After a comma the state, province or country may be begun.
        """
        name, comma, rest = typed.partition(",")
        if not fold(name):
            return ()
        if comma:
            begun = [part for part in map(fold, rest.split(",")) if part]
            found = [city for city in self._places.ever_called(fold(name)) if self._begins(city, begun)]
            return tuple(found[:limit])
        return tuple(self._places.beginning(fold(name))[:limit])

    def at_home(self, city: City, locale: str) -> bool:
        """Return whether a city lies in the country of a locale ("en-GB", "de"); one without a country names none."""
        language, _, country = locale.partition("-")
        code = fold(country or SPOKEN_IN.get(language, ""))
        return bool(code) and code in self._places.countries.get(city.country, frozenset())

    def label(self, city: City) -> str:
        """Return the name, with state or province and country where another city has the same.

        Where one country has the name in several zones and its regions are not known, the zone's own city
        stands in: "San Isidro, Canary, Spain". `find` reads every label.
        """
        same = self._places.called(fold(city.name))
        if len(same) < 2 or not city.country:
            return city.name
        region = self._places.regions.get((city.country, city.region))
        area = region.name if region else ""
        if not area and any(other.country == city.country and other.zone != city.zone for other in same):
            area = city_of(city.zone)
        return ", ".join(part for part in (city.name, area, city.country) if part)

    @cached_property
    def _places(self) -> Gazetteer:
        return load()

    def _matches(self, name: str) -> Sequence[City]:
        """Read a name as a whole, else as a city with its state or country after a comma or at its end."""
        whole = fold(name)
        found = self._places.called(whole)
        head, *parts = (part for part in map(fold, name.split(",")) if part) if whole else ("",)
        if found or parts:
            return found or self._within(head, parts)
        words = whole.split()
        for cut in range(len(words) - 1, 0, -1):
            found = found or self._within(" ".join(words[:cut]), [" ".join(words[cut:])])
        return found

    def _within(self, name: str, qualifiers: Sequence[str]) -> list[City]:
        own, other = self._places.own.get(name, ()), self._places.other.get(name, ())
        return self._at(own, qualifiers) or self._at(other, qualifiers)

    def _at(self, cities: Iterable[City], qualifiers: Iterable[str]) -> list[City]:
        return ranked(city for city in cities if all(part in self._places.homes(city) for part in qualifiers))

    def _begins(self, city: City, begun: Iterable[str]) -> bool:
        return all(any(home.startswith(part) for home in self._places.homes(city)) for part in begun)

    def _by_key(self, key: str) -> City | None:
        key = self._places.zones.get(key.casefold(), key)
        if key.startswith(("posix/", "right/")):
            return None
        try:
            zone_of(key)
        except ValueError:
            return None
        name = city_of(key)
        known = (city for city in self._places.ever_called(fold(name)) if city.zone == key)
        return next(known, City(name, "", "", key, 0))


def _collapsed(cities: Iterable[City]) -> tuple[City, ...]:
    """Keep the first of those that share a name and a zone."""
    kept: dict[tuple[str, str], City] = {}
    for city in cities:
        kept.setdefault((fold(city.name), city.zone), city)
    return tuple(kept.values())
