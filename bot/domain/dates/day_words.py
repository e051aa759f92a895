"""The ways in which a day is said. Every rule answers with the pieces it can read at a place and where they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from bot.domain.dates import days
from bot.domain.dates.days import FIRST_YEAR, LAST_YEAR, Piece
from bot.domain.dates.reading import ImpossibleError
from bot.domain.dates.tokens import Token
from bot.domain.dates.vocabulary import NUMBERS, PARTS, TODAY, UNITS, Kind

Pieces: TypeAlias = Iterator[tuple[Piece, int]]

_DATE_STARTS: Final = frozenset(
    {Kind.NUMBER, Kind.ORDINAL, Kind.MONTH, Kind.ISO_DATE, Kind.NUMERIC_DATE, Kind.DOTTED, Kind.STAMP}
)
_LONGEST: Final = {"minute": 1440, "hour": 96, "day": 400, "week": 60, "month": 12}
"""How far ahead a phrase may count; beyond it, a date is clearer."""
_A_WEEK_FROM: Final = frozenset({"from", "on"})
_NEXT: Final = {"next": 1, "this": 0}


def pieces(tokens: list[Token], i: int, day_first: bool | None) -> Pieces:
    """Yield each way to read a name of a day that begins at token `i`."""
    kind, text = tokens[i].kind, tokens[i].text
    if kind is Kind.WEEKDAY:
        yield from _weekday(tokens, i)
    elif kind in _DATE_STARTS:
        yield from _date(tokens, i, day_first)
        if kind is Kind.NUMBER:
            yield from _counted(tokens, i)
    elif kind is not Kind.WORD:
        return
    elif text == "on" and tokens[i + 1].text != "on":
        for piece, j in pieces(tokens, i + 1, day_first):
            if piece.sort in {"date", "weekday"}:
                yield piece, j
    elif text == "the":
        yield from _the(tokens, i + 1)
    elif text in {"next", "this", "coming"}:
        yield from _next(tokens, i)
    else:
        yield from _relative(tokens, i)


def _date(tokens: list[Token], i: int, day_first: bool | None) -> Pieces:
    token = tokens[i]
    match token.kind:
        case Kind.ISO_DATE | Kind.STAMP:
            year, month, day = token.values
            yield Piece("date", lambda _: days.exact(year, month, day), iso=True), i + 1
        case Kind.NUMERIC_DATE:
            yield _numeric(token, day_first), i + 1
        case Kind.DOTTED:
            left, right = token.values
            yield Piece("date", lambda now: days.dotted(now, left, right, -1)), i + 1
        case Kind.MONTH:
            yield from _month_first(tokens, i)
        case _:
            yield from _day_first(tokens, i)


def _numeric(token: Token, day_first: bool | None) -> Piece:
    left, right, year = token.values
    if "." in token.text:
        return Piece("date", lambda now: days.dotted(now, left, right, _near(token, year, now)))
    return Piece("date", lambda now: days.numeric(now, left, right, _near(token, year, now), day_first))


def _near(token: Token, year: int, now: datetime) -> int:
    """Return the year; raises ImpossibleError for two digits that are no year anyone would abbreviate today."""
    if year >= 0 and not token.text.endswith(str(year)) and not -1 <= year - now.year <= 5:
        raise ImpossibleError("The year is not clear. Write it in full, for example “3 December 2026 15:00”.")
    return year


def _month_first(tokens: list[Token], i: int) -> Pieces:
    """Read "December 3", "Dec the 3rd", "Dec-3"."""
    j = i + 2 if tokens[i + 1].text in {"the", "-"} else i + 1
    day = _day_number(tokens[j])
    if day is not None:
        yield from _with_year(tokens, j + 1, tokens[i].values[0], day)


def _day_first(tokens: list[Token], i: int) -> Pieces:
    """Read "3 December", "3rd of December", "3-Dec" and, of digits, "5th" alone."""
    token = tokens[i]
    day = _day_number(token)
    if day is None:
        return
    j = i + 2 if tokens[i + 1].text in {"of", "-"} else i + 1
    if tokens[j].kind is Kind.MONTH:
        yield from _with_year(tokens, j + 1, tokens[j].values[0], day)
    elif token.kind is Kind.ORDINAL and token.text[0].isdigit():
        yield from _ordinal(tokens, i)


def _day_number(token: Token) -> int | None:
    if token.kind is Kind.ORDINAL or (token.kind is Kind.NUMBER and len(token.text) <= 2):
        return token.values[0]
    return None


def _with_year(tokens: list[Token], j: int, month: int, day: int) -> Pieces:
    yield Piece("date", lambda now: days.month_day(now, month, day)), j
    # "24-Nov-26" has a year; "Nov 24-26" is three days.
    dashed = tokens[j].text == "-" and tokens[j - 2].text == "-"
    k = j + 1 if tokens[j].text in {",", "-", "of"} else j
    if tokens[k].kind is not Kind.NUMBER:
        return
    year = tokens[k].values[0]
    if dashed and len(tokens[k].text) == 2:
        yield Piece("date", lambda now: days.exact(_near(tokens[k], 2000 + year, now), month, day)), k + 1
    elif len(tokens[k].text) == 4 and FIRST_YEAR <= year <= LAST_YEAR:
        yield Piece("date", lambda _: days.exact(year, month, day), year=year), k + 1


def _ordinal(tokens: list[Token], i: int) -> Pieces:
    """Read "5th", "5th of next month"."""
    day = tokens[i].values[0]
    yield Piece("date", lambda now: days.day_of_month(now, day, None)), i + 1
    j = i + 2 if tokens[i + 1].text in {"of", "in"} else i + 1
    if tokens[j].text in _NEXT and tokens[j + 1].text == "month":
        ahead = _NEXT[tokens[j].text]
        yield Piece("date", lambda now: days.day_of_month(now, day, ahead)), j + 2


def _the(tokens: list[Token], i: int) -> Pieces:
    """Read what may follow "the": "5th", "day after tomorrow", "coming Friday"."""
    if tokens[i].kind is Kind.ORDINAL:
        found = False
        for piece, j in _day_first(tokens, i):
            found = True
            yield piece, j
        if not found:
            yield from _ordinal(tokens, i)
    elif tokens[i].text in {"day", "week"}:
        yield from _relative(tokens, i)
    elif tokens[i].text == "coming":
        yield from _next(tokens, i)


def _weekday(tokens: list[Token], i: int) -> Pieces:
    """Read "Friday", "Friday week", "Friday next week"."""
    day = tokens[i].values[0]
    following = tokens[i + 1].text
    if following in {"week", "fortnight"}:
        weeks = 1 if following == "week" else 2
        yield Piece("weekday", lambda now: days.weekday(now, day, weeks)), i + 2
        return
    yield Piece("weekday", lambda now: days.weekday(now, day), weekday=day), i + 1
    j = i + 2 if following in {"of", ",", "in"} else i + 1
    for weeks, k in _week(tokens, j):
        yield Piece("weekday", partial(days.weekday_in_week, day=day, weeks=weeks)), k


def _week(tokens: list[Token], i: int) -> Iterator[tuple[int, int]]:
    """Yield how many weeks ahead "next week" or "the week after next" is, and where it ends."""
    if tokens[i].text in _NEXT and tokens[i + 1].text == "week":
        yield _NEXT[tokens[i].text], i + 2
    j = i + 1 if tokens[i].text == "the" else i
    if [token.text for token in tokens[j : j + 3]] == ["week", "after", "next"]:
        yield 2, j + 3


def _next(tokens: list[Token], i: int) -> Pieces:
    """Read "next Friday", "this coming Friday", "next week on Friday", "next month on the 15th", "this morning"."""
    word = tokens[i].text
    j = i + 2 if word == "this" and tokens[i + 1].text == "coming" else i + 1
    following = tokens[j]
    if following.kind is Kind.WEEKDAY:
        day = following.values[0]
        rule = days.next_weekday if word == "next" else days.coming_weekday
        if word == "this" and j == i + 1:
            rule = days.weekday
        yield Piece("weekday", partial(rule, day=day)), j + 1
    elif word == "this" and following.kind is Kind.PART and j == i + 1:
        yield Piece("relative", lambda now: days.from_today(now, 0), part=PARTS[following.text]), j + 1
    elif word in _NEXT and following.text == "week":
        yield from _weekday_of_week(tokens, i)
    elif word in _NEXT and following.text == "month":
        k = j + 2 if tokens[j + 1].text in {"on", ","} else j + 1
        k += tokens[k].text == "the"
        if tokens[k].kind is Kind.ORDINAL:
            number, ahead = tokens[k].values[0], _NEXT[word]
            yield Piece("date", lambda now: days.day_of_month(now, number, ahead)), k + 1


def _weekday_of_week(tokens: list[Token], i: int) -> Pieces:
    """Read "next week on Friday", "week after next, Friday"."""
    for weeks, j in _week(tokens, i):
        k = j + 1 if tokens[j].text in {"on", ","} else j
        if tokens[k].kind is Kind.WEEKDAY:
            yield Piece("weekday", partial(days.weekday_in_week, day=tokens[k].values[0], weeks=weeks)), k + 1


def _relative(tokens: list[Token], i: int) -> Pieces:
    """Read what counts from today: "tomorrow", "in 10 days", "two weeks on Tuesday"."""
    text = tokens[i].text
    if text in TODAY:
        yield from _today(tokens, i)
    elif text == "day" and [tokens[i + 1].text, tokens[i + 2].text] == ["after", "tomorrow"]:
        yield Piece("relative", lambda now: days.tomorrow(now, 2)), i + 3
    elif text == "week":
        yield from _weekday_of_week(tokens, i)
    elif text == "in":
        yield from _in(tokens, i + 1)
    else:
        yield from _counted(tokens, i)


def _today(tokens: list[Token], i: int) -> Pieces:
    ahead = TODAY[tokens[i].text]
    rule = days.tomorrow if ahead == 1 else days.from_today
    part = "evening" if tokens[i].text == "tonight" else None
    if tokens[i + 1].text in {"week", "fortnight"} and part is None and ahead >= 0:
        ahead += 7 if tokens[i + 1].text == "week" else 14
        i += 1
    yield Piece("relative", lambda now: rule(now, ahead), part=part), i + 1


def _quantity(tokens: list[Token], i: int) -> tuple[int, str, int] | None:
    """Return a number, its unit and where they end: "10 days", "a week", "half an hour"."""
    if [token.text for token in tokens[i : i + 3]] == ["half", "an", "hour"]:
        return 30, "minute", i + 3
    token = tokens[i]
    unit = UNITS.get(tokens[i + 1].text)
    number = 1 if token.text in {"a", "an"} else NUMBERS.get(token.text)
    if token.kind is Kind.NUMBER:
        number = token.values[0]
    if unit is None or number is None:
        return None
    if unit == "fortnight":
        number, unit = number * 2, "week"
    return (number, unit, i + 2) if number <= _LONGEST[unit] else None


def _in(tokens: list[Token], i: int) -> Pieces:
    """Read what may follow "in": "3 days", "two weeks' time", "an hour and a half"."""
    quantity = _quantity(tokens, i)
    if quantity is None:
        return
    number, unit, j = quantity
    if unit == "hour" and [token.text for token in tokens[j : j + 3]] == ["and", "a", "half"]:
        number, unit, j = number * 60 + 30, "minute", j + 3
    if tokens[j].text == "time":
        j += 1
    yield _ahead(number, unit), j


def _counted(tokens: list[Token], i: int) -> Pieces:
    """Read "10 days from now", "a week from Tuesday", "three weeks on Friday", "a week today"."""
    quantity = _quantity(tokens, i)
    if quantity is None:
        return
    number, unit, j = quantity
    if tokens[j].text == "from" and tokens[j + 1].text in {"now", "today"}:
        yield _ahead(number, unit), j + 2
        return
    if unit not in {"day", "week"}:
        return
    shift = timedelta(**{f"{unit}s": number})
    k = j + 1 if tokens[j].text in _A_WEEK_FROM else j
    if k == j and number > 2:
        # "Two weeks Tuesday" is a day; "3 weeks Tuesday" may be three weeks that begin on one.
        return
    if unit == "day" and tokens[j].text != "from":
        return
    for base, end in _bases(tokens, k):
        yield Piece("relative", partial(_shifted, base=base, shift=shift)), end


def _bases(tokens: list[Token], i: int) -> Pieces:
    """Yield the days that a count may begin at."""
    if tokens[i].kind is Kind.WEEKDAY:
        day = tokens[i].values[0]
        yield Piece("weekday", lambda now: days.weekday(now, day)), i + 1
    elif tokens[i].text in {"today", "tomorrow"}:
        yield from _today(tokens, i)
    elif tokens[i].text in _NEXT and tokens[i + 1].kind is Kind.WEEKDAY:
        yield from _next(tokens, i)


def _shifted(now: datetime, base: Piece, shift: timedelta) -> days.Days:
    return tuple(day + shift for day in base.days(now))


def _ahead(number: int, unit: str) -> Piece:
    if unit in {"day", "week"}:
        count = number if unit == "day" else number * 7
        return Piece("relative", lambda now: days.from_today(now, count))
    if unit == "month":
        return Piece("relative", lambda now: days.months_ahead(now, number))
    return Piece("hours", lambda now: (now.date(),), elapsed=timedelta(**{f"{unit}s": number}))
