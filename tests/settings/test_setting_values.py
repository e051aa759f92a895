from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import Audience, Pace, Preferences
from bot.domain.setting_values import LEAST_AWAKE, awake_times, is_quiet, pace_for
from bot.domain.settings import Setting, changed, split
from bot.errors import InputError

BEGIN = Preferences(zone="Europe/Berlin")
minutes = st.integers(0, 24 * 60 - 1).map(lambda m: time(m // 60, m % 60))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("quiet 22:00-07:00", (Setting.QUIET, "22:00-07:00")),
        ("Quiet hours: 10pm to 7am", (Setting.QUIET, "10pm to 7am")),
        ("quiet hours 10pm to 7am", (Setting.QUIET, "10pm to 7am")),
        ("quiet hours to 10pm-7am", (Setting.QUIET, "10pm-7am")),
        ("zone Berlin", (Setting.ZONE, "Berlin")),
        ("time zone New York", (Setting.ZONE, "New York")),
        ("TIME 19:30", (Setting.TIME, "19:30")),
        ("time  is  19:30", (Setting.TIME, "19:30")),
        ("minutes a day 30", (Setting.MINUTES, "30")),
        ("pace", (Setting.PACE, "")),
        ("notices off", (Setting.DISCREET, "off")),
        ("reminder 23:30", (Setting.TIME, "23:30")),
        ("reminder time 23:30", (Setting.TIME, "23:30")),
        ("Reminders at 7pm", (Setting.TIME, "7pm")),
        ("lock screen: on", (Setting.DISCREET, "on")),
        ("noticeboard", None),
        ("timezones", None),
        ("", None),
        ("purple", None),
        ("zone", (Setting.ZONE, "")),
        ("time=7pm", (Setting.TIME, "7pm")),
        ("City: Tom at Sea", (Setting.ZONE, "Tom at Sea")),
    ],
)
def test_a_line_names_a_setting_and_its_value(line: str, found: tuple[Setting, str] | None) -> None:
    assert split(line) == found


@pytest.mark.parametrize(
    ("setting", "typed", "value"),
    [
        (Setting.TIME, "7pm", {"remind_at": time(19)}),
        (Setting.QUIET, "10pm-7am", {"quiet_from": time(22), "quiet_until": time(7)}),
        (Setting.QUIET, "13:00-14:00", {"quiet_from": time(13), "quiet_until": time(14)}),
        (Setting.PACE, " Light ", {"pace": Pace.LIGHT}),
        (Setting.DISCREET, "off", {"discreet": False}),
        (Setting.DISCREET, "Yes", {"discreet": True}),
        (Setting.MINUTES, "30", {"minutes_a_day": 30}),
        (Setting.MINUTES, "30 min a day", {"minutes_a_day": 30}),
        (Setting.MINUTES, "1 hour", {"minutes_a_day": 60}),
        (Setting.MINUTES, "2h", {"minutes_a_day": 120}),
        (Setting.ZONE, "Asia/Tokyo", {"zone": "Asia/Tokyo"}),
        (Setting.AUDIENCE, "Returner", {"audience": Audience.RETURNER}),
        (Setting.AUDIENCE, "second language", {"audience": Audience.SECOND_LANGUAGE}),
        (Setting.AUDIENCE, "off", {"audience": Audience.ANY}),
        (Setting.REGION, "Germany", {"region": "de"}),
        (Setting.REGION, "the Netherlands", {"region": "nl"}),
        (Setting.REGION, "GB", {"region": "uk"}),
        (Setting.REGION, "Zz", {"region": "zz"}),
        (Setting.REGION, "none", {"region": "any"}),
    ],
)
def test_values_are_read_as_people_type_them(setting: Setting, typed: str, value: dict[str, object]) -> None:
    after = changed(BEGIN, setting, typed)
    assert {name: getattr(after, name) for name in value} == value


@pytest.mark.parametrize(
    ("setting", "typed"),
    [
        (Setting.PACE, "sloth"),
        (Setting.DISCREET, "maybe"),
        (Setting.MINUTES, "4"),
        (Setting.MINUTES, "241"),
        (Setting.MINUTES, "5 hours"),
        (Setting.MINUTES, "-30"),
        (Setting.MINUTES, "half"),
        (Setting.TIME, "7"),
        (Setting.AUDIENCE, "pirate"),
        (Setting.REGION, "Atlantis"),
        (Setting.REGION, "12"),
        (Setting.QUIET, "22:00-22:00"),
        (Setting.QUIET, "08:00-07:00"),
        (Setting.QUIET, "08:00-05:01"),
    ],
)
def test_what_can_not_be_is_refused(setting: Setting, typed: str) -> None:
    with pytest.raises(InputError):
        changed(BEGIN, setting, typed)


def test_quiet_hours_may_leave_just_three_hours() -> None:
    assert changed(BEGIN, Setting.QUIET, "08:00-05:00").quiet_until == time(5)


def test_quiet_hours_that_are_off_are_never_quiet() -> None:
    off = changed(BEGIN, Setting.QUIET, "off")
    assert not any(is_quiet(off, time(hour)) for hour in range(24))
    assert Setting.QUIET.facts.typed(off) == "off"


@given(
    st.builds(
        Preferences,
        zone=st.just("Europe/Berlin"),
        quiet_from=minutes,
        quiet_until=minutes,
        remind_at=minutes,
        pace=st.sampled_from(Pace),
        discreet=st.booleans(),
        minutes_a_day=st.integers(5, 240),
        audience=st.sampled_from(Audience),
        region=st.sampled_from(("any", "eu", "uk", "de", "zz")),
    ),
    st.sampled_from(Setting),
)
def test_a_value_as_typed_brings_back_the_setting(preferences: Preferences, setting: Setting) -> None:
    typed = setting.facts.typed(preferences)
    try:
        again = changed(BEGIN, setting, typed)
    except InputError:
        assert setting is Setting.QUIET, "only a window that no one could have set is refused"
        return
    assert setting.facts.typed(again) == typed


@given(minutes, minutes)
def test_the_times_offered_instead_lie_outside_the_quiet_hours(start: time, end: time) -> None:
    try:
        preferences = changed(BEGIN, Setting.QUIET, f"{start:%H:%M}-{end:%H:%M}")
    except InputError:
        return
    offered = awake_times(preferences)
    assert offered
    assert not any(is_quiet(preferences, at) for at in offered)


@given(minutes, minutes)
def test_every_window_taken_leaves_three_hours(start: time, end: time) -> None:
    try:
        preferences = changed(BEGIN, Setting.QUIET, f"{start:%H:%M}-{end:%H:%M}")
    except InputError:
        return
    midnight = datetime(2026, 1, 1)  # noqa: DTZ001 - a ruler for times of day, not an instant
    step = timedelta(minutes=1)
    awake = sum(not is_quiet(preferences, (midnight + n * step).time()) for n in range(24 * 60))
    assert awake * step >= LEAST_AWAKE


def test_a_pace_fits_the_minutes_there_are() -> None:
    assert [pace_for(number) for number in (5, 20, 45, 60, 61, 240)] == [
        Pace.LIGHT, Pace.LIGHT, Pace.STANDARD, Pace.STANDARD, Pace.THOROUGH, Pace.THOROUGH,
    ]  # fmt: skip
    assert pace_for(Preferences().minutes_a_day) is Preferences().pace


def test_no_name_means_two_settings() -> None:
    names = [name for setting in Setting for name in setting.names]
    assert len(names) == len(set(names))
