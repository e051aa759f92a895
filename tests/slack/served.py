"""Encore on Slack as it is run: the real adapter, over HTTP or a socket, on a fake Slack, on one folder."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.slack.messenger import Limits
from adapters.slack.runner import SlackRunner
from adapters.web.server import WebServer
from bot.config import Settings, load_settings
from bot.domain.members import MemberRef, Platform
from bot.encore import Encore
from bot.reply import Reply
from tests.conftest import HeldClock, open_in
from tests.slack.fake import FakeSlack, User

FREE = (1e9, 1.0)
NO_LIMITS = Limits(messages=FREE, channel=FREE, opening=FREE, history=FREE, patience=5)
LINE = "add Acme, data analyst, 3 December 15:00"


class Served:
    """One process after another on one database; `slack` lives through all of them."""

    def __init__(self, folder: Path, slack: FakeSlack, clock: HeldClock, settings: Settings) -> None:
        self.slack = slack
        self.clock = clock
        self.settings = settings
        self.encore: Encore
        self.runner: SlackRunner
        self.server: WebServer | None = None
        self._folder = folder
        self._process = AsyncExitStack()

    @property
    def address(self) -> str:
        assert self.server is not None, "nothing listens: this is Socket Mode"
        return f"http://127.0.0.1:{self.server.port}"

    def ref(self, user: User) -> MemberRef:
        return MemberRef(Platform.SLACK, user.team, user.id)

    async def begin(self) -> None:
        """Start as `encore run` does, in its order."""
        self.encore = await self._process.enter_async_context(open_in(self._folder, self.clock))
        if self.settings.slack.http:
            self.server = WebServer(self.settings.web)
            self._process.push_async_callback(self.server.stop)
        self.runner = SlackRunner(self.encore, self.settings, self.server, NO_LIMITS)
        self._process.push_async_callback(self.runner.stop)
        if self.server is not None:
            await self.server.start()
            self.slack.events_url = f"{self.address}/slack/events"
        await self.runner.start()
        if self.settings.slack.socket_mode:
            await self.slack.until(lambda: self.slack.socket.connections, what="a socket")

    async def stop(self) -> None:
        await self._process.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.begin()

    async def settle(self) -> None:
        """Wait until everything that was asked for has been shown."""
        conversation, homes = self.runner._conversation, self.runner._homes
        assert conversation is not None
        assert homes is not None
        async with asyncio.timeout(10):
            while tasks := [*conversation.underway.tasks, *homes._underway.tasks]:
                await asyncio.wait(tasks)
                await asyncio.sleep(0)
        await self.slack.quiet(0.01)

    async def deliver(self) -> int:
        sent = await self.encore.delivery.deliver_due()
        await self.settle()
        return sent

    async def member(self, name: str = "ada", **known: Any) -> User:
        """Somebody who has told Encore where she lives; what Slack showed until now is put away."""
        user = self.slack.user(f"U{name.upper()}", name=name, **{"tz": "Europe/London", **known})
        await user.command("/encore", "settings city New York", channel=self.slack.general)
        await self.settle()
        user.reload()
        return user

    async def adds(self, user: User, line: str = LINE) -> None:
        """Add an interview the short way, in a channel, and take the first reading of its time."""
        await user.command("/prep", line, channel=self.slack.general)
        await self.settle()
        await user.press(user.ephemerals[-1], "Right")
        await self.settle()

    def answers_slowly(self, seconds: float) -> None:
        """Have the core take so long from now on."""
        quick = self.encore.app.handle

        async def slow(*asked: Any) -> Reply:
            await asyncio.sleep(seconds)
            return await quick(*asked)

        self.encore.app.handle = slow


@asynccontextmanager
async def serving(
    folder: Path, *, socket: bool = False, clock: HeldClock | None = None, **slack_settings: Any
) -> AsyncIterator[Served]:
    """Serve a fake Slack: over HTTP, or by Socket Mode; `slack_settings` are further ones, or others."""
    clock = clock or HeldClock()
    async with FakeSlack(clock=clock) as slack:
        ways: dict[str, Any] = (
            {"app_token": slack.app_token} if socket else {"signing_secret": slack.identity.signing_secret}
        )
        given = {"bot_token": slack.bot_token, "api_url": slack.api_url, **ways, **slack_settings}
        settings = load_settings(slack=given, web={"port": 0})
        served = Served(folder, slack, clock, settings)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(served.stop)
            await served.begin()
            yield served


def everything(slack: FakeSlack) -> str:
    """Everything that stands before others than the person it was for: the public channels, whole."""
    return "\n".join(
        f"{message.text}\n{message.words}"
        for channel in slack.state.channels.values()
        if not channel.is_im
        for message in channel.messages
    )
