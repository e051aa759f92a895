"""The interactive chat, with an engine that delivers while a member types."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.terminal.chat import TERMINATED, _hold
from adapters.terminal.console import Asked, InterruptedLineError
from adapters.terminal.plain import PlainConsole
from adapters.terminal.watching import watching
from bot.domain.members import Caller, MemberRef, Platform
from tests.terminal.fakes import NEW_YORK, SUNDAY, ScriptedConsole, chat_at
from tests.terminal.test_terminal_end_to_end import settings_in


class Screen(io.StringIO):
    """Keeps what was drawn, and tells when something was."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = asyncio.Event()

    def write(self, words: str) -> int:
        self.drawn.set()
        return super().write(words)

    async def shows(self, words: str) -> None:
        async with asyncio.timeout(60):
            while words not in self.getvalue():
                self.drawn.clear()
                await self.drawn.wait()


@contextmanager
def terminal(columns: int = 80) -> Iterator[tuple[PipeInput, Screen]]:
    """A keyboard and the screen that goes with it."""
    screen = Screen()
    output = Vt100_Output(screen, lambda: Size(rows=40, columns=columns), term="xterm", enable_cpr=False)
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=output):
        yield keyboard, screen


async def turns() -> None:
    """Let everything that is ready to run do so."""
    for _ in range(100):
        await asyncio.sleep(0)


def held(folder: Path, zone: str | None = NEW_YORK) -> asyncio.Task[int]:
    caller = Caller(member=MemberRef(Platform.TERMINAL, "local", "ada"), group="local", zone=NEW_YORK)
    return asyncio.ensure_future(_hold(settings_in(folder), caller, zone, SUNDAY, plain=False))


async def test_a_person_types_is_answered_and_leaves(tmp_path: Path) -> None:
    with terminal() as (keyboard, screen):
        talk = held(tmp_path)
        keyboard.send_text("/prep add Acme, analyst, 26 November 3pm\r1\rclock 2026-11-23 18:30\r")
        await screen.shows("Three days before")
        await screen.shows("It is now Monday 23 November 2026, 18:30")
        keyboard.send_text("quit\r")
        assert await talk == 0
    assert "See you soon" in screen.getvalue()
    assert "\x1b[?1049h" not in screen.getvalue()


async def test_a_reminder_that_comes_due_arrives_while_a_line_is_half_typed(tmp_path: Path) -> None:
    with terminal() as (keyboard, screen):
        talk = held(tmp_path)
        keyboard.send_text("/prep add Acme, analyst, 26 November 3pm\r1\r")
        await screen.shows("You have been called back")
        keyboard.send_text("clock 2026-11-23 17:59:59\r")
        await screen.shows("17:59, New York")
        keyboard.send_text("/interview li")
        await screen.shows("Three days before")
        keyboard.send_text("st\r")
        await screen.shows("Your interviews")
        keyboard.send_text("\x04")
        assert await talk == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
async def test_a_request_to_terminate_gives_the_terminal_back(tmp_path: Path) -> None:
    with terminal() as (_, screen):
        talk = held(tmp_path)
        await screen.shows("encore>")
        os.kill(os.getpid(), signal.SIGTERM)
        assert await talk == TERMINATED


async def test_an_unknown_zone_ends_it_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with terminal() as (_, screen):
        assert await held(tmp_path, zone="Nowhere in particular") == 2
    assert "encore>" not in screen.getvalue()
    assert "--zone" in capsys.readouterr().err


async def test_what_is_delivered_is_shown_at_once_and_the_watch_outlives_a_fault(tmp_path: Path) -> None:
    console = ScriptedConsole()
    chat = chat_at(console, tmp_path, live=True)
    faults = ["the database is busy"]
    waiting = chat.delivery.waiting

    async def failing_once(caller: Caller) -> object:
        if faults:
            raise OSError(faults.pop())
        return await waiting(caller)

    async def run() -> None:
        await asyncio.Event().wait()

    chat.delivery.waiting = failing_once  # type: ignore[method-assign,assignment]
    chat.delivery.run = run  # type: ignore[attr-defined]
    chat.session.greeted.set()
    async with watching(chat.session):
        [note] = chat.delivery.on_delivered
        for key in ("first", "second"):
            chat.delivery.due = [(SUNDAY, key)]
            await chat.delivery.deliver_due()
            await note(chat.session.time.caller.member)
            await turns()
    assert "Reminder first." in console.said
    assert "Reminder second." in console.said
    assert chat.delivery.on_delivered == []


class Interrupted(io.StringIO):
    def readline(self, *_: object) -> str:
        raise KeyboardInterrupt


@pytest.mark.parametrize(("echo", "raised"), [(True, KeyboardInterrupt), (False, InterruptedLineError)])
async def test_ctrl_c_ends_a_script_and_only_a_line_of_a_person(
    echo: bool, raised: type[BaseException]
) -> None:
    with pytest.raises(raised):
        await PlainConsole(Interrupted(), io.StringIO(), echo=echo).read(Asked(prompt="encore> "))
