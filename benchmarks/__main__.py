"""Every benchmark in one run and one table: `python -m benchmarks`.

The exit code is 0 whatever was measured: on a busy machine a ratio may miss its limit, and says so in its row.
"""

from __future__ import annotations

import time

from benchmarks import dates, discord, handling, planning, scale, slack, startup

ALL = (handling, scale, startup, dates, planning, slack, discord)


def main() -> None:
    """Print each row as soon as it is known."""
    begun = time.perf_counter()
    print(f"     {'ratio':<52} {'measured':>8}  limit    medians of one, of the other")
    missed = 0
    for benchmark in ALL:
        for row in benchmark.run():
            print(row, flush=True)
            missed += not row.holds
    outcome = f"{missed} MISSED their limit" if missed else "all within their limits"
    print(f"     {outcome}; {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
