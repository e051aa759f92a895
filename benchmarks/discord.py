"""Discord, from the interaction on the gateway to the answer, and from the row to the message.

Run with `python -m benchmarks.discord`. Beside Encore stands a bare command tree of discord.py that answers a
constant. Both are connected to a fake Discord on loopback, which notes the seconds from its dispatch to the callback.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

import discord
from discord import app_commands
from pydantic import SecretStr

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from adapters.discord.runner import DiscordRunner
from benchmarks.burst import seconds_of
from benchmarks.constant import apart
from benchmarks.member import TIP, Speaker, StoppedClock, database_in
from benchmarks.slack import POSTS
from benchmarks.table import Row
from bot.config import DiscordSettings, load_settings
from bot.domain.members import Platform
from bot.encore import Encore, open_encore
from tests.discord.fake import FakeDiscord, User

WARM_UP, ROUNDS = 30, 300
FASTER = 20.0
"""Discord's 50 requests a second are scaled so that a burst takes a second."""
ALLOWED = 50.0
TOKEN = "not-a-token"


class Bare(discord.AutoShardedClient):
    """The least that discord.py can be: one command, a constant answer."""

    def __init__(self, fake: FakeDiscord) -> None:
        super().__init__(
            intents=discord.Intents.none(),
            connector=fake.connector(),
            guild_ready_timeout=0.05,
            max_messages=None,
        )
        both = app_commands.AppInstallationType(guild=True, user=True)
        self.tree = app_commands.CommandTree(self, allowed_installs=both)

        @self.tree.command(name="tip", description="A tip")
        async def tip(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(
                "A constant.", ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
            )

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()


async def asked(user: User) -> float:
    """Return the seconds from the dispatch of one `/tip` to its first response."""
    interaction = await user.command("tip")
    assert interaction.responded_in is not None
    return interaction.responded_in


async def answering(folder: Path) -> Row:
    """Measure `/tip` through the gateway beside the bare tree, in turn."""
    settings = load_settings(
        database={"url": f"sqlite:///{database_in(folder).as_posix()}"}, secrets={"key_file": folder / "key"}
    )
    async with (
        FakeDiscord() as ours,
        FakeDiscord() as theirs,
        open_encore(settings, clock=StoppedClock()) as encore,
    ):
        bare = Bare(theirs)
        running = asyncio.create_task(bare.start(theirs.token))
        runner = await started(encore, ours)
        try:
            await bare.wait_until_ready()
            await asyncio.sleep(0.5)
            times = await in_turn(ours.user("ada"), theirs.user("ben"), Speaker(encore.app, "core"))
        finally:
            await runner.stop()
            await bare.close()
            await asyncio.gather(running, return_exceptions=True)
    our, bares, handle = (statistics.median(measured) for measured in times)
    detail = f"{our * 1e3:.2f} {bares * 1e3:.2f} {handle * 1e3:.2f} ms (ours, bare, core)"
    return Row("Discord's /tip / a bare tree + 1.5 handle", our / (bares + 1.5 * handle), 1.0, detail)


async def in_turn(ada: User, ben: User, speaker: Speaker) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of our answers, of the bare tree's, and of the core alone."""
    await speaker.live_in_new_york()
    mine, least, core = [], [], []
    for number in range(WARM_UP + ROUNDS):
        one, other = await asked(ada), await asked(ben)
        begun = perf_counter()
        await speaker.ask(TIP)
        if number >= WARM_UP:
            mine.append(one)
            least.append(other)
            core.append(perf_counter() - begun)
    return mine, least, core


async def started(encore: Encore, fake: FakeDiscord) -> DiscordRunner:
    """Return Encore's adapter, connected."""
    settings = DiscordSettings(
        token=SecretStr(fake.token), api_url=fake.api_url, gateway_url=fake.gateway_url
    )
    runner = DiscordRunner(encore, settings)
    await runner.start()
    return runner


async def posting(folder: Path) -> Row:
    """Measure a burst beside the time that Discord's limit allows."""
    async with (
        apart() as address,
        Rest(TOKEN, f"{address}/api/v10", faster=FASTER) as rest,
    ):
        took = await seconds_of(folder, POSTS, Platform.DISCORD, "", DiscordMessenger(rest))
    allowed = POSTS / ALLOWED / FASTER
    detail = f"{took:.2f} s, {allowed:.2f} s"
    return Row(f"{POSTS} Discord reminders at once / what limits allow", took / allowed, 1.1, detail)


def run() -> list[Row]:
    """Measure answers, then a burst."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        return [asyncio.run(answering(Path(one))), asyncio.run(posting(Path(other)))]


if __name__ == "__main__":
    for row in run():
        print(row)
