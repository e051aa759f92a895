"""Cities and their zones, by what people type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

from bot.documents.everyday_words import FIRST_NAMES, WORDS
from bot.documents.gazetteer import Gazetteer, fold, load, ranked
from bot.domain.calendar import City, Doubtful, Placed, city_of, zone_of

NO_DOUBT = 10
"""How many times more people than any other of its name a city needs, to be meant without asking."""

WELL_KNOWN = 1_000_000
"""Inhabitants from which a city is meant, though its name is a common word, a country or a state too."""
MEANT_ANYWAY = frozenset(
    {"berlin", "brooklyn", "dallas", "houston", "london", "manila", "melbourne", "milan", "paris", "phoenix"}
    | {"rome", "santiago", "sydney"}
)
"""Cities that are meant, though people are called so."""
EVERYDAY = (FIRST_NAMES - MEANT_ANYWAY) | WORDS
KNOWN = 100_000
"""Inhabitants from which a city is known without its country."""
NAMED = 4
"""Places named in one sentence."""
ALSO_NAMES = frozenset(
    {"alberta", "chad", "georgia", "israel", "jersey", "jordan", "turkey", "victoria", "virginia"}
)
"""Countries, states and provinces that are first names or common words as often."""

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
        key ("Europe/Berlin"). A town called like a country or state needs one behind it. Other names of large cities ("Bombay", "NYC") count where no large city has
        that very name. Abbreviations of zones ("EST") name nothing.
        """
        if "/" in name and (place := self._by_key(name.strip())):
            return (place,)
        typed = fold(name)
        if typed in NOT_CITIES:
            return ()
        found = _collapsed(self._matches(name))
        area = self._places.areas.get(typed, ())
        return found if not area or self._outshines(typed, found) else ()

    def zone(self, name: str) -> str | None:
        """Return the zone of a place that was asked for, if it can only be this one."""
        meant = self.meant(name)
        return meant.only if isinstance(meant, Doubtful) else meant

    def meant(self, name: str) -> Placed:
        """Return the clock that a name stands for, or those that it may stand for; None for what is no place.

        A country, state or province whose clocks all agree is that clock, whatever town has its name. A town is
        certain where it is large, or where its state or country stands behind it; one city of several of its name
        is meant if it is ten times larger than each of the rest. A name that is a first name or a common word too
        is in doubt but for the largest cities, and so is a small town.
        """
        typed = fold(name)
        if "/" in name and (place := self._by_key(name.strip())):
            return place.zone
        if typed in NOT_CITIES:
            return None
        found = _collapsed(self._matches(name))
        if self._outshines(typed, found):
            return found[0].zone
        if area := self._places.areas.get(typed):
            return self._in_area(name, area, found[0] if found and fold(found[0].name) == typed else None)
        if not found:
            return None
        largest = found[0]
        if not self._is_alone(typed, found):
            return Doubtful(
                tuple(dict.fromkeys(city.zone for city in found)), self._namesakes(found), typed in EVERYDAY
            )
        is_bare = typed in self._places.own or typed in self._places.other
        everyday, small = typed in EVERYDAY, largest.population < KNOWN
        if not is_bare or not (everyday or small):
            return largest.zone
        return Doubtful((largest.zone,), self._namesakes(found), everyday, small)

    def _outshines(self, typed: str, found: Sequence[City]) -> bool:
        """Whether the first city found is meant, whatever else the name is."""
        if not found or found[0].population < WELL_KNOWN or not self._is_alone(typed, found):
            return False
        return typed not in EVERYDAY or (fold(found[0].name) == typed and typed in WORDS)

    def _in_area(self, name: str, area: Sequence[City], namesake: City | None) -> Placed:
        """Return the clocks of a country, state or province, and of a known city that has its name."""
        cities = [*area, namesake] if namesake and namesake.population >= KNOWN else area
        one_each = {clock_face(city.zone): city for city in reversed(cities)}
        zones = tuple(city.zone for city in cities if city in one_each.values())
        doubted = fold(name) in ALSO_NAMES
        if len(zones) == 1 and not doubted:
            return zones[0]
        examples = " or ".join(self.label(city) for city in cities if city.zone in zones[:2])
        return Doubtful(
            zones,
            f"Clocks differ in {name.strip().title()}. Name a city there, for example {examples}.",
            doubted,
        )

    def _is_alone(self, typed: str, found: Sequence[City]) -> bool:
        """Whether all cities found share a zone, or the first is ten times larger than the rest.

        A city that is only also called so never wins silently over one whose own name it is.
        """
        largest = found[0]
        for rival in found[1:]:
            outspoken = typed.startswith(fold(rival.name)) and not typed.startswith(fold(largest.name))
            if rival.zone != largest.zone and (outspoken or rival.population * NO_DOUBT > largest.population):
                return False
        return True

    def _namesakes(self, found: Sequence[City]) -> str:
        labels = list(dict.fromkeys(map(self.label, found)))
        more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
        several = f"There are several: {'; '.join(labels[:NAMED])}{more}. " if len(labels) > 1 else ""
        return f"{several}Write the city with its state or country, for example “{labels[0]}”."

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
        typed = fold(city.name)
        same = self._places.called(typed)
        is_plain = len(same) < 2 and (typed not in self._places.areas or self._outshines(typed, same))
        if is_plain or not city.country:
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


@lru_cache(maxsize=512)
def clock_face(zone: str) -> tuple[object, ...]:
    """Return what tells one zone's clocks from another's: their distance from UTC, week by week, in two years."""
    tz, begin = zone_of(zone), datetime(2026, 1, 1, 12, tzinfo=UTC)
    return tuple(tz.utcoffset((begin + timedelta(weeks=week)).astimezone(tz)) for week in range(104))


def _collapsed(cities: Iterable[City]) -> tuple[City, ...]:
    """Keep the first of those that share a name and a zone."""
    kept: dict[tuple[str, str], City] = {}
    for city in cities:
        kept.setdefault((fold(city.name), city.zone), city)
    return tuple(kept.values())
