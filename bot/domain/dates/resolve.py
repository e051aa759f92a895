"""From a phrase to the moments that it can mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from bot.domain.calendar import zone_of
from bot.domain.dates.clock import Said, Style, spans
from bot.domain.dates.days import Days, Piece, agreed, unique
from bot.domain.dates.phrase import Phrase
from bot.domain.dates.reading import ImpossibleError, When
from bot.domain.dates.zones import Named

OWN: Final = Named(None)
"""The speaker's own clock."""


def moments(phrase: Phrase, now: datetime) -> list[When]:
    """Return what `phrase`, said at `now` (aware, in the speaker's zone), can mean, likeliest first.

    Raises ImpossibleError when there is no such moment, or no telling which is meant.
    """
    if phrase.pieces[0].elapsed is not None:
        return [_after(now, phrase.pieces[0].elapsed)]
    _check_year(phrase, now)
    named = phrase.zone(now) if phrase.zone else OWN
    days = _days(phrase.pieces, now, named)
    if phrase.said is None:
        return [When(day, None, part=phrase.part) for day in days]
    found = spans(_exact(phrase.said, phrase.pieces), phrase.part)
    return [
        When(day + timedelta(days=span.later), span.start, zone, offset, span.until)
        for day in days
        for span in found
        for zone, offset in named.meanings(day, span.start)
    ]


def ahead(whens: Iterable[When], now: datetime) -> list[When]:
    """Return each of `whens` once; those already past only when no other is left."""
    distinct = list(dict.fromkeys(whens))
    if len(distinct) < 2:
        return distinct
    return [when for when in distinct if not _is_past(when, now)] or distinct


def _after(now: datetime, elapsed: timedelta) -> When:
    """Count the time that really passes, whatever the clocks do meanwhile, and drop the seconds.

    In an hour that a clock change repeats, the second pass is told apart by its offset.
    """
    then = (now.astimezone(UTC) + elapsed).astimezone(now.tzinfo).replace(second=0, microsecond=0)
    is_second_pass = then.fold == 1 and then.utcoffset() != then.replace(fold=0).utcoffset()
    return When(then.date(), then.time().replace(fold=0), offset=then.utcoffset() if is_second_pass else None)


def _check_year(phrase: Phrase, now: datetime) -> None:
    """Refuse "3 Dec 2030" with no other time: a year some way off, or half past eight in the evening."""
    year = next((piece.year for piece in phrase.pieces if piece.year is not None), None)
    if year is None or phrase.said is not None or now.year - 1 <= year <= now.year + 2:
        return
    if year % 100 in {0, 15, 30, 45} and year < 2400:
        raise ImpossibleError(
            "That can be a year or a time. Write the time with a colon, for example “20:30”."
        )


def _days(pieces: tuple[Piece, ...], now: datetime, named: Named) -> Days:
    """Return the days meant, by the speaker's calendar and by that of the zone named where the two differ."""
    days = agreed(pieces, now)
    zone = _zone(named.zone, named.offset, now)
    there = now.astimezone(zone)
    return days if there.date() == now.date() else unique((*days, *agreed(pieces, there)))


def _exact(said: Said, pieces: tuple[Piece, ...]) -> Said:
    """Take "03:00" after "2026-12-03" at its word."""
    if said.start.style is Style.TWENTY_FOUR and any(piece.iso for piece in pieces):
        return said._replace(start=said.start._replace(style=Style.EXACT))
    return said


def _is_past(when: When, now: datetime) -> bool:
    zone = _zone(when.zone, when.offset, now)
    if when.time is None:
        return when.day < now.astimezone(zone).date()
    return datetime.combine(when.day, when.time, zone) < now


def _zone(zone: str | None, offset: timedelta | None, now: datetime) -> tzinfo | None:
    if zone is not None:
        return zone_of(zone)
    return timezone(offset) if offset is not None else now.tzinfo
