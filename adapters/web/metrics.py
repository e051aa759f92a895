"""What operators watch, for Prometheus. Labels hold names of platforms and of reasons, never of people."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

LATE = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600)
"""Seconds; a reminder more than fifteen minutes late keeps out of the night."""
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


class Metrics:
    """Implements `bot.ports.Measures` with counters of its own registry."""

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

    async def page(self, _: web.Request) -> web.Response:
        """Answer with everything, as Prometheus reads it."""
        return web.Response(
            body=generate_latest(self._registry), headers={"content-type": CONTENT_TYPE_LATEST}
        )
