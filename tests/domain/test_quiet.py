from __future__ import annotations

from datetime import time

import pytest

from bot.domain.quiet import QuietHours
from tests.domain.plan_samples import NEW_YORK, at_local

NIGHT = QuietHours(time(21), time(8), NEW_YORK)


@pytest.mark.parametrize(
    ("at", "quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
)
def test_quiet_begins_with_its_first_minute_and_is_over_at_its_end(at: str, quiet: bool) -> None:
    assert NIGHT.cover(at_local(f"2026-12-03 {at}")) is quiet


@pytest.mark.parametrize(
    ("at", "quiet"), [("08:59", False), ("09:00", True), ("16:59", True), ("17:00", False)]
)
def test_quiet_may_lie_within_a_day(at: str, quiet: bool) -> None:
    assert QuietHours(time(9), time(17), NEW_YORK).cover(at_local(f"2026-12-03 {at}")) is quiet


def test_equal_ends_mean_no_quiet() -> None:
    assert not QuietHours(time(21), time(21), NEW_YORK).cover(at_local("2026-12-03 21:00"))


def test_the_nearer_way_out_comes_first() -> None:
    evening, morning = at_local("2026-12-02 20:45"), at_local("2026-12-03 08:00")
    assert NIGHT.ways_out(at_local("2026-12-02 22:00")) == (evening, morning)
    assert NIGHT.ways_out(at_local("2026-12-03 06:00")) == (morning, evening)


def test_a_short_allowed_time_is_used_from_its_beginning() -> None:
    nearly_all = QuietHours(time(12, 5), time(12), NEW_YORK)
    assert nearly_all.ways_out(at_local("2026-12-03 18:00")) == (
        at_local("2026-12-03 12:00"),
        at_local("2026-12-04 12:00"),
    )


def test_an_allowed_time_that_a_clock_change_swallows_is_passed_over() -> None:
    """Allowed from 02:00 to 03:00 alone, which New York skips on 8 March 2026."""
    small_hours = QuietHours(time(3), time(2), NEW_YORK)
    assert small_hours.ways_out(at_local("2026-03-08 12:00")) == (
        at_local("2026-03-09 02:00"),
        at_local("2026-03-07 02:45"),
    )
