"""A thousand members live through ten days: two clock changes, an outage, closed messages, requests to slow down.

Every instant is the injected clock's; the database and the engine are the real ones.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.catalog.catalog import shipped
from bot.delivery.engine import Delivery
from bot.delivery.sending import LATE
from bot.domain.calendar import local
from bot.domain.interviews import Interview
from bot.domain.members import Greeting, Member, MemberRef, Pace, Platform, Preferences
from bot.domain.owed import Channel
from bot.domain.quiet import QuietHours
from bot.domain.reminders import Reminder, Status
from bot.domain.replanning import replan
from bot.errors import Permanent, Scope, Transient, UnknownOutcome
from bot.owed.kind import Kinds
from bot.ports import Receipt, Recipient, Store
from bot.reply import PublicMessage
from bot.views.blocks import Message
from tests.announcing import KINDS, OwedAnnouncement, announced
from tests.conftest import HeldClock
from tests.persistence.samples import open_sqlite

MEMBERS = 1000
BEGIN = datetime(2026, 10, 23, 6, 0, tzinfo=UTC)
END = BEGIN + timedelta(days=11)
"""After Europe's clocks went back on 25 October and North America's on 1 November."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAYS = 10
ZONES = (
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Phoenix", "Europe/London", "Europe/Berlin",
    "Africa/Lagos", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo",
)  # fmt: skip
OUTAGES = {
    Platform.SLACK: (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), 10 * MINUTE),
    Platform.DISCORD: (datetime(2026, 10, 27, 12, 0, tzinfo=UTC), 3 * HOUR),
}
BUSY = "T3"
"""The workspace that is asked to slow down, for whole mornings."""
BUSY_FOR = (datetime(2026, 10, 26, 6, 0, tzinfo=UTC), 4 * HOUR)
RETRY_AFTER = timedelta(seconds=30)
CLOSED_ONE_IN, LOST_ONE_IN = 25, 40


def within(window: tuple[datetime, timedelta], moment: datetime) -> bool:
    return window[0] <= moment < window[0] + window[1]


class World:
    """Both platforms; `taken` is what arrived, `tried` every request, by the injected clock."""

    def __init__(self, clock: HeldClock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self.taken: dict[str, list[datetime]] = defaultdict(list)
        self.tried: dict[str, list[datetime]] = defaultdict(list)
        self.told_to_wait: dict[str, datetime] = {}
        self.refused: Counter[str] = Counter()
        self.lost = 0

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        if is_closed(to.id) and not in_trouble(to, self._clock.now()):
            self.refused[to.id] += 1
            raise Permanent("closed")
        return await self.publish(to, message, key)

    async def publish(self, to: Recipient, message: Message | PublicMessage, key: str) -> Receipt:
        now = self._clock.now()
        assert isinstance(message, PublicMessage) is isinstance(to, Channel)
        assert message.title
        assert now >= self.told_to_wait.get(key, BEGIN), "asked again before it was time"
        self.tried[key].append(now)
        if within(OUTAGES[to.platform], now):
            raise Transient("platform away", retry_after=MINUTE, scope=Scope.PLATFORM)
        if to.group == BUSY and within(BUSY_FOR, now):
            self.told_to_wait[key] = now + RETRY_AFTER
            raise Transient("ratelimited", retry_after=RETRY_AFTER, scope=Scope.WORKSPACE)
        self.taken[key].append(now)
        if self._rng.randrange(LOST_ONE_IN) == 0:
            self.lost += 1
            raise UnknownOutcome("the reply was lost")
        return Receipt(f"r-{key}")

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        if within(OUTAGES[to.platform], self._clock.now()):
            raise Transient("platform away", retry_after=MINUTE, scope=Scope.PLATFORM)
        return Receipt("found") if any(at >= since for at in self.taken.get(key, ())) else None


def is_closed(member_id: str) -> bool:
    return int(member_id[1:]) % CLOSED_ONE_IN == 7


def a_member(number: int, rng: random.Random) -> Member:
    platform = Platform.DISCORD if number % 3 == 0 else Platform.SLACK
    group = f"T{number % 20}"
    return Member(
        id=f"m{number:04}",
        ref=MemberRef(platform, "" if platform is Platform.DISCORD else group, f"U{number}"),
        group=group,
        preferences=Preferences(
            zone=rng.choice(ZONES), remind_at=time(rng.randrange(8, 20)), pace=rng.choice(list(Pace))
        ),
        greeting=Greeting.SEEN,
        created_at=BEGIN,
    )


def an_interview(member: Member, rng: random.Random) -> Interview:
    return Interview(
        id=f"i{member.id[1:]}",
        member_id=member.id,
        company="Acme",
        role="analyst",
        day=date(2026, 10, 24) + timedelta(days=rng.randrange(8)),
        time=time(rng.randrange(9, 18), rng.choice((0, 15, 30, 45))),
        zone=member.preferences.zone or "UTC",
        created_at=BEGIN,
        planned_from=BEGIN,
    )


def the_news() -> list[OwedAnnouncement]:
    """Each morning an announcement in two channels of each group, of use for six hours."""
    places = [
        Channel(platform, f"T{number}", f"{platform} {number} {channel}")
        for platform in OUTAGES
        for number in range(20)
        for channel in range(2)
    ]
    return [
        announced(place, BEGIN + timedelta(days=day), f"day {day}") for day in range(DAYS) for place in places
    ]


@dataclass
class Story:
    """What became of everybody."""

    members: dict[str, Member]
    rows: list[Reminder]
    news: list[OwedAnnouncement]
    world: World
    store: Store


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    rng = random.Random(7)
    clock = HeldClock(BEGIN)
    world = World(clock, rng)
    catalog = shipped()
    store = await open_sqlite(tmp_path)
    members = {}
    async with store.unit() as unit:
        for number in range(MEMBERS):
            member = a_member(number, rng)
            interview = an_interview(member, rng)
            members[member.id] = member
            await unit.members.add(member)
            before = await unit.cases.load(member, BEGIN, catalog)
            await unit.cases.save(before, replan(before.with_interview(interview), interview))
        await unit.owed.put(the_news())
        await unit.commit()
    delivery = Delivery(
        store=store,
        kinds=Kinds(KINDS, catalog),
        clock=clock,
        rng=rng,
        messengers={Platform.SLACK: world, Platform.DISCORD: world},
        alarm=lambda: pytest.fail("the test moves the clock"),
    )
    while (due := await delivery.next_due()) is not None and due < END:
        # Whoever sleeps wakes a little late.
        clock.move_to(max(due, clock.now() + timedelta(seconds=1)) + timedelta(seconds=rng.randrange(20)))
        await delivery.deliver_due()
    clock.move_to(END)
    rows = []
    async with store.unit() as unit:
        for member_id in members:
            rows += await unit.owed.of(Reminder, f"i{member_id[1:]}")
            known = await unit.members.by_id(member_id)
            assert known is not None
            members[member_id] = known
        news = [row for day in range(DAYS) for row in await unit.owed.of(OwedAnnouncement, f"day {day}")]
    yield Story(members, rows, news, world, store)
    await store.close()


def in_trouble(to: Recipient, moment: datetime) -> bool:
    return within(OUTAGES[to.platform], moment) or (to.group == BUSY and within(BUSY_FOR, moment))


async def test_a_thousand_members_through_ten_days(story: Story) -> None:
    sent = [row for row in story.rows if row.status is Status.SENT]
    expired = [row for row in story.rows if row.status is Status.EXPIRED]
    assert len(sent) > 5 * MEMBERS
    # Nothing owed is lost: what has come is settled, one way or the other.
    assert [row for row in story.rows if row.status is Status.PENDING and row.due_at < END - HOUR] == []
    # Nothing is said twice, though replies were lost.
    assert story.world.lost > 100
    assert {key: times for key, times in story.world.taken.items() if len(times) != 1} == {}
    news = [row for row in story.news if row.status is Status.SENT]
    assert len(story.news) == len(the_news())
    assert {row.key for row in (*sent, *news)} == story.world.taken.keys()
    for row in sent:
        check_sent(row, story)
    for row in expired:
        check_expired(row, story)
    for row in story.news:
        check_news(row, story)
    check_two_a_day(sent, story)
    await check_closed(story)


def check_sent(row: Reminder, story: Story) -> None:
    """Nothing is said before its time, too late to help, or late into the night."""
    [taken] = story.world.taken[row.key]
    member = story.members[row.member_id]
    preferences = member.preferences
    assert row.due_at <= taken < row.useful_until
    assert not in_trouble(member, taken)
    if taken - row.due_at >= LATE and not row.quiet_ok:
        assert not QuietHours(
            preferences.quiet_from, preferences.quiet_until, preferences.zone or "UTC"
        ).cover(taken)
    if not any(in_trouble(member, row.due_at + minutes * MINUTE) for minutes in (-1, 0)):
        assert taken - row.due_at < MINUTE


def check_news(row: OwedAnnouncement, story: Story) -> None:
    """Every announcement comes, in its time, and as soon as the platform lets it."""
    assert row.status is Status.SENT
    assert row.channel is not None
    [taken] = story.world.taken[row.key]
    assert row.due_at <= taken < row.useful_until
    assert not in_trouble(row.channel, taken)
    if not in_trouble(row.channel, row.due_at):
        assert taken - row.due_at < MINUTE


def check_expired(row: Reminder, story: Story) -> None:
    """Only what nobody could have sent in time is let go, and the member is to be told."""
    member = story.members[row.member_id]
    if is_closed(member.id):
        assert not member.reachable
    else:
        assert in_trouble(member, row.due_at), row
    assert row.key not in story.world.taken


def check_two_a_day(sent: list[Reminder], story: Story) -> None:
    days: Counter[tuple[str, date]] = Counter()
    for row in sent:
        zone = story.members[row.member_id].preferences.zone or "UTC"
        day = local(row.due_at, zone).date()
        if day < local(row.starts_at, zone).date():
            days[row.interview_id, day] += 1
    assert max(days.values()) <= 2


async def check_closed(story: Story) -> None:
    """Whoever refuses private messages is tried once, not again and again, and hears of it with their next word."""
    closed = {member.id: member for member in story.members.values() if is_closed(member.id)}
    assert set(story.world.refused.values()) == {1}
    assert story.world.refused.keys() <= closed.keys()
    assert not any(closed[name].reachable for name in story.world.refused)
    async with story.store.unit() as unit:
        assert all([await unit.owed.untold(Reminder, name) for name in story.world.refused])
