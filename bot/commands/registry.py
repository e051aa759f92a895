"""Every command there is; the one place that lists them."""

from __future__ import annotations

from bot.commands import adding, drafts, help, home, interviews, moving, plan, practice, privacy, settings  # noqa: A004
from bot.commands.command import Command


def all_commands() -> tuple[Command, ...]:
    """Return every command, listed ones in the order in which help shows them."""
    return (
        *home.COMMANDS,
        *adding.COMMANDS,
        *interviews.COMMANDS,
        *moving.COMMANDS,
        *plan.COMMANDS,
        *practice.COMMANDS,
        *settings.COMMANDS,
        *privacy.COMMANDS,
        *help.COMMANDS,
        *drafts.COMMANDS,
    )
