"""Reminders from the row to the member, whatever Discord does: through the engine, the messenger and the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.discord.runner import DiscordRunner
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore
from bot.invocation import Invocation
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, Guild, Message, User
from tests.discord.served import FASTER, serving, until
from tests.discord.test_discord_interactions import adds, live_in, message_of

V2 = 1 << 15
MINUTE = timedelta(minutes=1)
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


@pytest.fixture
def club(discord_: FakeDiscord, ada: User) -> Guild:
    return discord_.guild(people=(ada,))


async def booked(encore: Encore, person: User, club: Guild) -> None:
    """Add an interview at Acme and see the first private message."""
    await live_in(encore, person)
    await adds(person, guild=club)
    await encore.delivery.deliver_due()
    await person.press(person.dms[0], "I see it")


async def next_reminder(encore: Encore, clock: HeldClock, person: User) -> Message:
    """Let time pass until the next reminder is there."""
    before = len(person.dms)
    for _ in range(20):
        due = await encore.delivery.next_due()
        assert due is not None
        clock.move_to(max(due, clock.now()))
        await encore.delivery.deliver_due()
        if len(person.dms) > before:
            return person.dms[-1]
    raise AssertionError("no reminder came")


async def reachable(encore: Encore, person: User) -> bool:
    async with encore.store.unit() as unit:
        member = await unit.members.get(MemberRef(Platform.DISCORD, "", str(person.id)))
    assert member is not None
    return member.reachable


# What a reminder looks like


async def test_a_discreet_reminder_names_the_company_in_its_last_line_alone(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, ada: User, club: Guild
) -> None:
    await booked(encore, ada, club)
    sent = await next_reminder(encore, clock, ada)
    *lines, last = sent.content.split("\n")
    assert "Acme" in last
    assert "Acme" not in "\n".join(lines)
    assert "Acme" not in "".join(sent.labels)
    assert lines[0].startswith("Encore: one small step")
    assert not sent.flags & V2, "Components V2 would notify of nothing"
    assert "Done" in sent.labels


async def test_names_on_the_lock_screen_are_a_setting(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, ada: User, club: Guild
) -> None:
    await booked(encore, ada, club)
    await ada.command("encore settings", guild=club, setting="discreet", value="off")
    sent = await next_reminder(encore, clock, ada)
    assert sent.content.split("\n")[0].startswith("Acme")


async def test_a_company_that_would_mention_or_link_is_only_words(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, ada: User, club: Guild
) -> None:
    hostile = "@everyone <@1> [x](http://x.example) **b**"
    await live_in(encore, ada)
    await ada.command("interview add", guild=club)
    asked = await ada.submit(None, {"company": hostile, "when": "26 November 3pm"})
    await ada.press(message_of(asked), "Right")
    await encore.delivery.deliver_due()
    sent = await next_reminder(encore, clock, ada)
    for shown in (sent.text, message_of(asked).text):
        assert "@everyone" not in shown
        assert "\\<" in shown
        assert "http\\://" in shown
        assert "\\*\\*b" in shown
    bodies = [call.body.get("data", call.body) for call in discord_calls(ada)]
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies if "components" in body)


def discord_calls(person: User):
    """Every request that shows something."""
    return [
        call
        for call in person.fake.calls
        if isinstance(call.body, dict) and call.method in {"POST", "PATCH"} and call.body.get("type") != 9
    ]


async def test_buttons_of_a_reminder_work_a_month_and_a_restart_later(
    encore: Encore, discord_: FakeDiscord, clock: HeldClock, ada: User, club: Guild
) -> None:
    async with serving(encore, discord_, faster=FASTER):
        await booked(encore, ada, club)
        sent = await next_reminder(encore, clock, ada)
    clock.move_to(clock.now() + timedelta(days=31))
    async with serving(encore, discord_, faster=FASTER):
        for label in list(sent.labels):
            answer = await ada.press(sent, label) if label in sent.labels else None
            if answer is not None:
                assert message_of(answer).text
                assert "not work any more" not in message_of(answer).text


async def test_a_pressed_reminder_gives_way_to_what_is_noted_without_a_notice(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, ada: User, club: Guild
) -> None:
    await booked(encore, ada, club)
    sent = await next_reminder(encore, clock, ada)
    await ada.press(sent, "Done")
    assert sent.content.startswith("### ")
    assert sent.labels == ["Undo", "See the plan"]
    await ada.press(sent, "Undo")
    assert "open again" in sent.content
    assert not sent.flags & V2


# Nothing is said twice


async def test_a_reminder_in_doubt_that_its_member_has_pressed_is_found_and_not_sent_again(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, clock: HeldClock, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await adds(ada, guild=club)
    discord_.trouble.lose_reply()
    await encore.delivery.deliver_due()
    assert [message.labels for message in ada.dms] == [["I see it"]]
    await ada.press(ada.dms[0], "I see it")
    clock.move_to(clock.now() + 10 * MINUTE)  # longer than Discord remembers a nonce
    await encore.delivery.deliver_due()
    assert len(ada.dms) == 1
    assert len(discord_.called(*POST)) == 1


@pytest.mark.usefixtures("runner")
@pytest.mark.parametrize("presses", [["Done"], ["Done", "Undo"], ["Skip"]])
async def test_neither_is_one_that_was_answered(
    encore: Encore,
    discord_: FakeDiscord,
    clock: HeldClock,
    ada: User,
    club: Guild,
    presses: list[str],
) -> None:
    await booked(encore, ada, club)
    discord_.trouble.lose_reply()
    sent = await next_reminder(encore, clock, ada)
    for label in presses:
        await ada.press(sent, label)
    posted = len(discord_.called(*POST))
    clock.move_to(clock.now() + 10 * MINUTE)
    await encore.delivery.deliver_due()
    assert len(discord_.called(*POST)) == posted


# Whoever can and cannot be reached


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_closed_door_is_told_at_once_and_privately_with_the_three_taps(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, code: int
) -> None:
    await live_in(encore, ada)
    discord_.trouble.refuse(code)
    added = await adds(ada, guild=club)
    await encore.delivery.deliver_due()
    await until(lambda: added.followups)
    [told] = added.followups
    assert told.ephemeral
    assert told.text.count("\n- ") == 3
    assert club.channel.messages == []
    await encore.delivery.deliver_due()
    assert len(discord_.called(*POST)) == 1, "no storm of attempts"


async def test_whoever_is_told_hears_it_though_discord_stumbles(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    ada.accepts_dms = False
    added = await adds(ada, guild=club)
    discord_.trouble.fail(502, route="POST /webhooks/*")
    await encore.delivery.deliver_due()
    await until(lambda: added.followups)


async def test_missing_access_passes_and_never_closes_a_door(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, clock: HeldClock, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    discord_.trouble.refuse(50001, times=5)
    added = await adds(ada, guild=club)
    for _ in range(5):
        await encore.delivery.deliver_due()
        assert ada.dms == []
        assert await reachable(encore, ada)
        clock.move_to(clock.now() + 11 * MINUTE)
    await encore.delivery.deliver_due()
    assert len(ada.dms) == 1
    assert added.followups == []


# The gateway


async def test_ten_minutes_without_a_gateway_cost_no_reminder_and_commands_come_back(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, clock: HeldClock, ada: User, club: Guild
) -> None:
    await booked(encore, ada, club)
    due = await encore.delivery.next_due()
    assert due is not None
    clock.move_to(due - MINUTE)
    await discord_.gateway.go_down()
    await until(lambda: not runner.online)
    sent = []
    for _ in range(11):
        clock.move_to(clock.now() + MINUTE)
        if await encore.delivery.deliver_due():
            sent.append(clock.now())
    assert sent == [due], "to the minute"
    assert len(ada.dms) == 2
    await until(lambda: discord_.gateway.refused >= 3)
    discord_.gateway.come_back()
    await until(lambda: runner.online, seconds=30)
    assert (await ada.command("prep", guild=club)).message is not None
    answer = await ada.press(ada.dms[1], "Done")
    assert answer.message is ada.dms[1]
    assert len(ada.dms) == 2


async def test_a_caller_of_the_core_cannot_pass_for_another(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    await booked(encore, ada, club)
    sent = await next_reminder(encore, clock, ada)
    done = next(button["custom_id"] for button in sent.buttons if button["label"] == "Done")
    ben = discord_.user("ben")
    theirs = message_of(await ben.command("prep"))
    theirs.body["components"] = [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "Done", "custom_id": done}]}
    ]
    answer = message_of(await ben.press(theirs, "Done"))
    assert "Acme" not in answer.text
    asker = Caller(member=MemberRef(Platform.DISCORD, "", str(ada.id)))
    reply = await encore.app.handle(Invocation("interview plan"), asker)
    assert reply.view is not None


# The guide


async def test_the_guides_first_reminder_is_there_five_minutes_later(
    runner: DiscordRunner, encore: Encore, clock: HeldClock, ada: User, club: Guild
) -> None:
    clock.move_to(clock.now() + timedelta(hours=4))  # 2 p.m. in New York
    asked = await ada.command("prep", guild=club, what="add Practice, any role, today at 3:05pm")
    assert asked.modal is not None
    assert list(asked.modal.fields) == ["city"]
    confirm = message_of(await ada.submit(None, {"city": "New York"}))
    await ada.press(confirm, "Right")
    await encore.delivery.deliver_due()
    assert [message.labels for message in ada.dms] == [["I see it"]]
    clock.move_to(clock.now() + 5 * MINUTE)
    await encore.delivery.deliver_due()
    assert "One hour before" in ada.dms[-1].text
    answer = message_of(await ada.command("prep", guild=club, what="cancel Practice"))
    assert "Practice" in answer.text
