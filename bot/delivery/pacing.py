"""Keeping to a platform's rate limits before it has to say so."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.delivery.rate_budgets import Share
from bot.errors import Scope, Transient


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
