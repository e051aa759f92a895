"""What bolt's OAuth flow keeps, kept in our store: installations, and the states of those under way."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from logging import Logger
from typing import Any

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.tokens import Workspaces
from bot.domain import installations as domain
from bot.domain.members import Platform
from bot.errors import EncoreError
from bot.ports import Clock, Store

STATE_BYTES = 32
ORG_WIDE = (
    "Encore is installed in one workspace at a time, and this was for a whole organisation. Nothing was kept. "
    "Begin again, and choose a single workspace where Slack asks for one, at the top right."
)
NO_BOT = "Slack gave no bot token for this workspace. Nothing was kept. Begin again from the install page."
EXPIRING = (
    "This Slack app rotates its tokens, and this Encore is not set to renew them, so it would fall silent after "
    "12 hours. Nothing was kept. Whoever runs Encore sets ENCORE_SLACK__TOKEN_ROTATION=true; then begin again."
)


class InstallationRefused(EncoreError, BoltError):  # noqa: N818 - says what it is
    """An installation that cannot be kept. Bolt hands a BoltError of ours to the flow's page for failures."""


class InstallationStore(AsyncInstallationStore):
    """Bolt's interface over `Workspaces`. Only bots' tokens are kept; a person's are dropped unread."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """The logger that bolt may write to."""
        return logging.getLogger("encore.slack")

    async def async_save(self, installation: Installation) -> None:
        """Keep what a workspace has just granted. Raises InstallationRefused, with words for the install page."""
        if installation.is_enterprise_install or not installation.team_id:
            raise InstallationRefused(ORG_WIDE)
        if not (installation.bot_token and installation.bot_id and installation.bot_user_id):
            raise InstallationRefused(NO_BOT)
        now = self._clock.now()
        expires_at = None
        if installation.bot_token_expires_at is not None:
            if not self._workspaces.rotates or not installation.bot_refresh_token:
                raise InstallationRefused(EXPIRING)
            # Slack's library has added the hours to its own clock.
            expires_at = now + timedelta(
                seconds=installation.bot_token_expires_at - installation.installed_at
            )
        await self._workspaces.installed(
            domain.Installation(
                platform=Platform.SLACK,
                workspace=installation.team_id,
                bot=installation.bot_id,
                bot_user=installation.bot_user_id,
                token=installation.bot_token,
                refresh_token=installation.bot_refresh_token or "",
                expires_at=expires_at,
                installed_at=now,
            )
        )

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return a workspace's bot."""
        found = None
        if team_id and not is_enterprise_install:
            found = await self._workspaces.find(team_id)
        if found is None:
            return None
        return Bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=found.token,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_refresh_token=found.refresh_token or None,
            bot_token_expires_at=found.expires_at,
            installed_at=found.installed_at,
        )

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return a workspace's installation, whoever made it: that is not kept."""
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        if bot is None:
            return None
        return Installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_refresh_token=bot.bot_refresh_token,
            bot_token_expires_at=bot.bot_token_expires_at,
            user_id=user_id or "",
            installed_at=bot.installed_at,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:  # noqa: ARG002
        """Drop a workspace's tokens."""
        if team_id:
            await self._workspaces.uninstalled(team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Drop a workspace's tokens; one person's revoking theirs changes nothing, since none was kept."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Drop a workspace's tokens."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class OAuthStates(AsyncOAuthStateStore):
    """Single-use states for ten minutes, in the store: they outlive a restart and are known to every replica."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """The logger that bolt may write to."""
        return logging.getLogger("encore.slack")

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """Return a fresh state."""
        state = secrets.token_urlsafe(STATE_BYTES)
        async with self._store.unit() as unit:
            await unit.installations.issue_state(state, self._clock.now() + domain.STATE_KEPT_FOR)
            await unit.commit()
        return state

    async def async_consume(self, state: str) -> bool:
        """Return whether the state was ours, is fresh and was not used before."""
        async with self._store.unit() as unit:
            ours = await unit.installations.consume_state(state, self._clock.now())
            await unit.commit()
        return ours
