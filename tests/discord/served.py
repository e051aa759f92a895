"""A whole Encore that serves the fake Discord, through the real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from pydantic import SecretStr

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from adapters.discord.runner import DiscordRunner
from bot.config import DiscordSettings
from bot.domain.members import Member, MemberRef, Platform
from bot.encore import Encore
from tests.conftest import SUNDAY
from tests.discord.fake import FakeDiscord, User
from tests.prepared import CITIES

FASTER = 20.0


def settings_for(discord_: FakeDiscord, *, shards: str = "", token: str | None = None) -> DiscordSettings:
    return DiscordSettings(
        token=SecretStr(token or discord_.token),
        api_url=discord_.api_url,
        gateway_url=discord_.gateway_url,
        shards=shards,
    )


@asynccontextmanager
async def serving(
    encore: Encore, discord_: FakeDiscord, *, shards: str = "", faster: float = 1.0
) -> AsyncIterator[DiscordRunner]:
    """Serve until the end of the block, with the commands registered.

    `faster` shortens our own patience and waits, not Discord's.
    """
    CITIES.find("London")  # as a start does, before anybody waits for an answer
    runner = DiscordRunner(encore, settings_for(discord_, shards=shards), faster=faster)
    try:
        await runner.start()
        await settled(runner)
        yield runner
    finally:
        await runner.stop()


async def settled(runner: DiscordRunner) -> None:
    """Wait until the commands are registered, or it was given up."""
    assert runner._syncing is not None
    await runner._syncing


async def until(check: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something is so. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - what the fake keeps has no event of its own
            await asyncio.sleep(0.01)


@asynccontextmanager
async def messenger_to(discord_: FakeDiscord, *, faster: float = FASTER) -> AsyncIterator[DiscordMessenger]:
    async with Rest(discord_.token, discord_.api_url, faster=faster) as rest:
        yield DiscordMessenger(rest)


def member_of(person: User, *, channel: str = "") -> Member:
    ref = MemberRef(Platform.DISCORD, "", str(person.id))
    return Member(id="m" * 8, ref=ref, channel=channel, created_at=SUNDAY)
