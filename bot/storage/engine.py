"""Opening the database; whatever is SQLite's alone stands here."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigurationError

DRIVERS = {"sqlite": "sqlite+aiosqlite"}
PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def address_of(url: str) -> URL:
    """Return the address with its async driver. Raises ConfigurationError for one that cannot be used."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError(
            "ENCORE_DATABASE__URL is not a database address. For example: sqlite:////home/you/encore.db"
        ) from None
    backend = parsed.get_backend_name()
    if backend not in DRIVERS:
        raise ConfigurationError(
            f"ENCORE_DATABASE__URL names {backend}; this release stores in sqlite alone."
        )
    return parsed.set(drivername=DRIVERS[backend])


def file_of(address: URL) -> Path | None:
    """Return the file of an SQLite database, or None for one in memory."""
    name = address.database
    return None if not name or name == ":memory:" else Path(name)


def open_engine(address: URL) -> AsyncEngine:
    """Return an engine whose errors never show what was stored."""
    file = file_of(address)
    if file is not None:
        _make_private(file)
    # At DEBUG the driver logs every statement with its values; no setting of ours may turn that on.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    engine = create_async_engine(address, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _make_private(file: Path) -> None:
    """Create the folder and the file for their owner alone, before SQLite does it for everyone."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ConfigurationError(
            f"The database {file} cannot be opened ({error.strerror}). Name another place in ENCORE_DATABASE__URL."
        ) from None


def _on_connect(connection: Any, _: Any) -> None:
    # The driver's own transaction control begins too late and too rarely; SQLAlchemy's "begin" does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    # Every unit may come to write, and a read snapshot that is upgraded while another process has written
    # fails at once, whatever the timeout. Taking the write lock first makes units wait for each other instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
