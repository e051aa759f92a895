"""Telling Discord which commands there are, when they have changed and only then.

Discord creates at most 200 commands a day in each place, and a new one is slow to reach clients.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.discord import definitions
from adapters.discord.inviting import invite_link, own_link
from adapters.discord.rest import RefusedError, Rest, RestError
from bot.commands.command import Command
from bot.config import DiscordSettings
from bot.errors import ConfigurationError, EncoreError, Transient
from bot.ports import Store


async def application_of(rest: Rest) -> str:
    """Return the id of the application whose token this is. Raises RestError or Transient."""
    return str((await rest.call("GET", "/applications/@me"))["id"])


async def sync_commands(
    rest: Rest, store: Store, registry: Mapping[str, Command], application: str, *, force: bool = False
) -> bool:
    """Put the commands in force unless they are as last time; returns whether they were put.

    `force` puts them anyway. Raises RestError or Transient; nothing is noted then, and the next start tries again.
    """
    wanted = definitions.commands(registry)
    print_now = definitions.fingerprint(wanted)
    if not force and await known_print(store, application) == print_now:
        return False
    await rest.call("PUT", f"/applications/{application}/commands", json=wanted)
    async with store.unit() as unit:
        await unit.notes.set(_fact(application), print_now)
        await unit.commit()
    return True


async def sync_now(settings: DiscordSettings, store: Store, registry: Mapping[str, Command]) -> int:
    """Put the commands whatever was put before; returns how many. For `encore discord sync`.

    Raises ConfigurationError for the token, EncoreError for what Discord does not take or does not answer.
    """
    async with asking(settings) as rest:
        await sync_commands(rest, store, registry, await application_of(rest), force=True)
    return len(definitions.commands(registry))


async def links(settings: DiscordSettings) -> tuple[str, str]:
    """Return the links that add this application to a server and to a person's own account.

    Raises ConfigurationError for the token, EncoreError when Discord does not answer.
    """
    async with asking(settings) as rest:
        application = await application_of(rest)
    return invite_link(application), own_link(application)


@asynccontextmanager
async def asking(settings: DiscordSettings) -> AsyncIterator[Rest]:
    """Ask Discord on an operator's behalf: what goes wrong is raised in words for them."""
    if settings.token is None:
        raise ConfigurationError("ENCORE_DISCORD__TOKEN is not set. docs/discord.md says where it is found.")
    async with Rest(settings.token.get_secret_value(), settings.api_url) as rest:
        try:
            yield rest
        except RefusedError as refused:
            if refused.status == 401:
                raise ConfigurationError(
                    "Discord does not take the token in ENCORE_DISCORD__TOKEN."
                ) from None
            raise EncoreError(f"Discord did not do it ({refused}).") from None
        except (RestError, Transient):
            raise EncoreError("Discord does not answer. Try again in a few minutes.") from None


async def known_print(store: Store, application: str) -> str | None:
    """Return the fingerprint of the commands that were put last."""
    async with store.unit() as unit:
        return await unit.notes.get(_fact(application))


def _fact(application: str) -> str:
    return f"discord commands {application}"
