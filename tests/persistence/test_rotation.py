"""A new key seals everything again, and the old one is then needed for backups alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import SecretsError
from bot.storage import rotate as rotation
from bot.storage.rotate import rotate
from bot.storage.store import open_store
from tests.persistence.samples import (
    KEY,
    NOW,
    a_draft,
    a_reminder,
    address,
    an_interview,
    fill,
    open_sqlite,
    writing,
)  # fmt: skip

SEALED = 5
"""Two interviews, two drafts and the word that tells a key."""


async def seal_some(folder: Path, *keys: str) -> None:
    store = await open_store(address(folder), keys=keys, key_file=folder / "key")
    await fill(store, a_reminder())
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
        await unit.drafts.put(a_draft("theirs", "bea"))
    await store.close()


async def check_opened_by(folder: Path, *keys: str) -> None:
    store = await open_sqlite(folder, *keys)
    try:
        async with store.unit() as unit:
            assert await unit.interviews.of("id-ada") == (an_interview(),)
            assert await unit.interviews.of("id-bea") == (an_interview("other", "bea"),)
            assert await unit.drafts.of("id-ada", NOW) == (a_draft(),)
    finally:
        await store.close()


def keys_in(folder: Path) -> list[str]:
    return (folder / "key").read_text().split()


async def test_with_a_key_file_a_fresh_key_comes_in_front_and_opens_everything_alone(tmp_path: Path) -> None:
    await seal_some(tmp_path)
    [old] = keys_in(tmp_path)
    assert await rotate(address(tmp_path), keys=(), key_file=tmp_path / "key") == SEALED
    new, kept = keys_in(tmp_path)
    assert kept == old
    assert new != old
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    await check_opened_by(tmp_path, new)
    with pytest.raises(SecretsError):
        await open_sqlite(tmp_path, old)


async def test_rotating_twice_adds_a_key_each_time(tmp_path: Path) -> None:
    await seal_some(tmp_path)
    for _ in range(2):
        assert await rotate(address(tmp_path), keys=(), key_file=tmp_path / "key") == SEALED
    newest, *older = keys_in(tmp_path)
    assert len(older) == 2
    await check_opened_by(tmp_path, newest)


async def test_with_keys_in_the_environment_the_first_seals_and_no_file_is_made(tmp_path: Path) -> None:
    new = Fernet.generate_key().decode()
    await seal_some(tmp_path, KEY)
    for _ in range(2):
        assert await rotate(address(tmp_path), keys=(new, KEY), key_file=tmp_path / "key") == SEALED
    await check_opened_by(tmp_path, new)
    assert not (tmp_path / "key").exists()


async def test_more_rows_than_a_batch_are_all_sealed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    new = Fernet.generate_key().decode()
    store = await open_sqlite(tmp_path)
    drafts = tuple(a_draft(f"{number:02}") for number in range(6))
    await fill(store)
    async with writing(store) as unit:
        for draft in drafts:
            await unit.drafts.put(draft)
    await store.close()
    assert await rotate(address(tmp_path), keys=(new, KEY), key_file=tmp_path / "key") == 6 + 2 + 1
    store = await open_sqlite(tmp_path, new)
    async with store.unit() as unit:
        assert await unit.drafts.of("id-ada", NOW) == drafts
    await store.close()


async def test_a_rotation_that_was_cut_off_leaves_everything_readable_and_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seal_some(tmp_path)
    sealed_again = rotation._table
    done: list[str] = []

    async def cut_off(engine: object, vault: object, table: object) -> int:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append("table")
        return await sealed_again(engine, vault, table)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_table", cut_off)
    with pytest.raises(KeyboardInterrupt):
        await rotate(address(tmp_path), keys=(), key_file=tmp_path / "key")
    await check_opened_by(tmp_path, *keys_in(tmp_path))
    monkeypatch.undo()
    assert await rotate(address(tmp_path), keys=(), key_file=tmp_path / "key") == SEALED
    await check_opened_by(tmp_path, keys_in(tmp_path)[0])


async def test_a_key_that_does_not_open_the_database_rotates_nothing(tmp_path: Path) -> None:
    await seal_some(tmp_path, KEY)
    wrong = Fernet.generate_key().decode()
    with pytest.raises(SecretsError):
        await rotate(address(tmp_path), keys=(wrong,), key_file=tmp_path / "key")
    with pytest.raises(SecretsError):
        await rotate(address(tmp_path), keys=(), key_file=tmp_path / "key")
    assert not (tmp_path / "key").exists()
    await check_opened_by(tmp_path, KEY)
