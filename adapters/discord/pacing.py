"""Keeping to Discord's global rate limit, a handful of requests at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta

from bot.delivery.rate_budgets import Pace, Share
from bot.errors import Scope, Transient


class Handfuls:
    """At most so many turns in any so many seconds, given at once where they are free.

    A turn that nobody could take while this process was busy is made up for; spaced evenly, it would be lost. And
    what leaves together is noted together, which costs the database less. Turns are given in the order in which
    they are asked for. Of a budget that is shared, `name` being what all who use it call it, our part is given out.
    Seconds are the event loop's.
    """

    def __init__(self, turns: int, seconds: float, share: Share | None = None, name: str = "") -> None:
        self._turns = turns
        self._seconds = seconds
        self._share = share
        self._name = name
        self._given: deque[float] = deque([float("-inf")] * turns, maxlen=turns)

    async def turn(self, *, patience: float, reason: str) -> None:
        """Wait for the next turn. Raises Transient when it would come later than in `patience` seconds."""
        now = asyncio.get_running_loop().time()
        # Never before the one that was given last, so that nobody overtakes after a hold.
        at = max(now, self._given[-self._ours] + self._seconds, self._given[-1])
        if self._share is not None:
            at = max(at, self._share.held_until(self._name))
        if at - now > patience:
            raise Transient(reason, retry_after=timedelta(seconds=at - now), scope=Scope.PLATFORM)
        self._given.append(at)
        if at > now:
            if self._share is not None:
                self._share.waited(self._name, at - now)
            await asyncio.sleep(at - now)

    def hold(self, seconds: float) -> None:
        """Give no turn for so long, since Discord asked to wait; after that, one at first and not a handful."""
        until = asyncio.get_running_loop().time() + seconds
        spread = self._seconds / self._turns
        self._given.extend(until - self._seconds + spread * number for number in range(self._turns))
        if self._share is not None:
            self._share.hold(self._name, seconds)

    @property
    def _ours(self) -> int:
        """How many of the turns are ours to give."""
        return max(1, int(self._turns * self._share.part)) if self._share else self._turns


class Refusals:
    """How often we were refused of late: whoever is too often in too short a time is shut out altogether."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._noted: deque[float] = deque([float("-inf")] * most, maxlen=most)

    def note(self) -> float:
        """Count one; return for how many seconds nothing should be asked, zero as a rule."""
        now = asyncio.get_running_loop().time()
        self._noted.append(now)
        return max(0.0, self._noted[0] + self._seconds - now)


class Openings:
    """Turns for something slow, on which nobody waits long who could do other work meanwhile.

    Whoever would have to wait is told when to come back, each a turn after the one before, so that they do not
    all come at once.
    """

    def __init__(self, turns: float, seconds: float, share: Share | None = None, name: str = "") -> None:
        self._gap = seconds / turns
        self._pace = Pace(turns, seconds, share, name)
        self._back = 0.0

    async def turn(self, *, patience: float, reason: str) -> None:
        """Wait for the next turn. Raises Transient when it would come later than in `patience` seconds."""
        try:
            await self._pace.turn(patience=patience, scope=Scope.PLATFORM, reason=reason)
        except Transient as full:
            now = asyncio.get_running_loop().time()
            self._back = max(self._back + self._gap, now + full.retry_after.total_seconds())
            wait = timedelta(seconds=self._back - now)
            raise Transient(reason, retry_after=wait, scope=Scope.PLATFORM) from None

    def hold(self, seconds: float) -> None:
        """Give no turn for so long, since Discord asked to wait."""
        self._pace.hold(seconds)
