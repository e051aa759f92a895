"""APScheduler as an alarm clock: its one job sets an event."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Clock

WAKE = "wake"
LONGEST_SLEEP = timedelta(seconds=60)
"""A wake-up at least this often, for clocks that are set while nobody looks and rows that others wrote."""


class Timers:
    """Wakes a runner at the instant it asks for, and runs chores now and then.

    Jobs live in memory: what is owed is in the database, so a lost timer loses nothing. By default
    APScheduler drops a job a second late and skips a wake-up that falls into a running one; neither may be.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._event = asyncio.Event()

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Forget every timer."""
        self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Wake the runner now."""
        self._event.set()

    async def sleep_until(self, moment: datetime | None) -> None:
        """Sleep until `moment` on the product's clock, a call of `wake`, or a minute, whichever comes first."""
        wait = LONGEST_SLEEP
        if moment is not None:
            wait = min(wait, max(timedelta(0), moment - self._clock.now()))
        # The product's clock may be shifted; the timer needs the machine's.
        at = datetime.now(self._scheduler.timezone) + wait
        self._scheduler.add_job(self._ring, "date", run_date=at, id=WAKE, replace_existing=True)
        await self._event.wait()
        self._event.clear()

    async def _ring(self) -> None:
        # A coroutine, since APScheduler runs anything else in a thread: there the runner may be awake, and ask for
        # its next wake-up, before the job has ended, which is then passed over and never comes.
        self._event.set()
