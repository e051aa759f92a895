"""What an operator does about Slack's troubles, in words that need no knowledge of Slack's API."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PAGE = "api.slack.com/apps, your app"
WHERE: Mapping[str, str] = MappingProxyType(
    {
        "ENCORE_SLACK__BOT_TOKEN": f"{PAGE}, OAuth & Permissions: Bot User OAuth Token (xoxb-...)",
        "ENCORE_SLACK__APP_TOKEN": f"{PAGE}, Basic Information, App-Level Tokens: make one with the scope "
        "connections:write (xapp-...)",
        "ENCORE_SLACK__SIGNING_SECRET": f"{PAGE}, Basic Information, App Credentials: Signing Secret",
        "ENCORE_SLACK__CLIENT_ID": f"{PAGE}, Basic Information, App Credentials: Client ID",
        "ENCORE_SLACK__CLIENT_SECRET": f"{PAGE}, Basic Information, App Credentials: Client Secret",
    }
)
"""Where in Slack's pages a value is found."""
REINSTALL = (
    f"On {PAGE}: App Manifest, paste what encore slack manifest prints, Save; then Install App, Reinstall to "
    "Workspace."
)
FIND_USER = "In Slack, open the person's profile, the three dots, Copy member ID: it looks like U012ABCDEF."
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "invalid_auth": f"Copy the tokens again: the bot's from {WHERE['ENCORE_SLACK__BOT_TOKEN']}; the app's from "
        f"{WHERE['ENCORE_SLACK__APP_TOKEN']}.",
        "not_authed": "Set ENCORE_SLACK__BOT_TOKEN and ENCORE_SLACK__APP_TOKEN.",
        "account_inactive": "The app was removed from the workspace. "
        + REINSTALL
        + " Then copy the new token.",
        "token_revoked": "The token was taken back. " + REINSTALL + " Then copy the new token.",
        "token_expired": "Token rotation is on, and works only over HTTP with installations by OAuth. Create the app "
        "anew without it: once on, Slack does not turn it off.",
        "missing_scope": REINSTALL + " An app token needs the scope connections:write.",
        "not_allowed_token_type": "The two tokens may be swapped: xoxb- is the bot's, xapp- is the app's.",
        "user_not_found": "Nobody in this workspace has that id. " + FIND_USER,
        "users_not_found": "Nobody in this workspace has that id. " + FIND_USER,
        "user_disabled": "That person's account is deactivated.",
        "cannot_dm_bot": "That is a bot. Name a person.",
        "messages_tab_disabled": f"On {PAGE}, App Home: turn the Messages Tab on, and let members write in it.",
    }
)
"""What to do, by Slack's word for an error."""
