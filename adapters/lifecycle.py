"""Starts and stops what is configured: `encore run`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from aiohttp import web

from adapters.logs import set_up_logging
from adapters.web.feeds import Feeds
from adapters.web.metrics import Metrics
from adapters.web.server import WebServer
from bot.clock import SystemClock
from bot.config import ALL_ROLES, Role, Settings
from bot.documents.cities import Cities
from bot.encore import Encore, open_encore
from bot.errors import ConfigurationError, EncoreError, InputError
from bot.fault_log import log_fault
from bot.ports import Backlog, Clock, Store
from bot.scheduler.chores import Chores

log = logging.getLogger("encore")
DAY = timedelta(days=1)
PROBE = 2.0
"""Seconds that the database has to answer a probe."""
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds between attempts to start a platform that is away."""
NOTHING = (
    "Nothing is configured to run. For Slack set ENCORE_SLACK__BOT_TOKEN and ENCORE_SLACK__APP_TOKEN, for Discord "
    "ENCORE_DISCORD__TOKEN; .env.example lists everything, and docs/slack.md and docs/discord.md lead through it. "
    "To try Encore without any account: encore chat"
)

NOTHING_FOR = (
    "Of what is configured nothing belongs to --roles {}: web is Slack over HTTP, gateway is Discord and Slack's Socket "
    "Mode, delivery is all reminders."
)


class Runner(Protocol):
    """One platform. `start` returns once members can speak to it."""

    name: str

    async def start(self) -> None:
        """Begin. Raises ConfigurationError for what only the operator can mend."""
        ...

    async def stop(self) -> None:
        """End, and let what is under way finish."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """A whole Encore that serves its platforms."""

    encore: Encore
    server: WebServer | None
    runners: tuple[Runner, ...]
    failed: asyncio.Future[None]
    """Done, with the reason, when no platform is left that could be served."""


def roles_of(words: str) -> frozenset[Role]:
    """Return the roles in a list such as "web,delivery". Raises InputError naming those there are."""
    names = [word.strip() for word in words.split(",") if word.strip()]
    unknown = [name for name in names if name not in set(Role)]
    if unknown or not names:
        known = ", ".join(Role)
        raise InputError(
            f"--roles names {', '.join(unknown) or 'none'}; there are {known}.",
            example="encore run --roles web,gateway",
        )
    return frozenset(Role(name) for name in names)


def run(settings: Settings, roles: Collection[Role] = ALL_ROLES) -> int:
    """Serve what is configured until told to stop; return the exit code."""
    set_up_logging(settings)
    return asyncio.run(_until_told_to_stop(settings, roles))


async def _until_told_to_stop(settings: Settings, roles: Collection[Role]) -> int:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no handlers; Ctrl-C ends it there
            loop.add_signal_handler(number, told.set)
    async with serving(settings, roles) as running:
        gc.collect()
        gc.freeze()  # what is loaded by now stays: looking through it for garbage is a sixth of what sending costs
        stop = asyncio.create_task(told.wait())
        both: set[asyncio.Future[Any]] = {stop, running.failed}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        log.info("stopping")
        if running.failed.done():
            running.failed.result()
    return 0


@asynccontextmanager
async def serving(
    settings: Settings,
    roles: Collection[Role] = ALL_ROLES,
    *,
    clock: Clock | None = None,
    cities: Cities | None = None,
) -> AsyncIterator[Running]:
    """Serve what is configured while the context is open, as far as it belongs to these roles.

    Raises ConfigurationError when nothing is, or when what is cannot work.
    """
    cities = cities or Cities()
    metrics = Metrics()
    async with open_encore(settings, clock=clock or SystemClock(), cities=cities, measures=metrics) as encore:
        over_http = settings.slack.http and Role.WEB in roles
        server = WebServer(settings.web) if over_http or settings.web.enabled else None
        runners = _runners(encore, settings, server, roles)
        if not runners:
            configured = settings.slack.configured or settings.discord.configured
            raise ConfigurationError(NOTHING_FOR.format(", ".join(sorted(roles))) if configured else NOTHING)
        # Cities take the better part of a second to load; nobody should wait for them with a question open.
        await asyncio.to_thread(cities.find, "London")
        await asyncio.to_thread(encore.catalog.warm)
        today = encore.clock.now().date()
        await asyncio.to_thread(encore.catalog.days_off, "us", "UTC", today, today)
        ready = _Readiness(encore.store)
        if server is not None:
            metrics.backlog = lambda: _backlog(encore)
            server.route("GET", "/metrics", metrics.page)
            server.route("GET", "/readyz", ready.page)
            if Role.WEB in roles:
                Feeds(encore).join(server)
            await server.start()
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        starting = [asyncio.create_task(_start(runner)) for runner in runners]
        ready.starting = starting
        working = [asyncio.create_task(_watch(starting, failed)), *starting]
        async with AsyncExitStack() as stack:
            if Role.DELIVERY in roles:
                await stack.enter_async_context(encore.store.watch(encore.delivery.wake))
                working.append(asyncio.create_task(encore.delivery.run()))
                stack.callback(_begin_chores(encore).stop)
            try:
                yield Running(encore, server, tuple(runners), failed)
            finally:
                await _end(working)
                for runner in runners:
                    with contextlib.suppress(Exception):
                        await runner.stop()
                if server is not None:
                    await server.stop()


async def _backlog(encore: Encore) -> Backlog:
    async with encore.store.unit() as unit:
        return await unit.owed.backlog(encore.clock.now())


def _begin_chores(encore: Encore) -> Chores:
    chores = Chores()
    chores.every(DAY, lambda: encore.store.purge(encore.clock.now()), "purging")
    chores.start()
    return chores


async def sync_discord(settings: Settings) -> int:
    """Register Discord's commands, changed or not; return how many there are."""
    from adapters.discord.syncing import sync_now  # noqa: PLC0415 - its library is a third of a second

    async with open_encore(settings, clock=SystemClock()) as encore:
        return await sync_now(settings.discord, encore.store, encore.app.commands)


class _Readiness:
    """Whether members can be served: every platform has started and the database answers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.starting: Sequence[asyncio.Task[None]] = ()

    async def page(self, _: web.Request) -> web.Response:
        """Answer 200, or 503 with what is missing."""
        if not self.starting or not all(task.done() for task in self.starting):
            return web.Response(status=503, text="a platform is not connected yet\n")
        if all(task.cancelled() or task.exception() for task in self.starting):
            return web.Response(status=503, text="no platform could be started\n")
        try:
            async with asyncio.timeout(PROBE), self._store.unit() as unit:
                await unit.notes.get("ready")
        except Exception:  # noqa: BLE001 - whatever it is, the database does not answer
            return web.Response(status=503, text="the database does not answer\n")
        return web.Response(text="ready\n")


def _runners(
    encore: Encore, settings: Settings, server: WebServer | None, roles: Collection[Role]
) -> list[Runner]:
    """Return the platforms that are configured and of which these roles do a part."""
    runners: list[Runner] = []
    listening = Role.GATEWAY if settings.slack.socket_mode else Role.WEB
    if settings.slack.configured and {listening, Role.DELIVERY} & set(roles):
        from adapters.slack.runner import SlackRunner  # noqa: PLC0415 - a third of a second that others need not pay

        runners.append(SlackRunner(encore, settings, server, roles=roles))
    if settings.discord.configured and {Role.GATEWAY, Role.DELIVERY} & set(roles):
        from adapters.discord.runner import DiscordRunner  # noqa: PLC0415 - the same

        runners.append(DiscordRunner(encore, settings.discord, roles=roles))
    return runners


async def _start(runner: Runner) -> None:
    """Start a platform, however long it is away. Raises EncoreError for what waiting cannot mend."""
    wait = FIRST_WAIT
    while True:
        try:
            await runner.start()
        except EncoreError as error:
            log.error("%s: %s", runner.name, error.message)  # noqa: TRY400 - the message says it all
            raise
        except Exception as error:  # noqa: BLE001 - a platform that is away must not end the others
            log_fault(error, f"starting {runner.name}")
            log.warning("%s cannot be started yet; trying again in %.0f s", runner.name, wait)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
        else:
            log.info("%s: ready", runner.name)
            return


async def _watch(starting: Sequence[asyncio.Task[None]], failed: asyncio.Future[None]) -> None:
    """Report when every platform has given up."""
    results = await asyncio.gather(*starting, return_exceptions=True)
    errors = [result for result in results if isinstance(result, BaseException)]
    if len(errors) == len(results) and not failed.done():
        failed.set_exception(errors[0])


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
