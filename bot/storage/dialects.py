"""The one place where the dialects differ in the statements that repositories use."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite


def insert_into(table: Table, dialect: str) -> sqlite.Insert:
    """Return an INSERT that can go on to ON CONFLICT, which both dialects spell alike."""
    if dialect == "postgresql":
        # Imported where it is used: it takes longer than all of SQLite's part.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)  # type: ignore[return-value] # the same methods, by another class
    return sqlite.insert(table)


def upsert(table: Table, dialect: str) -> sqlite.Insert:
    """Return an INSERT that replaces the row with the same primary key."""
    fresh = insert_into(table, dialect)
    keys = [column.name for column in table.primary_key]
    taken = {column.name: fresh.excluded[column.name] for column in table.c if column.name not in keys}
    return fresh.on_conflict_do_update(index_elements=keys, set_=taken)
