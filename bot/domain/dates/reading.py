"""What reading a phrase can come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """A day and, if it was said, a time of day.

    `time` is None when it is still to be asked, and `part` then says what was given of it ("morning").
    `zone` is the IANA zone the phrase named, `offset` a numeric distance from UTC that it named; with neither,
    the speaker's own clock is meant. `until` is the end of a range such as "9-10am".
    """

    day: dt.date
    time: dt.time | None
    zone: str | None = None
    offset: dt.timedelta | None = None
    until: dt.time | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One `When`: certain. Two: the phrase can be read two ways, the likelier first."""

    readings: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is safe to show and says what to write instead; `rest` is what was not understood, as typed."""

    reason: str
    rest: str


@dataclass(frozen=True, slots=True)
class DateInText:
    """A phrase inside a line. `before` begins the line and `after` ends it, in the member's own characters.

    `words` is the phrase as typed; the separators around it belong to none of the three.
    """

    before: str
    reading: Reading
    after: str
    words: str = ""


class ImpossibleError(Exception):
    """The words are a date by form, and no such moment exists or it cannot be told which; str() is the reason."""
