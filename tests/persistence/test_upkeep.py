"""`encore db`: bringing up to date, copying a database that is in use, moving everything to another."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from adapters import databases
from bot.config import Settings, load_settings
from bot.delivery.sending import LEASE as ENGINES_LEASE
from bot.domain.installations import Installation
from bot.domain.members import INDEFINITELY, Platform
from bot.errors import ConfigurationError, EncoreError, InputError
from bot.storage import moving
from bot.storage.engine import address_of, open_engine
from bot.storage.store import SqlStore, open_store
from bot.storage.tables import members
from bot.storage.upkeep import HEAD
from tests.cases import change, step, task
from tests.database import EMPTY, KINDS, POSTGRESQL, ROWS, SQLITE, Database, Postgres, new_database
from tests.persistence.samples import (
    DAY,
    FIRST,
    NOW,
    a_draft,
    a_feed,
    a_member,
    a_reminder,
    an_entry,
    an_interview,
    claim_due,
    fill,
    writing,
)  # fmt: skip
from tests.prepared import KEY

INSTALLED = Installation(
    platform=Platform.SLACK, workspace="T1", bot="B1", bot_user="U1", token="xoxb-1", installed_at=NOW
)


def settings_of(database: Database, *, keys: str = KEY) -> Settings:
    return load_settings(
        database={"url": database.url}, secrets={"keys": keys, "key_file": database.key_file}
    )


class Bar:
    """A progress bar: what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))


def silent(_: int, __: int) -> None:
    pass


# Upgrading


async def test_a_database_is_made_and_then_found_up_to_date(empty_database: Database) -> None:
    settings = settings_of(empty_database)
    assert await databases.upgrade(settings) == f"{place(empty_database)} is made, at revision {HEAD}."
    assert await databases.upgrade(settings) == f"{place(empty_database)} is up to date, at revision {HEAD}."
    store = await empty_database.open()
    await fill(store)
    await store.close()


async def test_an_older_database_says_from_where_to_where_it_came(empty_database: Database) -> None:
    await make_old(empty_database)
    said = await databases.upgrade(settings_of(empty_database))
    assert said == f"{place(empty_database)} was brought up to date, from revision 0001 to {HEAD}."
    await (await empty_database.open()).close()


def place(database: Database) -> str:
    if database.kind == SQLITE:
        return f"The database {database.folder / 'encore.db'}"
    address = address_of(database.url)
    return f"The database {address.database} on {address.query['host']}"


async def make_old(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    from bot.storage.upkeep import SCRIPTS

    def to_the_first(connection: object) -> None:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    engine = open_engine(address_of(database.url))
    async with engine.begin() as connection:
        await connection.run_sync(to_the_first)
    await engine.dispose()


# Backing up


@pytest.fixture
async def in_use(tmp_path: Path) -> Database:
    database = Database(SQLITE, f"sqlite:///{tmp_path / 'encore.db'}", tmp_path)
    store = await database.open()
    await fill(store, a_reminder())
    await store.close()
    return database


async def test_a_copy_is_whole_while_others_write(in_use: Database, tmp_path: Path) -> None:
    store = await in_use.open()
    copy = Database(SQLITE, f"sqlite:///{tmp_path / 'copy.db'}", tmp_path)
    writes = 0

    async def keep_writing() -> None:
        nonlocal writes
        while True:
            async with writing(store) as unit:
                await unit.drafts.put(a_draft(f"{writes}"))
                await unit.drafts.put(a_draft(f"{writes}", "bea"))
            writes += 1
            await asyncio.sleep(0)

    busy = asyncio.create_task(keep_writing())
    await asyncio.sleep(0.1)
    await databases.backup(settings_of(in_use), tmp_path / "copy.db")
    at_the_end = writes
    await asyncio.sleep(0.05)
    busy.cancel()
    await asyncio.gather(busy, return_exceptions=True)
    assert 0 < at_the_end < writes
    restored = await copy.open()
    async with restored.unit() as unit:
        assert await unit.interviews.of("id-ada") == (an_interview(),)
        drafts = await unit.drafts.of("id-ada", NOW)
        assert 0 < len(drafts) <= at_the_end + 1
    await restored.close()
    await store.close()


async def test_a_copy_is_one_file_for_its_owner_alone(in_use: Database, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    said = await databases.backup(settings_of(in_use), folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o777 == 0o600
    assert str(folder / "copy.db") in said
    assert "The key is not in it" in said
    assert "ENCORE_SECRETS__KEYS" in said
    assert KEY not in said
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    (folder / "copy.db").unlink()
    said = await databases.backup(settings_of(in_use, keys=""), folder / "copy.db")
    assert f"It lies in {in_use.key_file}" in said


async def test_a_copy_never_writes_over_anything(in_use: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(InputError, match="is there already"):
        await databases.backup(settings_of(in_use), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"
    with pytest.raises(InputError, match="is there already"):
        await databases.backup(settings_of(in_use), tmp_path / "encore.db")


async def test_a_copy_that_fails_leaves_nothing_behind(in_use: Database, tmp_path: Path) -> None:
    damaged = tmp_path / "encore.db"
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 40_000)
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(ConfigurationError, match="damaged"):
        await databases.backup(settings_of(in_use), folder / "copy.db")
    assert list(folder.iterdir()) == []
    with pytest.raises(InputError, match="cannot be written"):
        await databases.backup(settings_of(in_use), tmp_path / "no" / "such" / "copy.db")


async def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    settings = load_settings(database={"url": f"sqlite:///{tmp_path / 'encore.db'}"})
    with pytest.raises(ConfigurationError, match="There is no database at"):
        await databases.backup(settings, tmp_path / "copy.db")
    assert not (tmp_path / "encore.db").exists()
    assert not (tmp_path / "copy.db").exists()


async def test_postgresql_is_copied_by_its_own_program(tmp_path: Path) -> None:
    settings = load_settings(database={"url": "postgresql://ben:hunter2@db:6543/encore"})
    with pytest.raises(InputError, match="pg_dump") as caught:
        await databases.backup(settings, tmp_path / "my copy.dump")
    assert caught.value.example == (
        f"pg_dump --format=custom '--file={tmp_path}/my copy.dump' --host=db --port=6543 --username=ben encore"
    )


# Moving


@pytest.fixture(params=[(SQLITE, POSTGRESQL), (POSTGRESQL, SQLITE), (SQLITE, SQLITE)], ids="-to-".join)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    with (
        new_database(request.param[0], request, tmp_path / "old") as source,
        new_database(request.param[1], request, tmp_path / "new", EMPTY) as target,
    ):
        yield source, target


async def fill_everything(store: SqlStore) -> None:
    row = a_reminder()
    await fill(store, row, a_reminder("T-1", quiet_ok=True, includes=()))
    async with writing(store) as unit:
        await unit.members.save(a_member("bea", reachable=False, channel="D1", greeted_at=INDEFINITELY))
        await unit.interviews.save(an_interview(company="Béatrice & Søn 株式会社 🎻", outcome=None, notes=""))
        await change(unit, step("in-first"))
        await change(unit, task("in-first"))
        await unit.sheets.put(an_entry())
        await unit.feeds.put(a_feed())
        await unit.drafts.put(a_draft())
        await unit.practice.see("id-ada", "tip", "tip-a", NOW)
        await unit.practice.save("id-ada", "tip-a", NOW)
        await unit.inbox.add("id-ada", row.key, NOW)
        await unit.notes.set("offset", "1")
        await unit.installations.put(INSTALLED)
        await unit.installations.issue_state("state", NOW + 1000 * DAY)


async def everything(database: Database) -> dict[str, set[tuple[object, ...]]]:
    engine = open_engine(address_of(database.url))
    async with engine.connect() as connection:
        found = {
            table.name: {tuple(row) for row in await connection.execute(select(table))}
            for table in moving.LASTING
        }
    await engine.dispose()
    return found


async def filled(database: Database) -> dict[str, set[tuple[object, ...]]]:
    store = await database.open()
    await fill_everything(store)
    await store.close()
    return await everything(database)


async def move(pair: tuple[Database, Database], progress: moving.Progress = silent) -> str:
    source, target = pair
    return await databases.move(source.url, target.url, settings_of(source), progress)


async def test_everything_is_moved_as_it_is_and_the_same_key_opens_it(
    pair: tuple[Database, Database],
) -> None:
    before = await filled(pair[0])
    assert all(before.values())
    bar = Bar()
    said = await move(pair, bar)
    assert await everything(pair[1]) == before
    assert await everything(pair[0]) == before
    total = sum(len(rows) for rows in before.values())
    assert (bar.told[0], bar.told[-1]) == ((0, total), (total, total))
    assert "ENCORE_DATABASE__URL" in said
    assert "never again with the old one" in said
    assert "2  owed" in said
    store = await pair[1].open()
    async with store.unit() as unit:
        assert (await unit.interviews.of("id-ada"))[0].company == "Béatrice & Søn 株式会社 🎻"
        assert await unit.drafts.of("id-ada", NOW) == (a_draft(),)
    await store.close()


async def test_more_rows_than_a_batch_arrive(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 7)
    store = await pair[0].open()
    await fill(store, *(a_reminder(snooze=number) for number in range(30)))
    await store.close()
    await move(pair)
    assert await everything(pair[1]) == await everything(pair[0])


async def test_a_move_that_fails_leaves_nothing_and_can_be_done_again(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await filled(pair[0])

    def fails(done: int, _: int) -> None:
        if done > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await move(pair, fails)
    assert not any((await everything(pair[1])).values())
    await move(pair)
    assert await everything(pair[1]) == before


async def test_what_the_target_has_no_room_for_is_told_and_nothing_stays(
    tmp_path: Path, postgresql: Database
) -> None:
    """SQLite does not hold to the width of a column."""
    source = Database(SQLITE, f"sqlite:///{tmp_path / 'encore.db'}", tmp_path)
    await filled(source)
    engine = open_engine(address_of(source.url))
    async with engine.begin() as connection:
        await connection.execute(update(members).values(group="x" * 65))
    await engine.dispose()
    with pytest.raises(ConfigurationError, match="--to") as caught:
        await move((source, postgresql))
    assert "xxx" not in str(caught.value)
    assert not any((await everything(postgresql)).values())


async def test_rows_that_did_not_arrive_are_missed(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgets(source: object, target: object, total: int, progress: object) -> None:
        pass

    await filled(pair[0])
    with monkeypatch.context() as patch:
        patch.setattr(moving, "_copy", forgets)
        with pytest.raises(ConfigurationError, match="Not every row arrived"):
            await move(pair)
    assert not any((await everything(pair[1])).values())


async def test_a_target_that_holds_something_is_refused(pair: tuple[Database, Database]) -> None:
    await filled(pair[0])
    await (await pair[1].open()).close()
    with pytest.raises(InputError, match="is not empty: there are rows in key_check"):
        await move(pair)


async def test_an_encore_that_is_sending_is_noticed_until_its_lease_is_over(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Now:
        moment = NOW

        def now(self) -> object:
            return self.moment

    monkeypatch.setattr(databases, "SystemClock", Now)
    store = await pair[0].open()
    await fill(store, a_reminder(), a_reminder("T-1", due_at=NOW + 30 * DAY, useful_until=NOW + 40 * DAY))
    async with writing(store) as unit:
        [_] = await claim_due(unit, NOW, owner=FIRST, limit=10, lease=ENGINES_LEASE)
    await store.close()
    with pytest.raises(
        InputError, match=r"Another Encore runs .* sending 1 reminders. Stop it, wait 120 seconds"
    ):
        await move(pair)
    assert not any((await everything(pair[1])).values())
    Now.moment = NOW + ENGINES_LEASE
    await move(pair)


async def test_nobody_writes_to_the_source_meanwhile(
    pair: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 1)
    await filled(pair[0])
    store = await pair[0].open()
    late: list[asyncio.Task[None]] = []
    waited: list[bool] = []

    async def write() -> None:
        async with writing(store) as unit:
            await unit.notes.set("late", "1")

    def while_moving(done: int, total: int) -> None:
        if not late:
            late.append(asyncio.create_task(write()))
        waited.append(not late[0].done())

    await move(pair, while_moving)
    await late[0]
    await store.close()
    assert all(waited)
    assert {row[0] for row in (await everything(pair[1]))["facts"]} == {"offset"}
    assert {row[0] for row in (await everything(pair[0]))["facts"]} == {"offset", "late"}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_source_that_is_not_there_old_or_too_new_is_refused(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    target = Database(SQLITE, f"sqlite:///{tmp_path / 'target.db'}", tmp_path)
    with new_database(kind, request, tmp_path, EMPTY) as source:
        with pytest.raises(InputError, match="There is no database of Encore's at"):
            await move((source, target))
        await make_old(source)
        with pytest.raises(InputError, match="older Encore") as caught:
            await move((source, target))
        assert caught.value.example == "encore db upgrade"
        engine = open_engine(address_of(source.url))
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()
        with pytest.raises(InputError, match="newer Encore"):
            await move((source, target))
    assert not (tmp_path / "target.db").exists()


async def test_what_is_wrong_with_an_address_is_told_by_its_options_name(
    in_use: Database, tmp_path: Path, postgres: Postgres
) -> None:
    settings = settings_of(in_use)
    wrong = {
        ("nonsense", in_use.url): "--from is not a database address",
        (in_use.url, "nonsense"): "--to is not a database address",
        (in_use.url, in_use.url): "--from and --to name the same database",
        (in_use.url, f"sqlite:///{tmp_path}/x/../encore.db"): "--from and --to name the same database",
        (in_use.url, "postgresql://ben:zqx@127.0.0.1:1/encore"): "cannot be reached .* in --to",
        ("postgresql://ben:zqx@127.0.0.1:1/encore", in_use.url): "cannot be reached .* in --from",
        (in_use.url, postgres.url("nowhere")): "There is no database nowhere .* mend --to",
        (in_use.url, f"sqlite:///{tmp_path / 'encore.db' / 'x'}"): "cannot be opened .* in --to",
    }
    for (source, target), said in wrong.items():
        with pytest.raises(EncoreError, match=said) as caught:
            await databases.move(source, target, settings, silent)
        assert "zqx" not in str(caught.value)


async def test_a_move_asks_for_no_key(pair: tuple[Database, Database]) -> None:
    await filled(pair[0])
    source, target = pair
    await databases.move(source.url, target.url, settings_of(source, keys=""), silent)
    store = await open_store(target.url, keys=(KEY,), key_file=target.key_file, kinds=ROWS)
    await store.close()
