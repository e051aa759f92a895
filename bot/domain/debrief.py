"""After the interview: what they asked, what was missed, what was promised, and by when they would answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.dates import Refusal, read
from bot.domain.dates.read import EMPTY, NO_DAY, PARTLY, TOO_LONG, UNKNOWN
from bot.domain.interviews import Interview
from bot.domain.sheets import Entry
from bot.errors import InputError

SLOTS = ("asked", "missed", "promised")
"""Of the debrief's sheet, in the order in which they are asked."""
MARK = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")  # noqa: RUF001 - the dash that phones write
"""What people put before the items of a list."""
BEGINNING = re.compile(r"^(?:(?:no later than|at the latest|by|until|till|on)\s+)+", re.IGNORECASE)
WITHIN = re.compile(r"^within\s+", re.IGNORECASE)
SPAN = re.compile(r"^(?:(?:some ?time|(?:the )?end of)\s+)?(the|this|next)\s+(week|month)$", re.IGNORECASE)
"""What is named in place of a day: its last working day is meant, or the last day of the month."""
FRIDAY = 4
TOO_FAR = timedelta(days=183)
"""Nobody waits so long for an answer: "25 November", said on the 26th, is a day that has passed."""
PASSED = "If that day has passed and they are late, leave this empty and ask how things stand."
UNREAD = frozenset({EMPTY, NO_DAY, PARTLY, TOO_LONG, UNKNOWN})
EXAMPLE = "Write it like “Friday” or “4 December”, or leave it empty."


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What the member noted, in their own words; `answer_by` is the day by which they would hear."""

    asked: str = ""
    missed: str = ""
    promised: str = ""
    answer_by: date | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """What was written, by slot; what was left empty is not there."""
        return {slot: words for slot in SLOTS if (words := getattr(self, slot))}

    @property
    def written(self) -> bool:
        """Whether anything was noted at all."""
        return bool(self.words or self.answer_by)


def debrief_of(interview: Interview, entries: Mapping[str, Entry]) -> Debrief:
    """Return what was noted of an interview; `entries` are those of its sheet, by slot."""
    words = {slot: entries[slot].values.get("text", "").strip() for slot in SLOTS if slot in entries}
    return Debrief(**words, answer_by=interview.answer_by)


def items_of(words: str) -> tuple[str, ...]:
    """Return the lines of a list without their marks."""
    lines = (MARK.sub("", line.strip()) for line in words.splitlines())
    return tuple(line for line in lines if line)


def read_answer_by(words: str, here: datetime) -> date:
    """Read the day by which they would answer, as said at `here` (aware, in the member's zone).

    "Next week" is its Friday. Raises InputError, safe to show beside the field, for what is no day, could be two, has
    passed or is more than half a year off.
    """
    typed = WITHIN.sub("in ", BEGINNING.sub("", words.strip()))
    day = _end_of(typed, here.date()) or _read(typed, here)
    if day < here.date():
        raise InputError("That day has passed. If they are late, leave this empty and ask how things stand.")
    if day > here.date() + TOO_FAR:
        raise InputError(f"That would be {_long(day)}, more than half a year away. {PASSED}")
    return day


def _read(typed: str, here: datetime) -> date:
    result = read(typed, here)
    if isinstance(result, Refusal):
        known = result.reason not in UNREAD
        raise InputError(result.reason if known else f"I could not read that as a day. {EXAMPLE}")
    days = sorted({when.day for when in result.readings})
    if len(days) > 1:
        first, second = map(_long, days)
        raise InputError(f"That can be {first} or {second}. Write the date that you mean.")
    return days[0]


def _end_of(typed: str, today: date) -> date | None:
    """Return the day that "this week" or "end of next month" comes to, or None where no such span is named."""
    found = SPAN.fullmatch(typed.strip(" ."))
    if found is None:
        return None
    later = found[1].lower() == "next"
    if found[2].lower() == "week":
        return today + timedelta(days=FRIDAY - today.weekday() + 7 * later)
    first = (today.replace(day=1) + timedelta(days=31 * (1 + later))).replace(day=1)
    return first - timedelta(days=1)


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
