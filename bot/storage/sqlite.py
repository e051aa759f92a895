"""What is SQLite's alone: one file, one writer at a time."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from errno import ENOENT
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigurationError

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
PATIENCE = 10.0
"""Seconds that a connection tries to be set up, while others make the same new database."""


def open_engine(address: URL, file: Path | None, named: str) -> AsyncEngine:
    """Return an engine; `file` is made where it is missing, now and never again."""
    if file is not None:
        _make_private(file, named)
    # At DEBUG the driver logs every statement with its values; no setting of ours may turn that on.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    engine = create_async_engine(address, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _on_connect)
    if file is not None:
        _stay_with(engine, file)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _make_private(file: Path, named: str) -> None:
    """Create the folder and the file for their owner alone, before SQLite does it for everyone."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ConfigurationError(
            f"The database {file} cannot be opened ({error.strerror}). Name another place in {named}."
        ) from None


def _on_connect(connection: Any, _: Any) -> None:
    # The driver's own transaction control begins too late and too rarely; SQLAlchemy's "begin" does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        _set(connection, cursor, pragma)
    cursor.close()


def _set(connection: Any, cursor: Any, pragma: str) -> None:
    """Set it, again and again: the change to WAL fails at once, whatever the timeout, while another makes it too."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            connection.run_async(lambda _: asyncio.sleep(0.01))
        else:
            return


def _on_begin(connection: Any) -> None:
    # Every unit may come to write, and a read snapshot that is upgraded while another process has written
    # fails at once, whatever the timeout. Taking the write lock first makes units wait for each other instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _stay_with(engine: AsyncEngine, file: Path) -> None:
    """Fail rather than write to a file that was deleted or replaced: POSIX would let us, and all would be lost.

    Units work again once it is back. A copy put in its place is taken up by the next start alone, since it would be
    read with what the old one had not written back yet.
    """
    known = _identity(file)

    def check(*_: Any) -> None:
        if _identity(file) != known:
            raise FileNotFoundError(
                ENOENT, "the database was replaced by another; start Encore again", str(file)
            )

    event.listen(engine.sync_engine, "do_connect", check)  # SQLite would make an empty one
    event.listen(engine.sync_engine, "begin", check)


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
