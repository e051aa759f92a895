"""The terminal as a stage."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

from bot.domain.members import MemberRef, Surface
from bot.encore import Encore
from bot.invocation import Invocation, decode, encode
from bot.views.blocks import Message
from tests.conftest import HeldClock, Person, open_in, words
from tests.scenarios.stage import Opened, Shown


def shown(message: Message) -> Shown:
    """What a message shows, the platform's rendering aside."""
    return Shown(
        words(message),
        tuple(button.label for button in message.buttons),
        tuple(encode(button.invocation) for button in message.buttons),
    )


class TerminalActor:
    """Implements `Actor` at the core's own door, which the terminal renders without loss."""

    def __init__(self, stage: TerminalStage, name: str) -> None:
        self._stage = stage
        self._name = name
        self._at: Shown | None = None
        self.person = Person(stage.encore, stage.clock, name)
        # Elsewhere commands are typed where others are, so what can be shared is offered here as well.
        self.person.caller = replace(self.person.caller, surface=Surface.CHANNEL)

    @property
    def shown(self) -> Shown:
        return self._at or shown(self.person.message)

    @property
    def form(self) -> Opened | None:
        form = self.person.reply.form
        if form is None:
            return None
        fields = tuple(field.name for field in form.fields)
        return Opened(form.title, fields, dict(form.values), " ".join(form.errors.values()))

    async def type(self, line: str) -> None:
        self._at = None
        await self._here().type(line)

    async def press(self, label: str, times: int = 1) -> None:
        at = dict(zip(self.shown.labels, self.shown.invocations, strict=True))
        pressed = next((at[name] for name in at if name.startswith(label)), None)
        assert pressed is not None, f"no button {label!r} among {list(at)}"
        self._at = None
        person = self._here()
        await asyncio.gather(*(person.ask(decode(pressed)) for _ in range(times)))

    async def fill(self, **values: str) -> None:
        form = self.person.reply.form
        assert form is not None
        typed = {**form.values, **values}
        await self._here().ask(Invocation(form.submit.path, {**form.submit.arguments, **typed}))

    async def messages(self) -> list[Shown]:
        return [shown(message) for message in await self._here().inbox()]

    async def hands_over(self, name: str, content: bytes, line: str = "/prep") -> None:
        self._at = None
        await self._here().hands_over(name, content, line)

    async def files(self) -> list[str]:
        return [file.name for file in self.person.reply.files if not file.picture_of]

    def pictures(self) -> list[str]:
        return [file.picture_of for file in self.person.reply.files if file.picture_of]

    async def take(self, message: Shown) -> None:
        self._at = message

    def _here(self) -> Person:
        self.person.encore = self._stage.encore
        return self.person


class TerminalStage:
    """Implements `Stage`."""

    pushes = False

    def __init__(self, folder: Path, clock: HeldClock) -> None:
        self.clock = clock
        self.refs: list[MemberRef] = []
        self.encore: Encore
        self._folder = folder
        self._starts = 6
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        # Each process draws ids of its own.
        self._starts += 1
        self.encore = await self._open.enter_async_context(
            open_in(self._folder, self.clock, seed=self._starts)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def member(self, name: str) -> TerminalActor:
        actor = TerminalActor(self, name)
        self.refs.append(actor.person.caller.member)
        return actor

    async def restart(self) -> None:
        await self._open.aclose()
        await self.__aenter__()

    async def deliver(self) -> int:
        return await self.encore.delivery.deliver_due()

    def lose_replies(self, times: int) -> None:
        """An inbox is written in the transaction that records it: nothing can be lost."""

    def ask_to_wait(self, seconds: int, times: int) -> None:
        """An inbox never asks to wait."""
