"""Reading what a member typed about an interview: the time, the place of its clock, the people, the format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Self

from bot.commands.command import Context
from bot.commands.intake.line_parser import EMPTY, bare, date_like, divided, parts_of, role_in, told
from bot.domain.calendar import instant_of, local
from bot.domain.dates import DateInText, Refusal, When, find, read
from bot.domain.dates.read import PARTLY, UNKNOWN
from bot.domain.drafts import InterviewDraft
from bot.domain.interviews import Format
from bot.domain.invitations import Candidate
from bot.ports import Cities, LooseDates

BEGINNERS = frozenset({"with", "by", "at", "via", "on", "over", "http", "https", "and", "for", "as", "from"})
APART = ("with ", "at ", "via ", "http")
"""How a part begins that stands before a time and has nothing to do with it."""
COMPANY_AND_ROLE = 2
"""Commas behind the first two parts of a line, which name what they name."""
COMPANY_MARKS = frozenset({"at", "with", "from"})
ROLE_MARKS = frozenset({"as", "for"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed time may mean. `guessed` when only the forgiving reader found something."""

    candidates: tuple[Candidate, ...]
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class NeedsTime:
    """The day was said, the time of day was not; a day that reads two ways comes as two."""

    days: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """`reason` is safe to show beside the field."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What words about time and place are read with at `now` (aware). `zone` is the member's, None until it is told."""

    now: datetime
    zone: str | None
    cities: Cities
    loose_dates: LooseDates

    @classmethod
    def of(cls, context: Context) -> Self:
        """Return what the caller's words are read with."""
        zone = context.member.preferences.zone
        return cls(now=context.now, zone=zone, cities=context.cities, loose_dates=context.loose_dates)


def read_when(
    reader: Reader, typed: str, *, typed_at: datetime, reader_zone: str, zone: str | None
) -> Understood | NeedsTime | NotUnderstood:
    """Read a typed time as said at `typed_at` by someone in `reader_zone`.

    The clock it hangs on is the one that the words name, else `zone`, else the reader's.
    """
    here = local(typed_at, reader_zone)
    result = read(typed, here, city=reader.cities.meant)
    if isinstance(result, Refusal):
        if result.reason not in {PARTLY, UNKNOWN}:
            # The words were understood, and there is no such moment: a guess would pass over one of them.
            return NotUnderstood(result.reason)
        guess = reader.loose_dates.suggest(typed, here)
        if guess is None or guess.time is None:
            return NotUnderstood(result.reason)
        return Understood((_candidate(guess, guess.time, reader_zone, zone),), guessed=True)
    timed = [when for when in result.readings if when.time is not None]
    if not timed:
        return NeedsTime(result.readings)
    return Understood(
        tuple(_candidate(when, when.time, reader_zone, zone) for when in timed if when.time is not None)
    )


def _candidate(when: When, at: time, reader_zone: str, zone: str | None) -> Candidate:
    clock_of = zone or reader_zone
    if when.offset is not None:
        # A numeric offset names an instant, not a place: it is told on the clock the member lives by.
        return Candidate.at(instant_of(when.day, at, "UTC") - when.offset, clock_of)
    return Candidate.on(when.day, at, when.zone or clock_of)


def split_line(line: str, here: datetime, cities: Cities) -> InterviewDraft:
    """Take "Acme, data analyst, next Thu 3pm, video, with Jane Doe" apart into the answers of a form.

    A sentence is read for its company and role. Where a company's name can't be told from the role behind it,
    both are guessed, and the draft is unsure.
    """
    found: DateInText | None = find(line, here, city=cities.meant)
    if found is not None and not _led_up_to(found.before):
        after, when = found.after, found.words
        if after and not _set_apart(line, found):
            # Words that touch a time and were not understood may be its zone: ask rather than overlook them.
            touching, _, after = after.partition(",")
            when = f"{when} {touching}".strip()
        rest = ", ".join(part for part in (found.before, after.strip()) if part)
    else:
        rest, when = date_like(line)
    parts = [part for part in parts_of(rest) if not EMPTY.fullmatch(part)]
    said = InterviewDraft.of({"when": when, **_named(parts)})
    if len(parts) == 1 and said.company == parts[0]:
        company, role = divided(bare(parts[0]))
        return replace(said, company=company, role=role or said.role, unsure=bool(role))
    return said


def _led_up_to(before: str) -> bool:
    """Whether words that touch the time behind company and role are about it, and so may make it another."""
    touching = before.rpartition(",")[2].strip().casefold()
    if not touching or before.count(",") < COMPANY_AND_ROLE:
        return False
    return not (EMPTY.fullmatch(touching) or touching.startswith(APART) or Format.called(touching))


def _named(parts: list[str]) -> dict[str, str]:
    """Return what each part of a line is: by the word that it begins with, else company, then role, then notes."""
    values: dict[str, str] = {}
    extra: list[str] = []
    for part in parts:
        mark, _, words = part.partition(" ")
        mark = mark.lower()
        said = told(part) if "company" not in values else None
        form = Format.called(part)
        if form is not None:
            values["format"] = form
        elif said or (said is not None and len(parts) == 1):
            values |= said
        elif mark in COMPANY_MARKS and words and "company" not in values:
            values["company"] = words
        elif mark == "with" and words:
            values["interviewers"] = words.replace(" and ", "\n")
        elif part.lower().startswith(("http://", "https://")) or (mark == "at" and words):
            values["place"] = words if mark == "at" else part
        elif mark in ROLE_MARKS and words and "role" not in values:
            values["role"] = role_in(words)
        elif "company" not in values:
            values["company"] = part
        elif "role" not in values:
            values["role"] = part
        else:
            extra.append(part)
    return values | ({"notes": ", ".join(extra)} if extra else {})


def _set_apart(line: str, found: DateInText) -> bool:
    """Whether what follows the time is another matter: behind a comma, or begun by a word of its own."""
    gap = line[: len(line) - len(found.after)].rstrip(" ")
    first = found.after.split(maxsplit=1)[0].lower()
    return gap.endswith((",", ";", "-", ".")) or first in BEGINNERS or Format.called(found.after) is not None
