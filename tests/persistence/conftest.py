"""Every store that must keep the contract, and every database under one of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.storage.store import SqlStore
from tests.database import (
    KINDS,
    Database,
    database,
    empty_database,
    new_database,
    postgres,
    postgresql,
)
from tests.fakes import FakeStore

__all__ = ["database", "empty_database", "postgres", "postgresql"]


@pytest.fixture(params=[*KINDS, "fake"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "fake":
        yield FakeStore()
        return
    with new_database(request.param, request, tmp_path) as made:
        opened = await made.open()
        yield opened
        await opened.close()


@pytest.fixture
async def sql_store(database: Database) -> AsyncIterator[SqlStore]:
    """A store on each database of ours, for what only they have."""
    opened = await database.open()
    yield opened
    await opened.close()
