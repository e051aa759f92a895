"""A small bot of the real discord.py, with one of everything that Encore uses. The fake is proven with it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import discord
from discord import app_commands, ui

from tests.discord.fake.server import FakeDiscord

INTENTS = discord.Intents(guilds=True, dm_messages=True)


class Step(ui.DynamicItem[ui.Button[Any]], template=r"step\?n=(?P<n>\d+)"):
    """A button that is understood after a restart: what it means is in its custom_id."""

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label=f"Step {number}", custom_id=f"step?n={number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, _: Any, __: Any, match: re.Match[str]) -> Self:
        """Read the button that was pressed."""
        return cls(int(match["n"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Put the next step in the place of this one."""
        following = ui.View(timeout=None).add_item(Step(self.number + 1))
        await interaction.response.edit_message(content=f"You did {self.number}.", view=following)


class Name(ui.Modal, title="Who are you?"):
    """A modal whose answer is read from the raw interaction, as it must be after a restart."""

    company = ui.TextInput[Any](label="Company", custom_id="company", default="Acme", max_length=20)
    pace = ui.Label[Any](
        text="Pace",
        component=ui.Select(
            custom_id="pace",
            options=[
                discord.SelectOption(label="Calm", value="1"),
                discord.SelectOption(label="Dense", value="2"),
            ],
        ),
    )


class Bot(discord.AutoShardedClient):
    """Answers `/interview add`, `/prep`, `/slow` and `/twice`; echoes DMs."""

    def __init__(self, fake: FakeDiscord, **options: Any) -> None:
        super().__init__(
            intents=options.pop("intents", INTENTS),
            connector=fake.connector(),
            allowed_mentions=options.pop("allowed_mentions", discord.AllowedMentions.none()),
            guild_ready_timeout=0.05,
            **options,
        )
        both = app_commands.AppInstallationType(guild=True, user=True)
        self.tree = app_commands.CommandTree(self, allowed_installs=both)
        self.heard: list[str] = []
        self.events: list[str] = []
        self.add_dynamic_items(Step)
        _commands(self.tree)

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        """Let shards identify at once: the fake has no limit of one in five seconds."""

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.sync()

    async def on_shard_resumed(self, shard: int) -> None:
        """Note it."""
        self.events.append(f"resumed {shard}")

    async def on_message(self, message: discord.Message) -> None:
        """Echo what a person writes."""
        if message.author.bot:
            return
        self.heard.append(message.content)
        await message.channel.send(f"You said: {message.content}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Read a modal from the raw interaction."""
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.modal_submit and data["custom_id"] == "add":
            company = data["components"][0]["components"][0]["value"]
            pace = data["components"][1]["component"]["values"]
            await interaction.response.send_message(f"{company} at pace {pace}", ephemeral=True)


def _commands(tree: app_commands.CommandTree[Any]) -> None:
    interview = app_commands.Group(name="interview", description="Your interviews")

    @interview.command(name="add", description="Add an interview")
    async def add(interaction: discord.Interaction) -> None:
        modal = Name(custom_id="add")
        await interaction.response.send_modal(modal)
        modal.stop()
        interaction.client._connection._view_store._modals.clear()  # as after a restart

    @tree.command(name="prep", description="Prepare")
    async def prep(
        interaction: discord.Interaction, what: str = "", file: discord.Attachment | None = None
    ) -> None:
        read = (await file.read()).decode() if file else "no file"
        view = ui.View(timeout=None).add_item(Step(1))
        await interaction.response.send_message(f"{what}, {read}", view=view, ephemeral=True)

    @prep.autocomplete("what")
    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = ["monday", "month", "tuesday"]
        return [app_commands.Choice(name=w.title(), value=w) for w in words if w.startswith(typed)]

    @tree.command(name="slow", description="Defer, then answer")
    async def slow(interaction: discord.Interaction, followups: int = 0) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="Here it is.")
        for number in range(followups):
            await interaction.followup.send(f"More {number}", ephemeral=True)

    @tree.command(name="mute", description="Never answers")
    async def mute(_: discord.Interaction) -> None:
        await asyncio.sleep(0)

    tree.add_command(interview)


@asynccontextmanager
async def running(fake: FakeDiscord, **options: Any) -> AsyncIterator[Bot]:
    """Run the bot until it is ready, then until the end of the block."""
    bot = Bot(fake, **options)
    async with bot:
        task = asyncio.create_task(bot.start(fake.token))
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        if task.done():
            ready.cancel()
            await task
        assert ready.done(), "the bot did not get ready"
        yield bot
    await asyncio.wait({task}, timeout=10)
