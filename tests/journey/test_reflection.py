"""Looking back on a no: offered once, a week later and never sooner, and kept if anything is written."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import local
from bot.domain.interviews import Interview
from bot.domain.members import Preferences
from bot.domain.outcomes import A_WEEK, look_back_at
from bot.domain.quiet import QuietHours
from bot.domain.reflection import OwedReflection
from bot.domain.reminders import Status, reminder_key
from bot.domain.sheets import Entry, Sheet
from bot.invocation import Invocation, decode, encode
from bot.views.blocks import Message
from tests.conftest import NEW_YORK, HeldClock, Person, open_in, words

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
AFTERWARDS = timedelta(days=5)
OFFER = "Looking back, if you like"


async def only(person: Person) -> Interview:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        [interview] = await unit.interviews.of(member.id)
        return interview


async def row_of(person: Person) -> OwedReflection | None:
    interview = await only(person)
    key = reminder_key(interview.id, "reflection", interview.starts_at, 0)
    async with person.encore.store.unit() as unit:
        return await unit.owed.get(OwedReflection, interview.member_id, key)


async def kept(person: Person) -> dict[str, str]:
    interview = await only(person)
    async with person.encore.store.unit() as unit:
        entries = await unit.sheets.of(interview.member_id, Sheet.DEBRIEF, interview.id)
    return {slot: entry.values["text"] for slot, entry in entries.items()}


async def offered(person: Person, ahead: timedelta = YEAR) -> list[tuple[datetime, Message]]:
    return [(at, message) for at, message in await person.live_through(ahead) if message.title == OFFER]


async def presses(person: Person, message: Message, label: str) -> None:
    [button] = [button for button in message.buttons if button.label == label]
    await person.ask(decode(encode(button.invocation)))


@pytest.fixture
async def refused(member: Person) -> Person:
    """Someone who was told no on Friday 27 November, 10:00, the day after the interview."""
    await member.adds("Acme, data analyst, 2026-11-26 15:00")
    await member.live_through(AFTERWARDS)
    await member.type("/interview result Acme no")
    return member


@given(
    told_at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(
        [NEW_YORK, "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"]
    ),
    remind_at=st.times(),
    quiet_from=st.times(),
    quiet_until=st.times(),
)
def test_it_comes_a_week_later_never_sooner_and_never_in_quiet_hours(
    told_at: datetime, zone: str, remind_at: time, quiet_from: time, quiet_until: time
) -> None:
    preferences = Preferences(zone=zone, remind_at=remind_at, quiet_from=quiet_from, quiet_until=quiet_until)
    at = look_back_at(told_at, zone, preferences)
    assert told_at + A_WEEK <= at <= told_at + A_WEEK + 3 * DAY
    quiet = QuietHours(quiet_from, quiet_until, zone)
    assert not quiet.cover(at) or not [way for way in quiet.ways_out(at) if way > at]


def test_it_comes_at_the_time_of_day_that_she_chose() -> None:
    told_at = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    at = look_back_at(told_at, NEW_YORK, Preferences(zone=NEW_YORK, remind_at=time(17, 30)))
    assert f"{local(at, NEW_YORK):%a %d %b %H:%M}" == "Fri 04 Dec 17:30"


async def test_nothing_is_said_of_it_before_a_week_has_gone_by_and_then_once(refused: Person) -> None:
    assert "look" not in refused.says
    assert await refused.live_through(7 * DAY) == []
    [(at, message)] = await refused.live_through(YEAR)
    assert f"{at:%a %d %b %H:%M}" == "Fri 04 Dec 18:00"
    assert message.title == OFFER
    assert "Acme" not in message.notice
    assert "Acme" in words(message)


async def test_its_buttons_carry_the_reminders_key_so_that_it_can_be_found_again(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    row = await row_of(refused)
    assert row is not None
    assert all(button.invocation.arguments["key"] == row.key for button in message.buttons)


async def test_what_she_writes_is_kept_with_the_interview_and_can_be_changed(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    await presses(refused, message, "Look back")
    await refused.fill(well="I listened.", differently="Sleep before it.")
    assert refused.message.title == "That is kept"
    assert await kept(refused) == {"well": "I listened.", "try": "Sleep before it."}
    await refused.press("Change it")
    assert refused.reply.form is not None
    assert refused.reply.form.values == {"well": "I listened.", "differently": "Sleep before it."}
    await refused.fill(well="", again="The walk there.")
    assert await kept(refused) == {"again": "The walk there.", "try": "Sleep before it."}


async def test_what_was_written_down_after_the_interview_stays_beside_it(refused: Person) -> None:
    interview = await only(refused)
    async with refused.encore.store.unit() as unit:
        await unit.sheets.put(
            Entry(
                member_id=interview.member_id,
                interview_id=interview.id,
                sheet=Sheet.DEBRIEF,
                slot="asked",
                values={"text": "Why us?"},
                saved_at=refused.clock.now(),
            )
        )
        await unit.commit()
    [(_, message)] = await offered(refused)
    await presses(refused, message, "Look back")
    await refused.fill(well="I listened.")
    assert await kept(refused) == {"asked": "Why us?", "well": "I listened."}


async def test_every_answer_may_be_left(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    await presses(refused, message, "Look back")
    await refused.fill()
    assert refused.message.title == "Nothing written, and that is fine"
    assert await kept(refused) == {}


async def test_an_answer_that_is_too_long_is_not_lost(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    await presses(refused, message, "Look back")
    long = "word " * 300
    await refused.fill(well=long, again="The walk there.")
    assert refused.reply.form is not None
    assert refused.reply.form.errors == {"well": "Please keep this under 1000 characters."}
    assert refused.reply.form.values == {"well": long.strip(), "again": "The walk there."}


async def test_not_now_is_never_asked_again_but_stays_possible(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    await presses(refused, message, "Not now")
    assert "I will not ask again." in refused.says
    assert await offered(refused) == []
    await refused.press("Look back after all")
    assert refused.reply.form is not None


@pytest.mark.parametrize("instead", ["An offer", "Another round", "Still waiting", "None of these"])
async def test_a_no_that_was_a_slip_offers_nothing(refused: Person, instead: str) -> None:
    await refused.press("That is not right")
    await refused.press(instead)
    row = await row_of(refused)
    assert row is not None
    assert row.status is Status.CANCELLED
    assert await offered(refused) == []


async def test_a_no_taken_back_and_told_again_is_offered_once_a_week_after_the_second(
    refused: Person,
) -> None:
    await refused.press("That is not right")
    await refused.press("Still waiting")
    await refused.live_through(3 * DAY)
    await refused.type("/interview result Acme no")
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b}" == "Mon 07 Dec"
    await refused.type("/interview result Acme waiting")
    await refused.type("/interview result Acme no")
    assert await offered(refused) == [], "it was made once"


async def test_a_no_told_twice_does_not_put_it_off(refused: Person) -> None:
    await refused.live_through(3 * DAY)
    await refused.type("/interview result Acme no")
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b}" == "Fri 04 Dec"


async def test_cancelling_takes_the_offer_away_and_undo_gives_it_back(refused: Person) -> None:
    await refused.type("/interview cancel Acme")
    cancelled = refused.message
    assert await offered(refused, 3 * DAY) == []
    await presses(refused, cancelled, "Undo")
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b}" == "Fri 04 Dec"


async def test_changes_of_settings_and_other_interviews_do_not_lose_it(refused: Person) -> None:
    await refused.type("/encore settings pace light")
    await refused.adds("Globex, clerk, 2026-12-18 11:00")
    await refused.type("/interview cancel Globex")
    assert len(await offered(refused)) == 1


async def test_a_pause_holds_it_back_and_it_comes_when_the_pause_is_over(refused: Person) -> None:
    await refused.type("/encore pause 10")
    assert await offered(refused, 9 * DAY) == []
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b %H:%M}" == "Mon 07 Dec 18:00"


async def test_a_pause_that_ends_sooner_than_said_does_not_hold_it_longer(refused: Person) -> None:
    await refused.type("/encore pause")
    assert await offered(refused, 9 * DAY) == []
    await refused.type("/encore pause off")
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b %H:%M}" == "Sun 06 Dec 18:00"


async def test_a_pause_longer_than_its_use_drops_it_without_a_word(refused: Person) -> None:
    await refused.type("/encore pause 30")
    assert await offered(refused, 31 * DAY) == []
    await refused.type("/prep")
    assert "went by" not in refused.says
    assert await offered(refused) == []


async def test_what_waits_for_the_end_of_a_pause_is_no_backlog(refused: Person, clock: HeldClock) -> None:
    await refused.type("/encore pause 10")
    await offered(refused, 9 * DAY)
    async with refused.encore.store.unit() as unit:
        backlog = await unit.owed.backlog(clock.now())
    assert (backlog.owed, backlog.overdue) == (1, 0)


async def test_quiet_hours_that_were_changed_meanwhile_are_kept(refused: Person) -> None:
    await refused.ask(Invocation("encore settings", {"setting": "quiet", "value": "17:00-09:30"}))
    [(at, _)] = await offered(refused)
    assert f"{at:%a %d %b %H:%M}" == "Sat 05 Dec 09:30"


async def test_it_is_not_made_when_nobody_could_send_it_for_a_week(refused: Person, clock: HeldClock) -> None:
    clock.move_to(clock.now() + 15 * DAY)
    assert await offered(refused) == []


async def test_a_restart_loses_nothing_and_repeats_nothing(tmp_path: Path, clock: HeldClock) -> None:
    seen = []
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, data analyst, 2026-11-26 15:00")
        await person.live_through(AFTERWARDS)
        await person.type("/interview result Acme no")
    for _ in range(20):
        async with open_in(tmp_path, clock) as encore:
            seen += await offered(Person(encore, clock), DAY)
    assert len(seen) == 1


async def test_the_plan_the_list_and_home_know_nothing_of_it(refused: Person) -> None:
    await offered(refused, 10 * DAY)
    for line in (
        "/interview plan Acme",
        "/interview list",
        "/interview show Acme",
        "/prep",
        "/encore export",
    ):
        await refused.type(line)
        assert refused.message.notice != "Encore ran into a fault"
        assert "reflection" not in refused.says


async def test_its_old_buttons_answer_kindly_when_everything_was_deleted(refused: Person) -> None:
    [(_, message)] = await offered(refused)
    await refused.type("/encore delete")
    await refused.press("Yes")
    for label in ("Look back", "Not now"):
        await presses(refused, message, label)
        assert refused.message.notice == "Encore could not do that yet"


async def test_another_member_cannot_write_into_it(refused: Person, clock: HeldClock) -> None:
    [(_, message)] = await offered(refused)
    stranger = Person(refused.encore, clock, "cleo")
    await presses(stranger, message, "Look back")
    assert stranger.message.notice == "Encore could not do that yet"
