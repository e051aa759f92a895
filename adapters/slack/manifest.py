"""The manifest from which Slack makes the app: names, permissions, events and addresses, from the registry.

The fields and their lengths are from Slack's app manifest reference and its published manifest schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from adapters.slack.names import name_of, words_of
from bot.commands.command import Command
from bot.commands.reference import group_of, options_of
from bot.config import SlackSettings
from bot.errors import ConfigurationError

DESCRIPTION = 2_000
USAGE_HINT = 1_000
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "commands": "Members type /prep and the other commands, and find the shortcut.",
        "chat:write": "Encore writes its reminders and answers.",
        "im:write": "Encore opens a private conversation with a member who asked for reminders.",
        "im:history": "Members answer in that conversation, and after a lost connection Encore looks there before it "
        "says anything twice.",
        "users:read": "Encore takes a member's name and time zone from their profile, and knows who runs the workspace.",
        "files:read": "Encore opens an invitation that a member hands over to it, and no other file.",
        "files:write": "Encore hands over an export, a calendar file or a picture, privately.",
    }
)
"""What the bot may do, each with why: the fewest that do the work. `docs/slack.md` shows the same."""
EVENTS = ("app_home_opened", "app_uninstalled", "message.im", "tokens_revoked")
EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
OWN = "encore"
"""The word behind which every command can be reached, should another app have taken a name of ours."""
SHORTCUT = "prep"
"""The callback_id of the global shortcut."""
ABOUT = (
    "Encore helps people who have been called back for a second interview. A member says who, what and when, in "
    "their own words, and gets a plan that fits the days left, with a private reminder for each small step until the "
    "thank-you note is sent. Tips and practice questions are there at any moment. It posts in a channel only when "
    "somebody asks it to, and never anything that a member wrote."
)


def manifest(
    commands: Sequence[Command], settings: SlackSettings, *, http: str | None = None
) -> dict[str, Any]:
    """Return the manifest: for Socket Mode, or with `http` for requests to that public address.

    Raises ConfigurationError for a prefix, an address or a choice that Slack would refuse.
    """
    base = None if http is None else address(http)
    if base is None and settings.token_rotation:
        raise ConfigurationError(
            "ENCORE_SLACK__TOKEN_ROTATION works over HTTP alone: in Socket Mode the token that you copy from Slack "
            "would end after 12 hours. Remove it, or add --http with your public address.",
            example="encore slack manifest --http https://encore.example.org",
        )
    scopes: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Encore",
            "description": "A private companion for second interviews: a plan, and a nudge for each step.",
            "background_color": "#1f3a5f",
            "long_description": ABOUT,
        },
        "features": _features(commands, settings.prefix, base),
        "oauth_config": {**({"redirect_urls": [base + REDIRECT_PATH]} if base else {}), **scopes},
        "settings": {
            "event_subscriptions": {**_request(base), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_request(base), **_options(base)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": base is None,
            "token_rotation_enabled": settings.token_rotation,
        },
    }


def as_json(made: Mapping[str, Any]) -> str:
    """Return a manifest as Slack's page takes it, ending in a line break."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def address(url: str) -> str:
    """Return a public address without its last slash. Raises ConfigurationError for one that Slack can't call."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            "Slack calls public addresses that begin with https:// alone.",
            example="encore slack manifest --http https://encore.example.org",
        )
    return url.rstrip("/")


def _features(commands: Sequence[Command], prefix: str, base: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Encore", "always_online": True},
        "shortcuts": [
            {
                "name": "Prepare an interview",
                "type": "global",
                "callback_id": SHORTCUT,
                "description": "Where you stand, and the one thing to do next. It works in threads too.",
            }
        ],
        "slash_commands": [_command(word, commands, prefix, base) for word in words_of(commands)],
    }


def _command(word: str, commands: Sequence[Command], prefix: str, base: str | None) -> dict[str, Any]:
    behind = [c for c in commands if c.listed and c.path.partition(" ")[0] == word]
    summary = behind[0].summary if len(behind) == 1 else group_of(behind[0])
    hint = _hint(behind)
    return {
        "command": name_of(word, prefix),
        "description": summary[:DESCRIPTION],
        **({"usage_hint": hint[:USAGE_HINT]} if hint else {}),
        **({"url": base + EVENTS_PATH} if base else {}),
        # Escaped, a channel's name comes as its id: what a member typed would be lost.
        "should_escape": False,
    }


def _hint(behind: Sequence[Command]) -> str:
    """Return what can follow a word: the words below it, or the first option with an example."""
    below = [command.path.partition(" ")[2] for command in behind]
    if any(below):
        anything = ("any other command",) if behind[0].path.startswith(f"{OWN} ") else ()
        return " | ".join((*filter(None, below), *anything))
    command = behind[0]
    options = options_of(command)
    if not options:
        return ""
    examples = (example.removeprefix(f"/{command.path}").strip() for example in command.examples)
    example = next(filter(None, examples), "")
    return f"[{options[0].name}]" + (f", such as: {example}" if example else "")


def _request(base: str | None) -> dict[str, str]:
    return {"request_url": base + EVENTS_PATH} if base else {}


def _options(base: str | None) -> dict[str, str]:
    """Return where Slack asks for the choices of a select that is typed into."""
    return {"message_menu_options_url": base + EVENTS_PATH} if base else {}
