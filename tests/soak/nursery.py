"""Processes that will be killed, made at a twentieth of the cost: by a fork of one that has imported everything.

    python -m tests.soak.nursery MODULE

They await the module's `deliver`. Standard input is an `Order` as JSON, a line each; the answers are the process's
number, and what it ended with (as `subprocess` puts it). It ends with its input, and they end with it.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import threading
import traceback
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from tests.prepared import KEY

ROOT = Path(__file__).parents[2]
LOOK_EVERY = 0.02
"""Seconds."""


@dataclass(frozen=True)
class Order:
    """To deliver with these arguments; what that fails with goes into the log."""

    log: str
    arguments: dict[str, Any] = field(default_factory=dict)


class Nursery:
    """Makes one process after another; all of them know the key. It takes seconds until it is ready."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.nursery", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "ENCORE_SECRETS__KEYS": KEY},
        )

    async def ready(self) -> None:
        """Wait until a process costs little; to be called once, and first."""
        await self._answer()

    async def begin(self, order: Order) -> int:
        """Return the number of a process that carries the order out."""
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return await self._answer()

    async def end(self) -> int:
        """Return what it ended with."""
        return await self._answer()

    def close(self) -> None:
        """End this, and with it a process that it made."""
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    async def _answer(self) -> int:
        line = await asyncio.to_thread(self._process.stdout.readline)
        return int(line)


def main() -> None:
    module = import_module(sys.argv[1])
    _say(0)
    for line in sys.stdin:
        order = Order(**json.loads(line))
        held, hold = os.pipe()
        child = os.fork()
        if not child:
            os.close(hold)
            os.dup2(held, 0)
            _live(order, module)
        os.close(held)
        _say(child)
        _say(_wait_for(child))
        os.close(hold)


def _live(order: Order, module: Any) -> NoReturn:
    """Carry the order out; it has none but bad ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with Path(order.log).open("a") as log:
        os.dup2(log.fileno(), 2)
        try:
            asyncio.run(module.deliver(**order.arguments))
            log.write("it came through alive\n")
        except BaseException:  # noqa: BLE001 - there is nobody else to tell
            traceback.print_exc(file=log)
    os._exit(1)


def _wait_for(child: int) -> int:
    """Return what it ended with; end it, and ourselves, when nobody is there any more to be told."""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if select.select([0], [], [], LOOK_EVERY)[0]:  # no order comes meanwhile: it is the end
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            sys.exit()


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
