"""`/interview research`: what is known of them, slot by slot."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
