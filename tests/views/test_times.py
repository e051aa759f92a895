from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.calendar import instant_of
from bot.views.times import comes_twice, day_and_time, duration, moment_of, wait_until

NEW_YORK = "America/New_York"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def worded(day: date, at: time, zone: str, reader: str) -> str:
    return moment_of(day, at, zone, instant_of(day, at, zone), reader, NOW).text


def test_a_time_is_told_in_full() -> None:
    told = worded(date(2026, 11, 26), time(15, 0), NEW_YORK, NEW_YORK)
    assert told == "Thursday 26 November 2026, 15:00, New York, in 4 days"


def test_a_reader_elsewhere_is_told_both_times_the_interviews_first() -> None:
    told = worded(date(2026, 11, 26), time(20, 0), NEW_YORK, "Europe/Berlin")
    assert told.startswith(
        "Thursday 26 November 2026, 20:00, New York (02:00 on Fri 27 Nov in Berlin, for you)"
    )


def test_two_zones_that_show_the_same_time_are_told_once() -> None:
    assert "for you" not in worded(date(2026, 11, 26), time(15, 0), NEW_YORK, "America/Toronto")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=40), "in 40 minutes"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(hours=13), "in 13 hours"),
        (timedelta(hours=26), "tomorrow"),
        (timedelta(days=4), "in 4 days"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(days=-3), "3 days ago"),
    ],
)
def test_how_far_off_a_time_is(ahead: timedelta, words: str) -> None:
    assert wait_until(NOW + ahead, NOW, NEW_YORK) == words


def test_days_are_counted_by_the_readers_calendar_not_by_24_hours() -> None:
    late = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 23:30 on the 22nd in New York
    early = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)  # 00:30 on the 25th
    assert wait_until(early, late, NEW_YORK) == "in 3 days"


def test_durations_are_rounded_as_people_say_them() -> None:
    assert [duration(timedelta(minutes=m)) for m in (1, 45, 61, 600, 3000)] == [
        "1 minute", "45 minutes", "1 hour", "10 hours", "2 days",
    ]  # fmt: skip


def test_near_days_have_names_and_another_year_is_said() -> None:
    assert day_and_time(NOW, NEW_YORK, NOW) == "today 10:00"
    assert day_and_time(NOW + timedelta(days=1), NEW_YORK, NOW) == "tomorrow 10:00"
    assert day_and_time(NOW + timedelta(days=8), NEW_YORK, NOW) == "Mon 30 Nov, 10:00"
    assert day_and_time(NOW + timedelta(days=60), NEW_YORK, NOW) == "Thu 21 Jan 2027, 10:00"


@pytest.mark.parametrize(
    ("day", "at", "zone", "twice"),
    [
        (date(2026, 11, 1), time(1, 30), NEW_YORK, True),
        (date(2026, 11, 1), time(2, 0), NEW_YORK, False),
        (date(2027, 3, 28), time(1, 30), "Europe/London", False),
        (date(2026, 10, 25), time(1, 0), "Europe/London", True),
        (date(2027, 4, 4), time(2, 30), "Australia/Sydney", True),
        (date(2026, 10, 4), time(2, 30), "Australia/Sydney", False),
    ],
)
def test_an_hour_comes_twice_where_the_clocks_go_back(day: date, at: time, zone: str, twice: bool) -> None:
    assert comes_twice(day, at, zone) is twice
