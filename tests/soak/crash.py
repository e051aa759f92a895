"""A process that delivers what is due and is gone (kill -9) at one exact point, with every row having come to it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.clock import ShiftedClock
from bot.delivery.engine import Delivery
from bot.delivery.sending import Sending
from bot.encore import open_encore
from bot.storage.owed import SqlOwedRows
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.announcing import KINDS
from tests.soak.replica import messengers, settings_for

CLAIMED, NOTED, TAKEN, ANSWERED, ASKED = "claimed", "noted", "taken", "answered", "asked"
RECORDING, COMMITTING, COMMITTED = "recording", "committing", "committed"
PATIENCE = 60.0
"""Seconds that all rows have to come to the point; without them all it fails."""
Method = Callable[..., Awaitable[Any]]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    threading.Event().wait()  # the signal is on its way


class Meeting:
    """Where rows wait for each other, so that none is further than the others when the end comes."""

    def __init__(self, rows: int) -> None:
        self._missing = rows
        self._complete = asyncio.Event()

    async def attend(self) -> None:
        self._missing -= 1
        if not self._missing:
            self._complete.set()
        await self._complete.wait()


def before(kind: type, name: str, act: Method) -> None:
    original: Method = getattr(kind, name)

    async def changed(self: Any, *arguments: Any, **named: Any) -> Any:
        await act(self)
        return await original(self, *arguments, **named)

    setattr(kind, name, changed)


def after(kind: type, name: str, act: Method) -> None:
    original: Method = getattr(kind, name)

    async def changed(self: Any, *arguments: Any, **named: Any) -> Any:
        result = await original(self, *arguments, **named)
        await act(self)
        return result

    setattr(kind, name, changed)


class Ending:
    """Arranges for this process to end at a point; at `TAKEN` the platform has it killed."""

    def __init__(self, rows: int, served: Sequence[type]) -> None:
        self._meeting = Meeting(rows)
        self._served = served
        self._recording: set[int] = set()

    def arrange(self, point: str) -> None:
        getattr(self, f"_at_{point}")()

    def _at_claimed(self) -> None:
        before(Delivery, "_deliver", self._end)

    def _at_noted(self) -> None:
        for kind in self._served:
            before(kind, "send", self._end)
            before(kind, "publish", self._end)

    def _at_taken(self) -> None:
        """See to nothing: whoever recorded the message ends us."""

    def _at_asked(self) -> None:
        for kind in self._served:
            after(kind, "find", self._end)

    def _at_answered(self) -> None:
        before(Sending, "_record", self._end)

    def _at_recording(self) -> None:
        before(Sending, "_record", self._meet)
        after(SqlOwedRows, "sent", self._die)

    def _at_committing(self) -> None:
        before(Sending, "_record", self._meet)
        after(SqlOwedRows, "sent", self._mark)
        before(SqlUnitOfWork, "commit", self._die_in_a_moment)

    def _at_committed(self) -> None:
        before(Sending, "_record", self._meet)
        after(SqlOwedRows, "sent", self._mark)
        after(SqlUnitOfWork, "commit", self._die_if_marked)

    async def _meet(self, _: object) -> None:
        await self._meeting.attend()

    async def _end(self, _: object) -> None:
        await self._meeting.attend()
        die()

    async def _die(self, _: object) -> None:
        die()

    async def _mark(self, reminders: object) -> None:
        self._recording.add(id(reminders))

    async def _die_in_a_moment(self, unit: SqlUnitOfWork) -> None:
        if id(unit.owed) in self._recording:
            threading.Timer(0.0005, die).start()

    async def _die_if_marked(self, unit: SqlUnitOfWork) -> None:
        if id(unit.owed) in self._recording:
            die()


async def deliver(
    point: str, rows: int, ahead: float, database_url: str, slack_url: str, discord_url: str
) -> None:
    """Come to `point` with so many rows, and no further.

    The clock is ahead by so many seconds: a later process need not wait for a lease to run out.
    """
    async with (
        open_encore(
            settings_for(database_url), clock=ShiftedClock(timedelta(seconds=ahead)), kinds=KINDS
        ) as encore,
        messengers(slack_url, discord_url) as served,
    ):
        for platform, messenger in served.items():
            encore.delivery.serve(platform, messenger)
        Ending(rows, [type(messenger) for messenger in served.values()]).arrange(point)
        async with asyncio.timeout(PATIENCE):
            await encore.delivery.deliver_due()
