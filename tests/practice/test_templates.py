"""`/interview template`: which message, about which interview, to whom, and what stays blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.catalog import shipped
from bot.domain.content import Moment, Purpose, Topic
from bot.domain.interviews import Interview, Outcome
from bot.domain.interviews import Person as Interviewer
from bot.domain.templates import SLOT, fill, moment_of, spoken_of
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.reply import Choice, Show
from tests.conftest import HeldClock, Person
from tests.fakes import FakeCatalog, a_template, fake_encore

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
TEMPLATES = [
    *(a_template(1, purpose) for purpose in Purpose),
    a_template(2, Purpose.THANKS, subject="Thanks to all", slots=("day", "person_1")),
]
OURS = shipped().templates()


@pytest.fixture
def person(clock: HeldClock) -> Person:
    return Person(fake_encore(clock, catalog=FakeCatalog(templates=TEMPLATES)), clock)  # type: ignore[arg-type]


def an_interview(days: float = 4, **changes: object) -> Interview:
    start = NOW + timedelta(days=days)
    interview = Interview(
        id=f"i{days}", member_id="m", company="Acme", role="data analyst", day=start.date(), time=start.time(),
        zone="UTC", created_at=NOW, planned_from=NOW,
    )  # fmt: skip
    return replace(interview, **changes)  # type: ignore[arg-type]


def on_thursday(**changes: object) -> Interview:
    return an_interview(day=date(2026, 11, 26), time=time(15), **changes)


def test_what_is_known_is_filled_in_and_the_rest_is_a_plain_blank() -> None:
    filled = fill(a_template(), on_thursday(interviewers=(Interviewer("Ben Example", "CFO"),)))
    assert filled.subject == "Data analyst: thank you for Thursday 26 November"
    assert (
        filled.body == "Dear Ben Example,\n\nThank you for [what they told you].\n\nBest wishes,\n[your name]"
    )
    assert filled.blanks == ("[what they told you]", "[your name]")


def test_without_an_interview_everything_is_a_blank() -> None:
    filled = fill(a_template(), None)
    assert filled.subject == "[role]: thank you for [day]"
    assert filled.body.startswith("Dear [interviewer's name],")
    assert filled.blanks[:3] == ("[role]", "[day]", "[interviewer's name]")


@given(st.sampled_from(("{my_name}", "{role}", "{}", "{0}", "\\1", "a\n{day}")), st.text(max_size=40))
def test_what_a_member_typed_is_never_read_as_a_slot(company: str, name: str) -> None:
    template = a_template(
        subject="{role}", body="{company} / {interviewer}", slots=("company", "interviewer")
    )
    filled = fill(template, on_thursday(company=company, interviewers=(Interviewer(name),)))
    shown = " ".join(name.split()) or "[interviewer's name]"
    assert filled.body == f"{' '.join(company.split())} / {shown}"


def test_a_time_is_the_interviews_only_beside_its_day() -> None:
    beside = a_template(subject="{day} at {time}", slots=("day", "time"))
    alone = a_template(subject="{answer_day} at {time}", slots=("answer_day", "time"))
    assert fill(beside, on_thursday()).subject == "Thursday 26 November at 15:00"
    assert fill(alone, on_thursday()).subject == "[answer day] at [time]"


def test_people_stand_in_the_places_that_are_numbered() -> None:
    template = a_template(
        body="{person_1}; {person_2}; {person_3}", slots=("person_1", "person_2", "person_3")
    )
    people = (Interviewer("Ben", "CFO"), Interviewer("Cleo"))
    assert fill(template, on_thursday(interviewers=people)).body == "Ben, CFO; Cleo; [person 3]"


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.id)
@pytest.mark.parametrize("interview", [None, on_thursday(interviewers=(Interviewer("Ben Example"),))])
def test_no_slot_of_ours_is_left_open(template, interview) -> None:
    filled = fill(template, interview)
    assert not SLOT.search(filled.subject + filled.body)
    assert filled.subject[0].isupper() or filled.subject[0] == "["
    assert all(blank in filled.subject + filled.body for blank in filled.blanks)


def test_ours_have_a_message_for_every_purpose() -> None:
    assert {template.purpose for template in OURS} == set(Purpose)


@pytest.mark.parametrize(
    ("interviews", "moment"),
    [
        ((), Moment.BEFORE), ((an_interview(4),), Moment.BEFORE), ((an_interview(-1),), Moment.AFTER),
        ((an_interview(-1), an_interview(4)), Moment.BEFORE),
        ((an_interview(-1, outcome=Outcome.OFFER),), Moment.OFFER), ((an_interview(-1, cancelled=True),), Moment.BEFORE),
    ],
)  # fmt: skip
def test_what_comes_first_is_what_is_written_now(interviews: tuple[Interview, ...], moment: Moment) -> None:
    assert moment_of(interviews, NOW) is moment


@pytest.mark.parametrize(
    ("purpose", "days"),
    [
        (Purpose.THANKS, [-1, -6]), (Purpose.FOLLOW_UP, [-1]), (Purpose.RESCHEDULE, [4]), (Purpose.REFEREE, [4]),
        (Purpose.NEGOTIATE, [-6]), (Purpose.DECLINE, [-6]), (Purpose.FEEDBACK, [-1, -6]),
    ],
)  # fmt: skip
def test_a_message_speaks_of_the_interviews_that_it_can_be_about(purpose: Purpose, days: list[float]) -> None:
    everything = (
        an_interview(4), an_interview(-1), an_interview(-6, outcome=Outcome.OFFER), an_interview(2, cancelled=True),
    )  # fmt: skip
    assert [i.id for i in spoken_of(everything, purpose, NOW)] == [f"i{day}" for day in days]


@pytest.mark.parametrize("purpose", Purpose)
def test_the_only_interview_is_spoken_of_whenever_it_is(purpose: Purpose) -> None:
    for days in (-3, 3):
        assert spoken_of((an_interview(days),), purpose, NOW) == (an_interview(days),)
    assert spoken_of((), purpose, NOW) == ()
    assert spoken_of((an_interview(cancelled=True),), purpose, NOW) == ()


async def test_without_a_word_all_are_offered_by_when_one_needs_them(person: Person) -> None:
    await person.type("/interview template")
    assert person.labels == [title_of(purpose) for purpose in Purpose]
    assert person.says.index("Before the interview") < person.says.index("When there is an offer")
    await person.press("Say thank you")
    assert person.message.title == "Say thank you"
    assert "[interviewer's name]" in person.says
    assert "Tell me of your interview" in person.says


async def test_after_the_interview_what_is_for_afterwards_comes_first(
    member: Person, clock: HeldClock
) -> None:
    await member.adds()
    clock.move_to(clock.now() + timedelta(days=5))
    await member.type("/interview template")
    assert member.labels[0] == "Say thank you"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("thanks", "Say thank you"), ("Thank-you note", "Say thank you"), ("follow up", "Ask how things stand"),
        ("more-time", "Ask for more time"), ("pay range", "Ask the pay range"), ("resched", "Ask for another time"),
    ],
)  # fmt: skip
async def test_a_purpose_is_read_as_people_type_it(person: Person, typed: str, title: str) -> None:
    for line in (f"/interview template {typed}", f"/prep template {typed}"):
        await person.type(line)
        assert person.message.title == title


async def test_what_is_not_known_is_said_with_the_choices(person: Person) -> None:
    await person.type("/interview template ransom")
    assert "I have no message called “ransom”, but these I have." in person.says
    assert "Say thank you" in person.labels


async def test_the_interview_fills_it_in(member: Person) -> None:
    await member.adds()
    await member.type("/interview template thanks")
    assert "About Acme, data analyst, Thursday 26 November 2026." in member.says
    assert "Thank you for Thursday 26 November" in member.says
    assert "[your name]" in member.says
    assert "For another interview" not in member.labels


async def test_each_interviewer_can_be_thanked_in_turn(member: Person) -> None:
    await member.adds()
    await member.type("/interview show")
    await member.press("Edit")
    await member.fill(interviewers="Ben Example, CFO\nCleo Sample")
    await member.type("/interview template thanks")
    assert "Dear Ben Example," in member.says
    reply = await member.press("To Cleo Sample")
    assert reply.show is Show.UPDATE
    assert "Dear Cleo Sample," in member.says
    await member.press("To Ben Example")
    assert "Dear Ben Example," in member.says


async def test_another_version_takes_its_place(person: Person) -> None:
    await person.type("/interview template thanks")
    reply = await person.press("Another version")
    assert reply.show is Show.UPDATE
    assert "Thanks to all" in person.says
    await person.press("Another version")
    assert "Thanks to all" not in person.says


async def test_of_several_interviews_one_is_asked_which(member: Person) -> None:
    await member.adds("Acme, analyst, next Thu 3pm")
    await member.adds("Bolt, analyst, next Fri 3pm")
    await member.type("/interview template reschedule")
    assert "Which interview is the message about?" in member.says
    await member.press("Bolt")
    assert "About Bolt" in member.says
    await member.press("For another interview")
    assert "Which interview is the message about?" in member.says
    await member.type("/interview template reschedule Acme")
    assert "About Acme" in member.says
    await member.type("/interview template Acme")
    await member.press("Say thank you")
    assert "About Acme" in member.says


async def test_a_company_that_is_not_known_is_told(person: Person) -> None:
    await person.ask(Invocation("interview template", {"purpose": "thanks", "what": "Nowhere"}))
    assert "I find no interview called “Nowhere”" in person.says


async def test_what_the_law_has_a_say_in_says_so(clock: HeldClock) -> None:
    pay = a_template(1, Purpose.PAY_RANGE, topic=Topic.PAY_OFFER)
    person = Person(fake_encore(clock, catalog=FakeCatalog(templates=[pay])), clock)  # type: ignore[arg-type]
    await person.type("/interview template pay")
    assert "General information, checked in" in person.says


async def test_a_message_that_is_gone_is_a_kind_word(person: Person) -> None:
    await person.type("/interview template thanks")
    other = next(button for button in person.message.buttons if button.label == "Another version")
    gone = replace(other.invocation, arguments={"item": "template-gone-001"})
    await person.ask(gone)
    assert "no longer in the collection" in person.says


async def test_purposes_are_suggested_while_they_are_typed(person: Person) -> None:
    choices = await person.encore.app.complete(person.caller, "interview template", "purpose", "thank")
    assert choices[0] == Choice("Say thank you", "thanks")
    everything = await person.encore.app.complete(person.caller, "interview template", "purpose", "")
    assert len(everything) == len(Purpose)
