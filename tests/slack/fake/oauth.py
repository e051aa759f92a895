"""Installing the app: the page that asks, codes, tokens and their rotation ("Token rotation")."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from tests.slack.fake.state import Call, Json, SlackError, State, Token

if TYPE_CHECKING:
    from tests.slack.fake.server import Identity

LASTS = timedelta(hours=12)


class OAuth:
    """`rotating` has new tokens expire. `installer` is the team and person who press "Allow" on the page."""

    def __init__(self, state: State, identity: Identity) -> None:
        self._state = state
        self._identity = identity
        self.rotating = False
        self.installer = ("", "")

    async def page(self, request: web.Request) -> web.Response:
        """Answer `/oauth/v2/authorize` as if "Allow" had been pressed at once."""
        query = request.query
        assert query.get("client_id") == self._identity.client_id, "another app's client id"
        code = self.code(*self.installer)
        back = urlencode({"code": code, "state": query.get("state", "")})
        raise web.HTTPFound(f"{query['redirect_uri']}?{back}")

    def code(self, team: str, user: str) -> str:
        """Return a code as Slack gives it to the redirect address, to be used once."""
        code = self._state.next_id("code-")
        self._state.codes[code] = (team, user)
        return code

    async def access(self, call: Call) -> Json:
        """Exchange a code, or a refresh token, for an access token."""
        self._check_client(call.body)
        if call.body.get("grant_type") == "refresh_token":
            return self._refresh(str(call.body.get("refresh_token", "")))
        code = self._state.codes.pop(str(call.body.get("code", "")), None)
        if code is None:
            raise SlackError("invalid_code")
        team, user = code
        self._state.teams.setdefault(team, team)
        return {**self._granted(team), "authed_user": {"id": user}}

    def _refresh(self, refresh_token: str) -> Json:
        team = self._state.refresh_tokens.pop(refresh_token, None)
        if team is None:
            raise SlackError("invalid_refresh_token")
        return self._granted(team, rotated=True)

    def _granted(self, team: str, *, rotated: bool = False) -> Json:
        answer: Json = {
            "token_type": "bot",
            "scope": ",".join(self._identity.scopes),
            "bot_user_id": self._identity.bot_user,
            "app_id": self._identity.app,
            "team": {"id": team, "name": self._state.teams[team]},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if not self.rotating and not rotated:
            token = Token(self._state.next_id(f"xoxb-{team}-"), team)
        else:
            token = Token(self._state.next_id(f"xoxe.xoxb-1-{team}-"), team, self._state.now() + LASTS)
            refresh_token = self._state.next_id(f"xoxe-1-{team}-")
            self._state.refresh_tokens[refresh_token] = team
            answer |= {"refresh_token": refresh_token, "expires_in": int(LASTS.total_seconds())}
        self._state.tokens[token.value] = token
        return {**answer, "access_token": token.value}

    def _check_client(self, body: Json) -> None:
        basic = str(body.pop("_basic", "")).removeprefix("Basic ")
        named, _, secret = base64.b64decode(basic).decode().partition(":")
        if (named or body.get("client_id")) != self._identity.client_id:
            raise SlackError("invalid_client_id")
        if (secret or body.get("client_secret")) != self._identity.client_secret:
            raise SlackError("bad_client_secret")
