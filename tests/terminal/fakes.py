"""A small Encore for the terminal to talk to: what it was asked is written down, what it answers is given."""

# ruff: noqa: ARG002 - a fake takes what the real one takes
from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from adapters.terminal.buttons import Numbers
from adapters.terminal.clock import Timekeeper
from adapters.terminal.console import Asked, InterruptedLineError
from adapters.terminal.inbox import InboxPrinter
from adapters.terminal.ink import Line, bare
from adapters.terminal.plain import PlainConsole
from adapters.terminal.session import Session
from bot.clock import ShiftedClock
from bot.commands.line import read_line
from bot.delivery.inbox import Delivered
from bot.domain.members import Caller, MemberRef, Platform
from bot.invocation import Invocation
from bot.reply import Choice, File, Reply
from bot.text import text
from bot.views.blocks import Actions, Block, Button, Message, Paragraph
from bot.views.forms import Form

NEW_YORK = "America/New_York"
SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""10:00 in New York."""
CTRL_C = object()
"""In a script of lines: the member presses Ctrl-C."""


@dataclass(frozen=True)
class Said:
    """A view with one paragraph and some buttons."""

    words: str
    buttons: tuple[tuple[str, Invocation], ...] = ()
    title: str = "Title"

    def present(self) -> Message:
        blocks: list[Block] = [Paragraph(text(self.words))]
        if self.buttons:
            blocks.append(Actions(tuple(Button(label, invocation) for label, invocation in self.buttons)))
        return Message("notice", self.title, tuple(blocks))


class FakeApp:
    """Answers each path with what the test set for it, else with the path itself."""

    def __init__(self) -> None:
        self.asked: list[Invocation] = []
        self.handed: list[File] = []
        self.kept: list[Mapping[str, str]] = []
        self.saved: list[Mapping[str, str]] = []
        self.answers: dict[str, Callable[[Invocation], Reply]] = {}
        self.commands: dict[str, Any] = {
            path: SimpleNamespace(
                path=path,
                listed=True,
                summary=f"About {path}",
                text_option="what",
                completers={},
                takes_file=False,
            )
            for path in ("prep", "interview add", "interview list", "tip", "encore help")
        }

    def read(self, line: str) -> Invocation:
        return read_line(line, self.commands)

    def form(self, invocation: Invocation) -> Form | None:
        return None

    async def handle(self, invocation: Invocation, caller: Caller, files: Sequence[File] = ()) -> Reply:
        self.asked.append(invocation)
        self.handed += files
        answer = self.answers.get(invocation.path)
        return answer(invocation) if answer else Reply(view=Said(f"You asked for {invocation.path}."))

    async def keep(self, form: Form, values: Mapping[str, str], caller: Caller) -> Reply:
        self.kept.append(dict(values))
        return Reply(view=Said("Kept for later. /prep offers it first."))

    async def save(self, form: Form, values: Mapping[str, str], caller: Caller) -> Form:
        self.saved.append(dict(values))
        return form

    async def complete(self, caller: Caller, path: str, option: str, typed: str) -> tuple[Choice, ...]:
        choices = (Choice("Acme, analyst", "Acme"), Choice("Bolt", "Bolt"))
        return tuple(choice for choice in choices if choice.value.lower().startswith(typed.lower()))


@dataclass
class FakeStore:
    """Notes and one member's zone, kept in memory; every transaction is written down."""

    kept: dict[str, str] = field(default_factory=dict)
    zone: str | None = NEW_YORK
    journal: list[str] = field(default_factory=list)

    def unit(self) -> FakeStore:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def commit(self) -> None:
        self.journal.append("commit")

    @property
    def notes(self) -> Any:
        async def get(name: str) -> str | None:
            return self.kept.get(name)

        async def put(name: str, value: str) -> None:
            self.journal.append(f"{name}={value}")
            self.kept[name] = value

        return SimpleNamespace(get=get, set=put)

    @property
    def members(self) -> Any:
        async def get(ref: MemberRef) -> Any:
            return SimpleNamespace(preferences=SimpleNamespace(zone=self.zone)) if self.zone else None

        return SimpleNamespace(get=get)


class FakeDelivery:
    """Reminders at given instants; delivering one puts it into the inbox."""

    def __init__(self, clock: ShiftedClock, store: FakeStore) -> None:
        self.clock = clock
        self.store = store
        self.due: list[tuple[datetime, str]] = []
        self.inbox: list[Delivered] = []
        self.delivered_at: list[datetime] = []
        self.on_delivered: list[Any] = []
        self.woken = 0

    async def next_due(self) -> datetime | None:
        return min((at for at, _ in self.due), default=None)

    async def deliver_due(self) -> int:
        ready = [item for item in self.due if item[0] <= self.clock.now()]
        for item in ready:
            self.due.remove(item)
            self.delivered_at.append(self.clock.now())
            self.store.journal.append("delivered")
            buttons = (("Done", Invocation("reminder done", {"key": item[1]})),)
            self.inbox.append(Delivered(item[1], False, Said(f"Reminder {item[1]}.", buttons)))
        return len(ready)

    def wake(self) -> None:
        self.woken += 1

    async def waiting(self, caller: Caller) -> tuple[Delivered, ...]:
        return tuple(self.inbox)

    async def showing(self, caller: Caller, keys: Sequence[str]) -> None:
        self.store.journal.append(f"showing {','.join(keys)}")

    async def shown(self, caller: Caller, keys: Sequence[str]) -> None:
        self.store.journal.append(f"shown {','.join(keys)}")
        self.inbox = [item for item in self.inbox if item.key not in keys]


class ScriptedConsole:
    """A console whose member types what the test says, and Ctrl-D when that is all."""

    columns = 72

    def __init__(self, *typed: object) -> None:
        self.typed = list(typed)
        self.asked: list[Asked] = []
        self.lines: list[str] = []

    async def show(self, lines: Sequence[Line]) -> None:
        self.lines += [bare(content) for content in lines]

    async def read(self, asked: Asked) -> str:
        self.asked.append(asked)
        self.lines.append(asked.prompt)
        if not self.typed:
            raise EOFError
        answer = self.typed.pop(0)
        if answer is CTRL_C:
            raise InterruptedLineError
        assert isinstance(answer, str)
        return answer

    @property
    def said(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Chat:
    """A session with everything around it faked."""

    session: Session
    app: FakeApp
    delivery: FakeDelivery
    store: FakeStore
    clock: ShiftedClock


def chat_at(console: Any, folder: Path, *, now: datetime = SUNDAY, live: bool = False) -> Chat:
    """Return a session at `console`, its clock at `now`."""
    app = FakeApp()
    store = FakeStore()
    clock = ShiftedClock(now - datetime.now(UTC))
    store.kept["clock-offset"] = str(clock.offset.total_seconds())
    delivery = FakeDelivery(clock, store)
    caller = Caller(member=MemberRef(Platform.TERMINAL, "local", "ada"))
    time = Timekeeper(clock=clock, store=store, delivery=delivery, caller=caller, zone=NEW_YORK)  # type: ignore[arg-type]
    numbers = Numbers()
    inbox = InboxPrinter(inboxes=delivery, console=console, numbers=numbers, time=time)  # type: ignore[arg-type]
    session = Session(
        app=app,  # type: ignore[arg-type]
        console=console,
        time=time,
        inbox=inbox,
        numbers=numbers,
        folder=folder,
        live=live,
    )
    return Chat(session, app, delivery, store, clock)


async def transcript(script: str, folder: Path, prepare: Callable[[Chat], None] | None = None) -> str:
    """Return what a chat prints when `script` is piped into it."""
    sink = io.StringIO()
    chat = chat_at(PlainConsole(io.StringIO(script), sink, echo=True), folder)
    if prepare:
        prepare(chat)
    await chat.session.run()
    return sink.getvalue()


def in_days(days: float) -> datetime:
    return SUNDAY + timedelta(days=days)
