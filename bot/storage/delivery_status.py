"""How delivery stands, for an operator who looks: what is late and why, what was set aside, who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.owed import QUIET, Status
from bot.storage.tables import members, owed

LATE = timedelta(minutes=15)
"""Nothing should be owed for longer, but for bursts and nights."""
LATELY = timedelta(minutes=5)
SET_ASIDE = "set aside:"
"""What delivery writes into a row's reason."""


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
    pending = owed.c.status == Status.PENDING.value
    waits_for_morning = and_(owed.c.reason == QUIET, owed.c.held_until > now)
    late = and_(pending, owed.c.due_at < now - LATE, ~waits_for_morning)
    number, next_at = (
        await connection.execute(select(func.count(), func.min(owed.c.due_at)).where(pending))
    ).one()
    reasons = (
        await connection.execute(
            select(owed.c.reason, func.count(), func.min(owed.c.due_at)).where(late).group_by(owed.c.reason)
        )
    ).all()
    return Standing(
        owed=number,
        next_at=next_at,
        late={reason: number for reason, number, _ in reasons},
        oldest=min((oldest for _, _, oldest in reasons), default=None),
        at_work=bool(await connection.scalar(select(exists().where(_in_hand(pending, now))))),
        aside=await _aside(connection),
        unreachable=await _unreachable(connection),
    )


def _in_hand(pending: ColumnElement[bool], now: datetime) -> ColumnElement[bool]:
    """Return what tells that a process delivers: a lease, or something that it has sent."""
    leased = and_(pending, owed.c.owner != "", owed.c.held_until > now)
    return or_(leased, owed.c.sent_at > now - LATELY)


async def _aside(connection: AsyncConnection) -> Aside | None:
    aside = and_(
        owed.c.status == Status.EXPIRED.value,
        owed.c.reason.startswith(SET_ASIDE, autoescape=True),
    )
    due = owed.c.due_at
    found = select(func.count(), func.min(due), func.max(due)).where(aside)
    number, first, last = (await connection.execute(found)).one()
    if not number:
        return None
    newest = select(owed.c.reason).where(aside).order_by(due.desc()).limit(1)
    words = await connection.scalar(newest)
    return Aside(number, first, last, (words or "").removeprefix(SET_ASIDE).strip())


async def _unreachable(connection: AsyncConnection) -> dict[str, int]:
    counted = (
        select(members.c.platform, func.count().label("number"))
        .where(~members.c.reachable)
        .group_by(members.c.platform)
    )
    return {row.platform: row.number for row in await connection.execute(counted)}
