"""Fitting lines into a width counted in terminal cells, where an emoji takes two and an accent none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from wcwidth import iter_graphemes, width

from adapters.terminal.ink import Ink, Line

WIDEST = 72
"""Cells. Longer lines are hard to read."""
NARROWEST = 24
ADDRESS = re.compile(r"https?://\S{1,500}")
"""Never broken, so that it can be copied or clicked; the terminal folds one that is too long."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the eye takes for one character; `whole` when it belongs to an address."""

    ink: Ink
    mark: str
    width: int
    whole: bool


def reading_width(columns: int) -> int:
    """Return the cells to fill on a terminal that has `columns`."""
    return max(NARROWEST, min(WIDEST, columns - 1))


def cells(words: str) -> int:
    """Return how many cells `words` (harmless) take."""
    return len(words) if words.isascii() else width(words, control_codes="ignore")


def wrap(content: Line, columns: int, *, first: Line = (), rest: Line = ()) -> Iterator[Line]:
    """Yield the lines that `content` takes: `first` leads the first of them, `rest` all others.

    Line breaks inside `content` are kept, spaces too except where a line ends.
    """
    lead = first
    room = max(1, columns - _width(first))
    further = max(1, columns - _width(rest))
    for paragraph in _paragraphs(content):
        for row in _rows(_cells(paragraph), room, further):
            yield (*lead, *_joined(row))
            lead, room = rest, further


def _width(content: Line) -> int:
    return sum(cells(words) for _, words in content)


def _paragraphs(content: Line) -> Iterator[Line]:
    current: list[tuple[Ink, str]] = []
    for ink, words in content:
        before, *others = words.split("\n")
        current.append((ink, before))
        for other in others:
            yield tuple(current)
            current = [(ink, other)]
    yield tuple(current)


def _cells(paragraph: Line) -> list[Cell]:
    addresses = [found.span() for found in ADDRESS.finditer("".join(words for _, words in paragraph))]
    result = []
    position = 0
    for ink, words in paragraph:
        for mark in words if words.isascii() else iter_graphemes(words):
            whole = any(start <= position < end for start, end in addresses)
            result.append(Cell(ink, mark, cells(mark), whole))
            position += len(mark)
    return result


def _rows(content: list[Cell], room: int, further: int) -> Iterator[list[Cell]]:
    """Fill rows from the left; break behind a space or a wide character, else where the row is full.

    The first row takes `room` cells, each other one `further`.
    """
    start = index = used = chance = 0
    while index < len(content):
        cell = content[index]
        full = used + cell.width > room and cell.mark != " " and index > start
        if full and (chance > start or not cell.whole):
            cut = chance if chance > start else index
            yield content[start:cut]
            start = index = chance = cut
            used, room = 0, further
            continue
        used += cell.width
        index += 1
        if cell.mark == " " or (cell.width > 1 and not cell.whole):
            chance = index
    yield content[start:]


def _joined(row: list[Cell]) -> Line:
    while row and row[-1].mark == " ":
        row = row[:-1]
    return tuple((ink, "".join(cell.mark for cell in group)) for ink, group in groupby(row, lambda c: c.ink))
