"""The three questions after an interview: asked two hours after, kept, changed, and planned by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.content import Lead
from bot.domain.debrief import items_of, read_answer_by
from bot.domain.interviews import Interview
from bot.domain.reminders import Mark, Reminder, Status
from bot.domain.sheets import Sheet
from bot.errors import InputError
from bot.invocation import Invocation
from tests.cases import case_of
from tests.conftest import NEW_YORK, HeldClock, Person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ACME = "Acme, data analyst, 2026-11-23 15:00"
"""The day after the Sunday on which the clock stands."""
ANSWERS = {
    "asked": "- why us\n- a late report",
    "missed": "the numbers of the pilot",
    "promised": "my portfolio, by Wednesday",
}
HERE = datetime(2026, 11, 26, 18, 0, tzinfo=ZoneInfo(NEW_YORK))
"""A Thursday."""


async def the_interview(person: Person, company: str = "Acme") -> Interview:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        return next(i for i in await unit.interviews.of(member.id) if i.company == company)


async def marks_of(person: Person) -> tuple[dict[Lead, Mark], dict[str, Mark]]:
    interview = await the_interview(person)
    async with person.encore.store.unit() as unit:
        case = await case_of(unit, interview.member_id)
        return case.marks_of(interview), case.ticks_of(interview)


async def asked_on(person: Person) -> list[date]:
    """The days on which she will be asked whether she has heard."""
    interview = await the_interview(person)
    async with person.encore.store.unit() as unit:
        rows = await unit.owed.of(Reminder, interview.id)
    asks = {Lead.AFTER_5BD, Lead.AFTER_10BD}
    due = [row.due_at for row in rows if row.lead in asks and row.status is Status.PENDING]
    return [moment.astimezone(ZoneInfo(NEW_YORK)).date() for moment in sorted(due)]


@pytest.fixture
async def came_out(member: Person) -> Person:
    """Someone whose interview began three hours ago."""
    await member.adds(ACME)
    await member.live_through(timedelta(days=1, hours=8))
    return member


async def test_two_hours_after_the_reminder_leads_to_three_questions(member: Person) -> None:
    await member.adds(ACME)
    arrived = await member.live_through(timedelta(days=1, hours=8))
    when, message = arrived[-1]
    assert f"{when:%d %b %H:%M}" == "23 Nov 17:00"
    button = next(button for button in message.buttons if button.label == "Answer three questions")
    await member.ask(button.invocation)
    assert member.reply.form is not None
    assert [field.label for field in member.reply.form.fields] == [
        "What did they ask?",
        "What did you miss or wish you had said?",
        "What did you or they promise?",
        "By when did they say they would answer?",
    ]
    assert not any(field.required for field in member.reply.form.fields)


async def test_what_she_answers_is_shown_back_and_kept_for_her_alone(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(**ANSWERS, answer_by="by Friday 4 December")
    assert "a late report" in came_out.says
    assert "They answer by Friday 4 December 2026." in came_out.says
    assert "Only you see this." in came_out.says
    assert "Acme" not in came_out.message.notice
    interview = await the_interview(came_out)
    assert interview.answer_by == date(2026, 12, 4)
    async with came_out.encore.store.unit() as unit:
        entries = await unit.sheets.of(interview.member_id, Sheet.DEBRIEF, interview.id)
    assert {slot: entry.values["text"] for slot, entry in entries.items()} == ANSWERS


async def test_it_ticks_the_task_and_the_step_of_two_hours_after(came_out: Person) -> None:
    await came_out.type("/interview debrief Acme")
    await came_out.fill(missed="the pilot")
    leads, tasks = await marks_of(came_out)
    assert leads[Lead.AFTER_2H] is Mark.DONE
    assert tasks["task-thanks-001"] is Mark.DONE


async def test_noted_before_the_reminder_it_is_not_reminded_of(member: Person) -> None:
    await member.adds(ACME)
    await member.live_through(DAY + 6 * HOUR)
    await member.type("/interview debrief")
    await member.fill(asked="why us")
    arrived = await member.live_through(5 * HOUR)
    assert arrived == []


async def test_the_second_time_shows_what_is_noted_and_can_change_it(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(**ANSWERS, answer_by="4 December")
    await came_out.type("/interview debrief")
    assert "my portfolio" in came_out.says
    await came_out.press("Change it")
    assert came_out.reply.form is not None
    assert came_out.reply.form.values == {**ANSWERS, "answer_by": "Friday 4 December 2026"}
    await came_out.fill(promised="")
    assert came_out.says.startswith("After Acme\nChanged.")
    assert "my portfolio" not in came_out.says
    assert (await the_interview(came_out)).answer_by == date(2026, 12, 4)


async def test_a_day_that_has_passed_meanwhile_does_not_stand_in_the_way(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(asked="why us", answer_by="Friday")
    await came_out.live_through(10 * DAY)
    await came_out.type("/interview debrief")
    await came_out.press("Change it")
    await came_out.fill(asked="why us, and why now")
    assert came_out.reply.form is None
    assert (await the_interview(came_out)).answer_by == date(2026, 11, 27)


async def test_nothing_at_all_is_asked_about_and_everything_may_be_emptied_later(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(asked="  ")
    assert came_out.reply.form is not None
    assert came_out.reply.form.errors == {"asked": "One word in any of them is enough."}
    await came_out.fill(asked="why us", answer_by="tomorrow")
    await came_out.press("Change it")
    await came_out.fill(asked="", answer_by="")
    assert "Nothing is noted any more" in came_out.says
    assert (await the_interview(came_out)).answer_by is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("soonish", "could not read that as a day"),
        ("last Sunday", "could not read that as a day"),
        ("yesterday", "has passed"),
        ("22 November", "has passed"),
        ("3/12", "Thursday 3 December 2026 or Friday 12 March 2027"),
        ("3pm", "could not read that as a day"),
    ],
)
async def test_a_day_that_cannot_be_used_keeps_what_was_typed(
    came_out: Person, typed: str, says: str
) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(asked="why us", answer_by=typed)
    form = came_out.reply.form
    assert form is not None
    assert says in form.errors["answer_by"]
    assert form.values == {"asked": "why us", "answer_by": typed}
    assert (await the_interview(came_out)).answer_by is None


async def test_an_answer_that_is_too_long_keeps_what_was_typed(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(asked="why " * 300, missed="a lot")
    assert came_out.reply.form is not None
    assert list(came_out.reply.form.errors) == ["asked"]
    assert came_out.reply.form.values["missed"] == "a lot"


async def test_before_the_interview_it_is_still_ahead(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/interview debrief")
    assert member.says.startswith("Acme is still ahead\nIt is tomorrow.")
    assert member.reply.form is None


async def test_without_an_interview_there_is_a_way_to_add_one(member: Person) -> None:
    await member.type("/interview debrief")
    assert "There is no interview yet" in member.says


async def test_of_several_that_were_held_it_asks_which(came_out: Person) -> None:
    await came_out.adds("Globex, clerk, 2026-11-24 10:00")
    await came_out.type("/interview debrief")
    assert came_out.reply.form is not None
    await came_out.live_through(DAY)
    await came_out.type("/interview debrief")
    assert came_out.labels[0].startswith("Globex")
    await came_out.press("Acme")
    await came_out.fill(asked="why us")
    assert came_out.message.title == "After Acme"


async def test_one_that_is_cancelled_is_not_looked_back_on(came_out: Person) -> None:
    await came_out.type("/interview cancel Acme")
    await came_out.type("/interview debrief Acme")
    assert "cancelled" in came_out.says
    assert came_out.reply.form is None


async def test_after_a_no_it_can_still_be_noted_and_plans_nothing(came_out: Person) -> None:
    await came_out.type("/interview result Acme no")
    await came_out.type("/interview debrief Acme")
    await came_out.fill(missed="the pilot", answer_by="Friday")
    assert "I ask you" not in came_out.says
    assert await asked_on(came_out) == []


async def test_another_member_finds_nothing(came_out: Person, clock: HeldClock) -> None:
    interview = await the_interview(came_out)
    ben = Person(came_out.encore, clock, "ben")
    await ben.ask(Invocation("interview debrief", {"what": interview.id, "sent": "yes", "asked": "x"}))
    assert ben.reply.form is None
    assert "Acme" not in ben.says


async def test_a_move_forgets_by_when_they_would_answer(came_out: Person) -> None:
    await came_out.type("/interview debrief")
    await came_out.fill(asked="why us", answer_by="Friday")
    await came_out.type("/interview move Acme 2026-12-14 15:00")
    if "Right" in came_out.labels:
        await came_out.press("Right")
    moved = await the_interview(came_out)
    assert moved.day == date(2026, 12, 14)
    assert moved.answer_by is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Friday", date(2026, 11, 27)),
        ("by Friday", date(2026, 11, 27)),
        ("No later than 4 Dec", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("in a week", date(2026, 12, 3)),
        ("within 10 days", date(2026, 12, 6)),
        ("next week", date(2026, 12, 4)),
        ("by the end of this week", date(2026, 11, 27)),
        ("end of the month", date(2026, 11, 30)),
        ("next month", date(2026, 12, 31)),
        ("today", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_as_people_name_one(words: str, day: date) -> None:
    assert read_answer_by(words, HERE) == day


def test_a_day_of_last_week_is_not_taken_for_one_of_next_year() -> None:
    with pytest.raises(InputError, match="more than half a year away"):
        read_answer_by("25 November", HERE)


def test_next_month_ends_in_february_where_it_should() -> None:
    assert read_answer_by("next month", datetime(2027, 1, 31, 9, 0, tzinfo=UTC)) == date(2027, 2, 28)


def test_the_items_of_a_list_come_without_their_marks() -> None:
    assert items_of("- why us\n\n2) a late report\n• 3 years ahead\n10 people") == (
        "why us",
        "a late report",
        "3 years ahead",
        "10 people",
    )
