"""discord.py's client, held to what Encore needs: interactions and direct messages, and no memory of anything."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import aiohttp
import discord
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from adapters.discord.callers import Asked
from bot.config import DiscordSettings
from bot.fault_log import log_fault

BETWEEN_IDENTIFIES = 5.0
"""Seconds. Source: topics/gateway, "Rate Limiting" of identifies."""
LONGEST_RECONNECT = 120.0
"""Seconds between attempts to reconnect: over a whole day still fewer than the 1,000 sessions that may begin."""
Hear = Callable[[Any], Awaitable[None]]


class Client(discord.AutoShardedClient):
    """Passes on interactions and messages; `connected` is called whenever a shard has its session."""

    def __init__(
        self,
        settings: DiscordSettings,
        *,
        take: Hear,
        read: Hear,
        connected: Callable[[], None],
        faster: float = 1.0,
    ) -> None:
        # Encore never speaks; without this, every start complains of missing sound libraries.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        logging.getLogger("discord.state").addFilter(_worth_saying)
        logging.getLogger("discord.shard").addFilter(_in_a_line)
        super().__init__(
            # Interactions need no intent, and direct messages to a bot come with their words without the
            # privileged one for message content (topics/gateway, "Message Content Intent").
            intents=discord.Intents(dm_messages=True),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.0,
            **_shards(settings.shards),
        )
        self.http = self._connection.http = _Http(settings, self.http)
        self._take, self._read, self._connected = take, read, connected
        self._faster = faster

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        """Keep the distance between two sessions that begin."""
        if not initial:
            await asyncio.sleep(BETWEEN_IDENTIFIES / self._faster)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Begin a shard, which will not wait for a quarter of an hour once Discord is back, as the library would."""
        await super().launch_shard(gateway, shard_id, initial=initial)
        shard = self.shards[shard_id]._parent  # noqa: SLF001 - the library has no option for it
        shard._backoff = _Backoff(self._faster)  # noqa: SLF001 - the same

    async def on_interaction(self, asked: Asked) -> None:
        """Pass an interaction on."""
        await self._take(asked)

    async def on_message(self, message: discord.Message) -> None:
        """Pass a message on."""
        await self._read(message)

    async def on_shard_connect(self, _: int) -> None:
        """Say that a session is there."""
        self._connected()

    async def on_shard_resumed(self, _: int) -> None:
        """Say that a session is there again."""
        self._connected()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - the library's
        """Log a fault without its words, which may be private."""
        error = sys.exc_info()[1]
        if isinstance(error, Exception):
            log_fault(error, event_method)

    @property
    def online(self) -> bool:
        """Whether every shard has an open connection."""
        shards = self.shards
        return bool(shards) and not any(shard.is_closed() for shard in shards.values())


class _Backoff(ExponentialBackoff[Literal[False]]):
    """The library's, with an end to its growth."""

    def __init__(self, faster: float) -> None:
        super().__init__()
        self._faster = faster

    def delay(self) -> float:
        """Return how many seconds to wait before the next attempt."""
        return min(super().delay(), LONGEST_RECONNECT) / self._faster


class _Http(HTTPClient):
    """Sends to the addresses that the settings name, for this client alone.

    discord.py keeps both addresses in class attributes, which every client of the process shares.
    """

    def __init__(self, settings: DiscordSettings, template: HTTPClient) -> None:
        super().__init__(template.loop, max_ratelimit_timeout=30.0)
        self._api_url = settings.api_url.rstrip("/")
        self._gateway_url = settings.gateway_url

    async def request(self, route: Route, **more: Any) -> Any:
        """Make a request, at our address."""
        route.url = self._api_url + route.url.removeprefix(Route.BASE)
        return await super().request(route, **more)

    async def get_bot_gateway(self) -> tuple[int, str, Any]:
        """Return how many shards, the gateway's address and how many sessions may begin."""
        shards, url, limit = await super().get_bot_gateway()
        self._gateway_url = self._gateway_url or url
        return shards, self._gateway_url, limit

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Open the gateway: where the library would take its own default, the one that we know."""
        asked = yarl.URL(url)
        if self._gateway_url and asked.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            url = str(yarl.URL(self._gateway_url).with_query(asked.query))
        return await super().ws_connect(url, compress=compress)


def _worth_saying(record: logging.LogRecord) -> bool:
    """Leave out the warning that servers' events are off: that is what we want."""
    return "Guilds intent" not in str(record.msg)


def _in_a_line(record: logging.LogRecord) -> bool:
    """Leave out the stack: while the gateway is down, the library says so every few seconds."""
    record.exc_info = None
    return True


def _shards(shards: str) -> dict[str, Any]:
    """Return the options for "first-last/total"; none for all of them."""
    if not shards:
        return {}
    those, _, total = shards.partition("/")
    first, _, last = those.partition("-")
    return {"shard_ids": list(range(int(first), int(last) + 1)), "shard_count": int(total)}
