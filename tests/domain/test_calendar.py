from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.calendar import add_business_days, aware, city_of, instant_of, local, zone_of
from tests.domain.clock_changes import CHANGES, ZONES, changes

FRIDAY = date(2026, 11, 27)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "instant", "shown"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08 07:30", time(3, 30)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:30", time(3, 30)),
        ("Europe/London", date(2026, 3, 29), time(1), "2026-03-29 01:00", time(2)),
        ("Australia/Sydney", date(2026, 10, 4), time(2, 30), "2026-10-03 16:30", time(3, 30)),
        ("Pacific/Auckland", date(2026, 9, 27), time(2, 30), "2026-09-26 14:30", time(3, 30)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:45", time(2, 45)),
        ("America/Santiago", date(2026, 9, 6), time(0, 30), "2026-09-06 04:30", time(1, 30)),
    ],
)
def test_a_skipped_time_is_as_much_later_as_the_clock_jumped(
    zone: str, day: date, skipped: time, instant: str, shown: time
) -> None:
    moment = instant_of(day, skipped, zone)
    assert moment == utc(instant)
    assert local(moment, zone).time() == shown


@pytest.mark.parametrize(
    ("zone", "day", "repeated", "first"),
    [
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        ("Australia/Sydney", date(2026, 4, 5), time(2, 30), "2026-04-04 15:30"),
        ("Pacific/Auckland", date(2026, 4, 5), time(2, 30), "2026-04-04 13:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04 14:45"),
        ("America/Santiago", date(2026, 4, 4), time(23, 30), "2026-04-05 02:30"),
    ],
)
def test_of_a_repeated_time_the_first_is_meant(zone: str, day: date, repeated: time, first: str) -> None:
    assert instant_of(day, repeated, zone) == utc(first)
    assert instant_of(day, repeated.replace(fold=1), zone) == utc(first)


@pytest.mark.parametrize("zone", ZONES)
def test_an_ordinary_time_comes_back_as_it_went_in(zone: str) -> None:
    moment = instant_of(date(2026, 7, 15), time(9, 5), zone)
    assert moment.tzinfo is UTC
    assert local(moment, zone).replace(tzinfo=None).isoformat() == "2026-07-15T09:05:00"


def test_the_zones_that_tests_cross_do_change_their_clocks() -> None:
    """Nine of the twelve change twice a year; the other three keep one offset, as they do in fact."""
    steady = {zone for zone in ZONES if not list(changes(zone))}
    assert steady == {"America/Sao_Paulo", "Asia/Tehran", "Asia/Kolkata"}
    assert len(CHANGES) >= 9 * 4


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (0, date(2026, 11, 27)),
        (1, date(2026, 11, 30)),
        (5, date(2026, 12, 4)),
        (10, date(2026, 12, 11)),
        (-1, date(2026, 11, 26)),
        (-5, date(2026, 11, 20)),
    ],
)
def test_business_days_skip_the_weekend(count: int, day: date) -> None:
    assert add_business_days(FRIDAY, count) == day


@pytest.mark.parametrize("weekend", [date(2026, 11, 28), date(2026, 11, 29)])
def test_a_business_day_from_a_weekend_is_monday_or_friday(weekend: date) -> None:
    assert add_business_days(weekend, 1) == date(2026, 11, 30)
    assert add_business_days(weekend, -1) == FRIDAY


def test_a_datetime_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 12, 3, 15)  # noqa: DTZ001 - the fault under test
    with pytest.raises(ValueError, match="without a zone"):
        aware(naive)
    with pytest.raises(ValueError, match="without a zone"):
        local(naive, "Europe/Berlin")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Berlin", "Europe"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an IANA time zone"):
        zone_of(name)


def test_a_zone_is_called_by_its_city() -> None:
    assert city_of("America/New_York") == "New York"
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
