"""What is SQLite's alone: one file, one writer at a time."""

from __future__ import annotations

import logging
import os
from errno import ENOENT
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigurationError

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
OPENED = "encore_file"


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
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    # Every unit may come to write, and a read snapshot that is upgraded while another process has written
    # fails at once, whatever the timeout. Taking the write lock first makes units wait for each other instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _stay_with(engine: AsyncEngine, file: Path) -> None:
    """Fail rather than write to a file that was deleted or replaced: POSIX would let us, and all would be lost.

    Units work again once the file is there.
    """

    def on_connecting(*_: Any) -> None:
        _identity(file)  # SQLite would make an empty one

    def on_connected(_: Any, record: Any) -> None:
        record.info[OPENED] = _identity(file)

    def on_begin(connection: Any) -> None:
        try:
            replaced = _identity(file) != connection.info[OPENED]
        except FileNotFoundError:
            replaced = True
        if replaced:
            connection.invalidate()
            raise FileNotFoundError(ENOENT, "the database file was deleted or replaced", str(file))

    event.listen(engine.sync_engine, "do_connect", on_connecting)
    event.listen(engine.sync_engine, "connect", on_connected)
    event.listen(engine.sync_engine, "begin", on_begin)


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
