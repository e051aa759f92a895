"""Discord, for as long as Encore runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Collection

import discord

from adapters.discord.client import Client
from adapters.discord.interactions import Interactions
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import RefusedError, Rest, RestError
from adapters.discord.syncing import sync_commands
from bot.config import ALL_ROLES, DiscordSettings, Role
from bot.domain.members import MemberRef, Platform
from bot.encore import Encore
from bot.errors import ConfigurationError, Transient
from bot.fault_log import log_fault

log = logging.getLogger("encore.discord")
FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0
"""Seconds between attempts to connect; each begins a session, of which Discord allows 1,000 a day."""
AFTER_REFUSAL = 600.0
"""Seconds to the next attempt once Discord has refused us for a reason that time alone seldom mends."""
STEADY = 60.0
"""Seconds after which a connection counts as having worked."""
SYNC_AGAIN = 60.0
GRACE = 5.0
"""Seconds that a stop waits for answers under way."""
NOT_TAKEN = (
    "Discord does not take the token in ENCORE_DISCORD__TOKEN. Take a new one from the developer portal: your "
    "application, Bot, Reset Token."
)
CLOSED = {
    4004: NOT_TAKEN,
    4010: "ENCORE_DISCORD__SHARDS names a shard that Discord does not know. Its form is first-last/total: 0-3/4.",
    4011: "This bot is in so many servers that it needs shards. Leave ENCORE_DISCORD__SHARDS empty for all of them.",
    4012: "Discord no longer speaks the version that this release uses. Install a newer release of Encore.",
    4013: "Discord refuses the intents that Encore asks for. Install a newer release of Encore.",
    4014: "Discord refuses an intent. Encore needs no privileged one: check that this token is Encore's own.",
}
"""Closings that trying again does not mend. Source: topics/opcodes-and-status-codes, "Gateway Close Event Codes"."""


class DiscordRunner:
    """Answers what members ask over the gateway, and sends reminders over REST whether it is up or not."""

    name = "Discord"

    def __init__(
        self,
        encore: Encore,
        settings: DiscordSettings,
        *,
        roles: Collection[Role] = ALL_ROLES,
        faster: float = 1.0,
    ) -> None:
        """As `Role.GATEWAY` it listens to members, as `Role.DELIVERY` it sends reminders.

        `faster` divides every time that is waited for, so that a test need not sit it out.
        """
        token = settings.token
        if token is None:
            raise ConfigurationError(f"ENCORE_DISCORD__TOKEN is not set. {NOT_TAKEN.partition('. ')[2]}")
        self._encore = encore
        self._settings = settings
        self._token = token.get_secret_value()
        self._faster = faster
        self._roles = frozenset(roles)
        self._rest = Rest(self._token, settings.api_url, share=encore.delivery.share, faster=faster)
        self._interactions = Interactions(encore.app, self._rest)
        self._client: Client | None = None
        self._delivering = False
        self._serving: asyncio.Task[None] | None = None
        self._syncing: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()

    @property
    def online(self) -> bool:
        """Whether the gateway is connected, with every shard."""
        return self._client is not None and self._client.online

    async def start(self) -> None:
        """Begin, and return once members can speak to it, if that is our role. Reminders go out from the first moment on.

        Discord being away only makes it take longer. Raises ConfigurationError for what the operator must mend.
        """
        if Role.DELIVERY in self._roles and not self._delivering:
            self._delivering = True
            self._encore.delivery.serve(Platform.DISCORD, DiscordMessenger(self._rest))
            self._encore.delivery.on_unreachable.append(self._refused)
        if Role.GATEWAY not in self._roles:
            return
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        connected = asyncio.create_task(self._connected.wait())
        try:
            await asyncio.wait({connected, self._serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            connected.cancel()
        if self._serving.done():
            self._serving.result()

    async def run(self) -> None:
        """Serve until cancelled. Raises ConfigurationError for what the operator must mend."""
        try:
            await self.start()
            assert self._serving is not None, "nothing to serve: a role without the gateway"
            await self._serving
        finally:
            await self.stop()

    async def stop(self) -> None:
        """End the connection, and let what is being answered finish."""
        with contextlib.suppress(ValueError):
            self._encore.delivery.on_unreachable.remove(self._refused)
        tasks = [task for task in (self._serving, self._syncing) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._interactions.finish(GRACE)
        await self._rest.close()

    async def _serve(self) -> None:
        """Keep a connection. Ends, by raising ConfigurationError, only if there never was one."""
        wait = FIRST_WAIT / 2
        while True:
            began = asyncio.get_running_loop().time()
            refused = await self._attempt()
            steady = asyncio.get_running_loop().time() - began > STEADY
            if refused:
                if not self._connected.is_set():
                    raise ConfigurationError(refused)
                log.error("%s", refused)
            wait = AFTER_REFUSAL if refused else FIRST_WAIT if steady else min(LONGEST_WAIT, wait * 2)
            log.warning("no connection to Discord; trying again in %.0f s, reminders go out meanwhile", wait)
            await asyncio.sleep(wait / self._faster)

    async def _attempt(self) -> str:
        """Keep one connection until it ends; return why Discord refuses us, or nothing."""
        try:
            await self._connect()
        except discord.LoginFailure:
            return NOT_TAKEN
        except discord.PrivilegedIntentsRequired:
            return CLOSED[4014]
        except discord.ConnectionClosed as closed:
            return CLOSED.get(closed.code, "")
        except Exception as error:  # noqa: BLE001 - whatever ends a connection, there is a next one
            log_fault(error, "the connection to Discord")
        return ""

    async def _connect(self) -> None:
        self._client = client = Client(
            self._settings,
            take=self._interactions.take,
            read=self._interactions.read,
            connected=self._on_connected,
            faster=self._faster,
        )
        try:
            await client.start(self._token)
        finally:
            with contextlib.suppress(Exception):
                await client.close()

    def _on_connected(self) -> None:
        self._connected.set()
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.create_task(self._sync())

    async def _sync(self) -> None:
        client = self._client
        if client is None or client.application_id is None:
            return
        application, encore = str(client.application_id), self._encore
        while True:
            try:
                if await sync_commands(self._rest, encore.store, encore.app.commands, application):
                    log.info("Discord was told the commands of this release")
            except (RestError, Transient) as error:
                if isinstance(error, RefusedError) and error.status < 500 and error.status != 429:
                    log.error("Discord did not take the commands: %s", error)  # noqa: TRY400 - it says it all
                    return
            except Exception as error:  # noqa: BLE001 - a database that is away for a minute must not end it
                log_fault(error, "registering the commands")
            else:
                return
            await asyncio.sleep(SYNC_AGAIN / self._faster)

    async def _refused(self, member: MemberRef) -> None:
        if member.platform is Platform.DISCORD:
            await self._interactions.tell_refused(member)
