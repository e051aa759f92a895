"""What can be wrong with a pack, said in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 50
"""Problems told at once; more than a person mends in one go helps nobody."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1; `field` is empty where the whole file is meant."""

    path: str
    line: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:"
        return f"{place} {self.field}: {self.text}" if self.field else f"{place} {self.text}"


def lines_of(problems: Sequence[Problem]) -> list[str]:
    """Return one line a problem, in order of file and line, the last one saying how many were left out."""
    lines = [str(problem) for problem in sorted(set(problems))]
    left = len(lines) - SHOWN
    return [*lines[:SHOWN], f"... and {left} more"] if left > 0 else lines
