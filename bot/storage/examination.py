"""Looking at a database without making it, mending it or bringing it up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, column, exists, func, inspect, or_, select, table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.owed import QUIET, Status
from bot.storage.engine import POSTGRESQL, VARIABLE, address_of, file_of, open_engine
from bot.storage.tables import check, members, owed
from bot.storage.trouble import explaining, place_of
from bot.storage.upkeep import HEAD

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


REVISION = table("alembic_version", column("version_num"))


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. `file` is SQLite's; `revision` is None where no database was made yet.

    `kind` is SQLite or PostgreSQL, `place` is where it lies, without a password.
    `sealed` is the word that tells the right key from a wrong one. `standing` is there where it was asked for, and
    the tables are those that this Encore knows.
    """

    kind: str
    place: str
    file: Path | None
    revision: str | None = None
    sealed: str | None = None
    standing: Standing | None = None

    @property
    def up_to_date(self) -> bool:
        """Whether it has the tables that this Encore writes to."""
        return self.revision == HEAD

    @property
    def too_new(self) -> bool:
        """Whether a newer Encore has written to it."""
        return self.revision is not None and self.revision > HEAD


async def examine(url: str, named: str = VARIABLE, *, now: datetime | None = None) -> Examination:
    """Open the database, read what tells its state, and try a write that is taken back.

    With `now` (aware) it is also told how delivery stands.
    Raises ConfigurationError when that cannot be done; it tells where the address was `named`.
    """
    address = address_of(url, named)
    file = file_of(address)
    kind = "PostgreSQL" if address.get_backend_name() == POSTGRESQL else "SQLite"
    found = Examination(kind, place_of(address), file)
    if file is not None and (not file.exists() or file.stat().st_size == 0):
        return found
    engine = open_engine(address, named)
    try:
        with explaining(address, named):
            async with engine.connect() as connection:
                return await _read(connection, found, now)
    finally:
        await engine.dispose()


async def _read(connection: AsyncConnection, found: Examination, now: datetime | None) -> Examination:
    if not await connection.run_sync(lambda plain: inspect(plain).has_table(REVISION.name)):
        return found
    revision: str | None = (await connection.execute(select(REVISION.c.version_num))).scalar()
    await connection.execute(update(REVISION).values(version_num=REVISION.c.version_num))
    sealed: str | None = (await connection.execute(select(check.c.sealed))).scalar()
    found = replace(found, revision=revision, sealed=sealed)
    if now is not None and found.up_to_date:
        found = replace(found, standing=await standing(connection, now))
    await connection.rollback()
    return found
