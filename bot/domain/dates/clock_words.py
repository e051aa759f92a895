"""The ways in which a time of day is said, ranges and parts of the day included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from bot.domain.dates.clock import MIDNIGHT, NOON, Clock, Said, Style
from bot.domain.dates.tokens import Token
from bot.domain.dates.vocabulary import MINUTES, NUMBERS, PARTS, Kind

Clocks: TypeAlias = Iterator[tuple[Clock, int, bool]]
"""A clock, where it ends, and whether it is bare: a number that only its surroundings make a time."""

_OPENERS: Final = frozenset({"at", "@", "from", "between"})
_NAMED: Final = {"noon": NOON, "midday": NOON, "midnight": MIDNIGHT}
_PAST: Final = {"past": 1, "after": 1, "to": -1, "till": -1, "til": -1}
_OCLOCK: Final = frozenset({"o'clock", "oclock"})
_HOURS: Final = frozenset({"h", "hrs", "hours"})
_MINUTES: Final = frozenset({"minutes", "mins", "min"})
_WHOLE_FIVES: Final = frozenset({5, 10, 20, 25})
_TO: Final = frozenset({"-", "to", "until", "till", "til"})
_SHADES: Final = frozenset({"early", "late", "mid"})


def said(tokens: list[Token], i: int, is_day_told: bool) -> Iterator[tuple[Said, int]]:
    """Yield each way to read a time or a range at token `i`.

    A lone number is a time only after "at" or "from", before "in the afternoon", or where the day is
    told (`is_day_told`) and no day of a month can follow, as after "tomorrow".
    """
    opener = tokens[i].text if tokens[i].text in _OPENERS else ""
    marked = opener != ""
    for start, j, bare in _clocks(tokens, i + 1 if marked else i, opener):
        if opener != "between" and (not bare or marked or is_day_told or _part_ahead(tokens, j)):
            yield Said(start, bare=bare and not _part_ahead(tokens, j)), j
        if _is_spoken(tokens, j, opener, bare):
            continue
        if tokens[j].text in _TO or (opener == "between" and tokens[j].text == "and"):
            for end, k, end_bare in _clocks(tokens, j + 1, "to"):
                if marked or is_day_told or not (bare and end_bare):
                    yield Said(start, end, end_bare), k


def _is_spoken(tokens: list[Token], j: int, opener: str, bare: bool) -> bool:
    """Whether "ten to ..." has ended before the "to", so that 2:50 is meant and no range."""
    word = tokens[j - 1]
    is_minutes = word.kind is Kind.WORD and NUMBERS.get(word.text) in _WHOLE_FIVES
    return bare and is_minutes and opener in {"at", "@"} and tokens[j].text != "-"


def part(tokens: list[Token], i: int) -> Iterator[tuple[str, int]]:
    """Yield the part of the day said at token `i`: "morning", "in the late afternoon", "at night"."""
    if tokens[i].text == "in" and tokens[i + 1].text == "the":
        i += 2
    elif tokens[i].text == "at" and tokens[i + 1].text == "night":
        i += 1
    if tokens[i].text in _SHADES:
        i += 1
    if tokens[i].kind is Kind.PART:
        yield PARTS[tokens[i].text], i + 1


def _part_ahead(tokens: list[Token], i: int) -> bool:
    """Whether "in the afternoon" or "at night" stands at token `i`, which makes a number before it a time."""
    return tokens[i].text in {"in", "at"} and next(part(tokens, i), None) is not None


def _clocks(tokens: list[Token], i: int, opener: str) -> Clocks:
    """Yield each clock at token `i`; any `opener` before it makes a lone number a time.

    "10 to 3" is a range, and 2:50 too when "at" opens it; "ten to three" is 2:50 unless "from" opens it.
    """
    token = tokens[i]
    marked = opener != ""
    if token.clock is not None and token.kind is Kind.CLOCK:
        yield _with_half(token.clock, tokens, i + 1)
    elif token.kind is Kind.NUMBER:
        yield from _number(tokens, i, marked)
        yield from _minutes_past(tokens, i, spoken=opener in {"at", "@"})
    elif token.kind is Kind.DOTTED:
        yield from _dotted(tokens, i)
    elif token.text in _NAMED:
        yield _NAMED[token.text], i + 1, False
    elif token.kind is Kind.WORD:
        yield from _words(tokens, i, marked)
        yield from _minutes_past(tokens, i, spoken=opener in {"", "at", "@"})


def _with_half(clock: Clock, tokens: list[Token], j: int) -> tuple[Clock, int, bool]:
    """Take an "am", "pm" or "hrs" that stands behind."""
    token = tokens[j]
    if token.kind is Kind.HALF and not clock.half:
        return clock._replace(half=token.text[0]), j + 1, False
    if token.text in _HOURS and not clock.half:
        return clock._replace(style=Style.TWENTY_FOUR), j + 1, False
    return clock, j, False


def _number(tokens: list[Token], i: int, marked: bool) -> Clocks:
    """Read "3 pm", "3 o'clock", "12 noon", "1500 hours" and, marked, "3" or "1500"."""
    token, following = tokens[i], tokens[i + 1]
    value = token.values[0]
    if len(token.text) > 2:
        if following.text in _HOURS or following.kind is Kind.HALF or marked:
            style = Style.TWENTY_FOUR if token.text[0] == "0" or following.text in _HOURS else Style.TWELVE
            yield _with_half(Clock(value // 100, value % 100, style=style), tokens, i + 1)
        return
    style = Style.TWENTY_FOUR if token.text[0] == "0" or following.text == "h" else Style.TWELVE
    if following.text == "h":
        yield Clock(value, style=style), i + 2, False
    else:
        yield from _hour(tokens, i, Clock(value, style=style))


def _hour(tokens: list[Token], i: int, clock: Clock) -> Clocks:
    """Read what may follow the hour at token `i`, or nothing."""
    following = tokens[i + 1]
    if following.kind is Kind.HALF:
        yield clock._replace(half=following.text[0]), i + 2, False
    elif following.text in _OCLOCK:
        yield _with_half(clock, tokens, i + 2)
    elif following.text in _NAMED and clock.hour == 12:
        yield _NAMED[following.text], i + 2, False
    else:
        yield clock, i + 1, True


def _dotted(tokens: list[Token], i: int) -> Clocks:
    """Read "9.30", unless a date is likelier: "3.12" is no time that anyone sets."""
    token = tokens[i]
    hour, minute = token.values
    is_half = tokens[i + 1].kind is Kind.HALF
    if len(token.text.partition(".")[2]) == 2 and (is_half or minute > 12 or minute % 5 == 0):
        padded = token.text[0] == "0"
        yield _with_half(
            Clock(hour, minute, style=Style.TWENTY_FOUR if padded else Style.TWELVE), tokens, i + 1
        )


def _words(tokens: list[Token], i: int, marked: bool) -> Clocks:
    """Read "three pm", "ten thirty", "half past nine", "quarter to three"."""
    text, following = tokens[i].text, tokens[i + 1].text
    if text == "a" and following == "quarter":
        i, text, following = i + 1, following, tokens[i + 2].text
    if text == "half":
        yield from _half(tokens, i)
    elif text == "quarter":
        yield from _relative(tokens, i + 1, 15)
    elif text in NUMBERS:
        number = NUMBERS[text]
        if following in MINUTES and number <= 12:
            yield _with_half(Clock(number, NUMBERS[following]), tokens, i + 2)
        elif number <= 12:
            for clock, j, bare in _hour(tokens, i, Clock(number)):
                if marked or not bare or _part_ahead(tokens, j):
                    yield clock, j, bare


def _half(tokens: list[Token], i: int) -> Clocks:
    """Read "half past nine", and "half nine", which is 9:30 to some and 8:30 to others."""
    if tokens[i + 1].text in {"past", "after"}:
        yield from _relative(tokens, i + 1, 30)
    elif (hour := _hour_number(tokens[i + 1])) is not None:
        clock = (tokens[i + 1].clock or Clock(hour))._replace(minute=30)
        for number in (hour, (hour + 10) % 12 + 1):
            yield _with_half(clock._replace(hour=number), tokens, i + 2)


def _minutes_past(tokens: list[Token], i: int, spoken: bool) -> Clocks:
    """Read "ten past three", "10 minutes to 3" and, `spoken`, "10 to 3"."""
    token = tokens[i]
    minutes = token.values[0] if token.kind is Kind.NUMBER else NUMBERS.get(token.text)
    if token.text == "twenty" and tokens[i + 1].text == "five":
        i, minutes = i + 1, 25
    j = i + 2 if tokens[i + 1].text in _MINUTES else i + 1
    is_plain = tokens[j].text == "past" or j == i + 2 or spoken
    if minutes is not None and (minutes in _WHOLE_FIVES or j == i + 2) and minutes < 60 and is_plain:
        yield from _relative(tokens, j, minutes)


def _relative(tokens: list[Token], i: int, minutes: int) -> Clocks:
    """Read "past three" or "to 3 pm" at token `i`."""
    direction = _PAST.get(tokens[i].text)
    hour = _hour_number(tokens[i + 1])
    if direction is None or hour is None:
        return
    clock, j, _ = _with_half(tokens[i + 1].clock or Clock(hour), tokens, i + 2)
    if direction > 0:
        yield clock._replace(minute=minutes), j, False
    elif hour != 12 or not clock.half:
        # A quarter to one is 12:45; "to 12 pm" would turn noon into the morning, so it is not read.
        yield _before(clock, minutes), j, False


def _before(clock: Clock, minutes: int) -> Clock:
    return clock._replace(hour=clock.hour - 1 or 12, minute=60 - minutes)


def _hour_number(token: Token) -> int | None:
    """Return an hour from 1 to 12 written as "3", "three" or "3pm"."""
    hour = NUMBERS.get(token.text)
    if token.kind is Kind.NUMBER and len(token.text) <= 2:
        hour = token.values[0]
    elif (
        token.clock is not None and token.kind is Kind.CLOCK and token.clock.half and token.clock.minute == 0
    ):
        hour = token.clock.hour
    return hour if hour is not None and 1 <= hour <= 12 else None
