"""The least that dispatching takes: the claims and marks that the engine makes, by hand on the bare drivers.

What is due is listed, leased in batches, noted as about to leave and marked as sent, in as many rows a transaction as
the engine takes. Nothing is shared out between groups, retried or called off meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]

from benchmarks.burst import interview, member, reminder
from benchmarks.databases import file_at
from benchmarks.member import NOW
from bot.delivery.engine import BATCH, LISTED
from bot.delivery.fair_queue import WORKERS
from bot.domain.members import Platform
from bot.ports import Catalog
from bot.services.reminders import view_of
from bot.storage.sqlite import PRAGMAS
from bot.storage.types import EPOCH, MICROSECOND
from bot.storage.vault import Vault
from bot.views.blocks import present
from tests.prepared import KEY

LayOut: TypeAlias = Callable[[str], object]
"""Lays out a message, given the sealed words of an interview."""
LEASE = timedelta(minutes=2)
READ = """
SELECT i.private, r.*, m.*, i.* FROM owed r
JOIN members m ON m.id = r.member_id JOIN interviews i ON i.id = r.subject
WHERE r.key {keys} ORDER BY r.useful_until, r.due_at, r.key
"""
LIST = """
SELECT key FROM owed WHERE status = 'pending' AND held_until <= {}
ORDER BY useful_until, due_at, key LIMIT {}
"""


def nothing(_: str) -> None:
    """Lay nothing out."""


def laying_out(catalog: Catalog) -> LayOut:
    """Return what opens an interview's words and lays out the message that the engine sends."""
    vault = Vault([KEY])
    one = (member(0, Platform.SLACK, "G0"), interview(0), reminder(0))

    def lay_out(sealed: str) -> None:
        vault.open_json(sealed)
        present(view_of(catalog, *one, NOW))

    return lay_out


def on_sqlite(url: str, lay_out: LayOut) -> int:
    """Dispatch all that is due in an SQLite file; return how many that were."""
    now, until = ((moment - EPOCH) // MICROSECOND for moment in (NOW, NOW + LEASE))
    sent = 0
    these = "IN (SELECT value FROM json_each(?))"
    with closing(sqlite3.connect(file_at(url), isolation_level=None)) as db:
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        while due := [key for (key,) in db.execute(LIST.format("?", "?"), (now, LISTED))]:
            for batch in _parts(due, BATCH):
                keys = json.dumps(batch)
                with _transaction(db):
                    db.execute(
                        "UPDATE owed SET held_until = ?, owner = 'me', attempts = attempts + 1 "
                        f"WHERE key {these} AND status = 'pending' AND held_until <= ?",
                        (until, keys, now),
                    )
                    rows = db.execute(READ.format(keys=these), (keys,)).fetchall()
                for row in rows:
                    lay_out(row[0])
                for some in _parts(batch, WORKERS):
                    with _transaction(db):
                        db.execute(
                            f"UPDATE owed SET attempted_at = ? WHERE key {these} AND status = 'pending'",
                            (now, json.dumps(some)),
                        )
                    with _transaction(db):
                        db.executemany(
                            "UPDATE owed SET status = 'sent', sent_at = ?, receipt = '1' WHERE key = ?",
                            [(now, key) for key in some],
                        )
                    sent += len(some)
    return sent


async def on_postgresql(url: str, lay_out: LayOut) -> int:
    """Dispatch all that is due on a PostgreSQL server; return how many that were."""
    sent = 0
    db = await asyncpg.connect(url)
    while due := [row[0] for row in await db.fetch(LIST.format("$1", "$2"), NOW, LISTED)]:
        for batch in _parts(due, BATCH):
            async with db.transaction():
                held = await db.fetch(
                    "SELECT key FROM owed WHERE key = ANY ($1) AND status = 'pending' AND held_until <= $2 "
                    "FOR NO KEY UPDATE SKIP LOCKED",
                    batch,
                    NOW,
                )
                keys = [row[0] for row in held]
                await db.execute(
                    "UPDATE owed SET held_until = $1, owner = 'me', attempts = attempts + 1 "
                    "WHERE key = ANY ($2)",
                    NOW + LEASE,
                    keys,
                )
                rows = await db.fetch(READ.format(keys="= ANY ($1)"), keys)
            for row in rows:
                lay_out(row[0])
            for some in _parts(keys, WORKERS):
                await db.execute(
                    "UPDATE owed SET attempted_at = $1 WHERE key = ANY ($2) AND status = 'pending'",
                    NOW,
                    some,
                )
                await db.executemany(
                    "UPDATE owed SET status = 'sent', sent_at = $1, receipt = '1' WHERE key = $2",
                    [(NOW, key) for key in some],
                )
                sent += len(some)
    await db.close()
    return sent


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    yield
    db.execute("COMMIT")


def _parts(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
