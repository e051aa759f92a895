"""What can be wrong with a pack, said in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 50
"""Problems told at once; more than a person mends in one go helps nobody."""


LONGEST_QUOTATION = 60


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1; `field` is empty where the whole file is meant."""

    path: str
    line: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:"
        name = " ".join(self.field.split())
        return f"{place} {name}: {self.text}" if name else f"{place} {self.text}"


def quoted(words: str) -> str:
    """Return somebody's words between quotation marks, on one line and not too long."""
    line = " ".join(words.split())
    return f'"{line}"' if len(line) <= LONGEST_QUOTATION else f'"{line[:LONGEST_QUOTATION]}..."'


def lines_of(problems: Sequence[Problem]) -> list[str]:
    """Return one line a problem, in order of file and line, the last one saying how many were left out."""
    lines = [str(problem) for problem in sorted(set(problems))]
    left = len(lines) - SHOWN
    return [*lines[:SHOWN], f"... and {left} more"] if left > 0 else lines
