"""The dates that a message names, each by the strict grammar of dates; none is put together by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.documents.invitations import wording
from bot.documents.invitations.wording import Sense
from bot.domain.calendar import Doubtful, Placed
from bot.domain.dates import DateInText, Reading, Refusal, When, find, find_each, read
from bot.domain.dates.zones import City
from bot.domain.invitations import Mention

MOST: Final = 6
LONGEST_SENTENCE: Final = 600
NEAR: Final = 8
"""Lines below a day in which its times may stand."""

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
        (r"(eastern|central|mountain|pacific) (?:standard |daylight )?time - [a-z ]+(?=\)|$)", r"\1 time"),
        (r"(utc|gmt) ?([+-]) ?(\d{1,2}(?::?\d\d)?)\b", r"\1\2\3"),
    )
)  # fmt: skip
"""Zones in the full names that calendars print, and what the grammar of dates calls them."""
_SHOWN_OFFSET: Final = re.compile(
    r"\((?:UTC|GMT)[+-]\d\d:\d\d\) (?=(?:Eastern|Central|Mountain|Pacific)\b)", re.IGNORECASE
)
_YOURS: Final = re.compile(
    r"(?<=[\dmn]) ?\(?\b(?:your (?:local )?time|yours|for you|on your clock|where you are)\b\)?",
    re.IGNORECASE,
)
_THEIRS: Final = re.compile(
    r"(?<=[\dmn]) ?\(?\b(?:our (?:local )?time|my time|ours|local time|here|for (?:us|me))\b\)?",
    re.IGNORECASE,
)
"""The writer's clock, which the grammar would take for the reader's."""

_HEAD: Final = r"^[ \t>*•·▪-]*(?:{})[ \t]*\**[ \t]*[:|-]?[ \t]*\**[ \t]*"
_TIME_HEAD: Final = re.compile(
    _HEAD.format(
        r"(?:(?:interview |meeting )?(?:start(?:s|ing)?|begin(?:s|ning)?)(?: time| at)?|(?:interview |meeting )?time|when|at|slot \d+)\b"
    ),
    re.IGNORECASE,
)
_END_HEAD: Final = re.compile(_HEAD.format(r"(?:end(?:s|ing)?|finish(?:es)?|until|to)\b"), re.IGNORECASE)
_BULLET: Final = re.compile(r"^[ \t>*•·▪-]*(?:\d[.)] )?")
_ZONE_HEAD: Final = re.compile(_HEAD.format("(?:your )?time ?zone") + r"(\S.*)$", re.IGNORECASE)
_ALL_TIMES: Final = re.compile(
    r"\b(?i:all |these |the |both |listed |following )?(?i:times?)(?i: below| above| listed| shown| given)?(?i: (?:are|is))?"
    r"(?i: (?:all|shown|listed|given|displayed|quoted|stated))*(?i: in| are)?(?i: the)?[: ]+(?P<zone>[A-Z][^\n.;()]{1,40})"
)
_BRACKETED: Final = re.compile(r"[\s,]*\(([A-Z][\w /+:-]{1,30})\)")
_ABBREVIATED: Final = re.compile(r"(?<=[\dmM]) ?[A-Z]{2,4}T \(([A-Z][\w .]{2,30})\)")
"""Letters that several zones share, with the city in brackets."""
_OFFICE: Final = re.compile(
    r"\b(?:[Oo]ur|[Tt]he) (?P<before>(?:[A-Z][\w'.-]+ ){1,3})(?:office|offices|HQ|headquarters|studio|campus|site|building|lab|branch)\b"
    r"|\b(?:office|offices|headquarters|studio|campus|branch) in (?P<after>[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2})"
)

_CLOCK: Final = r"(?:\b\d{1,2}[:.]\d\d|\b\d{1,2}\s*[ap]\.?m?\b|\d{4} ?(?:h|hrs|hours)\b|\bnoon\b)"
_TIMED: Final = re.compile(_CLOCK, re.IGNORECASE)
_MAY_DATE: Final = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|to-?day|tonight|tom+or+ow|tmrw?|yesterday"
    r"|noon|midday|midnight|days?|weeks?|fortnight|months?)",
    re.IGNORECASE,
)
"""What every date or time has in it; most sentences have not, and reading them as one costs time."""
_LETTERED: Final = re.compile(r"((?i:\d|[ap]\.?m\.?)\s*[(\[]?)\s*\b([A-Z]{2,4}T)\b[)\]]?")
_UNREAD_ZONE: Final = re.compile(r"[\s,]*[(\[]?\s*((?:[A-Z]{2,4}T)\b|(?:[A-Z][a-z]+ ){1,3}[Tt]ime\b)")
_SENTENCE: Final = re.compile(
    r"(?<=[.!?])(?<!\b[ap]\.m\.)(?<!\b[A-Z]\.)(?<!\bDr\.)(?<!\bM[rs]\.)\s+(?=[A-Z(])"
)
_FIELD: Final = re.compile(r"[\w ]{2,20}:")
_RELATIVE: Final = re.compile(
    r"\b(?:today|tonight|tomorrow|tmrw?|tomorow|yesterday|this (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text says of dates: those of an interview, what is doubtful about them, and whether it is off.

    `clock` are the words for their zone, where one is named that nobody can tell.
    """

    dates: tuple[Mention, ...] = ()
    doubts: tuple[str, ...] = ()
    clock: str = ""
    off: bool = False


def mentions(
    subject: str, body: str, now: datetime, city: City, *, day_first: bool | None, sent: bool
) -> Named:
    """Return the dates with a time that a mail names, or else its days; and what is doubtful about them.

    `sent` is whether `now` is when the mail was sent: without it, "tomorrow" is a day that nobody knows.
    """
    text = f"{subject}\n\n{body}"
    for pattern, name in _ZONE_NAMES:
        text = pattern.sub(name, text)
    text = _SHOWN_OFFSET.sub("", text)
    text = _ABBREVIATED.sub(lambda found: f" {found[1]}" if city(found[1]) else found[0], text)
    # A longer one is no sentence, and would be searched for long.
    sentences = [sentence[:LONGEST_SENTENCE] for sentence in _sentences(text)]
    reader = _Reader(now, city, day_first, sent=sent)
    for number, sentence in enumerate(sentences):
        reader.read(number, sentence, " ".join(sentences[max(0, number - 2) : number + 3]))
    apart, unread = _apart(sentences, text, reader.bracketed, now, city)
    if unread:
        reader.unread.setdefault(unread)
    return reader.named(apart, off=wording.calls_off(subject, sentences))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A date with the sentence it stands in; `listed` where its day stood on a line above.

    `choice` and `anew` tell whether the words around offer a choice, or a new time.
    """

    mention: Mention
    number: int
    sense: Sense
    listed: bool = False
    choice: bool = False
    anew: bool = False

    @property
    def words(self) -> str:
        """The date on one line, as typed."""
        return " ".join(self.mention.words.split())


@dataclass(slots=True)
class _Reader:
    """What was found so far; a zone that could not be read is kept to be asked about."""

    now: datetime
    city: City
    day_first: bool | None
    sent: bool
    timed: list[_Seen] = field(default_factory=list)
    days: list[_Seen] = field(default_factory=list)
    unread: dict[str, None] = field(default_factory=dict)
    bracketed: list[str] = field(default_factory=list)
    impossible: dict[str, None] = field(default_factory=dict)

    def read(self, number: int, sentence: str, around: str) -> None:
        """Add the dates of a sentence; a time alone belongs to the day that stands on a line above."""
        if len(sentence) == LONGEST_SENTENCE or not _MAY_DATE.search(sentence):
            return
        theirs = _THEIRS.search(sentence)
        sentence, yours = _on_whose_clock(sentence)
        found = self._each(sentence)
        if found and theirs and not yours:
            self.unread.setdefault(theirs[0].strip(" ()"))
        if found:
            for seen in found:
                self._add(self.timed, number, sentence, seen, around, yours=yours)
            return
        day = find(sentence, self.now, day_first=self.day_first) or self._day_in(sentence)
        if day is not None and day.reading.readings[0].time is None:
            self._add(self.days, number, sentence, day, around)
            if zone := _BRACKETED.match(sentence[sentence.find(day.words) + len(day.words) :]):
                self.bracketed.append(zone[1])
        elif _TIMED.search(sentence) and (above := self._day_above(number)) is not None:
            self._below(number, sentence, above, around, yours=yours)

    def named(self, apart: str | None, *, off: bool) -> Named:
        """Return what was found, by the zone that is said apart from the times, if any is."""
        doubts: list[str] = []
        taken, left = self._told_apart(self.timed)
        if off and not any(seen.anew for seen in taken):
            former = tuple(self._zoned(seen.mention, apart) for seen in self.timed)[:MOST]
            return Named(former or self._days(left=()), off=True)
        unknown = [seen for seen in taken if not self.sent and _RELATIVE.search(seen.mention.words)]
        doubts += [f"It says “{seen.words}”, and I can't see on which day it was sent." for seen in unknown]
        taken = [seen for seen in taken if seen not in unknown]
        found = [seen.mention for seen in _first_of_agenda(taken)]
        dates = tuple(_without_repeats([self._zoned(each, apart) for each in found]))[:MOST]
        if dates:
            floats = all(
                when.zone is None and when.offset is None for each in dates for when in each.readings
            )
            clock = next(iter(self.unread), "") if floats else ""
            if clock:
                doubts.append(f"The message says “{clock}” for the clock, which may be several or none.")
            return Named(dates, tuple(dict.fromkeys(doubts)), clock)
        doubts += [
            f"I left out “{seen.words}”: it reads as {seen.sense}."
            for seen in left
            if seen.sense is not Sense.FORMER
        ]
        doubts += self.impossible
        if unknown:
            return Named((), tuple(dict.fromkeys(doubts)))
        return Named(self._days(left), tuple(dict.fromkeys(doubts)))

    def _days(self, left: Sequence[_Seen]) -> tuple[Mention, ...]:
        """Return the days without a time, and those of windows."""
        days, _ = self._told_apart(self.days)
        found = [seen.mention for seen in days if self.sent or not _RELATIVE.search(seen.mention.words)]
        for seen in left:
            if seen.sense is Sense.WINDOW:
                readings = tuple(replace(when, time=None, until=None) for when in seen.mention.readings)
                found.append(Mention(seen.mention.words, tuple(dict.fromkeys(readings))))
        numbered = [each for each in found if any(mark.isdigit() for mark in each.words)] or found
        return tuple({each.readings: each for each in numbered}.values())[:MOST]

    @staticmethod
    def _told_apart(seen: Iterable[_Seen]) -> tuple[list[_Seen], list[_Seen]]:
        taken: list[_Seen] = []
        left: list[_Seen] = []
        for each in seen:
            (taken if each.sense is Sense.APPOINTMENT else left).append(each)
        return taken, left

    def _each(self, sentence: str) -> list[DateInText]:
        found = self._strictly(sentence)
        if not found and (lettered := _LETTERED.search(sentence)):
            found = self._strictly(_LETTERED.sub(r"\1", sentence))
            if found:
                self.unread[lettered[2]] = None
        return found

    def _strictly(self, sentence: str) -> list[DateInText]:
        """Return the dates of a sentence; of one that cannot be the reason is kept."""
        each = find_each(sentence, self.now, city=self._city_in(sentence), day_first=self.day_first)
        for seen in each:
            if isinstance(seen, Refusal):
                self.impossible.setdefault(f"“{' '.join(seen.rest.split())}”: {seen.reason}")
        return [seen for seen in each if isinstance(seen, DateInText)]

    def _day_in(self, sentence: str) -> DateInText | None:
        """Return the day of a sentence whose end says nothing of it: "Thursday the 3rd | onsite"."""
        head = re.split(r"[|(]|\s-\s", sentence, maxsplit=1)[0]
        return find(head, self.now, day_first=self.day_first) if head != sentence else None

    def _day_above(self, number: int) -> _Seen | None:
        found = [seen for seen in self.days if 0 < number - seen.number <= NEAR]
        listed = [seen for seen in self.timed if seen.listed and 0 < number - seen.number <= NEAR]
        if not found and not listed:
            return None
        return max([*found, *listed], key=lambda seen: seen.number)

    def _below(self, number: int, sentence: str, above: _Seen, around: str, *, yours: bool) -> None:
        """Read a line with a time as of the day above it."""
        if _END_HEAD.match(sentence):
            return
        line = _BULLET.sub("", _TIME_HEAD.sub("", sentence, count=1), count=1)
        first = above.mention.readings[0]
        phrase = f"{first.day.isoformat()} {line}"
        for seen in self._each(phrase)[:1]:
            whens = tuple(replace(when, day=when.day) for when in seen.reading.readings)
            words = seen.words.removeprefix(first.day.isoformat()).strip()
            placed = replace(seen, before="", words=words, reading=Reading(whens))
            self._add(self.timed, number, line, placed, around, yours=yours, above=above)

    def _add(
        self,
        to: list[_Seen],
        number: int,
        sentence: str,
        seen: DateInText,
        around: str,
        *,
        yours: bool = False,
        above: _Seen | None = None,
    ) -> None:
        whens = seen.reading.readings
        if yours:
            own = getattr(self.now.tzinfo, "key", None)
            whens = tuple(replace(when, zone=when.zone or own) for when in whens)
        words = f"{above.mention.words}, {seen.words}" if above else seen.words
        hours = _hours(whens[0])
        sense = wording.sense(sentence, seen.before, seen.after, hours=hours)
        choice = wording.offers_choice(around)
        if sense is Sense.APPOINTMENT and above is not None and above.sense is not Sense.APPOINTMENT:
            sense = above.sense
        if sense is Sense.APPOINTMENT and hours >= wording.A_DAY and choice:
            sense = Sense.WINDOW
        mention = Mention(words, tuple(dict.fromkeys(whens)))
        to.append(
            _Seen(
                mention,
                number,
                sense,
                listed=above is not None,
                choice=choice,
                anew=wording.tells_anew(around),
            )
        )
        if all(when.zone is None and when.offset is None for when in whens) and seen.words:
            behind = sentence[sentence.find(seen.words) + len(seen.words) :]
            if zone := _UNREAD_ZONE.match(behind):
                self.unread[zone[1]] = None

    def _zoned(self, mention: Mention, apart: str | None) -> Mention:
        if apart is None or any(when.zone or when.offset is not None for when in mention.readings):
            return mention
        return Mention(mention.words, tuple(replace(when, zone=apart) for when in mention.readings))

    def _city_in(self, phrase: str) -> City:
        def city(name: str) -> Placed:
            """Take a word for a city only right behind the time: "3pm, Ada" is a signature."""
            place = r"[\s,]+".join(re.escape(word) for word in re.split(r"[\s,]+", name) if word)
            marked = re.search(
                rf"(?:\d|[ap]\.?m\.?|\(|noon)\s*[(]?(?:in )?{place}(?!\w)", phrase, re.IGNORECASE
            )
            return self.city(name) if marked else None

        return city


def _hours(when: When) -> float:
    """Return how long a range is, 0 for none."""
    if when.time is None or when.until is None:
        return 0.0
    begin, end = (datetime.combine(when.day, at) for at in (when.time, when.until))
    return (end - begin) / timedelta(hours=1) % 24


def _on_whose_clock(sentence: str) -> tuple[str, bool]:
    """Return a sentence with the reader's own time, where it says one, and whether it does."""
    yours = _YOURS.search(sentence)
    if yours is None:
        return _THEIRS.sub("", sentence), False
    if (theirs := _THEIRS.search(sentence)) is not None:
        # "14:00 our time (09:00 yours)": the day with the reader's time.
        clock = re.search(rf"({_CLOCK}[^\s(]*)\s*$", sentence[: theirs.start()], re.IGNORECASE)
        own = re.search(rf"({_CLOCK}[^\s(]*)\s*$", sentence[: yours.start()], re.IGNORECASE)
        if clock and own and clock.start() != own.start():
            day = sentence[: clock.start()] + sentence[own.start() : yours.start()]
            return day, True
    return _YOURS.sub("", sentence), True


def _first_of_agenda(taken: Sequence[_Seen]) -> Iterator[_Seen]:
    """Yield the dates, and of several times below one day the first alone, unless they are offered to choose from."""
    begun: _Seen | None = None
    for seen in taken:
        day = seen.mention.readings[0].day
        follows = begun is not None and seen.listed and begun.listed and day == begun.mention.readings[0].day
        if follows and not seen.choice:
            continue
        begun = seen if seen.listed else None
        yield seen


def _apart(
    sentences: Sequence[str], text: str, bracketed: Sequence[str], now: datetime, city: City
) -> tuple[str | None, str]:
    """Return the zone that stands apart from the times: on a line of its own, in a heading, by the office.

    Where one is named and can't be told, its words stand beside.
    """
    said = [found[1] for line in sentences if (found := _ZONE_HEAD.match(line))]
    said += [*bracketed, *(found["zone"] for found in _ALL_TIMES.finditer(text))]
    zones = {zone for words in said if (zone := _zone_in(words, now, city))}
    if not zones and not said:
        offices = [found["before"] or found["after"] for found in _OFFICE.finditer(text)]
        placed = [city(words.strip()) for words in offices]
        zones = {zone for each in placed if (zone := each.only if isinstance(each, Doubtful) else each)}
    words = "" if zones or not said else said[0].strip().removesuffix(" time").removesuffix(" Time")
    return zones.pop() if len(zones) == 1 else None, words


def _zone_in(words: str, now: datetime, city: City) -> str | None:
    """Return the zone that words begin with: "Pacific Time.", "US Central"."""
    each = words.strip().strip("()[].,*").split()
    for count in range(min(4, len(each)), 0, -1):
        named = " ".join(each[:count]).strip("()[].,")
        reading = read(f"{now.date() + timedelta(days=2)} 12:00 {named}", now, city=city)
        if isinstance(reading, Reading) and len(reading.readings) == 1 and reading.readings[0].zone:
            return reading.readings[0].zone
    return None


def _without_repeats(timed: list[Mention]) -> Iterator[Mention]:
    """Leave out a mention that says no more of the same moment than another: no zone, no end."""
    for number, each in enumerate(timed):
        others = [
            *timed[:number],
            *(other for other in timed[number + 1 :] if other.readings != each.readings),
        ]
        if not any(_says_more(other, each) for other in others):
            yield each


def _says_more(other: Mention, each: Mention) -> bool:
    if other.readings == each.readings:
        return True
    if len(other.readings) != 1 or len(each.readings) != 1:
        return False
    one, two = other.readings[0], each.readings[0]
    same = (one.day, one.time) == (two.day, two.time)
    fits = (
        two.zone in {None, one.zone} and two.offset in {None, one.offset} and two.until in {None, one.until}
    )
    return same and fits and one != two


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
