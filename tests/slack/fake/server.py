"""The fake itself: one HTTP server on loopback with all that it keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.slack.fake import files, response_urls
from tests.slack.fake.chat import Chat
from tests.slack.fake.delivering import EVENT, Deliverer, Delivery, Retry
from tests.slack.fake.directory import Directory
from tests.slack.fake.echoes import Echoes
from tests.slack.fake.files import Files, LoginPage
from tests.slack.fake.oauth import OAuth
from tests.slack.fake.payloads import Payloads
from tests.slack.fake.people import User
from tests.slack.fake.response_urls import ResponseUrls
from tests.slack.fake.socket import Sockets
from tests.slack.fake.state import Call, Channel, Clock, Json, State, Token
from tests.slack.fake.trouble import Trouble, Troubles
from tests.slack.fake.views import Views
from tests.slack.fake.web_api import Method, WebApi, date_header

TEAM = "T0ENCORE"
LARGEST = 16 * 1024 * 1024
"""Bytes of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What Slack knows of the app."""

    app: str = "A0ENCORE"
    bot: str = "B0ENCORE"
    bot_user: str = "U0ENCOREBOT"
    bot_name: str = "encore"
    client_id: str = "100.200"
    client_secret: str = "fake-client-secret"
    signing_secret: str = "fake-signing-secret"
    verification_token: str = "fake-verification-token"
    scopes: tuple[str, ...] = (
        "chat:write",
        "commands",
        "im:history",
        "im:write",
        "users:read",
        "files:read",
        "files:write",
    )


class FakeSlack:
    """Slack on 127.0.0.1, for one test. `clock` is any object with `now()`; by default the system's.

    Raises AssertionError at the end of the `async with` if a rule of Slack's was broken.
    """

    def __init__(
        self, *, clock: Clock | None = None, identity: Identity | None = None, team: str = TEAM
    ) -> None:
        self.identity = identity or Identity()
        self.team_id = team
        self.state = State(clock)
        self.state.scopes = set(self.identity.scopes)
        self.date_skew = 0.0
        """Seconds by which the `Date` of every reply is off."""
        self._troubles = Troubles()
        self._api = WebApi(self.state, self._troubles)
        self._runner: web.AppRunner | None = None
        self.payloads = Payloads(self.state, self.identity)
        self.views = Views(self.state, self.payloads.view)
        self.socket = Sockets(self.state, self.identity.app)
        self.deliverer = Deliverer(self.state, self.socket, self.identity.signing_secret)
        self.echoes = Echoes(self.state, self.payloads, self.deliverer)
        chat = Chat(self.state, self.identity, self.echoes)
        self.urls = ResponseUrls(self.state, chat)
        self.oauth = OAuth(self.state, self.identity)
        self._files = Files(self.state, chat)
        self.bot_token = self.add_team(team, "Encore's group")
        self.app_token = "xapp-1-fake"
        self.state.tokens[self.app_token] = Token(self.app_token, team)
        self.general = self.channel("C0GENERAL", "general")
        self._api.methods.update(self._methods(chat))

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST)
        app.add_routes(self._routes())
        app.on_response_prepare.append(self._date)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.payloads.url = self.socket.url = self._files.url = self.url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.echoes.close()
        await self.deliverer.close()
        await self.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None and self.violations:
            raise AssertionError("Slack would not have taken this:\n" + "\n".join(map(str, self.violations)))

    @property
    def url(self) -> str:
        """Where it listens: "http://127.0.0.1:PORT"."""
        assert self._runner is not None, "the fake was not started"
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    @property
    def api_url(self) -> str:
        """What a client takes as its `base_url`."""
        return f"{self.url}/api/"

    @property
    def events_url(self) -> str:
        """Where the app takes Slack's requests over HTTP; "" (the default) means Socket Mode."""
        return self.deliverer.events_url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self.deliverer.events_url = url

    @property
    def calls(self) -> list[Call]:
        """Every Web API call so far."""
        return self.state.calls

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def violations(self) -> list[AssertionError]:
        """Rules of Slack's that were broken; a test that breaks one on purpose clears the list."""
        return self.state.violations

    def add_team(self, team: str, name: str = "") -> str:
        """Install the app in one more workspace; return its bot token."""
        self.state.teams[team] = name or team
        token = Token(f"xoxb-fake-{team}", team)
        self.state.tokens[token.value] = token
        return token.value

    def user(
        self,
        identifier: str,
        *,
        name: str | None = None,
        tz: str | None = None,
        admin: bool | None = None,
        owner: bool | None = None,
        team: str | None = None,
    ) -> User:
        """Return somebody, made at the first mention; what is given is changed."""
        person = self.state.users.get(identifier)
        if person is None:
            person = self.state.users[identifier] = User(self, identifier, team or self.team_id)
        given = {"name": name, "tz": tz, "admin": admin, "owner": owner}
        for attribute, value in given.items():
            if value is not None:
                setattr(person, attribute, value)
        return person

    def file(self, name: str, content: bytes, media_type: str = "", **told: object) -> Json:
        """Return a file object of something that a person hands over; `told` is said of it besides, or otherwise."""
        return {**self._files.held(name, content, media_type), **told}

    @property
    def login_page(self) -> LoginPage:
        """How a file is answered for that the app may not read."""
        return self._files.login_page

    @login_page.setter
    def login_page(self, way: LoginPage) -> None:
        self._files.login_page = way

    def channel(self, identifier: str, name: str = "", team: str | None = None) -> Channel:
        """Return a public channel, made at the first mention."""
        return self.state.channel(identifier, name or identifier.lower(), team or self.team_id)

    def fail(
        self,
        method: str,
        *,
        error: str = "",
        status: int = 200,
        times: int | None = 1,
        user: str | User = "",
        retry_after: int | None = None,
        delay: float = 0,
        lost: bool = False,
        untaken: bool = False,
    ) -> Trouble:
        """Have the next `times` calls of a method ("*" for any) go wrong; None for all until `end()`.

        With `error` or a `status` from 400 on, that is the answer and nothing happens; "ratelimited" means 429.
        `lost`: the call is taken and its answer never comes. `untaken`: the connection breaks before it is
        taken. `delay`: seconds of waiting first. `user` restricts it to calls about that person.
        """
        person = user.id if isinstance(user, User) else user
        if error == "ratelimited":
            status, retry_after = 429, 1 if retry_after is None else retry_after
        trouble = Trouble(method, error, status, times, person, retry_after=retry_after, delay=delay)
        trouble.lost, trouble.untaken = lost, untaken
        if person:
            trouble.channels = frozenset({f"D{person[1:]}"})
        self._troubles.waiting.append(trouble)
        return trouble

    def limit_rates(self, *, channel_gap: float = 1, **a_minute: int) -> None:
        """Enforce Slack's limits on the fake's clock: `chat_postMessage=300, conversations_open=50`."""
        self._troubles.rates.channel_gap = channel_gap
        self._troubles.rates.a_minute = {
            name.replace("_", ".", 1): number for name, number in a_minute.items()
        }

    def revoke(self, token: str) -> None:
        """Have calls with a token answered `token_revoked`."""
        self.state.tokens[token].revoked = True

    async def event(self, event: Json, *, team: str = "") -> Delivery:
        """Send any event to the app; what is said of its time and team is added."""
        payload = self.payloads.event({"event_ts": self.state.next_ts(), **event}, team or self.team_id)
        return await self.deliverer.send(EVENT, payload)

    async def again(self, delivery: Delivery, *, number: int = 1, reason: str = "http_timeout") -> Delivery:
        """Send an event once more, as Slack does up to three times when it was not acknowledged."""
        return await self.deliverer.send(delivery.kind, delivery.payload, Retry(number, reason))

    async def forge(self, delivery: Delivery, *, secret: str | None = None, age: float = 0) -> Delivery:
        """Post a payload once more over HTTP, with a wrong `secret`, or `age` seconds old."""
        return await self.deliverer.post(delivery.kind, delivery.payload, secret=secret, age=age)

    async def uninstall(self, team: str = "") -> list[Delivery]:
        """Take the app out of a workspace: its tokens are revoked, and both events say so, in either order."""
        team = team or self.team_id
        for token in self.state.tokens.values():
            if token.team == team and not token.value.startswith("xapp-"):
                token.revoked = True
        self.state.refresh_tokens = {t: of for t, of in self.state.refresh_tokens.items() if of != team}
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.identity.bot_user]}}
        return [await self.event(event, team=team) for event in (revoked, {"type": "app_uninstalled"})]

    async def until(self, holds: Callable[[], object], *, within: float = 5, what: str = "") -> None:
        """Wait until something that depends on the fake holds; raises AssertionError after `within` seconds."""
        await self.state.until(holds, within=within, what=what)

    async def quiet(self, seconds: float = 0.1) -> None:
        """Wait until the app has made no call for so long, in real seconds."""
        heard = -1
        while heard != len(self.calls):
            heard = len(self.calls)
            await asyncio.sleep(seconds)

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._api.handle),
            web.get("/link/", self.socket.handle),
            web.post("/actions/{team}/{secret}", self._respond),
            web.post("/upload/{file}", self._upload),
            web.get("/files-pri/{file}/download/{name}", self._download),
            web.get("/oauth/v2/authorize", self.oauth.page),
        ]

    def _methods(self, chat: Chat) -> dict[str, Method]:
        directory = Directory(self.state, self.identity)
        return {
            "apps.connections.open": self.socket.open,
            "auth.revoke": directory.auth_revoke,
            "auth.test": directory.auth_test,
            "chat.delete": chat.delete,
            "chat.postEphemeral": chat.post_ephemeral,
            "chat.postMessage": chat.post_message,
            "chat.update": chat.update,
            "conversations.history": directory.conversations_history,
            "conversations.open": directory.conversations_open,
            "files.completeUploadExternal": self._files.complete,
            "files.getUploadURLExternal": self._files.place,
            "files.info": self._files.info,
            "oauth.v2.access": self.oauth.access,
            "users.info": directory.users_info,
            "views.open": self.views.open,
            "views.publish": self.views.publish,
            "views.push": self.views.push,
            "views.update": self.views.update,
        }

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        call = Call(response_urls.METHOD, "", await response_urls.read(request), self.state.now())
        call.team = request.match_info["team"]
        secret = request.match_info["secret"]
        return await self._api.through(request, call, lambda: self.urls.take(call, secret))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        content = await files.read(request)
        name = request.match_info["file"]
        call = Call(files.UPLOAD, "", {"file": name, "length": len(content)}, self.state.now())
        return await self._api.through(request, call, lambda: self._files.take(name, content))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        call = Call(
            files.DOWNLOAD, files.token_of(request), dict(request.match_info), self.state.now(), "GET"
        )
        return await self._api.through(request, call, lambda: self._files.give(call))

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = date_header(self.state, self.date_skew)
