"""The first private message: proof that reminders reach a member, or word that they do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery.engine import Delivery
from bot.domain.members import Caller, Greeting, MemberRef, Platform
from bot.encore import Encore
from bot.errors import Permanent
from bot.invocation import Invocation
from bot.views.blocks import present
from bot.views.greeting import GreetingView
from tests.conftest import HeldClock, Person
from tests.core.test_delivery import FlakyPlatform, engine

HOUR = timedelta(hours=1)


@pytest.fixture
def platform() -> FlakyPlatform:
    return FlakyPlatform()


@pytest.fixture
def delivery(encore: Encore, platform: FlakyPlatform, clock: HeldClock) -> Delivery:
    return engine(encore, platform, clock)


@pytest.fixture
async def ada(encore: Encore, clock: HeldClock) -> Person:
    """A member on Slack who has just added her first interview."""
    person = Person(encore, clock)
    person.caller = Caller(member=MemberRef(Platform.SLACK, "T1", "U1"), group="T1")
    await person.live_in()
    await person.adds("Acme, analyst, 2026-12-03 15:00")
    return person


async def greeting_of(person: Person) -> Greeting:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        return member.greeting


async def reachable(person: Person) -> bool:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        return member.reachable


async def test_the_first_right_is_followed_by_one_message_with_a_button(
    ada: Person, delivery: Delivery, platform: FlakyPlatform
) -> None:
    assert await delivery.deliver_due() == 1
    [(_, message)] = platform.taken
    assert [button.label for button in message.buttons] == ["I see it"]
    assert "Acme" not in str(message)
    await ada.adds("Globex, analyst, 2026-12-04 15:00")
    assert await delivery.deliver_due() == 0, "one is enough"


async def test_it_is_no_step_of_the_plan(ada: Person, delivery: Delivery, clock: HeldClock) -> None:
    await ada.type("/interview plan")
    before = ada.says
    await delivery.deliver_due()
    await ada.type("/interview plan")
    assert ada.says == before


async def test_a_press_settles_it_for_good(
    ada: Person, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await delivery.deliver_due()
    [(_, message)] = platform.taken
    for _ in range(2):
        await ada.ask(message.buttons[0].invocation)
        assert "they reach you" in ada.says
    clock.at += 2 * HOUR
    await ada.type("/prep")
    assert "I see it" not in ada.says


async def test_without_a_press_the_next_answer_after_an_hour_says_so_once(
    ada: Person, delivery: Delivery, clock: HeldClock
) -> None:
    await delivery.deliver_due()
    clock.at += HOUR - timedelta(seconds=1)
    await ada.type("/tip")
    assert "I see it" not in ada.says
    clock.at += timedelta(seconds=1)
    await ada.type("/tip")
    assert "I see it" in ada.says
    assert "Notifications" in ada.says
    await ada.type("/tip")
    assert "I see it" not in ada.says


async def test_it_can_be_sent_again(
    ada: Person, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await delivery.deliver_due()
    clock.at += HOUR
    await ada.type("/prep")
    await ada.press("Send it again")
    assert await delivery.deliver_due() == 1
    keys = [key for key, _ in platform.taken]
    assert len(set(keys)) == 2


async def test_a_refusal_is_told_by_the_next_answer_whatever_it_is(
    ada: Person, delivery: Delivery, platform: FlakyPlatform
) -> None:
    refused: list[MemberRef] = []

    async def listen(member: MemberRef) -> None:
        refused.append(member)

    delivery.on_unreachable.append(listen)
    platform.troubles.append(Permanent("closed"))
    await delivery.deliver_due()
    assert refused == [ada.caller.member]
    assert await greeting_of(ada) is Greeting.CLOSED
    await ada.type("/tip")
    assert "was refused" in ada.says
    assert await greeting_of(ada) is Greeting.DOUBTED


async def test_an_adapter_that_learns_of_a_refusal_has_the_words_at_once(
    ada: Person, delivery: Delivery, platform: FlakyPlatform
) -> None:
    platform.troubles.append(Permanent("closed"))
    await delivery.deliver_due()
    await ada.ask(Invocation("greeting refused"))
    assert "was refused" in ada.says
    await ada.type("/tip")
    assert "was refused" not in ada.says, "it was said"


async def test_word_of_a_refusal_mends_nothing_until_the_member_speaks(
    ada: Person, delivery: Delivery, platform: FlakyPlatform
) -> None:
    platform.troubles.append(Permanent("closed"))
    await delivery.deliver_due()
    await ada.ask(Invocation("greeting refused"))
    assert not await reachable(ada)
    await ada.type("/prep")
    assert await reachable(ada)


async def test_at_the_terminal_nothing_is_proved(encore: Encore, member: Person) -> None:
    await member.adds()
    assert await encore.delivery.deliver_due() == 0
    assert await greeting_of(member) is Greeting.NONE


async def test_a_cancelled_interview_does_not_take_it_along(ada: Person, delivery: Delivery) -> None:
    await ada.type("/interview cancel Acme")
    assert await delivery.deliver_due() == 1


def test_its_words_show_on_a_lock_screen_without_harm() -> None:
    assert present(GreetingView("key")).notice == "Encore: reminders will arrive here"
