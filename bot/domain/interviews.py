"""One round with one company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.calendar import instant_of
from bot.domain.vocabulary import Named, NamedVocabulary

MOST_PEOPLE = 10


class Format(NamedVocabulary):
    """How the interview is held."""

    ONSITE = Named("onsite", ("On site", "on-site", "in person", "in-person", "at the office", "office"))
    VIDEO = Named(
        "video", ("By video", "video call", "zoom", "teams", "google meet", "online", "virtual", "remote")
    )
    PHONE = Named("phone", ("By phone", "phone call", "telephone"))
    UNKNOWN = Named("unknown", ("Not known yet", "not sure", "don't know"))


class Outcome(NamedVocabulary):
    """What came of it."""

    OFFER = Named("offer", ("An offer", "offered", "yes"))
    NEXT = Named("next", ("Another round", "next round", "third round", "final round"))
    NO = Named("no", ("A no", "rejected", "rejection", "declined", "turned down"))
    WAITING = Named("waiting", ("Still waiting", "wait", "silence", "nothing yet", "no answer"))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the member will meet."""

    name: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Wall-clock time and zone as the member said them; everything she typed is private.

    `planned_from` is the instant from which the days left are counted: when it was added, or moved forward.
    `answer_by` is the day by which they said they would answer, `outcome_at` when the outcome was told,
    `previous` the id of the round before this one, and `revision` how often it was written anew.
    """

    id: str
    member_id: str
    company: str
    role: str = ""
    day: date
    time: time
    zone: str
    format: Format = Format.UNKNOWN
    interviewers: tuple[Person, ...] = ()
    place: str = ""
    notes: str = ""
    round: int = 2
    cancelled: bool = False
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    answer_by: date | None = None
    previous: str = ""
    revision: int = 0
    created_at: datetime
    planned_from: datetime

    @property
    def starts_at(self) -> datetime:
        """The instant it starts, aware, in UTC."""
        return instant_of(self.day, self.time, self.zone)

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed: cancelled, or an answer came."""
        return self.cancelled or self.outcome in {Outcome.OFFER, Outcome.NEXT, Outcome.NO}


def people(lines: str) -> tuple[Person, ...]:
    """Return those whom the lines name: "name, title", one a line, ten at most."""
    pairs = (line.partition(",") for line in lines.splitlines())
    found = (Person(name.strip(), title.strip()) for name, _, title in pairs if name.strip())
    return tuple(found)[:MOST_PEOPLE]
