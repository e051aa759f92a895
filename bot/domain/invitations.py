"""What an invitation says, as far as it can be read, and the moments that it may mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from datetime import time as time_of_day
from enum import StrEnum
from typing import Self

from bot.domain.calendar import instant_of, local
from bot.domain.dates import When
from bot.domain.interviews import Format, Person


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read the time that was typed.

    `said` is the time in the words, where a clock change skips it: `time` is then the one taken instead.
    """

    day: date
    time: time
    zone: str
    said: time_of_day | None = None

    @property
    def wall(self) -> str:
        """The wall time alone: "2026-11-26T15:00"."""
        return datetime.combine(self.day, self.time).isoformat(timespec="minutes")

    @property
    def starts_at(self) -> datetime:
        """The instant, aware UTC."""
        return instant_of(self.day, self.time, self.zone)

    @classmethod
    def at(cls, instant: datetime, zone: str) -> Self:
        """Return an instant (aware) as the clocks of a zone show it."""
        there = local(instant, zone)
        return cls(there.date(), there.time().replace(fold=0), zone)

    @classmethod
    def on(cls, day: date, at: time_of_day, zone: str) -> Self:
        """Return a wall time; one that a clock change skips is told as the one that it becomes."""
        there = cls.at(instant_of(day, at, zone), zone)
        return there if there.time == at else replace(there, said=at)


class ZoneSource(StrEnum):
    """How the zone of a moment is known."""

    NAMED = "named"
    """The file names it."""
    MATCHED = "matched"
    """Worked out from the clock rules or the words in the file; worth showing before it is kept."""
    CALENDAR = "calendar"
    """The time names no zone, the calendar around it does; to be confirmed."""
    INSTANT = "instant"
    """The instant is certain and given in UTC; in which zone it is held must be asked."""
    FLOATING = "floating"
    """A time on the wall alone; its zone must be asked."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time on the wall, to the minute. `time` is None for a whole day.

    `zone` is an IANA key: "UTC" for INSTANT, None for FLOATING and for a whole day.
    """

    day: date
    time: time | None
    zone: str | None
    source: ZoneSource

    @property
    def asks_zone(self) -> bool:
        """Whether the zone must be asked before this can become an interview."""
        return self.source in {ZoneSource.INSTANT, ZoneSource.FLOATING}

    @property
    def instant(self) -> datetime | None:
        """The instant in UTC, or None where the zone or the time is not known."""
        if self.time is None or self.zone is None:
            return None
        return instant_of(self.day, self.time, self.zone)

    def held_in(self, zone: str) -> Moment:
        """Return this moment once its zone is known: an instant as clocks there show it, a wall time as it is.

        Raises ValueError for a name that is no IANA zone.
        """
        if self.time is None:
            return self
        if (instant := self.instant) is None:
            instant_of(self.day, self.time, zone)
            return replace(self, zone=zone, source=ZoneSource.NAMED)
        there = local(instant, zone)
        return Moment(there.date(), there.time(), zone, ZoneSource.NAMED)


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone with an address: the organizer, or one of those invited (the member too)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One event of a calendar file.

    `uid` and `sequence` tell an update (same uid, higher sequence) from another event. `method` is iTIP's word
    (RFC 5546), "" where the file has none. `interviewers` are those the text names as such; `attendees` are all
    who are invited, which may include the member and the coordinator. `notes` is the description as plain text.
    """

    uid: str = ""
    sequence: int = 0
    method: str = ""
    cancelled: bool = False
    title: str = ""
    starts: Moment
    undated: bool = False
    """Whether nothing was said of when it is, as a cancellation may; `starts` is then when that was written."""
    clock: str = ""
    """What it calls its zone, where that is none that is known."""
    ends: Moment | None = None
    place: str = ""
    link: str = ""
    organizer: Contact | None = None
    attendees: tuple[Contact, ...] = ()
    interviewers: tuple[Person, ...] = ()
    company: str = ""
    role: str = ""
    format: Format = Format.UNKNOWN
    panel: bool = False
    repeats: bool = False
    notes: str = ""
    doubts: tuple[str, ...] = ()
    """Sentences for the member: what to check before the interview is kept."""

    @property
    def all_day(self) -> bool:
        """Whether only the day is known; the time must be asked."""
        return self.starts.time is None

    def ordered_by(self, zone: str) -> datetime:
        """Return the instant to order by: a time without a zone counts as in `zone`, a day from its beginning."""
        moment = self.starts
        return moment.instant or instant_of(
            moment.day, moment.time or time(), moment.zone or zone
        ).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that a message names, as typed in `words`. Two readings: it is ambiguous, the likelier first."""

    words: str
    readings: tuple[When, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the text of an e-mail says. More than one mention: it offers a choice, or speaks of several dates.

    `invitations` are those of a calendar part inside the pasted message; they are surer than its words.
    """

    subject: str = ""
    sender: Contact | None = None
    dates: tuple[Mention, ...] = ()
    place: str = ""
    link: str = ""
    interviewers: tuple[Person, ...] = ()
    company: str = ""
    role: str = ""
    format: Format = Format.UNKNOWN
    panel: bool = False
    cancelled: bool = False
    invitations: tuple[Invitation, ...] = ()
    clock: str = ""
    """The words for the zone of its dates, where one is named that could not be told."""
    doubts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing about an interview was found."""
        found = (
            self.dates,
            self.place,
            self.link,
            self.interviewers,
            self.company,
            self.role,
            self.invitations,
            self.doubts,
        )
        return not any(found) and self.format is Format.UNKNOWN
