"""`/interview ask`: whom, one question at a time, kept and let go, with and without an interview."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.asking import asker_of, suggested, title_asker
from bot.domain.content import Asker, Status
from bot.domain.interviews import Person as Interviewer
from bot.domain.topics import title_of
from bot.invocation import Invocation, decode, encode
from bot.reply import Choice, Show
from bot.views.asking import AskView
from tests.conftest import HeldClock, Person
from tests.fakes import FakeCatalog, an_ask, fake_encore

ASKS = [
    *(an_ask(number, to) for to in Asker for number in (1, 2)),
    an_ask(3, Asker.HR, status=Status.RETIRED),
]


@pytest.fixture
def person(clock: HeldClock) -> Person:
    return Person(fake_encore(clock, catalog=FakeCatalog(asks=ASKS)), clock)  # type: ignore[arg-type]


async def meets(person: Person, company: str, people: str, when: str = "Thu 3pm") -> None:
    """Add an interview and name who will be there."""
    await person.type(f"/prep add {company}, analyst, next {when}")
    await person.press("Right" if "Right" in person.labels else person.labels[0])
    await person.type(f"/interview show {company}")
    await person.press("Edit")
    await person.fill(interviewers=people)


@pytest.mark.parametrize(
    ("title", "asker"),
    [
        ("CFO", Asker.EXECUTIVE), ("Chief People Officer", Asker.EXECUTIVE), ("VP of Sales", Asker.EXECUTIVE),
        ("Vice President", Asker.EXECUTIVE), ("Co-founder", Asker.EXECUTIVE), ("Head of Data", Asker.EXECUTIVE),
        ("Managing Director", Asker.EXECUTIVE), ("General manager", Asker.EXECUTIVE), ("board member", Asker.EXECUTIVE),
        ("HR", Asker.HR), ("HR Director", Asker.HR), ("Senior recruiter", Asker.HR), ("Head of People", Asker.HR),
        ("People Partner", Asker.HR), ("Talent Acquisition", Asker.HR),
        ("Hiring manager", Asker.MANAGER), ("Team lead", Asker.MANAGER), ("Engineering Manager", Asker.MANAGER),
        ("Head nurse", Asker.MANAGER), ("supervisor", Asker.MANAGER),
        ("Data engineer", Asker.PEER), ("Product manager", Asker.PEER), ("Account Executive", Asker.PEER),
        ("Executive assistant", Asker.PEER), ("nurse", Asker.PEER),
        ("panel", Asker.PANEL), ("Hiring committee", Asker.PANEL),
        ("", None), ("   ", None),
    ],
)  # fmt: skip
def test_a_title_tells_of_a_sort_of_interviewer(title: str, asker: Asker | None) -> None:
    assert asker_of(title) is asker


def test_only_a_rank_is_taken_for_a_title_when_somebody_types_it() -> None:
    assert title_asker("CFO") is Asker.EXECUTIVE
    assert title_asker("qwerty") is None


def test_those_who_are_met_are_offered_first_and_all_are_offered() -> None:
    people = (Interviewer("Ben", "Recruiter"), Interviewer("Cleo", "CFO"), Interviewer("Dan"))
    assert suggested(people)[:2] == (Asker.HR, Asker.EXECUTIVE)
    assert set(suggested(people)) == set(Asker)
    assert suggested(()) == tuple(Asker)


async def test_without_a_word_one_is_asked_whom(person: Person) -> None:
    await person.type("/interview ask")
    assert "Whom would you like to ask?" in person.says
    assert person.labels == [*map(title_of, Asker), "I don't know yet"]
    await person.press("A future colleague")
    assert person.message.title == "To ask a future colleague"
    assert "What would you like to know, peer" in person.says


async def test_every_question_comes_once_before_one_comes_again(person: Person) -> None:
    await person.type("/interview ask manager")
    first = person.says
    await person.press("Another")
    assert person.says != first
    assert "begin again" not in person.says
    await person.press("Another")
    assert "You have seen all 2 of these" in person.says


async def test_not_knowing_whom_brings_one_of_all(person: Person) -> None:
    seen = set()
    await person.type("/interview ask")
    await person.press("I don't know yet")
    for _ in range(9):
        seen.add(person.says)
        await person.press("Another")
    seen.add(person.says)
    assert len(seen) == 10
    assert person.message.title.startswith("To ask ")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("boss", "the hiring manager"), ("Recruiter", "someone from HR"), ("hr", "someone from HR"),
        ("exec", "someone higher up"), ("CFO", "someone higher up"), ("panel", "a panel"),
        ("vice president", "someone higher up"),
    ],
)  # fmt: skip
async def test_whom_is_read_as_people_type_it(person: Person, typed: str, title: str) -> None:
    await person.type(f"/interview ask {typed}")
    assert person.message.title == f"To ask {title}"
    await person.type(f"/prep ask {typed}")
    assert typed in {"CFO", "vice president"} or person.message.title == f"To ask {title}"


async def test_what_is_not_known_is_said_with_the_choices(person: Person) -> None:
    await person.type("/interview ask " + "gardener " * 10)
    assert "I have no questions for “gardener gardener" in person.says
    assert "…”" in person.says
    assert person.labels[-1] == "I don't know yet"


async def test_the_people_of_the_interview_are_named_with_whom_they_are(member: Person) -> None:
    await meets(member, "Acme", "Ben Example, CFO\nCleo Sample, recruiter\nDan Plain")
    await member.type("/interview ask")
    assert "Whom you meet at Acme" in member.says
    assert "- Ben Example, CFO: someone higher up" in member.says
    assert "- Dan Plain: no title yet" in member.says
    assert member.labels[:2] == ["Someone higher up", "Someone from HR"]
    await member.press("Someone higher up")
    assert "For Ben Example:" in member.says
    await member.press("Another")
    assert "For Ben Example:" in member.says
    await member.press("Ask someone else")
    assert "Whom you meet at Acme" in member.says


async def test_a_person_or_a_company_can_be_named(member: Person) -> None:
    await meets(member, "Acme", "Ben Example, CFO")
    await member.type("/interview ask ben")
    assert member.message.title == "To ask someone higher up"
    await member.type("/interview ask Acme")
    assert "Whom you meet at Acme" in member.says
    await member.type("/interview ask manager Acme")
    assert member.message.title == "To ask the hiring manager"


async def test_of_several_interviews_one_is_asked_which_where_it_matters(member: Person) -> None:
    await member.adds("Acme, analyst, Wed 3pm")
    await member.adds("Bolt, analyst, Thu 3pm")
    await member.type("/interview ask")
    assert "Whom would you like to ask?" in member.says, "nobody is known of either, so it changes nothing"
    await meets(member, "Cole", "Ben Example, CFO", "Fri 3pm")
    await member.type("/interview ask")
    assert "Which interview are you getting ready for?" in member.says
    await member.press("Cole")
    assert "Whom you meet at Cole" in member.says
    await member.type("/interview ask manager")
    assert member.message.title == "To ask the hiring manager", "no interview has to be named for a question"


async def test_a_question_is_kept_listed_and_let_go(person: Person) -> None:
    await person.type("/interview ask peer")
    asked = person.says
    reply = await person.press("Save")
    assert reply.show is Show.UPDATE
    assert person.says == asked
    await person.type("/encore saved")
    assert "- To ask: What would you like to know, peer" in person.says
    await person.press("What would you like")
    assert person.message.title == "To ask a future colleague"
    await person.press("Saved")
    await person.type("/encore saved")
    assert "Nothing kept yet" in person.says


async def test_a_retired_question_is_offered_to_nobody_and_found_by_an_old_button(person: Person) -> None:
    for _ in range(4):
        await person.type("/interview ask hr")
        assert "hr 3" not in person.says
    await person.ask(Invocation("ask show", {"item": "ask-hr-003"}))
    assert "hr 3" in person.says
    await person.ask(Invocation("ask save", {"item": "ask-gone-001"}))
    assert "no longer in the collection" in person.says


async def test_an_empty_collection_is_a_kind_word(clock: HeldClock) -> None:
    person = Person(fake_encore(clock, catalog=FakeCatalog()), clock)  # type: ignore[arg-type]
    await person.type("/interview ask manager")
    assert "no questions to ask in this collection" in person.says


def test_every_button_fits_with_the_longest_ids() -> None:
    longest = an_ask(id="ask-" + "a" * 32 + "-001")
    for saved in (True, False):
        view = AskView(ask=longest, to=Asker.EXECUTIVE, interview="k3v9tq2m7xah", saved=saved)
        for button in view.present().buttons:
            assert decode(encode(button.invocation)) == button.invocation


async def test_an_italian_restaurant_called_ask_is_not_taken_for_the_verb(member: Person) -> None:
    await member.type("/prep Ask Italian, manager, Thu 3pm")
    assert "guessing would be worse than asking" in member.says
    await member.press("Add")
    assert member.reply.form is not None or "Ask Italian" in member.says


async def test_whom_is_suggested_while_it_is_typed(person: Person) -> None:
    choices = await person.encore.app.complete(person.caller, "interview ask", "to", "man")
    assert choices[0] == Choice("The hiring manager", "manager")
    assert len(await person.encore.app.complete(person.caller, "interview ask", "to", "")) == len(Asker)


async def test_a_question_to_ask_long_after_is_still_there(person: Person, clock: HeldClock) -> None:
    await person.type("/interview ask manager")
    another = next(button for button in person.message.buttons if button.label == "Another")
    clock.move_to(clock.now() + timedelta(days=40))
    await person.ask(another.invocation)
    assert person.message.title == "To ask the hiring manager"
