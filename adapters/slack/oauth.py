"""The pages by which a workspace's admin installs Encore, and where Slack brings them back."""

from __future__ import annotations

import html
import logging
from typing import Any

import aiohttp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.client import quiet_logger
from adapters.slack.installing import InstallationRefused, InstallationStore, OAuthStates
from adapters.slack.manifest import REDIRECT_PATH, SCOPES
from adapters.slack.tokens import Workspaces
from bot.config import SlackSettings
from bot.ports import Clock, Store

INSTALL = "/slack/install"
TIMEOUT = 9
"""Seconds; somebody is waiting for the page."""
REASONS = {
    "access_denied": "You chose not to install Encore, so nothing was changed.",
    "invalid_browser": "This page was opened in another browser than the one that began. Please begin again.",
    "invalid_state": "That took more than ten minutes, or the page was opened twice. Please begin again.",
    "invalid_code": "Slack did not confirm the installation. Please begin again.",
    "missing_code": "Slack sent nothing to install with. Please begin again.",
}
log = logging.getLogger("encore.slack")
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}}
</style></head><body><h1>{title}</h1><p>{words}</p><p>{link}</p></body></html>
"""


class CodeExchange(AsyncWebClient):
    """Sends the app's id and secret as form fields: the SDK makes a header by a class that aiohttp drops."""

    async def oauth_v2_access(self, *_: Any, **fields: Any) -> AsyncSlackResponse:
        """Exchange a code for a token, once: it works no second time. Raises SlackApiError."""
        return await self.api_call("oauth.v2.access", data=fields)


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow, whose log names no code, and for which a Slack that is away is one that did not confirm."""

    async def run_installation(self, code: str) -> Installation | None:
        """Return what a workspace granted, or None."""
        try:
            installation = await super().run_installation(code)
        except (aiohttp.ClientError, TimeoutError, OSError):
            installation = None
        if installation is None:
            log.warning("Slack did not confirm an installation")
        return installation


def install_flow(
    slack: SlackSettings, workspaces: Workspaces, *, store: Store, clock: Clock, public_url: str
) -> AsyncOAuthFlow:
    """Return bolt's flow over our store. `public_url` is where Slack finds us, without a path."""
    secret = slack.client_secret.get_secret_value() if slack.client_secret else ""
    settings = AsyncOAuthSettings(
        client_id=slack.client_id,
        client_secret=secret,
        scopes=list(SCOPES),
        redirect_uri=f"{public_url.rstrip('/')}{REDIRECT_PATH}" if public_url else None,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT_PATH,
        install_page_rendering_enabled=False,
        installation_store=InstallationStore(workspaces, clock),
        state_store=OAuthStates(store, clock),
        callback_options=AsyncCallbackOptions(success=_installed, failure=_refused),
    )
    silent = quiet_logger("install")
    silent.setLevel(logging.ERROR)
    client = CodeExchange(base_url=slack.api_url, timeout=TIMEOUT, logger=silent, retry_handlers=[])
    return InstallFlow(client=client, logger=silent, settings=settings)


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    team = args.installation.team_name or "your workspace"
    words = f"Encore is in {team}. Anybody there can type /prep now, and only they see the answer."
    return _page(200, "Installed", words, link=False)


async def _refused(args: AsyncFailureArgs) -> BoltResponse:
    if isinstance(args.error, InstallationRefused):
        return _page(403, "Not installed", args.error.message)
    words = REASONS.get(args.reason, "The installation did not go through. Please begin again.")
    return _page(args.suggested_status_code, "Not installed", words)


def _page(status: int, title: str, words: str, *, link: bool = True) -> BoltResponse:
    again = f'<a href="{INSTALL}">Begin again</a>' if link else ""
    body = PAGE.format(title=html.escape(title), words=html.escape(words), link=again)
    return BoltResponse(status=status, body=body, headers={"content-type": ["text/html; charset=utf-8"]})
