"""Reading a phrase that is nothing but a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.domain.dates.phrase import Grammar, Phrase
from bot.domain.dates.reading import ImpossibleError, Reading, Refusal, When
from bot.domain.dates.resolve import ahead, moments
from bot.domain.dates.tokens import length, tokenize
from bot.domain.dates.zones import City

LONGEST_TEXT: Final = 200
"""Characters; no date needs as many."""
MOST_TOKENS: Final = 40
_MOST_READINGS = 2

EXAMPLE: Final = "Write the day and the time, for example “Thu 3pm” or “3 December 15:00”."
EMPTY: Final = f"There is no date here. {EXAMPLE}"
TOO_LONG: Final = f"That is too long for a date. {EXAMPLE}"
UNKNOWN: Final = f"I could not read that as a date. {EXAMPLE}"
PARTLY: Final = f"I could read only a part of that. {EXAMPLE}"
NO_DAY: Final = "I see a time and no day. Write both, for example “tomorrow 3pm” or “3 December 15:00”."
SEVERAL: Final = (
    "That can be read in more than two ways. Write the date and am or pm, for example “3 December 3:30pm”."
)


def no_city(_: str) -> str | None:
    """Know no city."""
    return None


def read(
    text: str, now: datetime, *, city: City = no_city, day_first: bool | None = None
) -> Reading | Refusal:
    """Read `text` as a day and, if said, a time; every word must have its place, else it is refused.

    `now` is the present moment in the speaker's zone; a naive one raises ValueError. `city` returns the IANA zone
    of a place, or None; it is asked only for words behind the time. `day_first` settles "3/12": True for
    3 December, False for 12 March, None for both. A day or a time that has passed is read like any other.
    """
    check_aware(now)
    if len(text) > LONGEST_TEXT:
        return Refusal(TOO_LONG, text[:LONGEST_TEXT])
    tokens = tokenize(text)
    count = length(tokens)
    if not 0 < count <= MOST_TOKENS:
        return Refusal(TOO_LONG if count else EMPTY, text.strip())
    grammar = Grammar(tokens, city, day_first)
    whole = [phrase for phrase, end in grammar.phrases(0) if grammar.skip(end) == count]
    return weigh(whole, text.strip(), now) if whole else explain(grammar, text, now)


def weigh(phrases: Iterable[Phrase], text: str, now: datetime) -> Reading | Refusal:
    """Hold every way of reading the same words against the calendar, and say what is left."""
    whens: list[When] = []
    reasons: list[str] = []
    for phrase in phrases:
        try:
            whens += moments(phrase, now)
        except ImpossibleError as error:
            reasons.append(str(error))
    left = ahead(whens, now)
    if not left:
        return Refusal(reasons[0] if reasons else UNKNOWN, text)
    return Reading(tuple(left)) if len(left) <= _MOST_READINGS else Refusal(SEVERAL, text)


def explain(grammar: Grammar, text: str, now: datetime) -> Refusal:
    """Say what is wrong with a text that is no date: the part that is impossible, missing or not understood."""
    count = length(grammar.tokens)
    runs = [(end - start, start, end) for start in range(count) for _, end in grammar.phrases(start)]
    if not runs:
        return Refusal(NO_DAY if grammar.has_time() else UNKNOWN, text.strip())
    _, start, end = max(runs)
    judged = weigh((phrase for phrase, last in grammar.phrases(start) if last == end), text, now)
    if isinstance(judged, Refusal):
        return judged
    before, after = text[: grammar.tokens[start].start], text[grammar.tokens[end - 1].end :]
    return Refusal(PARTLY, " ".join(part for part in (before.strip(), after.strip()) if part))


def check_aware(now: datetime) -> None:
    """Raise ValueError for a naive datetime."""
    if now.utcoffset() is None:
        raise ValueError(f"a datetime without a zone: {now}")
