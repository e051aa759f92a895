"""What is owed to a channel keeps the promise like any other row, though nothing in delivery or storage knows its kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.engine import Delivery
from bot.domain.installations import KEPT_FOR, Installation
from bot.domain.members import Member, Platform
from bot.domain.owed import Channel, Owed, Status
from bot.domain.reminders import Reminder
from bot.errors import Permanent, Scope, Transient, UnknownOutcome
from bot.ports import Receipt, Recipient
from bot.reply import PublicMessage
from bot.storage.owed_rows import owed_of, owed_values
from bot.storage.store import SqlStore
from bot.storage.tables import owed
from bot.text import text
from tests.announcing import WORDS, Announcements, OwedAnnouncement, announced, on_slack
from tests.conftest import HeldClock
from tests.database import Database
from tests.persistence.encores import open_on
from tests.persistence.samples import (
    DAY,
    FIRST,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    a_member,
    a_reminder,
    an_interview,
    writing,
)  # fmt: skip


class Square:
    """A platform's public side: `taken` is what arrived, where and under which key."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.troubles: list[Exception] = []
        self.lost = False

    async def send(self, to: Member, message: object, key: str) -> Receipt:
        assert not isinstance(message, PublicMessage)
        self.taken.append((to.id, key))
        return Receipt("r")

    async def publish(self, to: Channel, message: PublicMessage, key: str) -> Receipt:
        assert isinstance(message, PublicMessage)
        assert message.paragraphs == (text(WORDS),)
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((to.id, key))
        if self.lost:
            raise UnknownOutcome("the reply was lost")
        return Receipt(f"r-{key}")

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        assert isinstance(to, Channel)
        assert since.tzinfo is not None
        self.asked.append(key)
        return Receipt(f"found-{key}") if (to.id, key) in self.taken else None


class Stage:
    def __init__(self, delivery: Delivery, store: SqlStore, clock: HeldClock, square: Square) -> None:
        self.delivery, self.store, self.clock, self.square = delivery, store, clock, square

    async def owe(self, *rows: Owed) -> None:
        async with writing(self.store) as unit:
            await unit.owed.put(rows)

    async def row(self, row: OwedAnnouncement) -> OwedAnnouncement:
        async with self.store.unit() as unit:
            [found] = [one for one in await unit.owed.of(OwedAnnouncement, row.subject) if one.key == row.key]
            return found


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with staged(database) as made:
        yield made


@asynccontextmanager
async def staged(database: Database) -> AsyncIterator[Stage]:
    clock, square = HeldClock(NOW), Square()
    async with open_on(database, clock) as encore:
        encore.delivery.serve(Platform.SLACK, square)
        yield Stage(encore.delivery, encore.store, clock, square)


async def test_it_is_said_once_at_its_instant_and_recorded(stage: Stage) -> None:
    row = announced(on_slack(), NOW + HOUR)
    await stage.owe(row, announced(on_slack("C2"), NOW + HOUR))
    assert await stage.delivery.next_due() == NOW + HOUR
    assert await stage.delivery.deliver_due() == 0
    stage.clock.at += HOUR
    assert await stage.delivery.deliver_due() == 2
    assert await stage.delivery.deliver_due() == 0
    assert sorted(where for where, _ in stage.square.taken) == ["C1", "C2"]
    sent = await stage.row(row)
    assert (sent.status, sent.sent_at, sent.words, sent.channel) == (
        Status.SENT,
        NOW + HOUR,
        WORDS,
        on_slack(),
    )


async def test_beside_a_members_reminder_neither_holds_up_the_other(stage: Stage) -> None:
    member = a_member(ref=replace(a_member().ref, platform=Platform.SLACK), group="T1")
    async with writing(stage.store) as unit:
        await unit.members.add(replace(member, preferences=replace(member.preferences, paused_until=None)))
        await unit.interviews.add(an_interview())
    await stage.owe(a_reminder(due_at=NOW), announced(on_slack(), NOW))
    assert await stage.delivery.deliver_due() == 2
    assert sorted(where for where, _ in stage.square.taken) == ["C1", "id-ada"]


async def test_a_lost_reply_is_asked_for_and_nothing_is_said_again(stage: Stage) -> None:
    row = announced(on_slack(), NOW)
    await stage.owe(row)
    stage.square.lost = True
    assert await stage.delivery.deliver_due() == 0
    stage.clock.at += LEASE
    assert await stage.delivery.deliver_due() == 1
    assert stage.square.asked == [row.key]
    assert stage.square.taken == [("C1", row.key)]
    assert (await stage.row(row)).status is Status.SENT


async def test_a_platform_that_asks_to_wait_is_heeded(stage: Stage) -> None:
    row = announced(on_slack(), NOW)
    await stage.owe(row)
    stage.square.troubles.append(Transient("ratelimited", retry_after=MINUTE, scope=Scope.CHANNEL))
    assert await stage.delivery.deliver_due() == 0
    assert await stage.delivery.next_due() == NOW + MINUTE
    stage.clock.at += MINUTE
    assert await stage.delivery.deliver_due() == 1


async def test_what_is_of_no_use_any_more_is_let_go(stage: Stage) -> None:
    row = announced(on_slack(), NOW - DAY, useful_for=HOUR)
    await stage.owe(row)
    assert await stage.delivery.deliver_due() == 0
    assert stage.square.taken == []
    found = await stage.row(row)
    assert (found.status, found.reason) == (Status.EXPIRED, "too late to help")


async def test_a_channel_that_is_gone_ends_its_rows_and_nobody_is_marked(stage: Stage) -> None:
    row = announced(on_slack(), NOW)
    await stage.owe(row)
    stage.square.troubles.append(Permanent("is_archived"))
    assert await stage.delivery.deliver_due() == 0
    found = await stage.row(row)
    assert (found.status, found.reason) == (Status.EXPIRED, "is_archived")


async def test_what_its_kind_no_longer_owes_is_cancelled(stage: Stage) -> None:
    row = replace(announced(on_slack(), NOW), called_off=True)
    await stage.owe(row)
    assert await stage.delivery.deliver_due() == 0
    assert (await stage.row(row)).status is Status.CANCELLED


async def test_what_is_said_badly_is_tried_thrice_and_holds_up_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = announced(on_slack(), NOW, "bad"), announced(on_slack("C2"), NOW, "good")
    await stage.owe(bad, good)
    said = Announcements.public

    def broken(kind: object, row: OwedAnnouncement, known: None, catalog: object) -> PublicMessage:
        if row.name == "bad":
            raise LookupError("nothing to say")
        return said(kind, row, known, catalog)

    monkeypatch.setattr(Announcements, "public", broken)
    assert await stage.delivery.deliver_due() == 1
    for _ in range(3):
        stage.clock.at += MINUTE
        await stage.delivery.deliver_due()
    assert (await stage.row(bad)).status is Status.EXPIRED
    assert (await stage.row(bad)).reason.startswith("set aside: LookupError")


# In storage


async def test_groups_take_turns_whoever_is_written_to(stage: Stage) -> None:
    busy = [announced(on_slack(f"C{number}"), NOW, f"busy {number}") for number in range(4)]
    quiet = announced(on_slack("C9", "T2"), NOW + timedelta(seconds=1), "quiet")
    await stage.owe(*busy, quiet)
    async with stage.store.unit() as unit:
        due = await unit.owed.due(NOW + MINUTE, platforms=[Platform.SLACK], quota=2, limit=10)
    assert [one.group for one in due] == ["T1", "T1", "T2", "T1", "T1"]


async def test_a_channel_belongs_to_whoever_holds_a_row_of_it(postgresql: Database) -> None:
    stores = [await postgresql.open() for _ in range(2)]
    rows = [announced(on_slack(), NOW, name) for name in ("one", "two")]
    async with writing(stores[0]) as unit:
        await unit.owed.put(rows)
        assert len(await unit.owed.claim(NOW, owner=FIRST, lease=LEASE, keys=[rows[0].key])) == 1
    async with writing(stores[1]) as unit:
        assert await unit.owed.claim(NOW, owner=SECOND, lease=LEASE, keys=[rows[1].key]) == ()
        assert len(await unit.owed.claim(NOW + LEASE, owner=SECOND, lease=LEASE, keys=[rows[1].key])) == 1
    for store in stores:
        await store.close()


async def test_a_group_that_left_takes_its_channels_rows_along(sql_store: SqlStore) -> None:
    gone, stays = announced(on_slack(), NOW), announced(on_slack("C2", "T2"), NOW)
    async with writing(sql_store) as unit:
        await unit.owed.put([gone, stays])
        await unit.installations.put(
            Installation(
                platform=Platform.SLACK, workspace="T1", bot="B", bot_user="U", token="x", installed_at=NOW
            )
        )
        await unit.installations.uninstall(Platform.SLACK, "T1", NOW)
    await sql_store.purge(NOW + KEPT_FOR + DAY)
    async with sql_store._engine.connect() as connection:
        assert list((await connection.execute(select(owed.c.key))).scalars()) == [stays.key]


async def test_a_kind_that_this_encore_does_not_know_is_left_alone(database: Database) -> None:
    knows = await database.open()
    async with writing(knows) as unit:
        await unit.owed.put([announced(on_slack(), NOW)])
    await knows.close()
    older = await database.open(kinds={"reminder": Reminder})
    async with older.unit() as unit:
        assert await unit.owed.due(NOW, platforms=[Platform.SLACK], quota=9, limit=9) == ()
    await older.close()


def test_a_row_is_owed_to_one_recipient() -> None:
    row = announced(on_slack(), NOW)
    with pytest.raises(ValueError, match="to a member or to a channel"):
        replace(row, member_id="id-ada")
    with pytest.raises(ValueError, match="to a member or to a channel"):
        replace(row, channel=None)


def test_a_field_that_came_later_has_its_default_in_older_rows() -> None:
    row = announced(on_slack(), NOW)
    values = {**owed_values(row), "details": '{"name":"news"}'}
    assert owed_of(values, OwedAnnouncement) == row
