"""Reminders in storage: the rows that keep the delivery promise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Text, and_, bindparam, case, cast, func, or_, select, update

from bot.domain.combined import may_come_early
from bot.domain.members import Platform
from bot.domain.reminders import GREETING, PAUSED, QUIET, REFLECTION, Reminder, Status
from bot.ports import Backlog, Claimed, Due, Sent
from bot.storage.locks import hold_members, hold_owners
from bot.storage.rows import INTERVIEWS, MEMBERS, reminder_of, reminder_values
from bot.storage.session import Session, upserting
from bot.storage.tables import interviews, members, reminders
from bot.storage.types import among
from bot.storage.vault import Vault

# Written out and not bound, so that the planner sees that the partial indexes fit.
PENDING = reminders.c.status == "pending"
PENDING_LITERAL = reminders.c.status == bindparam("pending", Status.PENDING.value, literal_execute=True)
UNTOLD_LITERAL = and_(
    reminders.c.status == bindparam("expired", Status.EXPIRED.value, literal_execute=True), ~reminders.c.told
)
STEPS = and_(reminders.c.lead != GREETING, reminders.c.lead != REFLECTION)
OF = (
    select(reminders)
    .where(reminders.c.interview_id == bindparam("interview_id"), STEPS)
    .order_by(reminders.c.due_at, reminders.c.snooze, reminders.c.key)
)
EVERY = select(reminders).where(reminders.c.member_id == bindparam("member_id"))
ONE = select(reminders).where(
    reminders.c.key == bindparam("key"), reminders.c.member_id == bindparam("member_id")
)
THESE = and_(among(reminders.c.key, "keys"), PENDING)
OWED = select(reminders.c.key).where(THESE)
NEXT = select(func.min(reminders.c.held_until)).where(PENDING_LITERAL)
UNTOLD = (
    select(reminders)
    .where(reminders.c.member_id == bindparam("member_id"), UNTOLD_LITERAL, STEPS)
    .order_by(reminders.c.due_at, reminders.c.key)
)
OPEN = or_(PENDING, reminders.c.status == Status.CANCELLED.value)
TURN = update(reminders).where(reminders.c.key == bindparam("which"), PENDING)
TURN_ALL = update(reminders).where(THESE)
# One that was cancelled while it left has arrived all the same, and must not be revived and sent again.
SENT = update(reminders).where(reminders.c.key == bindparam("which"), OPEN)
TOLD = (
    update(reminders)
    .where(among(reminders.c.key, "keys"), reminders.c.status == Status.EXPIRED.value)
    .values(told=True)
)
NOW = bindparam("now", type_=reminders.c.held_until.type)
FREE = and_(PENDING_LITERAL, reminders.c.held_until <= NOW)
URGENCY = (reminders.c.useful_until, reminders.c.due_at, reminders.c.key)
# Only what decides the order is sorted, since all that is due is; rows are read whole once they are claimed.
RANKED = (
    select(
        *URGENCY,
        members.c.platform,
        members.c.group,
        func.row_number()
        .over(partition_by=(members.c.platform, members.c.group), order_by=URGENCY)
        .label("rank"),
    )
    .join_from(reminders, members, members.c.id == reminders.c.member_id)
    # An expression, lest SQLite begin with all members of a platform.
    .where(FREE, among(members.c.platform.concat(""), "platforms"))
    .subquery()
)
DUE = (
    select(RANKED.c.key, RANKED.c.platform, RANKED.c.group)
    .order_by(
        (RANKED.c.rank - 1) // bindparam("quota", type_=Integer), RANKED.c.useful_until, RANKED.c.due_at
    )
    .limit(bindparam("most"))
)
JUST_NOW = timedelta(seconds=1)
"""How long a member's channel belongs to whoever sent to it last: the platforms want a second between messages."""
OTHERS = reminders.alias()
ELSEWHERE = (
    select(OTHERS.c.key)
    .where(
        OTHERS.c.member_id == reminders.c.member_id,
        OTHERS.c.owner.not_in(("", bindparam("owner"))),
        or_(
            and_(OTHERS.c.status == Status.PENDING.value, OTHERS.c.held_until > NOW),
            OTHERS.c.sent_at > bindparam("lately", type_=reminders.c.sent_at.type),
        ),
    )
    .exists()
)
CLAIM = select(reminders.c.key, reminders.c.owner).where(among(reminders.c.key, "keys"), FREE)
CLAIM_SHARED = CLAIM.where(~ELSEWHERE).with_for_update(skip_locked=True, key_share=True)
# By the member, who has few rows: by what is pending it would be all that is due. Hence the status is bound here, so
# that the partial index is out of reach.
COMPANIONS = select(reminders).where(
    among(reminders.c.member_id, "members"),
    PENDING,
    STEPS,
    reminders.c.attempted_at.is_(None),
    or_(
        reminders.c.held_until <= NOW,
        and_(
            reminders.c.owner == "",
            reminders.c.held_until == reminders.c.due_at,
            reminders.c.due_at < bindparam("until", type_=reminders.c.due_at.type),
        ),
    ),
)
COMPANIONS_SHARED = COMPANIONS.with_for_update(skip_locked=True, key_share=True)
COMPANY = (
    select(reminders)
    .where(
        reminders.c.member_id == bindparam("member_id"),
        STEPS,
        reminders.c.attempted_at
        == select(OTHERS.c.attempted_at)
        .where(OTHERS.c.key == bindparam("key"), OTHERS.c.member_id == bindparam("member_id"))
        .scalar_subquery(),
    )
    .order_by(*URGENCY)
)
# `attempts` grows with each lease, so it tells one from another: whoever outlived theirs has no say any more.
LEASED = reminders.c.key.concat(":").concat(cast(reminders.c.attempts, Text))
DEPART = (
    TURN_ALL.where(among(LEASED, "leases"))
    .values(
        attempted_at=bindparam("at", type_=reminders.c.attempted_at.type),
        held_until=bindparam("until", type_=reminders.c.held_until.type),
    )
    .returning(reminders.c.key)
)
LEASE = TURN_ALL.values(attempts=reminders.c.attempts + 1)
CLAIMED = (
    select(*reminders.c, *members.c, *interviews.c)
    .join_from(reminders, members, members.c.id == reminders.c.member_id)
    .join(interviews, interviews.c.id == reminders.c.interview_id)
    .where(among(reminders.c.key, "keys"))
    .order_by(*URGENCY)
)
PARTS = tuple(tuple(table.c.keys()) for table in (reminders, members, interviews))
# What waits for the morning, or for the end of a pause, is where it should be.
WAITS = or_(reminders.c.reason == QUIET, reminders.c.reason == PAUSED)
OVERDUE = and_(reminders.c.due_at <= NOW, or_(~WAITS, reminders.c.held_until <= NOW))
BACKLOG = select(
    func.count().label("owed"),
    func.count(case((OVERDUE, 1))).label("overdue"),
    func.min(case((OVERDUE, reminders.c.due_at))).label("oldest"),
).where(PENDING_LITERAL)
UNTIL = bindparam("until", type_=reminders.c.held_until.type)
BACK = TURN.values(held_until=case((reminders.c.due_at > UNTIL, reminders.c.due_at), else_=UNTIL))
BACK_IF_OURS = BACK.where(reminders.c.attempts == bindparam("lease"))


class SqlReminders:
    """Implements `bot.ports.Reminders`.

    `held_until` is when a row may next be claimed: when it is due, its lease runs out and any wait is over.
    """

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of(self, interview_id: str) -> tuple[Reminder, ...]:
        """Return every reminder of one interview's steps, by due instant."""
        return tuple(reminder_of(row) for row in await self._session.rows(OF, {"interview_id": interview_id}))

    async def every(self, member_id: str) -> tuple[Reminder, ...]:
        """Return all of a member's rows, whatever they are about."""
        return tuple(reminder_of(row) for row in await self._session.rows(EVERY, {"member_id": member_id}))

    async def get(self, member_id: str, key: str) -> Reminder | None:
        """Return the member's reminder; another's is None."""
        row = await self._session.row(ONE, {"member_id": member_id, "key": key})
        return reminder_of(row) if row else None

    async def put(self, owed: Sequence[Reminder]) -> None:
        """Insert, or bring pending and cancelled rows of the same key up to date."""
        insert = upserting(reminders, self._session.dialect)
        new = insert.excluded
        await hold_members(self._session, {reminder.member_id for reminder in owed})
        # Somebody may be sending the row this moment, or have sent it with an unknown outcome: a lease is never
        # shortened, and such an attempt never forgotten nor looked into too soon, or the row would be sent twice.
        open_attempt = or_(reminders.c.owner != "", reminders.c.attempted_at.is_not(None))
        held = and_(open_attempt, reminders.c.held_until > new.held_until)
        upsert = insert.on_conflict_do_update(
            index_elements=[reminders.c.key],
            set_={
                "due_at": new.due_at,
                "useful_until": new.useful_until,
                "quiet_ok": new.quiet_ok,
                "includes": new.includes,
                "tasks": new.tasks,
                "status": new.status,
                "reason": new.reason,
                "held_until": case((held, reminders.c.held_until), else_=new.held_until),
            },
            where=OPEN,
        )
        if await self._session.write(upsert, [reminder_values(reminder) for reminder in owed]):
            self._session.owed = True

    async def cancel(self, keys: Collection[str], reason: str) -> None:
        """Cancel those that are still pending."""
        await hold_owners(self._session, keys)
        values = {"keys": list(keys), "status": Status.CANCELLED.value, "reason": reason}
        await self._session.write(TURN_ALL, values)

    async def call_off(self, rows: Sequence[Reminder]) -> None:
        """Write rows that are owed no more, cancelled or let go for good, over those that are still pending."""
        await hold_owners(self._session, [row.key for row in rows])
        await self._session.write(
            TURN,
            [
                {"which": row.key, "status": row.status.value, "reason": row.reason, "told": row.told}
                for row in rows
            ],
        )

    async def next_due(self) -> datetime | None:
        """Return the earliest instant at which a pending row may be claimed."""
        row = await self._session.row(NEXT)
        found: datetime | None = next(iter(row.values())) if row else None
        return found

    async def backlog(self, now: datetime) -> Backlog:
        """Return how much is owed and how far behind we are."""
        row = await self._session.row(BACKLOG, {"now": now})
        assert row is not None, "a count has a row"
        return Backlog(row["owed"], row["overdue"], max(timedelta(0), now - (row["oldest"] or now)))

    async def due(
        self, now: datetime, *, platforms: Collection[Platform], quota: int, limit: int
    ) -> tuple[Due, ...]:
        """Return free rows that are due: every group in its turn, the most urgent first."""
        asked = {"now": now, "platforms": list(map(str, platforms)), "quota": quota, "most": limit}
        rows = await self._session.rows(DUE, asked)
        return tuple(Due(row["key"], Platform(row["platform"]), row["group"]) for row in rows)

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, keys: Collection[str]
    ) -> tuple[Claimed, ...]:
        """Lease those that are due and that nobody holds, soonest to lose its use first."""
        asked: dict[str, Any] = {"now": now, "keys": list(keys)}
        if self._session.shared:
            asked |= {"owner": owner, "lately": now - JUST_NOW}
        rows = await self._session.rows(CLAIM_SHARED if self._session.shared else CLAIM, asked)
        if not rows:
            return ()
        owners = {row["key"]: row["owner"] for row in rows}
        return await self._leased(owners, owner, now + lease)

    async def companions(
        self, now: datetime, *, owner: str, lease: timedelta, within: timedelta, of: Sequence[Claimed]
    ) -> tuple[Claimed, ...]:
        """Lease what may come in the same message as claimed rows: the same members', of other interviews."""
        latest: dict[str, datetime] = {}
        for item in of:
            due_at = item.reminder.due_at
            latest[item.member.id] = max(due_at, latest.get(item.member.id, due_at))
        if not latest:
            return ()
        spoken_for = {item.interview.id for item in of}
        asked = {"members": list(latest), "now": now, "until": now + within}
        rows = await self._session.rows(COMPANIONS_SHARED if self._session.shared else COMPANIONS, asked)
        owners = {}
        for row in rows:
            found = reminder_of(row)
            soon = found.due_at < latest[found.member_id] + within and may_come_early(found)
            if found.interview_id not in spoken_for and (found.due_at <= now or soon):
                owners[found.key] = row["owner"]
        return await self._leased(owners, owner, now + lease) if owners else ()

    async def company(self, member_id: str, key: str) -> tuple[Reminder, ...]:
        """Return the member's steps that left in the same instant as this one, itself included."""
        rows = await self._session.rows(COMPANY, {"member_id": member_id, "key": key})
        return tuple(reminder_of(row) for row in rows)

    async def _leased(self, owners: Mapping[str, str], owner: str, until: datetime) -> tuple[Claimed, ...]:
        """Lease rows that are ours to take, `owners` being whose they were."""
        await self._session.write(LEASE, {"keys": list(owners), "held_until": until, "owner": owner})
        claimed = await self._session.tuples(CLAIMED, {"keys": list(owners)})
        return tuple(self._claimed(row, owners[row[0]] not in {"", owner}) for row in claimed)

    async def pending(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that are still owed."""
        # Held, so that none is called off between this answer and what is done upon it.
        await hold_owners(self._session, keys)
        rows = await self._session.rows(OWED, {"keys": list(keys)})
        return frozenset(row["key"] for row in rows)

    async def depart(self, leases: Mapping[str, int], now: datetime, *, until: datetime) -> frozenset[str]:
        """Note that requests are about to leave, for those still owed that nobody has leased since; return which."""
        await hold_owners(self._session, leases.keys())
        held = [f"{key}:{lease}" for key, lease in leases.items()]
        rows = await self._session.rows(
            DEPART, {"keys": list(leases), "leases": held, "at": now, "until": until}
        )
        self._session.changed |= bool(rows)
        return frozenset(row["key"] for row in rows)

    async def sent(self, sent: Sequence[Sent]) -> None:
        """Record what platforms took: final."""
        await hold_owners(self._session, [one.key for one in sent])
        final = {"status": Status.SENT.value}
        await self._session.write(
            SENT,
            [{"which": one.key, "sent_at": one.at, "receipt": one.receipt, **final} for one in sent],
        )

    async def expire(self, key: str, *, reason: str) -> None:
        """Record that it is of no use any more: final."""
        await hold_owners(self._session, [key])
        await self._session.write(TURN, {"which": key, "status": Status.EXPIRED.value, "reason": reason})

    async def give_back(
        self, key: str, *, until: datetime, reason: str, unknown: bool = False, lease: int | None = None
    ) -> None:
        """End the lease; the row may be claimed again from `until`."""
        await hold_owners(self._session, [key])
        values: dict[str, Any] = {"which": key, "until": until, "owner": "", "reason": reason}
        if not unknown:
            values["attempted_at"] = None
        if lease is not None:
            values["lease"] = lease
        if await self._session.write(BACK if lease is None else BACK_IF_OURS, values):
            self._session.owed = True

    async def untold(self, member_id: str) -> tuple[Reminder, ...]:
        """Return expired reminders that the member has not been told of."""
        return tuple(reminder_of(row) for row in await self._session.rows(UNTOLD, {"member_id": member_id}))

    async def mark_told(self, keys: Collection[str]) -> None:
        """Note that the member has been told."""
        await hold_owners(self._session, keys)
        await self._session.write(TOLD, {"keys": list(keys)})

    def _claimed(self, row: tuple[Any, ...], taken_over: bool) -> Claimed:
        owed, whose, what = _parts(row)
        return Claimed(
            reminder_of(owed),
            MEMBERS.read(whose, self._vault),
            INTERVIEWS.read(what, self._vault),
            taken_over,
        )


def _parts(row: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the rows of the tables that a row of `CLAIMED` joins."""
    values = iter(row)
    return [dict(zip(names, values, strict=False)) for names in PARTS]
