"""What is written to the bot is answered once, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.runner import DiscordRunner
from bot.encore import Encore
from bot.reply import PublicMessage, Reply
from bot.text import text
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, User
from tests.discord.served import FASTER, serving, until

POST = ("POST", "/channels/{channel}/messages")


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
async def runner(encore: Encore, discord_: FakeDiscord) -> AsyncIterator[DiscordRunner]:
    async with serving(encore, discord_, faster=FASTER) as started:
        yield started


@pytest.fixture
def ada(discord_: FakeDiscord) -> User:
    return discord_.user("ada")


async def answered(ada: User, runner: DiscordRunner) -> None:
    await until(lambda: ada.dms)
    await until(lambda: not runner._interactions._underway.tasks)


async def test_an_answer_whose_reply_was_lost_is_there_once(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User
) -> None:
    discord_.trouble.lose_reply(times=2)
    await ada.dm("/prep")
    await until(lambda: len(discord_.called(*POST)) == 3)
    await answered(ada, runner)
    assert len(ada.dms) == 1


@pytest.mark.parametrize("trouble", ["lost", "502", "429", "global 429", "50001"])
async def test_an_answer_that_was_not_taken_is_sent_again(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, trouble: str
) -> None:
    match trouble:
        case "lost":
            discord_.trouble.lose_request()
        case "502":
            discord_.trouble.fail(502)
        case "429":
            discord_.trouble.rate_limit(0.3)
        case "global 429":
            discord_.trouble.rate_limit(0.3, scope="global")
        case "50001":
            discord_.trouble.refuse(50001, times=1)
    await ada.dm("/prep")
    await answered(ada, runner)
    assert len(discord_.called(*POST)) == 2
    assert len(ada.dms) == 1


async def test_a_refusal_is_not_tried_again(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    discord_.trouble.refuse(50007)
    await ada.dm("/prep")
    await until(lambda: "50007" in caplog.text or "RefusedError" in caplog.text)
    assert len(discord_.called(*POST)) == 1


async def test_two_lines_with_the_same_words_get_two_answers(runner: DiscordRunner, ada: User) -> None:
    await ada.dm("/tip")
    await ada.dm("/tip")
    await until(lambda: len(ada.dms) == 2)


async def test_a_public_answer_stays_between_the_two(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def share(*_: object) -> Reply:
        return Reply(public=PublicMessage("A tip", (text("Breathe."),)))

    monkeypatch.setattr(encore.app, "handle", share)
    await ada.dm("/tip")
    await answered(ada, runner)
    assert "Breathe." in ada.dms[0].text
    [call] = discord_.called(*POST)
    assert call.body["enforce_nonce"]
    assert len(call.body["nonce"]) <= 25


async def test_a_picture_without_words_gets_an_answer_too(runner: DiscordRunner, ada: User) -> None:
    await ada.dm("")
    await answered(ada, runner)
    assert ada.dms[0].text


async def test_lines_are_answered_side_by_side(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User
) -> None:
    ben = discord_.user("ben")
    discord_.trouble.slow(1.0, user=ben)
    began = asyncio.get_running_loop().time()
    await ben.dm("/prep")
    await ada.dm("/prep")
    await until(lambda: ada.dms)
    assert asyncio.get_running_loop().time() - began < 0.9
    await until(lambda: ben.dms)
