"""Several processes on one database, and processes that are killed in the middle of something."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.reminders import Reminder, Status
from bot.ports import Sent, UnitOfWork
from bot.storage.store import SqlStore, open_store
from tests.database import ROWS, SQLITE, Database
from tests.persistence.samples import (
    FIRST,
    KEY,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    a_member,
    a_reminder,
    an_interview,
    claim_due,
    count,
    fill,
    writing,
)  # fmt: skip

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
ROOT = Path(__file__).parents[2]
PRELUDE = """
import asyncio, os, sys
from pathlib import Path
from tests.persistence.samples import *
from bot.storage.store import open_store
url, folder = sys.argv.pop(1), Path(sys.argv.pop(1))
def ready():
    print("ready", flush=True)
    sys.stdin.readline()
async def open_here(*keys):
    return await open_store(url, keys=keys, key_file=folder / "config" / "key", kinds=ROWS)
"""


class Child:
    """A process that says when it has come to a point and waits there to be let on, or killed."""

    def __init__(self, program: str, database: Database, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PRELUDE + program, database.url, str(database.folder), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == "ready\n", self.end()

    def let_on(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def end(self) -> tuple[int, str, str]:
        out, err = self._process.communicate(timeout=60)
        return self._process.returncode, out, err

    def kill(self) -> None:
        self._process.kill()
        assert self.end()[0] == -signal.SIGKILL


def run_at_once(children: Sequence[Child]) -> list[tuple[int, str, str]]:
    """Let all go at the same moment, once each has come as far as it can alone."""
    for child in children:
        child.wait_until_ready()
    for child in children:
        child.let_on()
    return [child.end() for child in children]


OPEN_NEW = """
ready()
async def main():
    name, *keys = sys.argv[1:]
    store = await open_here(*keys)
    async with writing(store) as unit:
        await unit.members.add(a_member(name))
        await unit.interviews.add(an_interview(name, name))
    await store.close()
asyncio.run(main())
"""


def keys_of(database: Database) -> tuple[str, ...]:
    """Beside a file a key is made; to a server it is brought."""
    return () if database.kind == SQLITE else (KEY,)


async def open_again(database: Database) -> SqlStore:
    key_file = database.folder / "config" / "key"
    return await open_store(database.url, keys=keys_of(database), key_file=key_file, kinds=ROWS)


async def test_processes_that_make_key_and_database_at_the_same_moment_all_succeed(
    empty_database: Database,
) -> None:
    names = ("ada", "bea", "eve")
    keys = keys_of(empty_database)
    ended = run_at_once([Child(OPEN_NEW, empty_database, name, *keys) for name in names])
    assert [code for code, _, _ in ended] == [0, 0, 0], ended
    if not keys:
        assert [path.name for path in (empty_database.folder / "config").iterdir()] == ["key"]
    store = await open_again(empty_database)
    async with store.unit() as unit:
        for name in names:
            assert await unit.interviews.of(f"id-{name}") == (an_interview(name, name),)
    await store.close()


ANOTHER_KEY = """
from cryptography.fernet import Fernet
from bot.errors import SecretsError
key = Fernet.generate_key().decode()
ready()
async def main():
    try:
        store = await open_here(key)
    except SecretsError:
        print("refused")
    else:
        await store.close()
        print("opened")
asyncio.run(main())
"""


def test_of_two_processes_with_keys_of_their_own_one_is_refused(empty_database: Database) -> None:
    """Both find a database without a key; were both let in, each would write what the other cannot read."""
    ended = run_at_once([Child(ANOTHER_KEY, empty_database) for _ in range(2)])
    assert sorted(out.strip() for _, out, _ in ended) == ["opened", "refused"], ended


COUNT = """
async def main():
    store = await open_here(sys.argv[1])
    ready()
    for _ in range(20):
        await count(store)
    await store.close()
asyncio.run(main())
"""


async def counted(database: Database) -> int:
    store = await database.open()
    async with store.unit() as unit:
        member = await unit.members.get(a_member().ref)
    await store.close()
    assert member is not None
    return member.preferences.minutes_a_day - a_member().preferences.minutes_a_day


async def test_processes_that_read_and_then_write_neither_fail_nor_lose_a_write(database: Database) -> None:
    store = await database.open()
    await fill(store)
    await store.close()
    ended = run_at_once([Child(COUNT, database, KEY) for _ in range(3)])
    assert [code for code, _, _ in ended] == [0, 0, 0], ended
    assert await counted(database) == 60


async def test_units_of_two_engines_that_read_and_then_write_wait_for_each_other(database: Database) -> None:
    stores = [await database.open(), await database.open()]
    await fill(stores[0])

    async def count_on(store: SqlStore) -> None:
        for _ in range(10):
            await count(store)

    await asyncio.gather(*(count_on(store) for store in stores for _ in range(2)))
    assert await counted(database) == 40
    for store in stores:
        await store.close()


async def test_two_runners_share_what_is_due_and_none_is_claimed_twice(database: Database) -> None:
    stores = [await database.open(), await database.open()]
    await fill(stores[0], *(a_reminder(snooze=number) for number in range(40)))

    async def run(store: SqlStore, owner: str) -> list[str]:
        keys: list[str] = []
        while True:
            async with writing(store) as unit:
                claimed = await claim_due(unit, NOW, owner=owner, limit=3)
            if not claimed:
                return keys
            keys += [item.row.key for item in claimed]

    first, second = await asyncio.gather(run(stores[0], FIRST), run(stores[1], SECOND))
    assert len(first) + len(second) == len({*first, *second}) == 40
    for store in stores:
        await store.close()


KILLED_WHILE_WRITING = """
async def main():
    store = await open_here(sys.argv[1])
    async with store.unit() as unit:
        await unit.interviews.save(an_interview(company="Globex", notes=""))
        await unit.owed.cancel([a_reminder().key], "moved")
        await unit.members.delete("id-bea")
        ready()
        await unit.commit()
asyncio.run(main())
"""


async def state(unit: UnitOfWork) -> tuple[object, ...]:
    return (
        await unit.interviews.of("id-ada"),
        await unit.interviews.of("id-bea"),
        await unit.owed.of(Reminder, "in-first"),
    )


async def test_a_process_killed_inside_a_unit_of_work_leaves_what_was_there(database: Database) -> None:
    store = await database.open()
    await fill(store, a_reminder())
    async with store.unit() as unit:
        before = await state(unit)
    child = Child(KILLED_WHILE_WRITING, database, KEY)
    child.wait_until_ready()
    child.kill()
    async with store.unit() as unit:
        assert await state(unit) == before
    if database.kind == SQLITE:
        async with store._engine.connect() as connection:
            assert (await connection.execute(text("PRAGMA integrity_check"))).scalar() == "ok"
    await store.close()


KILLED_AFTER_COMMIT = KILLED_WHILE_WRITING.replace(
    "ready()\n        await unit.commit()", "await unit.commit()\n        ready()"
)


async def test_a_process_killed_after_its_commit_has_lost_nothing(database: Database) -> None:
    store = await database.open()
    await fill(store, a_reminder())
    child = Child(KILLED_AFTER_COMMIT, database, KEY)
    child.wait_until_ready()
    child.kill()
    async with store.unit() as unit:
        assert [item.company for item in await unit.interviews.of("id-ada")] == ["Globex"]
        assert await unit.interviews.of("id-bea") == ()
        assert [row.status for row in await unit.owed.of(Reminder, "in-first")] == [Status.CANCELLED]
    await store.close()


KILLED_WHILE_SENDING = """
async def main():
    store = await open_here(sys.argv[1])
    async with writing(store) as unit:
        claimed = await claim_due(unit, NOW, owner=FIRST, limit=10)
    assert len(claimed) == 1
    if sys.argv[2] == "attempted":
        async with writing(store) as unit:
            await depart(unit, a_reminder().key)
    ready()
    async with writing(store) as unit:
        await unit.owed.sent([Sent(a_reminder().key, NOW, "never")])
asyncio.run(main())
"""


@pytest.mark.parametrize(("point", "attempted_at"), [("claimed", None), ("attempted", NOW)])
async def test_a_row_whose_holder_was_killed_is_claimed_again_once_after_the_lease(
    database: Database, point: str, attempted_at: object
) -> None:
    store = await database.open()
    await fill(store, a_reminder())
    child = Child(KILLED_WHILE_SENDING, database, KEY, point)
    child.wait_until_ready()
    child.kill()

    async def claim(after: object, owner: str) -> list[tuple[int, object]]:
        async with writing(store) as unit:
            claimed = await claim_due(unit, NOW + after, owner=owner, limit=10)  # type: ignore[operator]
        return [(item.row.attempts, item.row.attempted_at) for item in claimed]

    assert await claim(LEASE - MINUTE, SECOND) == []
    async with store.unit() as unit:
        assert await unit.owed.next_due() == NOW + LEASE
    assert await claim(LEASE, SECOND) == [(2, attempted_at)]
    assert await claim(LEASE, "runner-3") == []
    async with writing(store) as unit:
        await unit.owed.sent([Sent(a_reminder().key, NOW + LEASE, "once")])
    assert await claim(10 * LEASE, "runner-3") == []
    await store.close()


KILLED_WHILE_MAKING = """
import bot.storage.store as module
async def stop(*_):
    ready()
    os._exit(1)
module.{point} = stop
asyncio.run(open_here(*sys.argv[1:]))
"""


@pytest.mark.parametrize("point", ["upgrade", "sealed_check", "_write_check"])
async def test_a_first_start_that_was_killed_is_made_good_by_the_next(
    empty_database: Database, point: str
) -> None:
    child = Child(KILLED_WHILE_MAKING.format(point=point), empty_database, *keys_of(empty_database))
    child.wait_until_ready()
    child.kill()
    for _ in range(2):
        store = await open_again(empty_database)
        async with writing(store) as unit:
            await unit.members.add(a_member())
        await store.close()
