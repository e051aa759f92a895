"""A chat from its first line to its last: opens what it needs, says hello, gives everything back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from platformdirs import user_log_path

from adapters.terminal.buttons import Numbers
from adapters.terminal.clock import Timekeeper, moment_of, unwound
from adapters.terminal.console import Console
from adapters.terminal.inbox import InboxPrinter
from adapters.terminal.place import machine_zone, sqlite_url
from adapters.terminal.plain import PlainConsole
from adapters.terminal.session import Session
from adapters.terminal.watching import watching
from adapters.terminal.wrap import WIDEST, reading_width
from bot.catalog.deferred import DeferredCatalog
from bot.config import Settings, load_settings
from bot.domain.calendar import zone_of
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import open_encore
from bot.errors import InputError
from bot.invocation import Invocation
from bot.views.problems import Problem

WORKSPACE = "local"
USAGE_ERROR = 2
TERMINATED = 143


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for on the command line. `now` is ISO, on clocks in `zone` unless it names an offset."""

    plain: bool = False
    database: Path | None = None
    now: str | None = None
    zone: str | None = None
    user: str = "me"


def chat(wishes: Wishes) -> int:
    """Hold a chat on this process's own input and output; return the exit code.

    Raises EncoreError when it cannot begin.
    """
    guess = machine_zone(os.environ.get("TZ"))
    try:
        if wishes.zone is not None:
            zone_of(wishes.zone)
        start = moment_of(wishes.now, wishes.zone or guess or "UTC") if wishes.now else None
    except ValueError:
        return _refuse(f"--zone: {wishes.zone!r} is not a time zone. For example: --zone America/New_York")
    except InputError:
        return _refuse(f"--now: {wishes.now!r} is not a time. For example: --now 2026-11-22T10:00")
    if wishes.database and "?" in str(wishes.database):
        return _refuse("--db: a database address cannot hold a ?; please give the file another name.")
    overrides = {"database": {"url": sqlite_url(wishes.database)}} if wishes.database else {}
    caller = Caller(
        member=MemberRef(Platform.TERMINAL, WORKSPACE, wishes.user),
        group=WORKSPACE,
        display_name=wishes.user,
        zone=wishes.zone or guess,
        admin=True,  # whoever is at this terminal runs it
    )
    plain = wishes.plain or not (sys.stdin.isatty() and sys.stdout.isatty())
    if not plain:
        _log_apart()
    return asyncio.run(_hold(load_settings(**overrides), caller, wishes.zone, start, plain=plain))


@asynccontextmanager
async def open_session(
    settings: Settings,
    caller: Caller,
    console: Console,
    *,
    start: datetime | None = None,
    folder: Path | None = None,
    live: bool = False,
) -> AsyncIterator[Session]:
    """Open Encore for a chat at `console`. A database without a clock of its own starts at `start`.

    Files go into `folder`, the current one by default.
    """
    ticking = unwound()
    async with open_encore(settings, clock=ticking) as encore:
        time = Timekeeper(clock=ticking, store=encore.store, delivery=encore.delivery, caller=caller)
        await encore.store.purge(await time.begin(start))
        await time.learn_zone()
        numbers = Numbers()
        session = Session(
            app=encore.app,
            console=console,
            time=time,
            inbox=InboxPrinter(inboxes=encore.inboxes, console=console, numbers=numbers, time=time),
            numbers=numbers,
            folder=folder or Path.cwd(),
            live=live,
        )
        warming = asyncio.create_task(_warm(session, encore.catalog))
        try:
            yield session
        finally:
            warming.cancel()


async def _warm(session: Session, catalog: DeferredCatalog) -> None:
    """Read the content while the member reads the welcome, so that the first tip comes at once."""
    await session.greeted.wait()
    if session.live:
        await asyncio.to_thread(catalog.warm)
        # The library of holidays takes a moment to load, too.
        await asyncio.to_thread(catalog.days_off, "us", "UTC", date.min, date.min)


async def _hold(
    settings: Settings, caller: Caller, zone: str | None, start: datetime | None, *, plain: bool
) -> int:
    console = _console(plain=plain)
    async with open_session(settings, caller, console, start=start, live=not plain) as session:
        if zone is not None and (problem := await _live_in(session, zone)):
            return _refuse(f"--zone: {problem}")
        if start is not None:
            await _wind(session, start)
        if plain:
            # asyncio would swallow the first Ctrl-C while a line is being read.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            await session.run()
            return 0
        async with watching(session):
            return await _until_told_to_stop(session)


async def _wind(session: Session, start: datetime) -> None:
    """Walk to `start`, or say why not."""
    time = session.time
    if start > time.clock.now():
        await time.walk(start, session.inbox.show_new)
    elif not time.fresh:
        _say(f"--now: this database's clock is already at {session.now_in_words()}; it stays there.")


async def _live_in(session: Session, zone: str) -> str:
    """Make `zone` the member's own; return what is wrong with it, if anything."""
    if zone == await session.time.member_zone():
        return ""
    reply = await session.app.handle(
        Invocation("encore settings", {"setting": "zone", "value": zone}), session.time.caller
    )
    await session.time.learn_zone()
    if reply.form is not None:
        return next(iter(reply.form.errors.values()), "I cannot tell which place that is.")
    return reply.view.message if isinstance(reply.view, Problem) else ""


def _console(*, plain: bool) -> Console:
    if plain:
        for stream in (sys.stdin, sys.stdout):
            # What cannot be read or written as a character must not end a script.
            getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
        columns = reading_width(shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDEST
        return PlainConsole(sys.stdin, sys.stdout, echo=not sys.stdin.isatty(), columns=columns)
    from adapters.terminal.prompting import Prompt  # noqa: PLC0415 - a quarter of a second that a script need not pay

    return Prompt(inked="NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb")


def _log_apart() -> None:
    """Let faults be logged where they don't run into what is being typed."""
    folder = user_log_path("encore")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.FileHandler(folder / "encore.log", encoding="utf-8", delay=True)
        logging.basicConfig(handlers=[file], format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def _refuse(words: str) -> int:
    _say(words)
    return USAGE_ERROR


def _say(words: str) -> None:
    """Tell whoever started it; what a member reads goes to the console."""
    sys.stderr.write(f"encore chat: {words}\n")


async def _until_told_to_stop(session: Session) -> int:
    """Run the session; a request to terminate ends it with the terminal as it was found."""
    talk = asyncio.ensure_future(session.run())
    told: list[int] = []

    def stop() -> None:
        told.append(TERMINATED)
        talk.cancel()

    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    try:
        await talk
    except asyncio.CancelledError:
        if not told:
            raise
    return told[0] if told else 0
