"""Lines for a terminal: words with an ink, and the few inks there are.

A line makes sense in plain ink; the others only help the eye. Each value is what prompt_toolkit calls the style.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias


class Ink(StrEnum):
    """How words are drawn where the terminal can."""

    PLAIN = ""
    STRONG = "bold"
    FAINT = "dim"
    SLANTED = "italic"
    ACCENT = "ansicyan"


Line: TypeAlias = tuple[tuple[Ink, str], ...]

BLANK: Line = ()


def line(*parts: str | tuple[Ink, str]) -> Line:
    """Return a line of strings (plain) and inked words."""
    return tuple((Ink.PLAIN, part) if isinstance(part, str) else part for part in parts)


def bare(content: Line) -> str:
    """Return the words of a line without ink."""
    return "".join(words for _, words in content)


class Gaps:
    """Keeps pauses one blank line tall, however messages follow one another."""

    def __init__(self) -> None:
        self._open = True

    def settle(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines without a blank one that would follow another."""
        kept = []
        for content in lines:
            blank = not bare(content)
            if not (blank and self._open):
                kept.append(content)
            self._open = blank
        return kept

    def typed(self) -> None:
        """Note that a line was read, which stands where the last blank one was."""
        self._open = False
