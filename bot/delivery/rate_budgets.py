"""Keeping to a platform's budgets together with every other process that delivers from the same database.

Each leases an equal slice of every budget, so that no sending costs a row of its own. A slice that its holder does not
use lies idle, which costs speed and never a refusal. What a platform asked one to wait for, all hear with their next
beat.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from bot.errors import Scope, Transient
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


class Pace:
    """So many calls in so long, spaced evenly; callers are given their turns in the order in which they ask.

    Turns are given out ahead, so that a sleeper that wakes late costs its own time and not the others'. Of a budget
    that is shared, `name` being what all who use it call it, our part is given out. Seconds are the event loop's.
    """

    def __init__(self, calls: float, seconds: float, share: Share | None = None, name: str = "") -> None:
        self._gap = seconds / calls
        self._next = 0.0
        self._share = share
        self._name = name

    async def turn(self, *, patience: float, scope: Scope, reason: str) -> None:
        """Wait for the next turn. Raises Transient when it would come later than in `patience` seconds."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next, self._share.held_until(self._name) if self._share else 0.0)
        if at - now > patience:
            raise Transient(reason, retry_after=timedelta(seconds=at - now), scope=scope)
        self._next = at + (self._gap / self._share.part if self._share else self._gap)
        if at > now:
            if self._share is not None:
                self._share.waited(self._name, at - now)
            await asyncio.sleep(at - now)

    def hold(self, seconds: float) -> None:
        """Give no turn for so long, since the platform asked to wait."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)
        if self._share is not None:
            self._share.hold(self._name, seconds)

    @property
    def idle(self) -> bool:
        """Whether nobody has a turn ahead: forgetting this pace changes nothing."""
        return self._next <= asyncio.get_running_loop().time()


class Paces:
    """One pace each for many, such as a platform's channels; those that lie idle are forgotten."""

    def __init__(self, calls: float, seconds: float, share: Share | None = None, kind: str = "") -> None:
        self._rate = (calls, seconds)
        self._share = share
        self._kind = kind
        self._paces: dict[str, Pace] = {}

    def of(self, name: str) -> Pace:
        """Return the pace of one."""
        if name not in self._paces and len(self._paces) >= MOST_REMEMBERED:
            self._paces = {key: pace for key, pace in self._paces.items() if not pace.idle}
        return self._paces.setdefault(name, Pace(*self._rate, self._share, f"{self._kind} {name}"))


MOST_REMEMBERED = 10_000
