"""The pages by which a workspace's admin installs Encore, and where Slack brings them back."""

from __future__ import annotations

import html

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installing import InstallationRefused, InstallationStore, OAuthStates
from adapters.slack.manifest import SCOPES
from adapters.slack.tokens import Workspaces
from bot.config import SlackSettings
from bot.ports import Clock, Store

INSTALL = "/slack/install"
BACK = "/slack/oauth_redirect"
REASONS = {
    "access_denied": "You chose not to install Encore, so nothing was changed.",
    "invalid_browser": "This page was opened in another browser than the one that began. Please begin again.",
    "invalid_state": "That took more than ten minutes, or the page was opened twice. Please begin again.",
    "invalid_code": "Slack did not confirm the installation. Please begin again.",
    "missing_code": "Slack sent nothing to install with. Please begin again.",
}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}}
</style></head><body><h1>{title}</h1><p>{words}</p><p>{link}</p></body></html>
"""


def install_flow(
    slack: SlackSettings, workspaces: Workspaces, *, store: Store, clock: Clock, public_url: str
) -> AsyncOAuthFlow:
    """Return bolt's flow over our store. `public_url` is where Slack finds us, without a path."""
    secret = slack.client_secret.get_secret_value() if slack.client_secret else ""
    settings = AsyncOAuthSettings(
        client_id=slack.client_id,
        client_secret=secret,
        scopes=list(SCOPES),
        redirect_uri=f"{public_url.rstrip('/')}{BACK}" if public_url else None,
        install_path=INSTALL,
        redirect_uri_path=BACK,
        install_page_rendering_enabled=False,
        installation_store=InstallationStore(workspaces, clock),
        state_store=OAuthStates(store, clock),
        callback_options=AsyncCallbackOptions(success=_installed, failure=_refused),
    )
    return AsyncOAuthFlow(client=AsyncWebClient(base_url=slack.api_url), settings=settings)


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
