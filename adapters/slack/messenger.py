"""Reminders as direct messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack.blocks import message_body
from adapters.slack.client import SlackClient
from adapters.slack.trouble import ASK_AGAIN, NO_CHANNEL, SOON, error_of, understood
from bot.delivery.pacing import Pace, Paces
from bot.domain.members import Member
from bot.errors import DeliveryError, Scope, Transient, UnknownOutcome
from bot.invocation import decode
from bot.ports import Receipt
from bot.views.blocks import Message

EVENT = "encore_reminder"
"""The type of the metadata that carries a reminder's key."""
LOOKED_AT = 50
"""Messages that a look into a channel reads: what was sent since the attempt."""

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

    def __init__(self, client: SlackClient, tokens: Tokens, limits: Limits | None = None) -> None:
        self._client = client
        self._tokens = tokens
        self._limits = limits = limits or Limits()
        self._messages = Paces(*limits.messages)
        self._channels = Paces(*limits.channel)
        self._openings = Paces(*limits.opening)
        self._looks = Paces(*limits.history)

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Post once. Raises Transient, Permanent or UnknownOutcome."""
        workspace = to.ref.workspace
        body = message_body(message, pushed=True)
        body["metadata"] = {"event_type": EVENT, "event_payload": {"key": key}}
        token = await self._tokens(workspace)
        if to.channel:
            try:
                return await self._post(workspace, token, to.channel, body)
            except _ChannelGoneError:
                pass
        channel = await self._open(workspace, token, to.ref.user)
        try:
            return await self._post(workspace, token, channel, body)
        except _ChannelGoneError as error:
            raise Transient(str(error), retry_after=ASK_AGAIN, scope=Scope.CHANNEL) from None

    async def find(self, to: Member, key: str, since: datetime) -> Receipt | None:
        """Look for the key in the member's direct messages since `since`. Raises Transient."""
        workspace = to.ref.workspace
        token = await self._tokens(workspace)
        channel = to.channel or await self._open(workspace, token, to.ref.user)
        await self._turn(self._looks.of(workspace), "look-ups are budgeted")
        asked = {
            "channel": channel,
            "oldest": f"{since.timestamp() - 1:.6f}",
            "inclusive": "true",
            "limit": LOOKED_AT,
            "include_all_metadata": "true",
        }
        cursor = ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            try:
                page = await self._client.get("conversations.history", token, {**asked, **more})
            except Exception as error:  # noqa: BLE001 - sorted out in one place; what is no trouble is raised again
                raise _for_a_look(understood(error)) from None
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
        except SlackApiError as error:
            if error_of(error) in NO_CHANNEL:
                raise _ChannelGoneError(error_of(error)) from None
            raise self._heeded(pace, understood(error)) from None
        except Exception as error:  # noqa: BLE001 - sorted out in one place; what is no trouble is raised again
            raise understood(error) from None
        return Receipt(str(taken["ts"]), channel)

    async def _open(self, workspace: str, token: str, user: str) -> str:
        pace = self._openings.of(workspace)
        await self._turn(pace, "channels are opened one by one")
        try:
            opened = await self._client.post("conversations.open", token, {"users": user})
        except Exception as error:  # noqa: BLE001 - sorted out in one place; what is no trouble is raised again
            # Opening posts nothing: nothing is in doubt.
            raise self._heeded(pace, _for_a_look(understood(error))) from None
        return str(opened["channel"]["id"])

    async def _turn(self, pace: Pace, reason: str, scope: Scope = Scope.WORKSPACE) -> None:
        await pace.turn(patience=self._limits.patience, scope=scope, reason=reason)

    def _heeded(self, pace: Pace, error: DeliveryError) -> DeliveryError:
        if isinstance(error, Transient) and error.reason == "ratelimited":
            pace.hold(error.retry_after.total_seconds())
        return error


class _ChannelGoneError(Exception):
    """The channel that we posted to is none any more; nothing was posted."""


def carries(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message of a channel's history is the reminder with this key: by metadata or by a button."""
    metadata = message.get("metadata") or {}
    if (metadata.get("event_payload") or {}).get("key") == key:
        return True
    return any(
        decode(str(element.get("action_id", "")).replace("&amp;", "&")).arguments.get("key") == key
        for block in message.get("blocks") or ()
        for element in block.get("elements") or ()
        if element.get("type") == "button"
    )


def _for_a_look(error: DeliveryError) -> DeliveryError:
    """Return the trouble of a call that posts nothing: whatever became of it, it can be made again."""
    if isinstance(error, UnknownOutcome):
        return Transient(error.reason, retry_after=SOON, scope=Scope.WORKSPACE)
    return error
