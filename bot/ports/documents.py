"""What the core asks libraries for: reading invitations, writing calendars, drawing pages and pictures.

Each takes its time in a thread, so that nobody else waits meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.agenda import Appointment
from bot.domain.brief import Brief
from bot.domain.countdown import Countdown
from bot.domain.invitations import Invitation, Letter


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
