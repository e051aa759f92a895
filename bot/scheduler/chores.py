"""What has to be done now and then, whatever members do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.fault_log import log_fault

Chore = Callable[[], Awaitable[object]]


class Chores:
    """Runs each chore at its interval until stopped. A chore must be safe to run twice, and on two replicas."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def every(self, interval: timedelta, chore: Chore, name: str) -> None:
        """Have `chore` run every `interval`, for the first time after one."""

        async def guarded() -> None:
            try:
                await chore()
            except Exception as error:  # noqa: BLE001 - a chore that fails is tried again at its next turn
                log_fault(error, name)

        self._scheduler.add_job(guarded, "interval", seconds=interval.total_seconds(), id=name)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Forget every chore."""
        self._scheduler.shutdown(wait=False)
