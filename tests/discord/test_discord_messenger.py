"""Reminders on Discord: sent once, found again, and every refusal understood."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.public import LEAST, number_of
from adapters.discord.rest import NoAnswerError, NotSentError, RefusedError
from adapters.discord.trouble import understood
from bot.domain.members import Member, Platform
from bot.domain.owed import Channel
from bot.errors import Permanent, Scope, Transient, UnknownOutcome
from bot.invocation import Invocation
from bot.reply import PublicMessage
from bot.text import text
from bot.views.blocks import Actions, Button, Message, Paragraph
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, User
from tests.discord.fake.state import Guild
from tests.discord.served import member_of, messenger_to

KEY = "abcdefghijklmnopqrstuvwx"
OPEN = "POST /users/@me/channels"
HISTORY = "GET /channels/*/messages"
A_MINUTE = timedelta(minutes=1)


def reminder(key: str = KEY) -> Message:
    done = Button("Done", Invocation("reminder done", {"key": key}))
    return Message("Encore: one small step", "A step", (Paragraph(text("Do it.")), Actions((done,))))


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
async def messenger(discord_: FakeDiscord) -> AsyncIterator[DiscordMessenger]:
    async with messenger_to(discord_) as opened:
        yield opened


@pytest.fixture
def ada(discord_: FakeDiscord) -> User:
    return discord_.user("ada")


@pytest.fixture
def member(ada: User) -> Member:
    return member_of(ada, channel=str(ada.dm_channel.id))


async def test_a_reminder_arrives_as_words_that_a_lock_screen_shows(
    messenger: DiscordMessenger, ada: User
) -> None:
    receipt = await messenger.send(member_of(ada), reminder(), KEY)
    [sent] = ada.dms
    assert sent.content.startswith("Encore: one small step")
    assert sent.labels == ["Done"]
    assert (receipt.id, receipt.channel) == (str(sent.id), str(ada.dm_channel.id))


async def test_a_known_channel_is_not_opened_again(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member
) -> None:
    await messenger.send(member, reminder(), KEY)
    assert len(ada.dms) == 1
    assert not discord_.called("POST", "/users/@me/channels")


async def test_a_channel_that_is_gone_is_opened_anew(messenger: DiscordMessenger, ada: User) -> None:
    receipt = await messenger.send(member_of(ada, channel="4242"), reminder(), KEY)
    assert receipt.channel == str(ada.dm_channel.id)
    assert len(ada.dms) == 1


async def test_the_same_key_a_moment_later_sends_nothing_new(
    messenger: DiscordMessenger, ada: User, member: Member
) -> None:
    first = await messenger.send(member, reminder(), KEY)
    assert await messenger.send(member, reminder(), KEY) == first
    assert len(ada.dms) == 1


@pytest.mark.parametrize("code", [50007, 50278])
async def test_refused_messages_are_a_closed_door(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member, code: int
) -> None:
    discord_.trouble.refuse(code)
    with pytest.raises(Permanent, match="closed"):
        await messenger.send(member, reminder(), KEY)


async def test_missing_access_is_no_closed_door(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member
) -> None:
    discord_.trouble.refuse(50001, times=1)
    with pytest.raises(Transient) as waiting:
        await messenger.send(member, reminder(), KEY)
    assert waiting.value.retry_after >= timedelta(minutes=1)
    await messenger.send(member, reminder(), KEY)
    assert len(ada.dms) == 1


async def test_nobody_of_that_id_is_not_asked_for_twice(
    messenger: DiscordMessenger, ada: User, discord_: FakeDiscord
) -> None:
    discord_.trouble.refuse(10013, route=OPEN)
    with pytest.raises(Permanent, match="gone"):
        await messenger.send(member_of(ada), reminder(), KEY)


async def test_opening_too_fast_holds_openings_and_nothing_else(
    discord_: FakeDiscord, ada: User, member: Member
) -> None:
    discord_.dm_budget = 0
    ben = discord_.user("ben")
    async with messenger_to(discord_) as messenger:
        for _ in range(2):
            with pytest.raises(Transient) as waiting:
                await messenger.send(member_of(ben), reminder(), KEY)
            assert waiting.value.scope is Scope.PLATFORM
        assert len(discord_.called("POST", "/users/@me/channels")) == 1
        await messenger.send(member, reminder(), KEY)
    assert len(ada.dms) == 1


async def test_a_bot_that_is_taken_for_spam_gives_nobody_up_and_opens_nothing_more(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User
) -> None:
    discord_.trouble.refuse(20026, route=OPEN)
    for _ in range(3):
        with pytest.raises(Transient):
            await messenger.send(member_of(ada), reminder(), KEY)
    assert len(discord_.called("POST", "/users/@me/channels")) == 1


async def test_a_deleted_message_that_the_nonce_remembers_was_sent(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member
) -> None:
    discord_.trouble.refuse(10008)
    assert (await messenger.send(member, reminder(), KEY)).id == KEY


async def test_what_a_member_deleted_is_not_sent_anew(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member
) -> None:
    await messenger.send(member, reminder(), KEY)
    ada.dms[0].deleted = True
    assert (await messenger.send(member, reminder(), KEY)).id == KEY
    assert ada.dms == []


async def test_every_reminder_is_sent_with_a_nonce_that_discord_enforces(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member
) -> None:
    await messenger.send(member, reminder(), KEY)
    [call] = discord_.called("POST", "/channels/{channel}/messages")
    assert (call.body["nonce"], call.body["enforce_nonce"]) == (KEY, True)
    assert len(call.body["nonce"]) <= 25
    assert call.body["allowed_mentions"] == {"parse": []}


async def test_a_rate_limit_of_one_channel_says_how_long(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member
) -> None:
    discord_.trouble.rate_limit(4.5)
    with pytest.raises(Transient) as waiting:
        await messenger.send(member, reminder(), KEY)
    assert waiting.value.retry_after == timedelta(seconds=4.5)
    assert waiting.value.scope is Scope.CHANNEL


async def test_a_global_rate_limit_keeps_everything_from_knocking(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member
) -> None:
    discord_.trouble.rate_limit(60, scope="global")
    for _ in range(3):
        with pytest.raises(Transient) as waiting:
            await messenger.send(member, reminder(), KEY)
        assert waiting.value.scope is Scope.PLATFORM
    assert len(discord_.calls) == 1


async def test_being_shut_out_keeps_everything_from_knocking(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member
) -> None:
    discord_.trouble.ban()
    for _ in range(3):
        with pytest.raises(Transient) as waiting:
            await messenger.send(member, reminder(), KEY)
        assert waiting.value.scope is Scope.PLATFORM
    assert len(discord_.calls) == 1


async def test_a_wrong_token_holds_everything_and_gives_nobody_up(
    discord_: FakeDiscord, member: Member
) -> None:
    discord_.token = "another"
    async with messenger_to(discord_) as messenger:
        discord_.token = "the-new-one"
        for _ in range(3):
            with pytest.raises(Transient) as waiting:
                await messenger.send(member, reminder(), KEY)
            assert waiting.value.scope is Scope.PLATFORM
    assert len(discord_.calls) == 1


async def test_a_lost_reply_is_in_doubt_until_it_is_found(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member, clock: HeldClock
) -> None:
    discord_.trouble.lose_reply()
    with pytest.raises(UnknownOutcome):
        await messenger.send(member, reminder(), KEY)
    assert len(discord_.called("POST", "/channels/{channel}/messages")) == 1
    receipt = await messenger.find(member, KEY, clock.now())
    assert receipt is not None
    assert receipt.id == str(ada.dms[0].id)


async def test_a_lost_request_is_in_doubt_and_not_found(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member, clock: HeldClock
) -> None:
    discord_.trouble.lose_request()
    with pytest.raises(UnknownOutcome):
        await messenger.send(member, reminder(), KEY)
    assert await messenger.find(member, KEY, clock.now()) is None
    assert ada.dms == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_fault_of_discords_is_in_doubt_and_asked_once(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member, status: int
) -> None:
    discord_.trouble.fail(status, times=5)
    with pytest.raises(UnknownOutcome):
        await messenger.send(member, reminder(), KEY)
    assert len(discord_.calls) == 1


async def test_a_fault_while_a_channel_opens_leaves_nothing_in_doubt(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User
) -> None:
    discord_.trouble.fail(502, route=OPEN)
    with pytest.raises(Transient):
        await messenger.send(member_of(ada), reminder(), KEY)


async def test_discord_out_of_reach_leaves_nothing_in_doubt(ada: User, member: Member) -> None:
    async with FakeDiscord() as gone:
        pass
    async with messenger_to(gone) as messenger:
        with pytest.raises(Transient) as waiting:
            await messenger.send(member, reminder(), KEY)
    assert waiting.value.scope is Scope.PLATFORM


async def test_a_look_finds_a_message_behind_more_than_a_page_of_others(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member, clock: HeldClock
) -> None:
    since = clock.now()
    for number in range(120):
        await ada.dm(f"line {number}")
    sent = await messenger.send(member, reminder(), KEY)
    assert await messenger.find(member, KEY, since) == sent
    assert await messenger.find(member, KEY[::-1], since) is None


async def test_a_message_is_found_by_its_buttons_since_no_nonce_is_told_again(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member, clock: HeldClock
) -> None:
    receipt = await messenger.send(member, reminder(), KEY)
    ada.dms[0].nonce = None
    assert await messenger.find(member, KEY, clock.now()) == receipt
    ada.dms[0].body["components"] = []
    assert await messenger.find(member, KEY, clock.now()) is None


async def test_a_look_goes_no_further_back_than_asked(
    messenger: DiscordMessenger, ada: User, member: Member, clock: HeldClock
) -> None:
    await messenger.send(member, reminder(), KEY)
    clock.move_to(clock.now() + timedelta(hours=1))
    assert await messenger.find(member, KEY, clock.now()) is None


async def test_a_member_cannot_write_a_proof_of_sending(
    messenger: DiscordMessenger, discord_: FakeDiscord, ada: User, member: Member, clock: HeldClock
) -> None:
    await ada.dm(f"reminder done?key={KEY}")
    assert await messenger.find(member, KEY, clock.now()) is None


async def test_a_look_opens_a_channel_that_nobody_remembers(
    messenger: DiscordMessenger, ada: User, clock: HeldClock
) -> None:
    sent = await messenger.send(member_of(ada), reminder(), KEY)
    assert await messenger.find(member_of(ada), KEY, clock.now()) == sent
    assert await messenger.find(member_of(ada, channel="4242"), KEY, clock.now()) == sent


@pytest.mark.parametrize("code", [50001, 50007])
async def test_a_look_that_fails_never_gives_a_member_up(
    messenger: DiscordMessenger, discord_: FakeDiscord, member: Member, clock: HeldClock, code: int
) -> None:
    discord_.trouble.refuse(code, route=HISTORY)
    with pytest.raises(Transient):
        await messenger.find(member, KEY, clock.now())


def test_each_trouble_means_what_it_says() -> None:
    closed = understood(RefusedError(403, 50007), posting=True)
    assert isinstance(closed, Permanent)
    assert isinstance(understood(NoAnswerError("x"), posting=True), UnknownOutcome)
    assert isinstance(understood(NoAnswerError("x"), posting=False), Transient)
    assert isinstance(understood(NotSentError("x"), posting=True), Transient)
    bad_body = understood(RefusedError(400, 50035), posting=True)
    assert isinstance(bad_body, Transient)  # our fault, and no reason to give a member up
    assert bad_body.retry_after > A_MINUTE


# In a channel, where nothing but what is public can come

NEWS = PublicMessage("For everybody", (text("The library opens an hour later."),))


@pytest.fixture
def club(discord_: FakeDiscord) -> Guild:
    return discord_.guild("Club")


@pytest.fixture
def square(club: Guild) -> Channel:
    return Channel(Platform.DISCORD, str(club.id), str(club.channel.id))


async def test_what_is_public_comes_into_the_channel_and_is_found_there_without_a_button(
    messenger: DiscordMessenger, club: Guild, square: Channel, clock: HeldClock
) -> None:
    sent = await messenger.publish(square, NEWS, KEY)
    [message] = club.channel.messages
    assert (sent.id, sent.channel) == (str(message.id), square.id)
    assert "opens an hour later" in message.text
    assert await messenger.find(square, KEY, clock.now()) == sent
    assert await messenger.find(square, "z" * 24, clock.now()) is None


async def test_the_same_key_in_a_channel_a_moment_later_sends_nothing_new(
    messenger: DiscordMessenger, club: Guild, square: Channel
) -> None:
    first = await messenger.publish(square, NEWS, KEY)
    assert await messenger.publish(square, NEWS, KEY) == first
    assert len(club.channel.messages) == 1


async def test_a_channel_that_is_gone_is_given_up(messenger: DiscordMessenger) -> None:
    with pytest.raises(Permanent, match="unknown channel"):
        await messenger.publish(Channel(Platform.DISCORD, "1", "4242"), NEWS, KEY)


def test_the_numbers_of_keys_are_far_apart_and_within_what_discord_takes() -> None:
    keys = [f"{number:024}" for number in range(1000)]
    numbers = {number_of(key) for key in keys}
    assert len(numbers) == len(keys)
    assert min(numbers) >= LEAST
    assert max(numbers) < 2**31
