"""Work that goes on after what was asked has been acknowledged, and calls that are made again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Underway:
    """What is being done for members, which a stop lets finish. `log` takes a fault and where it happened."""

    def __init__(self, log: Callable[[Exception, str], object]) -> None:
        self._log = log
        self.tasks: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin something that a stop waits for."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def later(self, work: Coroutine[Any, Any, object], where: str) -> asyncio.Task[None]:
        """Begin something that nobody waits for; a fault in it is logged."""
        return self.begin(self._guarded(work, where))

    async def finish(self, until: float) -> None:
        """Let what is under way finish until then (the event loop's seconds); what takes longer is stopped."""
        while self.tasks and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self.tasks, timeout=left)
        late = list(self.tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _guarded(self, work: Coroutine[Any, Any, object], where: str) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - whoever asked has been acknowledged: the log is the only place for it
            self._log(error, where)


async def ready(task: asyncio.Task[Any], seconds: float) -> bool:
    """Wait so long for an answer; return whether it is there, and rides in the acknowledgement."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def again(
    call: Callable[[], Awaitable[Result]], wait: Callable[[Exception, int], float | None], attempts: int = 2
) -> Result:
    """Make a call until it is taken, so many times at most; raise what the last attempt did.

    `wait` is given an error and which attempt ended in it (from 1), and returns how many seconds to wait before the
    next; None when there is to be none.
    """
    for attempt in range(1, attempts):
        try:
            return await call()
        except Exception as error:
            seconds = wait(error, attempt)
            if seconds is None:
                raise
            await asyncio.sleep(seconds)
    return await call()
