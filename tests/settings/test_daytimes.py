from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.setting_values import read_daytime, read_window
from bot.errors import InputError


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7pm", time(19)),
        (" 7 PM ", time(19)),
        ("at 7 p.m.", time(19)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("7:30pm", time(19, 30)),
        ("19:30", time(19, 30)),
        ("19.30", time(19, 30)),
        ("1930", time(19, 30)),
        ("0730", time(7, 30)),
        ("7:30", time(7, 30)),
        ("19h", time(19)),
        ("19h30", time(19, 30)),
        ("19", time(19)),
        ("0", time(0)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("24:00", time(0)),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, at: time) -> None:
    assert read_daytime(typed) == at


@pytest.mark.parametrize(
    "typed",
    ["", " ", "7", "12", "25:00", "19:60", "13pm", "0am", "seven", "19:30:00", "7pm tomorrow", "-3", "193", "\u0667pm",
     "19:30 Berlin", "x" * 10_000, "7\x00pm"],
)  # fmt: skip
def test_what_is_no_time_or_two_times_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_daytime(typed)
    assert "am" in refused.value.message or "pm" in refused.value.message


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ("22:00-07:00", (time(22), time(7))),
        ("10pm-7am", (time(22), time(7))),
        ("10pm to 7am", (time(22), time(7))),
        ("from 10pm until 7.30am", (time(22), time(7, 30))),
        ("between 22:00 and 7:00", (time(22), time(7))),
        ("22-7", (time(22), time(7))),
        ("midnight-8am", (time(0), time(8))),
        ("1300-1430", (time(13), time(14, 30))),
    ],
)
def test_windows_are_read_as_people_type_them(typed: str, window: tuple[time, time]) -> None:
    assert read_window(typed) == window


@pytest.mark.parametrize("typed", ["", "22:00", "10-7", "10-7am", "22:00-", "-7am", "9-10-11", "night"])
def test_a_window_in_doubt_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        read_window(typed)


@given(st.times())
def test_every_minute_written_by_the_clock_is_read_back(at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    assert read_daytime(f"{at:%H:%M}") == at
    assert read_daytime(f"{at:%I:%M%p}") == at


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_a_crash(typed: str) -> None:
    for read in (read_daytime, read_window):
        try:
            read(typed)
        except InputError:
            continue
