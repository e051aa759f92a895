"""Pictures."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.documents.fonts import BOLD, REGULAR
from bot.domain.progress import Countdown, CountdownDay, done_of, folded
from bot.views.countdown import amount, day_name, days_to_go
from bot.views.times import count

WIDTH = 1000
MARGIN = 48
"""Pixels; a phone shows the picture at about a third."""
HEAD = 220
ROW = 62
BAR = 34
TYPE, TITLE, LEGEND = 32, 84, 30
"""Pixels of type."""
BARS_FROM, BARS_TO = 304, 744
COLOURS = 24
"""Enough for type with soft edges, and small enough to send to a phone."""
PAPER, INK, FAINT = "#fbfaf6", "#1c1c1c", "#595959"
DONE, OPEN, EDGE, MARK = "#0072b2", "#d5e6f1", "#0072b2", "#b34700"
"""Blue and vermilion stay apart in every kind of colour blindness (Okabe and Ito, "Color Universal Design", 2008)."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """What is drawn with."""

    draw: ImageDraw.ImageDraw
    plain: ImageFont.FreeTypeFont
    bold: ImageFont.FreeTypeFont
    small: ImageFont.FreeTypeFont
    title: ImageFont.FreeTypeFont


def countdown_picture(countdown: Countdown) -> bytes:
    """Return the days left as a PNG, the same bytes for the same days.

    It has its own light ground, so that it can be read in dark mode too; nothing is told by colour alone.
    """
    rows = folded(countdown)
    number = len(rows.near) + len(rows.last) + bool(rows.days)
    image = Image.new("RGB", (WIDTH, HEAD + ROW * number + 90), PAPER)
    pen = _pen(image)
    _head(pen, countdown)
    top = HEAD
    for day in rows.near:
        _row(pen, countdown, day, top)
        top += ROW
    if rows.days:
        words = f"{count(rows.days, 'more day')}, {amount(rows.minutes, rows.done)}"
        pen.draw.text((BARS_FROM, top + ROW / 2), words, INK, pen.plain, anchor="lm")
        top += ROW
    for day in rows.last:
        _row(pen, countdown, day, top)
        top += ROW
    _legend(pen, top + 45)
    return _png(image)


def _pen(image: Image.Image) -> _Pen:
    def font(path: str, size: int) -> ImageFont.FreeTypeFont:
        # The simple layout is the same wherever Pillow is built; the other hangs on a library beside it.
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)

    plain, bold = str(REGULAR), str(BOLD)
    return _Pen(
        ImageDraw.Draw(image), font(plain, TYPE), font(bold, TYPE), font(plain, LEGEND), font(bold, TITLE)
    )


def _head(pen: _Pen, countdown: Countdown) -> None:
    pen.draw.text((MARGIN, 100), days_to_go(countdown), INK, pen.title, anchor="ls")
    if countdown.minutes:
        words = f"{countdown.done} of {count(countdown.minutes, 'minute')} done"
        pen.draw.text((MARGIN, 162), words, FAINT, pen.plain, anchor="ls")


def _row(pen: _Pen, countdown: Countdown, day: CountdownDay, top: int) -> None:
    middle = top + ROW / 2
    today = day.day == countdown.today
    font = pen.bold if today or day.interview else pen.plain
    pen.draw.text((MARGIN, middle), day_name(countdown, day), INK, font, anchor="lm")
    if day.interview:
        _interview(pen, day, middle)
        return
    done = done_of(day)
    if day.minutes:
        _bar(pen, day.minutes / countdown.longest, done / day.minutes, middle)
    shade = INK if day.minutes else FAINT
    pen.draw.text((BARS_TO + 24, middle), amount(day.minutes, done), shade, pen.plain, anchor="lm")


def _bar(pen: _Pen, share: float, done: float, middle: float) -> None:
    length = max(8, round((BARS_TO - BARS_FROM) * share))
    top, bottom = middle - BAR / 2, middle + BAR / 2
    box = (BARS_FROM, top, BARS_FROM + length, bottom)
    pen.draw.rectangle(box, fill=OPEN, outline=EDGE, width=3)
    if done > 0:
        pen.draw.rectangle((BARS_FROM, top, BARS_FROM + max(6, round(length * done)), bottom), fill=DONE)


def _interview(pen: _Pen, day: CountdownDay, middle: float) -> None:
    """Mark the day by a shape and by the word; what work lies on it is said behind it."""
    said = f"Interview, {amount(day.minutes, done_of(day))}" if day.minutes else "Interview"
    box = pen.draw.textbbox((BARS_FROM + 62, middle), said, pen.bold, anchor="lm")
    pen.draw.rounded_rectangle((BARS_FROM, middle - 27, box[2] + 22, middle + 27), 10, outline=MARK, width=4)
    _diamond(pen, BARS_FROM + 32, middle, 17)
    pen.draw.text((BARS_FROM + 62, middle), said, INK, pen.bold, anchor="lm")


def _diamond(pen: _Pen, across: float, middle: float, reach: int) -> None:
    points = [
        (across, middle - reach),
        (across + reach, middle),
        (across, middle + reach),
        (across - reach, middle),
    ]
    pen.draw.polygon(points, fill=MARK)


def _legend(pen: _Pen, middle: int) -> None:
    pen.draw.rectangle((MARGIN, middle - 12, MARGIN + 24, middle + 12), fill=DONE)
    pen.draw.text((MARGIN + 38, middle), "done", FAINT, pen.small, anchor="lm")
    pen.draw.rectangle(
        (MARGIN + 170, middle - 12, MARGIN + 194, middle + 12), fill=OPEN, outline=EDGE, width=3
    )
    pen.draw.text((MARGIN + 208, middle), "still to do", FAINT, pen.small, anchor="lm")


def _png(image: Image.Image) -> bytes:
    """Return a PNG of few colours, which has no date in it."""
    small = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    content = BytesIO()
    small.save(content, "PNG", optimize=True)
    return content.getvalue()
