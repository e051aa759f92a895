"""Keeping to a platform's budgets together with every other process that delivers from the same database.

Each leases an equal slice of every budget, so that no sending costs a row of its own. A slice that its holder does not
use lies idle, which costs speed and never a refusal. What a platform asked one to wait for, all hear with their next
beat.
"""

from __future__ import annotations

import asyncio
import contextlib

from bot.fault_log import log_fault
from bot.ports import Measures, Store

BEAT = 2.0
"""Seconds between two beats: how soon a newcomer, or a request to wait, is known to all."""
LASTS = 15.0
"""Seconds that a slice is kept for a process that does not answer any more."""
LEAVE_WITHIN = 2.0
"""Seconds; a slice that cannot be given back runs out by itself."""


class Share:
    """This process's part of every budget: all of it, until others are known. Seconds are the event loop's."""

    def __init__(self, store: Store, replica: str, measures: Measures) -> None:
        self._store = store
        self._replica = replica
        self._measures = measures
        self._replicas = 1
        self._holds: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._news = asyncio.Event()

    @property
    def part(self) -> float:
        """How much of each budget is ours, above 0 and at most 1."""
        return 1 / self._replicas

    def held_until(self, budget: str) -> float:
        """Return until when nobody may use a budget; 0 when everybody may."""
        return self._holds.get(budget, 0.0)

    def waited(self, budget: str, seconds: float) -> None:
        """Count what a turn was waited for; a budget's first word is its platform."""
        self._measures.paced(budget.partition(" ")[0], seconds)

    def hold(self, budget: str, seconds: float) -> None:
        """Have nobody use a budget for so long, here at once and elsewhere within a beat."""
        until = _now() + seconds
        self._holds[budget] = max(until, self.held_until(budget))
        self._asked[budget] = self._holds[budget]
        self._news.set()

    async def join(self) -> None:
        """Take our place. Where others are, wait until they have heard of it and made room."""
        await self._beat()
        if self._replicas > 1:
            await asyncio.sleep(BEAT)

    async def keep(self) -> None:
        """Keep our place until cancelled, and give it up then."""
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), BEAT)
                self._news.clear()
                await self._beat()
        finally:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(LEAVE_WITHIN):
                    await self._store.leave(self._replica)

    async def _beat(self) -> None:
        asked, self._asked = self._asked, {}
        seconds = {budget: until - _now() for budget, until in asked.items() if until > _now()}
        try:
            beat = await self._store.beat(self._replica, LASTS, seconds)
        except Exception as error:  # noqa: BLE001 - the slice stays as it was while the database is away
            log_fault(error, "sharing the budgets out")
            self._asked = {**asked, **self._asked}
            return
        self._replicas = max(1, beat.replicas)
        heard = {budget: _now() + wait for budget, wait in beat.holds.items()}
        ours = {budget: until for budget, until in self._holds.items() if until > _now()}
        self._holds = {
            budget: max(heard.get(budget, 0.0), ours.get(budget, 0.0))
            for budget in heard.keys() | ours.keys()
        }


def _now() -> float:
    return asyncio.get_running_loop().time()
