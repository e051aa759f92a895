"""Thank-you notes and follow-ups: drafts, and what was sent."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
