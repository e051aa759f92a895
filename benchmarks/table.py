"""One row of a benchmark, how it is measured and how it is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A ratio and what it may be: at most `limit`, or at least it when `at_least` is set."""

    name: str
    ratio: float
    limit: float
    detail: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "ok  " if self.holds else "MISS"
        return f"{mark} {self.name:<52} {self.ratio:>8.2f}  {sign} {self.limit:<6g} {self.detail}"


def median_seconds(action: Callable[[], object], rounds: int) -> float:
    """Return the median wall time of an action over some rounds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def interleaved(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the medians of two actions run in turn, so that a noisy moment falls on both."""
    ones, twos = [], []
    for _ in range(rounds):
        ones.append(median_seconds(first, 1))
        twos.append(median_seconds(second, 1))
    return statistics.median(ones), statistics.median(twos)


async def interleaved_awaits(
    first: Callable[[], Awaitable[object]], second: Callable[[], Awaitable[object]], rounds: int
) -> tuple[float, float]:
    """Do as `interleaved` does inside a running loop. Each goes first in every other round."""
    actions = (first, second)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            begun = time.perf_counter()
            await actions[which]()
            times[which].append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])
