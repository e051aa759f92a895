"""Thank-you notes: a draft for each person met, marked as sent one by one, and the step that is done with the last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.content import Lead, MessageTemplate, Purpose, Stage, Topic
from bot.domain.debrief import Debrief
from bot.domain.interviews import Person as Met
from bot.domain.reminders import Mark
from bot.domain.sheets import Entry, Sheet
from bot.domain.templates import draft, letter_for, recipients, to_pass_on
from bot.invocation import Invocation
from bot.views.blocks import Copyable, Progress, Quote
from tests.conftest import HeldClock, Person
from tests.domain.plan_samples import interview as sample
from tests.journey.test_debrief import marks_of, the_interview

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ACME = "Acme, data analyst, 2026-11-23 15:00, with Ben Example and Cleo Sample"
BEN, CLEO, DANA = Met("Ben Example"), Met("Cleo Sample"), Met("Dana Made-Up")


@pytest.fixture
async def next_day(member: Person) -> Person:
    """Someone who met two people yesterday; it is 10:00."""
    await member.adds(ACME)
    await member.live_through(2 * DAY)
    return member


def letter(person: Person) -> str:
    return [block.words for block in person.message.blocks if isinstance(block, Copyable)][-1]


def progress(person: Person) -> Progress:
    return next(block for block in person.message.blocks if isinstance(block, Progress))


async def test_the_next_morning_names_those_to_thank_and_leads_to_the_first_note(member: Person) -> None:
    await member.adds(ACME)
    arrived = await member.live_through(2 * DAY)
    when, message = arrived[-1]
    assert f"{when:%d %b %H:%M}" == "24 Nov 09:00"
    assert "Ben Example" not in message.notice + message.title
    button = next(button for button in message.buttons if button.label == "Write the first one")
    await member.ask(button.invocation)
    assert member.message.title == "Thank Ben Example"
    assert "Dear Ben Example," in letter(member)


async def test_notes_are_marked_one_by_one_until_all_have_gone(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    assert (progress(next_day).done, progress(next_day).total) == (0, 2)
    await next_day.press("Sent")
    assert next_day.message.title == "Thank Cleo Sample"
    assert "Noted: sent to Ben Example." in next_day.says
    assert (progress(next_day).done, progress(next_day).total) == (1, 2)
    assert Lead.AFTER_20H not in (await marks_of(next_day))[0]
    await next_day.press("Sent")
    assert next_day.message.title == "Both thank-you notes are sent"
    leads, tasks = await marks_of(next_day)
    assert leads[Lead.AFTER_20H] is Mark.DONE
    assert tasks["task-thanks-002"] is Mark.DONE


async def test_they_lie_sealed_by_place_with_the_name(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("Sent")
    interview = await the_interview(next_day)
    async with next_day.encore.store.unit() as unit:
        entries = await unit.sheets.of(interview.member_id, Sheet.THANKS, interview.id)
    assert {slot: entry.values["name"] for slot, entry in entries.items()} == {"person-0": "Ben Example"}


async def test_one_may_be_passed_over_and_comes_again_at_the_end(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("Next: Cleo Sample")
    await next_day.press("Sent")
    assert next_day.message.title == "Thank Ben Example"
    await next_day.type("/interview thanks")
    assert next_day.message.title == "Thank Ben Example"


async def test_a_note_that_has_not_gone_after_all_opens_the_step_again(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("Sent")
    await next_day.press("Sent")
    await next_day.press("Not sent after all")
    assert next_day.message.title == "Thank Cleo Sample"
    assert Lead.AFTER_20H not in (await marks_of(next_day))[0]
    await next_day.press("Sent")
    assert (await marks_of(next_day))[0][Lead.AFTER_20H] is Mark.DONE


async def test_the_one_before_can_be_taken_back_from_the_next(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("Sent")
    await next_day.press("Not sent after all")
    assert next_day.message.title == "Thank Ben Example"
    assert progress(next_day).done == 0


async def test_a_button_pressed_twice_marks_once(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    press = next(b.invocation for b in next_day.message.buttons if b.label == "Sent")
    await next_day.ask(press)
    await next_day.ask(press)
    assert next_day.message.title == "Thank Cleo Sample"
    assert progress(next_day).done == 1


async def test_when_all_have_gone_each_can_still_be_read(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("Sent")
    await next_day.press("Sent")
    await next_day.type("/interview thanks Acme")
    assert "Ben Example: Tue 24 Nov" in next_day.says
    assert "Not sent after all" not in next_day.labels
    await next_day.press("1. Ben Example")
    assert "You sent this one on Tue 24 Nov." in next_day.says
    assert "Dear Ben Example," in letter(next_day)


async def test_without_names_there_is_one_note_with_a_blank_and_a_way_to_add_people(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-11-23 15:00")
    await member.live_through(2 * DAY)
    await member.type("/interview thanks")
    assert member.message.title == "Thank whoever you met"
    assert "Dear [interviewer's name]," in letter(member)
    await member.press("Add people")
    assert member.reply.form is not None
    await member.fill(interviewers="Ben Example\nCleo Sample")
    await member.type("/interview thanks")
    assert member.message.title == "Thank Ben Example"


async def test_without_names_one_press_is_all(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-11-23 15:00")
    await member.live_through(2 * DAY)
    await member.type("/interview thanks")
    await member.press("Sent")
    assert member.message.title == "The thank-you note is sent"


async def test_the_blanks_carry_what_she_noted_and_the_promise_stands_below(next_day: Person) -> None:
    await next_day.type("/interview debrief")
    await next_day.fill(
        asked="- why us\n- the [late] report", missed="the pilot", promised="my portfolio by Friday"
    )
    await next_day.press("Thank-you notes")
    assert "[you spoke of: why us]" in letter(next_day)
    assert "[you wished you had said: the pilot]" in letter(next_day)
    quotes = [block for block in next_day.message.blocks if isinstance(block, Quote)]
    assert len(quotes) == 1
    assert "my portfolio by Friday" in str(quotes[0])
    await next_day.press("Next: Cleo Sample")
    assert "[you spoke of: the (late) report]" in letter(next_day)
    assert "the pilot" not in letter(next_day)
    assert "[useful thought]" in letter(next_day)


async def test_people_whose_address_is_not_known_can_be_thanked_through_somebody(next_day: Person) -> None:
    await next_day.type("/interview thanks")
    await next_day.press("I have no address")
    assert "Would you pass a line on to each?" in letter(next_day)
    assert "Cleo Sample" in letter(next_day)


async def test_written_the_same_evening_the_morning_is_quiet(member: Person) -> None:
    await member.adds(ACME)
    await member.live_through(DAY + 8 * HOUR)
    await member.type("/interview thanks")
    await member.press("Sent")
    await member.press("Sent")
    assert await member.live_through(20 * HOUR) == []


async def test_what_is_sent_so_far_stands_in_the_reminder(member: Person) -> None:
    await member.adds(ACME)
    await member.live_through(DAY + 8 * HOUR)
    await member.type("/interview thanks")
    await member.press("Sent")
    [(_, message)] = await member.live_through(20 * HOUR)
    assert "Write the next one" in [button.label for button in message.buttons]
    assert "1 of 2 notes sent. Still to thank: Cleo Sample." in str(message.blocks)


async def test_before_the_interview_it_is_still_ahead(member: Person) -> None:
    await member.adds(ACME)
    await member.type("/interview thanks")
    assert member.says.startswith("Acme is still ahead")


async def test_a_button_for_someone_who_is_gone_answers_kindly(next_day: Person) -> None:
    interview = await the_interview(next_day)
    for person in ("7", "-1"):
        await next_day.ask(Invocation("thanks sent", {"what": interview.id, "person": person}))
        assert "no longer on the list" in next_day.says
    await next_day.ask(Invocation("interview thanks", {"what": interview.id, "person": "7"}))
    assert next_day.message.title == "Thank Ben Example"


async def test_another_member_cannot_mark_her_notes(next_day: Person, clock: HeldClock) -> None:
    interview = await the_interview(next_day)
    ben = Person(next_day.encore, clock, "ben")
    await ben.ask(Invocation("thanks sent", {"what": interview.id, "person": "0"}))
    assert "can't find that interview" in ben.says
    await next_day.type("/interview thanks")
    assert progress(next_day).done == 0


def sent_entry(slot: str, name: str) -> Entry:
    at = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    values = {"name": name, "sent": at.isoformat()}
    return Entry(
        member_id="a-member",
        interview_id="an-interview",
        sheet=Sheet.THANKS,
        slot=slot,
        values=values,
        saved_at=at,
    )


def thanked(people: tuple[Met, ...], **entries: str) -> list[str]:
    """The names of those thanked; `entries` are names by place."""
    import dataclasses

    held = dataclasses.replace(sample(), interviewers=people)
    noted = {
        f"person-{place[1:]}": sent_entry(f"person-{place[1:]}", name) for place, name in entries.items()
    }
    return [f"{one.number}:{one.person.name}" for one in recipients(held, noted) if one.sent]


def test_what_was_sent_follows_a_name_to_another_place() -> None:
    assert thanked((DANA, BEN, CLEO), _0="Ben Example", _1="Cleo Sample") == [
        "1:Ben Example",
        "2:Cleo Sample",
    ]


def test_who_takes_a_place_has_not_been_thanked() -> None:
    assert thanked((DANA, CLEO), _0="Ben Example") == []


def test_two_of_one_name_are_two_people() -> None:
    assert thanked((Met("HR"), Met("HR")), _1="HR") == ["1:HR"]


def template(name: str, *slots: str) -> MessageTemplate:
    return MessageTemplate(
        id=name,
        topic=Topic.THANKS_FOLLOWUP,
        stage=Stage.AFTER,
        reviewed=sample().day,
        purpose=Purpose.THANKS,
        subject="Thank you",
        body="Dear {interviewer}, I keep thinking about {what_we_discussed}.",
        slots=slots,
    )


def test_of_several_letters_neighbours_get_different_ones() -> None:
    letters = [template("a", "interviewer"), template("pass-on", "coordinator"), template("b", "interviewer")]
    chosen = [letter_for(number, letters) for number in range(3)]
    assert [one.id for one in chosen if one] == ["a", "b", "a"]
    passing_on = to_pass_on(letters)
    assert passing_on is not None
    assert passing_on.id == "pass-on"
    assert letter_for(0, []) is None


def test_a_long_note_is_shortened_in_the_blank() -> None:
    filled = draft(
        template("a", "interviewer", "what_we_discussed"), sample(), 0, Debrief(asked="word " * 100)
    )
    [_, suggestion] = filled.blanks
    assert suggestion in filled.body
    assert suggestion.endswith("…]")
    assert len(suggestion) < 150
