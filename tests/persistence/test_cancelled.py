"""Whoever is cancelled in the middle of a unit, as a completion is by the next key, holds nobody else up."""

from __future__ import annotations

import asyncio
import random
import warnings

from bot.storage.store import SqlStore
from tests.persistence.samples import NOW, fill

ROUNDS = 150


async def a_unit(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.notes.set("offset", "1")
        await unit.interviews.of("id-ada")
        await unit.practice.seen("id-ada", "tip")
        await unit.commit()


async def test_a_unit_that_is_cancelled_anywhere_leaves_no_lock_and_no_connection(
    sql_store: SqlStore,
) -> None:
    await fill(sql_store)
    rng = random.Random(7)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number in range(ROUNDS):
            broken_off = asyncio.create_task(a_unit(sql_store))
            await asyncio.sleep(rng.random() * 0.004)
            broken_off.cancel()
            await asyncio.gather(broken_off, return_exceptions=True)
            async with asyncio.timeout(5), sql_store.unit() as unit:
                await unit.notes.set("number", str(number))
                await unit.practice.see("id-ada", "tip", f"tip-{number}", NOW)
                await unit.commit()
    assert sql_store._engine.pool.checkedout() == 0
    async with sql_store.unit() as unit:
        assert len(await unit.practice.seen("id-ada", "tip")) == ROUNDS
