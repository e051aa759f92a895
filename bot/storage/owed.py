"""What is owed, in storage: the rows that keep the delivery promise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    update,
)

from bot.domain.members import Platform
from bot.domain.owed import PAUSED, QUIET, Owed, Status
from bot.ports import Backlog, Claimed, Due, Recipient, Sent
from bot.storage.locks import hold_members, hold_owners
from bot.storage.mapping import MEMBERS
from bot.storage.owed_rows import Row, owed_of, owed_values
from bot.storage.session import Session, upserting
from bot.storage.tables import members, owed
from bot.storage.types import among
from bot.storage.vault import Vault

# Written out and not bound, so that the planner sees that the partial indexes fit.
PENDING = owed.c.status == "pending"
PENDING_LITERAL = owed.c.status == bindparam("pending", Status.PENDING.value, literal_execute=True)
UNTOLD_LITERAL = and_(
    owed.c.status == bindparam("expired", Status.EXPIRED.value, literal_execute=True), ~owed.c.told
)
OF = (
    select(owed)
    .where(owed.c.subject == bindparam("subject"), owed.c.kind == bindparam("kind"))
    .order_by(owed.c.due_at, owed.c.key)
)
EVERY = select(owed).where(owed.c.member_id == bindparam("member_id"))
ONE = select(owed).where(owed.c.key == bindparam("key"), owed.c.member_id == bindparam("member_id"))
THESE = and_(among(owed.c.key, "keys"), PENDING)
OWED = select(owed.c.key).where(THESE)
NEXT = select(func.min(owed.c.held_until)).where(PENDING_LITERAL)
UNTOLD = (
    select(owed)
    .where(owed.c.member_id == bindparam("member_id"), owed.c.kind == bindparam("kind"), UNTOLD_LITERAL)
    .order_by(owed.c.due_at, owed.c.key)
)
OPEN = or_(PENDING, owed.c.status == Status.CANCELLED.value)
TURN = update(owed).where(owed.c.key == bindparam("which"), PENDING)
TURN_ALL = update(owed).where(THESE)
# One that was cancelled while it left has arrived all the same, and must not be revived and sent again.
SENT = update(owed).where(owed.c.key == bindparam("which"), OPEN)
TOLD = update(owed).where(among(owed.c.key, "keys"), owed.c.status == Status.EXPIRED.value).values(told=True)
NOW = bindparam("now", type_=owed.c.held_until.type)
FREE = and_(PENDING_LITERAL, owed.c.held_until <= NOW)
URGENCY = (owed.c.useful_until, owed.c.due_at, owed.c.key)
# Only what decides the order is sorted, since all that is due is; rows are read whole once they are claimed.
RANKED = (
    select(
        *URGENCY,
        owed.c.platform,
        owed.c.group,
        func.row_number().over(partition_by=(owed.c.platform, owed.c.group), order_by=URGENCY).label("rank"),
    )
    .where(FREE, among(owed.c.platform, "platforms"), among(owed.c.kind, "kinds"))
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
"""How long a channel belongs to whoever sent to it last: the platforms want a second between messages."""
OTHERS = owed.alias()


def _elsewhere(recipient: str) -> ColumnElement[bool]:
    """Return whether another owner holds a row of the same recipient, or has just sent one."""
    return (
        select(OTHERS.c.key)
        .where(
            OTHERS.c[recipient] == owed.c[recipient],
            OTHERS.c.owner.not_in(("", bindparam("owner"))),
            or_(
                and_(OTHERS.c.status == Status.PENDING.value, OTHERS.c.held_until > NOW),
                OTHERS.c.sent_at > bindparam("lately", type_=owed.c.sent_at.type),
            ),
        )
        .exists()
    )


CLAIM = select(owed.c.key, owed.c.owner).where(among(owed.c.key, "keys"), FREE)
CLAIM_SHARED = CLAIM.where(~_elsewhere("member_id"), ~_elsewhere("channel")).with_for_update(
    skip_locked=True, key_share=True
)
# By the member, who has few rows: by what is pending it would be all that is due. Hence the status is bound here, so
# that the partial index is out of reach.
COMPANIONS = select(owed).where(
    among(owed.c.member_id, "members"),
    PENDING,
    among(owed.c.kind, "kinds"),
    owed.c.attempted_at.is_(None),
    or_(
        owed.c.held_until <= NOW,
        and_(
            owed.c.owner == "",
            owed.c.held_until == owed.c.due_at,
            owed.c.due_at < bindparam("until", type_=owed.c.due_at.type),
        ),
    ),
)
COMPANIONS_SHARED = COMPANIONS.with_for_update(skip_locked=True, key_share=True)
COMPANY = (
    select(owed)
    .where(
        owed.c.member_id == bindparam("member_id"),
        owed.c.kind == bindparam("kind"),
        owed.c.attempted_at == bindparam("at", type_=owed.c.attempted_at.type),
    )
    .order_by(*URGENCY)
)
# `attempts` grows with each lease, so it tells one from another: whoever outlived theirs has no say any more.
LEASED = owed.c.key.concat(":").concat(cast(owed.c.attempts, Text))
DEPART = (
    TURN_ALL.where(among(LEASED, "leases"))
    .values(
        attempted_at=bindparam("at", type_=owed.c.attempted_at.type),
        held_until=bindparam("until", type_=owed.c.held_until.type),
    )
    .returning(owed.c.key)
)
LEASE = TURN_ALL.values(attempts=owed.c.attempts + 1)
CLAIMED = (
    select(*owed.c, *members.c)
    .join_from(owed, members, members.c.id == owed.c.member_id, isouter=True)
    .where(among(owed.c.key, "keys"))
    .order_by(*URGENCY)
)
PARTS = tuple(tuple(table.c.keys()) for table in (owed, members))
# What waits for the morning, or for the end of a pause, is where it should be.
WAITS = or_(owed.c.reason == QUIET, owed.c.reason == PAUSED)
OVERDUE = and_(owed.c.due_at <= NOW, or_(~WAITS, owed.c.held_until <= NOW))
BACKLOG = select(
    func.count().label("owed"),
    func.count(case((OVERDUE, 1))).label("overdue"),
    func.min(case((OVERDUE, owed.c.due_at))).label("oldest"),
).where(PENDING_LITERAL)
UNTIL = bindparam("until", type_=owed.c.held_until.type)
BACK = TURN.values(held_until=case((owed.c.due_at > UNTIL, owed.c.due_at), else_=UNTIL))
BACK_IF_OURS = BACK.where(owed.c.attempts == bindparam("lease"))


class SqlOwedRows:
    """Implements `bot.ports.OwedRows`.

    `held_until` is when a row may next be claimed: when it is due, its lease runs out and any wait is over.
    """

    def __init__(self, session: Session, vault: Vault, kinds: Mapping[str, type[Owed]]) -> None:
        self._session = session
        self._vault = vault
        self._kinds = kinds

    async def of(self, kind: type[Row], subject: str) -> tuple[Row, ...]:
        """Return every row of one kind about one subject, by due instant."""
        rows = await self._session.rows(OF, {"subject": subject, "kind": kind.kind})
        return tuple(owed_of(row, kind) for row in rows)

    async def every(self, member_id: str) -> tuple[Owed, ...]:
        """Return all of a member's rows, whatever they are about."""
        rows = await self._session.rows(EVERY, {"member_id": member_id})
        return tuple(self._read(row) for row in rows if row["kind"] in self._kinds)

    async def get(self, kind: type[Row], member_id: str, key: str) -> Row | None:
        """Return the member's row of this kind; another's is None."""
        row = await self._session.row(ONE, {"key": key, "member_id": member_id})
        found = self._read(row) if row and row["kind"] in self._kinds else None
        return found if isinstance(found, kind) else None

    async def put(self, rows: Sequence[Owed]) -> None:
        """Insert, or bring rows up to date that are not final."""
        insert = upserting(owed, self._session.dialect)
        new = insert.excluded
        await hold_members(self._session, {row.member_id for row in rows if row.member_id})
        # Somebody may be sending the row this moment, or have sent it with an unknown outcome: a lease is never
        # shortened, and such an attempt never forgotten nor looked into too soon, or the row would be sent twice.
        open_attempt = or_(owed.c.owner != "", owed.c.attempted_at.is_not(None))
        held = and_(open_attempt, owed.c.held_until > new.held_until)
        upsert = insert.values(platform=_theirs("platform"), group=_theirs("group")).on_conflict_do_update(
            index_elements=[owed.c.key],
            set_={
                "due_at": new.due_at,
                "useful_until": new.useful_until,
                "quiet_ok": new.quiet_ok,
                "details": new.details,
                "status": new.status,
                "reason": new.reason,
                "held_until": case((held, owed.c.held_until), else_=new.held_until),
            },
            where=OPEN,
        )
        if await self._session.write(upsert, [_values(row) for row in rows]):
            self._session.owed = True

    async def cancel(self, keys: Collection[str], reason: str) -> None:
        """Cancel those that are still pending."""
        await hold_owners(self._session, keys)
        values = {"keys": list(keys), "status": Status.CANCELLED.value, "reason": reason}
        await self._session.write(TURN_ALL, values)

    async def call_off(self, rows: Sequence[Owed]) -> None:
        """Write rows that are owed no more, cancelled or let go for good, over those that are still pending."""
        await hold_members(self._session, {row.member_id for row in rows if row.member_id})
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
        asked = {
            "now": now,
            "platforms": list(map(str, platforms)),
            "kinds": list(self._kinds),
            "quota": quota,
            "most": limit,
        }
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
        self,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        within: timedelta,
        of: Sequence[Claimed],
        early: Callable[[Owed], bool],
    ) -> tuple[Claimed, ...]:
        """Lease what may come in the same message as claimed rows: of the same kind and member, of other subjects."""
        latest: dict[tuple[str, str], datetime] = {}
        for item in of:
            whose = item.row.kind, item.row.member_id
            latest[whose] = max(item.row.due_at, latest.get(whose, item.row.due_at))
        if not latest:
            return ()
        spoken_for = {(item.row.kind, item.row.subject) for item in of}
        asked = {
            "members": list({member_id for _, member_id in latest}),
            "kinds": list({kind for kind, _ in latest}),
            "now": now,
            "until": now + within,
        }
        rows = await self._session.rows(COMPANIONS_SHARED if self._session.shared else COMPANIONS, asked)
        owners = {}
        for row in rows:
            found = self._read(row)
            first = latest.get((found.kind, found.member_id))
            if first is None or (found.kind, found.subject) in spoken_for:
                continue
            if found.due_at <= now or (found.due_at < first + within and early(found)):
                owners[found.key] = row["owner"]
        return await self._leased(owners, owner, now + lease) if owners else ()

    async def company(self, row: Row) -> tuple[Row, ...]:
        """Return the member's rows of this kind that left in the same instant as this one."""
        asked = {"member_id": row.member_id, "kind": row.kind, "at": row.attempted_at}
        return tuple(owed_of(one, type(row)) for one in await self._session.rows(COMPANY, asked))

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

    async def untold(self, kind: type[Row], member_id: str) -> tuple[Row, ...]:
        """Return expired rows of one kind that the member has not been told of."""
        rows = await self._session.rows(UNTOLD, {"member_id": member_id, "kind": kind.kind})
        return tuple(owed_of(row, kind) for row in rows)

    async def mark_told(self, keys: Collection[str]) -> None:
        """Note that the member has been told."""
        await hold_owners(self._session, keys)
        await self._session.write(TOLD, {"keys": list(keys)})

    def _claimed(self, row: tuple[Any, ...], taken_over: bool) -> Claimed:
        values = iter(row)
        what, whose = (dict(zip(names, values, strict=False)) for names in PARTS)
        found = self._read(what)
        to: Recipient = found.channel or MEMBERS.read(whose, self._vault)
        return Claimed(found, to, taken_over)

    def _read(self, row: Mapping[str, Any]) -> Owed:
        return owed_of(row, self._kinds[row["kind"]])


def _theirs(column: str) -> ColumnElement[str]:
    """Return what the row says itself, as a channel's does, or what its member's row says."""
    theirs = select(members.c[column]).where(members.c.id == bindparam("whose")).scalar_subquery()
    return func.coalesce(bindparam(f"its_{column}", type_=String), theirs)


def _values(row: Owed) -> dict[str, Any]:
    values = owed_values(row)
    its = {f"its_{name}": values.pop(name) or None for name in ("platform", "group")}
    return {**values, **its, "whose": row.member_id}
