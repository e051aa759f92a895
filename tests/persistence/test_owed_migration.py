"""What was owed before rows had kinds is owed afterwards, with all that became of it; and the other way round."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    select,
    table,
    text,
)  # fmt: skip
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.greeting import OwedGreeting
from bot.domain.interviews import Outcome
from bot.domain.members import Member, Platform
from bot.domain.owed import Status
from bot.domain.reflection import OwedReflection
from bot.domain.reminders import Reminder, reminder_key
from bot.ports import Receipt, Recipient
from bot.storage.engine import address_of, open_engine
from bot.storage.mapping import INTERVIEWS, MEMBERS
from bot.storage.tables import inbox, interviews, members, owed
from bot.storage.types import UtcDateTime
from bot.storage.upkeep import SCRIPTS
from bot.storage.vault import Vault
from bot.views.blocks import Message
from tests.conftest import HeldClock
from tests.database import Database
from tests.persistence.encores import open_on
from tests.persistence.samples import DAY, HOUR, LEASE, MINUTE, NOW, a_member, an_interview
from tests.prepared import KEY

ADA = a_member(ref=replace(a_member().ref, platform=Platform.SLACK), group="T1")
ADA = replace(ADA, preferences=replace(ADA.preferences, paused_until=None))
ACME, REFUSED = an_interview(), an_interview("no", outcome=Outcome.NO, company="Globex")
REMINDERS = Table(
    "reminders",
    MetaData(),
    *(Column(name, String) for name in ("key", "member_id", "interview_id", "lead", "status", "owner")),
    *(Column(name, Text) for name in ("includes", "tasks", "receipt", "reason")),
    *(Column(name, UtcDateTime) for name in ("starts_at", "due_at", "useful_until", "sent_at")),
    *(Column(name, UtcDateTime) for name in ("attempted_at", "held_until")),
    *(Column(name, Integer) for name in ("snooze", "attempts")),
    *(Column(name, Boolean) for name in ("quiet_ok", "told")),
)


def a_row(lead: str, status: str = "pending", **changes: Any) -> dict[str, Any]:
    about = REFUSED if lead == "reflection" else ACME
    return {
        "key": reminder_key(about.id, lead, about.starts_at, changes.get("snooze", 0)),
        "member_id": ADA.id, "interview_id": about.id, "lead": lead, "starts_at": about.starts_at, "snooze": 0,
        "due_at": NOW, "useful_until": NOW + DAY, "quiet_ok": False, "includes": "", "tasks": "", "status": status,
        "sent_at": None, "receipt": "", "attempts": 0, "attempted_at": None, "held_until": NOW, "owner": "",
        "reason": "", "told": False,
    } | changes  # fmt: skip


ROWS = (
    a_row("T-7", "sent", sent_at=NOW - HOUR, receipt="r1", attempts=1, attempted_at=NOW - HOUR),
    a_row("T-5", "expired", reason="too late to help", told=True),
    a_row("T-3", "cancelled", reason="the plan changed"),
    a_row("T-1", includes="T-5 T-3", tasks="task-a task-b", attempts=2, held_until=NOW + LEASE, owner="someone"),
    a_row("morning", attempts=1, attempted_at=NOW - MINUTE, held_until=NOW + LEASE, reason="the reply was lost"),
    a_row("T-1h", snooze=2, due_at=NOW + HOUR, held_until=NOW + HOUR),
    a_row("hello", quiet_ok=True),
    a_row("reflection"),
)  # fmt: skip


def run(connection: Connection, what: str, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    getattr(command, what)(config, to)


async def migrate(engine: AsyncEngine, what: str, to: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(run, what, to)


@pytest.fixture
async def before(empty_database: Database) -> AsyncIterator[AsyncEngine]:
    """A database as an Encore without kinds left it."""
    engine, vault = open_engine(address_of(empty_database.url)), Vault([KEY])
    await migrate(engine, "upgrade", "0006")
    async with engine.begin() as connection:
        await connection.execute(insert(members), MEMBERS.values(ADA, vault))
        await connection.execute(
            insert(interviews), [INTERVIEWS.values(one, vault) for one in (ACME, REFUSED)]
        )
        await connection.execute(insert(REMINDERS), list(ROWS))
        line = {"member_id": ADA.id, "key": ROWS[0]["key"], "at": NOW, "showing": True, "shown_at": None}
        await connection.execute(insert(inbox), line)
    yield engine
    await engine.dispose()


async def all_of(engine: AsyncEngine, what: Table) -> dict[str, dict[str, Any]]:
    async with engine.connect() as connection:
        rows = (await connection.execute(select(what))).mappings()
        return {row["key"]: dict(row) for row in rows}


async def test_every_row_is_there_with_its_key_and_all_that_became_of_it(before: AsyncEngine) -> None:
    await migrate(before, "upgrade", "0007")
    found = await all_of(before, owed)
    assert found.keys() == {row["key"] for row in ROWS}
    same = set(owed.c.keys()) & set(REMINDERS.c.keys())
    assert len(same) == 14
    for row in ROWS:
        now = found[row["key"]]
        assert {name: now[name] for name in same} == {name: row[name] for name in same}
        assert (now["platform"], now["group"], now["channel"]) == ("slack", "T1", None)
    assert sorted(row["kind"] for row in found.values()) == ["greeting", "reflection", *["reminder"] * 6]
    assert [(line["key"], line["showing"]) for line in (await all_of(before, inbox)).values()] == [
        (ROWS[0]["key"], True)
    ]
    async with before.connect() as connection:
        gone = await connection.run_sync(lambda plain: plain.dialect.has_table(plain, "reminders"))
        aside = await connection.run_sync(lambda plain: plain.dialect.has_table(plain, "inbox_before"))
    assert (gone, aside) == (False, False)


async def test_a_step_comes_back_as_it_was(before: AsyncEngine, empty_database: Database) -> None:
    await migrate(before, "upgrade", "0007")
    store = await empty_database.open()
    async with store.unit() as unit:
        rows = {row.key: row for row in await unit.owed.of(Reminder, ACME.id)}
        offer = await unit.owed.get(OwedReflection, ADA.id, ROWS[7]["key"])
        hello = await unit.owed.get(OwedGreeting, ADA.id, ROWS[6]["key"])
    await store.close()
    assert rows[ROWS[3]["key"]] == Reminder(
        key=ROWS[3]["key"],
        member_id=ADA.id,
        interview_id=ACME.id,
        lead="T-1",
        starts_at=ACME.starts_at,
        due_at=NOW,
        useful_until=NOW + DAY,
        includes=("T-5", "T-3"),
        tasks=("task-a", "task-b"),
        attempts=2,
    )
    assert rows[ROWS[5]["key"]].snooze == 2
    assert offer is not None
    assert (offer.interview_id, offer.starts_at) == (REFUSED.id, REFUSED.starts_at)
    assert hello is not None
    assert hello.quiet_ok


class Slack:
    def __init__(self) -> None:
        self.taken: list[str] = []
        self.asked: list[str] = []

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        assert (to.id, bool(message.title)) == (ADA.id, True)
        self.taken.append(key)
        return Receipt(f"r-{key}")

    async def find(self, to: Recipient, key: str, since: object) -> Receipt | None:
        assert (to, bool(since)) == (ADA, True)
        self.asked.append(key)
        return Receipt("found")


async def test_what_was_owed_is_delivered(before: AsyncEngine, empty_database: Database) -> None:
    await migrate(before, "upgrade", "0007")
    slack, clock = Slack(), HeldClock(NOW)
    async with open_on(empty_database, clock) as encore:
        encore.delivery.serve(Platform.SLACK, slack)  # type: ignore[arg-type]
        for ahead in (NOW, NOW + LEASE, NOW + HOUR):
            clock.move_to(ahead)
            await encore.delivery.deliver_due()
    status = {key: row["status"] for key, row in (await all_of(before, owed)).items()}
    sent = {row["key"] for row in ROWS if row["status"] == "pending"} | {ROWS[0]["key"]}
    assert {key for key, now in status.items() if now == Status.SENT} == sent
    doubted = ROWS[4]["key"]
    assert slack.asked == [doubted]
    assert sorted(slack.taken) == sorted(sent - {doubted, ROWS[0]["key"]})


async def test_the_way_back_brings_every_reminder_back(before: AsyncEngine) -> None:
    await migrate(before, "upgrade", "0007")
    news = {**(await all_of(before, owed))[ROWS[0]["key"]], "key": "news", "kind": "news"}
    async with before.begin() as connection:
        await connection.execute(insert(owed), news)
    await migrate(before, "downgrade", "0006")
    found = await all_of(before, REMINDERS)
    greeting = ROWS[6]["key"]
    about = found[greeting].pop("interview_id"), found[greeting].pop("starts_at")
    assert about[0] in {ACME.id, REFUSED.id}
    for row in ROWS:
        assert found[row["key"]].items() <= row.items()
    assert len(found) == len(ROWS)
    async with before.connect() as connection:
        lines = (await connection.execute(select(text("key")).select_from(table("inbox")))).scalars().all()
    assert lines == [ROWS[0]["key"]]
