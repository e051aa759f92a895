"""Opening the store: the database brought up to date, the key checked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.installations import KEPT_FOR
from bot.errors import ConfigurationError
from bot.storage.engine import address_of, open_engine
from bot.storage.installations import purge_uninstalled
from bot.storage.keys import make_key_file, read_keys
from bot.storage.migrate import upgrade
from bot.storage.tables import check, drafts, interviews, oauth_states
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.storage.vault import Vault

NOTES_KEPT_FOR = timedelta(days=180)
BATCH = 500
CHECK = "encore"


class SqlStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def unit(self) -> SqlUnitOfWork:
        """Return a fresh unit of work."""
        return SqlUnitOfWork(self._engine, self._vault)

    async def purge(self, now: datetime) -> int:
        """Delete what has had its time, and return how many rows that were.

        Drafts and states expire; notes go 180 days after their interview, and the members of a group 30 days
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

    async def close(self) -> None:
        """Give everything back."""
        await self._engine.dispose()

    async def _empty_notes(self, before: datetime) -> int:
        old = (
            select(interviews.c.id, interviews.c.private)
            .where(interviews.c.notes_kept, interviews.c.starts_at < before)
            .limit(BATCH)
        )
        emptied = 0
        while True:
            async with self._engine.begin() as connection:
                rows = (await connection.execute(old)).all()
                for identifier, sealed in rows:
                    private = {**json.loads(self._vault.open(sealed)), "notes": ""}
                    await connection.execute(
                        update(interviews)
                        .where(interviews.c.id == identifier)
                        .values(private=self._vault.seal_json(private), notes_kept=False)
                    )
            emptied += len(rows)
            if len(rows) < BATCH:
                return emptied


async def open_store(url: str, *, keys: tuple[str, ...], key_file: Path) -> SqlStore:
    """Open the database at `url`, creating it or bringing it up to date, and check that the key opens it.

    `keys` win over `key_file`; the file is made only for a database that has no key yet.
    Raises SecretsError or ConfigurationError, each saying what to do.
    """
    address = address_of(url)
    engine = open_engine(address)
    try:
        await upgrade(engine)
        sealed = await sealed_check(engine)
        vault = Vault(keys or _keys_in(key_file, new_database=sealed is None))
        vault.open(sealed or await _write_check(engine, vault))
    except DatabaseError:
        await engine.dispose()
        raise ConfigurationError(
            f"The database {address.database} cannot be used: it is damaged, full, locked by another program, "
            "or no database. Put it back from your copy, or name another place in ENCORE_DATABASE__URL."
        ) from None
    except BaseException:
        await engine.dispose()
        raise
    return SqlStore(engine, vault)


def _keys_in(key_file: Path, *, new_database: bool) -> tuple[str, ...]:
    """Return the keys of the key file, which is made only where nothing was ever sealed."""
    if new_database and not key_file.exists():
        return make_key_file(key_file)
    return read_keys(key_file)


async def sealed_check(engine: AsyncEngine) -> str | None:
    """Return the sealed word that tells the right key from a wrong one, or None in a new database."""
    async with engine.begin() as connection:
        return (await connection.execute(select(check.c.sealed))).scalar()


async def _write_check(engine: AsyncEngine, vault: Vault) -> str:
    """Seal the word of a new database; return what is there, should another start have been quicker."""
    async with engine.begin() as connection:
        there: str | None = (await connection.execute(select(check.c.sealed))).scalar()
        if there is not None:
            return there
        sealed = vault.seal(CHECK)
        await connection.execute(insert(check).values(id=1, sealed=sealed))
        return sealed
