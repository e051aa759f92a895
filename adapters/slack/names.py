"""What Encore's commands are called on Slack, where names are shared with every other app of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.commands.command import Command
from bot.errors import ConfigurationError

LONGEST = 32
"""Characters, the slash included (Slack's app manifest reference, `slash_commands`)."""
NAME = re.compile(r"/[a-z0-9][a-z0-9_-]*")
RESERVED = frozenset(
    {
        "active", "apps", "archive", "away", "call", "canvas", "close", "collapse", "dm", "dnd", "expand", "feed",
        "feedback", "help", "huddle", "invite", "invite_people", "join", "kick", "leave", "list", "me", "msg", "mute",
        "nick", "open", "part", "people", "prefs", "pro", "remind", "remove", "rename", "search", "shortcuts", "shrug",
        "star", "status", "topic", "unarchive", "who",
    }
)  # fmt: skip
"""Slack's own commands, which no app may take. Slack has more than its help page "Use built-in slash commands"
names; these are from that page, from what it named in earlier years, and from what its clients offer."""
ADVICE = "Choose another ENCORE_SLACK__PREFIX, such as acme- (small letters, digits, - and _)."


def words_of(commands: Iterable[Command]) -> tuple[str, ...]:
    """Return the first words of the listed commands: these are what Slack knows as commands."""
    return tuple(dict.fromkeys(command.path.partition(" ")[0] for command in commands if command.listed))


def name_of(word: str, prefix: str) -> str:
    """Return the command's name with its slash. Raises ConfigurationError for one that Slack would refuse."""
    name = f"/{prefix}{word}"
    if not NAME.fullmatch(name):
        raise ConfigurationError(f"Slack would not take {name} as a command. {ADVICE}")
    if len(name) > LONGEST:
        raise ConfigurationError(f"{name} is longer than Slack's {LONGEST} characters. {ADVICE}")
    if name[1:] in RESERVED:
        raise ConfigurationError(f"{name} is a command of Slack's own. {ADVICE}")
    return name


def path_of(command: str, prefix: str) -> str:
    """Return the word that a command's name stands for: "/acme-prep" is "prep".

    A name without the prefix is taken as it is: Slack may still know the names from before it was set.
    """
    return command.removeprefix("/").removeprefix(prefix)
