# ruff: noqa: DTZ001 - the times of rules are those on the wall
"""Repeats, against dateutil: it is right about these, given the time."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.invitations.recurrence import AHEAD, times, yearly

NOW = datetime(2026, 11, 23, 9)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def rules(draw: st.DrawFn) -> str:
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={every}", f"INTERVAL={draw(st.integers(1, 4))}", f"WKST={draw(st.sampled_from(DAYS))}"]
    months = draw(st.lists(st.integers(1, 12), max_size=3, unique=True))
    if months:
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    numbers = [""]
    if (every == "MONTHLY" or (every == "YEARLY" and months)) and draw(st.booleans()):
        numbers = ["1", "2", "-1", "4", "-5", "5"]  # dateutil mixes them with plain weekdays in its own way
    weekdays = draw(
        st.lists(st.builds(str.__add__, st.sampled_from(numbers), st.sampled_from(DAYS)), max_size=3)
    )
    if weekdays:
        parts.append("BYDAY=" + ",".join(weekdays))
    if every in {"DAILY", "MONTHLY", "YEARLY"} and not weekdays and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 28, -1, -3]))}")
    return ";".join(parts)


@given(rules(), st.datetimes(datetime(2024, 6, 1), datetime(2027, 6, 1)))
@settings(deadline=None, max_examples=150)
def test_a_rule_is_followed_as_the_library_follows_it(rule: str, first: datetime) -> None:
    first = first.replace(second=0, microsecond=0)
    last = max(NOW, first) + AHEAD
    library = rrulestr(f"{rule};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=first)
    if library.before(last) is None:
        return
    wanted = sorted({first, *takewhile(lambda wall: wall <= last, islice(library, 3000))})
    assert times(rule, first, NOW, None) == wanted


def test_a_count_counts_the_first_time() -> None:
    first = datetime(2026, 11, 3, 15)
    assert times("FREQ=WEEKLY;COUNT=2", first, NOW, None) == [first, datetime(2026, 11, 10, 15)]


@pytest.mark.parametrize(
    ("until", "zone", "count"),
    [("20261124", None, 2), ("20261124T150000Z", "Europe/London", 2), ("20261124T150000Z", "America/New_York", 1),
     ("20261124T060000Z", "Asia/Tokyo", 2), ("20261124T145900", None, 1)],
)  # fmt: skip
def test_an_end_in_utc_is_held_against_the_clock_of_the_event(
    until: str, zone: str | None, count: int
) -> None:
    found = times(f"FREQ=DAILY;UNTIL={until}", datetime(2026, 11, 23, 15), NOW, zone)
    assert found is not None
    assert len(found) == count


def test_a_change_of_clocks_is_found_from_a_rule_that_begins_in_1970() -> None:
    found = yearly("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", datetime(1970, 10, 25, 3), 2026)
    assert found is not None
    assert [wall.date() for wall in found] == [
        date(2024, 10, 27), date(2025, 10, 26), date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29)
    ]  # fmt: skip
