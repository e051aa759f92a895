"""Posts to a `response_url` ("Handling user interaction": up to five times within 30 minutes)."""

from __future__ import annotations

import json
from datetime import timedelta

from aiohttp import web

from tests.slack.fake.chat import Chat
from tests.slack.fake.state import Call, Json, Message, ResponseAddress, SlackError, State

USES = 5
LASTS = timedelta(minutes=30)
METHOD = "response_url"
"""The name under which these posts are recorded among the calls, and can be made to fail."""


class ResponseUrls:
    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self._chat = chat

    async def take(self, call: Call, secret: str) -> web.Response:
        """Answer one post."""
        address = self._state.addresses.get(secret)
        if address is None:
            return _refused(404, "invalid_url")
        if self._state.now() - address.made_at > LASTS:
            return _refused(404, "expired_url")
        if address.uses >= USES:
            return _refused(404, "used_url")
        address.uses += 1
        try:
            self.respond(address, call.body)
        except SlackError as error:
            return _refused(400, error.error)
        return web.Response(text="ok")

    def respond(self, address: ResponseAddress, body: Json) -> Message | None:
        """Show an answer where it belongs; also what a command's acknowledgement does.

        Without `replace_original` it is a new message, and without `response_type` only the asker sees it.
        """
        original = address.original
        if original is not None and _true(body, "delete_original"):
            self._chat.remove(original)
            return None
        if original is not None and _true(body, "replace_original"):
            self._chat.change(original, body)
            return original
        kind = body.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            self._state.violate(f"response_type {kind!r} is none of Slack's")
            raise SlackError("invalid_response_type")
        channel = self._state.channels[address.channel]
        return self._chat.post(channel, body, ephemeral_to=address.user if kind == "ephemeral" else "")


async def read(request: web.Request) -> Json:
    """Return what was posted: JSON, whatever its media type says."""
    body = json.loads(await request.text() or "{}")
    return body if isinstance(body, dict) else {}


def _true(body: Json, name: str) -> bool:
    return str(body.get(name, "")).lower() == "true"


def _refused(status: int, error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
