"""The letters that pages and pictures are set in, and what to do with those that they lack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

FONTS = Path(__file__).parent
REGULAR = FONTS / "DejaVuSans.ttf"
BOLD = FONTS / "DejaVuSans-Bold.ttf"
"""Latin, Greek, Cyrillic, Armenian and Georgian; `LICENSE` beside them says whose they are."""
EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
"""Brackets around what was left out."""
LETTERS = frozenset("LMN")
"""Unicode's general categories of letters, their marks and figures; without anything else words can be read."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """Words without what the letters lack. `lost` says that letters of the words were among it, and not only signs."""

    words: str
    lost: bool = False


def lettered(words: str, known: Collection[int]) -> Lettered:
    """Return words in the characters `known`; what is written in another script is left out and never boxed.

    A script that joins or reorders its letters is never among the known: half-right it would be worse than absent.
    """
    kept: list[str] = []
    lost = False
    for readable, run in groupby(unicodedata.normalize("NFC", words), lambda mark: ord(mark) in known):
        part = "".join(run)
        if readable:
            kept.append(part)
        elif part.isspace():
            kept.append(" ")
        else:
            lost = lost or any(
                unicodedata.category(mark)[0] in LETTERS and not _selects(mark) for mark in part
            )
    return Lettered(" ".join(EMPTY.sub("", "".join(kept)).split()).strip(" ,;"), lost)


def legible(words: str) -> bool:
    """Whether words still say something."""
    return any(unicodedata.category(mark)[0] in LETTERS for mark in words)


def _selects(mark: str) -> bool:
    """Whether a mark only chooses how the sign before it looks (Unicode's variation selectors)."""
    return "\ufe00" <= mark <= "\ufe0f" or mark == "\u20e3"
