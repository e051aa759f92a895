"""The sheet of one interview as it stands: whose slot is whose, what is old, and which tasks are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

from bot.domain.addresses import search
from bot.domain.dates import Reading, read
from bot.domain.interviews import Interview
from bot.domain.research_notes import EVERY_PERSON, FINISHES, PEOPLE, PERSON, Guide, Slot
from bot.domain.sheets import Entry
from bot.domain.topics import title_of

FRESH_FOR = timedelta(days=14)
"""News is older than this at the interview's peril."""
ENOUGH = 3
"""So many slots filled are enough to make a question of."""
WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
YEAR = re.compile(r"\d{4}")
UNREADABLE = "I could not read that as a day. For example: yesterday, 3 November, 2026-11-03."
AHEAD = "That day is still ahead. From which day is what you noted?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a member writes into a slot; `since` is the day from which it holds."""

    notes: str
    link: str = ""
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sheet. `key` names it in a button, `slot` is where it is or will be kept.

    `minutes` is 0 where nothing says how long it takes. `guide` is None for who is no longer on the list.
    """

    key: str
    slot: str
    title: str
    guide: Guide | None = None
    url: str = ""
    minutes: int = 0
    entry: Entry | None = None
    person: str = ""

    @property
    def since(self) -> date | None:
        """From which day the note is: the one that was said, else the one on which it was written."""
        if self.entry is None:
            return None
        try:
            return date.fromisoformat(self.entry.values.get("date", ""))
        except ValueError:
            return self.entry.saved_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """A sheet as it stands. `gone` are notes on people who are no longer on the list; `today` is the member's own.

    `over` says that the interview is behind or settled: then there is nothing left to do.
    """

    interview: Interview
    people: tuple[Line, ...]
    others: tuple[Line, ...]
    gone: tuple[Line, ...] = ()
    question: str = ""
    today: date
    over: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """What there is to find out, in order."""
        return (*self.people, *self.others)

    @property
    def filled(self) -> tuple[Line, ...]:
        """Those with a note."""
        return tuple(line for line in self.lines if line.entry)

    @property
    def empty(self) -> tuple[Line, ...]:
        """Those without one."""
        return tuple(line for line in self.lines if not line.entry)

    @property
    def stale(self) -> tuple[Line, ...]:
        """Those whose note is worth another look."""
        return tuple(line for line in self.lines if self.is_stale(line))

    def is_stale(self, line: Line) -> bool:
        """Whether a note is so old that it may not hold any more, while that still matters."""
        return line.since is not None and not self.over and self.today - line.since > FRESH_FOR

    def line(self, key: str) -> Line | None:
        """Return the line that a button names, None where there is none any more."""
        found = next((line for line in (*self.lines, *self.gone) if line.key == key), None)
        return found or next((line for line in self.gone if person_key(line.person) == key), None)


def lay_out(
    interview: Interview,
    entries: Mapping[str, Entry],
    today: date,
    *,
    over: bool,
    minutes_of: Callable[[str], int],
) -> Research:
    """Return the sheet of an interview; `minutes_of` says how long a task takes, 0 for none."""
    noted = {slot: entry for slot, entry in entries.items() if slot.startswith(PERSON)}
    people = _people(interview, noted, minutes_of)
    known = {line.slot for line in people}
    asked = entries.get(Slot.QUESTION)
    return Research(
        interview=interview,
        people=people,
        others=_others(interview, entries, minutes_of),
        gone=_gone({slot: entry for slot, entry in noted.items() if slot not in known}),
        question=asked.values.get("text", "") if asked else "",
        today=today,
        over=over,
    )


def finished(research: Research, slot: str) -> tuple[str, ...]:
    """Return the tasks that are done now that `slot` is filled, whether or not this catalogue knows them."""
    filled: set[str] = {line.slot for line in research.filled}
    if research.people and all(line.entry for line in research.people):
        filled.add(PEOPLE)
    part = PEOPLE if slot.startswith(PERSON) else slot
    return tuple(task for slots, tasks in FINISHES if part in slots and slots <= filled for task in tasks)


def noted_on(typed: str, now: datetime) -> date:
    """Return the day that a note is from; nothing typed is today. `now` is aware, in the member's zone.

    Days without a year are the latest that have been. Raises ValueError, safe to show.
    """
    words, today = typed.strip(), now.date()
    if not words:
        return today
    match read(words, now):
        case Reading(readings):
            days = {_last(when.day, words, today) for when in readings}
        case _:
            raise ValueError(UNREADABLE)
    if len(days) > 1:
        named = " or ".join(f"{day.day} {day:%B}" for day in sorted(days))
        raise ValueError(f"That could be {named}. Write the month as a word.")
    [day] = days
    if day > today:
        raise ValueError(AHEAD)
    return day


def person_key(name: str) -> str:
    """Return what names a person in a button: always the same, however the list around them changes."""
    return f"{PERSON}{crc32(folded(name).encode(errors='replace')):08x}"


def folded(name: str) -> str:
    """Return a name as names are compared."""
    return " ".join(name.casefold().split())


def _people(
    interview: Interview, noted: Mapping[str, Entry], minutes_of: Callable[[str], int]
) -> tuple[Line, ...]:
    met = {folded(person.name): person for person in interview.interviewers if folded(person.name)}
    known = _matched(tuple(met), noted)
    lines: list[Line] = []
    for number, (name, person) in enumerate(met.items(), 1):
        slot = known.get(name) or _free({*noted, *(line.slot for line in lines)}, number)
        lines.append(
            Line(
                key=person_key(person.name),
                slot=slot,
                title=str(person),
                guide=EVERY_PERSON,
                url=_url(EVERY_PERSON, interview, person.name),
                minutes=_minutes(EVERY_PERSON, minutes_of),
                entry=noted.get(slot),
                person=person.name,
            )
        )
    return tuple(lines)


def _others(
    interview: Interview, entries: Mapping[str, Entry], minutes_of: Callable[[str], int]
) -> tuple[Line, ...]:
    return tuple(
        Line(
            key=slot,
            slot=slot,
            title=title_of(slot),
            guide=guide,
            url=_url(guide, interview),
            minutes=_minutes(guide, minutes_of),
            entry=entries.get(slot),
        )
        for slot in Slot
        if (guide := slot.facts.guide) is not None
    )


def _matched(names: Sequence[str], noted: Mapping[str, Entry]) -> dict[str, str]:
    """Return the slot of everyone of whom there is a note, by folded name; "Ben" is found as "Ben Example", too."""
    left = {slot: folded(entry.values.get("name", "")) for slot, entry in noted.items()}
    found: dict[str, str] = {}
    for name in names:
        slot = next((slot for slot, known in left.items() if known == name), None)
        if slot:
            found[name] = slot
            del left[slot]
    for name in (name for name in names if name not in found):
        near = [slot for slot, known in left.items() if _alike(name, known)]
        rivals = [other for other in names if other not in found and near and _alike(other, left[near[0]])]
        if len(near) == len(rivals) == 1:
            found[name] = near[0]
            del left[near[0]]
    return found


def _alike(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    return bool(first and second) and (first <= second or second <= first)


def _free(taken: Collection[str], number: int) -> str:
    """Return the slot of that number, or the first behind it that nobody has."""
    while f"{PERSON}{number}" in taken:
        number += 1
    return f"{PERSON}{number}"


def _gone(entries: Mapping[str, Entry]) -> tuple[Line, ...]:
    return tuple(
        Line(
            key=slot,
            slot=slot,
            title=name or "Someone you met",
            entry=entry,
            person=name,
        )
        for slot, entry in sorted(entries.items())
        for name in (entry.values.get("name", ""),)
    )


def _url(guide: Guide, interview: Interview, name: str = "") -> str:
    words = {"name": name, "company": interview.company, "role": interview.role}
    plain = {what: typed.replace('"', " ") for what, typed in words.items()}
    return search(guide.terms.format_map(plain), news=guide.news)


def _minutes(guide: Guide, minutes_of: Callable[[str], int]) -> int:
    whole = minutes_of(guide.task)
    return max(1, round(whole / guide.share)) if whole else 0


def _last(day: date, words: str, today: date) -> date:
    """Return a day as it is meant of something past."""
    if day <= today or YEAR.search(words):
        return day
    if WEEKDAY.search(words) and day - today <= timedelta(days=7):
        return day - timedelta(days=7)
    if not any(sign.isdigit() for sign in words):
        return day
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        raise ValueError(UNREADABLE) from None
