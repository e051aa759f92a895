"""Snowflakes, and the fake's two clocks: the one on the wall and the one that deadlines run on."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""The first moment of a snowflake ("Snowflakes" in Discord's API reference)."""

OLD = 26_000_000_000
"""Milliseconds after the epoch: when fixed ids begin, late 2015, so that they have their usual 18 digits."""


def fixed(kind: int, number: int) -> int:
    """Return the same id in every run. Numbers one apart fall on neighbouring shards (`id >> 22`)."""
    return (OLD + kind * 1_000_000 + number) << 22


def on_shard(kind: int, number: int, shard: int, shards: int) -> int:
    """Return a fixed id whose events go to `shard` of `shards`; a different one for each number."""
    first = OLD + kind * 1_000_000
    first += -first % shards
    return (first + number * shards + shard) << 22


class Clock:
    """What time it is. `passed` skips ahead on the clock that deadlines run on, without waiting."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._now = now
        self._skipped = 0.0
        self._last = 0

    def now(self) -> datetime:
        """Return the wall clock's time, aware UTC; a test may hold it."""
        if self._now is not None:
            return self._now()
        return datetime.now(UTC) + timedelta(seconds=self._skipped)

    def seconds(self) -> float:
        """Return a clock that only deadlines, windows and durations are read from."""
        return time.monotonic() + self._skipped

    def pass_by(self, seconds: float) -> None:
        """Let time go by at once."""
        self._skipped += seconds

    def snowflake(self) -> int:
        """Return an id of now, greater than every one before it even if the clock is held."""
        milliseconds = int((self.now() - EPOCH).total_seconds() * 1000)
        self._last = max(milliseconds << 22, self._last + 1)
        return self._last


def made_at(snowflake: int) -> datetime:
    """Return when a snowflake was made."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)
