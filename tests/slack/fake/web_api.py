"""The Web API's door: who calls, what with, what goes wrong on purpose, and the record of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.slack.fake.state import Call, Json, SlackError, State
from tests.slack.fake.trouble import Troubles

Method = Callable[[Call], Awaitable[Json]]
Take = Callable[[], Awaitable[web.Response]]

FORM_ONLY = frozenset(
    {"users.info", "conversations.history", "files.getUploadURLExternal", "files.info"}
    | {"oauth.v2.access", "auth.revoke"}
)
"""Methods that read no JSON body: Slack answers as if nothing had been given."""
OPEN_METHODS = frozenset({"oauth.v2.access"})
"""Methods that are called without a token."""
NESTED = frozenset({"blocks", "view", "metadata", "attachments", "files"})
"""Arguments that are JSON inside a form."""


class WebApi:
    """Answers `/api/METHOD` from a table of methods."""

    def __init__(self, state: State, troubles: Troubles) -> None:
        self._state = state
        self._troubles = troubles
        self.methods: dict[str, Method] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one call of a method."""
        call = Call(request.match_info["method"], _token(request), {}, self._state.now(), request.method)
        malformed = await _read(request, call)
        return await self.through(request, call, lambda: self._answer(call, malformed))

    async def through(self, request: web.Request, call: Call, take: Take) -> web.StreamResponse:
        """Record a call, let the trouble that waits for it happen, and answer with `take()`."""
        self._state.calls.append(call)
        trouble = self._troubles.meets(call)
        if trouble is not None and trouble.delay:
            await asyncio.sleep(trouble.delay)
        if trouble is not None and trouble.untaken:
            return _cut(request)
        if trouble is not None and trouble.answers:
            call.answer, status, headers = trouble.answer()
            response = web.json_response(call.answer, status=status, headers=headers)
        else:
            response = await take()
        if trouble is not None and trouble.lost:
            self._state.touch()
            return _cut(request)
        call.status = response.status
        self._state.touch()
        return response

    async def _answer(self, call: Call, malformed: str) -> web.Response:
        status, headers = 200, {}
        try:
            answer = {"ok": True, **await self._called(call, malformed)}
            headers = answer.pop("_headers", {})
        except SlackError as error:
            answer = {"ok": False, "error": error.error, **error.extra}
            status, headers = error.status, error.headers
        call.answer = answer
        return web.json_response(answer, status=status, headers=headers)

    async def _called(self, call: Call, malformed: str) -> Json:
        if malformed:
            raise SlackError(malformed)
        if call.method not in self.methods:
            raise SlackError("unknown_method", req_method=call.method)
        if call.method not in OPEN_METHODS:
            self._admit(call)
        self._troubles.rates.take(call, self._state.now())
        return await self.methods[call.method](call)

    def _admit(self, call: Call) -> None:
        call.token = call.token or str(call.body.get("token", ""))
        call.body.pop("token", None)
        if not call.token:
            raise SlackError("not_authed")
        token = self._state.tokens.get(call.token)
        if token is None:
            raise SlackError("invalid_auth")
        if token.revoked:
            raise SlackError("token_revoked")
        if token.expires_at is not None and token.expires_at <= self._state.now():
            raise SlackError("token_expired")
        if token.value.startswith("xapp-") is not (call.method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        call.team = token.team


def date_header(state: State, skew: float) -> str:
    """Return the `Date` of a reply, `skew` seconds away from the fake's clock."""
    return format_datetime(state.now().astimezone(UTC) + timedelta(seconds=skew), usegmt=True)


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection off without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _token(request: web.Request) -> str:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value if kind == "Bearer" else ""


async def _read(request: web.Request, call: Call) -> str:
    """Fill in the call's body; return the error that an unreadable one is answered with."""
    body: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            sent = json.loads(await request.text() or "{}")
        except ValueError:
            return "invalid_json"
        if not isinstance(sent, dict):
            return "json_not_object"
        if call.method not in FORM_ONLY:
            body |= sent
    elif request.method == "POST":
        body |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in NESTED & body.keys():
        if isinstance(body[name], str):
            try:
                body[name] = json.loads(body[name])
            except ValueError:
                return "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
    if request.headers.get("Authorization", "").startswith("Basic "):
        body["_basic"] = request.headers["Authorization"]
    call.body = body
    return ""
