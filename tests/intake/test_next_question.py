"""What is asked next about an interview that is being added, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.commands.intake.answer_parser import NeedsTime, Reader
from bot.commands.intake.next_question import (
    AskCity,
    AskClock,
    AskDetails,
    AskWhetherRight,
    Question,
    Unanswered,
    WhichIsWhich,
    WrongTime,
    next_question,
)
from bot.documents import loose_dates
from bot.domain.drafts import InterviewDraft, Origin, Source, Step
from bot.domain.invitations import Candidate, Moment, ZoneSource
from tests.conftest import CITIES, NEW_YORK, SUNDAY

READER = Reader(now=SUNDAY, zone=NEW_YORK, cities=CITIES, loose_dates=loose_dates)
WHOLE = InterviewDraft(company="Acme", when="Thu 3pm", typed_at=SUNDAY)
THURSDAY = date(2026, 11, 26)
RIGHT = AskWhetherRight((Candidate(THURSDAY, time(15), NEW_YORK),), guessed=False)
INVITED = replace(
    WHOLE,
    when="2026-12-03 15:00",
    origin=Origin(
        source=Source.CALENDAR, moments=(Moment(date(2026, 12, 3), time(15), "UTC", ZoneSource.INSTANT),)
    ),
)


@pytest.mark.parametrize(
    ("draft", "question"),
    [
        (WHOLE, RIGHT),
        (replace(WHOLE, unsure=True), WhichIsWhich()),
        (replace(WHOLE, step=Step.ASK), AskDetails(RIGHT.ahead)),
        (replace(WHOLE, step=Step.ASKED), RIGHT),
        (replace(WHOLE, zone="Berlin"), AskWhetherRight((Candidate(THURSDAY, time(15), "Europe/Berlin"),), guessed=False)),
        (replace(WHOLE, zone=""), RIGHT),
        (
            InterviewDraft(),
            Unanswered({"company": "Which company is it? A nickname will do.", "when": "When is it? For example: next Thu 3pm"}),
        ),
        (replace(WHOLE, company="7"), Unanswered({"company": "“7” looks like a button. What is the company called?"})),
        (replace(WHOLE, format="by pigeon"), Unanswered({"format": "On site, video, phone, or not known yet?"})),
        (replace(WHOLE, place="x" * 301), Unanswered({"place": "Please keep this under 300 characters."})),
        (replace(WHOLE, when="Thu", time="3pm"), RIGHT),
        (INVITED, AskWhetherRight((Candidate(date(2026, 12, 3), time(10), NEW_YORK),), guessed=False)),
        (replace(INVITED, zone="Berlin"), AskWhetherRight((Candidate(date(2026, 12, 3), time(16), "Europe/Berlin"),), guessed=False)),
    ],
)  # fmt: skip
def test_the_most_basic_thing_is_asked_first(draft: InterviewDraft, question: Question) -> None:
    assert next_question(draft, READER) == question


def test_who_has_not_told_her_city_is_asked_for_it_once_the_rest_is_sound() -> None:
    assert next_question(WHOLE, replace(READER, zone=None)) == AskCity()
    assert isinstance(next_question(InterviewDraft(), replace(READER, zone=None)), Unanswered)


def test_a_clock_that_is_none_is_asked_for_again() -> None:
    question = next_question(replace(WHOLE, zone="Qwertz"), READER)
    assert isinstance(question, AskClock)
    assert "Qwertz" in question.reason


@pytest.mark.parametrize(
    ("answers", "field"), [({"when": "Blursday"}, "when"), ({"when": "Thu", "time": "when it suits"}, "time")]
)
def test_a_time_that_is_none_is_wrong_where_it_was_typed(answers: dict[str, str], field: str) -> None:
    question = next_question(WHOLE.answered(answers, SUNDAY), READER)
    assert isinstance(question, WrongTime)
    assert question.errors.keys() == {field}


def test_a_day_without_a_time_asks_for_the_time() -> None:
    question = next_question(replace(WHOLE, when="Thu"), READER)
    assert isinstance(question, NeedsTime)
    assert [when.day for when in question.days] == [THURSDAY]


@pytest.mark.parametrize(
    ("when", "says"),
    [("2026-11-20 15:00", "That has passed already"), ("2028-11-20 15:00", "more than a year away")],
)
def test_what_is_over_or_far_off_is_no_time_to_come(when: str, says: str) -> None:
    question = next_question(replace(WHOLE, when=when), READER)
    assert isinstance(question, WrongTime)
    assert says in question.errors["when"]


def test_a_year_ahead_is_the_last_that_is_believed() -> None:
    limit = datetime(2026, 11, 22, 15, tzinfo=UTC) + timedelta(days=366)
    at = Moment(limit.date(), limit.time(), "UTC", ZoneSource.NAMED)
    soon = replace(at, time=(limit - timedelta(minutes=1)).time())

    def asked(moment: Moment) -> Question:
        return next_question(
            replace(INVITED, origin=Origin(source=Source.CALENDAR, moments=(moment,))), READER
        )

    assert isinstance(asked(soon), AskWhetherRight)
    assert isinstance(asked(at), WrongTime)


def test_words_typed_yesterday_mean_the_day_that_they_meant_then() -> None:
    draft = InterviewDraft(company="Acme").answered({"when": "tomorrow 3pm"}, SUNDAY)
    later = replace(READER, now=SUNDAY + timedelta(hours=20))
    for same in (draft, draft.answered({"when": "tomorrow 3pm", "notes": "x"}, later.now)):
        question = next_question(same, later)
        assert isinstance(question, AskWhetherRight)
        assert question.ahead[0].day == date(2026, 11, 23)
    again = draft.answered({"when": "tomorrow at 3pm"}, later.now)
    question = next_question(again, later)
    assert isinstance(question, AskWhetherRight)
    assert question.ahead[0].day == date(2026, 11, 24)


def test_another_time_makes_that_of_the_invitation_void() -> None:
    typed = INVITED.answered({"when": "Thu 3pm"}, SUNDAY)
    assert typed.origin == Origin(source=Source.CALENDAR)
    assert next_question(typed, READER) == RIGHT
    kept = INVITED.answered({"notes": "Bring a pen", "when": INVITED.when}, SUNDAY)
    assert kept.origin == INVITED.origin


def test_a_clock_that_was_named_is_told() -> None:
    assert INVITED.answered({"zone": "Berlin"}, SUNDAY).clock_told
    assert INVITED.answered({"zone": ""}, SUNDAY).clock_told
    assert not INVITED.answered({"notes": "x"}, SUNDAY).clock_told
    assert not replace(INVITED, zone="Berlin").answered({"zone": "Berlin"}, SUNDAY).clock_told


def test_what_is_no_answer_of_the_form_changes_nothing() -> None:
    assert WHOLE.answered({"city": "Berlin", "draft": "d1"}, SUNDAY + timedelta(days=1)) == WHOLE
