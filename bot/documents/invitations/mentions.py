"""The dates that a message names, each by the strict grammar of dates; none is put together by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.documents.invitations.zones import City
from bot.domain.dates import DateInText, find
from bot.domain.invitations import Mention

MOST: Final = 6
LONGEST_SENTENCE: Final = 600

_ZONE_NAMES: Final = tuple(
    (re.compile(rf"\b{name}", re.IGNORECASE), said)
    for name, said in (
        (r"greenwich mean time\b", "GMT"),
        (r"british summer time\b", "BST"),
        (r"(?:uk|british|london) (?:local )?time\b", "London time"),
        (r"central european (?:standard )?time\b", "CET"),
        (r"central european summer time\b", "CEST"),
        (r"(?:india|indian) standard time\b", "Asia/Kolkata"),
        (r"japan standard time\b", "JST"),
        (r"singapore (?:standard )?time\b", "SGT"),
        (r"australian eastern standard time\b", "AEST"),
        (r"australian eastern daylight time\b", "AEDT"),
        (r"coordinated universal time\b", "UTC"),
        (r"(eastern|central|mountain|pacific) (?:standard |daylight )?time \(u\.?s\.?(?: ?(?:&|and) ?canada)?\)", r"\1 time"),
    )
)  # fmt: skip
"""Zones in the full names that calendars print, and what the grammar of dates calls them."""
_LABEL: Final = r"^[ \t>*•-]*(?:{})[ \t]*\**[ \t]*[:-][ \t]*\**[ \t]*(\S.*)$"
_DAY_LABEL: Final = re.compile(_LABEL.format("(?:interview )?(?:date|day)"), re.IGNORECASE)
_TIME_LABEL: Final = re.compile(_LABEL.format("(?:interview |start )?time"), re.IGNORECASE)
_ZONE_LABEL: Final = re.compile(_LABEL.format("time ?zone"), re.IGNORECASE)
_FIELD: Final = re.compile(r"[\w ]{2,20}:")

_CLOCK: Final = r"(?:\d[:.]\d\d|\d\s*[ap]\.?m\b|\bnoon\b)"
_TIMED: Final = re.compile(_CLOCK, re.IGNORECASE)
_LETTERED: Final = re.compile(r"((?i:\d|[ap]\.?m\.?)\s*[(\[]?)\s*\b([A-Z]{2,4}T)\b[)\]]?")
_UNREAD_ZONE: Final = re.compile(r"[\s,]*[(\[]?\s*((?:[A-Z]{2,4}T)\b|(?:[A-Z][a-z]+ ){1,3}[Tt]ime\b)")
_GONE: Final = re.compile(
    r"\b(?:received|applied|application (?:on|of|from|dated)|sent|posted|submitted|originally|previously|formerly|was (?:on|for|at"
    r"|scheduled)|instead of|rather than|moved from|rescheduled from|not (?:on )?)\b[^,;]*$",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])(?<!\b[ap]\.m\.)(?<!\b[A-Z]\.)\s+(?=[A-Z])")
_ALTERNATIVES: Final = re.compile(
    r"\bor\b|;|,?\s*\b(?:(?:is|are) now|has (?:been )?(?:moved|rescheduled)|will now|now takes place)\b",
    re.IGNORECASE,
)


def mentions(
    text: str, now: datetime, city: City, *, day_first: bool | None
) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """Return the dates with a time that a text names, or else its days; and what is doubtful about them."""
    reader = _Reader(now, city, day_first)
    for pattern, name in _ZONE_NAMES:
        text = pattern.sub(name, text)
    for phrase in _labelled([line.strip() for line in text.split("\n")]):
        reader.read(phrase)
    for sentence in _sentences(text):
        reader.read(sentence)
    timed = [each for each in reader.found if each.readings[0].time is not None]
    doubts = tuple(
        f"The message says “{zone}” behind the time, which may be several zones or none."
        for zone in reader.unread
    )
    if timed:
        return tuple(_without_repeats(timed))[:MOST], doubts
    days = [each for each in reader.found if any(mark.isdigit() for mark in each.words)] or reader.found
    return tuple(days)[:MOST], ()


class _Reader:
    """What was found so far; a zone that could not be read is kept to be asked about."""

    def __init__(self, now: datetime, city: City, day_first: bool | None) -> None:
        self._now = now
        self._city = city
        self._day_first = day_first
        self.found: list[Mention] = []
        self.unread: dict[str, None] = {}

    def read(self, sentence: str) -> None:
        """Add the date of a sentence, or those of its alternatives if each of them can be read."""
        if len(sentence) > LONGEST_SENTENCE or not any(mark.isalnum() for mark in sentence):
            return
        parts = [part for part in _ALTERNATIVES.split(sentence) if part.strip()]
        found = [(part, self._find(part)) for part in parts]
        if any(seen is None and _TIMED.search(part) for part, seen in found):
            # "Thursday at 3pm or 4pm": what one part leaves out, the other has.
            found = [(sentence, self._find(sentence))]
        for part, seen in found:
            if seen is not None and not _GONE.search(seen.before):
                self._add(part, seen)

    def _find(self, phrase: str) -> DateInText | None:
        found = self._strictly(phrase)
        if found is None and (lettered := _LETTERED.search(phrase)):
            found = self._strictly(_LETTERED.sub(r"\1", phrase))
            if found is not None:
                self.unread[lettered[2]] = None
        return found

    def _strictly(self, phrase: str) -> DateInText | None:
        def city(name: str) -> str | None:
            """Take a word for a city only right behind the time: "3pm, Ada" is a signature."""
            place = r"[\s,]+".join(re.escape(word) for word in re.split(r"[\s,]+", name) if word)
            marked = re.search(rf"(?:\d|[ap]\.?m\.?|\()\s*(?:in )?{place}(?!\w)", phrase, re.IGNORECASE)
            return self._city(name) if marked else None

        return find(phrase, self._now, city=city, day_first=self._day_first)

    def _add(self, phrase: str, seen: DateInText) -> None:
        readings = seen.reading.readings
        if all(readings != each.readings for each in self.found):
            self.found.append(Mention(seen.words, readings))
        if all(when.zone is None and when.offset is None for when in readings):
            behind = phrase[phrase.find(seen.words) + len(seen.words) :]
            if zone := _UNREAD_ZONE.match(behind):
                self.unread[zone[1]] = None


def _without_repeats(timed: list[Mention]) -> Iterator[Mention]:
    """Leave out a mention that says less of the same moment than another: no zone, no end."""
    for each in timed:
        if not any(_says_more(other, each) for other in timed):
            yield each


def _says_more(other: Mention, each: Mention) -> bool:
    if len(other.readings) != 1 or len(each.readings) != 1:
        return False
    one, two = other.readings[0], each.readings[0]
    same = (one.day, one.time) == (two.day, two.time)
    fits = (
        two.zone in {None, one.zone} and two.offset in {None, one.offset} and two.until in {None, one.until}
    )
    return same and fits and one != two


def _labelled(lines: list[str]) -> Iterator[str]:
    """Yield "Date: …", "Time: …" and "Time zone: …" of one block as one phrase."""
    day = ""
    for number, line in enumerate(lines):
        if found := _DAY_LABEL.match(line):
            day = found[1]
        elif (found := _TIME_LABEL.match(line)) and day:
            following = next((each for each in lines[number + 1 : number + 3] if each), "")
            zone = named[1] if (named := _ZONE_LABEL.match(following)) else ""
            yield f"{day} {found[1]} {zone}".strip()
            day = ""


def _sentences(text: str) -> Iterator[str]:
    """Yield sentences, those that a mail program broke over lines joined again."""
    for paragraph in re.split(r"\n\s*\n", text):
        joined: list[str] = []
        last = ""
        for line in map(str.strip, paragraph.split("\n")):
            if joined and len(last) > 55 and line[:1].isalnum() and not _FIELD.match(line):
                joined[-1] = f"{joined[-1]} {line}"
            else:
                joined.append(line)
            last = line
        for line in joined:
            yield from _SENTENCE.split(line)
