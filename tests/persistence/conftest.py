"""Every store that must keep the contract; another database is one more name here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.ports import Store
from bot.storage.store import SqlStore
from tests.fakes import FakeStore
from tests.persistence.samples import open_sqlite


async def _open_fake(_: Path) -> FakeStore:
    return FakeStore()


OPENERS: dict[str, Callable[[Path], Awaitable[Store]]] = {"sqlite": open_sqlite, "fake": _open_fake}


@pytest.fixture(params=OPENERS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await OPENERS[request.param](tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_sqlite(tmp_path)
    yield opened
    await opened.close()
