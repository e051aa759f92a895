"""The days after: when she is asked whether she has heard, and what a day that they named changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.commands.registry import all_commands
from bot.domain.calendar import local
from bot.domain.content import Lead
from bot.domain.interviews import Person as Met
from bot.domain.plans import days_after, plan
from bot.domain.reminders import Mark, Reminder
from bot.invocation import Invocation, encode
from bot.views.blocks import Message, present
from bot.views.reminders import ReminderView
from tests.conftest import NEW_YORK, SUNDAY, HeldClock, Person
from tests.domain.plan_samples import STANDARD, preferences
from tests.domain.plan_samples import interview as sample
from tests.fakes import a_template
from tests.journey.after_samples import after_forms, after_views
from tests.journey.test_debrief import asked_on, marks_of, the_interview

DAY = timedelta(days=1)
PEOPLE = (Met("Ben Example"), Met("HR"), Met("HR"))
ACME = "Acme, data analyst, 2026-11-23 15:00"
"""A Monday. Without a day named she is asked on Tuesday 1 and on Tuesday 8 December: Thanksgiving is no business day."""


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def presses(person: Person, message: Message, label: str) -> None:
    """Press a button of a message that arrived earlier."""
    await person.ask(next(button.invocation for button in message.buttons if button.label == label))


@pytest.fixture
async def waits(member: Person) -> Person:
    """Someone whose interview was the day before; it is Tuesday, 10:00."""
    await member.adds(ACME)
    await member.live_through(2 * DAY)
    return member


@pytest.fixture
async def was_asked(waits: Person) -> tuple[Person, Message]:
    """Someone who has just been asked for news: it is Wednesday 2 December, 10:00."""
    arrived = await waits.live_through(8 * DAY)
    return waits, arrived[-1][1]


def planned(answer_by: date | None, day: date = date(2026, 11, 23)) -> list[str]:
    held = replace(sample(day=day), answer_by=answer_by)
    made = plan(held, STANDARD, preferences(), held.planned_from)
    asks = {Lead.AFTER_5BD, Lead.AFTER_10BD}
    return [f"{local(step.due_at, NEW_YORK):%a %d %b}" for step in made.steps if step.step.lead in asks]


def test_without_a_day_she_is_asked_after_five_and_ten_business_days() -> None:
    assert planned(None) == ["Mon 30 Nov", "Mon 07 Dec"]


def test_with_a_day_she_is_asked_the_business_day_after_it_and_a_week_later() -> None:
    assert planned(date(2026, 12, 9)) == ["Thu 10 Dec", "Thu 17 Dec"]


def test_a_friday_named_is_asked_about_on_monday() -> None:
    assert planned(date(2026, 12, 4)) == ["Mon 07 Dec", "Mon 14 Dec"]


def test_an_early_day_brings_the_first_question_forward_and_not_the_second() -> None:
    assert planned(date(2026, 11, 24)) == ["Wed 25 Nov", "Mon 07 Dec"]


@pytest.mark.parametrize("named", [date(2026, 11, 20), date(2026, 11, 23)])
def test_she_is_never_asked_before_the_day_after_the_interview(named: date) -> None:
    assert planned(named)[0] == "Tue 24 Nov"


def test_days_off_count_around_the_day_that_they_named_too() -> None:
    held = replace(sample(day=date(2026, 11, 23)), answer_by=date(2026, 12, 9))
    off = frozenset({date(2026, 12, 10), date(2026, 12, 12)})
    made = plan(held, STANDARD, preferences(), held.planned_from, days_off=off)
    day = next(step.due_at for step in made.steps if step.step.lead is Lead.AFTER_5BD)
    assert local(day, NEW_YORK).date() == date(2026, 12, 11)
    assert days_after(held)[1] > date(2027, 1, 31)


async def test_a_day_told_in_the_debrief_moves_both_questions(waits: Person) -> None:
    assert await asked_on(waits) == [date(2026, 12, 1), date(2026, 12, 8)]
    await waits.type("/interview debrief")
    await waits.fill(asked="why us", answer_by="9 December")
    assert await asked_on(waits) == [date(2026, 12, 10), date(2026, 12, 17)]
    assert "I ask you whether you have heard: Thu 10 Dec, 18:00." in waits.says


async def test_a_day_taken_back_moves_them_back(waits: Person) -> None:
    await waits.type("/interview debrief")
    await waits.fill(asked="why us", answer_by="9 December")
    await waits.press("Change it")
    await waits.fill(answer_by="")
    assert await asked_on(waits) == [date(2026, 12, 1), date(2026, 12, 8)]


async def test_the_first_question_offers_a_draft_an_answer_and_a_later_day(
    was_asked: tuple[Person, Message],
) -> None:
    person, message = was_asked
    assert {"A follow-up to send", "They named a later day", "I have heard back"} <= set(labels(message))
    assert "I have let it go" not in labels(message)
    await presses(person, message, "A follow-up to send")
    assert "Monday 23 November" in person.says


async def test_the_second_question_closes_the_loop(was_asked: tuple[Person, Message]) -> None:
    person, _ = was_asked
    [(when, message)] = await person.live_through(7 * DAY)
    assert f"{when:%a %d %b}" == "Tue 08 Dec"
    assert {"A last note to send", "They named a later day", "I have let it go"} <= set(labels(message))
    await presses(person, message, "I have let it go")
    assert "I will not ask again." in person.says
    assert await person.live_through(60 * DAY) == []


async def test_a_later_day_brings_the_question_once_more_the_day_after(
    was_asked: tuple[Person, Message],
) -> None:
    person, message = was_asked
    await presses(person, message, "They named a later day")
    assert person.reply.form is not None
    await person.fill(answer_by="Friday 11 December")
    assert "They answer by Friday 11 December 2026." in person.says
    assert "Mon 14 Dec, 18:00" in person.says
    arrived = await person.live_through(60 * DAY)
    assert [f"{when:%a %d %b}" for when, _ in arrived] == ["Mon 14 Dec", "Mon 21 Dec"]
    assert "They said they would answer by Friday 11 December 2026." in str(arrived[0][1].blocks)


async def test_a_day_changed_twice_asks_once(was_asked: tuple[Person, Message]) -> None:
    person, message = was_asked
    await presses(person, message, "They named a later day")
    await person.fill(answer_by="11 December")
    await person.press("Another day")
    await person.fill(answer_by="16 December")
    arrived = await person.live_through(60 * DAY)
    assert [f"{when:%a %d %b}" for when, _ in arrived] == ["Thu 17 Dec", "Thu 24 Dec"]


async def test_undo_takes_the_question_away_again(was_asked: tuple[Person, Message]) -> None:
    person, message = was_asked
    await presses(person, message, "They named a later day")
    await person.fill(answer_by="11 December")
    undo = next(b.invocation for b in person.message.buttons if b.label == "Undo")
    for _ in range(2):
        await person.ask(undo)
        assert "They named no day, then." in person.says
    assert (await the_interview(person)).answer_by is None
    assert [f"{when:%a %d %b}" for when, _ in await person.live_through(60 * DAY)] == ["Tue 08 Dec"]
    async with person.encore.store.unit() as unit:
        assert await unit.owed.untold(Reminder, (await the_interview(person)).member_id) == ()


async def test_a_day_named_again_after_undo_asks_again(was_asked: tuple[Person, Message]) -> None:
    person, message = was_asked
    await presses(person, message, "They named a later day")
    await person.fill(answer_by="11 December")
    await person.press("Undo")
    await person.press("They named a day")
    await person.fill(answer_by="10 December")
    assert [f"{when:%a %d %b}" for when, _ in await person.live_through(8 * DAY + 14 * DAY)] == [
        "Fri 11 Dec",
        "Fri 18 Dec",
    ]


async def test_a_step_that_was_done_is_open_again_when_they_put_her_off(
    was_asked: tuple[Person, Message],
) -> None:
    person, message = was_asked
    await presses(person, message, "Done")
    assert (await marks_of(person))[0][Lead.AFTER_5BD] is Mark.DONE
    await presses(person, message, "They named a later day")
    await person.fill(answer_by="11 December")
    assert await asked_on(person) == [date(2026, 12, 14), date(2026, 12, 21)]


async def test_a_day_named_after_the_last_question_is_asked_about_once(member: Person) -> None:
    await member.adds(ACME)
    arrived = await member.live_through(17 * DAY)
    await presses(member, arrived[-1][1], "They named a later day")
    await member.fill(answer_by="14 December")
    assert [f"{when:%a %d %b}" for when, _ in await member.live_through(60 * DAY)] == ["Tue 15 Dec"]


async def test_a_pause_holds_the_question_back_and_resuming_brings_it(
    was_asked: tuple[Person, Message],
) -> None:
    person, message = was_asked
    await presses(person, message, "They named a later day")
    await person.fill(answer_by="9 December")
    await person.type("/encore pause 2 weeks")
    await person.type("/encore resume")
    assert await asked_on(person) == [date(2026, 12, 10), date(2026, 12, 17)]


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Which day"), ("whenever", "could not read"), ("yesterday", "passed")]
)
async def test_a_day_that_cannot_be_used_is_asked_for_again(waits: Person, typed: str, says: str) -> None:
    interview = await the_interview(waits)
    await waits.ask(Invocation("following until", {"what": interview.id}))
    await waits.fill(answer_by=typed)
    assert waits.reply.form is not None
    assert says in waits.reply.form.errors["answer_by"]
    assert waits.reply.form.values.get("answer_by", "") == typed


async def test_the_form_needs_nothing_looked_up(waits: Person) -> None:
    form = waits.encore.app.form(Invocation("following until", {"what": "x"}))
    assert form is not None
    assert form.submit.arguments == {"what": "x", "sent": "yes"}


async def test_before_the_interview_nobody_has_named_a_day(member: Person) -> None:
    await member.adds(ACME)
    interview = await the_interview(member)
    await member.ask(
        Invocation("following until", {"what": interview.id, "sent": "yes", "answer_by": "Friday"})
    )
    assert "still ahead" in member.says
    assert (await the_interview(member)).answer_by is None


async def test_another_member_names_no_day_for_her(waits: Person, clock: HeldClock) -> None:
    interview = await the_interview(waits)
    ben = Person(waits.encore, clock, "ben")
    await ben.ask(Invocation("following until", {"what": interview.id, "sent": "yes", "answer_by": "Friday"}))
    assert "can't find that interview" in ben.says
    assert (await the_interview(waits)).answer_by is None


VIEWS = after_views(
    replace(sample(), interviewers=PEOPLE), a_template(), "because <@U1> & [x] ", NEW_YORK, SUNDAY
)


@pytest.mark.parametrize("name", VIEWS)
def test_buttons_fit_differ_and_lead_to_a_command(name: str) -> None:
    models = {command.path: command.options for command in all_commands()}
    message = present(VIEWS[name])
    encoded = [encode(button.invocation) for button in message.buttons]
    assert len(set(encoded)) == len(encoded)
    assert len({button.label for button in message.buttons}) == len(message.buttons)
    assert "Acme" not in message.notice
    for button in message.buttons:
        models[button.invocation.path].model_validate(dict(button.invocation.arguments))


@pytest.mark.parametrize("lead", [Lead.AFTER_2H, Lead.AFTER_20H, Lead.AFTER_5BD, Lead.AFTER_10BD])
@pytest.mark.parametrize("answer_by", [None, date(2026, 12, 4)])
@pytest.mark.parametrize("people", [(), PEOPLE])
def test_a_reminder_differs_in_its_buttons(
    lead: Lead, answer_by: date | None, people: tuple[Met, ...]
) -> None:
    view = ReminderView(
        key="k" * 24,
        interview=replace(sample(), answer_by=answer_by, interviewers=people),
        reader_zone=NEW_YORK,
        now=SUNDAY,
        lead=lead,
        words="What there is to do.",
        due_at=SUNDAY,
    )
    encoded = [encode(button.invocation) for button in present(view).buttons]
    assert len(set(encoded)) == len(encoded) > 2


def test_forms_fit_where_forms_are_narrowest() -> None:
    for form in after_forms(sample(), "words").values():
        assert len(form.fields) <= 5
        assert len(form.title) <= 24
        assert all(len(field.label) <= 45 for field in form.fields)
