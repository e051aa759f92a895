"""Bringing a database up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import ConfigurationError

HEAD = "0003"
"""The newest revision; a test holds it equal to the scripts'."""
SCRIPTS = Path(__file__).with_name("migrations")


async def upgrade(engine: AsyncEngine) -> None:
    """Run the migrations that a database lacks. Raises ConfigurationError for one from a newer Encore.

    A database that is up to date costs one look: importing Alembic takes longer than the rest of a start.
    """
    async with engine.begin() as connection:
        version = await connection.run_sync(_version)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise ConfigurationError(
            f"This database was written by a newer Encore (revision {version}; this one knows {HEAD}). "
            "Install that version again."
        )
    async with engine.begin() as connection:
        await connection.run_sync(_run)


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
