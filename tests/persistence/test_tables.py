"""The tables, their migrations and their indexes agree, and a member's rows all go with her."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, ForeignKeyConstraint, event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.installations import Installation
from bot.domain.members import Platform
from bot.domain.reminders import Mark, Reminder
from bot.domain.sheets import Sheet
from bot.errors import ConfigurationError
from bot.ports import Sent, UnitOfWork
from bot.storage.engine import address_of, open_engine
from bot.storage.store import SqlStore
from bot.storage.tables import FLEETING, add_postgresql_conditions, metadata
from bot.storage.upkeep import HEAD, SCRIPTS, upgrade
from tests.cases import change, step, task
from tests.database import POSTGRESQL, SQLITE, Database
from tests.persistence.samples import (
    DAY,
    FIRST,
    KEY,
    NOW,
    a_draft,
    a_feed,
    a_member,
    a_reminder,
    an_entry,
    an_interview,
    claim_due,
    depart,
    fill,
    writing,
)  # fmt: skip

NOT_A_MEMBERS = {"facts", "key_check", "installations", "oauth_states"}
LASTING = metadata.tables.keys() - FLEETING


AN_INSTALLATION = Installation(
    platform=Platform.SLACK, workspace="T1", bot="B1", bot_user="U1", token="xoxb-1", installed_at=NOW
)


async def fill_every_table(store: SqlStore) -> None:
    rows = {"ada": a_reminder(), "bea": a_reminder(owner="bea", interview="other")}
    await fill(store, *rows.values())
    async with writing(store) as unit:
        for name, row in rows.items():
            await change(unit, step(row.interview_id), row.member_id)
            await change(unit, task(row.interview_id), row.member_id)
            await unit.sheets.put(an_entry(owner=name))
            await unit.feeds.put(a_feed(name))
            await unit.drafts.put(a_draft(name, name))
            await unit.practice.see(row.member_id, "tip", "tip-a", NOW)
            await unit.practice.save(row.member_id, "tip-a", NOW)
            await unit.inbox.add(row.member_id, row.key, NOW)
        await unit.notes.set("offset", "1")
        await unit.installations.put(AN_INSTALLATION)
        await unit.installations.issue_state("state", NOW + 1000 * DAY)


async def counts(store: SqlStore) -> dict[str, int]:
    async with store._engine.connect() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in FLEETING
        }


async def test_deleting_a_member_empties_every_table_of_her_and_of_nobody_else(sql_store: SqlStore) -> None:
    await fill_every_table(sql_store)
    before = await counts(sql_store)
    assert before == {table: 1 if table in NOT_A_MEMBERS else 2 for table in LASTING}
    async with writing(sql_store) as unit:
        await unit.members.delete("id-ada")
    assert await counts(sql_store) == dict.fromkeys(LASTING, 1)
    async with writing(sql_store) as unit:
        await unit.members.delete("id-bea")
    assert await counts(sql_store) == {table: int(table in NOT_A_MEMBERS) for table in LASTING}


async def test_the_migrations_make_the_tables(sql_store: SqlStore) -> None:
    def differences(connection: Connection) -> list[Any]:
        add_postgresql_conditions()
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with sql_store._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


FOREIGN_KEYS = 'SELECT \'{0}\', "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{0}\')'
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""
COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
STRUCTURE = {
    SQLITE: (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
        *(FOREIGN_KEYS.format(table) for table in metadata.tables),
    ),
    POSTGRESQL: (INDEXES, CONSTRAINTS, COLUMNS),
}
"""What Alembic does not compare: the conditions of indexes and, on SQLite, what a deletion takes along."""


async def structure(engine: AsyncEngine) -> set[tuple[Any, ...]]:
    found: set[tuple[Any, ...]] = set()
    async with engine.connect() as connection:
        for asked in STRUCTURE[engine.dialect.name]:
            found |= {tuple(row) for row in await connection.execute(text(asked))}
    return {row for row in found if "alembic" not in str(row[0])}


async def test_the_migrations_make_the_same_partial_indexes_and_foreign_keys(
    empty_database: Database,
) -> None:
    add_postgresql_conditions()
    store = await empty_database.open()
    migrated = await structure(store._engine)
    async with store._engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
    made = await structure(store._engine)
    await store.close()
    assert migrated == made
    assert len([row for row in migrated if "WHERE" in str(row)]) == 5


def test_the_newest_revision_is_the_one_that_is_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert all(script.doc for script in scripts.walk_revisions())


async def test_an_up_to_date_database_is_left_as_it_is(sql_store: SqlStore) -> None:
    await fill_every_table(sql_store)
    before = await counts(sql_store)
    await upgrade(sql_store._engine)
    assert await counts(sql_store) == before


async def test_of_several_starts_at_once_one_migrates(empty_database: Database) -> None:
    engines = [open_engine(address_of(empty_database.url)) for _ in range(5)]
    await asyncio.gather(*(upgrade(engine) for engine in engines))
    assert [await upgrade(engine) for engine in engines] == [HEAD] * 5
    for engine in engines:
        await engine.dispose()


@pytest.mark.parametrize("newer", ["0999", "9999"])
async def test_a_database_of_a_newer_encore_is_refused(empty_database: Database, newer: str) -> None:
    store = await empty_database.open()
    async with store._engine.begin() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{newer}'"))
    await store.close()
    with pytest.raises(ConfigurationError, match=f"newer Encore .*{newer}.* Install that version again"):
        await empty_database.open()


START = """
import asyncio, pathlib, sys
from bot.storage.store import open_store
async def start():
    await (await open_store(sys.argv[1], keys=(sys.argv[2],), key_file=pathlib.Path("no"), kinds={})).close()
HEAVY = ("alembic", "asyncpg", "sqlalchemy.dialects.postgresql", "aiosqlite")
print(*(name for name in HEAVY if name in sys.modules))
asyncio.run(start())
print(*(name for name in HEAVY if name in sys.modules))
"""


def test_a_start_imports_what_its_database_needs_alone(empty_database: Database) -> None:
    first, second = (
        subprocess.run(
            [sys.executable, "-c", START, empty_database.url, KEY], capture_output=True, check=True, text=True
        ).stdout.splitlines()
        for _ in range(2)
    )
    driver = "aiosqlite" if empty_database.kind == SQLITE else "asyncpg sqlalchemy.dialects.postgresql"
    assert first[0] == second[0] == ""
    assert "alembic" in first[1]
    assert second[1] == driver


# Plans


@contextmanager
def listening(store: SqlStore) -> Iterator[list[tuple[str, Any]]]:
    """Everything that is executed, with its values, as the driver gets it."""
    heard: list[tuple[str, Any]] = []

    def hear(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        heard.append((statement, values[0] if many else values))

    event.listen(store._engine.sync_engine, "before_cursor_execute", hear)
    yield heard
    event.remove(store._engine.sync_engine, "before_cursor_execute", hear)


@pytest.fixture
def statements(sql_store: SqlStore) -> Iterator[list[tuple[str, Any]]]:
    with listening(sql_store) as heard:
        yield heard


async def install_once(unit: UnitOfWork) -> None:
    await unit.installations.put(AN_INSTALLATION)
    await unit.installations.get(Platform.SLACK, "T1")
    await unit.installations.get(Platform.SLACK, "T1", lock=True)
    await unit.installations.of(Platform.SLACK)
    await unit.installations.revisions(Platform.SLACK)
    await unit.installations.uninstall(Platform.SLACK, "T1", NOW)
    await unit.installations.issue_state("state", NOW)
    await unit.installations.consume_state("state", NOW - DAY)


async def everything_once(store: SqlStore) -> None:  # noqa: PLR0915 - it calls them all
    """Call every method of every repository."""
    row, draft = a_reminder(), a_draft()
    async with store.unit() as unit:
        await unit.members.add(a_member())
        await unit.members.get(a_member().ref)
        await unit.members.by_id("id-ada")
        await unit.members.save(a_member())
        await unit.interviews.add(an_interview())
        await unit.interviews.save(an_interview())
        await unit.interviews.get("id-ada", "in-first")
        await unit.interviews.of("id-ada")
        await unit.owed.put([row, a_reminder("T-1"), a_reminder("T-2")])
        await unit.owed.of(Reminder, "in-first")
        await unit.owed.get(Reminder, "id-ada", row.key)
        await unit.owed.next_due()
        await claim_due(unit, NOW, owner=FIRST, limit=10)
        await depart(unit, row.key)
        await unit.owed.give_back(row.key, until=NOW, reason="wait")
        await unit.owed.sent([Sent(row.key, NOW, "r")])
        await unit.owed.expire(a_reminder("T-1").key, reason="late")
        await unit.owed.cancel([a_reminder("T-2").key], "moved")
        await unit.owed.untold(Reminder, "id-ada")
        await unit.owed.mark_told([a_reminder("T-1").key])
        for mark in (Mark.DONE, None):
            await change(unit, step("in-first", mark=mark))
            await change(unit, task("in-first", mark=mark))
        await change(unit, lambda case: case.owing([a_reminder("T-5")]))
        await change(unit, lambda case: case.without([a_reminder("T-5").key], "moved"))
        await unit.sheets.put(an_entry())
        await unit.sheets.of("id-ada", Sheet.RESEARCH, "in-first")
        await unit.sheets.every("id-ada")
        await unit.sheets.every("id-ada", Sheet.RESEARCH)
        await unit.sheets.of_many(["id-ada"])
        await unit.sheets.delete("id-ada", (Sheet.RESEARCH, "in-first", "press"))
        await unit.feeds.put(a_feed())
        await unit.feeds.of("id-ada")
        await unit.feeds.by_token("token")
        await unit.feeds.revoke("id-ada")
        await unit.drafts.put(draft)
        await unit.drafts.get("id-ada", draft.id, NOW)
        await unit.drafts.of("id-ada", NOW)
        await unit.drafts.delete("id-ada", draft.id)
        await unit.practice.see("id-ada", "tip", "tip-a", NOW)
        await unit.practice.seen("id-ada", "tip")
        await unit.practice.forget("id-ada", "tip", ["tip-a"])
        await unit.practice.save("id-ada", "tip-a", NOW)
        await unit.practice.saved("id-ada")
        await unit.practice.unsave("id-ada", "tip-a")
        await unit.inbox.add("id-ada", row.key, NOW)
        await unit.inbox.waiting("id-ada")
        await unit.inbox.showing("id-ada", [row.key])
        await unit.inbox.shown("id-ada", [row.key], NOW)
        await unit.notes.set("offset", "1")
        await unit.notes.get("offset")
        await install_once(unit)
        await unit.members.delete("id-ada")
        await unit.commit()
    await store.purge(NOW + 400 * DAY)


async def plan_of(connection: AsyncConnection, sql: str, values: Any) -> list[str]:
    """How the database would go about a statement; PostgreSQL would read tables as small as these as a whole."""
    if connection.dialect.name == SQLITE:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        return [row[-1] for row in rows]
    for setting in (
        "enable_seqscan = off",
        "enable_bitmapscan = off",
        "plan_cache_mode = force_generic_plan",
    ):
        await connection.exec_driver_sql(f"SET LOCAL {setting}")
    # As after many executions, when the planner does not look at the values any more.
    await connection.exec_driver_sql(f"PREPARE asked AS {sql}")
    nothing = ", ".join(["NULL"] * len(values))
    rows = await connection.exec_driver_sql(f"EXPLAIN EXECUTE asked{f'({nothing})' if nothing else ''}")
    await connection.exec_driver_sql("DEALLOCATE asked")
    return [row[0] for row in rows]


def walks_all(step: str) -> bool:
    """A list of keys that was given, or what is due once it is found, may well be read whole."""
    own = re.match(r"SCAN (json_each|anon_|\(subquery)", step)
    return "Seq Scan on" in step or (step.startswith("SCAN") and " USING " not in step and not own)


async def test_every_statement_finds_its_rows_through_an_index(
    sql_store: SqlStore, statements: list[tuple[str, Any]]
) -> None:
    await everything_once(sql_store)
    spoken = dict(statements)
    asked = {sql: spoken[sql] for sql in spoken if sql.split()[0] in {"SELECT", "UPDATE", "DELETE"}}
    assert len(asked) > 25
    async with sql_store._engine.connect() as connection:
        for sql, values in asked.items():
            steps = await plan_of(connection, sql, values)
            assert not [step for step in steps if walks_all(step)], (sql, steps)


@pytest.mark.parametrize(
    ("index", "part"),
    [
        ("ix_owed_pending", "min(owed.held_until)"),
        ("ix_owed_pending", "row_number"),
        ("ix_owed_untold", "owed.told = 0|NOT owed.told"),
        ("ix_interviews_notes_kept", "interviews.starts_at <"),
        ("ix_inbox_waiting", "inbox.shown_at IS NULL"),
        ("ix_drafts_expires_at", "drafts.expires_at <="),
        ("ix_oauth_states_expires_at", "oauth_states.expires_at <="),
        ("ix_installations_uninstalled_at", "WHERE installations.uninstalled_at"),
    ],
)
async def test_what_is_asked_often_uses_the_index_made_for_it(
    sql_store: SqlStore, statements: list[tuple[str, Any]], index: str, part: str
) -> None:
    await everything_once(sql_store)
    asked = [(sql, values) for sql, values in statements if any(one in sql for one in part.split("|"))]
    assert asked, [sql for sql, _ in statements]
    async with sql_store._engine.connect() as connection:
        for sql, values in asked:
            steps = await plan_of(connection, sql, values)
            assert any(re.search(rf"(INDEX|Index .*using) {index}\b", step) for step in steps), steps


async def test_postgresql_claims_through_the_index_of_what_is_owed_of_its_own_accord(
    postgresql: Database,
) -> None:
    """With years of sent rows behind it and as much ahead as a busy morning has."""
    rows = [a_reminder(snooze=number) for number in range(2000)]
    store = await postgresql.open()
    try:
        await fill(store, *rows)
        async with writing(store) as unit:
            await unit.owed.sent([Sent(row.key, NOW, "r") for row in rows[200:]])
        async with store._engine.begin() as connection:
            await connection.exec_driver_sql("ANALYZE")
        with listening(store) as heard:
            async with store.unit() as unit:
                assert len(await claim_due(unit, NOW, owner=FIRST, limit=100)) == 100
        [(claim, values)] = [item for item in heard if "SKIP LOCKED" in item[0]]
        async with store._engine.connect() as connection:
            steps = await connection.exec_driver_sql(f"EXPLAIN {claim}", values)
            assert "ix_owed_pending" in "".join(row[0] for row in steps)
    finally:
        await store.close()


def test_a_deletion_finds_what_hangs_on_a_row_through_an_index() -> None:
    """Without one, deleting a row reads the whole of every table that points to it."""
    checked = 0
    for table in metadata.sorted_tables:
        whole = {
            next(iter(index.columns)).name
            for index in table.indexes
            if index.dialect_options["sqlite"]["where"] is None
        } | {next(iter(table.primary_key.columns)).name}
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                assert constraint.ondelete == "CASCADE"
                assert constraint.column_keys[0] in whole, (table.name, constraint.column_keys)
                checked += 1
    assert checked == 11


async def test_a_row_of_nobody_is_refused(sql_store: SqlStore) -> None:
    async with sql_store.unit() as unit:
        with pytest.raises(IntegrityError):
            await unit.interviews.add(an_interview(owner="nobody"))


# Purging


async def test_a_purge_empties_old_notes_and_drops_expired_drafts_and_nothing_else(
    sql_store: SqlStore,
) -> None:
    old = an_interview()
    at = old.starts_at + 180 * DAY
    await fill_every_table(sql_store)
    async with writing(sql_store) as unit:
        await unit.interviews.add(an_interview("bare", notes=""))
        await unit.drafts.put(a_draft("fresh", saved_at=at))
    assert await sql_store.purge(at) == 2
    before = await counts(sql_store)
    async with sql_store.unit() as unit:
        assert await unit.interviews.get("id-ada", "in-first") == old
        assert [draft.id for draft in await unit.drafts.of("id-ada", at)] == ["dr-fresh"]
    later = at + DAY / 24
    assert await sql_store.purge(later) == 4, "two notes and two sheets"
    assert await sql_store.purge(later) == 0
    assert await counts(sql_store) == {**before, "sheets": 0}
    async with sql_store.unit() as unit:
        assert await unit.interviews.of("id-bea") == (an_interview("other", "bea", notes=""),)
        assert await unit.interviews.get("id-ada", "in-first") == an_interview(notes="")
        assert await unit.drafts.get("id-ada", "dr-fresh", at) == a_draft("fresh", saved_at=at)


async def test_notes_written_after_a_purge_go_with_the_next(sql_store: SqlStore) -> None:
    at = an_interview().starts_at + 200 * DAY
    await fill(sql_store)
    await sql_store.purge(at)
    async with writing(sql_store) as unit:
        await unit.interviews.save(an_interview(notes="One more thought."))
    assert await sql_store.purge(at) == 1


async def test_a_purge_reaches_more_rows_than_a_batch(
    sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.store.BATCH", 2)
    async with writing(sql_store) as unit:
        await unit.members.add(a_member())
        for number in range(6):
            await unit.interviews.add(an_interview(f"{number}"))
    assert await sql_store.purge(an_interview().starts_at + 200 * DAY) == 6
    async with sql_store.unit() as unit:
        assert {interview.notes for interview in await unit.interviews.of("id-ada")} == {""}
