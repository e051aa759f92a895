"""What tests share: a whole Encore on a fresh database, with a clock that the test holds."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bot.config import load_settings
from bot.domain.calendar import local
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore, open_encore
from bot.invocation import Invocation, decode, encode
from bot.reply import File, Reply
from bot.text import plain
from bot.views.blocks import (
    Actions,
    Bullets,
    Checklist,
    Copyable,
    Divider,
    Fields,
    Message,
    Note,
    Paragraph,
    Picture,
    Progress,
    Quote,
    present,
)  # fmt: skip
from tests.prepared import CITIES, place_key, place_tables

# How busy the machine is must not decide.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""Sunday 22 November 2026, 10:00 in New York."""
NEW_YORK = "America/New_York"


LONGEST = ("tests/soak/test_soak.py", "tests/core/test_week.py")
"""What takes half a minute in one piece; begun last, it would keep one worker busy when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Let a worker tell of a test that logged half a character: what goes from process to process is UTF-8."""
    return _in_utf8((yield))


def _in_utf8(told: Any) -> Any:
    if isinstance(told, str):
        return told.encode("utf-8", "backslashreplace").decode()
    if isinstance(told, dict):
        return {name: _in_utf8(value) for name, value in told.items()}
    return [_in_utf8(value) for value in told] if isinstance(told, list | tuple) else told


class HeldClock:
    """A clock that moves only when the test moves it."""

    def __init__(self, at: datetime = SUNDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move_to(self, moment: datetime) -> None:
        assert moment >= self.at
        self.at = moment


def words(message: Message) -> str:
    """Everything that a message says, block by block, buttons left out."""
    lines = [message.title]
    for block in message.blocks:
        match block:
            case Paragraph(text) | Quote(text) | Note(text):
                lines.append(plain(text))
            case Copyable(copied):
                lines.append(copied)
            case Fields(pairs):
                lines += [f"{label}: {plain(text)}" for label, text in pairs]
            case Bullets(items):
                lines += [f"- {plain(text)}" for text in items]
            case Checklist(items):
                lines += [f"{check}: {plain(text)}" for check, text in items]
            case Progress(done, total, label):
                lines.append(f"{done}/{total} {label}")
            case Actions() | Divider() | Picture():
                pass
    return "\n".join(lines)


class Person:
    """A member at the terminal, as a test plays her: she types, presses and fills in forms."""

    def __init__(self, encore: Encore, clock: HeldClock, user: str = "ada") -> None:
        self.encore = encore
        self.clock = clock
        self.caller = Caller(member=MemberRef(Platform.TERMINAL, "local", user), group="local", admin=True)
        self.reply = Reply()

    @property
    def message(self) -> Message:
        assert self.reply.view is not None, f"a form came instead: {self.reply.form}"
        return present(self.reply.view)

    @property
    def says(self) -> str:
        return words(self.message)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.message.buttons]

    async def type(self, line: str) -> Reply:
        return await self.ask(self.encore.app.read(line))

    async def ask(self, invocation: Invocation, *files: File) -> Reply:
        self.reply = await self.encore.app.handle(invocation, self.caller, files)
        return self.reply

    async def hands_over(self, name: str, content: bytes, line: str = "/prep") -> Reply:
        """Hand a file over with a command, as on a platform where one can."""
        return await self.ask(self.encore.app.read(line), File(name, "application/octet-stream", content))

    async def press(self, label: str) -> Reply:
        """Press the first button whose label begins so, through its encoding, as a platform would."""
        for button in self.message.buttons:
            if button.label.startswith(label):
                return await self.ask(decode(encode(button.invocation)))
        raise AssertionError(f"no button {label!r} among {self.labels}")

    async def fill(self, **values: str) -> Reply:
        form = self.reply.form
        assert form is not None, f"no form to fill in: {self.reply.view}"
        unknown = values.keys() - {field.name for field in form.fields}
        assert not unknown, f"the form does not ask for {unknown}"
        typed = {**form.values, **values}
        return await self.ask(Invocation(form.submit.path, {**form.submit.arguments, **typed}))

    async def live_in(self, city: str = NEW_YORK) -> None:
        await self.ask(Invocation("encore settings", {"setting": "zone", "value": city}))

    async def adds(self, line: str = "Acme, data analyst, next Thu 3pm") -> None:
        """Add an interview the short way and confirm the first reading of its time."""
        await self.type(f"/prep add {line}")
        label = "Right" if "Right" in self.labels else self.labels[0]
        await self.press(label)

    async def inbox(self) -> list[Message]:
        """What arrived and was not read yet; it counts as read now."""
        waiting = await self.encore.inboxes.waiting(self.caller)
        keys = [item.key for item in waiting]
        await self.encore.inboxes.showing(self.caller, keys)
        await self.encore.inboxes.shown(self.caller, keys)
        return [present(item.view) for item in waiting]

    async def live_through(self, ahead: timedelta) -> list[tuple[datetime, Message]]:
        """Let time pass, stopping at each due instant; return what arrived, with the local time."""
        arrived = []
        until = self.clock.now() + ahead
        while (due := await self.encore.delivery.next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            await self.encore.delivery.deliver_due()
            here = local(self.clock.now(), NEW_YORK)
            arrived += [(here, message) for message in await self.inbox()]
        self.clock.move_to(until)
        return arrived


@asynccontextmanager
async def open_in(folder: Path, clock: HeldClock, seed: int = 7) -> AsyncIterator[Encore]:
    """Open an Encore whose database and key lie in `folder`, both as a first start has left them."""
    place_tables(folder / "data" / "encore.db")
    place_key(folder / "config" / "key")
    async with open_anew(folder, clock, seed) as encore:
        yield encore


@asynccontextmanager
async def open_anew(folder: Path, clock: HeldClock, seed: int = 7) -> AsyncIterator[Encore]:
    """Open an Encore in `folder` as its first start does, which makes the database by every migration."""
    settings = load_settings(
        database={"url": f"sqlite:///{folder / 'data' / 'encore.db'}"},
        secrets={"key_file": folder / "config" / "key"},
    )
    async with open_encore(settings, clock=clock, rng=random.Random(seed), cities=CITIES) as encore:
        yield encore


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def encore(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Encore]:
    async with open_in(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def newcomer(encore: Encore, clock: HeldClock) -> Person:
    """Someone who has never spoken to Encore."""
    return Person(encore, clock)


@pytest.fixture
async def member(newcomer: Person) -> Person:
    """Someone who has told Encore where she lives."""
    await newcomer.live_in()
    return newcomer
