"""The workspaces that installed Encore, in memory: requests are authorised and messages sent without a look-up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.trouble import INSIDE, error_of
from bot.domain.installations import Installation, NotInstalled
from bot.domain.members import Platform
from bot.errors import ConfigurationError, Scope, Transient
from bot.ports import Clock, Store, UnitOfWork

RENEWED_AHEAD = timedelta(hours=2)
"""How long before a token's end it is renewed; Slack's last 12 hours."""
AFTER_FAILURE = timedelta(minutes=1)
ABSENT_FOR = timedelta(seconds=10)
"""How long a workspace that is not in the store is not looked up again."""
EVERYWHERE = ""
TIMEOUT = 9
"""Seconds. A renewal holds a lock, and whoever wants to write to an SQLite database waits for it ten at most."""
PASSING = INSIDE | {"ratelimited", ""}
"""Slack's own troubles; an answer that is none of its JSON has no word."""
WHERE = "The app's page on api.slack.com shows it under OAuth & Permissions, as the Bot User OAuth Token."

log = logging.getLogger("encore.slack")
Find = Callable[[str], Awaitable[Installation | None]]


def secrets_client(api_url: str) -> AsyncWebClient:
    """Return a client for calls whose bodies and answers are secrets, which the SDK would log at DEBUG.

    It never asks twice: a refresh token works once.
    """
    logger = logging.getLogger("encore.slack.secrets")
    logger.setLevel(logging.WARNING)
    return AsyncWebClient(base_url=api_url, timeout=TIMEOUT, logger=logger, retry_handlers=[])


class RotationError(Exception):
    """A token was not renewed; `everywhere` when none would be at present."""

    def __init__(self, reason: str, *, everywhere: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.everywhere = everywhere


class TokenRotation:
    """Renews tokens that expire. Source: Slack's "Using token rotation"."""

    def __init__(self, client_id: str, client_secret: str, api_url: str) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._api_url = api_url

    async def renew(self, installation: Installation, now: datetime) -> Installation:
        """Return the installation with the next pair of tokens; the refresh token it had works no more.

        Raises RotationError.
        """
        try:
            # The SDK's own method makes a header by a class that aiohttp is about to drop.
            answer = await secrets_client(self._api_url).api_call(
                "oauth.v2.access",
                data={"grant_type": "refresh_token", "refresh_token": installation.refresh_token},
                headers={"Authorization": aiohttp.encode_basic_auth(self._client_id, self._client_secret)},
            )
        except SlackApiError as error:
            raise RotationError(error_of(error) or "no answer") from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise RotationError("Slack cannot be reached", everywhere=True) from None
        token, refresh_token, seconds = (
            answer.get(name) for name in ("access_token", "refresh_token", "expires_in")
        )
        if not (token and refresh_token and seconds):
            raise RotationError("an answer without tokens")
        expires_at = now + timedelta(seconds=int(seconds))
        return replace(installation, token=token, refresh_token=refresh_token, expires_at=expires_at)


async def identity(token: str, api_url: str, now: datetime) -> Installation:
    """Return whose bot token it is. Raises ConfigurationError when it is none, Transient when Slack is away."""
    if token.startswith("xoxe."):
        raise ConfigurationError(
            "ENCORE_SLACK__BOT_TOKEN expires after 12 hours, since the app rotates its tokens. Install it over HTTP "
            "with ENCORE_SLACK__CLIENT_ID and ENCORE_SLACK__CLIENT_SECRET, or make an app without rotation."
        )
    try:
        answer = await secrets_client(api_url).auth_test(token=token)
    except SlackApiError as error:
        word = error_of(error)
        if word in PASSING:
            raise Transient(word, retry_after=AFTER_FAILURE, scope=Scope.PLATFORM) from None
        raise ConfigurationError(f"ENCORE_SLACK__BOT_TOKEN: Slack refuses it ({word}). {WHERE}") from None
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise Transient("Slack cannot be reached", retry_after=AFTER_FAILURE, scope=Scope.PLATFORM) from None
    if not answer.get("bot_id"):
        raise ConfigurationError(f"ENCORE_SLACK__BOT_TOKEN is a person's token, not the bot's. {WHERE}")
    return Installation(
        platform=Platform.SLACK,
        workspace=str(answer["team_id"]),
        bot=str(answer["bot_id"]),
        bot_user=str(answer["user_id"]),
        token=token,
        installed_at=now,
    )


class Authorization(AsyncAuthorize):
    """Tells bolt whose request it is. An object, since bolt passes nothing by keyword to a function or method."""

    def __init__(self, find: Find) -> None:
        self._find = find

    async def __call__(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """Return the workspace's bot, or None where Encore is not installed."""
        found = await self._find(team_id) if team_id else None
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_token=found.token,
            user_id=user_id,
        )


class Workspaces:
    """Knows every workspace's token. `load` it first, `refresh` it twice a minute, `close` it last.

    `authorize` is for bolt. Whoever calls Slack takes `fresh_token`, which alone renews a token that expires.
    With `only`, the one workspace of a token in the settings is served, and its row in the store has no token.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        rotation: TokenRotation | None = None,
        only: Installation | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rotation = rotation
        self._only = only
        self._known: dict[str, Installation] = {}
        self._absent: dict[str, datetime] = {}
        self._looking = asyncio.Lock()
        self._renewing: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, datetime] = {}
        self.authorize = Authorization(self.find)

    @classmethod
    async def of_one(cls, store: Store, clock: Clock, *, token: str, api_url: str) -> Workspaces:
        """Return the workspaces of a bot token in the settings: one, loaded.

        Raises ConfigurationError when Slack refuses the token, Transient when Slack cannot be reached.
        """
        only = await identity(token, api_url, clock.now())
        workspaces = cls(store, clock, only=only)
        async with store.unit() as unit:
            row = await unit.installations.get(Platform.SLACK, only.workspace)
        if row is None or row.uninstalled_at is not None:
            # So that an uninstalling is noted, and what it leaves behind deleted in time.
            await workspaces.installed(replace(only, token=""))
        await workspaces.load()
        return workspaces

    @property
    def rotates(self) -> bool:
        """Whether tokens that expire can be renewed."""
        return self._rotation is not None

    async def load(self) -> None:
        """Read every workspace."""
        async with self._store.unit() as unit:
            rows = await unit.installations.of(Platform.SLACK)
        for row in rows:
            self._keep(row)

    async def refresh(self) -> None:
        """Read what other replicas wrote, and renew what expires soon, requests or none."""
        before = list(self._known)
        async with self._store.unit() as unit:
            revisions = await unit.installations.revisions(Platform.SLACK)
            for team_id, revision in revisions.items():
                known = self._known.get(team_id)
                if self._serves(team_id) and (known is None or known.revision != revision):
                    self._keep(await _row(unit, team_id))
        for team_id in before:
            if team_id not in revisions:
                self._known.pop(team_id, None)
        for known in list(self._known.values()):
            if known.live and self._expires_soon(known):
                with suppress(Transient):
                    await self.fresh_token(known.workspace)

    async def close(self) -> None:
        """Let renewals under way end."""
        if self._renewing:
            await asyncio.wait(self._renewing.values())

    async def find(self, team_id: str) -> Installation | None:
        """Return a workspace's installation; one that is not known is looked up, but not again for some seconds."""
        if (found := self._live(team_id)) or self._is_absent(team_id):
            return found
        async with self._looking:
            if self._live(team_id) is None and not self._is_absent(team_id):
                await self._look_up(team_id)
        return self._live(team_id)

    def token_for(self, team_id: str) -> str:
        """Return a workspace's token as it is. Raises NotInstalled."""
        if found := self._live(team_id):
            return found.token
        raise NotInstalled(team_id)

    async def fresh_token(self, team_id: str) -> str:
        """Return a workspace's token, renewed first if it expires within two hours.

        While it cannot be renewed the old one does until its end. Raises NotInstalled, or Transient after that.
        """
        found = await self.find(team_id)
        if found is not None and self._expires_soon(found) and not self._waits(team_id):
            await self._renew(team_id)
            found = self._live(team_id)
        if found is None:
            raise NotInstalled(team_id)
        if found.expires_by(self._clock.now()):
            raise Transient(
                "the token expired and was not renewed", retry_after=AFTER_FAILURE, scope=Scope.WORKSPACE
            )
        return found.token

    async def installed(self, installation: Installation) -> None:
        """Keep an installation, new or again."""
        async with self._store.unit() as unit:
            await unit.installations.put(installation)
            row = await _row(unit, installation.workspace)
            await unit.commit()
        self._not_before.pop(installation.workspace, None)
        self._keep(row)

    async def uninstalled(self, team_id: str, at: datetime | None = None) -> None:
        """Drop a workspace's tokens; its members' data goes 30 days after `at` (aware; the present if not told)."""
        async with self._store.unit() as unit:
            await unit.installations.uninstall(Platform.SLACK, team_id, at or self._clock.now())
            row = await _row(unit, team_id)
            await unit.commit()
        self._keep(row)

    def _keep(self, row: Installation | None) -> None:
        if row is None or not self._serves(row.workspace):
            return
        if self._only is not None:
            token = self._only.token if row.uninstalled_at is None else ""
            row = replace(row, token=token, refresh_token="", expires_at=None)
        known = self._known.get(row.workspace)
        if known is None or row.newer_than(known):
            self._known[row.workspace] = row

    def _serves(self, team_id: str) -> bool:
        return self._only is None or self._only.workspace == team_id

    def _live(self, team_id: str) -> Installation | None:
        known = self._known.get(team_id)
        return known if known is not None and known.live else None

    def _is_absent(self, team_id: str) -> bool:
        now = self._clock.now()
        return self._absent.get(team_id, now) > now

    async def _look_up(self, team_id: str) -> None:
        async with self._store.unit() as unit:
            self._keep(await _row(unit, team_id))
        now = self._clock.now()
        self._absent = {team: until for team, until in self._absent.items() if until > now}
        if self._live(team_id) is None:
            self._absent[team_id] = now + ABSENT_FOR

    def _expires_soon(self, installation: Installation) -> bool:
        return self._rotation is not None and installation.expires_by(self._clock.now() + RENEWED_AHEAD)

    def _waits(self, team_id: str) -> bool:
        now = self._clock.now()
        return any(self._not_before.get(place, now) > now for place in (team_id, EVERYWHERE))

    async def _renew(self, team_id: str) -> None:
        task = self._renewing.get(team_id)
        if task is None:
            task = self._renewing[team_id] = asyncio.create_task(self._rotate(team_id))
            task.add_done_callback(lambda _: self._renewing.pop(team_id, None))
        # Begun, it ends, even when whoever waits is stopped: the old refresh token works no more.
        await asyncio.shield(task)

    async def _rotate(self, team_id: str) -> None:
        """Renew under the row's lock, unless another replica has just done so."""
        async with self._store.unit() as unit:
            row = await unit.installations.get(Platform.SLACK, team_id, lock=True)
            if row is not None and row.live and self._expires_soon(row):
                row = await self._renewed(unit, row)
        self._keep(row)

    async def _renewed(self, unit: UnitOfWork, row: Installation) -> Installation | None:
        assert self._rotation is not None
        try:
            fresh = await self._rotation.renew(row, self._clock.now())
        except RotationError as error:
            log.warning("a Slack token was not renewed: %s", error.reason)
            place = EVERYWHERE if error.everywhere else row.workspace
            self._not_before[place] = self._clock.now() + AFTER_FAILURE
            return row
        await unit.installations.put(fresh)
        saved = await _row(unit, row.workspace)
        await unit.commit()
        return saved


async def _row(unit: UnitOfWork, team_id: str) -> Installation | None:
    return await unit.installations.get(Platform.SLACK, team_id)
