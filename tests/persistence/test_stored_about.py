"""What members say of themselves lies sealed, and nothing lies there when nothing was said."""

from __future__ import annotations

from dataclasses import replace

from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.domain.members import Audience
from bot.ports import Store
from bot.storage.mapping import MEMBERS
from bot.storage.store import SqlStore
from bot.storage.tables import members
from bot.storage.vault import Vault
from tests.persistence.samples import a_member


async def test_it_comes_back(store: Store) -> None:
    member = a_member()
    told = replace(
        member, preferences=replace(member.preferences, audience=Audience.NEURODIVERGENT, region="de")
    )
    async with store.unit() as unit:
        await unit.members.add(told)
        await unit.commit()
    async with store.unit() as unit:
        assert await unit.members.get(told.ref) == told
        await unit.members.save(member)
        await unit.commit()
    async with store.unit() as unit:
        assert await unit.members.by_id(member.id) == member


async def test_nothing_said_is_nothing_stored(sql_store: SqlStore) -> None:
    async with sql_store.unit() as unit:
        await unit.members.add(a_member())
        await unit.commit()
    async with sql_store._engine.connect() as connection:
        row = (await connection.execute(select(members))).mappings().one()
    assert row["about"] is None


def test_what_is_sealed_tells_nothing_to_who_has_no_key() -> None:
    vault = Vault([Fernet.generate_key().decode()])
    member = a_member()
    told = replace(member, preferences=replace(member.preferences, audience=Audience.NEURODIVERGENT))
    values = MEMBERS.values(told, vault)
    assert "neurodivergent" not in str(values)
    assert MEMBERS.read(values, vault) == told
