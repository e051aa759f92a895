"""Slack, started and stopped: the pieces put together, over Socket Mode or over HTTP."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from adapters.slack.answers import Answers
from adapters.slack.app import build_app
from adapters.slack.client import SlackClient
from adapters.slack.conversation import Conversation
from adapters.slack.home_tab import HomeTabs
from adapters.slack.messenger import Limits, SlackMessenger
from adapters.slack.oauth import BACK, INSTALL, install_flow
from adapters.slack.people import People
from adapters.slack.tokens import TokenRotation, Workspaces
from adapters.web.server import WebServer
from bot.config import Settings, SlackSettings
from bot.domain.members import Platform
from bot.encore import Encore
from bot.errors import ConfigurationError
from bot.scheduler.chores import Chores

EVENTS = "/slack/events"
LOOKED_AT_EVERY = timedelta(seconds=30)
"""How soon what another replica wrote of an installation is known here."""
GRACE = 5.0
"""Seconds that a stop waits for answers under way."""
FOR_MANY = Limits(history=(1, 60))


class SlackRunner:
    """Serves Slack as the settings say. Its routes stand from the first moment; they answer once it has started."""

    name = "Slack"

    def __init__(
        self, encore: Encore, settings: Settings, server: WebServer | None, limits: Limits | None = None
    ) -> None:
        self._encore = encore
        self._settings = slack = settings.slack
        self._public_url = settings.web.public_url
        _check(slack)
        self._client = SlackClient(slack.api_url)
        self._limits = limits
        self._workspaces: Workspaces | None = None
        self._conversation: Conversation | None = None
        self._homes: HomeTabs | None = None
        self._app: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._chores = Chores()
        self._flow: AsyncOAuthFlow | None = None
        if server is not None:
            server.route("POST", EVENTS, self._event)
            if slack.client_id:
                server.route("GET", INSTALL, self._install)
                server.route("GET", BACK, self._brought_back)

    async def start(self) -> None:
        """Begin to answer and to send. Raises ConfigurationError for a token that Slack refuses."""
        slack = self._settings
        if self._workspaces is None:
            await self._client.open()
            self._workspaces = await self._found_workspaces()
            self._join(self._workspaces)
        if slack.socket_mode and slack.app_token is not None and self._app is not None:
            self._socket = AsyncSocketModeHandler(
                self._app, slack.app_token.get_secret_value(), web_client=self._client.web
            )
            await self._socket.connect_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped

    async def stop(self) -> None:
        """Hear nothing more, and let answers under way finish."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call] # the same
        if self._workspaces is not None:
            self._chores.stop()
            await self._workspaces.close()
        if self._conversation is not None:
            await self._conversation.drain(GRACE)
        if self._homes is not None:
            await self._homes.drain(GRACE)
        await self._client.close()

    async def _found_workspaces(self) -> Workspaces:
        slack = self._settings
        if slack.bot_token is not None:
            return await Workspaces.of_one(
                self._encore.store,
                self._encore.clock,
                token=slack.bot_token.get_secret_value(),
                api_url=slack.api_url,
            )
        secret = slack.client_secret.get_secret_value() if slack.client_secret else ""
        rotation = TokenRotation(slack.client_id, secret, slack.api_url) if slack.token_rotation else None
        workspaces = Workspaces(self._encore.store, self._encore.clock, rotation=rotation)
        await workspaces.load()
        self._flow = install_flow(
            slack,
            workspaces,
            store=self._encore.store,
            clock=self._encore.clock,
            public_url=self._public_url,
        )
        return workspaces

    def _join(self, workspaces: Workspaces) -> None:
        slack, app = self._settings, self._encore.app
        tokens = workspaces.fresh_token
        people = People(self._client)
        self._homes = homes = HomeTabs(app, self._client, people, tokens)
        answers = Answers(app, self._client, people, tokens)
        self._conversation = conversation = Conversation(app, answers, homes, slack.prefix)
        limits = self._limits or (Limits() if slack.bot_token is not None else FOR_MANY)
        self._encore.delivery.serve(Platform.SLACK, SlackMessenger(self._client, tokens, limits))
        self._encore.delivery.on_unreachable.append(conversation.unreachable)
        app.listen(homes.changed)
        self._app = build_app(
            conversation,
            authorize=workspaces.authorize,
            uninstalled=workspaces.uninstalled,
            api_url=slack.api_url,
            signing_secret=slack.signing_secret.get_secret_value()
            if slack.http and slack.signing_secret
            else None,
        )
        self._chores.every(LOOKED_AT_EVERY, workspaces.refresh, "installations")
        self._chores.start()

    async def _install(self, request: web.Request) -> web.StreamResponse:
        if self._flow is None:
            return _starting()
        return await to_aiohttp_response(await self._flow.handle_installation(await to_bolt_request(request)))

    async def _brought_back(self, request: web.Request) -> web.StreamResponse:
        if self._flow is None:
            return _starting()
        return await to_aiohttp_response(await self._flow.handle_callback(await to_bolt_request(request)))

    async def _event(self, request: web.Request) -> web.StreamResponse:
        if self._app is None:
            return _starting()
        return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))


def _starting() -> web.Response:
    return web.Response(status=503, text="Encore is starting. Please try again in a moment.")


def _check(slack: SlackSettings) -> None:
    """Raise ConfigurationError naming what is missing and where in Slack's pages it is found."""
    if slack.socket_mode:
        return
    if slack.app_token is not None or (slack.bot_token is not None and not slack.http):
        missing = "ENCORE_SLACK__BOT_TOKEN" if slack.bot_token is None else "ENCORE_SLACK__APP_TOKEN"
        where = (
            "OAuth & Permissions, Bot User OAuth Token (xoxb-…)"
            if slack.bot_token is None
            else "Basic Information, App-Level Tokens, with the scope connections:write (xapp-…)"
        )
        raise ConfigurationError(
            f"{missing} is missing. Socket Mode needs both tokens; this one is at api.slack.com/apps under {where}. "
            "To be called over HTTP instead, set ENCORE_SLACK__SIGNING_SECRET."
        )
    if not slack.http:
        raise ConfigurationError(
            "ENCORE_SLACK__SIGNING_SECRET is missing: it is at api.slack.com/apps under Basic Information, "
            "App Credentials. Over HTTP every request of Slack's is checked with it."
        )
    if slack.bot_token is None and not (slack.client_id and slack.client_secret):
        raise ConfigurationError(
            "Over HTTP set either ENCORE_SLACK__BOT_TOKEN for one workspace, or ENCORE_SLACK__CLIENT_ID and "
            "ENCORE_SLACK__CLIENT_SECRET so that many can install it; both are at api.slack.com/apps under Basic "
            "Information, App Credentials."
        )
