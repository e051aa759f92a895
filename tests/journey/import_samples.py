"""Samples of what is asked about an invitation, for `tests.view_samples`, in whichever words it brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.interviews import Format, Interview
from bot.text import text
from bot.views.blocks import View
from bot.views.confirming import Confirmation
from bot.views.importing import (
    CalledOff,
    Change,
    Event,
    Invited,
    NewDetails,
    NothingFound,
    SameOne,
    WhichEvent,
)
from bot.views.times import when

ZONE = "America/New_York"


def invitation_views(
    asked: Confirmation, moved: Confirmation, interviews: Sequence[Interview], now: datetime
) -> dict[str, View]:
    """Return the views by name. `asked` adds an interview and `moved` moves one; there are five interviews or more."""
    first = interviews[0]
    draft = asked.draft_id
    said = text(when(first, ZONE, now))
    checks = (
        f"Also invited: {first.company}.",
        "It does not say which city's clock 15:00 is on. I took New York.",
    )
    changes = (
        Change("place", first.place, f"{first.place} 2"),
        Change("interviewers", "", "\n".join(str(person) for person in first.interviewers)),
        Change("format", Format.ONSITE.value, Format.VIDEO.value),
        Change("role", "", first.role),
    )
    events = tuple(
        Event(number, each.company, text(when(each, ZONE, now)), f"{each.day:%d %b} 15:00")
        for number, each in enumerate(interviews[:8])
    )
    several = tuple(interviews[:4])
    return {
        "invited": Invited(confirmation=asked, checks=checks, clock_asked=True, from_message=True),
        "invited-move": Invited(confirmation=moved, checks=checks[:1], changes=changes, another=True),
        "which-event": WhichEvent(draft_id=draft, events=events, later=3, past=2, heard=(first.company,)),
        "same-one": SameOne(
            draft_id=draft,
            company=first.company,
            said=said,
            interviews=several[:1],
            reader_zone=ZONE,
            now=now,
        ),
        "same-one-of-several": SameOne(
            draft_id=draft, company="", said=said, interviews=several, reader_zone=ZONE, now=now
        ),
        "new-details": NewDetails(
            draft_id=draft, interview=first, changes=changes, reader_zone=ZONE, now=now, checks=checks
        ),
        "called-off": CalledOff(interviews=several[:1], reader_zone=ZONE, now=now, sure=True, checks=checks),
        "called-off-which": CalledOff(
            interviews=tuple(interviews[:5]), reader_zone=ZONE, now=now, said=first.company
        ),
        "called-off-none": CalledOff(interviews=(), reader_zone=ZONE, now=now, said=first.company),
        "nothing-found": NothingFound(),
        "nothing-found-kept": NothingFound(interviews=several[:3], draft_id=draft),
    }
