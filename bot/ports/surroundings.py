"""What surrounds the core: the clock, cities, dates in loose words, the content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.agenda import Appointment
from bot.domain.brief import Brief
from bot.domain.calendar import City, Placed
from bot.domain.content import (
    Ask,
    Asker,
    MessageTemplate,
    Proof,
    Purpose,
    Question,
    Source,
    Tip,
    Topic,
)
from bot.domain.dates import When
from bot.domain.invitations import Invitation, Letter
from bot.domain.plans import Library
from bot.domain.progress import Countdown


class Clock(Protocol):
    """The only clock that product decisions read."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        ...


class Alarm(Protocol):
    """Wakes a runner; it decides nothing."""

    def start(self) -> None:
        """Begin; needs a running event loop."""
        ...

    def stop(self) -> None:
        """Forget every timer."""
        ...

    def wake(self) -> None:
        """Wake the runner now."""
        ...

    async def sleep_until(self, moment: datetime | None) -> None:
        """Sleep until `moment` (aware) or a call of `wake`, and never much longer than a minute."""
        ...


class Catalog(Library, Protocol):
    """The content in force: our packs with the group's laid over them."""

    def tips(self, topic: Topic | None = None) -> Sequence[Tip]:
        """Return the live tips, of one topic if named."""
        ...

    def questions(self, proof: Proof | None = None) -> Sequence[Question]:
        """Return the live questions, of one proof or competency if named."""
        ...

    def asks(self, to: Asker | None = None) -> Sequence[Ask]:
        """Return the live questions for the member to ask, for one sort of interviewer if named."""
        ...

    def templates(self, purpose: Purpose | None = None) -> Sequence[MessageTemplate]:
        """Return the live message templates, of one purpose if named."""
        ...

    def tip(self, identifier: str) -> Tip | None:
        """Return one tip, retired ones included, since a button may be old."""
        ...

    def question(self, identifier: str) -> Question | None:
        """Return one question, retired ones included."""
        ...

    def ask(self, identifier: str) -> Ask | None:
        """Return one question for the member to ask, retired ones included."""
        ...

    def template(self, identifier: str) -> MessageTemplate | None:
        """Return one message template, retired ones included."""
        ...

    def source(self, identifier: str) -> Source | None:
        """Return one source."""
        ...


class Cities(Protocol):
    """Cities and the zones that their clocks keep."""

    def find(self, name: str) -> tuple[City, ...]:
        """Return the cities of that name, or the place an IANA name stands for, most populous first."""
        ...

    def zone(self, name: str) -> str | None:
        """Return the IANA zone of a place that was asked for, when the name leaves no real doubt."""
        ...

    def meant(self, name: str) -> Placed:
        """Return the clock that a name in running text stands for, or those that it may stand for."""
        ...

    def suggest(self, typed: str, limit: int = 25) -> tuple[City, ...]:
        """Return cities that begin like `typed`, most populous first."""
        ...

    def at_home(self, city: City, locale: str) -> bool:
        """Return whether a city lies in the country of a locale ("en-GB", "de")."""
        ...

    def label(self, city: City) -> str:
        """Return the name, with region and country where the name repeats."""
        ...


class LooseDates(Protocol):
    """A forgiving reader of dates, whose answers are only ever offered as a question."""

    def suggest(self, text: str, now: datetime) -> When | None:
        """Return a guess, or None. `now` is aware, in the speaker's zone."""
        ...


class Invitations(Protocol):
    """Reads invitations as they come."""

    async def read_calendar(
        self, data: bytes, now: datetime, *, zone: str | None = None
    ) -> tuple[Invitation, ...]:
        """Return the events of an iCalendar file. `zone` is the member's own. Raises InputError, safe to show."""
        ...

    async def read_message(self, words: str, now: datetime) -> Letter:
        """Return what the text of an e-mail says. `now` is aware, in the member's zone. Raises InputError."""
        ...


class Calendars(Protocol):
    """Writes iCalendar files."""

    async def write(self, appointments: Sequence[Appointment], *, name: str) -> bytes:
        """Return an iCalendar file (RFC 5545) with these events; the same events give the same bytes."""
        ...


class Pages(Protocol):
    """Draws pages to print."""

    async def brief(self, brief: Brief) -> bytes:
        """Return the one page as a PDF."""
        ...


class Pictures(Protocol):
    """Draws pictures."""

    async def countdown(self, countdown: Countdown) -> bytes:
        """Return the days left as a PNG."""
        ...


@dataclass(frozen=True, slots=True)
class Documents:
    """All of them."""

    invitations: Invitations
    calendars: Calendars
    pages: Pages
    pictures: Pictures
