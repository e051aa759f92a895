"""What is owed, as direct messages and as messages in channels, over REST alone: it goes out while the gateway is down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from discord.utils import time_snowflake

from adapters.discord.messages import dm_body, once
from adapters.discord.pacing import Openings
from adapters.discord.public import known_by, number_of, public_data
from adapters.discord.reopening import key_of
from adapters.discord.rest import PATIENCE, RefusedError, Rest, RestError
from adapters.discord.trouble import ALREADY_SENT, NO_CHANNEL, NO_OPENING, understood
from bot.delivery.rate_budgets import Pace
from bot.domain.members import Member
from bot.domain.owed import Channel
from bot.errors import DeliveryError, Permanent, Scope, Transient
from bot.invocation import decode
from bot.ports import Receipt, Recipient
from bot.reply import PublicMessage
from bot.views.blocks import Message

OPENINGS_PER_SECOND = 1.0
"""Direct channels opened. Discord names no figure and answers 40003 to whoever is too fast: an assumption."""
OPENING_PATIENCE = 2.0
"""Seconds that a reminder waits for its turn to open a channel: those whose channel is known must not stand behind."""
LOOKS_PER_SECOND = 10.0
"""Look-ups in a channel's history, so that they leave most of the 50 requests a second to what is due."""
PAGE = 100
"""Messages of one look-up, Discord's most. Source: resources/message, "Get Channel Messages"."""
MOST_PAGES = 10
CLOCKS_APART = timedelta(minutes=5)
"""How far Discord's clock and ours may be apart."""
LATER = timedelta(minutes=10)
LOOK_SECONDS = 15.0
"""The longest that a whole look may take; with a sending after it, it is inside half of a lease."""


class DiscordMessenger:
    """Implements `bot.ports.Messenger`."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._openings = Openings(OPENINGS_PER_SECOND * rest.faster, 1.0, rest.share, "discord openings")
        self._looks = Pace(LOOKS_PER_SECOND * rest.faster, 1.0, rest.share, "discord looks")
        self._held_until = 0.0

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Send once. Raises Transient, Permanent or UnknownOutcome.

        With `enforce_nonce` Discord itself gives back the first message when it is sent the same key again
        within a few minutes.
        """
        body = dm_body(message, key)
        if to.channel:
            try:
                return await self._post(to.channel, body, key)
            except _ChannelGoneError:
                pass
        channel = await self._open(to)
        try:
            return await self._post(channel, body, key)
        except _ChannelGoneError:
            raise Transient("unknown channel", retry_after=LATER, scope=Scope.CHANNEL) from None

    async def publish(self, to: Channel, message: PublicMessage, key: str) -> Receipt:
        """Send once to a channel. Raises as `send` does; a channel that is gone is no trouble of the moment."""
        try:
            return await self._post(to.id, once(known_by(public_data(message), key), key), key)
        except _ChannelGoneError:
            raise Permanent("unknown channel") from None

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        """Look for the key among the recipient's messages since `since`. Raises Transient."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._find(to, key, since)
        except (_ChannelGoneError, Permanent, TimeoutError):
            # Whether it arrived can't be seen now; it says nothing of whether the member can be reached.
            raise Transient("no look into the channel", retry_after=LATER, scope=Scope.CHANNEL) from None

    async def _find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        if isinstance(to, Channel):
            return await self._look(to.id, key, since)
        if to.channel:
            try:
                return await self._look(to.channel, key, since)
            except _ChannelGoneError:
                pass
        return await self._look(await self._open(to), key, since)

    async def _post(self, channel: str, body: Mapping[str, Any], key: str) -> Receipt:
        try:
            taken = await self._call("POST", f"/channels/{channel}/messages", json=body)
        except RefusedError as refused:
            if refused.code == ALREADY_SENT:
                # It was sent, and deleted since: the nonce is still known.
                return Receipt(key, channel)
            raise self._heeded(refused, posting=True) from None
        except RestError as error:
            raise self._heeded(error, posting=True) from None
        return Receipt(str(taken["id"]), channel)

    async def _open(self, to: Member) -> str:
        """Return the direct channel with a member; opening one that is open does no harm."""
        await self._openings.turn(patience=OPENING_PATIENCE, reason="channels are opened one by one")
        try:
            opened = await self._call("POST", "/users/@me/channels", json={"recipient_id": to.ref.user})
        except RestError as error:
            raise self._heeded(error, posting=False) from None
        return str(opened["id"])

    async def _look(self, channel: str, key: str, since: datetime) -> Receipt | None:
        after = str(time_snowflake(since - CLOCKS_APART))
        for _ in range(MOST_PAGES):
            await self._looks.turn(patience=PATIENCE, scope=Scope.PLATFORM, reason="look-ups are budgeted")
            query = {"after": after, "limit": str(PAGE)}
            try:
                page = await self._call("GET", f"/channels/{channel}/messages", query=query)
            except RestError as error:
                raise self._heeded(error, posting=False) from None
            found = next((message for message in page if carries(message, key)), None)
            if found is not None:
                return Receipt(str(found["id"]), channel)
            if len(page) < PAGE:
                return None
            after = max((str(message["id"]) for message in page), key=int)
        raise Transient("too many messages since", retry_after=LATER, scope=Scope.CHANNEL)

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        """Make a request, unless Discord asked not to: knocking on a shut door is what gets a bot banned."""
        left = self._held_until - asyncio.get_running_loop().time()
        if left > 0:
            raise Transient(
                "Discord asked to wait", retry_after=timedelta(seconds=left), scope=Scope.PLATFORM
            )
        return await self._rest.call(method, path, **more)

    def _heeded(self, error: RestError, *, posting: bool) -> Exception:
        """Return what an error means for the message, having taken to heart what it means for others."""
        if isinstance(error, RefusedError) and error.code == NO_CHANNEL:
            return _ChannelGoneError()
        meant: DeliveryError = understood(error, posting=posting)
        if isinstance(meant, Transient) and meant.scope is Scope.PLATFORM:
            seconds = meant.retry_after.total_seconds() / self._rest.faster
            if isinstance(error, RefusedError) and error.code in NO_OPENING:
                self._openings.hold(seconds)
            else:
                self._held_until = asyncio.get_running_loop().time() + seconds
                if self._rest.share is not None:
                    self._rest.share.hold("discord", seconds)
        return meant


class _ChannelGoneError(Exception):
    """The channel is none any more; nothing was posted."""


def carries(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message of a channel's history is ours with this key: by a button, pressed since or not.

    One in a channel need not have any: its first component bears a number of the key. Discord tells no nonce of a
    message that is read again.
    """
    if not (message.get("author") or {}).get("bot"):
        return False
    if any(component.get("id") == number_of(key) for component in message.get("components") or ()):
        return True
    return any(key_of(decode(custom_id)) == key for custom_id in _ids(message.get("components") or ()))


def _ids(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if component.get("custom_id"):
            yield str(component["custom_id"])
        yield from _ids(component.get("components") or ())
