"""The libraries behind `bot.ports.surroundings`, each imported when it is first needed, and run in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain.agenda import Appointment
from bot.domain.brief import Brief
from bot.domain.invitations import Invitation, Letter
from bot.domain.progress import Countdown
from bot.ports import Cities
from bot.ports.surroundings import Documents


class InvitationReader:
    """Implements `bot.ports.surroundings.Invitations`."""

    def __init__(self, cities: Cities) -> None:
        self._cities = cities

    async def read_calendar(
        self, data: bytes, now: datetime, *, zone: str | None = None
    ) -> tuple[Invitation, ...]:
        """Return the events of an iCalendar file. Raises InputError."""
        from bot.documents.invitations import read_calendar  # noqa: PLC0415 - heavy, and seldom needed

        return await asyncio.to_thread(read_calendar, data, now, zone=zone, city=self._cities.zone)

    async def read_message(self, words: str, now: datetime) -> Letter:
        """Return what the text of an e-mail says. Raises InputError."""
        from bot.documents.invitations import read_message  # noqa: PLC0415 - heavy, and seldom needed

        return await asyncio.to_thread(read_message, words, now, city=self._cities.meant)


class CalendarWriter:
    """Implements `bot.ports.surroundings.Calendars`."""

    async def write(self, appointments: Sequence[Appointment], *, name: str) -> bytes:
        """Return an iCalendar file."""
        from bot.documents.calendar_files import write  # noqa: PLC0415 - heavy, and seldom needed

        return await asyncio.to_thread(write, appointments, name=name)


class PageWriter:
    """Implements `bot.ports.surroundings.Pages`."""

    async def brief(self, brief: Brief) -> bytes:
        """Return the one page as a PDF."""
        from bot.documents.pages import brief_page  # noqa: PLC0415 - heavy, and seldom needed

        return await asyncio.to_thread(brief_page, brief)


class PictureMaker:
    """Implements `bot.ports.surroundings.Pictures`."""

    async def countdown(self, countdown: Countdown) -> bytes:
        """Return the days left as a PNG."""
        from bot.documents.pictures import countdown_picture  # noqa: PLC0415 - heavy, and seldom needed

        return await asyncio.to_thread(countdown_picture, countdown)


def documents(cities: Cities) -> Documents:
    """Return all of them."""
    return Documents(InvitationReader(cities), CalendarWriter(), PageWriter(), PictureMaker())
