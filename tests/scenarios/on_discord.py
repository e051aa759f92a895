"""Discord as a stage: the real adapter on a fake Discord, REST and gateway."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from adapters.discord.reopening import MORE, STANDS, unmarked
from bot.domain.members import MemberRef, Platform
from bot.encore import Encore
from bot.invocation import decode, encode
from tests.conftest import HeldClock, open_in
from tests.discord.fake import FakeDiscord, Modal, Upload, User
from tests.discord.fake import Message as Posted
from tests.discord.served import FASTER, serving
from tests.scenarios.stage import Opened, Shown


class DiscordActor:
    """Implements `Actor`: she uses native commands in a server, presses, and fills in modals."""

    def __init__(self, stage: DiscordStage, user: User) -> None:
        self._stage = stage
        self.user = user
        self._at: Posted | None = None
        self._looked = 0
        self._came: dict[int, Posted] = {}

    @property
    def shown(self) -> Shown:
        assert self._at is not None, "nothing was shown yet"
        return _shown(self._at)

    @property
    def form(self) -> Opened | None:
        modal = self.user.modal
        if modal is None:
            return None
        values = {name: str(part.get("value") or "") for name, part in modal.fields.items()}
        said = f"{_shown(self._at).words}\n{modal.text}" if self._at is not None else modal.text
        return Opened(modal.title, tuple(modal.fields), values, said)

    async def type(self, line: str) -> None:
        self.user.modal = None
        invocation = self._stage.encore.app.read(line)
        async with self._watching():
            await self.user.command(invocation.path, guild=self._stage.guild, **invocation.arguments)

    async def press(self, label: str, times: int = 1) -> None:
        at = self._at
        assert at is not None
        async with self._watching():
            await asyncio.gather(*(self.user.press(at, label) for _ in range(times)))

    async def fill(self, **values: str) -> None:
        modal: Modal | None = self.user.modal
        self.user.modal = None
        async with self._watching():
            await self.user.submit(modal, values)

    async def messages(self) -> list[Shown]:
        came = [message for message in self.user.dms if message.interaction is None]
        new, self._looked = came[self._looked :], len(came)
        return [self._shown_as(message) for message in new]

    async def hands_over(self, name: str, content: bytes, line: str = "/prep") -> None:
        self.user.modal = None
        asked = self._stage.encore.app.read(line)
        file = Upload(name, content, mimetypes.guess_type(name)[0] or "application/octet-stream")
        async with self._watching():
            await self.user.command(asked.path, guild=self._stage.guild, file=file, **asked.arguments)

    async def files(self) -> list[str]:
        everything = [*self.user.dms, *self.user.ephemerals]
        return [file.name for message in everything for file in message.files if not file.description]

    def pictures(self) -> list[str]:
        return [file.description for file in self._at.files if file.description] if self._at else []

    async def take(self, message: Shown) -> None:
        self._at = self._came[id(message)]

    def _shown_as(self, message: Posted) -> Shown:
        shown = _shown(message)
        self._came[id(shown)] = message
        self._stage.kept.append(shown)
        return shown

    @contextlib.asynccontextmanager
    async def _watching(self):
        before = self._seen()
        yield
        new = [message for message, look in self._seen().items() if before.get(message.id) != look]
        if new:
            self._at = new[-1]
        # A modal never answers a modal: a message with a button stands between, which anybody would press.
        stands = [button for button in (self._at.buttons if self._at else ()) if _stands(button["custom_id"])]
        if new and self.user.modal is None and stands:
            await self.user.press_id(self._at, stands[0]["custom_id"])

    def _seen(self) -> dict[Posted, str]:
        visible = sorted([*self.user.dms, *self.user.ephemerals], key=lambda message: message.id)
        return _ById({message: str(message.body) for message in visible})


class _ById(dict):
    """Messages compare by what they say; here each is itself."""

    def __init__(self, seen: dict[Posted, str]) -> None:
        super().__init__(seen)
        self._looks = {message.id: look for message, look in seen.items()}

    def get(self, identifier: object, default: object = None) -> object:
        return self._looks.get(identifier, default)


class DiscordStage:
    """Implements `Stage`."""

    pushes = True

    def __init__(self, folder: Path, clock: HeldClock) -> None:
        self.clock = clock
        self.refs: list[MemberRef] = []
        self.kept: list[Shown] = []
        self.encore: Encore
        self.discord: FakeDiscord
        self._folder = folder
        self._starts = 6
        self._fake = AsyncExitStack()
        self._process = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.discord = await self._fake.enter_async_context(FakeDiscord(now=self.clock.now))
        self.guild = self.discord.guild("Encore's group")
        await self._begin()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._process.aclose()
        await self._fake.__aexit__(*error)

    async def member(self, name: str) -> DiscordActor:
        user = self.discord.user(name)
        self.refs.append(MemberRef(Platform.DISCORD, "", str(user.id)))
        return DiscordActor(self, user)

    async def restart(self) -> None:
        await self._process.aclose()
        await self._begin()

    async def deliver(self) -> int:
        return await self.encore.delivery.deliver_due()

    def lose_replies(self, times: int) -> None:
        self.discord.trouble.lose_reply(times=times)

    def ask_to_wait(self, seconds: int, times: int) -> None:
        self.discord.trouble.rate_limit(seconds, times=times)

    async def _begin(self) -> None:
        # Each process draws ids of its own.
        self._starts += 1
        self.encore = await self._process.enter_async_context(
            open_in(self._folder, self.clock, seed=self._starts)
        )
        await self._process.enter_async_context(serving(self.encore, self.discord, faster=FASTER))


def _stands(custom_id: str) -> bool:
    return STANDS in unmarked(decode(custom_id))[1]


def _shown(message: Posted) -> Shown:
    # The marks are the adapter's own: what a button asks of the core is the same without them.
    plain = [(button, *unmarked(decode(button["custom_id"]))) for button in message.buttons]
    offered = [(button, asked) for button, asked, marks in plain if MORE not in marks]
    return Shown(
        message.text,
        tuple(button["label"] for button, _ in offered),
        tuple(encode(asked) for _, asked in offered),
    )
