"""The connection to Discord: what it asks for, and what ends and mends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from adapters.discord import runner as runner_module
from adapters.discord.runner import DiscordRunner
from bot.config import DiscordSettings
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore
from bot.errors import ConfigurationError
from bot.invocation import Invocation
from tests.conftest import HeldClock, open_in
from tests.discord.fake import FakeDiscord, Guild, User
from tests.discord.served import FASTER, serving, settings_for, settled, until

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
def ada(discord_: FakeDiscord) -> User:
    return discord_.user("ada")


@pytest.fixture
def club(discord_: FakeDiscord, ada: User) -> Guild:
    return discord_.guild(people=(ada,))


async def owe(encore: Encore, person: User) -> None:
    """Add an interview for a person who has spoken before, so that a first message is due now."""
    asker = Caller(member=MemberRef(Platform.DISCORD, "", str(person.id)))

    async def ask(path: str, **arguments: str) -> str:
        reply = await encore.app.handle(Invocation(path, arguments), asker)
        assert reply.view is not None, reply.form
        return next(iter(b.invocation.arguments.get("draft", "") for b in reply.view.present().buttons))

    await ask("encore settings", setting="zone", value="New York")
    draft = await ask("interview add", what="Acme, analyst, 26 November 3pm")
    await ask("interview confirm", draft=draft, at="2026-11-26T15:00")


# What it asks for


async def test_no_privileged_intent_is_asked_for(encore: Encore, discord_: FakeDiscord) -> None:
    async with serving(encore, discord_):
        assert discord_.gateway.intents & PRIVILEGED == 0
        assert discord_.gateway.intents == discord.Intents(dm_messages=True).value


async def test_nothing_is_cached_of_members_and_messages(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    async with serving(encore, discord_) as runner:
        await ada.command("prep", guild=club)
        await ada.dm("/prep")
        await until(lambda: ada.dms)
        client = runner._client
        assert client is not None
        assert list(client.cached_messages) == []
        assert all(member == client.user for member in client.get_all_members())
        assert client.users == [client.user]


async def test_two_encores_of_one_process_live_in_two_discords(
    tmp_path: Path, encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, clock: HeldClock
) -> None:
    async with (
        FakeDiscord() as other,
        open_in(tmp_path / "other", clock) as another,
        serving(encore, discord_),
        serving(another, other),
    ):
        assert (await ada.command("prep", guild=club)).message
        assert (await other.user("ben").command("prep")).message
        assert len(discord_.gateway.live) == len(other.gateway.live) == 1
    assert discord.http.Route.BASE == "https://discord.com/api/v10"
    assert str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.discord.gg/"


async def test_a_range_of_shards_is_served_without_asking_how_many(encore: Encore, clock: HeldClock) -> None:
    async with FakeDiscord(shards=4) as discord_, serving(encore, discord_, shards="1-1/4"):
        assert [session.shard for session in discord_.gateway.live] == [(1, 4)]
        assert not discord_.called("GET", "/gateway/bot")
        ada = discord_.user("ada")
        assert (await ada.command("prep", guild=discord_.guild(people=(ada,), shard=1))).message


# What ends and mends it


async def test_a_connection_that_breaks_is_resumed_and_loses_nothing(
    encore: Encore, discord_: FakeDiscord, ada: User
) -> None:
    async with serving(encore, discord_):
        await discord_.gateway.drop()
        await ada.dm("/prep")
        await discord_.gateway.resumed()
        await until(lambda: ada.dms)
        assert len(discord_.gateway.identifies) == 1


async def test_discord_may_ask_to_reconnect(encore: Encore, discord_: FakeDiscord, ada: User) -> None:
    async with serving(encore, discord_):
        await discord_.gateway.reconnect()
        await discord_.gateway.resumed()
        assert (await ada.command("prep")).message


async def test_a_session_that_is_gone_begins_anew_at_the_same_place(
    encore: Encore, discord_: FakeDiscord, ada: User
) -> None:
    async with serving(encore, discord_, faster=FASTER):
        await discord_.gateway.invalidate()
        await discord_.gateway.until(lambda: len(discord_.gateway.identifies) == 2)
        await discord_.gateway.ready()
        await until(lambda: discord_.gateway.live)
        assert (await ada.command("prep")).message


async def test_reminders_go_out_while_the_gateway_is_down(
    encore: Encore, discord_: FakeDiscord, ada: User
) -> None:
    async with serving(encore, discord_) as runner:
        await discord_.gateway.go_down()
        await until(lambda: not runner.online)
        await owe(encore, ada)
        await encore.delivery.deliver_due()
        assert ada.dms[0].labels == ["I see it"]
        discord_.gateway.come_back()


async def test_no_attempt_to_reconnect_is_longer_off_than_two_minutes(
    encore: Encore, discord_: FakeDiscord
) -> None:
    async with serving(encore, discord_) as runner:
        client = runner._client
        assert client is not None
        backoff = client.shards[0]._parent._backoff
        waits = [backoff.delay() for _ in range(200)]
    assert max(waits) == 120.0
    day = 24 * 3600 / (sum(waits[20:]) / len(waits[20:]))
    assert day < 1000, "sessions that may begin in a day"


async def test_a_gateway_that_comes_back_is_taken_again(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    async with serving(encore, discord_, faster=FASTER) as runner:
        await discord_.gateway.go_down()
        await until(lambda: discord_.gateway.refused >= 4)
        discord_.gateway.come_back()
        await until(lambda: runner.online)
        assert (await ada.command("prep", guild=club)).message


async def test_commands_that_discord_could_not_take_are_put_a_little_later(
    encore: Encore, discord_: FakeDiscord
) -> None:
    for trouble in (502, 503):
        discord_.trouble.fail(trouble, route="PUT /applications/*")
    discord_.trouble.rate_limit(0.01, route="PUT /applications/*")
    async with serving(encore, discord_, faster=40 * FASTER):
        assert discord_.command_writes == 1


async def test_commands_are_put_though_the_database_was_away_for_a_moment(
    encore: Encore, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sync, faults = runner_module.sync_commands, iter([OSError("away")])

    async def stumbling(*asked: object) -> bool:
        for fault in faults:
            raise fault
        return await sync(*asked)

    monkeypatch.setattr(runner_module, "sync_commands", stumbling)
    async with serving(encore, discord_, faster=40 * FASTER):
        assert discord_.command_writes == 1
    assert "registering the commands" in caplog.text


async def test_reminders_go_out_before_the_gateway_ever_was_there(
    encore: Encore, discord_: FakeDiscord, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    await discord_.gateway.go_down()
    runner = DiscordRunner(encore, settings_for(discord_), faster=FASTER)
    starting = asyncio.create_task(runner.start())
    await owe(encore, ada)
    await until(lambda: discord_.gateway.refused)
    await encore.delivery.deliver_due()
    assert ada.dms[0].labels == ["I see it"]
    assert not starting.done()
    discord_.gateway.come_back()
    await starting
    await settled(runner)
    await runner.stop()


async def test_a_start_waits_for_a_discord_that_is_away(
    encore: Encore, discord_: FakeDiscord, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    trouble = discord_.trouble.fail(503, route="GET /users/@me", times=100)
    runner = DiscordRunner(encore, settings_for(discord_), faster=FASTER)
    starting = asyncio.create_task(runner.start())
    await until(lambda: trouble.happened >= 3)
    assert not starting.done()
    trouble.stop()
    await starting
    await settled(runner)
    assert (await ada.command("prep")).message
    await runner.stop()


async def test_a_wrong_token_is_for_the_operator_to_mend(
    encore: Encore, discord_: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    runner = DiscordRunner(encore, settings_for(discord_, token="not-the-token"), faster=FASTER)
    with pytest.raises(ConfigurationError, match="ENCORE_DISCORD__TOKEN"):
        await runner.start()
    await runner.stop()
    assert "not-the-token" not in caplog.text
    assert len(discord_.called("GET", "/users/@me")) == 1


def test_without_a_token_there_is_nothing_to_run(encore: Encore) -> None:
    with pytest.raises(ConfigurationError, match="ENCORE_DISCORD__TOKEN"):
        DiscordRunner(encore, DiscordSettings())


async def test_a_refusal_later_on_ends_neither_process_nor_reminders(
    encore: Encore, discord_: FakeDiscord, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(encore, discord_, faster=1000 * FASTER) as runner:
        await discord_.gateway.drop(4004)
        await until(lambda: "ENCORE_DISCORD__TOKEN" in caplog.text)
        await owe(encore, ada)
        await encore.delivery.deliver_due()
        assert ada.dms
        await discord_.gateway.until(lambda: len(discord_.gateway.identifies) >= 2)
        await until(lambda: runner.online)


async def test_a_payload_that_the_library_cannot_read_ends_one_connection_only(
    encore: Encore, discord_: FakeDiscord, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(encore, discord_, faster=FASTER):
        await discord_.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "type": 2}, None)
        await discord_.gateway.until(lambda: len(discord_.gateway.identifies) == 2)
        await until(lambda: discord_.gateway.live)
        assert (await ada.command("prep")).message


async def test_a_stop_lets_an_answer_finish(
    encore: Encore, discord_: FakeDiscord, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, asked = encore.app.handle, asyncio.Event()

    async def slow(invocation: Invocation, asker: Caller, *files: object) -> object:
        asked.set()
        await asyncio.sleep(0.3)
        return await handle(invocation, asker, *files)

    monkeypatch.setattr(encore.app, "handle", slow)
    async with serving(encore, discord_):
        answer = await ada.command("prep", wait=False)
        await asked.wait()
    assert answer.message is not None
    assert answer.message.text


async def test_no_log_line_holds_what_was_typed_or_what_is_secret(
    encore: Encore,
    discord_: FakeDiscord,
    ada: User,
    club: Guild,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    private = "Umbrella Corp"

    async def broken(*_: object) -> object:
        raise RuntimeError(private)

    with caplog.at_level(logging.INFO):
        async with serving(encore, discord_, faster=FASTER):
            await ada.command("prep", guild=club, what=f"{private}, boss, 26 November 3pm")
            await ada.dm(private)
            await until(lambda: ada.dms)
            monkeypatch.setattr(encore.app, "handle", broken)
            asked = await ada.command("prep", guild=club)
            await until(lambda: "fault" in caplog.text)
            discord_.trouble.lose_request(route="POST /interactions/*/callback", times=5)
            await discord_.gateway.drop()
            await discord_.gateway.resumed()
    assert "Umbrella" not in caplog.text
    assert discord_.token not in caplog.text
    assert asked.token not in caplog.text
