"""Calendar files, written."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agenda import Appointment


def write(appointments: Sequence[Appointment], *, name: str) -> bytes:
    """Return an iCalendar file (RFC 5545)."""
    raise NotImplementedError(name, appointments)
