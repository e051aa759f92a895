"""What came of it: what each answer stops, says and leads to, and how one changes one's mind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.interviews import Interview, Outcome
from bot.domain.reflection import OwedReflection
from bot.domain.reminders import Reminder, Status
from bot.invocation import Invocation, decode, encode
from bot.views.blocks import Message
from tests.conftest import HeldClock, Person

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
AFTERWARDS = timedelta(days=5)
"""From the Sunday on which the clock stands to the Friday after the interview, 10:00."""
ACME = "Acme, data analyst, 2026-11-26 15:00"
GLOBEX = "Globex, clerk, 2026-12-18 11:00"


async def interviews(person: Person) -> list[Interview]:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        return list(await unit.interviews.of(member.id))


async def rows_of(person: Person, interview: Interview) -> tuple[Reminder, ...]:
    async with person.encore.store.unit() as unit:
        return await unit.owed.of(Reminder, interview.id)


def titles(arrived: list[tuple[datetime, Message]]) -> list[str]:
    return [message.title for _, message in arrived]


@pytest.fixture
async def waits(member: Person) -> Person:
    """Someone whose interview was yesterday."""
    await member.adds(ACME)
    await member.live_through(AFTERWARDS)
    return member


@pytest.fixture
async def has_two(member: Person) -> Person:
    """Someone whose interview was yesterday, with another one ahead."""
    await member.adds(ACME)
    await member.adds(GLOBEX)
    await member.live_through(AFTERWARDS)
    return member


@pytest.mark.parametrize("outcome", ["offer", "next"])
async def test_good_news_ends_everything_for_that_interview_for_a_year(waits: Person, outcome: str) -> None:
    await waits.type(f"/interview result Acme {outcome}")
    assert await waits.live_through(YEAR) == []


async def test_an_offer_brings_what_helps_with_pay_and_with_deciding(waits: Person) -> None:
    await waits.type("/interview result Acme offer")
    assert "Congratulations" in waits.message.title
    answer = waits.message
    for label, said in (
        ("A tip on pay", "Do now"),
        ("A tip on deciding", "Do now"),
        ("Ask for a better offer", "About Acme, data analyst"),
        ("Ask for more time", "About Acme, data analyst"),
    ):
        [button] = [button for button in answer.buttons if button.label == label]
        await waits.ask(decode(encode(button.invocation)))
        assert said in waits.says


async def test_an_offer_alone_leaves_nothing_to_pause(waits: Person) -> None:
    await waits.type("/interview result Acme offer")
    assert not [label for label in waits.labels if "Pause" in label]
    assert "other" not in waits.says


async def test_with_an_offer_the_others_go_on_unless_she_pauses_them(has_two: Person) -> None:
    await has_two.type("/interview result Acme offer")
    assert "The other one goes on as planned (Globex, Fri 18 Dec)." in has_two.says
    assert titles(await has_two.live_through(20 * DAY))[:2] == ["A week before", "Five days before"]


async def test_one_press_pauses_the_others_for_a_week_and_they_go_on_by_themselves(has_two: Person) -> None:
    await has_two.type("/interview result Acme offer")
    await has_two.press("Pause everything else")
    assert "until Fri 4 Dec" in has_two.says
    assert await has_two.live_through(7 * DAY) == []
    assert titles(await has_two.live_through(10 * DAY))[0] == "A week before", "nothing was lost"


async def test_an_offer_during_a_pause_says_that_all_is_quiet_and_offers_none(has_two: Person) -> None:
    await has_two.type("/encore pause")
    await has_two.type("/interview result Acme offer")
    assert "Your reminders are paused" in has_two.says
    assert not [label for label in has_two.labels if "Pause" in label]


async def test_a_no_is_answered_briefly_with_no_advice_and_one_button(waits: Person) -> None:
    await waits.type("/interview result Acme no")
    assert waits.says == (
        "Not Acme, this time\nI am sorry. A no stings, and it is all right that it does.\n"
        "Everything for it has stopped."
    )
    assert waits.labels == ["That is not right"]


async def test_after_a_no_the_others_go_on(has_two: Person) -> None:
    await has_two.type("/interview result Acme no")
    assert has_two.says.endswith("Everything for it has stopped. The other one goes on as planned.")
    assert "A week before" in titles(await has_two.live_through(20 * DAY))


async def test_others_that_are_over_are_not_said_to_go_on(has_two: Person) -> None:
    await has_two.live_through(60 * DAY)
    await has_two.type("/interview result Acme no")
    assert "other" not in has_two.says


async def test_a_no_stops_what_was_put_off_and_what_is_being_sent_in_the_same_transaction(
    waits: Person, clock: HeldClock
) -> None:
    [(_, message)] = await waits.live_through(7 * DAY)
    [tomorrow] = [button for button in message.buttons if button.label == "Tomorrow"]
    await waits.ask(tomorrow.invocation)
    [acme] = await interviews(waits)
    owed = [row for row in await rows_of(waits, acme) if row.status is Status.PENDING]
    assert sorted(row.snooze for row in owed) == [0, 1], "one put off, one still to come"
    clock.move_to(max(row.due_at for row in owed if row.snooze))
    async with waits.encore.store.unit() as unit:
        [leased] = await unit.owed.claim(
            clock.now(), owner="another", lease=timedelta(minutes=2), keys=[row.key for row in owed]
        )
        await unit.commit()
    await waits.type("/interview result Acme no")
    assert {row.status for row in await rows_of(waits, acme)} <= {Status.SENT, Status.CANCELLED}
    async with waits.encore.store.unit() as unit:
        leases = {leased.row.key: leased.row.attempts}
        assert not await unit.owed.depart(leases, clock.now(), until=clock.now() + DAY)


async def test_whoever_never_answers_is_asked_twice_and_never_again(waits: Person) -> None:
    arrived = await waits.live_through(YEAR)
    assert titles(arrived) == ["A week after", "Two weeks after"]


async def test_waiting_says_when_it_will_ask_and_keeps_to_it_for_a_year(waits: Person) -> None:
    await waits.type("/interview result Acme waiting")
    assert (
        "I will ask twice at most: Thu 3 Dec, 18:00 and Thu 10 Dec, 18:00. After that, never again."
        in waits.says
    )
    arrived = await waits.live_through(YEAR)
    assert [f"{at:%a %d %b %H:%M}" for at, _ in arrived] == ["Thu 03 Dec 18:00", "Thu 10 Dec 18:00"]


async def test_waiting_in_answer_to_each_ask_brings_no_third(waits: Person) -> None:
    said = []
    for _ in range(2):
        [(_, message)] = await waits.live_through(7 * DAY)
        [heard] = [button for button in message.buttons if button.label == "I have heard back"]
        await waits.ask(heard.invocation)
        await waits.press("Still waiting")
        said.append(waits.says)
    assert "I will ask at most once more: Thu 10 Dec, 18:00. After that, never again." in said[0]
    assert "I will not ask again." in said[1]
    assert await waits.live_through(YEAR) == []


async def test_waiting_during_a_pause_does_not_promise_an_ask(waits: Person) -> None:
    await waits.type("/encore pause")
    await waits.type("/interview result Acme waiting")
    assert "Reminders are paused, so I ask nothing until you resume them." in waits.says


async def test_waiting_leads_to_tips_on_silence_and_to_a_message(waits: Person) -> None:
    await waits.type("/interview result Acme waiting")
    assert waits.labels == ["A tip on silence", "Ask how things stand", "That is not right"]
    await waits.press("A tip on silence")
    assert "Save" in waits.labels


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_every_answer_can_be_changed_into_every_other(waits: Person, outcome: Outcome) -> None:
    for label, other in (
        ("An offer", Outcome.OFFER),
        ("Another round", Outcome.NEXT),
        ("A no", Outcome.NO),
        ("Still waiting", Outcome.WAITING),
    ):
        await waits.type(f"/interview result Acme {outcome}")
        await waits.press("That is not right")
        assert waits.labels[:4] == ["An offer", "Another round", "A no", "Still waiting"]
        await waits.press(label)
        [acme] = await interviews(waits)
        assert acme.outcome is other


async def test_a_no_that_was_a_slip_is_as_if_it_had_not_been(waits: Person) -> None:
    [acme] = await interviews(waits)
    before = [(row.key, row.status, row.due_at) for row in await rows_of(waits, acme)]
    await waits.type("/interview result Acme no")
    await waits.press("That is not right")
    await waits.press("None of these")
    assert "Taken back: no result is noted, with 2 reminders ahead." in waits.says
    assert [(row.key, row.status, row.due_at) for row in await rows_of(waits, acme)] == before
    [acme] = await interviews(waits)
    assert (acme.outcome, acme.outcome_at) == (None, None)
    assert titles(await waits.live_through(YEAR)) == ["A week after", "Two weeks after"]


async def test_what_was_put_off_comes_again_when_a_no_is_taken_back(waits: Person) -> None:
    [(_, message)] = await waits.live_through(7 * DAY)
    [tomorrow] = [button for button in message.buttons if button.label == "Tomorrow"]
    await waits.ask(tomorrow.invocation)
    await waits.type("/interview result Acme no")
    await waits.press("That is not right")
    await waits.press("Still waiting")
    assert titles(await waits.live_through(YEAR)) == ["A week after", "Two weeks after"]


async def test_the_instant_is_kept_while_the_same_answer_is_told_again(
    waits: Person, clock: HeldClock
) -> None:
    async def told_at() -> datetime | None:
        [acme] = await interviews(waits)
        return acme.outcome_at

    assert await told_at() is None
    first = clock.now()
    await waits.type("/interview result Acme no")
    assert await told_at() == first
    await waits.live_through(DAY)
    await waits.type("/interview result Acme no")
    assert await told_at() == first
    await waits.type("/interview result Acme offer")
    assert await told_at() == first + DAY
    await waits.press("That is not right")
    await waits.press("None of these")
    assert await told_at() is None


async def test_a_new_time_forgets_the_answer_and_its_instant(waits: Person) -> None:
    await waits.type("/interview result Acme no")
    await waits.type("/interview move Acme to 2026-12-20 15:00")
    await waits.press("Right")
    [acme] = await interviews(waits)
    assert (acme.outcome, acme.outcome_at) == (None, None)
    async with waits.encore.store.unit() as unit:
        offers = await unit.owed.of(OwedReflection, acme.id)
        assert [row.status for row in offers] == [Status.CANCELLED]
    assert "Looking back, if you like" not in titles(await waits.live_through(60 * DAY))


async def test_undoing_a_cancellation_leaves_the_answer_as_it_was(waits: Person) -> None:
    await waits.type("/interview result Acme no")
    await waits.type("/interview cancel Acme")
    await waits.press("Undo")
    [acme] = await interviews(waits)
    assert (acme.cancelled, acme.outcome) == (False, Outcome.NO)
    assert "what came of it stands" in waits.says


async def test_an_answer_for_one_that_was_called_off_brings_it_back(waits: Person) -> None:
    await waits.type("/interview cancel Acme")
    await waits.type("/interview result Acme waiting")
    [acme] = await interviews(waits)
    assert (acme.cancelled, acme.outcome) == (False, Outcome.WAITING)
    assert len(await waits.live_through(YEAR)) == 2


async def test_the_only_interview_can_be_changed_without_its_name_when_its_answer_came(waits: Person) -> None:
    await waits.type("/interview result Acme no")
    await waits.type("/interview result")
    assert waits.message.title == "What came of Acme?"
    assert "It stands as: a no." in waits.says


async def test_of_several_the_one_is_asked_for_and_keeps_the_answer(has_two: Person) -> None:
    await has_two.type("/interview result no")
    assert has_two.message.title == "Which one?"
    await has_two.press("Acme")
    assert has_two.message.title == "Not Acme, this time"


async def test_of_two_rounds_with_one_company_the_open_one_is_meant(waits: Person) -> None:
    await waits.type("/interview result Acme next")
    await waits.adds("Acme, data analyst, 2026-12-10 10:00")
    await waits.live_through(20 * DAY)
    await waits.type("/interview result Acme offer")
    second, third = await interviews(waits)
    assert (second.outcome, third.outcome) == (Outcome.NEXT, Outcome.OFFER)


async def test_an_exact_name_is_not_taken_for_a_longer_one(waits: Person) -> None:
    await waits.type("/interview result Acme no")
    await waits.adds("Acme Labs, analyst, 2026-12-10 10:00")
    await waits.type("/interview result Acme offer")
    assert waits.message.title == "An offer from Acme. Congratulations!"


async def test_another_members_interview_is_nobodys(waits: Person, clock: HeldClock) -> None:
    [acme] = await interviews(waits)
    stranger = Person(waits.encore, clock, "cleo")
    await stranger.live_in()
    await stranger.ask(Invocation("interview result", {"what": acme.id, "outcome": "no"}))
    assert stranger.message.notice == "Encore could not do that yet"
    assert (await interviews(waits))[0].outcome is None


async def test_no_answer_names_the_company_on_the_lock_screen(has_two: Person) -> None:
    for outcome in Outcome:
        await has_two.type(f"/interview result Acme {outcome}")
        assert "Acme" not in has_two.message.notice


def test_the_sunday_is_where_these_tests_think_it_is() -> None:
    assert HeldClock().now() + AFTERWARDS == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
