"""Discord's limits are kept to before Discord has to say so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from adapters.discord import messenger, rest
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.pacing import Handfuls, Openings, Refusals
from adapters.discord.rest import Rest
from bot.delivery.engine import LEASE
from bot.errors import Permanent, Transient
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord
from tests.discord.served import member_of, messenger_to
from tests.discord.test_discord_messenger import KEY, reminder

PATIENT = 60.0


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


async def moments(pace: Handfuls, count: int) -> list[float]:
    """When so many turns that are asked for at once are given, in seconds from now."""
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def one() -> float:
        await pace.turn(patience=PATIENT, reason="paced")
        return loop.time() - began

    return await asyncio.gather(*(one() for _ in range(count)))


async def test_no_more_than_a_handful_is_given_in_any_span() -> None:
    given = await moments(Handfuls(5, 0.1), 23)
    assert all(later - earlier >= 0.095 for earlier, later in zip(given, given[5:], strict=False))
    assert given[-1] < 0.6, "and no fewer than may be"


async def test_a_turn_that_was_missed_is_made_up_for() -> None:
    pace = Handfuls(5, 0.1)
    await moments(pace, 1)
    await asyncio.sleep(0.15)
    assert (await moments(pace, 5))[-1] < 0.05


async def test_after_a_hold_turns_come_one_by_one() -> None:
    pace = Handfuls(5, 0.1)
    pace.hold(0.1)
    given = await moments(pace, 6)
    assert given[0] >= 0.095
    assert given[4] - given[0] >= 0.07


async def test_a_turn_too_far_off_is_told_and_not_taken() -> None:
    pace = Handfuls(1, 10.0)
    await pace.turn(patience=0, reason="paced")
    for _ in range(2):
        with pytest.raises(Transient, match="paced") as waiting:
            await pace.turn(patience=5, reason="paced")
        assert 9 < waiting.value.retry_after.total_seconds() <= 10


async def test_those_who_would_wait_long_for_an_opening_come_back_one_after_the_other() -> None:
    openings = Openings(1, 1.0)
    waits = []
    for _ in range(6):
        try:
            await openings.turn(patience=0.0, reason="one by one")
        except Transient as later:
            waits.append(later.retry_after.total_seconds())
    assert len(waits) == 5
    assert all(0.9 < after - before < 1.1 for before, after in pairwise(waits))


async def test_new_channels_are_opened_at_a_pace_and_hold_up_nobody_whose_channel_is_known(
    discord_: FakeDiscord,
) -> None:
    known = [discord_.user(f"known{number}") for number in range(20)]
    new = [discord_.user(f"new{number}") for number in range(50)]
    loop = asyncio.get_running_loop()
    async with messenger_to(discord_, faster=1.0) as paced:
        began = loop.time()

        async def to(person, channel: str) -> float:
            await paced.send(member_of(person, channel=channel), reminder(), KEY)
            return loop.time() - began

        opening = [asyncio.create_task(to(person, "")) for person in new]
        took = await asyncio.gather(*(to(person, str(person.dm_channel.id)) for person in known))
        results = await asyncio.gather(*opening, return_exceptions=True)
    assert max(took) < 2
    opened = len(discord_.called("POST", "/users/@me/channels"))
    assert 2 <= opened <= 3, "one a second, for as long as anybody waits"
    waits = [later.retry_after.total_seconds() for later in results if isinstance(later, Transient)]
    assert len(waits) == 50 - opened
    assert max(waits) > 40, "they do not all come back at once"


async def test_requests_of_all_kinds_share_one_pace_and_answers_are_exempt(discord_: FakeDiscord) -> None:
    loop = asyncio.get_running_loop()
    async with Rest(discord_.token, discord_.api_url, faster=1.0) as asking:
        await asyncio.gather(*(asking.call("GET", "/users/@me") for _ in range(rest.REQUESTS_A_SECOND)))
        began = loop.time()
        with pytest.raises(rest.RefusedError):
            await asking.answer("POST", "/interactions/1/none/callback", json={"type": 5})
        assert loop.time() - began < 0.5
        await asking.call("GET", "/users/@me")
        assert loop.time() - began > 0.3
    discord_.violations.clear()


def test_a_look_and_a_sending_end_within_half_of_a_lease() -> None:
    request = rest.PATIENCE + rest.CALL_SECONDS
    sending = 3 * request + messenger.OPENING_PATIENCE
    assert messenger.LOOK_SECONDS + sending <= LEASE.total_seconds() / 2


async def test_a_look_that_takes_too_long_is_put_off(
    discord_: FakeDiscord, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "LOOK_SECONDS", 0.05)
    discord_.trouble.slow(0.3, route="GET /channels/*/messages")
    ada = discord_.user("ada")
    async with messenger_to(discord_) as looking:
        with pytest.raises(Transient):
            await looking.find(member_of(ada, channel=str(ada.dm_channel.id)), KEY, clock.now())


async def test_whoever_shuts_us_out_without_saying_how_long_is_left_alone_for_minutes(
    discord_: FakeDiscord,
) -> None:
    discord_.trouble.ban()
    ada = discord_.user("ada")
    async with Rest(discord_.token, discord_.api_url) as asking:
        shut_out = DiscordMessenger(asking)
        with pytest.raises(Transient) as waiting:
            await shut_out.send(member_of(ada, channel=str(ada.dm_channel.id)), reminder(), KEY)
    assert waiting.value.retry_after.total_seconds() >= 60


async def test_too_many_refusals_hold_everything_before_discord_shuts_us_out(
    discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "MOST_REFUSALS", 5)
    ada = discord_.user("ada")
    ada.accepts_dms = False
    async with messenger_to(discord_, faster=1.0) as closed:
        for number in range(5):
            with pytest.raises(Permanent):
                await closed.send(member_of(ada, channel=str(ada.dm_channel.id)), reminder(), f"k{number}")
        with pytest.raises(Transient) as waiting:
            await closed.send(member_of(ada, channel=str(ada.dm_channel.id)), reminder(), "k5")
    assert waiting.value.retry_after.total_seconds() > 500
    assert discord_.invalid_requests == 5


async def test_refusals_of_long_ago_hold_nothing() -> None:
    refusals = Refusals(3, 0.1)
    assert [refusals.note() > 0 for _ in range(3)] == [False, False, True]
    await asyncio.sleep(0.11)
    assert refusals.note() == 0
