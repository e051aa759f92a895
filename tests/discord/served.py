"""A whole Encore that serves the fake Discord, through the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from adapters.discord.runner import DiscordRunner
from bot.config import DiscordSettings
from bot.domain.members import Member, MemberRef, Platform
from bot.encore import Encore
from tests.conftest import SUNDAY
from tests.discord.fake import FakeDiscord, User

FASTER = 20.0


def settings_for(discord_: FakeDiscord, *, shards: str = "", token: str | None = None) -> DiscordSettings:
    return DiscordSettings(
        token=discord_.token if token is None else token,
        api_url=discord_.api_url,
        gateway_url=discord_.gateway_url,
        shards=shards,
    )


@asynccontextmanager
async def serving(
    encore: Encore, discord_: FakeDiscord, *, shards: str = "", faster: float = 1.0
) -> AsyncIterator[DiscordRunner]:
    """Serve until the end of the block. `faster` shortens our own patience and waits, not Discord's."""
    runner = DiscordRunner(encore, settings_for(discord_, shards=shards), faster=faster)
    await runner.start()
    await discord_.gateway.until(lambda: bool(discord_.gateway.live))
    await registered(discord_, encore)
    try:
        yield runner
    finally:
        await runner.stop()


async def registered(discord_: FakeDiscord, encore: Encore) -> None:
    """Put the commands in force, as the runner does a moment after it has connected."""
    from adapters.discord.definitions import commands

    if not discord_.commands:
        discord_.registry.overwrite(commands(encore.app.commands))


@asynccontextmanager
async def messenger_to(discord_: FakeDiscord, *, faster: float = FASTER) -> AsyncIterator[DiscordMessenger]:
    async with Rest(discord_.token, discord_.api_url, faster=faster) as rest:
        yield DiscordMessenger(rest)


def member_of(person: User, *, channel: str = "") -> Member:
    ref = MemberRef(Platform.DISCORD, "", str(person.id))
    return Member(id="m" * 8, ref=ref, channel=channel, created_at=SUNDAY)
