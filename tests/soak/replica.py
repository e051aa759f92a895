"""What a replica that only delivers is: the real store, engine and messengers, with waits that are shortened."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import adapters.discord.messenger
import adapters.discord.rest
import adapters.discord.trouble
import adapters.slack.client
import adapters.slack.messenger
import adapters.slack.trouble
import bot.delivery.engine
import bot.delivery.sending
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from adapters.slack.client import SlackClient
from adapters.slack.messenger import Limits, SlackMessenger
from bot.clock import SystemClock
from bot.config import Settings, load_settings
from bot.domain.members import Platform
from bot.encore import open_encore
from bot.ports import Messenger
from tests.announcing import KINDS

FASTER = 1_000.0
"""What the platforms allow in a second, times this: their budgets are not what is tried."""
PACED = Limits(
    messages=(5 * FASTER, 1),
    channel=(FASTER, 1),
    opening=(FASTER, 1),
    history=(FASTER, 1),
    patience=2.0,
)
LEASE = 120.0
"""Seconds; what the others below stand in proportion to."""


def shorten(lease: float) -> Mapping[str, tuple[float, float]]:
    """Make a lease this long, and other waits as much shorter; return what each was and is. All in seconds."""
    share = lease / LEASE
    changed = {}
    for module, name, longest in (
        (bot.delivery.sending, "LEASE", lease),
        (bot.delivery.engine, "LEASE", lease),
        (adapters.slack.client, "TIMEOUT", lease),
        (adapters.slack.trouble, "SOON", lease),
        (adapters.slack.messenger, "SOON", lease),
        (adapters.slack.trouble, "ASK_AGAIN", lease / 2),
        (adapters.slack.messenger, "ASK_AGAIN", lease / 2),
        (adapters.discord.rest, "CALL_SECONDS", lease),
        (adapters.discord.rest, "CONNECT_SECONDS", lease),
        (adapters.discord.messenger, "LOOK_SECONDS", lease),
        (adapters.discord.trouble, "SOON", lease),
        (adapters.discord.trouble, "LATER", lease / 2),
        (adapters.discord.messenger, "LATER", lease / 2),
    ):
        was = getattr(module, name)
        seconds = was.total_seconds() if isinstance(was, timedelta) else was
        now = min(seconds * share, longest)
        setattr(module, name, timedelta(seconds=now) if isinstance(was, timedelta) else now)
        changed[name] = (seconds, now)
    return changed


def settings_for(database_url: str) -> Settings:
    """Return the settings on that database; the key is in the environment, which all share."""
    return load_settings(database={"url": database_url})


@asynccontextmanager
async def messengers(slack_url: str, discord_url: str) -> AsyncIterator[dict[Platform, Messenger]]:
    """Give the real messengers, talking to these addresses."""
    client = SlackClient(slack_url)
    await client.open()
    try:
        async with Rest("soak-token", discord_url, faster=FASTER) as rest:
            yield {
                Platform.SLACK: SlackMessenger(client, _token, PACED),
                Platform.DISCORD: DiscordMessenger(rest),
            }
    finally:
        await client.close()


async def deliver(database_url: str, slack_url: str, discord_url: str, lease: float) -> None:
    """Do what a replica that only delivers does, until killed; a lease is so many seconds long."""
    logging.basicConfig(level=logging.WARNING)
    shorten(lease)
    async with (
        open_encore(settings_for(database_url), clock=SystemClock(), kinds=KINDS) as encore,
        messengers(slack_url, discord_url) as served,
        encore.store.watch(encore.delivery.wake),
    ):
        for platform, messenger in served.items():
            encore.delivery.serve(platform, messenger)
        await encore.delivery.run()


async def _token(_: str) -> str:
    return "xoxb-soak"
