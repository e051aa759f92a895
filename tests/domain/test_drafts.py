"""What an answer changes in a draft beside the field that it fills."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.dates import When
from bot.domain.drafts import InterviewDraft
from bot.domain.importing import from_letter
from bot.domain.invitations import Letter, Mention

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
DRAFT = replace(InterviewDraft.of({"company": "Acme", "when": "tomorrow 3pm"}), typed_at=MONDAY)


def test_tomorrow_stays_the_day_that_was_meant_until_the_time_is_typed_anew() -> None:
    assert DRAFT.answered({"role": "analyst"}, TUESDAY).typed_at == MONDAY
    assert DRAFT.answered({"when": "tomorrow 3pm"}, TUESDAY).typed_at == MONDAY
    assert DRAFT.answered({"when": "tomorrow 4pm"}, TUESDAY).typed_at == TUESDAY
    assert DRAFT.answered({"zone": "Berlin"}, TUESDAY).typed_at == TUESDAY


def test_an_emptied_clock_is_an_answer_and_moves_no_day() -> None:
    emptied = DRAFT.answered({"zone": ""}, TUESDAY)
    assert emptied.clock_told
    assert emptied.typed_at == MONDAY


def test_a_letter_that_names_days_and_no_time_leaves_them_to_be_asked_about() -> None:
    third, fourth = (Mention(f"{day} December", (When(date(2026, 12, day), None),)) for day in (3, 4))
    one, two = (from_letter(Letter(dates=dates)).origin for dates in ((third,), (third, fourth)))
    assert one is not None
    assert (one.day, one.days) == (date(2026, 12, 3), ())
    assert two is not None
    assert (two.day, two.days) == (None, (date(2026, 12, 3), date(2026, 12, 4)))
