"""A whole Encore on a given database; two of them are two replicas."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import load_settings
from bot.encore import Encore, open_encore
from tests.announcing import KINDS
from tests.conftest import HeldClock
from tests.database import Database
from tests.prepared import CITIES, KEY


@asynccontextmanager
async def open_on(database: Database, clock: HeldClock, seed: int = 7) -> AsyncIterator[Encore]:
    settings = load_settings(
        database={"url": database.url}, secrets={"keys": KEY, "key_file": database.key_file}
    )
    opening = open_encore(settings, clock=clock, rng=random.Random(seed), cities=CITIES, kinds=KINDS)
    async with opening as encore:
        yield encore


@asynccontextmanager
async def two_replicas(database: Database, clock: HeldClock) -> AsyncIterator[tuple[Encore, Encore]]:
    async with open_on(database, clock, 1) as one, open_on(database, clock, 2) as other:
        yield one, other
