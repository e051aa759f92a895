"""Finding the date in a typed line such as "Acme, data analyst, next Thu 3pm, video"."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from bot.domain.dates.phrase import Grammar, Phrase
from bot.domain.dates.read import check_aware, no_city, weigh
from bot.domain.dates.reading import DateInText, Reading, Refusal
from bot.domain.dates.tokens import DASHES, END, Token, length, tokenize
from bot.domain.dates.vocabulary import NUMBERS, QUALIFYING, SPANNING, UNDOING, Kind
from bot.domain.dates.zones import City, bounded

LONGEST_LINE: Final = 2000
"""Characters; a longer line is a message, and no part of it is taken for a date."""

_SEPARATORS: Final = f" \t\n\r\v\f\u00a0\u202f,;:|/@\u00b7\u22c5\u2022-{DASHES}"
_JOINING: Final = frozenset({"and", "&", "to", "through", "until", "-"})
_SMALL: Final = frozenset({"of", "the", "on", "from", "in", "at"})
_DAY_KINDS: Final = frozenset({Kind.WEEKDAY, Kind.CLOCK, Kind.ORDINAL, Kind.MONTH, Kind.NUMERIC_DATE})


class _Run(NamedTuple):
    """Whole words of the line that read as one phrase in the ways of `phrases`."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]

    @property
    def is_timed(self) -> bool:
        return any(phrase.said is not None or phrase.pieces[0].elapsed is not None for phrase in self.phrases)


def find(
    text: str, now: datetime, *, city: City = no_city, day_first: bool | None = None
) -> DateInText | None:
    """Find the date phrase in a line: the longest run of whole words that `read` would take.

    A run with a time of day goes before one without, and then the later one. None where there is no date, where two
    have a time or share a word, where a neighbour changes the meaning ("every Friday"), or where the one there is
    cannot be; `read` of the whole line then says what is wrong.
    Raises ValueError for a naive `now`.
    """
    check_aware(now)
    if len(text) > LONGEST_LINE:
        return None
    tokens = tokenize(text)
    runs = [run for run in _longest(Grammar(tokens, city, day_first), length(tokens)) if _stands(tokens, run)]
    timed = [run for run in runs if run.is_timed]
    if not runs:
        return None
    run = (timed or runs)[-1]
    rivals = timed + [other for other in runs if other.end > run.start]
    reading = weigh(run.phrases, "", now)
    if not isinstance(reading, Reading) or _is_qualified(tokens, run):
        return None
    if any(weigh(other.phrases, "", now) != reading for other in rivals):
        return None
    return _found(text, tokens, run, reading)


def find_each(
    text: str, now: datetime, *, city: City = no_city, day_first: bool | None = None
) -> list[DateInText | Refusal]:
    """Find every date with a time of day in a text, in its order; what the words around one make of it is not asked.

    One that cannot be, such as a Tuesday that is a Thursday, is a refusal with its reason. One that goes on in a way
    that cannot be read ("3pm or 4") is left out. Raises ValueError for a naive `now`.
    """
    check_aware(now)
    if len(text) > LONGEST_LINE:
        return []
    tokens = tokenize(text)
    runs = [run for run in _longest(Grammar(tokens, city, day_first), length(tokens)) if run.is_timed]
    begins = {run.start for run in runs}
    found: list[DateInText | Refusal] = []
    for run in runs:
        reading = weigh(run.phrases, text[tokens[run.start].start : tokens[run.end - 1].end], now)
        joined = tokens[run.end].text in {*_JOINING, "or"} and run.end + 1 in begins
        if isinstance(reading, Refusal):
            found.append(reading)
        elif joined or not _goes_on(tokens, run):
            found.append(_found(text, tokens, run, reading))
    return found


def _longest(grammar: Grammar, count: int) -> list[_Run]:
    """Return the longest run from each place, without those that lie inside another."""
    runs: list[_Run] = []
    reached = 0
    for start in range(count):
        if grammar.tokens[start].kind is Kind.MARK:
            continue
        phrases = grammar.phrases(start)
        end = max((end for _, end in phrases), default=0)
        if end > reached:
            runs.append(_Run(start, end, tuple(phrase for phrase, last in phrases if last == end)))
            reached = end
    return runs


def _stands(tokens: list[Token], run: _Run) -> bool:
    """Whether a run can be a date here: one lone word is only between separators, or as the last of the line."""
    if run.is_timed or run.end - run.start > 1:
        return True
    if not bounded(tokens, run.end):
        return False
    return tokens[run.end].kind is Kind.END or run.start == 0 or tokens[run.start - 1].kind is Kind.MARK


def _is_qualified(tokens: list[Token], run: _Run) -> bool:
    """Whether a neighbour may change what the run means: "last Friday 9am", "Mon and Tue 3pm", "Dec 3-5"."""
    before = tokens[run.start - 1] if run.start else END
    if before.text in _JOINING and run.start > 1 and _ends_a_day(tokens, run.start - 2, tokens[run.start]):
        return True
    if _is_number(before) and (
        _is_number(tokens[run.start]) or tokens[run.start].kind in {Kind.CLOCK, Kind.WEEKDAY}
    ):
        return True
    return _leads(tokens, run.start) or _goes_on(tokens, run)


def _ends_a_day(tokens: list[Token], i: int, following: Token) -> bool:
    """Whether token `i` ends another day or time: "Tue and", "Dec 7 to", "7 to 11 Dec"; "Company 2 to" does not."""
    if tokens[i].kind is not Kind.NUMBER:
        return tokens[i].kind in _DAY_KINDS
    earlier = tokens[i - 1].kind if i else Kind.END
    return earlier is Kind.MONTH or (
        following.kind in {Kind.NUMBER, Kind.ORDINAL} and earlier is not Kind.WORD
    )


def _leads(tokens: list[Token], i: int) -> bool:
    """Whether the words before token `i`, small ones left out, make another date of it: "no later than", "week of"."""
    if i and tokens[i - 1].text in UNDOING:
        return True
    while i and tokens[i - 1].text in _SMALL:
        i -= 1
    return i > 0 and tokens[i - 1].text in UNDOING | SPANNING


def _goes_on(tokens: list[Token], run: _Run) -> bool:
    """Whether what follows a run looks like more of the same: a second time, a year, the end of a range."""
    following, next_but_one = tokens[run.end], tokens[run.end + 1]
    if following.text in QUALIFYING or (following.text in _JOINING and next_but_one.kind in _DAY_KINDS):
        return True
    if following.text == "-" and next_but_one.start == following.end:
        return True
    if following.kind is Kind.MARK:
        return run.is_timed and next_but_one.kind is Kind.CLOCK
    return following.kind is Kind.CLOCK or (following.kind is Kind.NUMBER and not run.is_timed)


def _is_number(token: Token) -> bool:
    return token.kind is Kind.NUMBER or token.text in NUMBERS


def _found(text: str, tokens: list[Token], run: _Run, reading: Reading) -> DateInText:
    start, end = tokens[run.start].start, tokens[run.end - 1].end
    before = text[:start].rstrip(_SEPARATORS + '(["\u201c')
    after = text[end:].lstrip(_SEPARATORS + ')].!?"\u201d')
    return DateInText(before, reading, after, text[start:end])
