"""Storage, content and cities in dictionaries: the ports of the core, filled honestly and without a database."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace, TracebackType
from typing import Self, TypeVar

from bot import ports
from bot.app import App
from bot.commands.registry import all_commands
from bot.documents.providers import documents
from bot.domain.calendar import City, Placed, aware
from bot.domain.case import Case, changes
from bot.domain.content import (
    Ask,
    Asker,
    Evidence,
    Item,
    Lead,
    MessageTemplate,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    QuestionKind,
    Source,
    Stage,
    Task,
    Tip,
    Topic,
)
from bot.domain.content import Status as ItemStatus
from bot.domain.dates import When
from bot.domain.drafts import Draft
from bot.domain.installations import KEPT_FOR, Installation
from bot.domain.interviews import Interview
from bot.domain.members import Feed, Member, MemberRef, Pace, Platform
from bot.domain.owed import PAUSED, QUIET, Channel, Owed, Status
from bot.domain.plans import Library
from bot.domain.reminders import Mark
from bot.domain.sheets import Entry, Sheet, Slot
from bot.ports import Backlog, Beat, Claimed, Clock, Due, InboxLine, Sent

Row = TypeVar("Row", bound=Owed)
OPEN = (Status.PENDING, Status.CANCELLED)
NOTES_KEPT_FOR = timedelta(days=180)


@dataclass(slots=True)
class Tables:
    """What lasts: one dictionary a table, frozen values inside."""

    members: dict[str, Member] = field(default_factory=dict)
    interviews: dict[str, Interview] = field(default_factory=dict)
    owed: dict[str, Owed] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    marks: dict[tuple[str, Lead], tuple[Mark, datetime]] = field(default_factory=dict)
    task_marks: dict[tuple[str, str], tuple[Mark, datetime]] = field(default_factory=dict)
    sheets: dict[tuple[str, Sheet, str, str], Entry] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    saved: dict[tuple[str, str], datetime] = field(default_factory=dict)
    inbox: dict[tuple[str, str], tuple[datetime, bool, datetime | None]] = field(default_factory=dict)
    installations: dict[tuple[Platform, str], Installation] = field(default_factory=dict)
    states: dict[str, datetime] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Tables:
        return Tables(**{name: dict(getattr(self, name)) for name in Tables.__dataclass_fields__})


class _Part:
    """One repository of a unit; every write marks the unit as changed."""

    def __init__(self, unit: FakeUnit) -> None:
        self._unit = unit

    @property
    def _tables(self) -> Tables:
        return self._unit.tables

    @property
    def _writing(self) -> Tables:
        self._unit.changed = True
        return self._unit.tables


class FakeMembers(_Part):
    async def get(self, ref: MemberRef) -> Member | None:
        return next((m for m in self._tables.members.values() if m.ref == ref), None)

    async def by_id(self, member_id: str) -> Member | None:
        return self._tables.members.get(member_id)

    async def add(self, member: Member) -> None:
        aware(member.created_at)
        if await self.get(member.ref) is None:
            self._writing.members[member.id] = member

    async def save(self, member: Member) -> None:
        if member.id in self._tables.members:
            self._writing.members[member.id] = member

    async def remember_channel(self, member_id: str, channel: str) -> None:
        if member_id in self._tables.members:
            member = self._tables.members[member_id]
            self._writing.members[member_id] = replace(member, channel=channel)

    async def delete(self, member_id: str) -> None:
        if member_id not in self._tables.members:
            return
        tables = self._writing
        mine = {i.id for i in tables.interviews.values() if i.member_id == member_id}
        keys = {r.key for r in tables.owed.values() if r.member_id == member_id}
        tables.members.pop(member_id, None)
        tables.interviews = {k: v for k, v in tables.interviews.items() if k not in mine}
        tables.owed = {k: v for k, v in tables.owed.items() if k not in keys}
        tables.leases = {k: v for k, v in tables.leases.items() if k not in keys}
        tables.marks = {k: v for k, v in tables.marks.items() if k[0] not in mine}
        tables.task_marks = {k: v for k, v in tables.task_marks.items() if k[0] not in mine}
        tables.sheets = {k: v for k, v in tables.sheets.items() if k[0] != member_id}
        tables.feeds.pop(member_id, None)
        tables.drafts = {k: v for k, v in tables.drafts.items() if v.member_id != member_id}
        tables.seen = {k: v for k, v in tables.seen.items() if k[0] != member_id}
        tables.saved = {k: v for k, v in tables.saved.items() if k[0] != member_id}
        tables.inbox = {k: v for k, v in tables.inbox.items() if k[0] != member_id}


class FakeInterviews(_Part):
    async def get(self, member_id: str, interview_id: str) -> Interview | None:
        found = self._tables.interviews.get(interview_id)
        return found if found and found.member_id == member_id else None

    async def of(self, member_id: str) -> tuple[Interview, ...]:
        mine = [i for i in self._tables.interviews.values() if i.member_id == member_id]
        return tuple(sorted(mine, key=lambda i: (i.starts_at, i.id)))

    async def of_many(self, ids: Collection[str]) -> Mapping[str, Interview]:
        return {name: self._tables.interviews[name] for name in ids if name in self._tables.interviews}

    async def add(self, *added: Interview) -> None:
        for interview in added:
            self._writing.interviews[interview.id] = interview

    async def save(self, *changed: Interview) -> None:
        for interview in changed:
            if await self.get(interview.member_id, interview.id) is not None:
                self._writing.interviews[interview.id] = replace(interview, revision=interview.revision + 1)


class FakeOwedRows(_Part):
    async def of(self, kind: type[Row], subject: str) -> tuple[Row, ...]:
        rows = [r for r in self._tables.owed.values() if isinstance(r, kind) and r.subject == subject]
        return tuple(sorted(rows, key=lambda r: (r.due_at, r.key)))

    async def get(self, kind: type[Row], member_id: str, key: str) -> Row | None:
        found = self._tables.owed.get(key)
        return found if isinstance(found, kind) and found.member_id == member_id else None

    async def put(self, rows: Sequence[Owed]) -> None:
        for row in rows:
            aware(row.due_at)
            known = self._tables.owed.get(row.key)
            if known is None:
                self._writing.owed[row.key] = row
            elif known.status in OPEN:
                # It may be leaving this very moment: its lease and its attempt stay.
                self._writing.owed[row.key] = replace(
                    row, attempts=known.attempts, attempted_at=known.attempted_at
                )
                owner, _ = self._tables.leases.get(row.key, ("", None))
                if not owner and known.attempted_at is None:
                    self._tables.leases.pop(row.key, None)

    async def cancel(self, keys: Collection[str], reason: str) -> None:
        for key in keys:
            self._turn(key, status=Status.CANCELLED, reason=reason)

    async def next_due(self) -> datetime | None:
        instants = []
        for row in self._tables.owed.values():
            if row.status is Status.PENDING:
                _, leased_until = self._tables.leases.get(row.key, ("", row.due_at))
                instants.append(max(row.due_at, leased_until))
        return min(instants, default=None)

    async def backlog(self, now: datetime) -> Backlog:
        owed = [row.due_at for row in self._tables.owed.values() if row.status is Status.PENDING]
        overdue = [
            row.due_at
            for row in self._tables.owed.values()
            if row.status is Status.PENDING
            and row.due_at <= now
            and (row.reason not in {QUIET, PAUSED} or self._tables.leases.get(row.key, ("", now))[1] <= now)
        ]
        return Backlog(len(owed), len(overdue), now - min(overdue, default=now))

    async def due(
        self, now: datetime, *, platforms: Collection[Platform], quota: int, limit: int
    ) -> tuple[Due, ...]:
        ranks: Counter[tuple[str, str]] = Counter()
        turns = []
        for row in sorted(self._free(now), key=lambda row: row.urgency):
            to = self._to(row)
            group = (to.platform, to.group)
            if to.platform not in platforms:
                continue
            turns.append((ranks[group] // quota, row.urgency, Due(row.key, *group)))
            ranks[group] += 1
        return tuple(due for _, _, due in sorted(turns, key=lambda turn: turn[:2])[:limit])

    def _to(self, row: Owed) -> Member | Channel:
        return row.channel or self._tables.members[row.member_id]

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, keys: Collection[str]
    ) -> tuple[Claimed, ...]:
        return self._leased([row for row in self._free(now) if row.key in keys], now, owner, lease)

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
        spoken_for = {(item.row.kind, item.row.subject) for item in of}
        latest: dict[tuple[str, str], datetime] = {}
        for item in sorted(of, key=lambda item: item.row.due_at):
            latest[item.row.kind, item.row.member_id] = item.row.due_at
        rows = []
        for row in self._tables.owed.values():
            held_by, until = self._tables.leases.get(row.key, ("", row.due_at))
            soon = early(row) and not held_by and until <= row.due_at
            whose = (row.kind, row.member_id)
            if (
                whose in latest
                and (row.kind, row.subject) not in spoken_for
                and row.status is Status.PENDING
                and row.attempted_at is None
                and ((row.due_at <= now and until <= now) or (soon and row.due_at < latest[whose] + within))
            ):
                rows.append(row)
        return self._leased(rows, now, owner, lease)

    async def company(self, row: Row) -> tuple[Row, ...]:
        together = [
            other
            for other in self._tables.owed.values()
            if isinstance(other, type(row))
            and row.attempted_at is not None
            and (other.member_id, other.attempted_at) == (row.member_id, row.attempted_at)
        ]
        return tuple(sorted(together, key=lambda row: row.urgency))

    def _leased(
        self, rows: Sequence[Owed], now: datetime, owner: str, lease: timedelta
    ) -> tuple[Claimed, ...]:
        claimed = []
        for row in sorted(rows, key=lambda row: row.urgency):
            counted = replace(row, attempts=row.attempts + 1)
            taken_over = self._tables.leases.get(row.key, ("", now))[0] not in {"", owner}
            self._writing.owed[row.key] = counted
            self._tables.leases[row.key] = (owner, now + lease)
            claimed.append(Claimed(counted, self._to(row), taken_over))
        return tuple(claimed)

    def _free(self, now: datetime) -> list[Owed]:
        return [
            row
            for row in self._tables.owed.values()
            if row.status is Status.PENDING
            and row.due_at <= now
            and self._tables.leases.get(row.key, ("", now))[1] <= now
        ]

    async def depart(self, leases: Mapping[str, int], now: datetime, *, until: datetime) -> frozenset[str]:
        rows = self._tables.owed
        ours = frozenset(
            key for key in await self.pending(leases.keys()) if rows[key].attempts == leases[key]
        )
        for key in ours:
            self._turn(key, attempted_at=now)
            self._tables.leases[key] = (self._tables.leases.get(key, ("", now))[0], until)
        return ours

    async def pending(self, keys: Collection[str]) -> frozenset[str]:
        rows = self._tables.owed
        return frozenset(key for key in keys if key in rows and rows[key].status is Status.PENDING)

    async def sent(self, sent: Sequence[Sent]) -> None:
        for one in sent:
            assert one.receipt
            self._turn(one.key, *OPEN, status=Status.SENT, sent_at=one.at)

    async def expire(self, key: str, *, reason: str) -> None:
        self._turn(key, status=Status.EXPIRED, reason=reason, told=False)

    async def give_back(
        self, key: str, *, until: datetime, reason: str, unknown: bool = False, lease: int | None = None
    ) -> None:
        row = self._tables.owed.get(key)
        if row is not None and row.status is Status.PENDING and lease in {None, row.attempts}:
            attempted_at = row.attempted_at if unknown else None
            self._turn(key, reason=reason, attempted_at=attempted_at)
            self._tables.leases[key] = ("", until)

    async def untold(self, kind: type[Row], member_id: str) -> tuple[Row, ...]:
        return tuple(
            row
            for row in sorted(self._tables.owed.values(), key=lambda row: (row.due_at, row.key))
            if isinstance(row, kind)
            and row.member_id == member_id
            and row.status is Status.EXPIRED
            and not row.told
        )

    async def mark_told(self, keys: Collection[str]) -> None:
        for key in keys:
            self._turn(key, Status.EXPIRED, told=True)

    def _turn(self, key: str, *only: Status, **changes: object) -> None:
        row = self._tables.owed.get(key)
        if row is not None and row.status in (only or (Status.PENDING,)):
            self._writing.owed[key] = replace(row, **changes)  # type: ignore[arg-type]


class FakeCases(_Part):
    async def load(self, member: Member, now: datetime, library: Library) -> Case:
        interviews = await self._unit.interviews.of(member.id)
        mine = {interview.id for interview in interviews}
        return Case(
            member=member,
            now=now,
            library=library,
            interviews=interviews,
            owed={row.key: row for row in self._tables.owed.values() if row.member_id == member.id},
            marks={place: mark for place, (mark, _) in self._tables.marks.items() if place[0] in mine},
            ticks={place: mark for place, (mark, _) in self._tables.task_marks.items() if place[0] in mine},
            entries={
                (entry.sheet, entry.interview_id, entry.slot): entry
                for entry in await self._unit.sheets.every(member.id)
            },
        )

    async def save(self, before: Case, after: Case) -> None:
        found = changes(before, after)
        if found.member is not None:
            await self._unit.members.save(found.member)
        await self._unit.interviews.add(*found.added)
        await self._unit.interviews.save(*found.changed)
        for row in found.called_off:
            known = self._tables.owed.get(row.key)
            if known is not None and known.status is Status.PENDING:
                self._writing.owed[row.key] = replace(
                    known, status=row.status, reason=row.reason, told=row.told
                )
        await self._unit.owed.put(found.owed)
        for place in found.unmarked:
            del self._writing.marks[place]
        for place, mark in found.marked.items():
            self._writing.marks[place] = (mark, aware(found.at))
        for tick in found.unticked:
            del self._writing.task_marks[tick]
        for tick, mark in found.ticked.items():
            self._writing.task_marks[tick] = (mark, aware(found.at))
        await self._unit.sheets.delete(after.member.id, *found.emptied)
        await self._unit.sheets.put(*found.written)


class FakeSheets(_Part):
    async def of(self, member_id: str, sheet: Sheet, interview_id: str = "") -> Mapping[str, Entry]:
        return {
            entry.slot: entry
            for entry in await self.every(member_id, sheet)
            if entry.interview_id == interview_id
        }

    async def every(self, member_id: str, sheet: Sheet | None = None) -> tuple[Entry, ...]:
        mine = [e for e in await self.of_many([member_id]) if sheet in {None, e.sheet}]
        return tuple(sorted(mine, key=lambda e: (e.saved_at, e.sheet, e.interview_id, e.slot)))

    async def of_many(self, member_ids: Collection[str]) -> tuple[Entry, ...]:
        return tuple(e for e in self._tables.sheets.values() if e.member_id in member_ids)

    async def put(self, *entries: Entry) -> None:
        for entry in entries:
            aware(entry.saved_at)
            self._writing.sheets[entry.member_id, entry.sheet, entry.interview_id, entry.slot] = entry

    async def delete(self, member_id: str, *slots: Slot) -> None:
        for slot in slots:
            if (member_id, *slot) in self._tables.sheets:
                del self._writing.sheets[member_id, *slot]


class FakeFeeds(_Part):
    async def of(self, member_id: str) -> Feed | None:
        return self._tables.feeds.get(member_id)

    async def by_token(self, token: str) -> Feed | None:
        return next((feed for feed in self._tables.feeds.values() if feed.token == token), None)

    async def put(self, feed: Feed) -> None:
        aware(feed.made_at)
        self._writing.feeds[feed.member_id] = feed

    async def revoke(self, member_id: str) -> None:
        if member_id in self._tables.feeds:
            del self._writing.feeds[member_id]


class FakeDrafts(_Part):
    async def get(self, member_id: str, draft_id: str, now: datetime) -> Draft | None:
        found = self._tables.drafts.get(draft_id)
        if found is None or found.member_id != member_id or found.expires_at <= now:
            return None
        return found

    async def of(self, member_id: str, now: datetime) -> tuple[Draft, ...]:
        mine = [d for d in self._tables.drafts.values() if d.member_id == member_id and now < d.expires_at]
        return tuple(sorted(sorted(mine, key=lambda d: d.id), key=lambda d: d.saved_at, reverse=True))

    async def put(self, draft: Draft) -> None:
        known = self._tables.drafts.get(draft.id)
        if known is None or known.member_id == draft.member_id:
            self._writing.drafts[draft.id] = draft

    async def delete(self, member_id: str, draft_id: str) -> None:
        found = self._tables.drafts.get(draft_id)
        if found is not None and found.member_id == member_id:
            del self._writing.drafts[draft_id]


class FakePractice(_Part):
    async def seen(self, member_id: str, kind: str) -> frozenset[str]:
        return frozenset(item for owner, k, item in self._tables.seen if (owner, k) == (member_id, kind))

    async def see(self, member_id: str, kind: str, item: str, at: datetime) -> None:
        self._writing.seen[member_id, kind, item] = aware(at)

    async def forget(self, member_id: str, kind: str, items: Collection[str]) -> None:
        for item in items:
            if (member_id, kind, item) in self._tables.seen:
                del self._writing.seen[member_id, kind, item]

    async def saved(self, member_id: str) -> tuple[tuple[str, datetime], ...]:
        mine = [(item, at) for (owner, item), at in self._tables.saved.items() if owner == member_id]
        return tuple(sorted(sorted(mine), key=lambda pair: pair[1], reverse=True))

    async def save(self, member_id: str, item: str, at: datetime) -> None:
        self._writing.saved.setdefault((member_id, item), aware(at))

    async def unsave(self, member_id: str, item: str) -> None:
        if (member_id, item) in self._tables.saved:
            del self._writing.saved[member_id, item]


class FakeInbox(_Part):
    async def add(self, member_id: str, key: str, at: datetime) -> None:
        self._writing.inbox.setdefault((member_id, key), (aware(at), False, None))

    async def waiting(self, member_id: str) -> tuple[InboxLine, ...]:
        lines = [
            (at, key, again)
            for (owner, key), (at, again, shown) in self._tables.inbox.items()
            if owner == member_id and shown is None
        ]
        return tuple(InboxLine(key, again) for _, key, again in sorted(lines))

    async def showing(self, member_id: str, keys: Collection[str]) -> None:
        for key in self._mine(member_id, keys):
            at, _, shown = self._tables.inbox[member_id, key]
            self._writing.inbox[member_id, key] = (at, True, shown)

    async def shown(self, member_id: str, keys: Collection[str], at: datetime) -> None:
        for key in self._mine(member_id, keys):
            added, again, _ = self._tables.inbox[member_id, key]
            self._writing.inbox[member_id, key] = (added, again, at)

    def _mine(self, member_id: str, keys: Collection[str]) -> list[str]:
        return [key for key in keys if (member_id, key) in self._tables.inbox]


class FakeInstallations(_Part):
    async def get(self, platform: Platform, workspace: str, *, lock: bool = False) -> Installation | None:
        assert lock in {True, False}
        return self._tables.installations.get((platform, workspace))

    async def of(self, platform: Platform) -> tuple[Installation, ...]:
        return tuple(item for item in self._tables.installations.values() if item.platform is platform)

    async def revisions(self, platform: Platform) -> Mapping[str, int]:
        return {item.workspace: item.revision for item in await self.of(platform)}

    async def put(self, installation: Installation) -> None:
        aware(installation.installed_at)
        place = installation.platform, installation.workspace
        known = self._tables.installations.get(place)
        revision = known.revision + 1 if known else 1
        self._writing.installations[place] = replace(installation, revision=revision)

    async def uninstall(self, platform: Platform, workspace: str, at: datetime) -> None:
        known = self._tables.installations.get((platform, workspace))
        if known is not None and known.uninstalled_at is None and known.installed_at <= at:
            bare = replace(known, token="", refresh_token="", expires_at=None, uninstalled_at=at)
            await self.put(bare)

    async def issue_state(self, state: str, until: datetime) -> None:
        self._writing.states[state] = aware(until)

    async def consume_state(self, state: str, now: datetime) -> bool:
        if self._tables.states.get(state, now) <= now:
            return False
        del self._writing.states[state]
        return True


class FakeNotes(_Part):
    async def get(self, name: str) -> str | None:
        return self._tables.notes.get(name)

    async def set(self, name: str, value: str) -> None:
        self._writing.notes[name] = value


class FakeUnit:
    """A transaction over a copy of the tables; leaving without `commit` throws the copy away."""

    def __init__(self, store: FakeStore) -> None:
        self._store = store
        self.tables = store.tables.copy()
        self.changed = False
        self.members: ports.Members = FakeMembers(self)
        self.interviews: ports.Interviews = FakeInterviews(self)
        self.owed: ports.OwedRows = FakeOwedRows(self)
        self.cases: ports.Cases = FakeCases(self)
        self.sheets: ports.Sheets = FakeSheets(self)
        self.feeds: ports.Feeds = FakeFeeds(self)
        self.drafts: ports.Drafts = FakeDrafts(self)
        self.practice: ports.Practice = FakePractice(self)
        self.inbox: ports.Inbox = FakeInbox(self)
        self.installations: ports.Installations = FakeInstallations(self)
        self.notes: ports.Notes = FakeNotes(self)

    async def commit(self) -> None:
        self._store.tables = self.tables.copy()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.tables = self._store.tables.copy()


class FakeStore:
    """Where fake units come from; `tables` is what has been committed."""

    def __init__(self) -> None:
        self.tables = Tables()

    def unit(self) -> FakeUnit:
        return FakeUnit(self)

    def watch(self, callback: Callable[[], None]) -> AbstractAsyncContextManager[None]:
        assert callable(callback)  # nobody else writes to a fake
        return nullcontext()

    async def beat(self, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
        assert replica
        assert lasts > 0
        return Beat(1, asked)

    async def leave(self, replica: str) -> None:
        assert replica

    async def purge(self, now: datetime) -> int:
        stale = [key for key, draft in self.tables.drafts.items() if draft.expires_at <= now]
        for key in stale:
            del self.tables.drafts[key]
        old = [
            interview
            for interview in self.tables.interviews.values()
            if interview.notes and interview.starts_at < now - NOTES_KEPT_FOR
        ]
        for interview in old:
            self.tables.interviews[interview.id] = replace(interview, notes="")
        past = {i.id for i in self.tables.interviews.values() if i.starts_at < now - NOTES_KEPT_FOR}
        sheets = [key for key, entry in self.tables.sheets.items() if entry.interview_id in past]
        for key in sheets:
            del self.tables.sheets[key]
        return len(stale) + len(sheets) + len(old) + await self._purge_installations(now)

    async def _purge_installations(self, now: datetime) -> int:
        states = {state: until for state, until in self.tables.states.items() if until > now}
        purged = len(self.tables.states) - len(states)
        self.tables.states = states
        for place, installation in list(self.tables.installations.items()):
            gone_at = installation.uninstalled_at
            if gone_at is not None and gone_at <= now - KEPT_FOR:
                del self.tables.installations[place]
                async with self.unit() as unit:
                    for member in list(unit.tables.members.values()):
                        if (member.ref.platform, member.ref.workspace) == place:
                            await unit.members.delete(member.id)
                            purged += 1
                    await unit.commit()
        return purged

    async def close(self) -> None:
        pass


class FakeCatalog:
    """Content that a test hands over; retired items are found by id and offered nowhere."""

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        assert region
        assert zone
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return frozenset(day for day in days if day.weekday() > 4)

    def __init__(
        self,
        *,
        tips: Sequence[Tip] = (),
        questions: Sequence[Question] = (),
        tasks: Sequence[Task] = (),
        sources: Sequence[Source] = (),
        plans: Sequence[PlanTemplate] = (),
        asks: Sequence[Ask] = (),
        templates: Sequence[MessageTemplate] = (),
    ) -> None:
        self._tips = {tip.id: tip for tip in tips}
        self._questions = {question.id: question for question in questions}
        self._tasks = {task.id: task for task in tasks}
        self._sources = {source.id: source for source in sources}
        self._plans = {template.pace: template for template in plans}
        self._asks = {ask.id: ask for ask in asks}
        self._templates = {template.id: template for template in templates}

    def tips(self, topic: Topic | None = None) -> Sequence[Tip]:
        return [tip for tip in _live(self._tips) if topic is None or tip.topic is topic]

    def questions(self, proof: Proof | None = None) -> Sequence[Question]:
        return [item for item in _live(self._questions) if proof is None or proof in item.proofs]

    def asks(self, to: Asker | None = None) -> Sequence[Ask]:
        return [item for item in _live(self._asks) if to is None or to in item.to]

    def templates(self, purpose: Purpose | None = None) -> Sequence[MessageTemplate]:
        return [item for item in _live(self._templates) if purpose is None or item.purpose is purpose]

    def ask(self, identifier: str) -> Ask | None:
        return self._asks.get(identifier)

    def template(self, identifier: str) -> MessageTemplate | None:
        return self._templates.get(identifier)

    def tip(self, identifier: str) -> Tip | None:
        return self._tips.get(identifier)

    def question(self, identifier: str) -> Question | None:
        return self._questions.get(identifier)

    def task(self, identifier: str) -> Task | None:
        return self._tasks.get(identifier)

    def source(self, identifier: str) -> Source | None:
        return self._sources.get(identifier)

    def plan(self, pace: Pace) -> PlanTemplate:
        return self._plans[pace]


ItemT = TypeVar("ItemT", bound=Item)


def _live(items: Mapping[str, ItemT]) -> list[ItemT]:
    return [item for item in items.values() if item.status is ItemStatus.LIVE]


class FakeLooseDates:
    """Guesses nothing."""

    def suggest(self, text: str, now: datetime) -> When | None:
        assert text
        aware(now)
        return None


def fake_encore(
    now: Clock, *, catalog: FakeCatalog, cities: FakeCities | None = None, seed: int = 7
) -> SimpleNamespace:
    """Return an App over fakes as `app`, and its `store`; what a test's Person needs to speak to it."""
    store = FakeStore()
    app = App(
        store=store,
        catalog=catalog,
        cities=cities or FakeCities(),
        loose_dates=FakeLooseDates(),
        documents=documents(cities or FakeCities()),
        clock=now,
        rng=random.Random(seed),
        commands=all_commands(),
    )
    return SimpleNamespace(app=app, store=store)


class FakeCities:
    """A few cities, most populous first; a name of several keeps no zone unless they share it."""

    def __init__(self, *cities: City) -> None:
        self._cities = cities

    def find(self, name: str) -> tuple[City, ...]:
        folded = name.casefold()
        return tuple(city for city in self._cities if folded in {city.name.casefold(), city.zone.casefold()})

    def zone(self, name: str) -> str | None:
        zones = {city.zone for city in self.find(name)}
        return zones.pop() if len(zones) == 1 else None

    def meant(self, name: str) -> Placed:
        return self.zone(name)

    def suggest(self, typed: str, limit: int = 25) -> tuple[City, ...]:
        begun = [city for city in self._cities if city.name.casefold().startswith(typed.casefold())]
        return tuple(begun[:limit])

    def at_home(self, city: City, locale: str) -> bool:
        return locale.casefold() == city.country.casefold()

    def label(self, city: City) -> str:
        repeated = len([other for other in self._cities if other.name == city.name]) > 1
        return f"{city.name}, {city.country}" if repeated else city.name


REVIEWED = date(2026, 11, 1)


def a_tip(number: int = 1, topic: Topic = Topic.TRUST, **changes: object) -> Tip:
    tip = Tip(
        id=f"tip-{topic}-{number:03}",
        topic=topic,
        stage=Stage.REHEARSE,
        reviewed=REVIEWED,
        title=f"Title {number} on {topic}",
        body=f"Body {number}. Keep one promise, and say when it is kept.",
        why=f"Reason {number}.",
        do_now=f"Do {number} now.",
        minutes=5,
        lead=Lead.T_3,
    )
    return replace(tip, **changes)  # type: ignore[arg-type]


def a_question(number: int = 1, proof: Proof = Proof.TRUST, **changes: object) -> Question:
    question = Question(
        id=f"q-{proof}-{number:03}",
        topic=next((topic for topic in Topic if topic.value == proof.value), Topic.TOUGH_QUESTIONS),
        stage=Stage.REHEARSE,
        proofs=(proof,),
        reviewed=REVIEWED,
        kind=QuestionKind.BEHAVIOURAL,
        difficulty=1,
        asker=(Asker.MANAGER, Asker.PEER),
        prompt=f"Prompt {number} on {proof}?",
        really_asking=f"Hidden worry {number}?",
        strong=("First strength", "Second strength", "Third strength"),
        pitfalls=("First pitfall", "Second pitfall"),
        follow_ups=("First follow-up?", "Second follow-up?"),
        target_seconds=90,
    )
    return replace(question, **changes)  # type: ignore[arg-type]


def an_ask(number: int = 1, to: Asker = Asker.MANAGER, **changes: object) -> Ask:
    ask = Ask(
        id=f"ask-{to}-{number:03}",
        topic=Topic.QUESTIONS_TO_ASK,
        stage=Stage.DAY,
        reviewed=REVIEWED,
        text=f"What would you like to know, {to} {number}?",
        to=(to,),
        listen_for=f"Sign {number}.",
        avoid_if=f"They said so {number} times.",
    )
    return replace(ask, **changes)  # type: ignore[arg-type]


def a_template(number: int = 1, purpose: Purpose = Purpose.THANKS, **changes: object) -> MessageTemplate:
    template = MessageTemplate(
        id=f"template-{purpose}-{number:03}",
        topic=Topic.THANKS_FOLLOWUP,
        stage=Stage.AFTER,
        reviewed=REVIEWED,
        purpose=purpose,
        subject="{role}: thank you for {day}",
        body="Dear {interviewer},\n\nThank you for {what_they_told_you}.\n\nBest wishes,\n{my_name}",
        slots=("role", "day", "interviewer", "what_they_told_you", "my_name"),
    )
    return replace(template, **changes)  # type: ignore[arg-type]


def a_source(number: int = 1) -> Source:
    return Source(
        id=f"source-sample-{number}",
        title="A study of samples",
        publisher="Journal of Samples",
        year=2020,
        url=f"https://example.org/{number}",
        grade=Evidence.A,
        claim_supported="Samples help.",
        limits="Samples only.",
    )
