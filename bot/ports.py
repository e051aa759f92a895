"""What the core asks others to fill: storage, messengers, content, cities, and the clock.

Commands and services know these protocols alone; `bot.app.build_app` puts real pieces behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from bot.domain.content import (
    Ask,
    Asker,
    Lead,
    MessageTemplate,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    Source,
    Task,
    Tip,
    Topic,
)
from bot.domain.dates import When
from bot.domain.drafts import Draft
from bot.domain.feeds import Feed
from bot.domain.installations import Installation
from bot.domain.interviews import Interview
from bot.domain.members import Member, MemberRef, Pace, Platform
from bot.domain.occasions import PLAIN, Occasion
from bot.domain.places import City
from bot.domain.reminders import Mark, Reminder
from bot.domain.sheets import Entry, Sheet
from bot.views.blocks import Message


class Clock(Protocol):
    """The only clock that product decisions read."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        ...


class Alarm(Protocol):
    """Wakes a runner; it decides nothing."""

    def start(self) -> None:
        """Begin; needs a running event loop."""
        ...

    def stop(self) -> None:
        """Forget every timer."""
        ...

    def wake(self) -> None:
        """Wake the runner now."""
        ...

    async def sleep_until(self, moment: datetime | None) -> None:
        """Sleep until `moment` (aware) or a call of `wake`, and never much longer than a minute."""
        ...


class Catalog(Protocol):
    """The content in force: our packs with the group's laid over them."""

    def tips(self, topic: Topic | None = None) -> Sequence[Tip]:
        """Return the live tips, of one topic if named."""
        ...

    def questions(self, proof: Proof | None = None) -> Sequence[Question]:
        """Return the live questions, of one proof or competency if named."""
        ...

    def asks(self, to: Asker | None = None) -> Sequence[Ask]:
        """Return the live questions for the member to ask, for one sort of interviewer if named."""
        ...

    def templates(self, purpose: Purpose | None = None) -> Sequence[MessageTemplate]:
        """Return the live message templates, of one purpose if named."""
        ...

    def tip(self, identifier: str) -> Tip | None:
        """Return one tip, retired ones included, since a button may be old."""
        ...

    def question(self, identifier: str) -> Question | None:
        """Return one question, retired ones included."""
        ...

    def ask(self, identifier: str) -> Ask | None:
        """Return one question for the member to ask, retired ones included."""
        ...

    def template(self, identifier: str) -> MessageTemplate | None:
        """Return one message template, retired ones included."""
        ...

    def task(self, identifier: str) -> Task | None:
        """Return one task, retired ones included."""
        ...

    def source(self, identifier: str) -> Source | None:
        """Return one source."""
        ...

    def plan(self, pace: Pace) -> PlanTemplate:
        """Return the plan for a pace."""
        ...

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        """Return the days from `first` to `last` on which nobody is in the office there, weekends included.

        `region` is a member's own ("any", or a country by its two letters), `zone` (IANA) stands in where it names
        no country.
        """
        ...


class Cities(Protocol):
    """Cities and the zones that their clocks keep."""

    def find(self, name: str) -> tuple[City, ...]:
        """Return the cities of that name, or the place an IANA name stands for, most populous first."""
        ...

    def zone(self, name: str) -> str | None:
        """Return the IANA zone when the name leaves no real doubt."""
        ...

    def suggest(self, typed: str, limit: int = 25) -> tuple[City, ...]:
        """Return cities that begin like `typed`, most populous first."""
        ...

    def at_home(self, city: City, locale: str) -> bool:
        """Return whether a city lies in the country of a locale ("en-GB", "de")."""
        ...

    def label(self, city: City) -> str:
        """Return the name, with region and country where the name repeats."""
        ...


class LooseDates(Protocol):
    """A forgiving reader of dates, whose answers are only ever offered as a question."""

    def suggest(self, text: str, now: datetime) -> When | None:
        """Return a guess, or None. `now` is aware, in the speaker's zone."""
        ...


class Members(Protocol):
    """The members of every platform."""

    async def get(self, ref: MemberRef) -> Member | None:
        """Return the member known by that identity."""
        ...

    async def by_id(self, member_id: str) -> Member | None:
        """Return the member with that id."""
        ...

    async def add(self, member: Member) -> None:
        """Insert a member; a second insert of the same identity leaves the first in place."""
        ...

    async def save(self, member: Member) -> None:
        """Write a member's settings and state."""
        ...

    async def remember_channel(self, member_id: str, channel: str) -> None:
        """Note the platform's private channel with a member, and nothing else of them."""
        ...

    async def delete(self, member_id: str) -> None:
        """Delete the member and everything that hangs on them, in every table."""
        ...


class Interviews(Protocol):
    """Interviews, always loaded with their owner."""

    async def get(self, member_id: str, interview_id: str) -> Interview | None:
        """Return the member's interview; another's is None."""
        ...

    async def of(self, member_id: str) -> tuple[Interview, ...]:
        """Return all of a member's interviews, by start."""
        ...

    async def add(self, interview: Interview) -> None:
        """Insert an interview."""
        ...

    async def save(self, interview: Interview) -> None:
        """Write a changed interview."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that may be claimed, and what it shares budgets with."""

    key: str
    platform: Platform
    group: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A reminder under lease, with everything that sending it needs, read in the same go.

    `taken_over` says that another owner let its lease run out. `riders` are reminders of the same member that come
    in the same message, each under a lease of its own.
    """

    reminder: Reminder
    member: Member
    interview: Interview
    taken_over: bool = False
    occasion: Occasion = PLAIN
    riders: tuple[Claimed, ...] = ()

    @property
    def together(self) -> tuple[Claimed, ...]:
        """Return everything that the message says, this one first."""
        return (self, *self.riders)


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that a platform took; `receipt` is its proof."""

    key: str
    at: datetime
    receipt: str


class Reminders(Protocol):
    """The rows owed. Status changes here are what keeps the delivery promise."""

    async def of(self, interview_id: str) -> tuple[Reminder, ...]:
        """Return every reminder of one interview's steps, whatever its status, by due instant."""
        ...

    async def get(self, member_id: str, key: str) -> Reminder | None:
        """Return the member's reminder; another's is None."""
        ...

    async def put(self, reminders: Sequence[Reminder]) -> None:
        """Insert, or bring pending and cancelled rows of the same key up to date (status too).

        Sent and expired rows are final and stay as they are.
        """
        ...

    async def cancel(self, keys: Collection[str], reason: str) -> None:
        """Cancel those that are still pending."""
        ...

    async def next_due(self) -> datetime | None:
        """Return the earliest instant at which a pending row is due (or its lease runs out)."""
        ...

    async def backlog(self, now: datetime) -> Backlog:
        """Return how much is owed and how far behind we are."""
        ...

    async def due(
        self, now: datetime, *, platforms: Collection[Platform], quota: int, limit: int
    ) -> tuple[Due, ...]:
        """Return pending rows of these platforms that are due and that nobody holds, in the order to send them in.

        Every group has its turn: `quota` rows of each, then as many again. Within a turn, and within a group, those
        come first that are soonest of no use (`useful_until`).
        """
        ...

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, keys: Collection[str]
    ) -> tuple[Claimed, ...]:
        """Lease those of the keys that are due and that nobody holds, soonest `useful_until` first.

        Counts an attempt. A row whose earlier attempt has no recorded outcome still has `attempted_at` set. While
        another owner holds a row of the same member, or has just sent one, it is left: channels are paced, too.
        """
        ...

    async def companions(
        self, now: datetime, *, owner: str, lease: timedelta, within: timedelta, of: Sequence[Claimed]
    ) -> tuple[Claimed, ...]:
        """Lease what may come in the same message as claimed rows: the same members', of other interviews.

        These are steps that are due, and those that may come early and fall due `within` so much after the latest of
        the member's claimed rows. None is taken that somebody holds or that waits for something, nor one whose
        earlier attempt has no recorded outcome.
        """
        ...

    async def company(self, member_id: str, key: str) -> tuple[Reminder, ...]:
        """Return the member's steps that left in the same instant as this one, itself included, most urgent first."""
        ...

    async def pending(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that are still owed."""
        ...

    async def sent(self, sent: Sequence[Sent]) -> None:
        """Record what platforms took: final."""
        ...

    async def expire(self, key: str, *, reason: str) -> None:
        """Record that it is of no use any more: final; `told` stays false until the member hears of it."""
        ...

    async def depart(self, leases: Mapping[str, int], now: datetime, *, until: datetime) -> frozenset[str]:
        """Note that requests are about to leave, so that a crash after it is known for what it is; return for which.

        Only those are noted, and may be sent, that are still owed and that nobody has leased since: `leases` are the
        keys with the number of attempts that the claim counted. Their leases last `until` from now on.
        """
        ...

    async def give_back(
        self, key: str, *, until: datetime, reason: str, unknown: bool = False, lease: int | None = None
    ) -> None:
        """End the lease; it may be claimed again from `until`. `unknown` keeps `attempted_at` so that `find` is asked first."""
        ...

    async def untold(self, member_id: str) -> tuple[Reminder, ...]:
        """Return expired reminders of steps that the member has not been told of."""
        ...

    async def mark_told(self, keys: Collection[str]) -> None:
        """Note that the member has been told."""
        ...


class Marks(Protocol):
    """What a member said of each step of an interview's plan."""

    async def of(self, interview_id: str) -> Mapping[Lead, Mark]:
        """Return the marks of one interview."""
        ...

    async def set(self, interview_id: str, lead: Lead, mark: Mark, at: datetime) -> None:
        """Set or replace a mark."""
        ...

    async def clear(self, interview_id: str, leads: Collection[Lead]) -> None:
        """Remove marks."""
        ...

    async def tasks(self, interview_ids: Collection[str]) -> Mapping[str, Mapping[str, Mark]]:
        """Return what was said of tasks, by interview and task; an interview without any is not there."""
        ...

    async def set_tasks(self, interview_id: str, tasks: Collection[str], mark: Mark, at: datetime) -> None:
        """Set or replace the marks of tasks."""
        ...

    async def clear_tasks(self, interview_id: str, tasks: Collection[str]) -> None:
        """Remove the marks of tasks."""
        ...


class Sheets(Protocol):
    """What members wrote down: research, stories, the debrief."""

    async def of(self, member_id: str, sheet: Sheet, interview_id: str = "") -> Mapping[str, Entry]:
        """Return the entries of one sheet by slot."""
        ...

    async def every(self, member_id: str, sheet: Sheet | None = None) -> tuple[Entry, ...]:
        """Return a member's entries of every interview, of one sheet if named, oldest first."""
        ...

    async def of_many(self, member_ids: Collection[str]) -> tuple[Entry, ...]:
        """Return every entry of several members."""
        ...

    async def put(self, entry: Entry) -> None:
        """Insert or replace what stands in a slot."""
        ...

    async def delete(self, member_id: str, sheet: Sheet, interview_id: str, slot: str) -> None:
        """Empty a slot."""
        ...


class Feeds(Protocol):
    """Private calendar addresses, at most one a member."""

    async def of(self, member_id: str) -> Feed | None:
        """Return the member's."""
        ...

    async def by_token(self, token: str) -> Feed | None:
        """Return the one of that token; only a hash of it is looked for."""
        ...

    async def put(self, feed: Feed) -> None:
        """Insert or replace; an earlier address stops to work."""
        ...

    async def revoke(self, member_id: str) -> None:
        """Remove it."""
        ...


class Drafts(Protocol):
    """Unfinished forms and unconfirmed dates; expired ones are never returned."""

    async def get(self, member_id: str, draft_id: str, now: datetime) -> Draft | None:
        """Return the member's draft."""
        ...

    async def of(self, member_id: str, now: datetime) -> tuple[Draft, ...]:
        """Return the member's drafts, newest first."""
        ...

    async def put(self, draft: Draft) -> None:
        """Insert or replace by id."""
        ...

    async def delete(self, member_id: str, draft_id: str) -> None:
        """Remove one."""
        ...


class Practice(Protocol):
    """What a member has been shown and what they kept. `kind` is "tip" or "question"."""

    async def seen(self, member_id: str, kind: str) -> frozenset[str]:
        """Return the ids already shown in this round."""
        ...

    async def see(self, member_id: str, kind: str, item: str, at: datetime) -> None:
        """Note that an item was shown."""
        ...

    async def forget(self, member_id: str, kind: str, items: Collection[str]) -> None:
        """Begin a new round for these items."""
        ...

    async def saved(self, member_id: str) -> tuple[tuple[str, datetime], ...]:
        """Return saved item ids with when they were saved, newest first."""
        ...

    async def save(self, member_id: str, item: str, at: datetime) -> None:
        """Keep an item; keeping it twice does no harm."""
        ...

    async def unsave(self, member_id: str, item: str) -> None:
        """Let an item go."""
        ...


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A message that lies in a terminal member's inbox; `again` means that it may have been printed before."""

    key: str
    again: bool


class Inbox(Protocol):
    """The terminal's platform: sent means that it lies here, written in the transaction that records it."""

    async def add(self, member_id: str, key: str, at: datetime) -> None:
        """Put a reminder into the inbox; a second time does nothing."""
        ...

    async def waiting(self, member_id: str) -> tuple[InboxLine, ...]:
        """Return what was not confirmed as shown, oldest first."""
        ...

    async def showing(self, member_id: str, keys: Collection[str]) -> None:
        """Note that these are about to be printed."""
        ...

    async def shown(self, member_id: str, keys: Collection[str], at: datetime) -> None:
        """Note that these have been printed."""
        ...


class Installations(Protocol):
    """Where Encore is installed, and the installations under way."""

    async def get(self, platform: Platform, workspace: str, *, lock: bool = False) -> Installation | None:
        """Return one, uninstalled or not. With `lock` nobody else reads it so until this unit ends."""
        ...

    async def of(self, platform: Platform) -> tuple[Installation, ...]:
        """Return all of a platform, uninstalled ones included."""
        ...

    async def revisions(self, platform: Platform) -> Mapping[str, int]:
        """Return the revision of each workspace's row, to tell which were written since."""
        ...

    async def put(self, installation: Installation) -> None:
        """Insert or replace, and count the revision."""
        ...

    async def uninstall(self, platform: Platform, workspace: str, at: datetime) -> None:
        """Drop the tokens and note when; news of an installation older than the one there changes nothing."""
        ...

    async def issue_state(self, state: str, until: datetime) -> None:
        """Expect a state to come back before `until`; only its hash is kept."""
        ...

    async def consume_state(self, state: str, now: datetime) -> bool:
        """Return whether the state was expected, which it is once."""
        ...


class Notes(Protocol):
    """A few facts about this installation: the clock's offset, for one."""

    async def get(self, name: str) -> str | None:
        """Return a fact."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Write a fact."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back. `changed` tells whether anything was written."""

    members: Members
    interviews: Interviews
    reminders: Reminders
    marks: Marks
    sheets: Sheets
    feeds: Feeds
    drafts: Drafts
    practice: Practice
    inbox: Inbox
    installations: Installations
    notes: Notes

    @property
    def changed(self) -> bool:
        """Whether anything was written since it was opened."""
        ...

    async def commit(self) -> None:
        """Make it last."""
        ...

    async def __aenter__(self) -> Self:
        """Begin."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed and give the connection back."""
        ...


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many reminders are owed, how many of them overdue at this moment, and for how long the oldest has been."""

    owed: int
    overdue: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Beat:
    """How many processes deliver, this one included, and for how many seconds each budget named is on hold."""

    replicas: int
    holds: Mapping[str, float]


class Store(Protocol):
    """Where units of work come from."""

    def unit(self) -> UnitOfWork:
        """Return a fresh unit of work, to be entered with `async with`."""
        ...

    async def purge(self, now: datetime) -> int:
        """Delete expired drafts and other things kept for a time only; returns how many. Safe to run twice."""
        ...

    def watch(self, callback: Callable[[], None]) -> AbstractAsyncContextManager[None]:
        """Call `callback`, within about a second, whenever another store on this database has written reminders.

        Never raises while the database is away; it calls once more when it is back. May call for nothing.
        """
        ...

    async def beat(self, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
        """Count `replica` among those that deliver for `lasts` seconds; return who does, and what all wait for.

        `asked` names budgets that a platform asked us not to use for so many seconds.
        """
        ...

    async def leave(self, replica: str) -> None:
        """Count `replica` no longer."""
        ...

    async def close(self) -> None:
        """Give everything back."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's proof that it took a message, and the private channel in which it lies."""

    id: str
    channel: str = ""


class Messenger(Protocol):
    """Sends private messages on one platform."""

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Send once. Raises Transient, Permanent or UnknownOutcome, never sends twice on its own."""
        ...

    async def find(self, to: Member, key: str, since: datetime) -> Receipt | None:
        """Return the receipt if a message with this key was taken at or after `since`."""
        ...


class Measures(Protocol):
    """What is counted of deliveries, without a private word. `platform` is a platform's name."""

    def sent(self, platform: str, late: timedelta) -> None:
        """Count a message that left, so long after its instant."""
        ...

    def failed(self, platform: str, reason: str) -> None:
        """Count an attempt that a platform refused."""
        ...

    def doubted(self, platform: str) -> None:
        """Count a request that left and that no answer came of."""
        ...

    def resolved(self, platform: str, *, arrived: bool) -> None:
        """Count a doubt that a platform settled."""
        ...

    def expired(self, platform: str) -> None:
        """Count a reminder that was of no use before it could leave."""
        ...

    def stolen(self, platform: str) -> None:
        """Count a lease that ran out in another process's hands, as when it was killed."""
        ...

    def paced(self, platform: str, wait: float) -> None:
        """Count the seconds that a message waited for its turn within the platform's limits."""
        ...


class Uncounted:
    """Implements `Measures` where nobody looks."""

    def sent(self, platform: str, late: timedelta) -> None:
        """Count nothing."""

    def failed(self, platform: str, reason: str) -> None:
        """Count nothing."""

    def doubted(self, platform: str) -> None:
        """Count nothing."""

    def resolved(self, platform: str, *, arrived: bool) -> None:
        """Count nothing."""

    def expired(self, platform: str) -> None:
        """Count nothing."""

    def stolen(self, platform: str) -> None:
        """Count nothing."""

    def paced(self, platform: str, wait: float) -> None:
        """Count nothing."""
