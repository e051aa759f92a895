"""Installations in the store: tokens sealed, an uninstalled group forgotten after 30 days, states used once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from bot.domain.installations import STATE_KEPT_FOR, Installation, NotInstalled
from bot.domain.members import Member, MemberRef, Platform
from bot.errors import Scope, Transient
from bot.ports import Store
from bot.storage.rotate import rotate
from bot.storage.store import SqlStore
from bot.storage.tables import metadata
from tests.cases import change, step
from tests.database import Database
from tests.persistence.samples import (
    DAY,
    HOUR,
    KEY,
    NOW,
    a_draft,
    a_member,
    a_reminder,
    an_interview,
    writing,
)  # fmt: skip

SLACK = Platform.SLACK
SECOND = timedelta(seconds=1)
LONG = "xoxb-zqxtoken" + "y" * 2000
"""Longer than any column of a fixed width that a library would make for it."""


def an_installation(workspace: str = "T1", **changes: Any) -> Installation:
    installation = Installation(
        platform=SLACK,
        workspace=workspace,
        bot=f"B-{workspace}",
        bot_user=f"U-{workspace}",
        token=LONG,
        refresh_token="xoxe-zqxrefresh",
        expires_at=NOW + 12 * HOUR,
        installed_at=NOW,
    )
    return replace(installation, **changes)


def on_slack(name: str, workspace: str = "T1") -> Member:
    return a_member(name, ref=MemberRef(SLACK, workspace, name), group=workspace)


async def install(store: Store, installation: Installation | None = None) -> None:
    async with writing(store) as unit:
        await unit.installations.put(installation or an_installation())


async def uninstall(store: Store, workspace: str = "T1") -> None:
    async with writing(store) as unit:
        await unit.installations.uninstall(SLACK, workspace, NOW)


async def found(store: Store, workspace: str = "T1") -> Installation | None:
    async with store.unit() as unit:
        return await unit.installations.get(SLACK, workspace)


async def members_left(store: Store, *names: str) -> set[str]:
    async with store.unit() as unit:
        return {name for name in names if await unit.members.by_id(f"id-{name}")}


# Keeping


async def test_what_is_put_comes_back_whole(store: Store) -> None:
    bare = an_installation("T2", refresh_token="", expires_at=None)
    await install(store)
    await install(store, bare)
    assert await found(store) == an_installation(revision=1)
    assert await found(store, "T2") == replace(bare, revision=1)
    assert await found(store, "T3") is None
    async with store.unit() as unit:
        assert {item.workspace for item in await unit.installations.of(SLACK)} == {"T1", "T2"}
        assert await unit.installations.of(Platform.DISCORD) == ()
        assert await unit.installations.get(SLACK, "T1", lock=True) == an_installation(revision=1)


async def test_every_write_counts_a_revision_of_its_row_alone(store: Store) -> None:
    await install(store)
    await install(store, an_installation("T2"))
    await install(store, an_installation(token="xoxb-next"))
    async with store.unit() as unit:
        assert dict(await unit.installations.revisions(SLACK)) == {"T1": 2, "T2": 1}
        assert await unit.installations.revisions(Platform.DISCORD) == {}
    await uninstall(store)
    async with store.unit() as unit:
        assert dict(await unit.installations.revisions(SLACK)) == {"T1": 3, "T2": 1}


async def test_uninstalling_drops_the_tokens_at_once(store: Store) -> None:
    await install(store)
    await install(store, an_installation("T2"))
    await uninstall(store)
    gone = await found(store)
    assert gone == an_installation(
        token="", refresh_token="", expires_at=None, uninstalled_at=NOW, revision=2
    )
    assert not gone.live
    assert await found(store, "T2") == an_installation("T2", revision=1)


async def test_a_second_uninstalling_does_not_put_off_the_end(store: Store) -> None:
    await install(store)
    await uninstall(store)
    async with writing(store) as unit:
        await unit.installations.uninstall(SLACK, "T1", NOW + DAY)
    gone = await found(store)
    assert gone is not None
    assert gone.uninstalled_at == NOW


async def test_late_news_of_an_older_installation_changes_nothing(store: Store) -> None:
    again = an_installation(installed_at=NOW + HOUR)
    await install(store, again)
    await uninstall(store)
    assert await found(store) == replace(again, revision=1)


def test_an_installation_shows_no_token() -> None:
    assert "zqx" not in repr(an_installation())
    assert "T1" in repr(an_installation())


def test_what_is_not_installed_is_tried_again_and_no_reason_to_give_members_up() -> None:
    error = NotInstalled("T1")
    assert isinstance(error, LookupError)
    assert isinstance(error, Transient)
    assert error.scope is Scope.WORKSPACE
    assert str(error) == "not installed in T1"


def test_newer_is_what_was_written_since_or_installed_anew() -> None:
    first = an_installation(revision=2)
    assert replace(first, revision=3).newer_than(first)
    assert not first.newer_than(replace(first, revision=3))
    assert not first.newer_than(first)
    assert replace(first, revision=1, installed_at=NOW + 31 * DAY).newer_than(first)


# Sealing


async def test_tokens_and_states_are_kept_nowhere_in_the_clear(database: Database) -> None:
    store = await database.open()
    await install(store)
    async with writing(store) as unit:
        await unit.installations.issue_state("zqxstate", NOW + HOUR)
    kept = database.stored()
    await store.close()
    assert b"B-T1" in kept
    assert b"zqx" not in kept


async def test_a_new_key_seals_tokens_again_and_leaves_what_has_none(database: Database) -> None:
    new = Fernet.generate_key().decode()
    store = await database.open()
    for number in range(4):
        await install(store, an_installation(f"T{number}"))
    await install(store, an_installation("T4", refresh_token="", expires_at=None))
    await uninstall(store, "T2")
    await store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.storage.rotate.BATCH", 2)
        assert await rotate(database.url, keys=(new, KEY), key_file=database.key_file) == 4 + 1
    store = await database.open(new)
    try:
        for number in (0, 1, 3):
            assert await found(store, f"T{number}") == an_installation(f"T{number}", revision=1)
        gone, bare = await found(store, "T2"), await found(store, "T4")
        assert gone is not None
        assert bare is not None
        assert (gone.token, bare.token, bare.refresh_token) == ("", LONG, "")
    finally:
        await store.close()


# States


async def test_a_state_is_good_once(store: Store) -> None:
    async with writing(store) as unit:
        await unit.installations.issue_state("one", NOW + STATE_KEPT_FOR)
        await unit.installations.issue_state("two", NOW + STATE_KEPT_FOR)
    answers = []
    for state in ("one", "one", "two", "three"):
        async with writing(store) as unit:
            answers.append(await unit.installations.consume_state(state, NOW))
    assert answers == [True, False, True, False]


async def test_a_state_is_good_for_ten_minutes(store: Store) -> None:
    async with writing(store) as unit:
        for state in ("in time", "late"):
            await unit.installations.issue_state(state, NOW + STATE_KEPT_FOR)
    until = NOW + timedelta(minutes=10)
    async with writing(store) as unit:
        assert await unit.installations.consume_state("in time", until - SECOND)
        assert not await unit.installations.consume_state("late", until)
    assert await store.purge(until) == 1
    assert await store.purge(until) == 0


# Purging


async def test_a_groups_members_go_30_days_after_it_was_uninstalled_and_nobody_elses(store: Store) -> None:
    await install(store)
    await install(store, an_installation("T2"))
    elsewhere = a_member("eve", ref=MemberRef(Platform.TERMINAL, "T1", "eve"))
    async with writing(store) as unit:
        for member in (on_slack("ada"), on_slack("ben"), on_slack("cat", "T2"), elsewhere):
            await unit.members.add(member)
    await uninstall(store)
    names = ("ada", "ben", "cat", "eve")
    assert await store.purge(NOW + 30 * DAY - SECOND) == 0
    assert await members_left(store, *names) == set(names)
    assert await store.purge(NOW + 30 * DAY) == 2
    assert await members_left(store, *names) == {"cat", "eve"}
    assert await found(store) is None
    assert await found(store, "T2") == an_installation("T2", revision=1)
    assert await store.purge(NOW + 30 * DAY) == 0


async def test_everything_of_theirs_goes_along(sql_store: SqlStore) -> None:
    row = a_reminder()
    await install(sql_store)
    async with writing(sql_store) as unit:
        await unit.members.add(on_slack("ada"))
        await unit.interviews.add(an_interview(notes=""))
        await unit.owed.put([row])
        await change(unit, step("in-first"))
        await unit.drafts.put(a_draft(saved_at=NOW + 30 * DAY))
        await unit.practice.see("id-ada", "tip", "tip-a", NOW)
        await unit.practice.save("id-ada", "tip-a", NOW)
        await unit.inbox.add("id-ada", row.key, NOW)
    await uninstall(sql_store)
    assert await sql_store.purge(NOW + 30 * DAY) == 1
    left = set()
    async with sql_store._engine.connect() as connection:
        for table in metadata.sorted_tables:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                left.add(table.name)
    assert left == {"key_check"}


async def test_installing_again_within_30_days_keeps_everything(store: Store) -> None:
    await install(store)
    async with writing(store) as unit:
        await unit.members.add(on_slack("ada"))
    await uninstall(store)
    await install(store, an_installation(installed_at=NOW + 29 * DAY))
    assert await store.purge(NOW + 400 * DAY) == 0
    assert await members_left(store, "ada") == {"ada"}
    again = await found(store)
    assert again is not None
    assert again.live
    assert again.uninstalled_at is None


async def test_a_group_larger_than_a_batch_goes_whole(
    sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.store.BATCH", 2)
    names = ("ada", "ben", "cat", "dan")
    for workspace in ("T1", "T2"):
        await install(sql_store, an_installation(workspace))
        await uninstall(sql_store, workspace)
    async with writing(sql_store) as unit:
        for name in names:
            await unit.members.add(on_slack(name))
        await unit.members.add(on_slack("eve", "T2"))
    assert await sql_store.purge(NOW + 30 * DAY) == 5
    assert await members_left(sql_store, *names, "eve") == set()
    assert await found(sql_store) is None
    assert await found(sql_store, "T2") is None
