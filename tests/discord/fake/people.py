"""What a person does in Discord, and what she sees."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.discord.fake import options, payloads, posting
from tests.discord.fake.answers import AUTOCOMPLETE, COMMAND, COMPONENT, FIRST_RESPONSE, SUBMIT
from tests.discord.fake.state import (
    Channel,
    Choice,
    Guild,
    Interaction,
    Json,
    Message,
    Modal,
    Upload,
    walk,
)

if TYPE_CHECKING:
    from tests.discord.fake.server import FakeDiscord

PATIENCE = 15.0
"""Seconds that a person waits for what was put off, before a test fails."""


class User:
    """One person. What she does returns once she sees the answer, or at once with `wait=False`.

    Every act raises AssertionError for what Discord would not let her do, and when no answer came in time.
    """

    def __init__(
        self, fake: FakeDiscord, identifier: int, name: str, locale: str, display_name: str, installed: bool
    ) -> None:
        self.fake = fake
        self.id = identifier
        self.name = name
        self.locale = locale
        self.display_name = display_name
        self.installed = installed
        """Whether she added the application for herself (a user install)."""
        self.accepts_dms = True
        """Whether the bot may write to her; if not, 50007."""
        self.modal: Modal | None = None
        """The modal that is open before her."""

    # What she sees

    @property
    def dm_channel(self) -> Channel:
        """Her DM channel with the bot, made if there is none."""
        return self.fake.dm_channel(self)

    @property
    def dms(self) -> list[Message]:
        """What the bot wrote to her in their DM, oldest first, as it stands; ephemerals apart."""
        known = [c for c in self.fake.channels.values() if c.type == 1 and c.people == (self,)]
        return [one for place in known for one in place.messages if one.by_bot]

    @property
    def ephemerals(self) -> list[Message]:
        """What she alone sees, anywhere, oldest first, as it stands."""
        return [one for one in self.fake.messages.values() if one.reader is self and not one.deleted]

    @property
    def last(self) -> Message:
        """The newest message of the bot's among her DMs and ephemerals."""
        seen = sorted([*self.dms, *self.ephemerals], key=lambda one: one.id)
        assert seen, f"{self.name} has seen nothing yet"
        return seen[-1]

    # What she does

    async def command(
        self,
        path: str,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        wait: bool = True,
        **values: Any,
    ) -> Interaction:
        """Run a registered command ("interview add") in a guild, a channel, or else her DM with the bot.

        A choice is named by its value or its label; a file is an `Upload`, a person a `User`.
        """
        place = self._place(guild, channel)
        command, way, wanted = self._registered(path, guild)
        owners = options.findable(self, command, place)
        filled = options.fill(self.fake, wanted, values)
        data = _data(command, options.nest(way, command, filled.options), filled.resolved)
        return await self._do(COMMAND, place, owners, data, wait=wait)

    async def autocomplete(
        self,
        path: str,
        option: str,
        typed: str,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        **values: Any,
    ) -> list[Choice]:
        """Type into an option that completes, others filled in already; return what is suggested."""
        place = self._place(guild, channel)
        command, way, wanted = self._registered(path, guild)
        owners = options.findable(self, command, place)
        completes = [one["name"] for one in wanted if one.get("autocomplete")]
        assert option in completes, f"/{path}: {option!r} completes nothing, {completes} do"
        filled = options.fill(self.fake, wanted, {**values, option: typed}, typing=option)
        data = _data(command, options.nest(way, command, filled.options), filled.resolved)
        return (await self._do(AUTOCOMPLETE, place, owners, data, wait=True)).choices

    async def press(self, message: Message, label: str, *, wait: bool = True) -> Interaction:
        """Press a button by its label, or by how its label begins if only one does so."""
        part = self._button(message, label)
        return await self._use(
            message, {"component_type": 2, "custom_id": part["custom_id"]}, part, wait=wait
        )

    async def press_id(self, message: Message, custom_id: str, *, wait: bool = True) -> Interaction:
        """Press a button by its custom_id."""
        found = [one for one in message.buttons if one.get("custom_id") == custom_id]
        assert found, f"no button {custom_id!r} in {message.components}"
        return await self._use(message, {"component_type": 2, "custom_id": custom_id}, found[0], wait=wait)

    async def choose(self, message: Message, custom_id: str, *values: str, wait: bool = True) -> Interaction:
        """Choose options of a select, by value or label."""
        parts = [one for one in walk(message.components) if one.get("custom_id") == custom_id]
        assert parts, f"no select {custom_id!r} in {message.components}"
        assert parts[0]["type"] == 3, f"{custom_id!r} is no select of options"
        chosen = [options.pick(parts[0], value) for value in values]
        data = {"component_type": 3, "custom_id": custom_id, "values": chosen}
        return await self._use(message, data, parts[0], wait=wait)

    async def submit(
        self, modal: Modal | None, values: Mapping[str, Any] | None = None, *, wait: bool = True
    ) -> Interaction:
        """Send a modal off (None: the one that is open) with these values by custom_id.

        What is left out stays as it was filled in. A select of a modal takes values or labels, an upload an `Upload`.
        """
        modal = modal or self.modal
        assert modal is not None, f"no modal is open before {self.name}"
        filled, found = options.uploaded(self.fake, modal, values or {})
        data = {"custom_id": modal.custom_id, "components": options.submitted(modal, filled)}
        data |= {"resolved": found} if found else {}
        opened = modal.interaction
        return await self._do(SUBMIT, opened.channel, opened.owners, data, source=opened.source, wait=wait)

    async def dm(self, text: str, *files: Upload) -> Message:
        """Write to the bot, with files or without."""
        return await posting.written(self.fake, self, self.dm_channel, text, files)

    async def say(self, channel: Channel, text: str) -> Message:
        """Write into a server's channel."""
        return await posting.written(self.fake, self, channel, text)

    # How it happens

    def _place(self, guild: Guild | None, channel: Channel | None) -> Channel:
        if channel is not None:
            return channel
        return guild.channel if guild is not None else self.dm_channel

    def _registered(self, path: str, guild: Guild | None) -> tuple[Json, list[str], list[Json]]:
        own = self.fake.guild_registries.get(guild.id) if guild is not None else None
        first, *_ = path.split()
        if own is not None and any(one["name"] == first for one in own.commands):
            return own.find(path)
        return self.fake.registry.find(path)

    def _button(self, message: Message, label: str) -> Json:
        assert not message.deleted, "the message was deleted"
        exact = [one for one in message.buttons if one.get("label") == label]
        found = exact or [one for one in message.buttons if (one.get("label") or "").startswith(label)]
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {message.labels}"
        assert found[0]["style"] != 5, f"{label!r} is a link"
        return found[0]

    async def _use(self, message: Message, data: Json, part: Json, *, wait: bool) -> Interaction:
        assert not message.deleted, "the message was deleted"
        assert not part.get("disabled"), f"{part} is disabled"
        assert message.reader in (None, self), f"{self.name} does not see that message"
        data = {"id": part.get("id") or 1, **data}
        place = message.channel
        kinds = [0, 1] if message.interaction is None else [int(kind) for kind in message.interaction.owners]
        owners = options.owners(self, place, kinds) or {"1": str(self.id)}
        return await self._do(COMPONENT, place, owners, data, source=message, wait=wait)

    async def _do(
        self,
        kind: int,
        place: Channel,
        owners: dict[str, str],
        data: Json,
        *,
        source: Message | None = None,
        wait: bool,
    ) -> Interaction:
        fake = self.fake
        done = Interaction(
            id=fake.clock.snowflake(),
            token=secrets.token_urlsafe(60),
            kind=kind,
            user=self,
            channel=place,
            owners=owners,
            began=fake.clock.seconds(),
            source=source,
        )
        done.payload = payloads.interaction(done, data, fake.base_url)
        fake.interactions.append(done)
        guild = place.guild
        delivered = await fake.gateway.dispatch("INTERACTION_CREATE", done.payload, guild)
        assert delivered, "The application did not respond: no shard is there"
        if wait:
            await _answered(done)
        return done


async def _answered(done: Interaction) -> None:
    """Wait as a person does: 3 seconds for a sign, then longer for what it promised."""
    try:
        await asyncio.wait_for(done.responded.wait(), FIRST_RESPONSE)
    except TimeoutError:
        raise AssertionError(f"The application did not respond to {done.payload['data']}") from None
    try:
        await asyncio.wait_for(done.settled.wait(), PATIENCE)
    except TimeoutError:
        raise AssertionError(f"what was deferred never came: {done.payload['data']}") from None


def _data(command: Json, inner: list[Json], resolved: dict[str, Json]) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": inner}
    return {**data, "resolved": resolved} if resolved else data
