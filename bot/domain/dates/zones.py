"""The zone that a phrase names: an abbreviation, a distance from UTC, an IANA name or a city.

An abbreviation that means one thing to everybody is read. One that several parts of the world use is read
only for a speaker whose own clock carries it. "EST" in July is said by people who mean New York and stands
in tables for UTC-5: where the abbreviation and the clocks of its zone disagree, both readings are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from bot.domain.calendar import Doubtful, Placed, zone_of
from bot.domain.dates.reading import ImpossibleError
from bot.domain.dates.tokens import Token
from bot.domain.dates.vocabulary import FOLLOWERS, NOT_PLACES, Kind

City: TypeAlias = Callable[[str], Placed]
"""Tells on which clock a place is, by its name."""

_ZONES: Final[dict[str, str]] = {
    **dict.fromkeys(("et", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("utc", "z"), "UTC"),
    "uk": "Europe/London",
}
_STANDARD: Final = {"eastern": -5, "central": -6, "mountain": -7, "pacific": -8}
"""Hours from UTC in winter."""
_ABBREVIATIONS: Final[dict[str, tuple[str, float]]] = {
    "est": ("America/New_York", -5),
    "edt": ("America/New_York", -4),
    "cdt": ("America/Chicago", -5),
    "mst": ("America/Denver", -7),
    "mdt": ("America/Denver", -6),
    "pst": ("America/Los_Angeles", -8),
    "pdt": ("America/Los_Angeles", -7),
    "akst": ("America/Anchorage", -9),
    "akdt": ("America/Anchorage", -8),
    "hst": ("Pacific/Honolulu", -10),
    "gmt": ("Europe/London", 0),
    "bst": ("Europe/London", 1),
    "cet": ("Europe/Paris", 1),
    "cest": ("Europe/Paris", 2),
    "mez": ("Europe/Berlin", 1),
    "mesz": ("Europe/Berlin", 2),
    "msk": ("Europe/Moscow", 3),
    "sast": ("Africa/Johannesburg", 2),
    "pkt": ("Asia/Karachi", 5),
    "sgt": ("Asia/Singapore", 8),
    "hkt": ("Asia/Hong_Kong", 8),
    "awst": ("Australia/Perth", 8),
    "jst": ("Asia/Tokyo", 9),
    "kst": ("Asia/Seoul", 9),
    "acst": ("Australia/Adelaide", 9.5),
    "acdt": ("Australia/Adelaide", 10.5),
    "aest": ("Australia/Sydney", 10),
    "aedt": ("Australia/Sydney", 11),
    "nzst": ("Pacific/Auckland", 12),
    "nzdt": ("Pacific/Auckland", 13),
}
_SHARED: Final = frozenset({"ist", "cst", "ast", "gst", "sst", "eet", "eest", "wst"})
"""Abbreviations that several parts of the world use for different clocks."""
_AMERICAN: Final = frozenset({"est", "mst", "akst", "hst", "pst"})
_AREAS: Final = frozenset(
    {
        "africa",
        "america",
        "antarctica",
        "arctic",
        "asia",
        "atlantic",
        "australia",
        "europe",
        "indian",
        "pacific",
        "us",
    }
)
_LETTERS: Final = re.compile("[a-z]+")
_WEST: Final = re.compile(r"([0-9]{2})(?::?([0-9]{2}))?")
_SMALL_WORDS: Final = frozenset({"of", "es", "au"})
_LOOSE: Final = frozenset({"eastern", "central", "mountain", "pacific", "uk"})
"""Words that name a zone only before "time" or where nothing they could belong to follows."""
FURTHEST: Final = 14 * 60
"""Minutes; no clock is further from UTC."""
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A zone, a numeric offset, or a zone with the offset that its abbreviation stands for.

    `others` are further clocks that the word may mean; None is the speaker's own.
    """

    zone: str | None
    offset: timedelta | None = None
    others: tuple[str | None, ...] = ()

    def meanings(self, day: date, at: time | None) -> list[tuple[str | None, timedelta | None]]:
        """Return the (zone, offset) pairs, one of each is None, that this can mean at a wall time."""
        if self.zone is None or self.offset is None:
            return [(self.zone, self.offset), *((other, None) for other in self.others)]
        then = datetime.combine(day, at or time(12), zone_of(self.zone)).utcoffset()
        return [(self.zone, None)] if then == self.offset else [(self.zone, None), (None, self.offset)]


NamedZone: TypeAlias = Callable[[datetime], Named]
"""Given the present moment in the speaker's zone, the zone meant; raises ImpossibleError when it is not clear."""


def zone(tokens: list[Token], i: int, city: City) -> Iterator[tuple[NamedZone, int]]:
    """Yield each zone that can be read at token `i`, which stands somewhere behind a time."""
    token = tokens[i]
    text = token.text
    if token.kind is Kind.OFFSET:
        # "+1" alone is no zone; behind a time without a space, or with its minutes, it is.
        if len(text) > 3 or token.start == tokens[i - 1].end:
            yield _offset(token.values[0]), i + 1
    elif text == "-":
        yield from _negative(tokens, i)
    elif text in {"utc", "gmt"} and tokens[i + 1].kind is Kind.OFFSET:
        yield _offset(tokens[i + 1].values[0]), i + 2
    elif text in _ZONES:
        yield from _known(tokens, i)
    elif text in _ABBREVIATIONS or text in _SHARED:
        yield (lambda now: _abbreviated(text, now)), i + 2 if tokens[i + 1].text == "time" else i + 1
    elif text in {"us", "uk"} and tokens[i + 1].text in _LOOSE:
        yield from _known(tokens, i + 1)
    elif text == "my" and tokens[i + 1].text == "time":
        yield (lambda _: Named(None)), i + 2
    elif text.partition("/")[0] in _AREAS and "/" in text:
        yield (lambda _: _iana(text)), i + 1
    else:
        yield from _city(tokens, i, city)


def bounded(tokens: list[Token], i: int) -> bool:
    """Whether nothing but punctuation or the end stands at token `i`."""
    return tokens[i].kind is Kind.MARK or tokens[i].kind is Kind.END


def closes(tokens: list[Token], i: int) -> bool:
    """Whether what stands at token `i` shows that the words before it are complete."""
    return bounded(tokens, i) or tokens[i].text in FOLLOWERS


def _offset(minutes: int) -> NamedZone:
    def meant(_: datetime) -> Named:
        if abs(minutes) > FURTHEST:
            raise ImpossibleError(
                "No clock is so far from UTC. Write the city instead, for example “15:00 Berlin”."
            )
        return Named(None, timedelta(minutes=minutes))

    return meant


def _negative(tokens: list[Token], i: int) -> Iterator[tuple[NamedZone, int]]:
    """Read "-05:00", which a range could begin with too, so that "09:00 -10:00" has two readings."""
    following = tokens[i + 1]
    match = _WEST.fullmatch(following.text)
    if match is None or following.start != tokens[i].end:
        return
    follows_iso = any(token.kind is Kind.ISO_DATE for token in tokens[:i])
    if follows_iso or (match[2] and tokens[i - 1].end < tokens[i].start):
        yield _offset(-int(match[1]) * 60 - int(match[2] or 0)), i + 2


def _known(tokens: list[Token], i: int) -> Iterator[tuple[NamedZone, int]]:
    """Read "ET", "Eastern time", "Eastern daylight time"."""
    text, j = tokens[i].text, i + 1
    offset = None
    if tokens[j].text in {"standard", "daylight"} and text in _STANDARD and tokens[j + 1].text == "time":
        offset = timedelta(hours=_STANDARD[text] + (tokens[j].text == "daylight"))
        j += 1
    if tokens[j].text == "time":
        j += 1
    elif text in _LOOSE and not closes(tokens, j):
        return
    yield (lambda _: Named(_ZONES[text], offset)), j


def _abbreviated(text: str, now: datetime) -> Named:
    own = _own_offset(text, now)
    known = _ABBREVIATIONS.get(text)
    if own is not None and (known is None or timedelta(hours=known[1]) == own):
        return Named(getattr(now.tzinfo, "key", None), own)
    if own is None and known is not None:
        return Named(known[0], timedelta(hours=known[1]))
    if text == "cst" and own is None and _is_american(now):
        return Named("America/Chicago", timedelta(hours=-6))
    raise ImpossibleError(
        f"{text.upper()} means different times in different places. Say the city instead, for example “Thu 3pm Chicago”."
    )


def _own_offset(text: str, now: datetime) -> timedelta | None:
    """Return the offset for which the speaker's own clock carries this abbreviation at some time of the year."""
    if getattr(now.tzinfo, "key", None) is None:
        return None
    seasons = (now.replace(month=month, day=1, fold=0) for month in (1, 7))
    return next((season.utcoffset() for season in seasons if season.tzname() == text.upper()), None)


def _is_american(now: datetime) -> bool:
    is_there = getattr(now.tzinfo, "key", "").startswith(("America/", "US/", "Canada/", "Pacific/Honolulu"))
    return is_there and (now.replace(month=1, day=1, fold=0).tzname() or "").lower() in _AMERICAN


def _iana(text: str) -> Named:
    """Return the zone for "europe/berlin", whatever its case; raises ImpossibleError for one that is none."""
    name = _LETTERS.sub(lambda word: word[0] if word[0] in _SMALL_WORDS else word[0].capitalize(), text)
    try:
        return Named(zone_of(name.replace("Us/", "US/")).key)
    except ValueError as error:
        raise ImpossibleError(
            "There is no such time zone. Write the city, for example “15:00 Berlin”."
        ) from error


def _city(tokens: list[Token], i: int, city: City) -> Iterator[tuple[NamedZone, int]]:
    """Read "Berlin time" anywhere, "Berlin" or "in New York" at the end, "Portland, Oregon" with its comma."""
    if tokens[i].text == "in":
        i += 1
    if tokens[i].kind in {Kind.END, Kind.MARK} or (
        tokens[i].text in NOT_PLACES and tokens[i + 1].text != ","
    ):
        return
    for j in _name_ends(tokens, i):
        is_marked = tokens[j].text == "time"
        found = city(_name(tokens[i:j]))
        if found is not None:
            is_said = is_marked or tokens[i - 1].text == "in"
            yield _place(found, is_said=is_said), j + 1 if is_marked else j
            return


def _place(found: str | Doubtful, *, is_said: bool) -> NamedZone:
    """Return the clock of a place, or what it may be; `is_said` where "in" or "time" says that it is a place."""
    if isinstance(found, str):
        return lambda _: Named(found)

    def meant(now: datetime) -> Named:
        first, *others = found.zones
        may_be_none = found.everyday or (found.small and not is_said)
        if may_be_none and getattr(now.tzinfo, "key", None) != first:
            others.append("")
        if len(others) > 1:
            raise ImpossibleError(found.reason)
        return Named(first, others=tuple(other or None for other in others))

    return meant


def _name_ends(tokens: list[Token], i: int) -> list[int]:
    """Return where a city's name may end, the longest first."""
    ends: list[int] = []
    words = 0
    for j in range(i + 1, min(i + 2 * _LONGEST_NAME, len(tokens))):
        words += tokens[j - 1].kind is not Kind.MARK
        if words > _LONGEST_NAME:
            break
        if tokens[j].text == "time" or closes(tokens, j):
            ends.append(j)
        if tokens[j].kind is Kind.END or (tokens[j].kind is Kind.MARK and tokens[j].text != ","):
            break
    return [j for j in reversed(ends) if tokens[j - 1].kind is not Kind.MARK]


def _name(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens).replace(" ,", ",")
