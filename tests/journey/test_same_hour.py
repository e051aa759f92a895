"""Several interviews at once: what falls into the same hour is one message, and each step keeps its own row."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.discord.messages import dm_body
from adapters.slack.blocks import message_body
from adapters.slack.client import SlackClient
from adapters.slack.limits import check
from adapters.slack.messenger import SlackMessenger
from bot.catalog.catalog import shipped
from bot.delivery.engine import Delivery
from bot.delivery.sending import LEASE
from bot.domain.members import Caller, Greeting, Member, MemberRef, Platform
from bot.domain.reminders import Reminder, Status
from bot.encore import Encore
from bot.errors import Permanent, Transient, UnknownOutcome
from bot.invocation import MAX_ENCODED, encode
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.owed.reminder import Reminders
from bot.ports import Receipt
from bot.reply import Show
from bot.views.blocks import Message, present
from bot.views.reminders import ReminderView
from tests.conftest import HeldClock, Person, open_in, words
from tests.discord.fake import FakeDiscord
from tests.discord.served import member_of, messenger_to
from tests.journey.same_hour_samples import together_views
from tests.slack.fake import FakeSlack
from tests.view_samples import view_samples

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CATALOG = shipped()


class Phone:
    """A platform that shows messages to one member, and may fail; a row is found by the keys in the buttons."""

    def __init__(self) -> None:
        self.shown: list[Message] = []
        self.troubles: list[Exception | str] = []
        self.asked: list[str] = []

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        assert to.reachable
        assert key in keys_of(message)
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, Exception):
            raise trouble
        self.shown.append(message)
        if trouble == "reply lost":
            raise UnknownOutcome("the reply was lost")
        return Receipt(f"receipt-{len(self.shown)}")

    async def find(self, to: Member, key: str, since: datetime) -> Receipt | None:
        assert since.tzinfo is not None
        assert to.ref.platform is Platform.SLACK
        self.asked.append(key)
        for number, message in enumerate(self.shown, 1):
            if key in keys_of(message):
                return Receipt(f"receipt-{number}")
        return None

    @property
    def said(self) -> list[str]:
        return [words(message) for message in self.shown]


def keys_of(message: Message) -> set[str]:
    return {button.invocation.arguments.get("key", "") for button in message.buttons} - {""}


@dataclass
class Scene:
    """A member on Slack, her phone, and what delivers to it."""

    encore: Encore
    clock: HeldClock
    phone: Phone
    person: Person
    delivery: Delivery

    async def come_to(self, lead: str, company: str) -> None:
        """Let what is due before this step be delivered, and time pass until it is due."""
        at = (await self.row(lead, company)).due_at
        while (due := await self.delivery.next_due()) is not None and due < at:
            self.clock.move_to(max(due, self.clock.now()))
            await self.delivery.deliver_due()
        self.clock.move_to(at)
        self.phone.shown.clear()
        self.phone.asked.clear()

    async def row(self, lead: str, company: str):
        return next(row for row in await self.rows(company) if row.lead == lead)

    async def rows(self, company: str):
        async with self.encore.store.unit() as unit:
            who = await unit.members.get(self.person.caller.member)
            interview = next(one for one in await unit.interviews.of(who.id) if one.company == company)
            return await unit.owed.of(Reminder, interview.id)

    async def status(self, lead: str, company: str) -> Status:
        return (await self.row(lead, company)).status

    async def another(self) -> Delivery:
        return engine(self.encore, self.clock, self.phone)


def engine(encore: Encore, clock: HeldClock, phone: Phone) -> Delivery:
    return Delivery(
        store=encore.store,
        kinds=Kinds(all_kinds(), CATALOG),
        clock=clock,
        rng=random.Random(len(phone.shown)),
        messengers={Platform.SLACK: phone},
        alarm=lambda: pytest.fail("nothing sleeps here"),
    )


@pytest.fixture
async def scene(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Scene]:
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        person.caller = Caller(member=MemberRef(Platform.SLACK, "T1", "U1"), group="T1")
        await person.live_in()
        async with encore.store.unit() as unit:
            who = await unit.members.get(person.caller.member)
            await unit.members.save(replace(who, greeting=Greeting.SEEN))
            await unit.commit()
        phone = Phone()
        yield Scene(encore, clock, phone, person, engine(encore, clock, phone))


@pytest.fixture
async def two(scene: Scene) -> Scene:
    """Two interviews a day apart; on 1 December, Acme's T-2 and Globex's T-3 are due at 18:00."""
    await scene.person.adds("Globex, engineer, 2026-12-04 15:30")
    await scene.person.adds("Acme, analyst, 2026-12-03 15:00")
    await scene.come_to("T-2", "Acme")
    return scene


@pytest.fixture
async def close_by(scene: Scene) -> Scene:
    """At 17:30 on 3 December Globex was two hours ago; Acme's evening before is due at 18:00."""
    await scene.person.adds("Globex, engineer, 2026-12-03 15:30")
    await scene.person.adds("Acme, analyst, 2026-12-04 15:00")
    await scene.come_to("+2h", "Globex")
    return scene


async def test_what_is_due_in_the_same_hour_is_one_message_the_nearer_interview_first(two: Scene) -> None:
    assert await two.delivery.deliver_due() == 1
    assert await two.delivery.deliver_due() == 0
    [said] = two.phone.said
    assert said.index("Acme: Thursday 3 December") < said.index("Globex: Friday 4 December")
    assert said.index("Two days before") < said.index("Three days before")
    assert "Hold one practice interview" in said
    assert "Say three of your stories aloud" in said
    acme, globex = await two.row("T-2", "Acme"), await two.row("T-3", "Globex")
    assert (acme.status, globex.status) == (Status.SENT, Status.SENT)
    assert acme.sent_at == globex.sent_at


async def test_a_step_that_falls_due_half_an_hour_later_comes_along(close_by: Scene) -> None:
    assert await close_by.delivery.deliver_due() == 1
    [said] = close_by.phone.said
    assert said.index("Two hours after") < said.index("The evening before")
    close_by.clock.at += 30 * MINUTE
    assert await close_by.delivery.deliver_due() == 0
    assert await close_by.status("T-1", "Acme") is Status.SENT


async def test_a_step_that_came_early_is_not_said_again_when_the_plan_is_worked_out_anew(
    close_by: Scene,
) -> None:
    await close_by.delivery.deliver_due()
    close_by.clock.at += MINUTE
    await close_by.person.type("/encore settings pace light")
    close_by.clock.at += 30 * MINUTE
    assert await close_by.delivery.deliver_due() == 0


async def test_the_hour_before_an_interview_leads(scene: Scene) -> None:
    await scene.person.adds("Acme, analyst, 2026-12-03 19:00")
    await scene.person.adds("Globex, engineer, 2026-12-04 09:00")
    await scene.come_to("T-1h", "Acme")
    assert await scene.delivery.deliver_due() == 1
    [said] = scene.phone.said
    assert said.index("One hour to go.") < said.index("The evening before")
    assert await scene.status("T-1", "Globex") is Status.SENT


async def test_the_hour_before_an_interview_is_never_said_sooner(scene: Scene) -> None:
    await scene.person.adds("Acme, analyst, 2026-12-03 19:30")
    await scene.person.adds("Globex, engineer, 2026-12-04 09:00")
    await scene.come_to("T-1", "Globex")
    assert await scene.delivery.deliver_due() == 1
    assert scene.phone.shown[0].title == "The evening before"
    assert await scene.status("T-1h", "Acme") is Status.PENDING
    scene.clock.at += 30 * MINUTE
    assert await scene.delivery.deliver_due() == 1
    assert scene.phone.shown[1].title == "One hour before"


async def test_one_that_was_put_off_comes_when_it_was_asked_for(close_by: Scene) -> None:
    await close_by.delivery.deliver_due()
    close_by.person.reply = replace(close_by.person.reply, view=Shown(close_by.phone.shown[0]))
    await close_by.person.press("In an hour: Globex")
    assert "Globex: Put off. I will say it again today 18:30." in close_by.person.says
    await close_by.person.adds("Initech, analyst, 2026-12-05 10:00")
    close_by.clock.at += 30 * MINUTE
    await close_by.delivery.deliver_due()
    assert all("Globex" not in said for said in close_by.phone.said[1:])
    close_by.clock.at += 30 * MINUTE
    assert await close_by.delivery.deliver_due() == 1
    assert "Two hours after" in close_by.phone.said[-1]


async def test_the_first_private_message_stands_alone(scene: Scene) -> None:
    async with scene.encore.store.unit() as unit:
        who = await unit.members.get(scene.person.caller.member)
        await unit.members.save(replace(who, greeting=Greeting.NONE))
        await unit.commit()
    await scene.person.adds("Acme, analyst, 2026-12-03 15:00")
    await scene.person.adds("Globex, engineer, 2026-12-03 17:00")
    await scene.person.ask(scene.encore.app.read("/prep"))
    scene.clock.at = (await scene.row("T-7", "Acme")).due_at
    sent = await scene.delivery.deliver_due()
    titles = [message.title for message in scene.phone.shown]
    assert "Two interviews, one step each" in titles
    assert sent == len(titles)
    assert all("hello" not in title for title in titles)


async def test_the_notice_tells_nothing_and_counts_the_minutes(two: Scene) -> None:
    await two.delivery.deliver_due()
    [message] = two.phone.shown
    assert message.notice == "Encore: two small steps, 70 minutes"
    assert message.title == "Two interviews, one step each"


async def test_with_her_leave_the_companies_stand_in_front(two: Scene) -> None:
    await two.person.type("/encore settings discreet off")
    await two.delivery.deliver_due()
    [message] = two.phone.shown
    assert message.notice == "Acme and Globex: two small steps, 70 minutes"
    assert message.title == "Acme and Globex: one step each"


async def test_each_has_its_own_buttons_and_only_the_first_can_be_put_off(two: Scene) -> None:
    await two.delivery.deliver_due()
    labels = [button.label for button in two.phone.shown[0].buttons]
    assert {"Done: Acme", "Skip: Acme", "In an hour: Acme", "Done: Globex", "Skip: Globex"} <= set(labels)
    assert not any(label.startswith("In an hour: Globex") for label in labels)
    assert len(set(labels)) == len(labels)
    assert keys_of(two.phone.shown[0]) == {
        (await two.row("T-2", "Acme")).key,
        (await two.row("T-3", "Globex")).key,
    }


async def test_two_rounds_with_one_company_are_told_apart(scene: Scene) -> None:
    await scene.person.adds("Acme, analyst, 2026-12-03 15:00")
    await scene.person.adds("Acme, analyst, 2026-12-04 15:00")
    scene.clock.at += 9 * DAY + 8 * timedelta(hours=1)
    await scene.delivery.deliver_due()
    done = [
        button.label
        for message in scene.phone.shown
        for button in message.buttons
        if button.label.startswith("Done")
    ]
    assert {"Done: Acme, Thu 3 Dec", "Done: Acme, Fri 4 Dec"} <= set(done)


@dataclass(frozen=True)
class Shown:
    """A message that came by itself, for `Person` to press."""

    message: Message

    def present(self) -> Message:
        return self.message


async def pressed(scene: Scene, label: str) -> Message:
    scene.person.reply = replace(scene.person.reply, view=Shown(scene.phone.shown[-1]))
    reply = await scene.person.press(label)
    assert reply.show is Show.UPDATE
    scene.phone.shown[-1] = scene.person.message
    return scene.phone.shown[-1]


async def test_what_is_pressed_leaves_the_other_standing(two: Scene) -> None:
    await two.delivery.deliver_due()
    message = await pressed(two, "Done: Globex")
    assert "Globex: Ticked off. Well done." in words(message)
    assert "Hold one practice interview" in words(message)
    assert {"Undo: Globex", "Done: Acme", "Skip: Acme"} <= {button.label for button in message.buttons}
    message = await pressed(two, "Skip: Acme")
    assert message.title == "All seen to"
    assert "Acme: Left out. The rest of the plan stands." in words(message)
    assert "Globex: Ticked off." in words(message)


async def test_undo_brings_one_back_beside_the_other(two: Scene) -> None:
    await two.delivery.deliver_due()
    await pressed(two, "Done: Acme")
    await pressed(two, "Done: Globex")
    message = await pressed(two, "Undo: Acme")
    assert "Hold one practice interview" in words(message)
    assert "Globex: Ticked off." in words(message)
    message = await pressed(two, "Undo: Globex")
    assert message.title == "Two interviews, one step each"


async def test_one_that_is_put_off_can_still_be_ticked_off(two: Scene) -> None:
    await two.delivery.deliver_due()
    message = await pressed(two, "Tomorrow: Acme")
    assert "Acme: Put off. I will say it again tomorrow 09:00." in words(message)
    message = await pressed(two, "Done: Acme")
    assert "Acme: Ticked off. Well done." in words(message)
    assert (await two.rows("Acme"))[-1].status is not Status.SENT


async def test_an_old_button_of_a_moved_interview_answers_kindly(two: Scene) -> None:
    await two.delivery.deliver_due()
    await two.person.type("/interview cancel Globex")
    message = await pressed(two, "Done: Acme")
    assert "Globex: Its time has changed since, or it is settled" in words(message)


async def test_a_lost_reply_is_asked_for_row_by_row_and_nothing_comes_twice(two: Scene) -> None:
    two.phone.troubles.append("reply lost")
    assert await two.delivery.deliver_due() == 0
    two.clock.at += LEASE
    assert await two.delivery.deliver_due() == 2
    assert len(two.phone.shown) == 1
    assert len(two.phone.asked) == 2
    assert await two.status("T-2", "Acme") is await two.status("T-3", "Globex") is Status.SENT


async def test_a_lost_reply_is_found_though_one_of_them_was_pressed_meanwhile(two: Scene) -> None:
    two.phone.troubles.append("reply lost")
    await two.delivery.deliver_due()
    await pressed(two, "Done: Acme")
    two.clock.at += LEASE
    await two.delivery.deliver_due()
    assert len(two.phone.shown) == 1
    assert await two.status("T-3", "Globex") is Status.SENT


async def test_a_message_that_never_arrived_is_said_again_each_by_itself(two: Scene) -> None:
    two.phone.troubles.append(UnknownOutcome("the connection dropped"))
    await two.delivery.deliver_due()
    two.clock.at += LEASE
    assert await two.delivery.deliver_due() == 2
    assert [message.title for message in two.phone.shown] == ["Two days before", "Three days before"]


async def test_a_platform_that_asks_to_wait_is_told_them_together_afterwards(two: Scene) -> None:
    two.phone.troubles.append(Transient("ratelimited", retry_after=MINUTE))
    assert await two.delivery.deliver_due() == 0
    two.clock.at += MINUTE
    assert await two.delivery.deliver_due() == 1
    assert two.phone.asked == [], "nothing was in doubt"
    assert two.phone.shown[0].title == "Two interviews, one step each"


async def test_one_that_came_early_into_a_wait_is_neither_lost_nor_said_alone(close_by: Scene) -> None:
    close_by.phone.troubles.append(Transient("unavailable", retry_after=10 * MINUTE))
    await close_by.delivery.deliver_due()
    close_by.clock.at += 10 * MINUTE
    assert await close_by.delivery.deliver_due() == 1
    assert close_by.phone.shown[0].title == "Two interviews, one step each"


async def test_a_closed_door_gives_up_what_is_due_and_keeps_what_is_not(close_by: Scene) -> None:
    close_by.phone.troubles.append(Permanent("user_disabled"))
    await close_by.delivery.deliver_due()
    assert await close_by.status("+2h", "Globex") is Status.EXPIRED
    assert await close_by.status("T-1", "Acme") is Status.PENDING
    await close_by.person.type("/prep")
    close_by.clock.at += 30 * MINUTE
    assert await close_by.delivery.deliver_due() == 1, "she has spoken: she can be tried again"
    assert close_by.phone.shown[0].title == "The evening before"


async def test_one_that_is_called_off_as_it_leaves_is_not_spoken_of(two: Scene) -> None:
    note = two.delivery._sending._noted.write

    async def call_off_first(leases: object) -> object:
        two.delivery._sending._noted.write = note
        await two.person.type("/interview cancel Globex")
        return await note(leases)

    two.delivery._sending._noted.write = call_off_first
    assert await two.delivery.deliver_due() == 1
    [said] = two.phone.said
    assert "Globex" not in said
    assert two.phone.shown[0].title == "Two days before"
    assert await two.status("T-3", "Globex") is Status.CANCELLED


async def test_one_that_came_early_stays_when_the_one_that_is_due_is_called_off(close_by: Scene) -> None:
    note = close_by.delivery._sending._noted.write

    async def call_off_first(leases: object) -> object:
        close_by.delivery._sending._noted.write = note
        await close_by.person.type("/interview result Globex no")
        return await note(leases)

    close_by.delivery._sending._noted.write = call_off_first
    assert await close_by.delivery.deliver_due() == 0
    assert close_by.phone.shown == []
    close_by.clock.at += 30 * MINUTE
    assert await close_by.delivery.deliver_due() == 1
    assert close_by.phone.asked == [], "it never left"
    assert close_by.phone.shown[0].title == "The evening before"


async def test_one_that_cannot_be_laid_out_holds_up_no_other(
    two: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = Reminders.view

    def broken_for_globex(kind, row, known, scene):
        if known.interview.company == "Globex":
            raise LookupError("no plan has that step")
        return laid_out(kind, row, known, scene)

    monkeypatch.setattr(Reminders, "view", broken_for_globex)
    assert await two.delivery.deliver_due() == 1
    assert two.phone.shown[0].title == "Two days before"
    assert await two.status("T-3", "Globex") is Status.PENDING


async def test_a_fault_of_the_platforms_holds_all_of_them_alike(two: Scene) -> None:
    two.phone.troubles.append(RuntimeError("nobody expected this"))
    await two.delivery.deliver_due()
    two.clock.at += 10 * MINUTE
    await two.delivery.deliver_due()
    assert await two.status("T-2", "Acme") is await two.status("T-3", "Globex") is Status.SENT


async def test_by_night_nothing_comes_early(scene: Scene) -> None:
    await scene.person.adds("Acme, analyst, 2026-12-03 08:30")
    await scene.person.adds("Globex, engineer, 2026-12-03 15:00")
    await scene.come_to("T-1h", "Acme")
    assert await scene.delivery.deliver_due() == 1
    assert [message.title for message in scene.phone.shown] == ["One hour before"]
    scene.clock.at += 30 * MINUTE
    assert await scene.delivery.deliver_due() == 1
    assert scene.phone.shown[-1].title == "That morning"


async def several(scene: Scene, number: int) -> None:
    for one in range(number):
        await scene.person.adds(
            f"Company number {one} of many, analyst, 2026-12-{3 + one % 3:02} {9 + one % 9}:30"
        )


async def test_a_dozen_interviews_are_a_line_and_two_buttons_each(scene: Scene) -> None:
    await several(scene, 12)
    scene.clock.at += 9 * DAY + timedelta(hours=8)
    await scene.delivery.deliver_due()
    message = max(scene.phone.shown, key=lambda message: len(message.buttons))
    assert message.title == "Twelve interviews, one step each"
    assert message.notice.startswith("Encore: twelve small steps, ")
    assert sorted({button.label.split(":")[0] for button in message.buttons}) == ["Done", "Skip"]
    assert len(message.buttons) == 24
    assert all(len(button.label) <= 75 for button in message.buttons)
    assert all(len(encode(button.invocation)) <= MAX_ENCODED for button in message.buttons)
    assert len({button.label for button in message.buttons}) == 24


async def test_four_interviews_keep_every_button_of_every_row(scene: Scene) -> None:
    await several(scene, 4)
    scene.clock.at += 9 * DAY + timedelta(hours=8)
    await scene.delivery.deliver_due()
    message = max(scene.phone.shown, key=lambda message: len(message.buttons))
    assert message.title == "Four interviews, one step each"
    assert len(keys_of(message)) == 4
    assert len(message.buttons) <= 25


async def test_more_than_a_dozen_make_a_second_message(scene: Scene) -> None:
    await several(scene, 13)
    scene.clock.at += 9 * DAY + timedelta(hours=8)
    await scene.delivery.deliver_due()
    keys: list[str] = [key for message in scene.phone.shown for key in keys_of(message)]
    assert len(keys) == len(set(keys)) >= 13


async def test_the_same_task_is_told_once(scene: Scene) -> None:
    await scene.person.adds("Acme, analyst, 2026-12-03 15:00")
    await scene.person.adds("Globex, engineer, 2026-12-03 17:00")
    await scene.come_to("T-3", "Acme")
    await scene.delivery.deliver_due()
    [said] = scene.phone.said
    assert said.count("Say three of your stories aloud") == 1
    assert "The same step as above" in said
    assert "Globex: Thursday 3 December 2026, 17:00" in said


async def test_at_the_terminal_it_is_one_message_too(tmp_path: Path, clock: HeldClock) -> None:
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, analyst, 2026-12-03 15:00")
        await person.adds("Globex, engineer, 2026-12-04 15:30")
        titles = [message.title for _, message in await person.live_through(14 * DAY)]
        assert titles.count("Two interviews, one step each") == 2
        keys = await _sent_keys(encore, person)
    assert len(keys) == len(set(keys))


async def test_at_the_terminal_a_message_of_two_that_may_have_been_cut_off_comes_again_whole(
    tmp_path: Path, clock: HeldClock
) -> None:
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, analyst, 2026-12-03 15:00")
        await person.adds("Globex, engineer, 2026-12-04 15:30")
        await person.live_through(9 * DAY)
        clock.at += timedelta(hours=8)
        await encore.delivery.deliver_due()
        [item] = await encore.inboxes.waiting(person.caller)
        await encore.inboxes.showing(person.caller, [item.key])
        [again] = await encore.inboxes.waiting(person.caller)
        assert again.again
        assert again.view.present().title == "Two interviews, one step each"
        await encore.inboxes.shown(person.caller, [again.key])
        assert await encore.inboxes.waiting(person.caller) == ()


async def _sent_keys(encore: Encore, person: Person) -> Sequence[str]:
    async with encore.store.unit() as unit:
        who = await unit.members.get(person.caller.member)
        return [
            row.key
            for interview in await unit.interviews.of(who.id)
            for row in await unit.owed.of(Reminder, interview.id)
            if row.status is Status.SENT
        ]


REMINDER = view_samples(Platform.SLACK)["reminder"]
assert isinstance(REMINDER, ReminderView)
SAMPLES = {
    f"{name}.{variant}": view
    for variant in ("", "longest", "hostile")
    for name, view in together_views(
        view_samples(Platform.SLACK)[f"reminder.{variant}" if variant else "reminder"]
    ).items()
}


@pytest.mark.parametrize("name", SAMPLES)
def test_however_long_the_words_every_button_is_there_and_says_whose_it_is(name: str) -> None:
    message = present(SAMPLES[name])
    labels = [button.label for button in message.buttons]
    assert len(set(labels)) == len(labels)
    assert all(len(label) <= 75 for label in labels)
    on_slack = message_body(message, pushed=True)
    assert check(on_slack) == []
    pressed_there = [element["action_id"] for block in on_slack["blocks"] for element in _buttons_in(block)]
    components = dm_body(message, "a" * 24)["components"]
    pressed_here = [button["custom_id"] for row in components for button in row["components"]]
    encoded = [encode(button.invocation) for button in message.buttons]
    assert sorted(pressed_there) == sorted(pressed_here) == sorted(encoded)


def _buttons_in(block: dict[str, object]) -> list[dict[str, str]]:
    return block["elements"] if block["type"] == "actions" else []  # type: ignore[return-value]


@pytest.mark.parametrize("name", SAMPLES)
def test_without_her_leave_a_notice_names_nobody(name: str) -> None:
    assert present(SAMPLES[name]).notice.startswith(("Encore: ", "Noted")) or "named" in name


FIRST, SECOND = REMINDER.key, f"{REMINDER.key[:-2]}01"
BOTH = present(SAMPLES["together."])
ONE_PRESSED = present(SAMPLES["together-handled."])


async def test_on_discord_each_is_found_by_its_own_buttons(clock: HeldClock) -> None:
    async with FakeDiscord(now=clock.now) as discord_, messenger_to(discord_) as messenger:
        ada = discord_.user("ada")
        member = member_of(ada, channel=str(ada.dm_channel.id))
        since = clock.now() - MINUTE
        sent = await messenger.send(member, BOTH, FIRST)
        assert await messenger.find(member, SECOND, since) == sent
        assert await messenger.find(member, FIRST, since) == sent
        assert await messenger.find(member, "z" * 24, since) is None


async def test_on_slack_each_is_found_by_its_own_buttons() -> None:
    async with FakeSlack() as slack:
        slack.user("U1")
        client = SlackClient(slack.api_url)
        await client.open()

        async def tokens(_: str) -> str:
            return slack.bot_token

        messenger = SlackMessenger(client, tokens)
        ref = MemberRef(Platform.SLACK, slack.team_id, "U1")
        member = Member(id="m1", ref=ref, created_at=datetime(2026, 11, 22, tzinfo=UTC))
        since = datetime.now(UTC) - MINUTE
        sent = await messenger.send(member, BOTH, FIRST)
        assert await messenger.find(member, SECOND, since) == sent
        assert await messenger.find(member, FIRST, since) == sent
        assert await messenger.find(member, "z" * 24, since) is None
        await client.close()


def test_once_one_was_pressed_the_other_is_still_there_to_be_found() -> None:
    assert SECOND in keys_of(ONE_PRESSED)
