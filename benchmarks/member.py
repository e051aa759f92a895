"""A member with an interview in a real database: those whom the benchmarks of the door speak for."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.config import load_settings
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import open_encore
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.blocks import present
from bot.views.problems import Apology, Problem

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
ZONE = Invocation("encore settings", {"setting": "zone", "value": "America/New_York"})
TIP = Invocation("tip")
PREP = Invocation("prep")


class StoppedClock:
    """Time does not pass in a benchmark of time."""

    def now(self) -> datetime:
        """Return the one instant."""
        return NOW


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone at the door."""

    app: App
    user: str

    async def ask(self, invocation: Invocation) -> Reply:
        """Return the answer. A refusal or an apology raises: it must not be timed as if it were one."""
        caller = Caller(member=MemberRef(Platform.TERMINAL, "local", self.user), group="local")
        reply = await self.app.handle(invocation, caller)
        if isinstance(reply.view, Problem | Apology):
            raise TypeError(f"/{invocation.path} was not answered: {reply.view}")
        return reply

    async def live_in_new_york(self) -> None:
        """Set the member's zone, which is asked before the first time is shown."""
        await self.ask(ZONE)

    async def book(self, line: str) -> None:
        """Add an interview in words and confirm its time."""
        reply = await self.ask(self.app.read(f"/prep add {line}"))
        assert reply.view is not None, f"more was asked: {reply.form}"
        await self.ask(present(reply.view).buttons[0].invocation)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[App]:
    """Open an Encore whose database and key lie in `folder`."""
    settings = load_settings(
        database={"url": f"sqlite:///{database_in(folder).as_posix()}"}, secrets={"key_file": folder / "key"}
    )
    async with open_encore(settings, clock=StoppedClock(), rng=random.Random(1)) as encore:
        yield encore.app


def database_in(folder: Path) -> Path:
    """Return the database file in `folder`."""
    return folder / "encore.db"
