"""Printing what lies in the inbox: noted before, confirmed after, so that a kill in between is known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from adapters.terminal.buttons import Numbers
from adapters.terminal.clock import Timekeeper
from adapters.terminal.console import Console
from adapters.terminal.ink import BLANK, Ink, Line, line
from adapters.terminal.render import aside, render
from bot.delivery.inbox import Delivered, Inboxes
from bot.domain.calendar import local
from bot.views.blocks import present
from bot.views.times import clock, long_day

A_MOMENT = 0.5
"""Seconds to give another chat that is printing the same message just now."""
AGAIN = "You may have seen this one before: Encore was stopped while it showed it."


@dataclass(slots=True)
class InboxPrinter:
    """Shows what waits, one message at a time and never two at once."""

    inboxes: Inboxes
    console: Console
    numbers: Numbers
    time: Timekeeper
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def show_new(self) -> int:
        """Show everything that waits; return how many messages that was."""
        async with self._lock:
            waiting = await self.inboxes.waiting(self.time.caller)
            if any(item.again for item in waiting):
                await asyncio.sleep(A_MOMENT)
                waiting = await self.inboxes.waiting(self.time.caller)
            for item in waiting:
                await self.inboxes.showing(self.time.caller, [item.key])
                await self.console.show(self._lines(item))
                await self.inboxes.shown(self.time.caller, [item.key])
            return len(waiting)

    def _lines(self, item: Delivered) -> list[Line]:
        columns = self.console.columns
        message = present(item.view)
        here = local(_sent_at(item, self.time.clock.now()), self.time.zone)
        lines = [BLANK, line((Ink.ACCENT, f"{long_day(here.date())}, {clock(here)}"))]
        if item.again:
            lines += aside(AGAIN, columns)
        return [*lines, *render(message, columns, self.numbers.take(message, unasked=True)), BLANK]


def _sent_at(item: Delivered, now: datetime) -> datetime:
    return item.at or now
