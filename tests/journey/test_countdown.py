"""The days left, as a picture, as a drawing in characters and in words: the same facts, and nobody's names."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.documents.pictures import COLOURS, DONE, INK, MARK, OPEN, PAPER, countdown_picture
from bot.domain.progress import MOST_DAYS, Countdown, CountdownDay, folded
from bot.views.countdown import COLUMNS, drawing, in_words

SUNDAY = date(2026, 11, 22)
MOST_BYTES = 60_000
READABLE, MARKED = 4.5, 3.0
"""Contrast of text, and of shapes (WCAG 2.2, 1.4.3 and 1.4.11)."""


def a_countdown(*days: tuple[int, int], at_last: tuple[int, int] = (0, 0)) -> Countdown:
    """The days from Sunday on, each with its minutes and those done, and the interview's behind them."""
    every = [CountdownDay(SUNDAY + timedelta(n), *work) for n, work in enumerate(days)]
    last = CountdownDay(SUNDAY + timedelta(len(days)), *at_last, interview=True)
    return Countdown(SUNDAY, (*every, last))


THREE = a_countdown((25, 10), (20, 0), (0, 0), at_last=(5, 0))


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["PNG"])


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_drawing_has_a_line_a_day_and_marks_the_interview_by_a_word() -> None:
    assert drawing(THREE) == (
        "3 days to go",
        "Today      #######---------- 10 of 25",
        "Mon 23 Nov --------------    20 min",
        "Tue 24 Nov                   free",
        "Wed 25 Nov * Interview, 5 min",
    )


def test_the_words_say_the_same() -> None:
    assert in_words(THREE) == (
        "3 days to go. Today 25 minutes, tomorrow 20 minutes, then 5 minutes more. 10 of 50 minutes are done."
    )


@pytest.mark.parametrize(
    ("countdown", "said"),
    [
        (a_countdown((30, 30)), "Tomorrow. Today 30 minutes, tomorrow free. All of it is done."),
        (a_countdown(at_last=(5, 0)), "Today. Today 5 minutes."),
        (a_countdown(), "Today. There is nothing left to prepare."),
        (a_countdown((0, 0), (1, 0)), "2 days to go. Today free, tomorrow 1 minute."),
        (Countdown(SUNDAY, ()), "It is behind you."),
        (Countdown(SUNDAY + timedelta(9), THREE.days), "It is behind you."),
    ],
)
def test_every_distance_has_its_words(countdown: Countdown, said: str) -> None:
    assert in_words(countdown) == said


def test_the_far_days_are_folded_but_not_the_interview() -> None:
    far = a_countdown(*[(10, 5)] * 44)
    rows = folded(far)
    assert len(rows.near) + 1 + len(rows.last) == MOST_DAYS
    assert (rows.days, rows.minutes, rows.done) == (16, 160, 80)
    assert rows.last[0].interview
    assert drawing(far)[-2:] == ("16 more days, 80 of 160", "Tue 5 Jan  * Interview")
    assert folded(a_countdown(*[(10, 5)] * (MOST_DAYS - 1))).days == 0


@pytest.mark.parametrize("number", [0, 1, 3, 14, 29, 60, 400])
def test_the_picture_is_small_and_as_wide_as_a_phone_needs(number: int) -> None:
    content = countdown_picture(
        a_countdown(*[(n * 5 % 60, n * 3 % 40) for n in range(number)], at_last=(5, 0))
    )
    assert len(content) <= MOST_BYTES
    image = opened(content)
    assert image.width == 1000
    assert image.height <= 2400


def test_the_same_days_give_the_same_bytes_without_a_date() -> None:
    content = countdown_picture(THREE)
    assert content == countdown_picture(THREE)
    assert content != countdown_picture(a_countdown((25, 25)))
    assert not {"Software", "Creation Time", "Author"} & opened(content).info.keys()
    assert b"tIME" not in content


def test_the_picture_has_its_own_light_ground_and_enough_contrast() -> None:
    image = opened(countdown_picture(THREE)).convert("RGB")
    assert "transparency" not in image.info
    assert all(
        image.getpixel(corner) == image.getpixel((0, 0)) for corner in ((999, 0), (0, image.height - 1))
    )
    assert contrast(INK, PAPER) >= READABLE
    assert contrast(MARK, PAPER) >= MARKED
    assert contrast(DONE, OPEN) >= MARKED
    assert contrast(DONE, PAPER) >= MARKED
    assert len(image.getcolors() or ()) <= COLOURS


def test_done_and_open_can_be_told_apart_without_colour() -> None:
    grey = opened(countdown_picture(THREE)).convert("L")
    shades = {grey.getpixel((across, 251)) for across in (360, 700)}
    assert max(shades) - min(shades) > 90  # type: ignore[operator]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 700)), max_size=50),
    st.integers(28, 60),
)
def test_no_line_is_wider_than_asked_and_all_are_plain_characters(
    work: list[tuple[int, int]], width: int
) -> None:
    countdown = a_countdown(*work, at_last=(30, 0))
    lines = drawing(countdown, width)
    assert all(len(line) <= width and line.isascii() for line in lines)
    assert len(drawing(countdown)) == len(folded(countdown).near) + len(folded(countdown).last) + 1 + bool(folded(countdown).days)  # fmt: skip
    assert max(map(len, drawing(countdown))) <= COLUMNS
    assert countdown.done <= countdown.minutes
    assert any("Interview" in line for line in lines)
