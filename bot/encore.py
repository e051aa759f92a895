"""Putting the pieces together: the one place that knows them all."""

from __future__ import annotations

import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import App
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.config import Settings
from bot.delivery.engine import Delivery
from bot.delivery.inbox import Inboxes
from bot.ports import Clock, Store
from bot.storage.store import open_store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Encore:
    """A running core: the door, what is owed, and what waits at the terminal."""

    app: App
    delivery: Delivery
    inboxes: Inboxes
    store: Store
    clock: Clock


@asynccontextmanager
async def open_encore(
    settings: Settings, *, clock: Clock, rng: random.Random | None = None
) -> AsyncIterator[Encore]:
    """Open the database (brought up to date), check the key, read the content, and join it all.

    Raises SecretsError, ContentError or ConfigurationError, each saying what to do.
    """
    rng = rng or random.SystemRandom()
    catalog = load([builtin_packs(), *settings.content.packs])
    store = await open_store(settings)
    try:
        await store.purge(clock.now())
        yield _join(store, catalog, clock, rng)
    finally:
        await store.close()
