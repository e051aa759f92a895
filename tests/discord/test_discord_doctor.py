"""What `encore doctor` finds out about Discord, and the message that proves delivery."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import doctor
from adapters.discord.definitions import commands
from adapters.findings import Finding, clock_of
from bot.clock import SystemClock
from bot.commands.registry import all_commands
from bot.config import Settings, load_settings
from bot.errors import ConfigurationError
from tests.discord.fake import FakeDiscord
from tests.discord.fake import payloads as fake_payloads
from tests.discord.served import settings_for

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
REGISTRY = {command.path: command for command in all_commands()}


@pytest.fixture
async def discord_() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


def settings(discord_: FakeDiscord, *, token: str | None = None, shards: str = "") -> Settings:
    return load_settings(discord=settings_for(discord_, token=token, shards=shards))


async def findings(discord_: FakeDiscord, **differently: str) -> dict[str, Finding]:
    found = await doctor.run_checks(settings(discord_, **differently), SystemClock())
    return {finding.name: finding for finding in found}


async def test_all_is_well_where_it_is(discord_: FakeDiscord) -> None:
    discord_.registry.overwrite(commands(REGISTRY))
    found = await findings(discord_)
    assert [finding for finding in found.values() if not finding.ok] == []
    assert str(fake_payloads.APPLICATION) in found["Discord's application"].words
    assert discord_.token not in str(found)


async def test_nothing_is_changed_by_looking(discord_: FakeDiscord) -> None:
    await findings(discord_)
    assert {call.method for call in discord_.calls} == {"GET"}


async def test_a_wrong_token_is_told_with_where_to_find_the_right_one(discord_: FakeDiscord) -> None:
    [finding] = (await findings(discord_, token="wrong")).values()
    assert finding.ok is False
    assert "ENCORE_DISCORD__TOKEN" in finding.remedy
    assert "wrong" not in str(finding)


async def test_a_discord_out_of_reach_is_told() -> None:
    async with FakeDiscord() as gone:
        pass
    [finding] = (await findings(gone)).values()
    assert finding.ok is False
    assert "firewall" in finding.remedy


async def test_commands_that_discord_does_not_have_are_told(discord_: FakeDiscord) -> None:
    found = await findings(discord_)
    assert found["Discord's commands"].ok is False
    assert "/prep" in found["Discord's commands"].words
    assert "encore discord sync" in found["Discord's commands"].remedy


def test_commands_of_another_release_are_told() -> None:
    wanted = commands(REGISTRY)
    older = [{**wanted[0], "description": "As it was"}, *wanted[1:], {**wanted[0], "name": "old"}]
    words = doctor.check_commands(older).words
    assert f"another release: /{wanted[0]['name']}" in words
    assert "not Encore's: /old" in words


def test_commands_that_others_than_meant_may_use_are_told() -> None:
    wanted = commands(REGISTRY)
    open_to_all = [{**command, "default_member_permissions": None} for command in wanted]
    assert "another release: /coach" in doctor.check_commands(open_to_all).words
    stored = [
        {**command, "default_member_permissions": command.get("default_member_permissions")}
        for command in wanted
    ]
    assert doctor.check_commands(stored).ok is True


async def test_an_endpoint_that_takes_our_interactions_is_told(
    discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = fake_payloads.application()
    elsewhere = {**as_it_is, "interactions_endpoint_url": "https://elsewhere.example/", "flags": 1 << 18}
    monkeypatch.setattr(fake_payloads, "application", lambda: elsewhere)
    found = await findings(discord_)
    assert found["interactions"].ok is False
    assert found["intents"].ok is True
    assert "Message Content" in found["intents"].words


async def test_too_few_shards_are_told() -> None:
    async with FakeDiscord(shards=4) as discord_:
        found = await findings(discord_, shards="0-1/2")
    assert found["Discord's gateway"].ok is False


@pytest.mark.parametrize(("apart", "ok"), [(10, True), (-10, True), (600, False), (-600, False)])
def test_a_clock_that_is_off_is_told(apart: int, ok: bool) -> None:
    finding = clock_of("Discord", NOW, NOW + timedelta(seconds=apart))
    assert finding.ok is ok
    assert ok or ("ahead" if apart > 0 else "behind") in finding.words


async def test_a_part_that_does_not_answer_is_not_blamed(discord_: FakeDiscord) -> None:
    discord_.trouble.fail(503, route="GET /gateway/bot")
    assert (await findings(discord_))["Discord's gateway"].ok is None


async def test_a_test_message_is_sent_and_told(discord_: FakeDiscord) -> None:
    ada = discord_.user("ada")
    async with doctor.rest_for(settings(discord_).discord) as rest:
        assert (await doctor.send_test(rest, str(ada.id))).ok is True
        assert "test from Encore" in ada.dms[0].content
        ada.accepts_dms = False
        closed = await doctor.send_test(rest, str(ada.id))
        assert closed.ok is False
        assert "three taps" in closed.remedy
        assert (await doctor.send_test(rest, "ada")).ok is False
        nobody = await doctor.send_test(rest, "424242424242424242")
        assert "Nobody" in nobody.remedy


def test_without_a_token_the_setting_is_named() -> None:
    with pytest.raises(ConfigurationError, match="ENCORE_DISCORD__TOKEN"):
        doctor.rest_for(load_settings().discord)
