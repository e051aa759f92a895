"""How delivery stands, for an operator who looks: what is late and why, what was set aside, who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.reminders import Status
from bot.storage.tables import members, reminders

LATE = timedelta(minutes=15)
"""Nothing should be owed for longer, but for bursts and nights."""
LATELY = timedelta(minutes=5)
QUIET = "quiet hours"
SET_ASIDE = "set aside:"
"""Words that delivery writes into a row's reason."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Reminders that could not be laid out and were let go, by the instants at which they were due.

    `words` are the newest one's: the kind of its fault, and the reference that finds it in the log.
    """

    number: int
    first: datetime
    last: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed, and what stands in its way.

    `late` counts reminders owed for more than 15 minutes by what held them up last ("" for nothing), nights left out,
    `oldest` is when the first of them was due; `at_work` says whether somebody sends at this moment, or did lately.
    `unreachable` counts, by platform, members who refuse messages.
    """

    owed: int = 0
    next_at: datetime | None = None
    late: Mapping[str, int] = field(default_factory=dict)
    oldest: datetime | None = None
    at_work: bool = False
    aside: Aside | None = None
    unreachable: Mapping[str, int] = field(default_factory=dict)


async def standing(connection: AsyncConnection, now: datetime) -> Standing:
    """Return how delivery stands at `now` (aware). It only reads."""
    pending = reminders.c.status == Status.PENDING.value
    waits_for_morning = and_(reminders.c.reason == QUIET, reminders.c.held_until > now)
    late = and_(pending, reminders.c.due_at < now - LATE, ~waits_for_morning)
    owed, next_at = (
        await connection.execute(select(func.count(), func.min(reminders.c.due_at)).where(pending))
    ).one()
    reasons = (
        await connection.execute(
            select(reminders.c.reason, func.count(), func.min(reminders.c.due_at))
            .where(late)
            .group_by(reminders.c.reason)
        )
    ).all()
    return Standing(
        owed=owed,
        next_at=next_at,
        late={reason: number for reason, number, _ in reasons},
        oldest=min((oldest for _, _, oldest in reasons), default=None),
        at_work=bool(await connection.scalar(select(exists().where(_in_hand(pending, now))))),
        aside=await _aside(connection),
        unreachable=await _unreachable(connection),
    )


def _in_hand(pending: ColumnElement[bool], now: datetime) -> ColumnElement[bool]:
    """Return what tells that a process delivers: a lease, or something that it has sent."""
    leased = and_(pending, reminders.c.owner != "", reminders.c.held_until > now)
    return or_(leased, reminders.c.sent_at > now - LATELY)


async def _aside(connection: AsyncConnection) -> Aside | None:
    aside = and_(
        reminders.c.status == Status.EXPIRED.value,
        reminders.c.reason.startswith(SET_ASIDE, autoescape=True),
    )
    due = reminders.c.due_at
    found = select(func.count(), func.min(due), func.max(due)).where(aside)
    number, first, last = (await connection.execute(found)).one()
    if not number:
        return None
    newest = select(reminders.c.reason).where(aside).order_by(due.desc()).limit(1)
    words = await connection.scalar(newest)
    return Aside(number, first, last, (words or "").removeprefix(SET_ASIDE).strip())


async def _unreachable(connection: AsyncConnection) -> dict[str, int]:
    counted = (
        select(members.c.platform, func.count().label("number"))
        .where(~members.c.reachable)
        .group_by(members.c.platform)
    )
    return {row.platform: row.number for row in await connection.execute(counted)}
