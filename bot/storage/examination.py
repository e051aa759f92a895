"""Looking at a database without making it, mending it or bringing it up to date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import column, inspect, select, table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.delivery_status import Standing, standing
from bot.storage.engine import POSTGRESQL, VARIABLE, address_of, file_of, open_engine
from bot.storage.migrate import HEAD
from bot.storage.tables import check
from bot.storage.trouble import explaining, place_of

REVISION = table("alembic_version", column("version_num"))


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. `file` is SQLite's; `revision` is None where no database was made yet.

    `kind` is SQLite or PostgreSQL, `place` is where it lies, without a password.
    `sealed` is the word that tells the right key from a wrong one. `standing` is there where it was asked for, and
    the tables are those that this Encore knows.
    """

    kind: str
    place: str
    file: Path | None
    revision: str | None = None
    sealed: str | None = None
    standing: Standing | None = None

    @property
    def up_to_date(self) -> bool:
        """Whether it has the tables that this Encore writes to."""
        return self.revision == HEAD

    @property
    def too_new(self) -> bool:
        """Whether a newer Encore has written to it."""
        return self.revision is not None and self.revision > HEAD


async def examine(url: str, named: str = VARIABLE, *, now: datetime | None = None) -> Examination:
    """Open the database, read what tells its state, and try a write that is taken back.

    With `now` (aware) it is also told how delivery stands.
    Raises ConfigurationError when that cannot be done; it tells where the address was `named`.
    """
    address = address_of(url, named)
    file = file_of(address)
    kind = "PostgreSQL" if address.get_backend_name() == POSTGRESQL else "SQLite"
    found = Examination(kind, place_of(address), file)
    if file is not None and (not file.exists() or file.stat().st_size == 0):
        return found
    engine = open_engine(address, named)
    try:
        with explaining(address, named):
            async with engine.connect() as connection:
                return await _read(connection, found, now)
    finally:
        await engine.dispose()


async def _read(connection: AsyncConnection, found: Examination, now: datetime | None) -> Examination:
    if not await connection.run_sync(lambda plain: inspect(plain).has_table(REVISION.name)):
        return found
    revision: str | None = (await connection.execute(select(REVISION.c.version_num))).scalar()
    await connection.execute(update(REVISION).values(version_num=REVISION.c.version_num))
    sealed: str | None = (await connection.execute(select(check.c.sealed))).scalar()
    found = replace(found, revision=revision, sealed=sealed)
    if now is not None and found.up_to_date:
        found = replace(found, standing=await standing(connection, now))
    await connection.rollback()
    return found
