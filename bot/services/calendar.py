"""What a member's calendar holds, as a file to keep and under a private address."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.agenda import Appointment, Edition, interview_entry, step_entry
from bot.domain.content import Lead
from bot.domain.feeds import Feed
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.progress import PlanLine
from bot.domain.reminders import Reminder
from bot.ports import Catalog, UnitOfWork
from bot.services.planning import overview

KEPT = timedelta(days=30)
"""For so long what is over stays in a calendar that is followed."""
TOKEN_BYTES = 32
"""256 random bits: who has not been told an address finds none."""
SECOND = timedelta(seconds=1)


async def in_file(
    unit: UnitOfWork,
    catalog: Catalog,
    member: Member,
    interviews: Sequence[Interview],
    now: datetime,
    *,
    detailed: bool,
) -> tuple[Appointment, ...]:
    """Return what a file made at `now` holds: the interviews still ahead, and the steps that can still be done.

    Of an interview that was called off all of it is told as cancelled, so that a calendar that took it in drops it.
    A file made later always counts as the newer one, whatever has changed since.
    """
    found: list[Appointment] = []
    for interview in interviews:
        known = await _look(unit, catalog, member, interview, now)
        ahead = [line for line in known.lines if line.due_at > now and (line.open or known.off)]
        made = Edition((now - interview.created_at) // SECOND, now)
        entries = _entries(known, ahead, made, detailed=detailed)
        found += entries if interview.starts_at > now else entries[1:]
    return tuple(sorted(found, key=_order))


async def in_feed(
    unit: UnitOfWork, catalog: Catalog, member: Member, feed: Feed, now: datetime
) -> tuple[Appointment, ...]:
    """Return what a calendar that is followed holds: what lies ahead, and what was of late. It only reads.

    It changes when something else is so, and with the time alone only as what is long over falls out of it.
    """
    found: list[Appointment] = []
    for interview in await unit.interviews.of(member.id):
        if interview.starts_at < now - KEPT:
            continue
        known = await _look(unit, catalog, member, interview, now)
        # A step that passed stays, done or not; one ahead goes as soon as it is done.
        kept = [line for line in known.lines if now - KEPT <= line.due_at <= now or line.open]
        # What an address told before it was told to say more, or less, is the older version.
        since = max(interview.created_at, feed.made_at)
        told = Edition((since - interview.created_at) // SECOND, since)
        found += _entries(known, [] if known.off else kept, told, detailed=feed.detailed)
    return tuple(sorted(found, key=_order))


async def followed(
    unit: UnitOfWork, catalog: Catalog, token: str, now: datetime
) -> tuple[Appointment, ...] | None:
    """Return what lies under a private address, None where there is none such."""
    feed = await unit.feeds.by_token(token)
    member = await unit.members.by_id(feed.member_id) if feed else None
    if feed is None or member is None:
        return None
    return await in_feed(unit, catalog, member, feed, now)


async def make_feed(unit: UnitOfWork, member: Member, rng: random.Random, now: datetime) -> Feed:
    """Make a new private address, which says as much as the one before it; that one stops."""
    before = await unit.feeds.of(member.id)
    token = base64.urlsafe_b64encode(rng.randbytes(TOKEN_BYTES)).rstrip(b"=").decode()
    detailed = before is not None and before.detailed
    feed = Feed(member_id=member.id, token=token, made_at=now, detailed=detailed)
    await unit.feeds.put(feed)
    return feed


async def tell(unit: UnitOfWork, feed: Feed, now: datetime, *, detailed: bool) -> Feed:
    """Have what lies under an address name the company, or name it no more; the address stays, made anew as it were."""
    told = replace(feed, detailed=detailed, made_at=now)
    await unit.feeds.put(told)
    return told


@dataclass(frozen=True, slots=True)
class _Known:
    """An interview, the reminders that it ever had, and its steps. `off` says that it will not take place."""

    interview: Interview
    rows: Sequence[Reminder]
    lines: Sequence[PlanLine]
    off: bool

    def edition(self, since: Edition, lead: Lead | None = None) -> Edition:
        """Return the version that the interview, or a step of it, has come to, counted on from one.

        The interview counts its own changes; each time that a step was put off shows in a row of its own.
        """
        changes = self.interview.revision + sum(row.lead == lead for row in self.rows)
        return Edition(since.number + changes, since.at + changes * SECOND)


async def _look(
    unit: UnitOfWork, catalog: Catalog, member: Member, interview: Interview, now: datetime
) -> _Known:
    rows = await unit.reminders.of(interview.id)
    view = await overview(unit, catalog, member, interview, now)
    # The step of booking is for now, whenever that is: no calendar has a place for it.
    lines = [line for line in view.lines if line.lead is not Lead.BOOKING]
    # An answer that came before it calls an interview off as much as the member does.
    off = interview.cancelled or (interview.settled and interview.starts_at > now)
    return _Known(interview, rows, lines, off)


def _entries(
    known: _Known, lines: Sequence[PlanLine], since: Edition, *, detailed: bool
) -> list[Appointment]:
    """Return the interview, and behind it steps of its plan."""
    interview, off = known.interview, known.off
    entry = interview_entry(interview, known.edition(since), detailed=detailed, cancelled=off)
    steps = (
        step_entry(interview, line, known.edition(since, line.lead), detailed=detailed, cancelled=off)
        for line in lines
    )
    return [entry, *steps]


def _order(entry: Appointment) -> tuple[datetime, str]:
    return entry.starts_at, entry.uid
