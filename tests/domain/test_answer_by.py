"""By when they said they would answer, as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.debrief import items_of, read_answer_by
from bot.errors import InputError

WEDNESDAY = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("this week", date(2026, 12, 4)),
        ("next week", date(2026, 12, 11)),
        ("end of next week", date(2026, 12, 11)),
        ("Next Week.", date(2026, 12, 11)),
        ("this month", date(2026, 12, 31)),
        ("end of next month", date(2027, 1, 31)),
        ("Friday", date(2026, 12, 4)),
        ("by Friday", date(2026, 12, 4)),
        ("today", date(2026, 12, 2)),
        ("within 3 days", date(2026, 12, 5)),
        ("1 June 2027", date(2027, 6, 1)),
    ],
)
def test_a_day_is_read(words: str, day: date) -> None:
    assert read_answer_by(words, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yesterday", r"^That day has passed\. "),
        ("1 December 2026", r"^That day has passed\. "),
        ("31 July 2027", r"^That would be Saturday 31 July 2027, more than half a year away\. "),
        ("3/4/2027", r"^That can be Thursday 4 March 2027 or Saturday 3 April 2027\. Write the date "),
        ("when they feel like it", r"^I could not read that as a day\. "),
    ],
)
def test_what_is_no_day_ahead_is_told_with_what_to_write(words: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_answer_by(words, WEDNESDAY)


def test_a_list_loses_its_marks_and_its_empty_lines() -> None:
    assert items_of("- why us?\n\n* tell me about you\n3. a failure\n  plain  ") == (
        "why us?",
        "tell me about you",
        "a failure",
        "plain",
    )
