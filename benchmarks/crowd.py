"""Filling a database with members who are copies of one, under ids and names of their own."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

Values: TypeAlias = dict[str, str | int | None]

COPIED = ("members", "interviews", "reminders", "seen")
OF_A_FEW = frozenset({"reminders", "seen"})
BATCH = 20_000


def name_of(number: int) -> str:
    """Return the user id of a copy."""
    return f"user-{number}"


def multiply(database: Path, user: str, members: int, with_reminders: int) -> dict[str, int]:
    """Copy what `user` has to `members` new members; return how many rows each table holds then.

    Only the first `with_reminders` get the reminders, and the tips that were seen. What was sealed is copied as
    it is: one key opens it. Rows lie as scattered as those of people who come and go.
    """
    order = list(range(members))
    random.Random(2).shuffle(order)
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma synchronous=off")
        [[mine]] = connection.execute("select id from members where user = ?", [user])
        for table in COPIED:
            key = "id" if table == "members" else "member_id"
            originals: list[Values] = [
                dict(row) for row in connection.execute(f"select * from {table} where {key} = ?", [mine])
            ]
            numbers = [number for number in order if table not in OF_A_FEW or number < with_reminders]
            _insert(connection, table, originals, numbers)
        connection.execute("pragma wal_checkpoint(truncate)")
        counts = {table: f"select count(*) from {table}" for table in COPIED}
        return {table: connection.execute(count).fetchone()[0] for table, count in counts.items()}


def _insert(connection: sqlite3.Connection, table: str, originals: list[Values], numbers: list[int]) -> None:
    columns = ", ".join(f'"{name}"' for name in originals[0])
    places = ", ".join(f":{name}" for name in originals[0])
    statement = f"insert into {table} ({columns}) values ({places})"
    with connection:
        connection.executemany(statement, _copies(table, originals, numbers))


def _copies(table: str, originals: list[Values], numbers: Iterable[int]) -> Iterator[Values]:
    for number in numbers:
        for row in originals:
            copy = dict(row)
            for column in ("id", "member_id", "interview_id", "key"):
                if column in copy:
                    copy[column] = _id_of(str(row[column]), number)
            if table == "members":
                copy["user"] = name_of(number)
            yield copy


def _id_of(original: str, number: int) -> str:
    """Return an id as long and as random as the original."""
    return hashlib.blake2b(f"{original}-{number}".encode(), digest_size=len(original) // 2).hexdigest()
