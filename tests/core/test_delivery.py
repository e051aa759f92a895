"""Delivery to a platform that can fail in every way that platforms do."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.catalog.catalog import shipped
from bot.delivery.engine import Delivery
from bot.delivery.sending import LEASE
from bot.domain.members import Caller, Greeting, Member, MemberRef, Platform
from bot.domain.reminders import Reminder, Status
from bot.encore import Encore
from bot.errors import Permanent, Transient, UnknownOutcome
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.owed.reminder import Reminders
from bot.ports import Receipt
from bot.views.blocks import Message
from tests.conftest import HeldClock, Person, open_in

THURSDAY = timedelta(days=4, hours=8)
"""From Sunday 10:00 to the first reminder of an interview on 3 December."""


class FlakyPlatform:
    """Takes messages, or fails as it was told to; `taken` is what really arrived."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.asked: list[str] = []
        self.troubles: deque[Exception | str] = deque()
        self.unanswered = False

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        assert to.ref.platform is Platform.SLACK
        trouble = self.troubles.popleft() if self.troubles else None
        if isinstance(trouble, Exception):
            raise trouble
        self.taken.append((key, message))
        if trouble == "reply lost":
            raise UnknownOutcome("the reply was lost")
        return Receipt(f"receipt-{len(self.taken)}")

    async def find(self, to: Member, key: str, since: datetime) -> Receipt | None:
        assert since.tzinfo is not None
        assert to.ref.platform is Platform.SLACK
        self.asked.append(key)
        if self.unanswered:
            raise Transient("look-ups are budgeted", retry_after=timedelta(minutes=1))
        return Receipt("found") if key in {taken for taken, _ in self.taken} else None


@pytest.fixture
def platform() -> FlakyPlatform:
    return FlakyPlatform()


@pytest.fixture
async def opened(tmp_path: Path, clock: HeldClock):
    async with open_in(tmp_path, clock) as encore:
        yield encore


@pytest.fixture
def delivery(opened: Encore, platform: FlakyPlatform, clock: HeldClock) -> Delivery:
    return engine(opened, platform, clock)


def engine(opened: Encore, platform: FlakyPlatform, clock: HeldClock) -> Delivery:
    return Delivery(
        store=opened.store,
        kinds=Kinds(all_kinds(), shipped()),
        clock=clock,
        rng=random.Random(1),
        messengers={Platform.SLACK: platform},
        alarm=lambda: pytest.fail("nothing sleeps here"),
    )


async def on_slack(opened: Encore, clock: HeldClock, user: str = "U1") -> Person:
    person = Person(opened, clock)
    person.caller = Caller(member=MemberRef(Platform.SLACK, "T1", user), group="T1")
    await person.live_in()
    await greeted(person)
    await person.adds("Acme, analyst, 2026-12-03 15:00")
    return person


async def greeted(person: Person) -> None:
    """Have her known as one whom private messages reach."""
    async with person.encore.store.unit() as unit:
        who = await unit.members.get(person.caller.member)
        await unit.members.save(replace(who, greeting=Greeting.SEEN))
        await unit.commit()


async def statuses(person: Person) -> dict[str, Status]:
    async with person.encore.store.unit() as unit:
        who = await unit.members.get(person.caller.member)
        assert who is not None
        [interview] = await unit.interviews.of(who.id)
        return {row.lead: row.status for row in await unit.owed.of(Reminder, interview.id)}


async def test_a_due_reminder_is_sent_once_and_recorded(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 1
    assert await delivery.deliver_due() == 0
    assert len(platform.taken) == 1
    assert (await statuses(person))["T-7"] is Status.SENT


async def test_a_lost_reply_is_asked_for_before_anything_is_sent_again(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    platform.troubles.append("reply lost")
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 0
    clock.at += LEASE
    assert await delivery.deliver_due() == 1
    assert platform.asked == [platform.taken[0][0]]
    assert len(platform.taken) == 1
    assert (await statuses(person))["T-7"] is Status.SENT


async def test_a_message_that_never_arrived_is_sent_again_after_asking(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock)
    platform.troubles.append(UnknownOutcome("the connection dropped"))
    clock.at += THURSDAY
    await delivery.deliver_due()
    clock.at += LEASE
    assert await delivery.deliver_due() == 1
    assert len(platform.asked) == 1
    assert len(platform.taken) == 1


async def test_a_platform_that_asks_to_wait_is_obeyed(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock)
    platform.troubles.append(Transient("ratelimited", retry_after=timedelta(seconds=90)))
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 0
    clock.at += timedelta(seconds=89)
    assert await delivery.deliver_due() == 0
    clock.at += timedelta(seconds=1)
    assert await delivery.deliver_due() == 1
    assert platform.asked == [], "nothing was in doubt"


async def test_a_member_who_cannot_be_reached_is_left_alone_and_told_the_next_time(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    platform.troubles.append(Permanent("user_disabled"))
    clock.at += THURSDAY
    await delivery.deliver_due()
    clock.at += timedelta(days=2)
    await delivery.deliver_due()
    assert platform.taken == []
    await person.type("/prep")
    assert "a week before" in person.says
    clock.at += timedelta(days=2)
    assert await delivery.deliver_due() == 1, "she has spoken: she can be tried again"


async def test_an_outage_that_outlasts_a_step_lets_it_ride_along_with_the_next(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock)
    platform.troubles.append(Transient("unavailable", retry_after=timedelta(days=3)))
    clock.at += THURSDAY
    await delivery.deliver_due()
    clock.at += timedelta(days=2)
    assert await delivery.deliver_due() == 1
    [(_, message)] = platform.taken
    assert message.title == "Five days before"


async def test_one_that_was_called_off_while_it_waited_is_not_sent(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    platform.troubles.append(Transient("unavailable", retry_after=timedelta(minutes=5)))
    clock.at += THURSDAY
    await delivery.deliver_due()
    await person.type("/interview cancel Acme")
    clock.at += timedelta(minutes=5)
    assert await delivery.deliver_due() == 0
    assert platform.taken == []


async def test_a_crash_after_the_request_left_is_asked_about_by_the_next_process(
    tmp_path: Path, opened: Encore, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock)
    platform.troubles.append("reply lost")
    clock.at += THURSDAY

    class Killed(BaseException):
        pass

    async def die(*_: object, **__: object) -> None:
        raise Killed

    first = engine(opened, platform, clock)
    first._sending._hold = die  # the process ends before it can write down what became of it
    with pytest.raises(Killed):
        await first.deliver_due()
    second = engine(opened, platform, clock)
    assert await second.deliver_due() == 0, "the lease is still held"
    clock.at += LEASE
    assert await second.deliver_due() == 1
    assert len(platform.taken) == 1


async def test_a_fault_in_one_reminder_holds_up_no_other(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock, "U1")
    await on_slack(opened, clock, "U2")
    platform.troubles.append(RuntimeError("nobody expected this"))
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 1
    clock.at += timedelta(minutes=5)
    assert await delivery.deliver_due() == 1


async def test_an_unexpected_end_of_a_call_counts_as_in_doubt(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    await on_slack(opened, clock)
    clock.at += THURSDAY
    record = delivery._sending._record

    async def fail_once(*_: object) -> None:
        delivery._sending._record = record
        raise OSError("the disk is full")

    delivery._sending._record = fail_once
    await delivery.deliver_due()
    clock.at += LEASE
    assert await delivery.deliver_due() == 1
    assert len(platform.taken) == 1
    assert platform.asked


async def test_one_that_arrived_is_not_told_as_missed_when_the_process_was_away(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    platform.troubles.append("reply lost")
    clock.at += THURSDAY
    await delivery.deliver_due()
    clock.at += timedelta(days=2, minutes=1)
    await delivery.deliver_due()
    assert (await statuses(person))["T-7"] is Status.SENT
    assert len({key for key, _ in platform.taken}) == len(platform.taken) == 2


async def test_a_listener_that_fails_stops_nobody(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    async def broken(_: MemberRef) -> None:
        raise RuntimeError("a home tab is away")

    delivery.on_delivered.append(broken)
    for user in ("U1", "U2", "U3"):
        await on_slack(opened, clock, user)
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 3


async def test_slow_sending_hands_the_rest_back_before_the_lease_runs_out(
    opened: Encore,
    delivery: Delivery,
    platform: FlakyPlatform,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.fair_queue.WORKERS", 7)
    for user in range(12):
        await on_slack(opened, clock, f"U{user}")
    send = platform.send

    async def slow(to: Member, message: Message, key: str) -> Receipt:
        clock.at += timedelta(seconds=10)
        return await send(to, message, key)

    platform.send = slow
    clock.at += THURSDAY
    first = await delivery.deliver_due()
    assert first < 12
    other = engine(opened, platform, clock)
    assert first + await other.deliver_due() + await other.deliver_due() == 12
    assert len({key for key, _ in platform.taken}) == len(platform.taken) == 12


async def test_what_arrives_is_told_to_those_who_listen(
    opened: Encore, delivery: Delivery, clock: HeldClock
) -> None:
    heard: list[MemberRef] = []

    async def listen(member: MemberRef) -> None:
        heard.append(member)

    delivery.on_delivered.append(listen)
    person = await on_slack(opened, clock)
    clock.at += THURSDAY
    await delivery.deliver_due()
    assert heard == [person.caller.member]


async def test_one_slow_answer_holds_nobody_up(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    for user in ("U1", "U2", "U3"):
        await on_slack(opened, clock, user)
    send, others_left = platform.send, asyncio.Event()

    async def slow_for_the_first(to: Member, message: Message, key: str) -> Receipt:
        if to.ref.user == "U1":
            await asyncio.wait_for(others_left.wait(), 5)
        receipt = await send(to, message, key)
        if len(platform.taken) == 2:
            others_left.set()
        return receipt

    platform.send = slow_for_the_first
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 3


async def test_a_stop_lets_what_is_being_sent_finish_and_gives_back_the_rest(
    opened: Encore,
    delivery: Delivery,
    platform: FlakyPlatform,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.fair_queue.WORKERS", 6)
    for user in ("U1", "U2"):
        await on_slack(opened, clock, user)
    send, begun, go_on = platform.send, asyncio.Event(), asyncio.Event()

    async def held(to: Member, message: Message, key: str) -> Receipt:
        begun.set()
        await go_on.wait()
        return await send(to, message, key)

    platform.send = held
    clock.at += THURSDAY
    stopping = asyncio.create_task(delivery.deliver_due())
    await begun.wait()
    stopping.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    assert len(platform.taken) == 1
    other = engine(opened, platform, clock)
    assert await other.deliver_due() == 1, "what was not begun waits for no lease"
    assert len({key for key, _ in platform.taken}) == 2


async def test_without_an_answer_until_it_is_of_no_use_a_reminder_expires_and_is_told(
    opened: Encore, delivery: Delivery, platform: FlakyPlatform, clock: HeldClock
) -> None:
    person = await on_slack(opened, clock)
    platform.troubles.append(UnknownOutcome("the connection dropped"))
    platform.unanswered = True
    clock.at += THURSDAY
    await delivery.deliver_due()
    clock.at += timedelta(days=1)
    await delivery.deliver_due()
    assert (await statuses(person))["T-7"] is Status.PENDING
    clock.at += timedelta(days=1, minutes=1)
    await delivery.deliver_due()
    assert (await statuses(person))["T-7"] is Status.EXPIRED
    await person.type("/prep")
    assert "a week before" in person.says


async def test_a_row_that_cannot_be_laid_out_is_let_go_after_three_tries_and_told(
    opened: Encore,
    delivery: Delivery,
    platform: FlakyPlatform,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada, ben = await on_slack(opened, clock, "U1"), await on_slack(opened, clock, "U2")
    laid_out, tries = Reminders.view, []

    def broken_for_ada(kind, row, known, scene):
        if scene.member.ref == ada.caller.member:
            tries.append(scene.member.ref)
            raise LookupError("no plan has that step")
        return laid_out(kind, row, known, scene)

    monkeypatch.setattr(Reminders, "view", broken_for_ada)
    clock.at += THURSDAY
    assert await delivery.deliver_due() == 1, "it blocks nobody"
    for _ in range(5):
        clock.at += timedelta(minutes=1)
        await delivery.deliver_due()
    assert len(tries) == 3
    assert (await statuses(ada))["T-7"] is Status.EXPIRED
    assert (await statuses(ben))["T-7"] is Status.SENT
    await ada.type("/prep")
    assert "a week before" in ada.says


async def test_a_call_that_takes_long_holds_back_nothing_that_falls_due_meanwhile(
    opened: Encore,
    delivery: Delivery,
    platform: FlakyPlatform,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.engine.LOOK_AGAIN", 0.01)
    await on_slack(opened, clock, "U1")
    clock.at += timedelta(minutes=1)
    late = Person(opened, clock)
    late.caller = Caller(member=MemberRef(Platform.SLACK, "T1", "U2"), group="T1")
    await late.live_in()
    await greeted(late)
    await late.adds("Globex, analyst, 2026-12-03 15:00")
    await late.type("/encore settings time 18:01")
    send, other_left = platform.send, asyncio.Event()

    async def slow_for_the_first(to: Member, message: Message, key: str) -> Receipt:
        if to.ref.user == "U1":
            clock.at += timedelta(minutes=1)  # the other one falls due while this call is under way
            await asyncio.wait_for(other_left.wait(), 5)
        receipt = await send(to, message, key)
        other_left.set()
        return receipt

    platform.send = slow_for_the_first
    due = await opened.delivery.next_due()
    assert due is not None
    clock.move_to(due)
    assert await delivery.deliver_due() == 2
