"""Instants keep their microsecond and their zone; private columns take nothing in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.exc import StatementError

from bot.domain.drafts import InterviewDraft
from bot.domain.members import INDEFINITELY
from bot.errors import SecretsError
from bot.storage.store import SqlStore
from bot.storage.tables import check, metadata
from bot.storage.types import Ciphertext, Sealed, UtcDateTime
from bot.storage.vault import Vault
from tests.database import Database
from tests.persistence.samples import KEY, NOW, a_draft, a_member, a_reminder, writing

COLUMN = UtcDateTime()
SQLITE, POSTGRESQL = SQLiteDialect_aiosqlite(), PGDialect_asyncpg()
DIALECTS = pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=["sqlite", "postgresql"])
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - the zone comes from the other strategy
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.one_of(
        st.just(UTC),
        st.timezones(),
        st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    ),
)


@DIALECTS
@given(moment=INSTANTS)
def test_an_instant_comes_back_the_same_and_in_utc(dialect: Any, moment: datetime) -> None:
    stored = COLUMN.process_bind_param(moment, dialect)
    assert isinstance(stored, int if dialect is SQLITE else datetime)
    back = COLUMN.process_result_value(stored, dialect)
    assert back is not None
    assert back == moment.astimezone(UTC)
    assert back.tzinfo is UTC


@given(INSTANTS, INSTANTS)
def test_stored_instants_sort_as_instants_do(one: datetime, other: datetime) -> None:
    """Compared through UTC: two datetimes of one zone object are compared by their wall time."""
    one, other = one.astimezone(UTC), other.astimezone(UTC)
    first, second = COLUMN.process_bind_param(one, SQLITE), COLUMN.process_bind_param(other, SQLITE)
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert (first < second) == (one < other)


EDGES = (
    datetime(1900, 1, 1, 0, 0, 0, 1, tzinfo=UTC), NOW.replace(microsecond=999_999), INDEFINITELY,
    datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
    datetime(2026, 11, 22, 5, 45, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
)  # fmt: skip


@pytest.mark.parametrize("moment", EDGES, ids=str)
async def test_an_instant_comes_back_from_its_row_to_the_microsecond(
    sql_store: SqlStore, moment: datetime
) -> None:
    async with writing(sql_store) as unit:
        await unit.members.add(a_member(created_at=moment, greeted_at=None))
    async with sql_store.unit() as unit:
        member = await unit.members.by_id("id-ada")
    assert member is not None
    back = (member.created_at, member.created_at.tzinfo, member.greeted_at)
    assert back == (moment.astimezone(UTC), UTC, None)


async def test_postgresql_keeps_instants_in_a_type_of_its_own(postgresql: Database) -> None:
    asked = "SELECT DISTINCT data_type FROM information_schema.columns WHERE column_name ~ '_at$'"
    store = await postgresql.open()
    try:
        async with store._engine.connect() as connection:
            kinds = await connection.exec_driver_sql(f"{asked} AND table_schema = 'public'")
            assert set(kinds.scalars()) == {"timestamp with time zone", "time without time zone"}
    finally:
        await store.close()


@DIALECTS
def test_no_instant_and_a_pause_without_end_survive(dialect: Any) -> None:
    assert COLUMN.process_bind_param(None, dialect) is None
    assert COLUMN.process_result_value(None, dialect) is None
    stored = COLUMN.process_bind_param(INDEFINITELY, dialect)
    assert COLUMN.process_result_value(stored, dialect) == INDEFINITELY


@DIALECTS
def test_a_naive_datetime_is_refused(dialect: Any) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        COLUMN.process_bind_param(NOW.replace(tzinfo=None), dialect)


async def test_a_naive_datetime_reaches_no_row(sql_store: SqlStore) -> None:
    naive = NOW.replace(tzinfo=None)
    for action in (
        lambda unit: unit.members.add(a_member("eve", created_at=naive)),
        lambda unit: unit.drafts.put(a_draft(saved_at=naive)),
        lambda unit: unit.owed.put([a_reminder(due_at=naive)]),
        lambda unit: unit.owed.depart({"key": 1}, naive, until=NOW),
    ):
        async with sql_store.unit() as unit:
            with pytest.raises(StatementError, match="without a zone"):
                await action(unit)


def test_a_sealed_column_takes_what_the_vault_has_sealed_alone() -> None:
    column = Sealed()
    sealed = Vault([KEY]).seal("Acme")
    assert column.process_bind_param(sealed, None) == sealed
    assert column.process_bind_param(None, None) is None
    for clear in ("Acme", str(sealed), "gAAAAAB-not-really"):
        with pytest.raises(TypeError, match="sealed text alone"):
            column.process_bind_param(clear, None)


async def test_clear_text_cannot_be_written_to_a_private_column(sql_store: SqlStore) -> None:
    async with sql_store._engine.begin() as connection:
        with pytest.raises(StatementError, match="sealed text alone") as caught:
            await connection.execute(check.insert().values(id=2, sealed="Acme"))
    assert "Acme" not in str(caught.value)


def test_the_tables_keep_every_instant_and_every_private_word_in_those_columns() -> None:
    """A new column of free text or of time must be one of ours, or be named here with its reason."""
    open_text = {
        "owed.details": "a kind's own fields: names of steps, ids, instants; never typed",
        "owed.receipt": "the platform's id of a message",
        "owed.reason": "why the engine held or ended a row, never typed",
        "facts.value": "about the installation",
    }
    kinds = {
        f"{table.name}.{column.name}": column.type for table in metadata.sorted_tables for column in table.c
    }
    assert {name for name, kind in kinds.items() if type(kind).__name__ == "Text"} == open_text.keys()
    assert {name for name, kind in kinds.items() if isinstance(kind, Sealed)} == {
        "members.about", "interviews.private", "drafts.values", "key_check.sealed",
        "installations.token", "installations.refresh_token", "sheets.private", "feeds.token",
    }  # fmt: skip
    assert not {name for name, kind in kinds.items() if type(kind).__name__ in {"DateTime", "TIMESTAMP"}}


@given(st.text())
def test_any_text_comes_back_from_its_seal(words: str) -> None:
    vault = Vault([KEY])
    sealed = vault.seal_json({"words": words})
    assert isinstance(sealed, Ciphertext)
    assert vault.open_json(sealed) == {"words": words}


def test_what_was_tampered_with_is_not_opened() -> None:
    sealed = Vault([KEY]).seal("Acme")
    bent = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    with pytest.raises(SecretsError):
        Vault([KEY]).open(bent)


async def test_words_beyond_the_basic_plane_are_stored(sql_store: SqlStore) -> None:
    draft = a_draft(content=InterviewDraft(company='株式会社 🎻 naïve\n\0 "quoted" %s :x'))
    async with writing(sql_store) as unit:
        await unit.members.add(a_member())
        await unit.drafts.put(draft)
    async with sql_store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW) == (draft,)
