"""Databases that are full, locked, gone or wrongly addressed: nothing is half written, and the operator is told why."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.drafts import InterviewDraft
from bot.errors import ConfigurationError
from bot.storage import postgresql as on_postgresql
from bot.storage import sqlite as on_sqlite
from bot.storage.engine import address_of
from bot.storage.store import SqlStore, open_store
from bot.storage.trouble import place_of
from tests.database import KEEPER, PASSWORD, ROWS, Database, Postgres
from tests.persistence.samples import (
    a_draft,
    a_member,
    a_reminder,
    address,
    an_interview,
    fill,
    open_sqlite,
    writing,
)  # fmt: skip
from tests.prepared import KEY

WRONG = "zqxsecret"


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[SqlStore]:
    store = await open_sqlite(folder)
    await fill(store)
    try:
        yield store
    finally:
        await store.close()


async def write(store: SqlStore, drafts: int = 1) -> None:
    async with writing(store) as unit:
        await unit.interviews.save(an_interview(company="Globex"))
        for number in range(drafts):
            await unit.drafts.put(a_draft(f"{number}", content=InterviewDraft(notes="x" * 5000)))


async def refusal(url: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        await open_store(url, keys=(KEY,), key_file=Path("nowhere"), kinds=ROWS)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    said = str(caught.value)
    assert WRONG not in said
    assert PASSWORD not in said
    assert "ENCORE_DATABASE__URL" in said
    return said


# SQLite


async def test_a_full_disk_fails_a_unit_whole_and_room_mends_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        pages = 0

        def limit(connection: sqlite3.Connection, _: object) -> None:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA max_page_count={pages}")
            cursor.close()

        await store._engine.dispose()
        event.listen(store._engine.sync_engine, "connect", limit)
        pages = 1  # SQLite takes as many as there are
        with pytest.raises(OperationalError, match="full"):
            await write(store, 200)
        async with store.unit() as unit:
            assert await unit.interviews.of("id-ada") == (an_interview(),)
            assert await unit.drafts.of("id-ada", a_draft().saved_at) == ()
        await store._engine.dispose()
        pages = 1_000_000
        async with writing(store) as unit:
            await unit.drafts.put(a_draft())


async def test_a_database_that_another_program_holds_fails_a_unit_and_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_sqlite, "PRAGMAS", ("busy_timeout=200", *on_sqlite.PRAGMAS[1:]))
    async with opened(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "encore.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked"):
                await write(store)
            asyncio.get_running_loop().call_later(0.05, other.execute, "ROLLBACK")
            async with writing(store) as unit:
                await unit.drafts.put(a_draft())


async def test_nothing_is_written_to_a_file_that_was_deleted_and_none_is_made_in_its_place(
    tmp_path: Path,
) -> None:
    file = tmp_path / "encore.db"
    async with opened(tmp_path) as store:
        kept = file.rename(tmp_path / "kept.db")
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                await write(store)
        assert not file.exists()
        kept.rename(file)
        async with writing(store) as unit:
            await unit.drafts.put(a_draft())
            assert await unit.interviews.of("id-ada") == (an_interview(),)


async def test_a_file_that_was_put_in_the_databases_place_is_left_alone_until_the_next_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "other").mkdir()
    copy = tmp_path / "other" / "encore.db"
    async with opened(tmp_path / "other"):
        pass
    before = copy.read_bytes()
    async with opened(tmp_path) as store:
        copy.replace(tmp_path / "encore.db")
        for _ in range(2):
            with pytest.raises(FileNotFoundError, match="start Encore again"):
                await write(store)
    assert (tmp_path / "encore.db").read_bytes() == before


# PostgreSQL


async def test_a_server_that_was_away_is_found_again(postgres: Postgres, postgresql: Database) -> None:
    store = await postgresql.open()
    await fill(store, a_reminder())
    async with store.unit() as one, store.unit() as other:
        await one.members.by_id("id-ada")
        await other.members.by_id("id-bea")
    postgres.stop()
    for _ in range(2):
        with pytest.raises((DBAPIError, OSError)):
            async with writing(store) as unit:
                await unit.members.save(a_member(group="lost"))
    postgres.start()
    for _ in range(3):
        async with store.unit() as unit:
            assert await unit.members.by_id("id-ada") == a_member()
    await store.close()


async def test_a_server_that_was_started_anew_between_two_units_is_missed_by_neither(
    postgres: Postgres, postgresql: Database
) -> None:
    store = await postgresql.open()
    await fill(store)
    async with store.unit() as one, store.unit() as other:
        await one.members.by_id("id-ada")
        await other.members.by_id("id-bea")
    postgres.stop()
    postgres.start()
    for _ in range(3):
        async with store.unit() as unit:
            assert await unit.members.by_id("id-ada") == a_member()
    await store.close()


async def test_a_unit_that_a_loss_falls_into_fails_whole(postgres: Postgres, postgresql: Database) -> None:
    store = await postgresql.open()
    await fill(store)
    async with store.unit() as unit:
        await unit.members.save(a_member(group="lost"))
        postgres.stop()
        with pytest.raises((DBAPIError, OSError)):
            await unit.commit()
    postgres.start()
    async with store.unit() as unit:
        assert await unit.members.by_id("id-ada") == a_member()
    await store.close()


async def test_a_database_that_is_not_there_is_told(postgres: Postgres) -> None:
    said = await refusal(postgres.url("nowhere"))
    assert said.startswith("There is no database nowhere on ")
    assert "createdb nowhere" in said


async def test_a_wrong_password_is_told_without_it(postgres: Postgres) -> None:
    for password in (WRONG, ""):
        said = await refusal(postgres.url("postgres", KEEPER, password))
        assert f"refused the user {KEEPER} or the password" in said


async def test_the_right_password_opens(postgres: Postgres, postgresql: Database) -> None:
    name = address_of(postgresql.url).database
    assert name is not None
    postgres.run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {KEEPER}", name)
    url = postgres.url(name, KEEPER, PASSWORD)
    store = await open_store(url, keys=(KEY,), key_file=Path("nowhere"), kinds=ROWS)
    assert PASSWORD not in repr(store._engine)
    await store.close()


async def test_a_user_who_may_make_no_tables_is_told_what_its_administrator_can_do(
    postgres: Postgres, request: pytest.FixtureRequest
) -> None:
    name = postgres.new()
    request.addfinalizer(lambda: postgres.drop(name))
    said = await refusal(postgres.url(name, KEEPER, PASSWORD))
    assert f'ALTER DATABASE "{name}" OWNER TO "{KEEPER}"' in said


@pytest.mark.parametrize(
    "host", ["127.0.0.1:1", "nowhere.invalid", "/nowhere/at/all"], ids=["closed", "unknown", "no socket"]
)
async def test_a_server_that_cannot_be_reached_is_told(host: str) -> None:
    there = f"/encore?host={host}" if host.startswith("/") else f"{host}/encore"
    said = await refusal(f"postgresql://somebody:{WRONG}@{there}")
    assert said.startswith(f"{host} cannot be reached")


async def test_without_a_key_none_is_made_for_a_server(postgres: Postgres, postgresql: Database) -> None:
    with pytest.raises(ConfigurationError.__mro__[1], match="ENCORE_SECRETS__KEYS"):
        await open_store(postgresql.url, keys=(), key_file=postgresql.key_file, kinds=ROWS)
    assert not postgresql.key_file.exists()


# Addresses


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("encore.db", "is not a database address"),
        ("", "is not a database address"),
        (f"postgresql://somebody:{WRONG}@host:port/encore", "is not a database address"),
        (f"mysql://somebody:{WRONG}@db/encore", "names mysql"),
        (f"postgresql://somebody:{WRONG}@db/encore?sslmod=require", "has the option sslmod"),
    ],
)
async def test_an_address_that_cannot_be_used_is_told_without_its_password(url: str, said: str) -> None:
    assert said in await refusal(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    found = address_of(f"{scheme}://ben:secret@db:6543/encore?sslmode=require&channel_binding=prefer")
    assert found.drivername == "postgresql+asyncpg"
    assert dict(found.query) == {"ssl": "require"}
    assert place_of(found) == "encore on db:6543"


def test_the_address_of_a_file_is_its_path() -> None:
    assert place_of(address_of(address(Path("/a/b")))) == "/a/b/encore.db"


def test_a_server_that_fell_silent_is_given_up_before_a_lease_would_end() -> None:
    assert on_postgresql.TO_CONNECT + on_postgresql.TO_ANSWER < 120
