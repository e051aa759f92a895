"""Pages to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

from bot.documents.fonts import BOLD, REGULAR, legible, lettered
from bot.domain.brief import Brief
from bot.domain.calendar import city_of, local
from bot.domain.interviews import Interview
from bot.text import shortened
from bot.views.logistics import place_label
from bot.views.times import clock, long_day, short_day

SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
"""Points; the largest that fits is taken."""
WHOLE, CUTS = 300, (140, 100, 60)
"""Characters of a line: nothing is longer than the first, and in the smallest type lines are cut until they fit."""
PAPER_WIDTH, PAPER_HEIGHT, MARGIN = 210.0, 297.0, 18.0
"""Millimetres, of A4 (ISO 216)."""
WIDTH = PAPER_WIDTH - 2 * MARGIN
LABELS = 27.0
"""Millimetres for the labels before when, who and where."""
NUMBER = 9.0
POINT = 25.4 / 72
"""Millimetres."""
LEADING = 1.35
RULE = 9.5
"""Millimetres between lines to write on."""
LEAST_RULES = 3
MOST_PEOPLE = 8
INK, FAINT, PALE = 20, 90, 238
"""Shades of grey, so that any printer shows it as it is."""
HEADINGS = ("Your headlines", "To ask", "To know")
UNSHOWN = (
    "Some of your words are in letters that this page cannot print. The chat shows them: /interview brief"
)


def brief_page(brief: Brief) -> bytes:
    """Return the one page as a PDF: always one, and the same bytes for the same brief."""
    sizes = [*((size, WHOLE) for size in SIZES), *((SIZES[-1], most) for most in CUTS)]
    for size, most in sizes[:-1]:
        with closing(_Sheet(brief, size, most)) as sheet:
            if sheet.fits:
                return sheet.content()
    with closing(_Sheet(brief, *sizes[-1])) as smallest:
        return smallest.content()


class _Sheet:
    """The page at one size of type, each line in at most `most` characters.

    It is laid from the top; the line for nerves stands at the foot.
    """

    def __init__(self, brief: Brief, size: float, most: int) -> None:
        self._size = size
        self._most = most
        self._lost = False
        self._pdf = _blank(brief.interview)
        self._known = _characters(self._pdf)
        self._head(brief)
        for heading, lines in zip(HEADINGS, (brief.headlines, brief.questions, brief.facts), strict=True):
            self._list(heading, lines)
        self._end = self._pdf.get_y()
        self._foot(brief.calm)

    @property
    def fits(self) -> bool:
        """Whether what was laid from the top ends above the foot."""
        return self._end <= self._floor

    def content(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the fonts' files, which the library leaves open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def _head(self, brief: Brief) -> None:
        interview = brief.interview
        title = self._letters(interview.company)
        self._write(title if legible(title) else "Your interview", scale=1.6, bold=True)
        if role := self._letters(interview.role):
            self._write(role, shade=FAINT)
        self._gap(0.4)
        for label, lines in _particulars(brief):
            self._labelled(label, lines)

    def _labelled(self, label: str, lines: Sequence[str]) -> None:
        shown = [words for words in map(self._letters, lines) if legible(words)]
        for number, words in enumerate(shown):
            top = self._pdf.get_y()
            if number == 0:
                self._write(label, shade=FAINT, width=LABELS)
                self._pdf.set_y(top)
            self._write(words, left=LABELS)
        self._gap(0.15)

    def _list(self, heading: str, lines: Sequence[str]) -> None:
        shown = [words for words in map(self._letters, lines) if legible(words)]
        if not shown:
            return
        self._gap(0.7)
        self._write(heading, bold=True)
        self._gap(0.15)
        for number, words in enumerate(shown, start=1):
            top = self._pdf.get_y()
            self._write(f"{number}.", shade=FAINT, width=NUMBER)
            self._pdf.set_y(top)
            self._write(words, left=NUMBER)
            self._gap(0.2)

    def _foot(self, calm: str) -> None:
        """Set the line for nerves, and what could not be printed, at the bottom, and lines to write on above."""
        pdf = self._pdf
        lines = [
            (words, scale) for words, scale in ((self._letters(calm), 1.0), (self._unshown, 0.7)) if words
        ]
        heights = [self._height(words, scale) for words, scale in lines]
        self._floor = PAPER_HEIGHT - MARGIN - sum(heights) - (4 if lines else 0)
        self._rules(self._end + 4, self._floor - 4)
        if lines:
            pdf.set_fill_color(PALE)
            pdf.rect(MARGIN - 3, self._floor, WIDTH + 6, sum(heights) + 6, style="F")
            pdf.set_y(self._floor + 3)
        for words, scale in lines:
            self._write(words, scale=scale)

    @property
    def _unshown(self) -> str:
        return UNSHOWN if self._lost else ""

    def _rules(self, top: float, bottom: float) -> None:
        number = int((bottom - top - RULE) // RULE)
        if number < LEAST_RULES:
            return
        pdf = self._pdf
        pdf.set_y(top)
        self._write("Notes", scale=0.8, shade=FAINT)
        pdf.set_draw_color(190)
        pdf.set_line_width(0.2)
        for place in range(1, number + 1):
            at = top + RULE * place + 2
            pdf.line(MARGIN, at, MARGIN + WIDTH, at)

    def _write(
        self,
        words: str,
        *,
        scale: float = 1.0,
        bold: bool = False,
        shade: int = INK,
        left: float = 0.0,
        width: float = 0.0,
    ) -> None:
        pdf = self._pdf
        self._choose(scale, bold=bold)
        pdf.set_text_color(shade)
        pdf.set_x(MARGIN + left)
        pdf.multi_cell(
            width or WIDTH - left, self._line(scale), words, align="L", new_x="LMARGIN", new_y="NEXT"
        )

    def _height(self, words: str, scale: float) -> float:
        self._choose(scale)
        lines = self._pdf.multi_cell(
            WIDTH, self._line(scale), words, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        assert isinstance(lines, list)
        return len(lines) * self._line(scale)

    def _choose(self, scale: float, *, bold: bool = False) -> None:
        self._pdf.set_font("Page", "B" if bold else "", self._size * scale)

    def _line(self, scale: float) -> float:
        return self._size * scale * LEADING * POINT

    def _gap(self, lines: float) -> None:
        self._pdf.set_y(self._pdf.get_y() + self._line(1.0) * lines)

    def _letters(self, words: str) -> str:
        shown = lettered(words, self._known)
        self._lost = self._lost or shown.lost
        return shortened(shown.words, self._most)


def _blank(interview: Interview) -> FPDF:
    """Return an empty page that says nothing of whom it is for, or of when it was made."""
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.c_margin = 0
    pdf.set_title("One page")
    pdf.set_lang("en")
    pdf.set_creation_date(interview.created_at)
    pdf.add_font("Page", "", REGULAR)
    pdf.add_font("Page", "B", BOLD)
    pdf.add_page()
    return pdf


def _characters(pdf: FPDF) -> frozenset[int]:
    """Return the characters that every font of the page has."""
    fonts = [frozenset(font.cmap) for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    return fonts[0].intersection(*fonts)


def _particulars(brief: Brief) -> Iterator[tuple[str, list[str]]]:
    """Yield what stands at the top, by label."""
    interview = brief.interview
    yield "When", _times(interview, brief.reader_zone)
    people = [str(person) for person in interview.interviewers]
    more = len(people) - MOST_PEOPLE
    if people:
        yield "Who", [*people[:MOST_PEOPLE], *([f"and {more} more"] if more > 0 else [])]
    if interview.place:
        yield place_label(interview), [interview.place]
    if brief.promised:
        yield "Promised", [brief.promised]


def _times(interview: Interview, reader_zone: str) -> list[str]:
    """Return the time where the interview is, and the reader's own where that differs."""
    day, at = interview.day, interview.time
    lines = [f"{long_day(day)}, {clock(at)}, {city_of(interview.zone)}"]
    here = local(interview.starts_at, reader_zone)
    if here.replace(tzinfo=None) != datetime.combine(day, at):
        other = "" if here.date() == day else f"{short_day(here.date())}, "
        lines.append(f"{other}{clock(here)} in {city_of(reader_zone)}, for you")
    return lines
