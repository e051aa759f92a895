"""Sealing everything again with the newest key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import address_of, open_engine
from bot.storage.store import open_store
from bot.storage.tables import metadata
from bot.storage.types import Sealed
from bot.storage.vault import Vault, add_key

BATCH = 500


async def rotate(url: str, *, keys: tuple[str, ...], key_file: Path) -> int:
    """Seal every private column again with the newest key; return how many rows were sealed.

    Without `keys` a fresh key is first put in front of those in `key_file`. Safe to run twice, and safe to
    be cut off: what was not reached is still opened by the older key, which stays in its place.
    Raises SecretsError when the keys do not open the database.
    """
    store = await open_store(url, keys=keys, key_file=key_file, kinds={})
    await store.close()
    vault = Vault(keys or add_key(key_file))
    engine = open_engine(address_of(url))
    try:
        return sum([await _table(engine, vault, table) for table in metadata.sorted_tables])
    finally:
        await engine.dispose()


async def _table(engine: AsyncEngine, vault: Vault, table: Table) -> int:
    sealed = [column.name for column in table.c if isinstance(column.type, Sealed)]
    if not sealed:
        return 0
    keys = list(table.primary_key.columns)
    columns = [table.c[name] for name in sealed]
    # Locked, since what is written here must not undo what another process writes at the same time.
    every = select(*keys, *columns).where(or_(*(column.is_not(None) for column in columns))).order_by(*keys)
    page = every.limit(BATCH).with_for_update()
    this = update(table).where(*(key == bindparam(f"which_{key.name}") for key in keys))
    after: tuple[Any, ...] | None = None
    done = 0
    while True:
        following = page if after is None else page.where(tuple_(*keys) > tuple_(*after))
        async with engine.begin() as connection:
            rows = (await connection.execute(following)).mappings().all()
            for row in rows:
                again = {name: vault.seal_again(row[name]) for name in sealed if row[name] is not None}
                which = {f"which_{key.name}": row[key.name] for key in keys}
                await connection.execute(this.values(again), which)
        done += len(rows)
        if len(rows) < BATCH:
            return done
        after = tuple(rows[-1][key.name] for key in keys)
