"""Bringing a database up to date."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import ConfigurationError
from bot.storage.engine import POSTGRESQL

HEAD = "0007"
"""The newest revision; a test holds it equal to the scripts'."""
SCRIPTS = Path(__file__).with_name("migrations")
TURN = 0x656E636F7265
"""The number of the advisory lock that one of several starts holds: "encore"."""
ASK_AGAIN = 0.1
"""Seconds."""


async def upgrade(engine: AsyncEngine) -> str | None:
    """Run the migrations that a database lacks; return the revision that it had, None for one without tables.

    Of several that start at once one runs them, and the others find it done. Raises ConfigurationError for a database
    from a newer Encore. One that is up to date costs one look: importing Alembic takes longer than the rest of a start.
    """
    async with engine.begin() as connection:
        version = await connection.run_sync(_version)
    if version == HEAD:
        return version
    if version is not None and version > HEAD:
        raise ConfigurationError(
            f"This database was written by a newer Encore (revision {version}; this one knows {HEAD}). "
            "Install that version again."
        )
    async with engine.begin() as connection:
        await _take_turn(connection)
        await connection.run_sync(_run)
    return version


async def _take_turn(connection: AsyncConnection) -> None:
    """Wait until nobody else migrates; on SQLite whoever has begun a transaction has the file to itself already."""
    if connection.dialect.name == POSTGRESQL:
        # Asked again and again, since no statement may wait for as long as a migration may take.
        while True:
            if await connection.scalar(select(func.pg_try_advisory_xact_lock(TURN))):
                return
            await asyncio.sleep(ASK_AGAIN)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - heavy, and seldom needed
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
