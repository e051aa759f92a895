"""A whole phrase: names of one day, at most one time, part of the day and zone, in any order that people use."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.domain.dates.clock import Said
from bot.domain.dates.clock_words import part as parts_of_day
from bot.domain.dates.clock_words import said
from bot.domain.dates.day_words import pieces
from bot.domain.dates.days import Piece
from bot.domain.dates.tokens import Token, length
from bot.domain.dates.vocabulary import Kind
from bot.domain.dates.zones import City, NamedZone, closes, zone

_MOST_PIECES: Final = 3


class Phrase(NamedTuple):
    """What has been read, none of it held against the calendar yet.

    `is_open` while it ends in a lone number, which in a longer line could be the number of a house.
    """

    pieces: tuple[Piece, ...] = ()
    said: Said | None = None
    part: str | None = None
    zone: NamedZone | None = None
    is_open: bool = False


class Grammar:
    """One line's tokens, and every phrase that can be read from a place in it."""

    def __init__(self, tokens: list[Token], city: City, day_first: bool | None) -> None:
        self.tokens = tokens
        self._city = city
        self._day_first = day_first

    def phrases(self, i: int) -> list[tuple[Phrase, int]]:
        """Return every phrase that begins at token `i`, each with the token behind its last."""
        found: list[tuple[Phrase, int]] = []
        self._extend(Phrase(), i, found)
        return found

    def has_time(self) -> bool:
        """Whether a time of day stands anywhere in the line."""
        places = range(length(self.tokens))
        return any(True for i in places for _ in said(self.tokens, i, is_day_told=False))

    def skip(self, i: int) -> int:
        """Return the next token after `i` that is not a separator; a hyphen inside a word is none."""
        tokens = self.tokens
        while tokens[i].kind is Kind.MARK and not (
            tokens[i].text == "-"
            and tokens[i - 1].end == tokens[i].start
            and tokens[i].end == tokens[i + 1].start
        ):
            i += 1
        return i

    def _extend(self, phrase: Phrase, i: int, found: list[tuple[Phrase, int]]) -> None:
        """Add to `found` each way in which `phrase`, which ends before token `i`, stands or goes on."""
        if phrase.pieces:
            if not phrase.is_open or closes(self.tokens, i):
                found.append((phrase, i))
            if phrase.pieces[0].sort == "hours":
                return
        following = self.skip(i)
        if self.tokens[following].kind is Kind.END:
            return
        self._add_day(phrase, following, found)
        self._add_time(phrase, following, found)
        if phrase.said is not None and phrase.zone is None:
            # The hyphen of "-05:00" is both a separator and a part of the zone.
            for place in {i, following}:
                for named, j in zone(self.tokens, place, self._city):
                    self._extend(phrase._replace(zone=named, is_open=False), j, found)

    def _add_day(self, phrase: Phrase, i: int, found: list[tuple[Phrase, int]]) -> None:
        if len(phrase.pieces) == _MOST_PIECES:
            return
        sorts = {piece.sort for piece in phrase.pieces}
        for piece, j in pieces(self.tokens, i, self._day_first):
            if (
                piece.sort in sorts
                or (piece.part and phrase.part)
                or (piece.sort == "hours" and (sorts or phrase.said))
            ):
                continue
            longer = phrase._replace(
                pieces=(*phrase.pieces, piece), part=piece.part or phrase.part, is_open=False
            )
            clock = self.tokens[i].clock if self.tokens[i].kind is Kind.STAMP else None
            if clock is None:
                self._extend(longer, j, found)
            elif phrase.said is None:
                self._extend(longer._replace(said=Said(clock)), j, found)

    def _add_time(self, phrase: Phrase, i: int, found: list[tuple[Phrase, int]]) -> None:
        if phrase.said is None:
            for time_said, j in said(self.tokens, i, self._is_day_told(phrase, i)):
                self._extend(phrase._replace(said=time_said, is_open=time_said.bare), j, found)
        if phrase.part is None and (phrase.pieces or phrase.said):
            for part, j in parts_of_day(self.tokens, i):
                self._extend(phrase._replace(part=part, is_open=False), j, found)

    def _is_day_told(self, phrase: Phrase, i: int) -> bool:
        """Whether a lone number at token `i` cannot be the day of a month: after "tomorrow", "Friday morning"."""
        if phrase.part is not None:
            return True
        is_relative = bool(phrase.pieces) and phrase.pieces[-1].sort == "relative"
        return is_relative and self.tokens[i - 1].kind is not Kind.WEEKDAY
