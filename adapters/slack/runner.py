"""Slack, started and stopped: the pieces put together, over Socket Mode or over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from adapters.slack.answers import Answers
from adapters.slack.app import build_app
from adapters.slack.client import SlackClient
from adapters.slack.conversation import SlackConversation
from adapters.slack.home_tab import HomeTabs
from adapters.slack.manifest import EVENTS_PATH, REDIRECT_PATH
from adapters.slack.messenger import Limits, SlackMessenger
from adapters.slack.oauth import INSTALL, install_flow
from adapters.slack.people import People
from adapters.slack.tokens import PASSING, TokenRotation, Workspaces
from adapters.slack.trouble import error_of
from adapters.web.server import WebServer
from bot.config import ALL_ROLES, Role, Settings, SlackSettings
from bot.domain.members import Platform
from bot.encore import Encore
from bot.errors import ConfigurationError
from bot.scheduler.chores import Chores

LOOKED_AT_EVERY = timedelta(seconds=30)
"""How soon what another replica wrote of an installation is known here."""
GRACE = 5.0
"""Seconds that a stop waits for answers under way."""
PING_EVERY = 5.0
"""Seconds; a socket that was dropped is noticed within them, and made again."""
FOR_MANY = Limits(history=(1, 60))
Answering = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class SlackRunner:
    """Serves Slack as the settings say. Its routes stand from the first moment; they answer while it is started."""

    name = "Slack"

    def __init__(
        self,
        encore: Encore,
        settings: Settings,
        server: WebServer | None,
        limits: Limits | None = None,
        roles: Collection[Role] = ALL_ROLES,
    ) -> None:
        """Listen to members over HTTP as `Role.WEB`, over a socket as `Role.GATEWAY`; send as `Role.DELIVERY`."""
        self._encore = encore
        self._roles = frozenset(roles)
        self._settings = slack = settings.slack
        self._public_url = settings.web.public_url
        _check(slack)
        self._client = SlackClient(slack.api_url)
        self._people = People(self._client)
        self._limits = limits or (Limits() if slack.bot_token is not None else FOR_MANY)
        self._workspaces: Workspaces | None = None
        self._conversation: SlackConversation | None = None
        self._homes: HomeTabs | None = None
        self._app: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._chores = Chores()
        self._answering: dict[str, Answering] = {}
        """What answers on each path, while it is started."""
        if server is not None and slack.http and Role.WEB in self._roles:
            server.route("POST", EVENTS_PATH, self._serve)
            if slack.bot_token is None:
                server.route("GET", INSTALL, self._serve)
                server.route("GET", REDIRECT_PATH, self._serve)

    async def start(self) -> None:
        """Begin to answer and to send; it may be tried again.

        Raises ConfigurationError for a token that Slack refuses, and Slack's own errors while it is away.
        """
        await self._client.open()
        if self._workspaces is None:
            workspaces = await self._found_workspaces()
            self._workspaces = workspaces
            self._app = self._join(workspaces)
        assert self._app is not None
        if self._settings.socket_mode:
            if Role.GATEWAY in self._roles:
                await self._connect(self._app)
        else:
            self._answering[EVENTS_PATH] = self._app.async_dispatch

    async def stop(self) -> None:
        """Hear nothing more, and let answers under way finish."""
        until = asyncio.get_running_loop().time() + GRACE
        self._answering.clear()
        if self._conversation is not None:
            # Those who were heard get their answers by the socket, so that it closes after.
            await self._conversation.underway.finish(until)
        if self._socket is not None:
            await _close(self._socket)
        if self._conversation is not None:
            await self._conversation.underway.finish(until)
        if self._homes is not None:
            await self._homes.stop(until)
        await self._people.close()
        if self._workspaces is not None:
            self._chores.stop()
            await self._workspaces.close()
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
        flow = install_flow(
            slack,
            workspaces,
            store=self._encore.store,
            clock=self._encore.clock,
            public_url=self._public_url,
        )
        self._answering[INSTALL] = flow.handle_installation
        self._answering[REDIRECT_PATH] = flow.handle_callback
        return workspaces

    def _join(self, workspaces: Workspaces) -> AsyncApp:
        slack, app, people = self._settings, self._encore.app, self._people
        tokens = workspaces.fresh_token
        self._homes = homes = HomeTabs(app, self._client, people, tokens)
        answers = Answers(app, self._client, people, tokens)
        self._conversation = conversation = SlackConversation(app, answers, homes, slack.prefix)
        if Role.DELIVERY in self._roles:
            delivery = self._encore.delivery
            delivery.serve(Platform.SLACK, SlackMessenger(self._client, tokens, self._limits, delivery.share))
            delivery.on_unreachable.append(conversation.unreachable)
        app.listen(homes.changed)
        self._chores.every(LOOKED_AT_EVERY, workspaces.refresh, "installations")
        self._chores.start()
        secret = slack.signing_secret if slack.http else None
        return build_app(
            conversation,
            authorize=workspaces.authorize,
            uninstalled=workspaces.uninstalled,
            api_url=slack.api_url,
            signing_secret=secret.get_secret_value() if secret else None,
        )

    async def _connect(self, app: AsyncApp) -> None:
        assert self._settings.app_token is not None
        token = self._settings.app_token.get_secret_value()
        # The library would ask for ever, in silence, with a token that Slack refuses.
        address = await self._socket_address(token)
        self._socket = AsyncSocketModeHandler(
            app, token, web_client=self._client.web, ping_interval=PING_EVERY
        )
        self._socket.client.wss_uri = address
        await self._socket.connect_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped

    async def _socket_address(self, token: str) -> str:
        try:
            answer = await self._client.web.apps_connections_open(app_token=token)
        except SlackApiError as error:
            word = error_of(error)
            if word in PASSING:
                raise
            raise ConfigurationError(
                f"ENCORE_SLACK__APP_TOKEN: Slack refuses it ({word}). It is at api.slack.com/apps under Basic "
                "Information, App-Level Tokens, with the scope connections:write (xapp-…)."
            ) from None
        return str(answer["url"])

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = self._answering.get(request.path)
        if answer is None:
            return web.Response(status=503, text="Encore is not ready. Please try again in a moment.")
        try:
            asked = await to_bolt_request(request)
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - nobody has checked yet who sent it; bolt reads it before that
            return web.Response(status=400, text="That is none of Slack's requests.")
        return await to_aiohttp_response(await answer(asked))


async def _close(socket: AsyncSocketModeHandler) -> None:
    """Close a socket with the tasks that the library leaves to end by themselves."""
    client = socket.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await socket.close_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


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
