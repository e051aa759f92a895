"""Slack as a stage: the real adapter, over HTTP or a socket, on a fake Slack."""

from __future__ import annotations

import asyncio
import contextlib
import re
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from adapters.slack.messenger import Limits
from adapters.slack.runner import SlackRunner
from adapters.web.server import WebServer
from bot.config import Settings, load_settings
from bot.domain.members import MemberRef, Platform
from bot.encore import Encore
from tests.conftest import HeldClock, open_in
from tests.scenarios.stage import Opened, Shown
from tests.slack.fake import FakeSlack, User, View
from tests.slack.fake import Message as Posted

FREE = (1e9, 1.0)
FORM_FIELD = "field:"
PICKED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")


class SlackActor:
    """Implements `Actor`: she types slash commands, presses, and fills in modals."""

    def __init__(self, stage: SlackStage, user: User) -> None:
        self._stage = stage
        self.user = user
        self._at: Posted | View | None = None
        self._looked = 0
        self._came: dict[int, Posted] = {}
        self._pictures: list[str] = []

    @property
    def shown(self) -> Shown:
        assert self._at is not None, "nothing was shown yet"
        return _shown(self._at)

    @property
    def form(self) -> Opened | None:
        if not isinstance(self._at, View) or not self._at.body.get("submit"):
            return None
        view = self._at
        inputs = [block for block in view.blocks if block["type"] == "input"]
        names = tuple(
            dict.fromkeys(block["block_id"].removeprefix(FORM_FIELD).partition("#")[0] for block in inputs)
        )
        values = {
            block["block_id"].removeprefix(FORM_FIELD): str(entered.get("value") or "")
            for block in inputs
            if (entered := view.entered.get((block["block_id"], "value")))
        }
        return Opened(view.title, names, values, " ".join([*view.errors.values(), view.words]))

    async def hands_over(self, name: str, content: bytes, line: str = "/prep") -> None:
        command, _, words = line.partition(" ")
        file = self._stage.slack.file(name, content)
        if command == "/prep":
            if self.user.modals:
                await self.user.close(all_of_them=True)
            async with self._watching():
                await self.user.dm(words, file)
            return
        # A slash command brings no file: its form asks for one.
        await self.type(line)
        view = self._at
        assert isinstance(view, View), f"{line} opened no form"
        async with self._watching():
            await self.user.submit(view, {_file_field(view): file})

    async def type(self, line: str) -> None:
        command, _, words = line.partition(" ")
        if self.user.modals:
            await self.user.close(all_of_them=True)
        async with self._watching():
            await self.user.command(command, words, channel=self._stage.slack.general)

    async def press(self, label: str, times: int = 1) -> None:
        at = self._at
        async with self._watching():
            await asyncio.gather(*(self.user.press(at, label) for _ in range(times)))

    async def fill(self, **values: str) -> None:
        view = self._at
        assert isinstance(view, View)
        put: dict[str, str] = {}
        for name, value in values.items():
            if picked := PICKED.fullmatch(value):
                put |= {f"{FORM_FIELD}{name}": picked[1], f"{FORM_FIELD}{name}#time": picked[2]}
            elif name in {"city", "zone"}:
                put[FORM_FIELD + name] = (await self.user.suggest(view, FORM_FIELD + name, value))[0]
            else:
                put[FORM_FIELD + name] = value
        async with self._watching():
            await self.user.submit(view, put)

    async def messages(self) -> list[Shown]:
        came = self.user.dms[self._looked :]
        self._looked = len(self.user.dms)
        # An answer that stands in her messages is none that came unasked.
        return [self._shown_as(message) for message in came if message.metadata]

    async def files(self) -> list[str]:
        everything = [file for message in self.user.dms for file in message.files]
        return [str(file["name"]) for file in everything if not file.get("alt_txt")]

    def pictures(self) -> list[str]:
        return self._pictures

    async def take(self, message: Shown) -> None:
        if self.user.modals:
            await self.user.close(all_of_them=True)
        self._at = self._came[id(message)]

    def _shown_as(self, message: Posted) -> Shown:
        shown = _shown(message)
        self._came[id(shown)] = message
        self._stage.kept.append(shown)
        return shown

    @contextlib.asynccontextmanager
    async def _watching(self):
        before, read = self._seen(), len(self.user.dms)
        yield
        await self._stage.settle()
        handed = [file for message in self.user.dms[read:] for file in message.files]
        self._pictures = [str(file["alt_txt"]) for file in handed if file.get("alt_txt")]
        if self.user.modals:
            self._at = self.user.modals[-1]
            return
        new = [thing for thing, look in self._seen().items() if before.get(thing) != look]
        if new:
            self._at = new[-1]

    def _seen(self) -> dict[Posted, tuple[str, ...]]:
        # Files have no words, and pictures follow the answer that they are for.
        worded = (message for message in (*self.user.dms, *self.user.ephemerals) if not message.files)
        visible = sorted(worded, key=lambda message: message.at)
        return {message: (message.words, *message.labels) for message in visible}


class SlackStage:
    """Implements `Stage`. `socket` for Socket Mode, HTTP else."""

    pushes = True

    def __init__(self, folder: Path, clock: HeldClock, *, socket: bool) -> None:
        self.clock = clock
        self.refs: list[MemberRef] = []
        self.kept: list[Shown] = []
        self.encore: Encore
        self.slack: FakeSlack
        self.runner: SlackRunner
        self._folder = folder
        self._starts = 6
        self._socket = socket
        self._fake = AsyncExitStack()
        self._process = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.slack = await self._fake.enter_async_context(FakeSlack(clock=self.clock))
        await self._begin()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._process.aclose()
        await self._fake.__aexit__(*error)

    async def member(self, name: str) -> SlackActor:
        user = self.slack.user(f"U{name.upper()}", name=name, tz="Europe/London")
        self.refs.append(MemberRef(Platform.SLACK, self.slack.team_id, user.id))
        return SlackActor(self, user)

    async def restart(self) -> None:
        await self._process.aclose()
        await self._begin()

    async def deliver(self) -> int:
        sent = await self.encore.delivery.deliver_due()
        await self.settle()
        return sent

    def lose_replies(self, times: int) -> None:
        self.slack.fail("chat.postMessage", lost=True, times=times)

    def ask_to_wait(self, seconds: int, times: int) -> None:
        self.slack.fail("chat.postMessage", error="ratelimited", retry_after=seconds, times=times)

    async def settle(self) -> None:
        """Wait until everything that was asked for has been shown."""
        conversation, homes = self.runner._conversation, self.runner._homes
        assert conversation is not None
        assert homes is not None
        while tasks := [*conversation.underway.tasks, *homes._underway.tasks]:
            await asyncio.wait(tasks, timeout=5)
            await asyncio.sleep(0)
        await self.slack.quiet(0.01)

    async def _begin(self) -> None:
        # Each process draws ids of its own.
        self._starts += 1
        self.encore = await self._process.enter_async_context(
            open_in(self._folder, self.clock, seed=self._starts)
        )
        settings = self._settings()
        server = None if self._socket else WebServer(settings.web)
        limits = Limits(messages=FREE, channel=FREE, opening=FREE, history=FREE, patience=5)
        self.runner = SlackRunner(self.encore, settings, server, limits)
        if server is not None:
            await server.start()
            self._process.push_async_callback(server.stop)
            self.slack.events_url = f"http://127.0.0.1:{server.port}/slack/events"
        await self.runner.start()
        self._process.push_async_callback(self.runner.stop)
        if self._socket:
            await self.slack.until(lambda: self.slack.socket.connections, what="a socket")

    def _settings(self) -> Settings:
        slack = {"bot_token": self.slack.bot_token, "api_url": self.slack.api_url}
        if self._socket:
            slack["app_token"] = self.slack.app_token
        else:
            slack["signing_secret"] = self.slack.identity.signing_secret
        return load_settings(slack=slack, web={"port": 0})


def _file_field(view: View) -> str:
    asked = [block for block in view.blocks if block["type"] == "input"]
    return next(block["block_id"] for block in asked if block["element"]["type"] == "file_input")


def _shown(on: Posted | View) -> Shown:
    title = on.title if isinstance(on, View) else ""
    buttons = [element for block in on.blocks if block["type"] == "actions" for element in block["elements"]]
    return Shown(
        f"{title}\n{on.words}",
        tuple(button["text"]["text"] for button in buttons),
        tuple(button["action_id"] for button in buttons),
    )
