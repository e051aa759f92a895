"""A new key seals everything again, and the old one is then needed for backups alone."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.errors import SecretsError
from bot.storage import rotate as rotation
from bot.storage.rotate import rotate
from bot.storage.store import open_store
from bot.storage.vault import make_key_file
from tests.database import ROWS, Database
from tests.persistence.samples import (
    KEY,
    NOW,
    a_draft,
    a_reminder,
    an_interview,
    fill,
    writing,
)  # fmt: skip

SEALED = 5
"""Two interviews, two drafts and the word that tells a key."""


async def seal_some(database: Database, *keys: str) -> None:
    if not keys:
        make_key_file(database.key_file)
    store = await open_store(database.url, keys=keys, key_file=database.key_file, kinds=ROWS)
    await fill(store, a_reminder())
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
        await unit.drafts.put(a_draft("theirs", "bea"))
    await store.close()


async def check_opened_by(database: Database, *keys: str) -> None:
    store = await database.open(*keys)
    try:
        async with store.unit() as unit:
            assert await unit.interviews.of("id-ada") == (an_interview(),)
            assert await unit.interviews.of("id-bea") == (an_interview("other", "bea"),)
            assert await unit.drafts.of("id-ada", NOW) == (a_draft(),)
    finally:
        await store.close()


def keys_in(database: Database) -> list[str]:
    return database.key_file.read_text().split()


async def test_with_a_key_file_a_fresh_key_comes_in_front_and_opens_everything_alone(
    database: Database,
) -> None:
    await seal_some(database)
    [old] = keys_in(database)
    assert await rotate(database.url, keys=(), key_file=database.key_file) == SEALED
    new, kept = keys_in(database)
    assert kept == old
    assert new != old
    assert database.key_file.stat().st_mode & 0o777 == 0o600
    await check_opened_by(database, new)
    with pytest.raises(SecretsError):
        await database.open(old)


async def test_rotating_twice_adds_a_key_each_time(database: Database) -> None:
    await seal_some(database)
    for _ in range(2):
        assert await rotate(database.url, keys=(), key_file=database.key_file) == SEALED
    newest, *older = keys_in(database)
    assert len(older) == 2
    await check_opened_by(database, newest)


async def test_with_keys_in_the_environment_the_first_seals_and_no_file_is_made(database: Database) -> None:
    new = Fernet.generate_key().decode()
    await seal_some(database, KEY)
    for _ in range(2):
        assert await rotate(database.url, keys=(new, KEY), key_file=database.key_file) == SEALED
    await check_opened_by(database, new)
    assert not database.key_file.exists()


async def test_more_rows_than_a_batch_are_all_sealed_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    new = Fernet.generate_key().decode()
    store = await database.open()
    drafts = tuple(a_draft(f"{number:02}") for number in range(6))
    await fill(store)
    async with writing(store) as unit:
        for draft in drafts:
            await unit.drafts.put(draft)
    await store.close()
    assert await rotate(database.url, keys=(new, KEY), key_file=database.key_file) == 6 + 2 + 1
    store = await database.open(new)
    async with store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW) == drafts
    await store.close()


async def test_a_rotation_that_was_cut_off_leaves_everything_readable_and_is_finished_by_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seal_some(database)
    sealed_again = rotation._table
    done: list[str] = []

    async def cut_off(engine: object, vault: object, table: object) -> int:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append("table")
        return await sealed_again(engine, vault, table)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_table", cut_off)
    with pytest.raises(KeyboardInterrupt):
        await rotate(database.url, keys=(), key_file=database.key_file)
    await check_opened_by(database, *keys_in(database))
    monkeypatch.undo()
    assert await rotate(database.url, keys=(), key_file=database.key_file) == SEALED
    await check_opened_by(database, keys_in(database)[0])


async def test_a_key_that_does_not_open_the_database_rotates_nothing(database: Database) -> None:
    await seal_some(database, KEY)
    wrong = Fernet.generate_key().decode()
    with pytest.raises(SecretsError):
        await rotate(database.url, keys=(wrong,), key_file=database.key_file)
    with pytest.raises(SecretsError):
        await rotate(database.url, keys=(), key_file=database.key_file)
    assert not database.key_file.exists()
    await check_opened_by(database, KEY)
