"""Every command there is; the one place that lists them."""

from __future__ import annotations

from bot.commands import (
    asking,
    brief,
    calendar,
    coach,
    debrief,
    drafts,
    greeting,
    help,  # noqa: A004 - the command is called so
    interviews,
    outcomes,
    plan,
    practice,
    prep,
    privacy,
    reminders,
    research,
    settings,
    stories,
    templates,
    thank_you,
)
from bot.commands.command import Command
from bot.commands.intake import adding, editing, importing, moving


def all_commands() -> tuple[Command, ...]:
    """Return every command, listed ones in the order in which help shows them."""
    return (
        *prep.COMMANDS,
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
        *thank_you.COMMANDS,
        *templates.COMMANDS,
        *practice.COMMANDS,
        *settings.COMMANDS,
        *privacy.COMMANDS,
        *help.COMMANDS,
        *coach.COMMANDS,
        *greeting.COMMANDS,
        *drafts.COMMANDS,
    )
