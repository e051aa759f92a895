"""What is owed, as direct messages and as messages in channels."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from adapters.slack.blocks import message_body
from adapters.slack.client import SlackClient
from adapters.slack.public import public_body
from adapters.slack.trouble import (
    ASK_AGAIN,
    INACTIVE,
    NO_CHANNEL,
    SOON,
    TROUBLES,
    error_of,
    understood,
)  # fmt: skip
from bot.delivery.rate_budgets import Pace, Paces, Share
from bot.domain.members import Member
from bot.domain.owed import Channel
from bot.errors import DeliveryError, Permanent, Scope, Transient, UnknownOutcome
from bot.invocation import decode
from bot.ports import Receipt, Recipient
from bot.reply import PublicMessage
from bot.views.blocks import Message

EVENT = "encore_reminder"
"""The type of the metadata that carries a reminder's key."""
LOOKED_AT = 50
"""Messages that a look into a channel reads: what was sent since the attempt."""
CLOCKS_APART = timedelta(minutes=5)
"""How far our clock may be from Slack's, by which messages are stamped; its signatures allow as much."""

Result = TypeVar("Result")
Tokens = Callable[[str], Awaitable[str]]
"""Return a workspace's bot token, fresh; raises a DeliveryError when the workspace is gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What Slack allows, in calls and seconds.

    `history` is 1 a minute for apps that many workspaces install outside Slack's Marketplace (Slack's
    changelog, May 2025), 50 for an app of one's own.
    """

    messages: tuple[float, float] = (300, 60)
    channel: tuple[float, float] = (1, 1)
    opening: tuple[float, float] = (50, 60)
    history: tuple[float, float] = (50, 60)
    patience: float = 30.0


class SlackMessenger:
    """Implements `bot.ports.Messenger`."""

    def __init__(
        self, client: SlackClient, tokens: Tokens, limits: Limits | None = None, share: Share | None = None
    ) -> None:
        """`share` is our part of what all replicas may ask of Slack together."""
        self._client = client
        self._tokens = tokens
        self._limits = limits = limits or Limits()
        self._messages = Paces(*limits.messages, share, "slack messages")
        self._channels = Paces(*limits.channel)  # rows of one member are leased to one replica at a time
        self._openings = Paces(*limits.opening, share, "slack openings")
        self._looks = Paces(*limits.history, share, "slack looks")

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Post once. Raises Transient, Permanent or UnknownOutcome."""
        token = await self._tokens(to.ref.workspace)
        body = _marked(message_body(message, pushed=True), key)
        return await self._with(to, token, lambda channel: self._post(to.ref.workspace, token, channel, body))

    async def publish(self, to: Channel, message: PublicMessage, key: str) -> Receipt:
        """Post once to a channel. Raises as `send` does; a channel that is gone is no trouble of the moment."""
        token = await self._tokens(to.group)
        try:
            return await self._post(to.group, token, to.id, _marked(public_body(message), key))
        except _ChannelGoneError as gone:
            raise Permanent(gone.reason) from None

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        """Look for the key among the recipient's messages since `since`. Raises Transient or Permanent."""
        if isinstance(to, Channel):
            return await self._look(to.group, await self._tokens(to.group), to.id, key, since)
        token = await self._tokens(to.ref.workspace)
        return await self._with(
            to, token, lambda channel: self._look(to.ref.workspace, token, channel, key, since)
        )

    async def _with(self, to: Member, token: str, act: Callable[[str], Awaitable[Result]]) -> Result:
        """Act in the channel with a member: the one that is remembered, or where it is gone one opened anew."""
        if to.channel:
            with suppress(_ChannelGoneError):
                return await act(to.channel)
        return await act(await self._open(to.ref.workspace, token, to.ref.user))

    async def _look(
        self, workspace: str, token: str, channel: str, key: str, since: datetime
    ) -> Receipt | None:
        asked = {
            "channel": channel,
            "oldest": f"{(since - CLOCKS_APART).timestamp():.6f}",
            "inclusive": "true",
            "limit": LOOKED_AT,
            "include_all_metadata": "true",
        }
        pace = self._looks.of(workspace)
        cursor = ""
        while True:
            await self._turn(pace, "look-ups are budgeted")
            more = {"cursor": cursor} if cursor else {}
            try:
                page = await self._client.get("conversations.history", token, {**asked, **more})
            except TROUBLES as error:
                raise await self._sorted_out(error, pace, token, posted=False) from None
            for message in page.get("messages", ()):
                if carries(message, key):
                    return Receipt(str(message["ts"]), channel)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None

    async def _post(self, workspace: str, token: str, channel: str, body: Mapping[str, Any]) -> Receipt:
        await self._turn(self._channels.of(channel), "one message a second", Scope.CHANNEL)
        pace = self._messages.of(workspace)
        await self._turn(pace, "the workspace's messages are paced")
        try:
            taken = await self._client.post("chat.postMessage", token, {**body, "channel": channel})
        except TROUBLES as error:
            raise await self._sorted_out(error, pace, token, posted=True) from None
        return Receipt(str(taken["ts"]), channel)

    async def _open(self, workspace: str, token: str, user: str) -> str:
        pace = self._openings.of(workspace)
        await self._turn(pace, "channels are opened one by one")
        try:
            opened = await self._client.post("conversations.open", token, {"users": user})
        except TROUBLES as error:
            raise await self._sorted_out(error, pace, token, posted=False) from None
        return str(opened["channel"]["id"])

    async def _sorted_out(self, error: Exception, pace: Pace, token: str, *, posted: bool) -> DeliveryError:
        """Return what a call's trouble means; a request to wait holds its pace.

        A call that posts nothing leaves nothing in doubt: whatever became of it, it can be made again.
        """
        if error_of(error) in NO_CHANNEL:
            return _ChannelGoneError(error_of(error), retry_after=ASK_AGAIN, scope=Scope.CHANNEL)
        meaning = understood(error)
        if isinstance(meaning, Transient) and meaning.reason == "ratelimited":
            pace.hold(meaning.retry_after.total_seconds())
        if isinstance(meaning, UnknownOutcome) and not posted:
            return Transient(meaning.reason, retry_after=SOON, scope=Scope.WORKSPACE)
        if error_of(error) == INACTIVE and not await self._is_let_in(token):
            return Transient(INACTIVE, retry_after=ASK_AGAIN, scope=Scope.WORKSPACE)
        return meaning

    async def _is_let_in(self, token: str) -> bool:
        try:
            await self._client.post("auth.test", token, {})
        except TROUBLES:
            return False
        return True

    async def _turn(self, pace: Pace, reason: str, scope: Scope = Scope.WORKSPACE) -> None:
        await pace.turn(patience=self._limits.patience, scope=scope, reason=reason)


class _ChannelGoneError(Transient):
    """The channel is none any more; nothing was posted."""


def _marked(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {**body, "metadata": {"event_type": EVENT, "event_payload": {"key": key}}}


def carries(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message of a channel's history is ours with this key: by metadata or by a button."""
    metadata = message.get("metadata") or {}
    if (metadata.get("event_payload") or {}).get("key") == key:
        return True
    return any(
        decode(str(element.get("action_id", "")).replace("&amp;", "&")).arguments.get("key") == key
        for block in message.get("blocks") or ()
        for element in block.get("elements") or ()
        if element.get("type") == "button"
    )
