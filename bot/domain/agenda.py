"""What goes into a calendar: the interview, and the steps that lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One event of a calendar. Instants are aware UTC; `zone` is the IANA zone in which it is shown.

    `uid` stays the same for as long as the event does, and `revision` grows when it changes. `alarm` is how long
    before its start the calendar speaks up, None for never. `cancelled` ones are told as such.
    """

    uid: str
    revision: int
    starts_at: datetime
    minutes: int
    zone: str
    title: str
    notes: str = ""
    place: str = ""
    alarm: timedelta | None = None
    cancelled: bool = False
    changed_at: datetime
