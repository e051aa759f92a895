"""The fake itself: one HTTP server on loopback with all that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.slack.fake.chat import Chat
from tests.slack.fake.directory import Directory
from tests.slack.fake.people import User
from tests.slack.fake.state import Call, Channel, Clock, Json, State, Token
from tests.slack.fake.trouble import Trouble, Troubles
from tests.slack.fake.web_api import WebApi, date_header

TEAM = "T0ENCORE"


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
        self.date_skew = 0.0
        """Seconds by which the `Date` of every reply is off."""
        self._troubles = Troubles()
        self._api = WebApi(self.state, self._troubles)
        self._runner: web.AppRunner | None = None
        self.bot_token = self.add_team(team, "Encore's group")
        self.app_token = "xapp-1-fake"
        self.state.tokens[self.app_token] = Token(self.app_token, team)
        self.general = self.channel("C0GENERAL", "general")
        self._api.methods.update(self._methods())

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.on_response_prepare.append(self._date)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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

    async def until(self, holds: Callable[[], object], *, timeout: float = 5, what: str = "") -> None:
        """Wait until something that depends on the fake holds; raises AssertionError after `timeout` seconds."""
        await self.state.until(holds, timeout=timeout, what=what)

    def _methods(self) -> dict[str, Callable[[Call], object]]:
        directory = Directory(self.state, self.identity)
        chat = Chat(self.state, self.identity)
        return {
            "auth.test": directory.auth_test,
            "auth.revoke": directory.auth_revoke,
            "users.info": directory.users_info,
            "conversations.open": directory.conversations_open,
            "conversations.history": directory.conversations_history,
            "chat.postMessage": chat.post_message,
            "chat.postEphemeral": chat.post_ephemeral,
            "chat.update": chat.update,
            "chat.delete": chat.delete,
        }

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = date_header(self.state, self.date_skew)
