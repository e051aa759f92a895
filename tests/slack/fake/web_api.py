"""The Web API's door: who calls, what with, what goes wrong on purpose, and the record of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.slack.fake.state import Call, Json, SlackError, State
from tests.slack.fake.trouble import Troubles

Method = Callable[[Call], Awaitable[Json]]

FORM_ONLY = frozenset(
    {"users.info", "conversations.history", "files.getUploadURLExternal", "oauth.v2.access", "auth.revoke"}
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
        """Take one call: record it, let trouble happen, answer."""
        method = request.match_info["method"]
        call = Call(method, _token(request), {}, self._state.now(), request.method)
        malformed = await _read(request, call)
        self._state.calls.append(call)
        trouble = self._troubles.meets(call)
        if trouble is not None and trouble.delay:
            await asyncio.sleep(trouble.delay)
        if trouble is not None and trouble.answers:
            answer, status, headers = trouble.answer()
        elif trouble is not None and trouble.untaken:
            return self._cut(request)
        else:
            answer, status, headers = await self._answer(call, malformed)
        self._state.touch()
        if trouble is not None and trouble.lost:
            return self._cut(request)
        call.status, call.answer = status, answer
        return web.json_response(answer, status=status, headers=headers)

    async def _answer(self, call: Call, malformed: str) -> tuple[Json, int, dict[str, str]]:
        try:
            if malformed:
                raise SlackError(malformed)
            if call.method not in self.methods:
                raise SlackError("unknown_method", req_method=call.method)
            if call.method not in OPEN_METHODS:
                self._admit(call)
            self._troubles.rates.take(call, self._state.now())
            answer = await self.methods[call.method](call)
        except SlackError as error:
            return {"ok": False, "error": error.error, **error.extra}, error.status, error.headers
        headers = answer.pop("_headers", {})
        return {"ok": True, **answer}, 200, headers

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

    @staticmethod
    def _cut(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def date_header(state: State, skew: float) -> str:
    """Return the `Date` of a reply, `skew` seconds away from the fake's clock."""
    from datetime import UTC, timedelta

    return format_datetime(state.now().astimezone(UTC) + timedelta(seconds=skew), usegmt=True)


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
