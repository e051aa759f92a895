"""Opening the store: the database brought up to date, the key checked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.installations import KEPT_FOR
from bot.domain.owed import Owed
from bot.errors import SecretsError
from bot.ports import Beat
from bot.storage import replicas
from bot.storage.engine import POSTGRESQL, address_of, open_engine
from bot.storage.installations import purge_uninstalled
from bot.storage.session import upserting
from bot.storage.signals import watching
from bot.storage.tables import check, drafts, interviews, oauth_states, sheets
from bot.storage.trouble import explaining
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.storage.upkeep import upgrade
from bot.storage.vault import Vault, make_key_file, read_keys

NOTES_KEPT_FOR = timedelta(days=180)
BATCH = 500
CHECK = "encore"


class SqlStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, engine: AsyncEngine, vault: Vault, kinds: Mapping[str, type[Owed]]) -> None:
        self._engine = engine
        self._vault = vault
        self._kinds = kinds
        self._id = secrets.token_hex(8)

    def unit(self) -> SqlUnitOfWork:
        """Return a fresh unit of work."""
        return SqlUnitOfWork(self._engine, self._vault, self._kinds, self._id)

    def watch(self, callback: Callable[[], None]) -> AbstractAsyncContextManager[None]:
        """Call `callback` whenever another store on this database has written what is owed."""
        return watching(self._engine, self._id, callback)

    async def purge(self, now: datetime) -> int:
        """Delete what has had its time, and return how many rows that were.

        Drafts and states expire; notes and sheets go 180 days after their interview, and the members of a group 30 days
        after it was uninstalled.
        """
        async with self._engine.begin() as connection:
            expired = [
                await connection.execute(delete(table).where(table.c.expires_at <= now))
                for table in (drafts, oauth_states)
            ]
        purged = sum(result.rowcount for result in expired)
        purged += await purge_uninstalled(self._engine, now - KEPT_FOR, BATCH)
        return purged + await self._empty_notes(now - NOTES_KEPT_FOR)

    async def beat(self, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
        """Take part in sharing budgets out; beside a file, which one process delivers from, there is nobody else."""
        if self._engine.dialect.name != POSTGRESQL:
            return Beat(1, {})
        return await replicas.beat(self._engine, replica, lasts, asked)

    async def leave(self, replica: str) -> None:
        """Take part no longer."""
        if self._engine.dialect.name == POSTGRESQL:
            await replicas.leave(self._engine, replica)

    async def close(self) -> None:
        """Give everything back."""
        await self._engine.dispose()

    async def _empty_notes(self, before: datetime) -> int:
        old = (
            select(interviews.c.id, interviews.c.member_id, interviews.c.private)
            .where(interviews.c.notes_kept, interviews.c.starts_at < before)
            .limit(BATCH)
            .with_for_update(key_share=True)
        )
        emptied = 0
        while True:
            async with self._engine.begin() as connection:
                rows = (await connection.execute(old)).all()
                for identifier, owner, sealed in rows:
                    private = self._vault.open_json(sealed)
                    emptied += bool(private["notes"])
                    private["notes"] = ""
                    written = delete(sheets).where(
                        sheets.c.member_id == owner, sheets.c.interview_id == identifier
                    )
                    emptied += (await connection.execute(written)).rowcount
                    await connection.execute(
                        update(interviews)
                        .where(interviews.c.id == identifier)
                        .values(private=self._vault.seal_json(private), notes_kept=False)
                    )
            if len(rows) < BATCH:
                return emptied


async def open_store(
    url: str, *, keys: tuple[str, ...], key_file: Path, kinds: Mapping[str, type[Owed]]
) -> SqlStore:
    """Open the database at `url`, creating it or bringing it up to date, and check that the key opens it.

    `keys` win over `key_file`; the file is made only for a database that has no key yet. `kinds` are what rows owed
    are read as, by the names of their kinds.
    Raises SecretsError or ConfigurationError, each saying what to do.
    """
    address = address_of(url)
    engine = open_engine(address)
    try:
        with explaining(address):
            await upgrade(engine)
            sealed = await sealed_check(engine)
            may_make_one = sealed is None and address.get_backend_name() != POSTGRESQL
            vault = Vault(keys or _keys_in(key_file, may_make_one=may_make_one, needed=sealed is not None))
            vault.open(sealed or await _write_check(engine, vault))
    except BaseException:
        await engine.dispose()
        raise
    return SqlStore(engine, vault, kinds)


def _keys_in(key_file: Path, *, may_make_one: bool, needed: bool) -> tuple[str, ...]:
    """Return the keys of the key file, which is made only where nothing was ever sealed, and beside a file alone.

    A server outlives the machines that use it, and several of them share it: they are given their key.
    """
    if key_file.exists() or needed:
        return read_keys(key_file)
    if may_make_one:
        return make_key_file(key_file)
    raise SecretsError(
        "With PostgreSQL the key comes from you, since all that run Encore on one database need the same: set "
        "ENCORE_SECRETS__KEYS, or name a key file in ENCORE_SECRETS__KEY_FILE. docs/configuration.md shows how to "
        "make a key; keep a copy of it apart from the database."
    )


async def sealed_check(engine: AsyncEngine) -> str | None:
    """Return the sealed word that tells the right key from a wrong one, or None in a new database."""
    async with engine.begin() as connection:
        return (await connection.execute(select(check.c.sealed))).scalar()


async def _write_check(engine: AsyncEngine, vault: Vault) -> str:
    """Seal the word of a new database; return what is there, should another start have been quicker."""
    insert = upserting(check, engine.dialect.name).values(id=1, sealed=vault.seal(CHECK))
    async with engine.begin() as connection:
        await connection.execute(insert.on_conflict_do_nothing())
        there: str = (await connection.execute(select(check.c.sealed))).scalar_one()
        return there
