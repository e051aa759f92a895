"""Every command there is; the one place that lists them."""

from __future__ import annotations

from bot.commands import (
    adding,
    asking,
    brief,
    calendar,
    coach,
    debrief,
    drafts,
    editing,
    following,
    greeting,
    help,  # noqa: A004 - the command is called so
    home,
    importing,
    interviews,
    moving,
    outcomes,
    plan,
    practice,
    privacy,
    reminders,
    research,
    settings,
    stories,
    templates,
)
from bot.commands.command import Command


def all_commands() -> tuple[Command, ...]:
    """Return every command, listed ones in the order in which help shows them."""
    return (
        *home.COMMANDS,
        *adding.COMMANDS,
        *importing.COMMANDS,
        *interviews.COMMANDS,
        *plan.COMMANDS,
        *reminders.COMMANDS,
        *moving.COMMANDS,
        *outcomes.COMMANDS,
        *editing.COMMANDS,
        *research.COMMANDS,
        *stories.COMMANDS,
        *asking.COMMANDS,
        *brief.COMMANDS,
        *calendar.COMMANDS,
        *debrief.COMMANDS,
        *following.COMMANDS,
        *templates.COMMANDS,
        *practice.COMMANDS,
        *settings.COMMANDS,
        *privacy.COMMANDS,
        *help.COMMANDS,
        *coach.COMMANDS,
        *greeting.COMMANDS,
        *drafts.COMMANDS,
    )
