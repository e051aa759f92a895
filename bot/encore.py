"""Putting the pieces together: the one place that knows them all."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.app import App, Changed
from bot.catalog.catalog import load, shipped
from bot.catalog.deferred import DeferredCatalog
from bot.catalog.location import builtin_packs
from bot.commands.registry import all_commands
from bot.config import Settings
from bot.delivery.engine import Delivery
from bot.delivery.inbox import Inboxes, InboxMessenger
from bot.documents import holidays, loose_dates
from bot.documents.cities import Cities
from bot.documents.providers import documents
from bot.domain.members import MemberRef, Platform
from bot.owed.kind import AnyKind, Kinds, rows_of
from bot.owed.registry import all_kinds
from bot.ports import Alarm, Clock, Measures, Store
from bot.storage.store import open_store


@dataclass(frozen=True, slots=True)
class Encore:
    """A running core: the door, what is owed, and what waits at the terminal."""

    app: App
    delivery: Delivery
    inboxes: Inboxes
    store: Store
    clock: Clock
    catalog: DeferredCatalog


@asynccontextmanager
async def open_encore(
    settings: Settings,
    *,
    clock: Clock,
    rng: random.Random | None = None,
    cities: Cities | None = None,
    measures: Measures | None = None,
    kinds: Sequence[AnyKind] | None = None,
) -> AsyncIterator[Encore]:
    """Open the database (brought up to date), check the key, read the content, and join it all.

    `cities` may be shared by several: what it holds takes a second to load. `kinds` are of what is owed, all by default.

    Raises SecretsError, ContentError or ConfigurationError, each saying what to do.
    """
    rng = rng or random.SystemRandom()
    own = settings.content.packs
    read = partial(load, [builtin_packs(), *own]) if own else shipped
    catalog = DeferredCatalog(read, days_off=holidays.days_off)
    if own:
        # A group's own packs may hold mistakes: they are told before anybody is let in.
        catalog.warm()
    keys = tuple(key.get_secret_value() for key in settings.secrets.keys)
    kinds = kinds or all_kinds()
    store = await open_store(
        settings.database.url, keys=keys, key_file=settings.secrets.key_file, kinds=rows_of(kinds)
    )
    try:
        await store.purge(clock.now())
        served = settings.web.enabled or settings.slack.http
        public_url = settings.web.public_url if served else ""
        yield _join(
            store,
            catalog,
            Kinds(kinds, catalog),
            cities or Cities(),
            clock,
            rng,
            measures=measures,
            public_url=public_url,
        )
    finally:
        await store.close()


def _join(
    store: Store,
    catalog: DeferredCatalog,
    kinds: Kinds,
    cities: Cities,
    clock: Clock,
    rng: random.Random,
    *,
    measures: Measures | None,
    public_url: str,
) -> Encore:
    app = App(
        store=store,
        catalog=catalog,
        cities=cities,
        loose_dates=loose_dates,
        documents=documents(cities),
        clock=clock,
        rng=rng,
        commands=all_commands(),
        public_url=public_url,
    )
    delivery = Delivery(
        store=store,
        kinds=kinds,
        clock=clock,
        rng=rng,
        messengers={Platform.TERMINAL: InboxMessenger()},
        alarm=lambda: _new_alarm(clock),
        measures=measures,
    )

    async def changed(_: Changed) -> None:
        delivery.wake()

    async def delivered(member: MemberRef) -> None:
        # What a reminder changed is a change too: a Home tab shows it as sent.
        await app.publish(Changed(member))

    app.listen(changed)
    delivery.on_delivered.append(delivered)
    inboxes = Inboxes(store=store, kinds=kinds, clock=clock)
    return Encore(app, delivery, inboxes, store, clock, catalog)


def _new_alarm(clock: Clock) -> Alarm:
    from bot.scheduler.timers import Timers  # noqa: PLC0415 - APScheduler is heavy; the first prompt comes first

    return Timers(clock)
