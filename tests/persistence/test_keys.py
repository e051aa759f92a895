"""Where keys come from, who may read them, and what Encore says when one does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import ConfigurationError, SecretsError
from bot.storage.store import SqlStore, open_store
from bot.storage.vault import make_key_file
from tests.conftest import HeldClock, Person, open_anew
from tests.database import ROWS
from tests.persistence.samples import KEY, address, an_interview, fill, open_sqlite

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions are told apart on POSIX alone")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def key_file(folder: Path) -> Path:
    return folder / "config" / "key"


async def open_with_file(folder: Path) -> SqlStore:
    return await open_store(address(folder), keys=(), key_file=key_file(folder), kinds=ROWS)


async def made(folder: Path) -> str:
    """Make a database with a key file; return the key."""
    store = await open_with_file(folder)
    await fill(store)
    await store.close()
    return key_file(folder).read_text().strip()


async def refusal(folder: Path, *, keys: tuple[str, ...] = ()) -> str:
    with pytest.raises(SecretsError) as caught:
        await open_store(address(folder), keys=keys, key_file=key_file(folder), kinds=ROWS)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


@POSIX
async def test_database_and_key_are_their_owners_alone_and_lie_apart(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        async with open_anew(tmp_path, HeldClock()) as encore:
            await Person(encore, HeldClock()).live_in()
            files = files_in(tmp_path)
            assert {path.name for path in files} >= {"encore.db", "encore.db-wal", "key"}
            assert {mode(path) for path in files} == {0o600}
            assert {mode(path.parent) for path in files} == {0o700}
            assert {path.parent for path in files if path.name == "key"} == {tmp_path / "config"}
            assert not [path for path in (tmp_path / "data").iterdir() if "key" in path.name]
    finally:
        os.umask(before)


async def test_nothing_but_the_key_is_left_beside_it(tmp_path: Path) -> None:
    await made(tmp_path)
    assert [path.name for path in key_file(tmp_path).parent.iterdir()] == ["key"]


async def test_the_same_key_opens_the_database_again(tmp_path: Path) -> None:
    key = await made(tmp_path)
    store = await open_with_file(tmp_path)
    async with store.unit() as unit:
        assert await unit.interviews.of("id-ada") == (an_interview(),)
    await store.close()
    assert key_file(tmp_path).read_text().strip() == key


async def test_a_key_in_the_environment_makes_no_key_file(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path), keys=(KEY,), key_file=key_file(tmp_path), kinds=ROWS)
    await store.close()
    assert not key_file(tmp_path).exists()


async def test_a_key_in_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    key = await made(tmp_path)
    key_file(tmp_path).write_text(KEY)
    store = await open_store(address(tmp_path), keys=(key,), key_file=key_file(tmp_path), kinds=ROWS)
    await store.close()


async def test_the_environments_keys_reach_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Fernet.generate_key().decode()
    monkeypatch.setenv("ENCORE_SECRETS__KEYS", f"{newer}, {KEY}")
    async with open_anew(tmp_path, HeldClock()):
        pass
    assert not (tmp_path / "config").exists()
    monkeypatch.setenv("ENCORE_SECRETS__KEYS", KEY)
    with pytest.raises(SecretsError, match="does not open this database"):
        async with open_anew(tmp_path, HeldClock()):
            pass


@pytest.mark.parametrize("through", ["environment", "file"])
async def test_a_wrong_key_is_told_and_changes_nothing(tmp_path: Path, through: str) -> None:
    key = await made(tmp_path)
    if through == "file":
        key_file(tmp_path).write_text(KEY)
    said = await refusal(tmp_path, keys=(KEY,) if through == "environment" else ())
    assert said.startswith("This key does not open this database.")
    assert "ENCORE_SECRETS__KEYS" in said
    assert "ENCORE_SECRETS__KEY_FILE" in said
    assert KEY not in said
    assert key not in said
    store = await open_store(address(tmp_path), keys=(key,), key_file=key_file(tmp_path), kinds=ROWS)
    await store.close()


async def test_a_missing_key_file_is_never_replaced_by_a_fresh_one(tmp_path: Path) -> None:
    await made(tmp_path)
    key_file(tmp_path).unlink()
    said = await refusal(tmp_path)
    assert said.startswith(f"The key file {key_file(tmp_path)} is missing")
    assert "Put it back from your copy" in said
    assert not key_file(tmp_path).exists()


async def test_an_open_database_outlives_its_key_file(tmp_path: Path) -> None:
    store = await open_with_file(tmp_path)
    key_file(tmp_path).unlink()
    await fill(store)
    async with store.unit() as unit:
        assert await unit.interviews.of("id-ada") == (an_interview(),)
    await store.close()
    assert "is missing" in await refusal(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"not a key\n",
        KEY[:-4].encode(),
        KEY.encode() + b"\nrest",
        b"\xff\xfe\x00",
        KEY.encode() * 2,
    ],
    ids=["empty", "a blank line", "words", "cut off", "with a stray line", "bytes", "twice in one line"],
)
async def test_a_garbled_key_file_is_told_without_its_content(tmp_path: Path, content: bytes) -> None:
    await made(tmp_path)
    key_file(tmp_path).write_bytes(content)
    said = await refusal(tmp_path)
    assert str(key_file(tmp_path)) in said
    assert "key file" in said
    assert KEY[:20] not in said
    assert "stray" not in said
    assert key_file(tmp_path).read_bytes() == content


@POSIX
@pytest.mark.parametrize("loose", [0o640, 0o604, 0o660, 0o666])
async def test_a_key_file_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path, loose: int) -> None:
    key = await made(tmp_path)
    key_file(tmp_path).chmod(loose)
    said = await refusal(tmp_path)
    assert said.startswith(f"Others can read the key file {key_file(tmp_path)}.")
    assert f"chmod 600 '{key_file(tmp_path)}'" in said
    assert key not in said
    key_file(tmp_path).chmod(0o600)
    await (await open_with_file(tmp_path)).close()


async def test_a_folder_in_the_key_files_place_is_told(tmp_path: Path) -> None:
    key_file(tmp_path).mkdir(parents=True)
    assert "cannot be read" in await refusal(tmp_path)


async def test_a_file_in_the_key_folders_place_is_told(tmp_path: Path) -> None:
    key_file(tmp_path).parent.write_text("in the way")
    assert "ENCORE_SECRETS__KEY" in await refusal(tmp_path)


@pytest.mark.parametrize("bad", ["short", KEY[:-1], "é" * 44, f"{KEY}x"])
async def test_what_is_no_key_in_the_environment_is_told_without_it(tmp_path: Path, bad: str) -> None:
    said = await refusal(tmp_path, keys=(KEY, bad))
    assert "A key in ENCORE_SECRETS__KEYS is not a Fernet key" in said
    assert bad not in said
    assert KEY not in said


@pytest.mark.parametrize(
    "content", [b"These are not the bytes of a database." * 40, b"SQLite format 3\0" + b"\xff" * 4000]
)
async def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "encore.db").write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"encore\.db.* ENCORE_DATABASE__URL"):
        await open_sqlite(tmp_path)
    assert (tmp_path / "encore.db").read_bytes() == content


async def test_a_folder_in_the_databases_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "encore.db").mkdir()
    with pytest.raises(ConfigurationError, match="ENCORE_DATABASE__URL"):
        await open_sqlite(tmp_path)


def test_a_key_file_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    first = make_key_file(key_file(tmp_path))
    assert make_key_file(key_file(tmp_path)) == first
    assert [path.name for path in key_file(tmp_path).parent.iterdir()] == ["key"]


async def test_a_start_that_finds_another_key_in_force_when_it_comes_to_seal_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looked before the other start had sealed anything, and would write what the other cannot read."""

    async def nothing_yet(_: object) -> None:
        return None

    await (await open_sqlite(tmp_path)).close()
    monkeypatch.setattr("bot.storage.store.sealed_check", nothing_yet)
    assert "does not open this database" in await refusal(tmp_path, keys=(Fernet.generate_key().decode(),))
    await (await open_sqlite(tmp_path)).close()
