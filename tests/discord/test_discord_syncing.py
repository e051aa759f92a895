"""Discord is told the commands when they change, and only then."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.inviting import invite_link, own_link
from adapters.discord.rest import RefusedError, Rest
from adapters.discord.syncing import application_of, sync_commands, sync_now
from bot.encore import Encore
from bot.errors import ConfigurationError, EncoreError
from tests.discord.fake import FakeDiscord
from tests.discord.served import serving, settings_for, settled


@pytest.fixture
async def discord_() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


@pytest.fixture
async def rest(discord_: FakeDiscord) -> AsyncIterator[Rest]:
    async with Rest(discord_.token, discord_.api_url) as opened:
        yield opened


async def sync(rest: Rest, encore: Encore, *, force: bool = False, without: str = "") -> bool:
    registry = {path: command for path, command in encore.app.commands.items() if path != without}
    return await sync_commands(rest, encore.store, registry, await application_of(rest), force=force)


async def test_commands_are_put_once(discord_: FakeDiscord, rest: Rest, encore: Encore) -> None:
    assert await sync(rest, encore)
    assert {"prep", "interview", "encore"} <= {command["name"] for command in discord_.commands}
    assert not await sync(rest, encore)
    assert discord_.command_writes == 1


async def test_a_changed_command_is_put_again(discord_: FakeDiscord, rest: Rest, encore: Encore) -> None:
    await sync(rest, encore)
    assert await sync(rest, encore, without="tip")
    assert discord_.command_writes == 2
    assert "tip" not in {command["name"] for command in discord_.commands}


async def test_a_forced_sync_puts_what_is_there_already(
    discord_: FakeDiscord, rest: Rest, encore: Encore
) -> None:
    await sync(rest, encore)
    assert await sync(rest, encore, force=True)
    assert discord_.command_writes == 2


async def test_a_refused_sync_is_tried_again_next_time(
    discord_: FakeDiscord, rest: Rest, encore: Encore
) -> None:
    discord_.trouble.fail(500, route="PUT /applications/*/commands")
    with pytest.raises(RefusedError):
        await sync(rest, encore)
    assert await sync(rest, encore)


async def test_whoever_asks_for_a_sync_is_told_what_is_wrong(discord_: FakeDiscord, encore: Encore) -> None:
    async def ask(**differently: str) -> int:
        return await sync_now(settings_for(discord_, **differently), encore.store, encore.app.commands)

    for writes in (1, 2):
        assert await ask() == len(discord_.commands)
        assert discord_.command_writes == writes
    with pytest.raises(ConfigurationError, match="ENCORE_DISCORD__TOKEN"):
        await ask(token="wrong")
    discord_.trouble.refuse(30034, route="PUT /applications/*/commands")
    with pytest.raises(EncoreError, match="30034"):
        await ask()


async def test_a_start_puts_the_commands_and_a_second_one_does_not(
    discord_: FakeDiscord, encore: Encore
) -> None:
    for _ in range(2):
        async with serving(encore, discord_) as runner:
            await settled(runner)
    assert discord_.command_writes == 1


async def test_a_start_survives_that_commands_are_not_taken(
    discord_: FakeDiscord, encore: Encore, caplog: pytest.LogCaptureFixture
) -> None:
    discord_.trouble.refuse(30034, route="PUT /applications/*/commands")
    with caplog.at_level(logging.ERROR):
        async with serving(encore, discord_) as runner:
            await settled(runner)
    assert "code 30034" in caplog.text


def test_an_invitation_asks_for_no_permission() -> None:
    query = parse_qs(urlsplit(invite_link("42")).query)
    assert query["permissions"] == ["0"]
    assert query["scope"] == ["bot applications.commands"]
    assert query["client_id"] == ["42"]


def test_anybody_may_add_it_for_themselves() -> None:
    query = parse_qs(urlsplit(own_link("42")).query)
    assert query["integration_type"] == ["1"]
    assert query["scope"] == ["applications.commands"]
