"""Every benchmark in one run and one table: `python -m benchmarks`, and with `full` those that take long too.

The exit code is 0 whatever was measured: on a busy machine a ratio may miss its limit, and says so in its row.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from benchmarks import (
    dates,
    discord,
    dispatch,
    fairness,
    handling,
    ideal,
    library,
    pending,
    planning,
    scale,
    several,
    slack,
    startup,
)
from benchmarks.table import Row

ALL = (handling, scale, startup, library, dates, planning, several, slack, discord, ideal, fairness)
MORE_IN_FULL = (dispatch, pending)
"""Those that a full run gives ten or twenty times as much to do."""


def rows(*, full: bool) -> Iterator[Row]:
    """Measure one thing after another."""
    for benchmark in ALL:
        yield from benchmark.run()
    for larger in MORE_IN_FULL:
        yield from larger.run(full=full)


def main() -> None:
    """Print each row as soon as it is known."""
    begun = time.perf_counter()
    print(f"     {'ratio':<52} {'measured':>8}  limit    medians of one, of the other")
    missed = 0
    for row in rows(full="full" in sys.argv[1:]):
        print(row, flush=True)
        missed += not row.holds
    outcome = f"{missed} MISSED their limit" if missed else "all within their limits"
    print(f"     {outcome}; {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
