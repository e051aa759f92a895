"""Every command there is; the one place that lists them."""

from __future__ import annotations

from bot.commands import (
    adding,
    asking,
    coach,
    drafts,
    editing,
    greeting,
    help,  # noqa: A004 - the command is called so
    home,
    interviews,
    moving,
    outcomes,
    plan,
    practice,
    privacy,
    settings,
    templates,
)
from bot.commands.command import Command


def all_commands() -> tuple[Command, ...]:
    """Return every command, listed ones in the order in which help shows them."""
    return (
        *home.COMMANDS,
        *adding.COMMANDS,
        *interviews.COMMANDS,
        *plan.COMMANDS,
        *moving.COMMANDS,
        *outcomes.COMMANDS,
        *editing.COMMANDS,
        *asking.COMMANDS,
        *templates.COMMANDS,
        *practice.COMMANDS,
        *settings.COMMANDS,
        *privacy.COMMANDS,
        *help.COMMANDS,
        *coach.COMMANDS,
        *greeting.COMMANDS,
        *drafts.COMMANDS,
    )
