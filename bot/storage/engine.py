"""Opening the database that an address names."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import ConfigurationError

VARIABLE = "ENCORE_DATABASE__URL"
POSTGRESQL, SQLITE = "postgresql", "sqlite"
BACKENDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}
DRIVERS = {SQLITE: "sqlite+aiosqlite", POSTGRESQL: "postgresql+asyncpg"}


def address_of(url: str, named: str = VARIABLE) -> URL:
    """Return the address with its async driver.

    Raises ConfigurationError for one that cannot be used; it tells where the address was `named`, never the address.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigurationError(
            f"{named} is not a database address. For example: sqlite:////home/you/encore.db or "
            "postgresql://user:password@host/encore (in a password, @ : / % are written %40 %3A %2F %25)."
        ) from None
    backend = BACKENDS.get(parsed.get_backend_name())
    if backend is None:
        raise ConfigurationError(
            f"{named} names {parsed.get_backend_name()}; Encore stores in sqlite or postgresql."
        )
    address = parsed.set(drivername=DRIVERS[backend])
    if backend == POSTGRESQL:
        from bot.storage.postgresql import with_known_options  # noqa: PLC0415 - SQLite never needs it

        return with_known_options(address, named)
    return address


def file_of(address: URL) -> Path | None:
    """Return the file of an SQLite database, or None for one in memory or on a server."""
    name = address.database
    if address.get_backend_name() != SQLITE or not name or name == ":memory:":
        return None
    return Path(name)


def open_engine(address: URL, named: str = VARIABLE) -> AsyncEngine:
    """Return an engine whose errors never show what was stored; an SQLite file is made where there is none.

    Raises ConfigurationError where that cannot be; it tells where the address was `named`.
    """
    if address.get_backend_name() == POSTGRESQL:
        from bot.storage import postgresql  # noqa: PLC0415 - SQLite never needs it

        return postgresql.open_engine(address)
    from bot.storage import sqlite  # noqa: PLC0415 - its counterpart

    return sqlite.open_engine(address, file_of(address), named)
