"""A sample of every view that takes an interview out; part of `tests.view_samples`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.interviews import Interview
from bot.views.blocks import View
from bot.views.calendar import (
    CalendarFile,
    CancelledFile,
    FeedAddress,
    FeedRemoved,
    NoFeeds,
    NothingAhead,
)

ADDRESS = "https://encore.example/calendar/hXq0fT3yB8nZ5kW2cV7mL1pR4sD6gJ9aE0uI3oY8tQw.ics"
MADE = "1795359600"


def calendar_views(interviews: Sequence[Interview]) -> dict[str, View]:
    """Return the views by name; there are three interviews or more."""
    first = interviews[0]
    return {
        "calendar-file": CalendarFile(what="", interviews=2, steps=14, detailed=False, served=True),
        "calendar-file-detailed": CalendarFile(
            what=first.id, interviews=1, steps=1, detailed=True, served=False
        ),
        "calendar-file-after": CalendarFile(
            what=first.id, interviews=0, steps=2, detailed=False, served=True
        ),
        "calendar-cancelled": CancelledFile(company=first.company),
        "calendar-nothing": NothingAhead(cancelled=interviews[:3]),
        "calendar-over": NothingAhead(over=True),
        "calendar-address": FeedAddress(address=ADDRESS, made=MADE, detailed=False),
        "calendar-address-detailed": FeedAddress(
            address=ADDRESS, made=MADE, detailed=True, lead_in="Here is a new address."
        ),
        "calendar-address-removed": FeedRemoved(),
        "calendar-no-addresses": NoFeeds(),
    }
