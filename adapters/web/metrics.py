"""What operators watch, for Prometheus. Labels hold names of platforms and of reasons, never of people."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from bot.ports import Backlog, Measures

LATE = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600)
"""Seconds; a reminder more than fifteen minutes late keeps out of the night."""
WAITS = (0.1, 0.5, 1, 2, 5, 10, 30)
"""Seconds; who would wait longer gives the reminder back."""
PATIENCE = 5.0
"""Seconds that the database has to count."""
REASONS = frozenset(
    {
        "ratelimited",
        "closed",
        "account_inactive",
        "user_disabled",
        "invalid_auth",
        "token_revoked",
        "missing_scope",
    }
)
"""Reasons that get a line of their own; any other counts as "other", so that lines stay few."""


class Metrics(Measures):
    """Counts with counters of its own registry."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._late = Histogram(
            "encore_reminder_late_seconds",
            "How long after its instant a message left.",
            ["platform"],
            buckets=LATE,
            registry=registry,
        )
        self._failed = Counter(
            "encore_reminders_failed",
            "Attempts that a platform refused.",
            ["platform", "reason"],
            registry=registry,
        )
        self._doubted = Counter(
            "encore_outcomes_unknown", "Attempts that no answer came of.", ["platform"], registry=registry
        )
        self._resolved = Counter(
            "encore_outcomes_resolved",
            "Doubts that a platform settled: whether the message had arrived.",
            ["platform", "arrived"],
            registry=registry,
        )
        self._expired = Counter(
            "encore_reminders_expired",
            "Reminders that were of no use any more.",
            ["platform"],
            registry=registry,
        )

        self._stolen = Counter(
            "encore_lease_steals",
            "Reminders taken over from a process that let its lease run out.",
            ["platform"],
            registry=registry,
        )
        self._paced = Histogram(
            "encore_pacing_wait_seconds",
            "How long a request waited for its turn within a platform's limits.",
            ["platform"],
            buckets=WAITS,
            registry=registry,
        )
        self._owed = Gauge(
            "encore_reminders_owed", "Reminders that are to be sent, now or later.", registry=registry
        )
        self._overdue = Gauge(
            "encore_reminders_overdue",
            "Reminders whose instant has come and that nobody has sent yet.",
            registry=registry,
        )
        self._oldest = Gauge(
            "encore_reminder_oldest_overdue_seconds",
            "For how long the one has waited that has waited longest.",
            registry=registry,
        )
        self.backlog: Callable[[], Awaitable[Backlog]] | None = None
        """Asks the database what is owed, each time that somebody looks."""

    def sent(self, platform: str, late: timedelta) -> None:
        """Count a message that left, so long after its instant."""
        self._late.labels(platform).observe(late.total_seconds())

    def failed(self, platform: str, reason: str) -> None:
        """Count an attempt that a platform refused."""
        self._failed.labels(platform, reason if reason in REASONS else "other").inc()

    def doubted(self, platform: str) -> None:
        """Count a request that left and that no answer came of."""
        self._doubted.labels(platform).inc()

    def resolved(self, platform: str, *, arrived: bool) -> None:
        """Count a doubt that a platform settled."""
        self._resolved.labels(platform, "yes" if arrived else "no").inc()

    def expired(self, platform: str) -> None:
        """Count a reminder that was of no use before it could leave."""
        self._expired.labels(platform).inc()

    def stolen(self, platform: str) -> None:
        """Count a lease that ran out in another process's hands."""
        self._stolen.labels(platform).inc()

    def paced(self, platform: str, wait: float) -> None:
        """Count the seconds that a message waited for its turn."""
        self._paced.labels(platform).observe(wait)

    async def page(self, _: web.Request) -> web.Response:
        """Answer with everything, as Prometheus reads it."""
        await self._look()
        return web.Response(
            body=generate_latest(self._registry), headers={"content-type": CONTENT_TYPE_LATEST}
        )

    async def _look(self) -> None:
        if self.backlog is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                backlog = await self.backlog()
        except Exception:  # noqa: BLE001 - a database that is away must not take the other figures with it
            for gauge in (self._owed, self._overdue, self._oldest):
                gauge.set(math.nan)
            return
        self._owed.set(backlog.owed)
        self._overdue.set(backlog.overdue)
        self._oldest.set(backlog.oldest.total_seconds())
